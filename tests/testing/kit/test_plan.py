"""What a kit is made of."""

from typing import Any

import pytest

from pmos_rules import Outcome
from pmos_rules.api import UnknownKindError, UnknownRuleError
from pmos_rules.strategies import Choices, GenerationError
from pmos_rules.testing.kit import CannotBreakError, make_kit, plan_kit
from tests.built_in import ruleset
from tests.testing.kit.standin import EDITS, SHARES, STAFF, Six, hubei, small_kit


def test_without_a_rule_to_break_none_is_broken() -> None:
    assert small_kit(number=2).rules == (None,)


def test_all_are_those_that_can_be_broken_after_those_that_break_none() -> None:
    assert small_kit("all").rules == (None, *EDITS)


def test_a_rule_is_broken_once_though_it_is_named_twice() -> None:
    assert [entry.name for entry in small_kit(STAFF, SHARES, STAFF, number=2).entries] == [
        f"{STAFF}-1",
        f"{STAFF}-2",
        f"{SHARES}-1",
        f"{SHARES}-2",
    ]


def test_a_plan_knows_how_many_there_will_be_and_makes_them_one_by_one() -> None:
    plan = plan_kit(hubei(), "retailer", violate=["all"], number=1000, source=Six())
    assert (len(plan), next(plan.entries(print)).name) == (7000, "compliant-1")
    assert plan.part(STAFF).rules == (STAFF,)


@pytest.mark.parametrize(
    ("rule", "error", "message"),
    [
        (
            "hubei.file.max_sizes",
            UnknownRuleError,
            "`hubei` has no rule `hubei.file.max_sizes`; did you mean `hubei.file.max_size`?",
        ),
        (
            "hubei.retailer.staff_unique",
            CannotBreakError,
            "no dossier of this kind can break `hubei.retailer.staff_unique`",
        ),
    ],
)
def test_a_rule_that_cannot_be_broken_is_told(rule: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        small_kit(rule)
    assert str(caught.value).startswith(message)


def test_a_kind_that_is_not_there_is_told() -> None:
    with pytest.raises(UnknownKindError):
        plan_kit(hubei(), "aggregation")


def test_what_no_dossier_is_found_for_is_told_and_the_rest_is_made() -> None:
    class Five(Six):
        def violating(self, rule: str, choices: Choices, /) -> dict[str, Any]:
            if rule == STAFF:
                raise GenerationError("没有", "none was found")
            return super().violating(rule, choices)

    kit = make_kit(hubei(), "retailer", number=2, source=Five())
    assert (len(kit.entries), kit.unmade) == (12, (f"{STAFF}-1", f"{STAFF}-2"))
    assert STAFF not in kit.rules


@pytest.mark.parametrize("market", ["hubei", "chongqing", "jiangsu", "mengdong"])
def test_a_kit_is_made_from_the_rules_of_every_market(market: str) -> None:
    kind = ruleset(market).kinds[-1]
    rules = [rule for rule in plan_kit(ruleset(market), kind).rules if rule][:10]
    kit = make_kit(ruleset(market), kind, violate=rules)
    assert kit.unmade == ()
    for entry in kit.entries:
        assert entry.violates in {found.rule for found in entry.expected.with_outcome(Outcome.FAIL)}
