"""Every ruleset of the truth table on dossiers mixed from all its rows: a plan never differs from exact judging."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmos_rules.evaluation import Evaluator
from tests.evaluation.small import judged, load, read_data, whole

TABLE = read_data(Path(__file__).parents[1] / "data" / "truth_table.yaml")
GROUPS = TABLE["groups"]
pytestmark = [pytest.mark.usefixtures("odd_checks"), pytest.mark.volume]


@cache
def evaluator(group: int) -> Evaluator:
    return load(GROUPS[group])


def pieces() -> list[dict[str, Any]]:
    """What the rows of the table give, and each value of an operator by itself, at the root and in a row."""
    found = [row["given"] for group in GROUPS for row in group["rows"] if "crash" not in row["case"]]
    for operator in TABLE["operators"]:
        field = operator["path"].split(".")[0]
        for letter in ("T", "F", "M", "U", "N", "X"):
            for value in operator.get(letter, ()):
                found += [{field: value}, {"rows": [{field: value}, {field: value}]}, {"section": {field: value}}]
    return found


PIECES = pieces()


def mixed(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Parts put together; the rows of lists come one after another."""
    dossier: dict[str, Any] = {}
    for part in parts:
        for key, value in part.items():
            there = dossier.get(key)
            both = isinstance(there, list) and isinstance(value, list)
            dossier[key] = [*there, *value] if both and there is not None else value
    return dossier


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.sampled_from(range(len(GROUPS))), st.lists(st.sampled_from(PIECES), min_size=1, max_size=5))
def test_a_plan_and_exact_judging_agree(group: int, parts: list[dict[str, Any]]) -> None:
    judged(evaluator(group), whole(mixed(parts)))
