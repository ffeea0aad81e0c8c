"""The verbs `generate` and `kit`: dossiers with known answers out, and a checker held to them."""

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CODE = "common.uscc.checksum"
SIZE = "hubei.file.max_size"
SCOPE = "hubei.retailer.business_scope"
AS_OF = ("--as-of", "2026-11-21")
MADE = ("hubei", "retailer", "--violate", CODE, "-n", "2", *AS_OF)


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_lines_are_written_to_stdout(pmos_rules: Run) -> None:
    said = pmos_rules("generate", *MADE)
    assert (said.code, said.err) == (0, "")
    first, second = lines(said.out)
    assert (first["kit"], first["violates"], first["number"], second["number"]) == ("pmos-rules-kit/1", CODE, 1, 2)
    assert first["as_of"] == "2026-11-21"
    assert pmos_rules("generate", *MADE) == said
    assert pmos_rules("generate", *MADE, "--seed", "1") != said


def test_without_a_rule_none_is_broken(pmos_rules: Run) -> None:
    (line,) = lines(pmos_rules("generate", "hubei", "售电公司", *AS_OF).out)
    assert (line["kind"], line["violates"], line["expected"]) == ("retailer", None, {"verdict": "accept", "findings": []})


def test_lines_are_written_to_a_file(pmos_rules: Run) -> None:
    assert pmos_rules("generate", *MADE, "--out", "new/kit.jsonl", "--lang", "en") == (
        0,
        "",
        "wrote 2 dossiers to `new/kit.jsonl`\n",
    )
    assert len(lines(Path("new/kit.jsonl").read_text("utf-8"))) == 2


def test_a_folder_is_checked_as_its_line_says(pmos_rules: Run) -> None:
    made = ("hubei", "retailer", "--violate", SIZE, "--violate", SCOPE, *AS_OF)
    said = pmos_rules("generate", *made, "--files", "dossiers")
    assert (said.code, said.out) == (0, "")
    for line in lines(Path("dossiers/kit.jsonl").read_text("utf-8")):
        said = pmos_rules("check", f"dossiers/{line['folder']}", *AS_OF, "--format", "json")
        (found,) = json.loads(said.out)["reports"]
        assert line["expected"] == {
            "verdict": found["verdict"],
            "findings": [{key: one[key] for key in ("rule", "outcome", "severity", "path")} for one in found["findings"]],
        }
        assert line["violates"] in [one["rule"] for one in found["findings"]]


def test_nothing_is_written_over(pmos_rules: Run) -> None:
    assert pmos_rules("generate", *MADE, "--files", "dossiers").code == 0
    said = pmos_rules("generate", *MADE, "--files", "dossiers", "--lang", "en")
    assert (said.code, said.err) == (
        2,
        f"the folder `dossiers/{CODE}-1` cannot be made (file exists), expected an empty folder to write to\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("hubei", "retailer", "--violate", "hubei.file.max_sizes"), "`hubei` has no rule `hubei.file.max_sizes`; did you mean `hubei.file.max_size`?\n"),
        (("hubei", "retailer", "--violate", "hubei.binding.order"), "`hubei` has no rule `hubei.binding.order`"),
        (("hubai", "retailer"), ""),
        (("hubei", "aggregation"), "`hubei` has no "),
        (("hubei", "retailer", "--as-of", "1999-01-01"), "the rules of `hubei` are in force"),
        (("hubei", "retailer", "--out", "/dev/null/kit.jsonl"), "`/dev/null/kit.jsonl` cannot be written: "),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_told(pmos_rules: Run, arguments: tuple[str, ...], message: str) -> None:
    said = pmos_rules("generate", *arguments, "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(message)


# -- kit


@pytest.fixture
def checker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A checker of a platform that knows nothing of check digits."""
    (tmp_path / "platform_check.py").write_text(
        "from datetime import date\n"
        "from tests.built_in import ruleset\n"
        "def right(d):\n"
        "    return ruleset('hubei').evaluate(d, as_of=date(2026, 11, 21))\n"
        "def check(d):\n"
        f"    return [found.rule for found in right(d).failures if found.rule != '{CODE}']\n",
        "utf-8",
    )
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "platform_check", raising=False)
    return "platform_check:check"


def test_a_checker_is_held_to_the_rules(pmos_rules: Run, checker: str) -> None:
    said = pmos_rules("kit", *MADE, "--violate", SCOPE, "--checker", checker, "--lang", "en")
    assert (said.code, said.err) == (1, "")
    assert said.out.startswith(
        "rule                           agreed  missed\n"
        "common.uscc.checksum                -       2\n"
        "hubei.retailer.business_scope       2       -\n"
        "\n"
        "missed: common.uscc.checksum Check digit of the credit code\n"
    )
    assert said.out.endswith("\nplatform_check:check: 4 dossiers, disagrees on 1 rules\n")


def test_it_is_told_in_chinese_and_as_data(pmos_rules: Run, checker: str) -> None:
    said = pmos_rules("kit", *MADE, "--checker", checker)
    assert said.out.endswith("\nplatform_check:check：2 份档案，1 条规则不一致\n")
    data = json.loads(pmos_rules("kit", *MADE, "--checker", checker, "--format", "json").out)
    assert (data["agrees"], data["checker"], data["rules"][0]["missed"]) == (False, checker, 2)


def test_one_that_agrees_ends_with_0(pmos_rules: Run, checker: str) -> None:
    assert pmos_rules("kit", *MADE, "--checker", "platform_check:right", "--lang", "en") == (
        0,
        "rule                  agreed\ncommon.uscc.checksum       2\n\nplatform_check:right: agrees on all of 2 dossiers\n",
        "",
    )


def test_a_kit_that_was_written_may_be_read(pmos_rules: Run, checker: str) -> None:
    pmos_rules("generate", *MADE, "--out", "kit.jsonl")
    said = pmos_rules("kit", "kit.jsonl", "--checker", checker, "--shrink", "0")
    assert (said.code, said.err) == (1, "")
    text = Path("kit.jsonl").read_text("utf-8").replace('"digest": "', '"digest": "0')
    Path("kit.jsonl").write_text(text, "utf-8")
    said = pmos_rules("kit", "kit.jsonl", "--checker", checker, "--shrink", "0", "--lang", "en")
    assert said.err.startswith("`kit.jsonl` was made by other rules than the ")


def test_a_command_is_a_checker(pmos_rules: Run) -> None:
    command = f"{sys.executable} -I -S -c \"print('false')\""
    said = pmos_rules("kit", *MADE, "--checker", command, "--lines", "--lang", "en")
    assert said.code == 1
    assert "1 lines answer 2 dossiers" in said.out
    assert pmos_rules("kit", *MADE, "--checker", command).code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("hubei", "retailer", "--checker", "http://example.cn/"), "`http://example.cn/` is on `example.cn`, and a kit "),
        (("nothing.jsonl", "--checker", "json:loads"), "`nothing.jsonl` cannot be read, expected a kit in UTF-8\n"),
        (("hubei", "retailer", "--checker", "json:no"), "there is no function `json:no`: "),
    ],
)
def test_what_cannot_be_compared_is_told(pmos_rules: Run, arguments: tuple[str, ...], message: str) -> None:
    said = pmos_rules("kit", *arguments, "--lang", "en")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(message)
