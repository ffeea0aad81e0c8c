"""A pack in a folder builds on installed ones, shares names within itself, and leaks to nobody."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmos_rules import load_ruleset
from pmos_rules.api import check_pack
from pmos_rules.findings import Outcome
from pmos_rules.source import RulesetError
from tests.packs.folders import MANIFEST, NAMES, RULES, SICHUAN, write

DOSSIER: dict[str, Any] = {
    "market": "sichuan",
    "kind": "retailer",
    "basic": {"status": "在市"},
    "business": {"uscc": "91420100MA4K2B3C05", "organisation_code": "/"},
    "staff": [{"name": "甲"}, {"name": "乙"}],
}


@pytest.fixture
def sichuan(tmp_path: Path) -> Path:
    return write(tmp_path / "sichuan")


def told(folder: Path) -> list[str]:
    return [f"{d.span}: {d.message}" + (f" ({d.help})" if d.help else "") for d in check_pack(folder)]


def test_it_loads_with_the_pack_that_it_extends_and_judges(sichuan: Path) -> None:
    ruleset = load_ruleset(sichuan)
    assert (ruleset.id, ruleset.title, ruleset.version, ruleset.kinds) == ("sichuan", "四川", "2026.1", ("retailer",))
    assert {rule.pack for rule in ruleset.rules} == {"common", "sichuan"}
    early, late = (ruleset.evaluate(DOSSIER, as_of=date(year, 7, 1)).outcomes for year in (2025, 2026))
    assert (early["sichuan.retailer.staff"], late["sichuan.retailer.staff"]) == (Outcome.PASS, Outcome.FAIL)
    assert late["sichuan.retailer.code"] is Outcome.FAIL
    assert late["common.org_code.matches_uscc"] is Outcome.PASS
    assert not any(rule.startswith(("hubei.", "national.")) for rule in late)


def test_it_loads_the_same_every_time(sichuan: Path) -> None:
    first, second = load_ruleset(sichuan), load_ruleset(str(sichuan), market="sichuan")
    assert (first.digest, [r.id for r in first.rules]) == (second.digest, [r.id for r in second.rules])
    assert first.rules == second.rules
    assert check_pack(sichuan) == []


def test_a_name_of_a_pack_that_it_does_not_extend_is_unknown(tmp_path: Path) -> None:
    rules = RULES.replace("when: listed", "when: with_grid")
    folder = write(tmp_path / "sichuan", SICHUAN | {"retailer.yaml": rules})
    assert told(folder) == ["sichuan/retailer.yaml:9:11: there is no term `with_grid`"]


def test_a_rule_of_another_pack_cannot_be_waited_for(tmp_path: Path) -> None:
    rules = RULES.replace("depends_on: common.uscc.format", "depends_on: hubei.file.max_size")
    folder = write(tmp_path / "sichuan", SICHUAN | {"retailer.yaml": rules})
    assert told(folder) == ["sichuan/retailer.yaml:16:17: there is no rule `hubei.file.max_size`"]


def test_a_pack_below_does_not_see_the_names_of_one_above(tmp_path: Path) -> None:
    write(
        tmp_path / "basics",
        {
            "pack.yaml": 'schema: pmos-rules/1\npack: basics\ntitle: {zh: 基础, en: Basics}\nversion: "1"\ninstruments: {book: {title: {zh: 书, en: Book}}}\n',
            "rules.yaml": 'schema: pmos-rules/1\nruleset: basics\ninstrument: guide\nrules:\n- {id: basics.one, title: {zh: 甲, en: A}, when: listed, check: {count: {of: staff.*, at_least: $staff_least}}, depends_on: sichuan.retailer.code, applies_to: {market: sichuan}, cite: "1"}\n',
        },
    )
    folder = write(tmp_path / "sichuan", SICHUAN | {"pack.yaml": MANIFEST.replace("[common]", "[common, basics]")})
    assert told(folder) == [
        "basics/rules.yaml:3:13: there is no instrument `guide` (`guide` is a name of `sichuan`, which `basics` does not extend)",
        "basics/rules.yaml:5:49: there is no term `listed` (`listed` is a name of `sichuan`, which `basics` does not extend)",
        "basics/rules.yaml:5:96: there is no parameter `staff_least` (`staff_least` is a name of `sichuan`, which `basics` does not extend)",
        "basics/rules.yaml:5:124: there is no rule `sichuan.retailer.code`",
    ]  # fmt: skip


def test_a_name_of_a_pack_below_a_pack_below_may_be_used(tmp_path: Path) -> None:
    names = NAMES.replace("terms:\n", "terms:\n  unlicensed: {all: [needs_no_licence, listed]}\n")
    rules = RULES.replace("when: listed", "when: unlicensed")
    files = SICHUAN | {
        "pack.yaml": MANIFEST.replace("[common]", "[national]"),
        "names.yaml": names,
        "retailer.yaml": rules,
    }
    ruleset = load_ruleset(write(tmp_path / "sichuan", files))
    assert {rule.pack for rule in ruleset.rules} == {"common", "national", "sichuan"}


def test_two_packs_on_the_same_base_need_not_know_of_each_other(tmp_path: Path) -> None:
    write(tmp_path / "sichuan")
    other = {name: text.replace("sichuan", "yunnan") for name, text in SICHUAN.items()}
    folder = write(tmp_path / "yunnan", other)
    ruleset = load_ruleset(folder)
    assert (ruleset.id, {rule.pack for rule in ruleset.rules}) == ("yunnan", {"common", "yunnan"})


def test_a_pack_beside_comes_before_an_installed_one(tmp_path: Path) -> None:
    write(
        tmp_path / "common",
        {
            "pack.yaml": 'schema: pmos-rules/1\npack: common\ntitle: {zh: 通用, en: Common}\nversion: "9"\ninstruments: {own: {title: {zh: 自, en: Own}}}\n',
            "rules.yaml": 'schema: pmos-rules/1\nruleset: common.uscc\ninstrument: own\ncodelists: {placeholders: [/]}\nrules:\n- {id: common.uscc.format, title: {zh: 甲, en: A}, check: always, cite: "1"}\n',
        },
    )
    ruleset = load_ruleset(write(tmp_path / "sichuan"))
    assert [rule.id for rule in ruleset.rules if rule.pack == "common"] == ["common.uscc.format"]


def test_all_that_is_wrong_is_raised_on_loading(tmp_path: Path) -> None:
    rules = RULES.replace("staff.*", "staf.*").replace("not_in", "notin")
    folder = write(tmp_path / "sichuan", SICHUAN | {"retailer.yaml": rules})
    with pytest.raises(RulesetError) as caught:
        load_ruleset(folder)
    assert [(d.code, d.help) for d in caught.value.diagnostics] == [
        ("unknown-path", "did you mean `staff.*`?"),
        ("unknown-operator", "did you mean `not_in`?"),
    ]


def test_a_broken_pack_beside_is_nobody_elses_concern(tmp_path: Path) -> None:
    write(tmp_path / "broken", {"pack.yaml": "pack: [broken\n"})
    (tmp_path / "worse").mkdir()
    (tmp_path / "worse" / "pack.yaml").write_bytes(b"\xff\xfe")
    assert check_pack(write(tmp_path / "sichuan")) == []
    assert [d.code for d in check_pack(tmp_path / "broken")] == ["yaml-bracket"]
    assert [d.code for d in check_pack(tmp_path / "worse")] == ["source-encoding"]


def test_every_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "sichuan")
    for name in ("names.yaml", "more.yaml"):
        (folder / name).write_bytes("名称".encode("gbk"))
    with pytest.raises(RulesetError) as caught:
        load_ruleset(folder)
    assert [str(d.span) for d in caught.value.diagnostics] == ["sichuan/more.yaml:1:1", "sichuan/names.yaml:1:1"]
    assert [d.message for d in check_pack(folder)] == ["byte `C3` is not UTF-8", "byte `C3` is not UTF-8"]
