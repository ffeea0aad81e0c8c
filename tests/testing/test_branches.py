"""Which ways through a rule its cases take, and which never; how often it has each outcome."""

from pathlib import Path

import pytest

from pmos_rules.findings import Outcome
from pmos_rules.testing import RuleCoverage, coverage, run_cases
from tests.testing.test_mutation import small


def covered(tmp_path: Path, rule: str, tables: str) -> RuleCoverage:
    rows = "".join(f"- {{rule: small.x, stage: save, {table}}}\n" for table in tables.split("|"))
    folder = small(tmp_path, f"from_stage: save, if_missing: not_applicable, {rule}", f"base_findings: allowed\ntables:\n{rows}")
    run = run_cases(folder)
    assert run.diagnostics == ()
    assert [(result.name, result.differences) for result in run.failures] == []
    (found,) = coverage(folder, run)
    return found


ANY = "check: {any: [{bond.amount: 1}, {basic.full_name: 甲公司}]}"
FIRST_OF = "check: {first_of: [{when: {bond.amount: 1}, check: never}, {when: {bond.amount: 2}, check: always}]}"
WAYS: dict[str, tuple[str, str, int, tuple[str, ...]]] = {
    "both alternatives hold, so that neither decides": (
        ANY,
        "at: bond.amount, pass: [1]",
        2,
        ("any: bond.amount equals 1", "any: basic.full_name equals 甲公司"),
    ),
    "one alternative holds alone": (ANY, "at: bond.amount, pass: [2]", 2, ("any: bond.amount equals 1",)),
    "each alternative holds alone": (ANY, "at: bond.amount, pass: [2]| at: basic.full_name, pass: [乙]", 2, ()),
    "the first branch is gone into": (
        FIRST_OF,
        "at: bond.amount, fail: [1]",
        2,
        ("first_of: bond.amount equals 2",),
    ),
    "both branches are gone into": (FIRST_OF, "at: bond.amount, fail: [1], pass: [2]", 2, ()),
    "what it is about holds": (
        "when: {bond.amount: 1}, check: {basic.full_name: 甲公司}",
        "at: bond.amount, pass: [1]",
        2,
        ("`when` does not hold",),
    ),
    "what it is about holds, and does not": (
        "when: {bond.amount: 1}, check: {basic.full_name: 甲公司}",
        "at: bond.amount, pass: [1], not_applicable: [2]",
        2,
        (),
    ),
    "one of two fields fails": (
        "for: [basic.full_name, basic.short_name], check: {this: {length: {at_most: 3}}}",
        "at: basic.short_name, fail: [甲乙丙丁]",
        2,
        ("for basic.full_name",),
    ),
    "an alternative in the rows of a list": (
        "check: {count: {of: staff.*, where: {any: [{name: 张三}, {name: 王五}]}, equals: 1}}",
        "at: staff.1.name, pass: [李四], fail: [王五]",
        2,
        (),
    ),
    "an alternative in a severity": (
        "check: {bond.amount: 9}, severity: [{when: {any: [{bond.amount: 1}, {bond.amount: 2}]}, is: warning}, error]",
        "at: bond.amount, fail: [1]",
        2,
        ("any: bond.amount equals 2",),
    ),
}


@pytest.mark.parametrize(("rule", "tables", "total", "unseen"), WAYS.values(), ids=WAYS)
def test_the_ways_that_are_taken_are_told_from_the_others(
    tmp_path: Path, rule: str, tables: str, total: int, unseen: tuple[str, ...]
) -> None:
    found = covered(tmp_path, rule, tables)
    assert (found.branches, found.branches_unseen) == (total, unseen)
    assert found.branches_seen == total - len(unseen)


def test_outcomes_are_counted_and_bounds_need_both_sides(tmp_path: Path) -> None:
    rule = "check: {bond.amount: {at_least: 1, at_most: 5}}"
    found = covered(tmp_path, rule, "at: bond.amount, pass: [1, 2, 5], fail: ['0.99', 7], missing: not_applicable")
    assert found.outcomes == {Outcome.PASS: 3, Outcome.FAIL: 2, Outcome.NOT_APPLICABLE: 1}
    assert (found.bounds, found.bounds_seen, found.bounds_unseen) == (2, 1, ("bond.amount at_most 5",))
    assert found.to_dict() == {
        "rule": "small.x",
        "outcomes": {"pass": 3, "fail": 2, "not_applicable": 1, "undetermined": 0, "error": 0},
        "branches": {"seen": 0, "total": 0, "unseen": []},
        "bounds": {"seen": 1, "total": 2, "unseen": ["bond.amount at_most 5"]},
    }
