"""The second engine comes to what the truth table makes of the first: every operator and form, wherever it stands."""

from datetime import date
from functools import cache
from itertools import groupby

import pytest

from pmos_rules.evaluation.durable import Child
from tests.durable.shared import disagreements, needs_durable
from tests.evaluation import test_more_operators as more
from tests.evaluation import test_operators as operators
from tests.evaluation import test_truth_table as table
from tests.evaluation.small import DAY, whole

pytestmark = [needs_durable, pytest.mark.usefixtures("odd_checks"), pytest.mark.volume]


@cache
def rows_of_operators() -> dict[tuple[int, bool], list[operators.Row]]:
    rows = sorted(operators.rows(), key=lambda row: (row.number, row.supplied))
    return {key: list(group) for key, group in groupby(rows, key=lambda row: (row.number, row.supplied))}


@pytest.mark.parametrize(("number", "supplied"), list(rows_of_operators()))
def test_an_operator_comes_to_the_same_in_every_position(number: int, supplied: bool, child: Child) -> None:
    dossiers = [operators.dossier(row) for row in rows_of_operators()[number, supplied]]
    assert list(disagreements(operators.evaluator(number, supplied), dossiers, child)) == []


@pytest.mark.parametrize("group", range(len(table.TABLE["groups"])), ids=lambda at: table.TABLE["groups"][at]["about"])
def test_a_group_of_the_truth_table_comes_to_the_same(group: int, child: Child) -> None:
    days: dict[date, list[object]] = {}
    for row in table.TABLE["groups"][group]["rows"]:
        day = date.fromisoformat(row["as_of"]) if "as_of" in row else DAY
        days.setdefault(day, []).append(whole(row["given"]))
    found = [f for day, all_ in days.items() for f in disagreements(table.evaluator(group, day), all_, child)]
    assert found == []


@pytest.mark.parametrize("group", range(len(more.TABLE)), ids=lambda at: more.TABLE[at]["about"])
def test_operators_over_many_values_come_to_the_same(group: int, child: Child) -> None:
    dossiers = [whole(row["given"]) for row in more.TABLE[group]["rows"]]
    assert list(disagreements(more.evaluator(group), dossiers, child)) == []
