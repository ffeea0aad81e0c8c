"""The page about the coverage of the sources says what holds each statement, and refuses one that nothing holds."""

from collections import Counter

import pytest

from pmos_rules.findings import Outcome, Text
from tests.rulesets.coverage_page import Holder, page
from tests.rulesets.statements import Statement

CASES = {"a.b.rule": Counter({Outcome.FAIL: 2, Outcome.PASS: 1})}
HELD = {
    "a.b.rule": Holder("rule", ("error", "warning"), Text("甲|乙", "A|B")),
    "a.b.advice": Holder("guidance"),
}


def statement(name: str, emits: str = "finding", basis: str = "stated") -> Statement:
    return Statement(name, "guide", "1(2)", basis, emits, ["error"], ["consumer"], "须填", "Fill in")


def test_each_statement_has_a_row_with_what_holds_it_its_cases_and_its_reading() -> None:
    statements = [statement("a.b.rule"), statement("a.b.advice", "none", "screenshot"), statement("a.b.own", "meta")]
    rows = [line for line in page(statements, HELD, CASES).splitlines() if line.startswith("| `")]
    assert rows == [
        "| `a.b.rule` | 1(2) | 须填<br>Fill in | rule, error or warning | 1 pass · 2 fail | 甲\\|乙<br>A\\|B |",
        "| `a.b.advice` | 1(2) | 须填<br>Fill in | guidance (screenshot) |  |  |",
        "| `a.b.own` | 1(2) | 须填<br>Fill in | [the engine](../explanation/outcomes.md) |  |  |",
    ]


def test_the_summary_counts_statements_rules_guidance_and_outcomes() -> None:
    statements = [statement("a.b.rule"), statement("a.b.advice", "none")]
    assert "| [a](#a) | 2 | 1 | 1 | 3 |" in page(statements, HELD, CASES)


def test_a_statement_that_nothing_holds_is_refused() -> None:
    with pytest.raises(LookupError, match="neither a rule nor guidance holds a\\.b\\.lost, c\\.d\\.lost"):
        page([statement("a.b.lost"), statement("a.b.rule"), statement("c.d.lost", "none")], HELD, CASES)
