"""Dossiers made from the rules keep to all of them, or break the one that they should."""

import json
import os
import subprocess
import sys
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings

from pmos_rules import Outcome, Verdict, load_ruleset, strategies
from pmos_rules.api import UnknownKindError, UnknownRuleError
from pmos_rules.strategies import Choices, GenerationError, Generator, Seeded
from pmos_rules.strategies.series import Series
from tests.built_in import generator, ruleset
from tests.strategies.reached import not_reached

MARKETS = ("hubei", "chongqing", "jiangsu", "mengdong")
FILINGS = [(market, kind) for market in MARKETS for kind in ruleset(market).kinds]
GUANGXI = Path(__file__).parents[2] / "examples/pack-guangxi/pmos_rules_guangxi/guangxi"
BROKEN = {
    (market, rule): pytest.param(market, kind, rule, id=f"{market} {kind} {rule}")
    for market, kind in reversed(FILINGS)
    for rule in generator(market, kind).rules
}
"""Every rule of every market, on the first of the kinds that it applies to."""
QUIET = settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.parametrize(("market", "kind"), FILINGS)
def test_of_a_compliant_dossier_no_rule_has_anything_to_say(market: str, kind: str) -> None:
    makes = generator(market, kind)
    for seed in range(25):
        report = makes.evaluator.evaluate(makes.compliant(Seeded(seed)))
        assert (report.verdict, report.findings) == (Verdict.ACCEPT, ()), seed


@pytest.mark.parametrize(("market", "kind"), FILINGS)
def test_a_series_goes_on_with_compliant_dossiers_of_which_hardly_any_is_like_another(market: str, kind: str) -> None:
    makes = generator(market, kind)
    made = list(islice(makes.series(1), 60))
    assert [report.findings for report in map(makes.evaluator.evaluate, made)] == [()] * 60
    assert len({json.dumps(each) for each in made}) > 55
    assert list(islice(makes.series(1), 60)) == made


def test_what_is_done_to_a_dossier_of_a_series_is_nothing_to_those_that_follow() -> None:
    makes = generator("hubei", "binding")
    untouched = list(islice(makes.series(2), 30))
    series = makes.series(2)
    for dossier in untouched:
        made = next(series)
        assert made == dossier
        made.clear()


def test_names_that_hang_on_one_another_soon_come_to_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    # The user name follows the full name and this what was synchronised: to mend both at once undid one of them.
    monkeypatch.setattr("pmos_rules.strategies.generator._ROUNDS", 8)
    makes = generator("hubei", "consumer")
    for seed in range(20):
        draft = makes.compliant(Seeded(seed))
        draft.setdefault("account", {})["user_name"] = "重庆星火电力有限公司"
        draft["synced"] = {"basic": {"full_name": "三峡光明科技(集团)股份有限公司"}}
        assert makes.evaluator.evaluate(makes.varied(draft, Seeded(seed))).findings == ()


def test_a_series_goes_on_after_what_could_not_be_made() -> None:
    def fresh(choices: Choices) -> dict[str, Any]:
        if choices.chance(3):
            raise GenerationError("没有", "there is none")
        return {}

    series = Series(fresh, lambda dossier, choices: dossier, 1)
    assert {was_made(series) for _ in range(200)} == {True, False}


def was_made(series: Series) -> bool:
    """Whether the next dossier could be made."""
    try:
        return next(series) == {}
    except GenerationError:
        return False


@pytest.mark.parametrize(("market", "kind", "rule"), BROKEN.values())
def test_a_violating_dossier_breaks_its_rule_and_what_that_breaks_with(market: str, kind: str, rule: str) -> None:
    makes = generator(market, kind)
    report = makes.evaluator.evaluate(makes.violating(rule, Seeded(rule)))
    said = {(finding.rule, finding.outcome) for finding in report.findings}
    together = ruleset(market).rule(rule).breaks_with
    assert (rule, Outcome.FAIL) in said
    assert said <= {(each, Outcome.FAIL) for each in (rule, *together)}


def test_a_rule_is_broken_that_applies_mostly_where_another_fails() -> None:
    """Most ways to write that a licence is in process are not the one way in which that is to be written."""
    rule = "hubei.generator.licence_expected_time"
    for number in range(12):
        generator("hubei", "generator").violating(rule, Seeded(f"0/hubei/generator/{rule}/{number}"))


def test_every_branch_of_the_rules_is_reached() -> None:
    assert not_reached(generator("jiangsu", "aggregation"), 600)[0] == []


