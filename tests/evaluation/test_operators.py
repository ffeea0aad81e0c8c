"""Every operator on every sort of value, wherever it can stand, comes to what the truth table says."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pmos_rules.evaluation import Evaluator
from tests.evaluation.small import judged, load, read_data, whole

TABLE = read_data(Path(__file__).parents[1] / "data" / "truth_table.yaml")
LETTERS = ("T", "F", "M", "U", "N", "X")
NAMES = {
    "codelists": {
        "choices": {
            "of": ["choice", "rows.*.choice"],
            "甲": {"also": ["甲方"]},
            "乙": {},
            "丙": {},
        },
        "placeholders": ["/", "无"],
        "levels": ["leaf"],
    },
    "parameters": {
        "most": {"values": {"2000-01-01": {"value": "9", "cite": "1"}}},
        "notice": {"type": "days", "values": {"2000-01-01": {"value": "10 days", "cite": "1"}}},
    },
}


class Row(NamedTuple):
    """An operator on a value: which letter that is."""

    number: int
    supplied: bool
    letter: str
    value: Any


def rows() -> Iterator[Row]:
    for number, operator in enumerate(TABLE["operators"]):
        for letter in LETTERS:
            for value in operator.get(letter, ()):
                yield Row(number, False, letter, value)
        if "supplied" in operator:
            yield Row(number, True, operator.get("unknown", "U"), None)


def name(row: Row) -> str:
    return f"{TABLE['operators'][row.number]['operator']}: {row.letter} {row.value!r}"


def filled(template: Any, path: str, says: Any) -> Any:
    """A rule of the table with an operator put in."""
    match template:
        case "$test":
            return {path: says}
        case "$says":
            return says
        case str():
            return template.replace("$path", path)
        case dict():
            return {filled(key, path, says): filled(value, path, says) for key, value in template.items()}
        case list():
            return [filled(value, path, says) for value in template]


@cache
def evaluator(number: int, supplied: bool) -> Evaluator:
    """One rule for each position."""
    operator = TABLE["operators"][number]
    path = operator["supplied"] if supplied else operator["path"]
    rules = [
        {"id": f"small.p{at}", **filled(position["rule"], path, operator["says"])}
        for at, position in enumerate(TABLE["positions"])
    ]
    terms = {"it": {path: operator["says"]}}
    return load({"rules": rules, "terms": terms, **NAMES})


def dossier(row: Row) -> dict[str, Any]:
    """The value at the root and in two rows that say the same of their other text."""
    operator = TABLE["operators"][row.number]
    field = operator["supplied" if row.supplied else "path"].split(".")[0]
    one = {field: row.value, "money": "0.5", "other_text": "同"}
    return whole({field: row.value, "rows": [one, one]})


@pytest.mark.parametrize("row", list(rows()), ids=name)
def test_an_operator_comes_to_what_the_truth_table_says(row: Row) -> None:
    report = judged(evaluator(row.number, row.supplied), dossier(row))
    positions = TABLE["positions"]
    wanted = {position["position"]: position["outcomes"][row.letter] for position in positions}
    found = {position["position"]: report.outcomes[f"small.p{at}"].value for at, position in enumerate(positions)}
    assert found == wanted
    assert severities(report) == {
        at: position["severities"][row.letter] for at, position in enumerate(positions) if "severities" in position
    }


def severities(report: Any) -> Mapping[int, str]:
    """How much the rules weigh whose severity depends on the value."""
    graded = [at for at, position in enumerate(TABLE["positions"]) if "severities" in position]
    return {at: found.severity.value for at in graded for found in report.findings if found.rule == f"small.p{at}"}
