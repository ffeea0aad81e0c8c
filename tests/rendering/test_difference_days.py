"""The last day before and the first day of everything that has dates: what is told of the day on which it changes."""

from datetime import date, timedelta
from typing import Any

import pytest

from pmos_rules.rendering.difference import Direction, RulesetDifference, compare
from tests.evaluation.small import MANIFEST, SCHEMA, ruleset_text
from tests.rendering.rule_pairs import load

pytestmark = pytest.mark.usefixtures("odd_checks")
DATED = MANIFEST.replace('version: "1"', 'version: "1"\neffective: {from: 2018-04-01, until: 2040-01-01}')
RULES: dict[str, Any] = {
    "parameters": {
        "least": {
            "values": {
                "2018-04-01": {"value": "10", "cite": "1"},
                "2024-01-01": {"value": "12", "cite": "2"},
                "2025-01-01": {"value": "11", "cite": "3"},
            }
        },
        "late": {"values": {"2031-01-01": {"value": "1", "cite": "4"}}},
    },
    "codelists": {
        "kinds": {
            "甲": {},
            "乙": {"effective": {"until": "2028-01-01"}},
            "丙": {"effective": {"from": "2029-01-01"}},
        }
    },
    "rules": [
        {"id": "small.least", "check": {"number": {"at_least": "$least"}}, "if_missing": "not_applicable"},
        {"id": "small.late", "check": {"number": {"at_least": "$late"}}, "if_missing": "not_applicable"},
        {"id": "small.kinds", "check": {"text": {"in": "kinds"}}, "if_missing": "not_applicable"},
        {
            "id": "small.new",
            "check": {"text": {"present": "true"}},
            "if_missing": "fail",
            "effective": {"from": "2020-05-01", "until": "2035-01-01"},
        },
        {
            "id": "small.versions",
            "check": {"limit": {"at_most": "10"}},
            "if_missing": "not_applicable",
            "effective": {"from": "2018-04-01", "until": "2026-07-01"},
            "cite": "5",
        },
        {
            "id": "small.versions",
            "check": {"limit": {"at_most": "5"}},
            "if_missing": "not_applicable",
            "effective": {"from": "2026-07-01"},
            "cite": "6",
        },
    ],
}
LAW = load(ruleset_text(RULES), DATED)
BOUNDARIES: dict[str, list[str]] = {
    "2018-04-01": ["+ small.kinds law", "+ small.least law", "+ small.versions law", "$ least – 10"],
    "2020-05-01": ["+ small.new not_yet"],
    "2024-01-01": ["small.least tightens", "$ least 10 12"],
    "2025-01-01": ["small.least loosens", "$ least 12 11"],
    "2026-07-01": ["small.versions tightens"],
    "2028-01-01": ["small.kinds tightens"],
    "2029-01-01": ["small.kinds loosens"],
    "2031-01-01": ["+ small.late no_value", "$ late – 1"],
    "2035-01-01": ["- small.new ended"],
    "2040-01-01": [
        *("- small.kinds law", "- small.late law", "- small.least law", "- small.versions law"),
        *("$ least 11 –", "$ late 1 –"),
    ],
}


def told(before: date, after: date) -> list[str]:
    found: RulesetDifference = compare((LAW, "small", before), (LAW, "small", after), SCHEMA)
    lines = sorted(f"+ {entry.rule.id} {entry.absence.reason}" for entry in found.appears)
    lines += sorted(f"- {entry.rule.id} {entry.absence.reason}" for entry in found.vanishes)
    lines += [f"{entry.id} {entry.direction}" for entry in found.changed]
    for one in found.parameters:
        sides = (side.columns[0][1].zh if side is not None else "–" for side in (one.before, one.after))
        lines.append(f"$ {one.name} {' '.join(sides)}")
    return lines


@pytest.mark.parametrize("day", BOUNDARIES)
def test_what_changes_on_a_day_is_told_between_the_day_before_and_the_day(day: str) -> None:
    first = date.fromisoformat(day)
    assert told(first - timedelta(days=1), first) == BOUNDARIES[day]


@pytest.mark.parametrize("day", BOUNDARIES)
def test_the_day_before_and_the_day_after_are_each_like_their_neighbour(day: str) -> None:
    first, one = date.fromisoformat(day), timedelta(days=1)
    assert told(first - 2 * one, first - one) == []
    assert told(first, first + one) == []


def test_other_years_differ_in_nothing_or_in_what_came_between() -> None:
    assert told(date(2021, 1, 1), date(2023, 12, 31)) == []
    assert told(date(2023, 1, 1), date(2026, 12, 31)) == ["small.least tightens", "small.versions tightens", "$ least 10 11"]


def test_the_way_back_is_told_the_other_way_round() -> None:
    assert told(date(2024, 1, 1), date(2023, 12, 31)) == ["small.least loosens", "$ least 12 10"]
    assert told(date(2020, 5, 1), date(2020, 4, 30)) == ["- small.new not_yet"]
    assert told(date(2035, 1, 1), date(2034, 12, 31)) == ["+ small.new ended"]


def test_versions_side_by_side_are_one_rule_that_changed_with_both_clauses() -> None:
    found = compare((LAW, "small", date(2026, 6, 30)), (LAW, "small", date(2026, 7, 1)), SCHEMA)
    (rule,) = found.changed
    assert rule.direction is Direction.TIGHTENS
    assert [(a.name, a.direction, a.before, a.after) for a in rule.aspects] == [
        ("check", "tightens", ("“限额”应不大于 10", "“limit” must be at most 10"), ("“限额”应不大于 5", "“limit” must be at most 5")),
        ("cite", "restates", ("《指南》5", "Guide, 5"), ("《指南》6", "Guide, 6")),
    ]
    assert (rule.before.ground.effective.until, rule.after.ground.effective.start) == (date(2026, 7, 1),) * 2
