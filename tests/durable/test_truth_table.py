"""The second engine comes to what the truth table makes of the first: every operator and form, wherever it stands."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import groupby

import pytest

from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.durable import Child
from tests.durable.shared import disagreements, needs_durable
from tests.evaluation import test_more_operators as more
from tests.evaluation import test_operators as operators
from tests.evaluation import test_truth_table as table
from tests.evaluation.small import DAY, whole

pytestmark = [needs_durable, pytest.mark.usefixtures("odd_checks"), pytest.mark.volume]


def its_own(evaluator: Evaluator) -> Evaluator:
    """The evaluator without the rules that require every field: dear to lower, and the same in every group."""
    rules = {
        kind: tuple(rule for rule in of_kind if not rule.id.startswith("small.required"))
        for kind, of_kind in evaluator.rules.rules.items()
    }
    return Evaluator(replace(evaluator.rules, rules=rules), evaluator.schema, evaluator.as_of)


@cache
def rows_of_operators() -> dict[tuple[int, bool], list[operators.Row]]:
    rows = sorted(operators.rows(), key=lambda row: (row.number, row.supplied))
    return {key: list(group) for key, group in groupby(rows, key=lambda row: (row.number, row.supplied))}


@pytest.mark.parametrize(("number", "supplied"), list(rows_of_operators()))
def test_an_operator_comes_to_the_same_in_every_position(number: int, supplied: bool, child: Child) -> None:
    dossiers = [operators.dossier(row) for row in rows_of_operators()[number, supplied]]
    assert list(disagreements(its_own(operators.evaluator(number, supplied)), dossiers, child)) == []


@pytest.mark.parametrize("group", range(len(table.TABLE["groups"])), ids=lambda at: table.TABLE["groups"][at]["about"])
def test_a_group_of_the_truth_table_comes_to_the_same(group: int, child: Child) -> None:
    days: dict[date, list[object]] = {}
    for row in table.TABLE["groups"][group]["rows"]:
        day = date.fromisoformat(row["as_of"]) if "as_of" in row else DAY
        days.setdefault(day, []).append(whole(row["given"]))
    found = [f for day, all_ in days.items() for f in disagreements(its_own(table.evaluator(group, day)), all_, child)]
    assert found == []


@pytest.mark.parametrize("group", range(len(more.TABLE)), ids=lambda at: more.TABLE[at]["about"])
def test_operators_over_many_values_come_to_the_same(group: int, child: Child) -> None:
    dossiers = [whole(row["given"]) for row in more.TABLE[group]["rows"]]
    assert list(disagreements(its_own(more.evaluator(group)), dossiers, child)) == []


def test_rules_that_require_every_field_come_to_the_same(child: Child) -> None:
    """There are too many ways through one of them: it is judged in parts."""
    dossiers = [operators.dossier(row) for row in list(operators.rows())[::10]]
    assert list(disagreements(operators.evaluator(0, False), dossiers, child)) == []
