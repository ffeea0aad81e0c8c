"""What the generated functions decide themselves, and what they leave to an exact look, is what `decided.yaml` says.

A report does not show it: a rule that is judged exactly comes to the same, later.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.evaluation import Evaluator
from tests.evaluation.small import is_read, judged, load, prepare, read_data, whole
from tests.evaluation.tables import Row, name, rows_of

TABLE = read_data(Path(__file__).with_name("decided.yaml"))
ROWS = rows_of(TABLE)


@cache
def evaluator(group: int) -> Evaluator:
    held = TABLE[group]
    rules = [{"id": f"small.{rule}", "if_missing": "not_applicable", **says} for rule, says in held["rules"].items()]
    return load({**held, "rules": rules})


def sorts(asked: Evaluator, dossier: Any, run: str) -> dict[str, list[str]]:
    """The rules of which a function, with the one for what was typed, has nothing to say, and those that surely fail."""
    session, _ = prepare(asked, dossier)
    grades = defaultdict(set)
    for quick in (run, "run_hygiene"):
        getattr(session.plan, quick)(dossier, session.stage, lambda hit: grades[hit[0]].add(hit[3]))
    found: dict[str, list[str]] = {"fine": [], "fails": [], "look": []}
    for number, rule in enumerate(session.plan.rules):
        sort = "fine" if number not in grades else "look" if -1 in grades[number] else "fails"
        found[sort].append(rule.id.removeprefix("small."))
    del found["look"]
    return {sort: rules for sort, rules in found.items() if rules}


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_plan_decides_what_it_can(row: Row) -> None:
    asked, says = evaluator(row.group), row.says
    judged(asked, whole(says["given"]))
    dossier = asked.schema.model.model_validate(whole(says["given"]))
    assert sorts(asked, dossier, "run") == says.get("any", says.get("both"))
    if is_read(dossier):
        assert sorts(asked, dossier, "run_clean") == says.get("clean", says.get("both"))