def test_the_same_seed_gives_the_same_dossier_whatever_the_order_of_hashes() -> None:
    script = (
        "import json; from pmos_rules import load_ruleset; from pmos_rules.strategies import Generator, Seeded;"
        "makes = Generator(load_ruleset('jiangsu'), 'aggregation');"
        "print(json.dumps([makes.compliant(Seeded(3)), makes.violating('jiangsu.platform.portal', Seeded(3))]))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_a_pack_from_outside_has_strategies_without_doing_anything() -> None:
    makes = Generator(load_ruleset(GUANGXI), "retailer")
    own = [rule for rule in makes.rules if rule.startswith("guangxi.")]
    assert own
    assert makes.evaluator.evaluate(makes.compliant(Seeded(1))).findings == ()
    for rule in own:
        report = makes.evaluator.evaluate(makes.violating(rule, Seeded(1)))
        assert [finding.rule for finding in report.failures] == [rule] * len(report.failures) != []


def test_a_day_of_the_law_can_be_chosen() -> None:
    dossier = generator("hubei", "retailer", date(2025, 3, 1)).compliant(Seeded(0))
    assert dossier["as_of"] == "2025-03-01"
    assert ruleset("hubei").evaluate(dossier, as_of=date(2025, 3, 1)).verdict is Verdict.ACCEPT


def test_who_asks_for_a_kind_that_is_not_covered_is_told_which_are() -> None:
    with pytest.raises(UnknownKindError, match="`chongqing` has no kind of filing `发电企业`, expected one of consumer"):
        Generator(ruleset("chongqing"), "发电企业")


def test_rules_that_cannot_all_be_kept_are_named(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(
        "schema: pmos-rules/1\npack: tiny\ntitle: {zh: 小, en: tiny}\nversion: '1'\n"
        "markets: {sichuan: {title: {zh: 四川, en: Sichuan}, kinds: [retailer]}}\n"
        "instruments: {guide: {title: {zh: 指南, en: guide}}}\n",
        "utf-8",
    )
    (tmp_path / "rules.yaml").write_text(
        "schema: pmos-rules/1\nruleset: tiny\ninstrument: guide\nrules:\n"
        "- {id: tiny.one, title: {zh: 一, en: one}, check: {mode: 甲}, if_missing: fail, from_stage: save, cite: '1'}\n"
        "- {id: tiny.two, title: {zh: 二, en: two}, check: {mode: 乙}, if_missing: fail, from_stage: save, cite: '1'}\n",
        "utf-8",
    )
    makes = Generator(load_ruleset(tmp_path), "retailer")
    with pytest.raises(GenerationError, match="these could not be satisfied: tiny"):
        makes.compliant(Seeded(0))


# -- with Hypothesis -------------------------------------------------------------------------------------


@settings(QUIET, max_examples=10)
@given(strategies.compliant(ruleset("hubei"), "binding"))
def test_hypothesis_draws_compliant_dossiers(dossier: dict[str, object]) -> None:
    assert ruleset("hubei").evaluate(dossier, as_of=date.fromisoformat(str(dossier["as_of"]))).findings == ()


@settings(QUIET, max_examples=20)
@given(strategies.garbage("retailer"))
def test_whatever_is_filed_is_judged_and_can_be_written(dossier: dict[str, object]) -> None:
    json.loads(ruleset("hubei").evaluate(dossier, as_of=date(2026, 7, 1)).to_json())


def test_a_compliant_dossier_shrinks_to_what_must_be_there() -> None:
    found = find(strategies.compliant(ruleset("mengdong"), "aggregation"), lambda dossier: True, settings=QUIET)
    stage = found.pop("stage")  # which of the three is the simplest is for Hypothesis to say
    assert stage in ("save", "submit", "trade")
    assert found == {"market": "mengdong", "kind": "aggregation", "as_of": "2026-01-01", "mode": "价格接受者"}


def test_a_violating_dossier_shrinks_to_what_breaks_the_rule() -> None:
    drawn = strategies.violating(ruleset("mengdong"), "national.aggregation.mengdong_modes")
    found = find(drawn, lambda dossier: True, settings=QUIET)
    assert {"market", "kind", "stage", "as_of"} <= found.keys() <= {"market", "kind", "stage", "as_of", "mode"}


def test_a_rule_that_no_dossier_of_the_day_can_break_is_refused() -> None:
    with pytest.raises(UnknownRuleError, match=r"no dossier of that kind can break `hubei\.binding\.info_filled`"):
        strategies.violating(ruleset("hubei"), "hubei.binding.info_filled", kind="retailer")
