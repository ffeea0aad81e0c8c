"""What is said to be below something never has the higher truth: over many dossiers, in checks and in conditions."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import localcontext
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from pmos_rules.compilation.binding import bind_node
from pmos_rules.compilation.plan import tables_of
from pmos_rules.evaluation.checking import check
from pmos_rules.evaluation.judging import EXACT
from pmos_rules.evaluation.reading import Frame
from pmos_rules.evaluation.truth import FALSE, TRUE
from pmos_rules.findings import Citation, Text
from pmos_rules.language import ir
from pmos_rules.language.ir import All, Condition, Constant, Parameter, Path, Predicate
from pmos_rules.language.ir import Any as Either
from pmos_rules.language.ruleset import Arm, MarketRules, Policy, Rule
from pmos_rules.language.strictness import Tables, order_of
from pmos_rules.rendering.difference.law import Law
from tests.evaluation.small import DAY, SCHEMA, whole
from tests.rendering.rule_pairs import PAIRS, sides

pytestmark = pytest.mark.usefixtures("odd_checks")
NO_PLACE = Citation("", "", Text("", ""))
VALUES: Mapping[str, tuple[Any, ...]] = {
    "text": (None, "甲", "乙", "丙", "a", "A", "b", "丁丁", "零售电", "销售电力", "电力", "12", "a1", "/", ["x"]),
    "other_text": (None, "甲", "乙", "a1"),
    "choice": (None, "甲", "a", "A", "乙"),
    "number": (None, "0", "1", "2", "5", "8", "9.5", "10", "11", "12", "不详", "/"),
    "limit": (None, "1", "10"),
    "money": (None, "1"),
    "percent": (None, "1", "50", "100"),
    "day": (None, "2018-01-01", "2019-01-01", "2020-06-01", "2026-07-01", "2026-08-15", "2030-01-01", "不详"),
    "slot": (None, "合同", "执照", "协议", ["x"]),
    "material": (None, "协议"),
    "file": (None, "合同", "执照", "协议", "证", "别的"),
    "stamped": (None, "是", "否", "不详"),
    "code": (None, "A", "B"),
}


def _section(dice: random.Random, *names: str) -> dict[str, Any]:
    return {name: dice.choice(VALUES[name]) for name in names}


def _dossier(dice: random.Random) -> dict[str, Any]:
    rows = [_section(dice, "text", "choice", "number", "percent", "code") for _ in range(dice.randrange(4))]
    files = [_section(dice, "slot", "stamped") for _ in range(dice.randrange(3))]
    given = _section(dice, *(name for name in VALUES if name != "stamped"))
    for name in ("left", "right", "section"):
        given[name] = dice.choice((None, _section(dice, "text", "number", "percent")))
    given["words"] = dice.choice((None, [], ["甲"], ["甲", "乙"], ["乙", ["x"]]))
    return whole({**given, "rows": dice.choice((rows, rows, "不详")), "attachments": files})


DICE = random.Random(20260701)
DOSSIERS = [SCHEMA.model.model_validate(_dossier(DICE)) for _ in range(200)]


@dataclass(frozen=True)
class Seen:
    """A predicate with its code lists, and as bits of a number on which dossiers it is true, and false."""

    node: Predicate
    tables: Tables
    asked: bool
    true: int
    false: int


def _predicates(market: MarketRules) -> Iterator[tuple[Predicate, bool]]:
    """The check, and the condition, of the rule."""
    (rule, *_) = market.rules["retailer"]
    for arm in rule.arms:
        if arm.scope is None:
            yield arm.check, False
            yield Condition(arm.check), False
            yield arm.check, True
            if arm.when is not None:
                yield arm.when, True


@cache
def _seen(policy: Policy) -> tuple[Seen, ...]:
    """Every predicate of the table on every dossier."""
    known: dict[str, Tables] = {}
    found: dict[tuple[Predicate, bool, str], Seen] = {}
    for pair in PAIRS:
        for number, market in enumerate(sides(pair)):
            lists = str(pair["codelists"][number]) if "codelists" in pair else ""
            tables = known.setdefault(lists, tables_of(market.codelists, DAY))
            law = Law(market, SCHEMA, "small", DAY)
            for written, asked in _predicates(market):
                node = law.valued(written)
                if (node, asked, lists) not in found and not (asked and policy != "fail"):
                    found[node, asked, lists] = _seen_of(node, tables, market, asked=asked, policy=policy)
    return tuple(found.values())


def _seen_of(node: Predicate, tables: Tables, market: MarketRules, *, asked: bool, policy: Policy) -> Seen:
    bound = bind_node(node, market.parameters, DAY)
    rule = None if asked else Rule("r", Text("", ""), (Arm(bound, ()),), NO_PLACE, otherwise_missing=policy)
    with localcontext(EXACT):
        truths = [check(bound, Frame(dossier, DAY, dict(tables)), rule) for dossier in DOSSIERS]
    true, false = (sum(1 << at for at, truth in enumerate(truths) if truth == wanted) for wanted in (TRUE, FALSE))
    return Seen(node, tables, asked, true, false)


POLICIES: tuple[Policy, ...] = ("not_applicable", "undetermined", "fail")


@pytest.mark.parametrize("policy", POLICIES)
def test_a_predicate_below_another_is_never_the_truer_one(policy: Policy) -> None:
    related = 0
    seen = _seen(policy)
    near = [(one, other) for at, one in enumerate(seen) for other in seen[at + 1 : at + 9]]
    far = random.Random(policy).sample([*combinations(seen, 2)], 3000)
    for one, other in (*near, *far):
        if one.asked is not other.asked:
            continue
        order = order_of(one.node, other.node, (one.tables, other.tables), asked=one.asked)
        related += order.below or order.above
        for is_below, low, high in ((order.below, one, other), (order.above, other, one)):
            if is_below:
                assert low.true & ~high.true == 0, (low.node, high.node)
                assert high.false & ~low.false == 0, (low.node, high.node)
    assert related > 60


def test_the_dossiers_tell_truths_apart() -> None:
    """Else a wrong order would go unnoticed."""
    dull = [seen.node for seen in _seen("fail") if not seen.true or not seen.false]
    assert len(dull) < len(_seen("fail")) / 8


def test_alternatives_inside_alternatives_are_compared_part_by_part() -> None:
    def nested(depth: int, leaf: bool) -> Predicate:
        node: Predicate = Constant(leaf)
        for level in range(depth):
            node = (All, Either)[level % 2]((Constant(level % 2 == 0), node))
        return node

    order = order_of(nested(16, True), nested(16, False), ({}, {}))
    assert (order.below, order.above) == (False, True)


def test_parameters_that_have_no_value_are_not_compared() -> None:
    number = Path("dossier", ("number",))
    for operator in ("equals", "at_least"):
        one, other = (ir.Test(operator, number, Parameter(name)) for name in ("one", "other"))
        order = order_of(one, other, ({}, {}))
        assert (order.below, order.above, order.is_same) == (False, False, False)
