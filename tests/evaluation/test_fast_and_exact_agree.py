"""The generated function that looks for what to report, and the exact evaluation of every rule, say the same.

First on the dossier of every case of the built-in packs, then on dossiers into which random values were put.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmos_rules import Dossier, Evaluator, Outcome, load_ruleset
from pmos_rules.compilation.generation import STAGES
from pmos_rules.compilation.plan import Plan, compile_plan
from pmos_rules.evaluation.judging import Session
from pmos_rules.language.nodes import MappingNode, to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.packs import find_pack
from pmos_rules.source import SourceText
from pmos_rules.testing import Case, collect_cases

DAY = date(2026, 11, 21)
SHOWN = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR)
Said = Counter[tuple[str, str, str]]


@cache
def evaluator(day: date) -> Evaluator:
    return load_ruleset("hubei").at(day)


@cache
def plan(day: date, kind: str | None) -> Plan:
    return compile_plan(evaluator(day).rules, kind, day, evaluator(day).schema)


def exactly(dossier: Any, day: date) -> tuple[Said, set[str]]:
    """What judging every rule on every item says; and the rules that some list keeps from being judged."""
    market = evaluator(day).rules
    with_kind = plan(day, dossier.kind if dossier.kind in market.kinds else None)
    stage = STAGES.index(dossier.stage) if dossier.stage in STAGES else 1
    numbers = {rule.id: number for number, rule in enumerate(with_kind.rules)}
    session = Session(with_kind, numbers, dossier, day, stage)
    said: Said = Counter()
    broken: set[str] = set()
    for number, rule in enumerate(with_kind.rules):
        for hit in session.hits(number):
            judgement = session.judge(hit)
            if judgement.outcome in SHOWN:
                said[rule.id, judgement.outcome, judgement.severity] += 1
                broken |= {rule.id} if judgement.broken is not None else set()
    return said, broken


def quickly(dossier: Any, day: date) -> Said:
    """What the report says, but for what reading the input noticed."""
    found = evaluator(day).evaluate(dossier).findings
    return Counter(
        (finding.rule, finding.outcome, finding.severity)
        for finding in found
        if not finding.rule.startswith("input.")
    )


def must_agree(mapping: Mapping[str, Any], day: date) -> None:
    dossier = Dossier.model_validate(mapping)
    exact, broken = exactly(dossier, day)
    quick = quickly(dossier, day)
    # What lies below a list that cannot be read is reported once, so that there only the kinds are compared.
    assert {key: n for key, n in quick.items() if key[0] not in broken} == {
        key: n for key, n in exact.items() if key[0] not in broken
    }
    assert set(quick) == set(exact)


@cache
def cases(pack: str) -> list[Case]:
    return [case for case in collect_cases(pack) if case.dossier["market"] == "hubei"]


@pytest.mark.parametrize("pack", ["common", "national", "hubei"])
def test_they_agree_on_every_case(pack: str) -> None:
    for case in cases(pack):
        must_agree(case.dossier, date.fromisoformat(case.dossier["as_of"]))


def places(value: Any, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of a dossier below its root."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*here, key)
        yield from places(item, (*here, key))


def base() -> dict[str, Any]:
    file = find_pack("hubei").path / "cases" / "dossiers" / "hb_retailer.yaml"
    node, _ = read_yaml(SourceText(file.name, file.read_text("utf-8")))
    assert isinstance(node, MappingNode)
    return {key.text: to_plain(value) for key, value in node.entries}


BASE = base()
PLACES = list(places(BASE))
ODD = [
    None,
    "",
    "　",
    "/",
    "无",
    "abc",
    "-1",
    "0",
    "99999999999",
    "2018-13-01",
    "2026-11-22",
    "长期",
    " x ",
    "ＡＢ１",
]
ODD += [
    [],
    {},
    [None],
    {"x": "1"},
    True,
    "否",
    7,
    "x" * 50,
    "有配网运营权售电公司",
    "湖北示例售电有限公司_x.PDF",
]


def changed(edits: list[tuple[tuple[str | int, ...], Any]]) -> dict[str, Any]:
    """The base with a value put at each place that is still there."""
    dossier = deepcopy(BASE)
    for place, value in edits:
        holder: Any = dossier
        for key in place[:-1]:
            there = isinstance(holder, dict) and key in holder
            there = there or (isinstance(holder, list) and isinstance(key, int) and key < len(holder))
            holder = holder[key] if there else None
        if isinstance(holder, dict) or (isinstance(holder, list) and place[-1] in range(len(holder))):
            holder[place[-1]] = deepcopy(value)
    return dossier


@settings(max_examples=150)
@example([(("basic", "retailer_type"), [])])  # `when` cannot be told, and the check holds
@example([(("staff", 8, "id_number"), True)])  # ten rows of which one has a number that cannot be read
@example([(("account", "legal_rep_authorised"), "/")])  # a placeholder where yes or no is wanted
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD)), min_size=1, max_size=6))
def test_they_agree_on_dossiers_with_odd_values(edits: list[tuple[tuple[str | int, ...], Any]]) -> None:
    must_agree(changed(edits), DAY)
    json.loads(evaluator(DAY).evaluate(changed(edits)).to_json())
