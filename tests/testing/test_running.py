"""Running cases: what passes, and what a case that is not as it says is told."""

from pathlib import Path

import pytest

from pmos_rules.findings import Outcome
from pmos_rules.testing.case import CaseRun
from pmos_rules.testing.collecting import collect
from pmos_rules.testing.coverage import outcomes_shown, untested
from pmos_rules.testing.running import run_case
from pmos_rules.testing.showing import Demand
from tests.testing.small_pack import FakeRules, write_pack


def run(folder: Path) -> CaseRun:
    cases, problems = collect(folder, (), {"hubei": FakeRules})
    return CaseRun("small", tuple(run_case(case) for case in cases), tuple(problems))


CASES = {
    "a case that lists all that changes passes": (
        "set: {staff.1.id_number: '1'}, fails: {hubei.staff_total: /staff, hubei.staff_unique: [/staff/1/id_number]}",
        (),
    ),
    "a rule may be listed with its outcome instead of its place": (
        "set: {staff.1.id_number: '1'}, fails: {hubei.staff_total: /staff}, also: {hubei.staff_unique: fail}",
        (),
    ),
    "a rule that does not fail is told": (
        "set: {staff.1.id_number: '3'}, fails: {hubei.staff_total: /staff}",
        ("rule `hubei.staff_total`: expected fail at `/staff`, got pass",),
    ),
    "a rule that fails elsewhere is told": (
        "set: {staff.1.id_number: '1'}, "
        "fails: {hubei.staff_total: /staff, hubei.staff_unique: /staff/0/id_number}",
        (
            "rule `hubei.staff_unique`: expected fail at `/staff/0/id_number`, got fail at `/staff/1/id_number`",
        ),
    ),
    "a rule with another outcome is told": (
        "remove: [staff], fails: {hubei.staff_total: /staff}, also: {hubei.staff_unique: pass}",
        ("rule `hubei.staff_unique`: expected pass, got not_applicable",),
    ),
    "a rule that changes unlisted is told": (
        "set: {staff.1.id_number: '1'}, fails: {hubei.staff_total: /staff}",
        ("also changed but not listed: `hubei.staff_unique` from pass to fail at `/staff/1/id_number`",),
    ),
    "a misspelled path is told by what reading the input says": (
        "set: {statf: []}",
        ("also changed but not listed: `input.unknown_key` from not_applicable to fail at `/statf`",),
    ),
    "a rule that weighs as the case says passes": (
        "set: {staff.1.id_number: '1'}, fails: {hubei.staff_total: /staff, hubei.staff_unique: /staff/1/id_number}, "
        "severity: {hubei.staff_total: error}",
        (),
    ),
    "a rule that weighs otherwise is told": (
        "set: {staff.1.id_number: '1'}, fails: {hubei.staff_total: /staff, hubei.staff_unique: /staff/1/id_number}, "
        "severity: {hubei.staff_total: warning}",
        ("rule `hubei.staff_total`: expected to fail as warning, got error",),
    ),
    "a rule that should weigh something and does not fail is told": (
        "set: {staff.1.id_number: '3'}, severity: {hubei.staff_total: warning}",
        ("rule `hubei.staff_total`: expected to fail as warning, got no failure",),
    ),
    "the day can be moved": ("as_of: 2018-03-31, also: {hubei.staff_unique: not_applicable}", ()),
    "a day that is none is told": (
        "set: {as_of: 2018-02-30}",
        ("`as_of` is `2018-02-30`, expected a date such as 2018-04-01",),
    ),
}


@pytest.mark.parametrize(("case", "differences"), CASES.values(), ids=CASES)
def test_a_case(tmp_path: Path, case: str, differences: tuple[str, ...]) -> None:
    _, result = run(write_pack(tmp_path, f"cases:\n- {{case: x, {case}}}\n")).results
    assert result.differences == differences
    assert (result.passed, result.line) == (not differences, 5)


def test_a_base_that_is_not_clean_is_told(tmp_path: Path) -> None:
    (result,) = run(write_pack(tmp_path, "", base="as_of: 2026-07-01\nbasic: {full_name: 甲}\n")).results
    assert result.differences == ("rule `hubei.staff_total`: expected no finding, got fail at `/staff`",)


def test_leaving_out_a_required_field_fails_its_rule_alone(tmp_path: Path) -> None:
    result = run(write_pack(tmp_path, "tables: [{family: hubei.required, make_missing: each}]"))
    assert result.passed
    assert result.results[-1].observed == {"hubei.required.basic.full_name": Outcome.FAIL}


def test_a_rule_is_tested_when_cases_show_it_passing_and_failing(tmp_path: Path) -> None:
    result = run(
        write_pack(tmp_path, "tables: [{rule: hubei.staff_unique, at: staff.1.id_number, fail: ['1']}]")
    )
    demands = [Demand(rule) for rule in (*FakeRules.ids, "hubei.new")]
    assert [str(found) for found in untested(demands, outcomes_shown(result))] == [
        "hubei.staff_total: no case in which it is fail",
        "hubei.required.basic.full_name: no case in which it is fail",
        "hubei.new: no case in which it is pass or fail",
    ]
