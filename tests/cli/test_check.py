"""`check` says what to do, on the right stream, with the right exit code."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.cli import checking
from pmos_rules.findings import InputProblem, Report
from pmos_rules.source import Diagnostic, RulesetError, SourceText, Span
from tests.cli.conftest import Run
from tests.cli.standin import StandInRuleset, module
from tests.rendering.made import finding, report

HEADER = "规则集 hubei 2026.11；售电公司；提交环节；按 2026-11-21 有效的规定\n"
LIMIT = finding("x.a.limit", "名称", "过长", section=None)
WARNED = finding("x.a.warned", "名称", "可疑", severity="warning", section=None)
UNKNOWN = finding("x.a.unknown", "名称", "未知", outcome="undetermined", section=None)
UNKNOWN_WARNING = finding(
    "x.a.perhaps", "名称", "未知", outcome="undetermined", severity="warning", section=None
)
VERDICTS: dict[str, Report] = {
    "clean": report(),
    "bad": report(LIMIT, verdict="reject"),
    "odd": report(WARNED),
    "open": report(UNKNOWN, verdict="undetermined"),
    "perhaps": report(UNKNOWN_WARNING),
}


def judge(dossier: Mapping[str, Any], _day: date, _problems: tuple[InputProblem, ...]) -> Report:
    if dossier["shape"] == "crash":
        raise KeyError("110101197503120215")
    return VERDICTS[dossier["shape"]]


@pytest.fixture
def ruleset(monkeypatch: pytest.MonkeyPatch) -> StandInRuleset:
    made = StandInRuleset(judge)

    def load(name: str) -> StandInRuleset:
        if name == "broken":
            span = Span(SourceText("rules.yaml", "a: 1\n"), 0, 1)
            raise RulesetError([Diagnostic("unknown-key", "there is no key `a`", span)])
        made.loads.append(name)
        return made

    monkeypatch.setitem(sys.modules, "pmos_rules.api", module(load))
    return made


@pytest.fixture(autouse=True)
def dossiers(pmos_rules: Run, ruleset: StandInRuleset) -> None:
    for shape in (*VERDICTS, "crash"):
        Path(f"{shape}.yaml").write_text(f"market: hubei\nas_of: 2026-11-21\nshape: {shape}\n", "utf-8")


def test_a_dossier_that_breaks_nothing_is_accepted(pmos_rules: Run) -> None:
    assert pmos_rules("check", "clean.yaml") == (0, f"clean.yaml\n{HEADER}结论：通过；未发现问题\n", "")


def test_a_finding_is_shown_with_what_to_do(pmos_rules: Run) -> None:
    assert pmos_rules("check", "bad.yaml") == (
        1,
        f"bad.yaml\n{HEADER}结论：退回\n1 处必须改正\n\n必须改正（1）\n\n  1. 名称\n     过长\n     规则：x.a.limit\n",
        "",
    )


def test_it_speaks_english_too(pmos_rules: Run) -> None:
    assert pmos_rules("check", "bad.yaml", "--lang", "en").out == (
        "bad.yaml\n"
        "ruleset hubei 2026.11; retailer; stage submit; the law of 2026-11-21\n"
        "Verdict: sent back\n"
        "1 to correct\n"
        "\n"
        "Must be corrected (1)\n"
        "\n"
        "  1. 名称\n"
        "     过长\n"
        "     Rule: x.a.limit\n"
    )


@pytest.mark.parametrize(
    ("shape", "on_error", "on_warning"),
    [("clean", 0, 0), ("bad", 1, 1), ("odd", 0, 1), ("open", 4, 4), ("perhaps", 0, 4)],
)
def test_the_exit_code_follows_the_heaviest_finding(
    pmos_rules: Run, shape: str, on_error: int, on_warning: int
) -> None:
    assert pmos_rules("check", f"{shape}.yaml").code == on_error
    assert pmos_rules("check", f"{shape}.yaml", "--fail-on", "error").code == on_error
    assert pmos_rules("check", f"{shape}.yaml", "--fail-on", "warning").code == on_warning


@pytest.mark.parametrize(
    ("shapes", "code"),
    [
        (["clean", "open"], 4),
        (["open", "bad"], 1),
        (["bad", "absent"], 2),
        (["clean", "clean"], 0),
    ],
)
def test_of_several_inputs_the_worst_gives_the_exit_code(
    pmos_rules: Run, shapes: list[str], code: int
) -> None:
    assert pmos_rules("check", *(f"{shape}.yaml" for shape in shapes)).code == code


def test_several_inputs_are_told_one_after_another_and_counted(pmos_rules: Run) -> None:
    said = pmos_rules("check", "clean.yaml", "absent.yaml", "open.yaml")
    assert said == (
        2,
        f"clean.yaml\n{HEADER}结论：通过；未发现问题\n"
        "\n"
        f"open.yaml\n{HEADER}结论：尚不能判断；先补充：名称\n1 处待补充\n"
        "\n"
        "补充后才能判断（1）\n"
        "\n"
        "  1. 名称\n"
        "     未知\n"
        "     规则：x.a.unknown\n"
        "\n"
        "共 3 份：退回 0，尚不能判断 1，通过 1，未能审查 1\n",
        "文件 absent.yaml：文件不存在\n",
    )


def test_a_ruleset_is_loaded_once(pmos_rules: Run, ruleset: StandInRuleset) -> None:
    pmos_rules("check", "clean.yaml", "bad.yaml", "clean.yaml")
    assert ruleset.loads == ["hubei"]


def test_the_day_on_the_command_line_goes_before_the_dossiers(
    pmos_rules: Run, ruleset: StandInRuleset
) -> None:
    assert pmos_rules("check", "clean.yaml", "--as-of", "2019-02-03").err == ""
    assert ruleset.days == [date(2019, 2, 3)]


def test_without_any_day_today_is_taken_and_said(
    pmos_rules: Run, ruleset: StandInRuleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override] # a fixed day
            return date(2030, 1, 2)

    monkeypatch.setattr(checking, "date", Clock)
    Path("undated.yaml").write_text("market: hubei\nshape: clean\n", "utf-8")
    said = pmos_rules("check", "undated.yaml")
    assert (said.code, said.err) == (
        0,
        "undated.yaml 未写明 as_of（评估日期），按今天 2030-01-02 有效的规定审查\n",
    )
    assert ruleset.days == [date(2030, 1, 2)]


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (
            "market: hubie\nas_of: 2026-11-21\n",
            "a.yaml 的 market（交易中心）为“hubie”，应为 hubei\n",
            "there are no rules for the market `hubie` of `a.yaml`, did you mean `hubei`?\n",
        ),
        (
            "market: xinjiang\n",
            "a.yaml 的 market（交易中心）为“xinjiang”，应为 hubei、jiangsu\n",
            "there are no rules for the market `xinjiang` of `a.yaml`, expected one of hubei, jiangsu\n",
        ),
        (
            "kind: retailer\n",
            "a.yaml 未写明 market（交易中心），应为 hubei、jiangsu 之一，或用 --ruleset 指定\n",
            "`a.yaml` names no `market`, expected one of hubei, jiangsu; or give --ruleset\n",
        ),
        (
            'market: "\\e[31mx"\n',
            "a.yaml 的 market（交易中心）为“\ufffd[31mx”，应为 hubei、jiangsu\n",
            "there are no rules for the market `\ufffd[31mx` of `a.yaml`, expected one of hubei, jiangsu\n",
        ),
        (
            "market: hubei\nas_of: 去年\n",
            "a.yaml 的 as_of（评估日期）不是日期，应为 2026-07-01 这样的日期，或用 --as-of 另行指定\n",
            "`as_of` in `a.yaml` is no day, expected one such as 2026-07-01; correct it, or give --as-of\n",
        ),
        (
            "- market: hubei\n",
            "文件 a.yaml 的最外层应为“字段: 值”，如 market、kind\n",
            "`a.yaml` holds no mapping, expected fields such as market and kind at its top\n",
        ),
    ],
)
def test_an_input_that_cannot_be_checked_is_told_in_a_sentence(
    pmos_rules: Run, content: str, zh: str, en: str
) -> None:
    Path("a.yaml").write_text(content, "utf-8")
    assert pmos_rules("check", "a.yaml") == (2, "", zh)
    assert pmos_rules("check", "a.yaml", "--lang", "en") == (2, "", en)


def test_a_bad_ruleset_is_shown_once_however_many_dossiers_need_it(pmos_rules: Run) -> None:
    assert pmos_rules("check", "clean.yaml", "bad.yaml", "--ruleset", "broken", "--lang", "en") == (
        3,
        "2 dossiers: 0 sent back, 0 cannot be judged yet, 0 accepted, 2 not checked\n",
        "rules.yaml:1:1: error[unknown-key]: there is no key `a`\n  1 | a: 1\n    | ^\n",
    )


def test_json_is_one_object_with_every_input(pmos_rules: Run) -> None:
    said = pmos_rules("check", "open.yaml", "absent.yaml", "--format", "json")
    assert said.code == 2
    assert json.loads(said.out) == {
        "schema": "pmos-rules/report-1",
        "reports": [{"dossier": "open.yaml", **VERDICTS["open"].to_dict()}],
        "errors": [
            {
                "dossier": "absent.yaml",
                "zh": "文件 absent.yaml：文件不存在",
                "en": "`absent.yaml`: there is no such file",
            }
        ],
    }
    assert "名称" in said.out


@pytest.mark.parametrize(
    "stdin",
    [
        b"market: hubei\nas_of: 2026-11-21\nshape: clean\n",
        b'\xef\xbb\xbf {"market": "hubei", "as_of": "2026-11-21",\t"shape": "\\u0063lean"}',
    ],
)
def test_a_dossier_on_standard_input_may_be_yaml_or_json(pmos_rules: Run, stdin: bytes) -> None:
    assert pmos_rules("check", "-", stdin=stdin) == (0, f"-\n{HEADER}结论：通过；未发现问题\n", "")


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        (b"a: [1", "`<stdin>` line 1, column 6: the brackets do not match\n"),
        (b'{"a": 1, "a": 2}', "`<stdin>` line 1, column 14: a field is written twice; keep one of the two\n"),
        (b"- a", "standard input holds no mapping, expected fields such as market and kind at its top\n"),
        (b"", "`<stdin>`: it is empty\n"),
        (b"\xff", "`<stdin>` line 1, column 1: it is not encoded in UTF-8; save it as UTF-8\n"),
    ],
)
def test_standard_input_that_cannot_be_read_is_told_in_a_sentence(
    pmos_rules: Run, stdin: bytes, said: str
) -> None:
    assert pmos_rules("check", "-", "--lang", "en", stdin=stdin) == (2, "", said)


def test_a_folder_is_scanned(pmos_rules: Run) -> None:
    Path("folder").mkdir()
    Path("folder/dossier.yaml").write_text("market: hubei\nas_of: 2026-11-21\nshape: odd\n", "utf-8")
    assert pmos_rules("check", "folder").out.startswith(f"folder\n{HEADER}结论：通过\n1 处建议核对\n")


def test_an_accident_is_one_sentence_without_personal_data(pmos_rules: Run) -> None:
    assert pmos_rules("check", "crash.yaml") == (
        70,
        "",
        "程序内部出错（KeyError），审查未完成；加上 --debug 重新运行可看到出错的位置\n",
    )
    assert pmos_rules("check", "crash.yaml", "--lang", "en").err == (
        "internal error (KeyError), nothing was decided; run it again with --debug to see where\n"
    )


@pytest.mark.parametrize(
    "arguments", [("--debug", "check", "crash.yaml"), ("check", "crash.yaml", "--debug")]
)
def test_debug_shows_where_an_accident_happened(pmos_rules: Run, arguments: tuple[str, ...]) -> None:
    said = pmos_rules(*arguments)
    assert said.code == 70
    assert said.err.split("\n")[1] == "Traceback (most recent call last):"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("check",), "Error: Missing argument 'PATH...'.\n"),
        (
            ("check", "clean.yaml", "--as-of", "2026-7-1"),
            "Error: Invalid value for '--as-of': `2026-7-1` is no day, expected one such as `2026-07-01`\n",
        ),
        (
            ("check", "clean.yaml", "--as-of", "2026-W27-3"),
            "Error: Invalid value for '--as-of': `2026-W27-3` is no day, expected one such as `2026-07-01`\n",
        ),
        (
            ("check", "clean.yaml", "--format", "xml"),
            "Error: Invalid value for '--format': 'xml' is not one of 'text', 'json'.\n",
        ),
        (("chekc", "clean.yaml"), "Error: No such command 'chekc'."),
    ],
)
def test_a_wrong_use_is_explained(pmos_rules: Run, arguments: tuple[str, ...], complaint: str) -> None:
    said = pmos_rules(*arguments)
    assert (said.code, said.out) == (2, "")
    assert complaint in said.err
