"""Forms, scopes, dependencies, stages, dates, grades and verdicts come to what the truth table says."""

from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.evaluation import Evaluator
from pmos_rules.findings import Report
from tests.evaluation.small import DAY, judged, load, read_data, whole
from tests.evaluation.tables import Row, name, rows_of

TABLE = read_data(Path(__file__).parents[1] / "data" / "truth_table.yaml")
ROWS = rows_of(TABLE["groups"])
pytestmark = pytest.mark.usefixtures("odd_checks")


@cache
def evaluator(group: int, as_of: date) -> Evaluator:
    return load(TABLE["groups"][group], as_of)


def a_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def found(report: Report, rule: str, attribute: str) -> list[str]:
    return sorted(str(getattr(finding, attribute)) for finding in report.findings if finding.rule == rule)


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_row_of_the_truth_table_holds(row: Row) -> None:
    as_of = date.fromisoformat(row.says["as_of"]) if "as_of" in row.says else DAY
    report = judged(evaluator(row.group, as_of), whole(row.says["given"]))
    outcomes = row.says["outcomes"]
    assert {rule: report.outcomes[f"small.{rule}"].value for rule in outcomes} == outcomes
    for rule, places in row.says.get("at", {}).items():
        assert found(report, f"small.{rule}", "path") == sorted(a_list(places))
    for rule, severities in row.says.get("severities", {}).items():
        assert found(report, f"small.{rule}", "severity") == sorted(a_list(severities))
    if "verdict" in row.says:
        assert report.verdict.value == row.says["verdict"]


# -- all, any, not: Kleene's tables ---------------------------------------------------------------------

ATOMS = {
    "T": {"yes": "true"},
    "F": {"yes": "false"},
    "U": {"number": "1"},
    "N": {"limit": "1"},
}
ATOMS_GIVEN = {"yes": "true", "number": "一"}
IN_A_CHECK = {"T": "pass", "F": "fail", "U": "undetermined", "N": "not_applicable"}
IN_A_CONDITION = {"T": "fail", "F": "not_applicable", "U": "undetermined"}
FORMS = ("all", "any")


def table(form: str, *letters: str) -> str:
    """What a form comes to of several letters, by its table of two."""
    first, *rest = letters
    for letter in rest:
        first = TABLE["kleene"][form][first][letter]
    return str(first)


@cache
def kleene(scope: str | None) -> Evaluator:
    """Every pair and triple under every form, as a check and as a condition, negated, and one inside another."""
    scoped = {"for": scope} if scope else {}
    rules: list[dict[str, Any]] = []
    for letters in (*product("TFUN", repeat=2), *product("TFUN", repeat=3)):
        word = "".join(letters).lower()
        atoms = [ATOMS[letter] for letter in letters]
        for form in FORMS:
            test = {form: atoms}
            rules += [
                {"id": f"small.{form}.{word}", "check": test},
                {"id": f"small.not_{form}.{word}", "check": {"not": test}},
                {"id": f"small.when_{form}.{word}", "when": test, "check": "never"},
                {"id": f"small.unless_{form}.{word}", "unless": test, "check": "never"},
            ]
        for outer, inner in product(FORMS, repeat=2):
            nested = {outer: [atoms[0], {inner: atoms[1:]}]}
            rules.append({"id": f"small.{outer}_{inner}.{word}", "check": nested})
    rules = [{**rule, **scoped, "if_missing": "not_applicable"} for rule in rules]
    return load({"rules": rules})


def in_a_condition(letters: tuple[str, ...]) -> list[str]:
    """What is missing is false in a condition."""
    return ["F" if letter == "N" else letter for letter in letters]


def negated(letter: str) -> str:
    return str(TABLE["kleene"]["not"][letter])


@pytest.mark.parametrize("scope", [None, "rows.*", "section"])
@pytest.mark.parametrize("size", [2, 3])
def test_all_any_and_not_follow_their_tables(scope: str | None, size: int) -> None:
    given = {None: ATOMS_GIVEN, "rows.*": {"rows": [ATOMS_GIVEN]}, "section": {"section": ATOMS_GIVEN}}[scope]
    outcomes = judged(kleene(scope), whole(given)).outcomes
    for letters in product("TFUN", repeat=size):
        word = "".join(letters).lower()
        for form in FORMS:
            checked = table(form, *letters)
            asked = table(form, *in_a_condition(letters))
            assert outcomes[f"small.{form}.{word}"] == IN_A_CHECK[checked], (form, letters)
            assert outcomes[f"small.not_{form}.{word}"] == IN_A_CHECK[negated(checked)], (form, letters)
            assert outcomes[f"small.when_{form}.{word}"] == IN_A_CONDITION[asked], (form, letters)
            assert outcomes[f"small.unless_{form}.{word}"] == IN_A_CONDITION[negated(asked)], (form, letters)
        for outer, inner in product(FORMS, repeat=2):
            checked = table(outer, letters[0], table(inner, *letters[1:]))
            assert outcomes[f"small.{outer}_{inner}.{word}"] == IN_A_CHECK[checked], (outer, inner, letters)
