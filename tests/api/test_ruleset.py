"""What a backend calls: a ruleset by name, an evaluator by date, a rule by id."""

from datetime import date, datetime
from pathlib import Path

import pytest

from pmos_rules import load_ruleset
from pmos_rules.api import NotInForceError, UnknownRuleError, check_pack, installed_markets
from pmos_rules.packs import UnknownMarketError
from tests.packs.folders import MANIFEST, SICHUAN, write

DAY = date(2026, 7, 1)


def test_a_ruleset_says_what_it_is() -> None:
    ruleset = load_ruleset("hubei")
    assert (ruleset.id, ruleset.title, ruleset.pack.name) == ("hubei", "湖北", "hubei")
    assert "retailer" in ruleset.kinds
    assert len({rule.id for rule in ruleset.rules}) == len(ruleset.rules)
    assert {entry.pack for entry in ruleset.guidance} == {"hubei", "national"}
    assert repr(ruleset) == f"<Ruleset hubei {ruleset.version}: {len(ruleset.rules)} rules>"


def test_an_evaluator_is_made_once_for_a_day() -> None:
    ruleset = load_ruleset("hubei")
    assert ruleset.at(DAY) is ruleset.at(datetime(2026, 7, 1, 23, 59))
    assert ruleset.at(DAY) is not ruleset.at(date(2026, 7, 2))
    assert ruleset.at(DAY).as_of == DAY


def test_so_many_evaluators_are_kept_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmos_rules.api._KEPT", 2)
    ruleset = load_ruleset("hubei")
    first, *_ = (ruleset.at(date(2026, 7, day)) for day in (1, 2, 3))
    assert ruleset.at(date(2026, 7, 1)) is not first


def test_a_ruleset_evaluates_by_the_law_of_a_day() -> None:
    report = load_ruleset("hubei").evaluate({"market": "hubei", "kind": "retailer"}, as_of=DAY)
    assert (report.ruleset, report.as_of, report.verdict.value) == ("hubei", DAY, "reject")


@pytest.mark.parametrize(
    ("effective", "day", "en", "zh"),
    [
        ("{from: 2020-06-01}", date(2020, 5, 31), " from 2020-06-01", "自 2020-06-01 起"),
        ("{until: 2026-07-01}", DAY, " until 2026-07-01", "至 2026-07-01 前"),
        (
            "{from: 2020-06-01, until: 2026-07-01}",
            DAY,
            " from 2020-06-01 until 2026-07-01",
            "自 2020-06-01 起至 2026-07-01 前",
        ),
    ],
)
def test_there_is_no_law_before_or_after_it_is_in_force(
    tmp_path: Path, effective: str, day: date, en: str, zh: str
) -> None:
    manifest = MANIFEST.replace("{from: 2020-06-01}", effective)
    ruleset = load_ruleset(write(tmp_path / "sichuan", SICHUAN | {"pack.yaml": manifest}))
    with pytest.raises(NotInForceError) as caught:
        ruleset.at(day)
    assert str(caught.value) == f"the rules of `sichuan` are in force{en}; they say nothing of {day}"
    assert caught.value.zh == f"“sichuan”的规则{zh}施行，不及于 {day}"


def test_a_rule_is_found_by_its_id() -> None:
    assert load_ruleset("hubei").rule("hubei.file.max_size").cite.section == "1(5)/附件栏标题"


def test_an_id_that_is_nearly_right_is_told() -> None:
    with pytest.raises(UnknownRuleError) as caught:
        load_ruleset("hubei").rule("hubei.file.maxsize")
    assert str(caught.value) == "`hubei` has no rule `hubei.file.maxsize`; did you mean `hubei.file.max_size`?"
    assert caught.value.zh == "“hubei”中没有规则“hubei.file.maxsize”，是否应为“hubei.file.max_size”"
    with pytest.raises(UnknownRuleError, match=r"^`hubei` has no rule `nothing`$"):
        load_ruleset("hubei").explain("nothing")


@pytest.mark.parametrize(
    ("pack", "market", "said"),
    [
        ("hubei", "hubie", "the pack `hubei` does not answer for `hubie`; did you mean `hubei`?"),
        ("hubei", "sichuan", "the pack `hubei` does not answer for `sichuan`; it answers for hubei"),
        ("common", "sichuan", "the pack `common` does not answer for `sichuan`; it answers for none"),
    ],
)
def test_a_market_that_a_pack_does_not_answer_for_is_told(pack: str, market: str, said: str) -> None:
    with pytest.raises(UnknownMarketError) as caught:
        load_ruleset(pack, market=market)
    assert str(caught.value) == said
    assert caught.value.zh.startswith(f"规则包“{pack}”不负责“{market}”，")


def test_a_pack_of_several_markets_is_loaded_for_one_and_checked_for_all(tmp_path: Path) -> None:
    two = "markets: {sichuan: {title: {zh: 四川, en: S}, kinds: [retailer]}, yunnan: {title: {zh: 云南, en: Y}, kinds: [consumer]}}\n"
    manifest = "".join(two if line.startswith("markets") else f"{line}\n" for line in MANIFEST.strip().splitlines())
    wrong = 'schema: pmos-rules/1\nruleset: sichuan\ninstrument: guide\napplies_to: {market: yunnan}\nrules:\n- {id: sichuan.y, title: {zh: 甲, en: A}, check: {nothing: 1}, cite: "1"}\n'
    folder = write(tmp_path / "sichuan", SICHUAN | {"pack.yaml": manifest, "yunnan.yaml": wrong})
    assert (load_ruleset(folder).id, load_ruleset(folder).kinds) == ("sichuan", ("retailer",))
    assert [str(fault.span) for fault in check_pack(folder)] == ["sichuan/yunnan.yaml:6:50"]
    (folder / "yunnan.yaml").write_text(wrong.replace("nothing: 1", "basic.full_name: {present: true}"), "utf-8")
    yunnan = load_ruleset(folder, market="yunnan")
    assert (yunnan.id, yunnan.title, yunnan.kinds) == ("yunnan", "云南", ("consumer",))
    assert "sichuan.y" in {rule.id for rule in yunnan.rules}
    assert "sichuan.y" not in {rule.id for rule in load_ruleset(folder).rules}


def test_a_pack_without_a_market_is_loaded_by_itself() -> None:
    ruleset = load_ruleset("common")
    assert (ruleset.id, {rule.pack for rule in ruleset.rules}) == ("common", {"common"})
    assert check_pack("common") == []


def test_markets_are_told_with_their_packs() -> None:
    assert installed_markets()["hubei"].name == "hubei"
