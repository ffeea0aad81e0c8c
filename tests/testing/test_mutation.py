"""Small changes to rules: which there are of each operator and form, and whether cases notice them."""

from pathlib import Path
from typing import Any, get_args

import pytest

from pmos_rules.api import UnknownRuleError, load_ruleset
from pmos_rules.language import ir
from pmos_rules.language.nodes import to_plain
from pmos_rules.language.predicates import FORMS, OPERATORS
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from pmos_rules.testing import mutate_rules, run_cases
from pmos_rules.testing.mutation import forms, operators
from pmos_rules.testing.mutation.rules import mutated
from tests.strategies.test_violations import BY_FORM, BY_OPERATOR, PACK
from tests.strategies.test_violations import RULES as EXAMPLE
from tests.testing.test_coverage import BASE, MANIFEST, RULES

CHANGES = Path(__file__).with_name("mutations.yaml")
"""For each operator and form of `test_violations`, what can be changed in the rule that stands there."""
PRODUCED = {"equals_ignoring_case", "one_of"}
"""What `equals` with an option, and a list of values, become."""
NOT_CHANGED = {
    "not": "an operator too; it becomes the form `not`, which is dropped",
    "field_in": "decided when the pack is loaded: nothing of it is left in the rule",
}


def expected() -> dict[str, list[str]]:
    node, faults = read_yaml(SourceText(CHANGES.name, CHANGES.read_text("utf-8")))
    assert node is not None
    assert faults == []
    found: Any = to_plain(node)
    return found


def sentences(folder: Path, rule: str) -> list[str]:
    """What is changed in the check of a rule, in English."""
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "rules.yaml").write_text(f"{EXAMPLE}  {rule}\n", "utf-8")
    ruleset = load_ruleset(folder)
    (written,) = ruleset.rules
    return [says.en for (place, _), (says, _) in mutated(written, {}).items() if place]


def test_every_operator_can_be_changed() -> None:
    assert set(operators.MUTATIONS) == (set(OPERATORS) - set(NOT_CHANGED)) | PRODUCED
    assert all(operators.MUTATIONS.values())


def test_every_form_can_be_changed() -> None:
    assert set(forms.MUTATIONS) == set(get_args(ir.Predicate))
    assert set(FORMS) - {"field_in"} == set(BY_FORM)


@pytest.mark.parametrize("name", [*BY_OPERATOR, *BY_FORM])
def test_what_is_changed_is_as_listed(tmp_path: Path, name: str) -> None:
    rule = (BY_OPERATOR | BY_FORM)[name].rule
    assert sentences(tmp_path / "example", rule) == expected()[name]


# -- which changes are noticed ---------------------------------------------------------------------------------


def small(tmp_path: Path, rule: str, cases: str) -> Path:
    """A pack of the rule `small.x`, and `cases`, or else rows of `tables`."""
    folder = tmp_path / "small"
    (folder / "cases" / "dossiers").mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(MANIFEST, "utf-8")
    head = "  - {id: small.x, title: {zh: 甲, en: A}, cite: '1', message: {zh: 乙, en: B}, reading: {zh: 丙, en: C}, "
    (folder / "rules.yaml").write_text(f"{RULES}{head}{rule}}}\n", "utf-8")
    (folder / "cases" / "dossiers" / "base.yaml").write_text(BASE, "utf-8")
    text = f"schema: pmos-rules-cases/1\nmarket: small\nbase: base\n{cases}"
    (folder / "cases" / "x.yaml").write_text(text, "utf-8")
    return folder


def unnoticed(folder: Path, **options: Any) -> list[str]:
    run = run_cases(folder)
    assert run.diagnostics == ()
    assert [(result.name, result.differences) for result in run.failures] == []
    return [mutant.says.en for mutant in mutate_rules(folder, run=run, **options).unnoticed]


AT_LEAST = "check: {business.registered_capital: {at_least: 100}}, if_missing: not_applicable"


def test_values_on_both_sides_of_a_bound_notice_that_it_moves(tmp_path: Path) -> None:
    cases = """
tables:
- {rule: small.x, stage: save, at: business.registered_capital, pass: ['100'], fail: ['99.99'], missing: not_applicable}
"""
    assert unnoticed(small(tmp_path, AT_LEAST, cases)) == []


def test_a_value_far_from_the_bound_does_not(tmp_path: Path) -> None:
    cases = "tables:\n- {rule: small.x, stage: save, at: business.registered_capital, pass: ['200'], fail: ['1']}\n"
    assert unnoticed(small(tmp_path, AT_LEAST, cases)) == [
        # The base lies on the bound, so that no capital above it and no higher bound go unnoticed.
        "100 → 100 − 0.01 in business.registered_capital at_least 100",
        "not_applicable → fail in if_missing: business.registered_capital",
    ]


def test_a_case_that_lists_what_changes_notices_a_rule_that_it_does_not_name(tmp_path: Path) -> None:
    rule = "check: {account.login_name: {length: {at_most: 4}}}, if_missing: fail, from_stage: submit"
    cases = "cases:\n- {case: another name, set: {account.login_name: wxyz}}\n"
    cases += "- {case: a draft, stage: save, also: {small.x: not_applicable}}\n"
    assert unnoticed(small(tmp_path, rule, cases)) == [
        "4 → 4 + 1 in account.login_name length at_most 4",
        "fail → not_applicable in if_missing: account.login_name",
    ]


def test_a_parameter_is_moved_by_its_value_of_the_day(tmp_path: Path) -> None:
    rule = "check: {count: {of: staff.*, at_least: $people}}, if_missing: not_applicable, from_stage: save"
    cases = "tables:\n- {rule: small.x, stage: save, at: staff, fail: [[{name: 甲}]], missing: not_applicable}\n"
    assert unnoticed(small(tmp_path, rule, cases)) == []
    cases = "tables:\n- {rule: small.x, stage: save, at: staff, pass: [[{name: 甲}, {name: 乙}]], missing: not_applicable}\n"
    assert unnoticed(small(tmp_path, rule, cases)) == ["$people → $people − 1 in count of staff.* at_least $people"]


def test_the_place_of_a_failure_counts_where_a_case_says_it(tmp_path: Path) -> None:
    rule = "for: shareholders.*, check: {percent: {at_most: 60}}, if_missing: not_applicable, depends_on: []"
    cases = "cases:\n- {case: more, set: {shareholders.1.percent: '61'}, fails: {small.x: %s}}\n"
    both = small(tmp_path, rule, cases % "/shareholders/1/percent")
    assert "60 → 60 − 0.01 in percent at_most 60" not in unnoticed(both)


def test_a_dropped_grade_counts_where_a_case_says_the_severity(tmp_path: Path) -> None:
    rule = (
        "check: {bond.amount: {at_most: 10}}, if_missing: not_applicable, "
        "severity: [{when: {bond.amount: {at_most: 20}}, is: warning}, error]"
    )
    told = "tables:\n- {rule: small.x, at: bond.amount, fail: [20], severity: warning}\n"
    told += "- {rule: small.x, at: bond.amount, fail: ['20.01'], severity: error}\n"
    assert not [says for says in unnoticed(small(tmp_path, rule, told)) if "severity" in says]
    silent = "tables:\n- {rule: small.x, at: bond.amount, fail: [20, '20.01']}\n"
    assert [says for says in unnoticed(small(tmp_path, rule, silent)) if "severity" in says] == [
        "without warning（bond.amount at_most 20） in severity",  # to make it an error comes to the same
        "error → warning in severity",
    ]


WRITTEN_OTHERWISE = {
    "at_least 100": ("business.registered_capital: {at_least: 100}", "business.registered_capital: {above: 100}"),
    "one step up": ("business.registered_capital: {at_least: 100}", "business.registered_capital: {at_least: '100.01'}"),
    "one step down": ("business.registered_capital: {at_least: 100}", "business.registered_capital: {at_least: '99.99'}"),
    "another policy": ("if_missing: not_applicable", "if_missing: fail"),
}


@pytest.mark.parametrize("cases", ["pass: ['100']", "pass: ['100', '200'], fail: [1]", "fail: ['99.99'], missing: not_applicable"])
def test_what_is_said_of_a_change_is_what_becomes_of_the_cases_when_it_is_written_so(tmp_path: Path, cases: str) -> None:
    tables = f"tables:\n- {{rule: small.x, at: business.registered_capital, {cases}}}\n"
    folder = small(tmp_path, AT_LEAST, tables)
    told = mutate_rules(folder).mutants
    changes = [mutant for mutant in told if "from_stage" not in mutant.says.en]
    assert len(changes) == len(WRITTEN_OTHERWISE)
    for mutant, (before, after) in zip(changes, WRITTEN_OTHERWISE.values(), strict=True):
        assert before in AT_LEAST
        run = run_cases(small(tmp_path, AT_LEAST.replace(before, after), tables))
        assert run.diagnostics == ()
        assert (mutant.noticed_by is None) is run.passed, mutant


SAME = {
    "more than nine rows are at least ten": (
        "check: {count: {of: staff.*, above: 1}}, if_missing: not_applicable, from_stage: save",
        [
            "above → at_least in count of staff.* above 1",  # as 1 − 1 is
            "1 → 1 + 1 in count of staff.* above 1",
        ],
    ),
    "a word that another alternative looks for": (
        "check: {any: [{basic.full_name: 甲公司}, {basic.full_name: {mentions: [甲公司]}}]}, if_missing: not_applicable",
        [
            "any → all in any [basic.full_name equals 甲公司; basic.full_name mentions [甲公司]]",
            "basic.full_name equals 甲公司 → not (basic.full_name equals 甲公司)",
            "without basic.full_name mentions [甲公司] in any [basic.full_name equals 甲公司; basic.full_name mentions [甲公司]]",
            "basic.full_name mentions [甲公司] → not (basic.full_name mentions [甲公司])",
        ],
    ),
    "a value that another condition needs anyway": (
        "when: {basic.full_name: {present: true, not: 乙}}, check: {bond.amount: 1}, if_missing: not_applicable",
        [
            "without `when`: all [basic.full_name present; not (basic.full_name equals 乙)]",
            "all → any in all [basic.full_name present; not (basic.full_name equals 乙)]",
            "present → missing in basic.full_name present",
            "without not (basic.full_name equals 乙) in all [basic.full_name present; not (basic.full_name equals 乙)]",
            "not (basic.full_name equals 乙) → basic.full_name equals 乙",
            "bond.amount equals 1 → not (bond.amount equals 1)",
        ],
    ),
    "a grade after which comes one of the same weight": (
        "check: {bond.amount: 1}, if_missing: not_applicable, severity: [{when: {bond.amount: 2}, is: error}, error]",
        [
            "bond.amount equals 1 → not (bond.amount equals 1)",
            "error（bond.amount equals 2） → warning in severity",
            "error → warning in severity",
        ],
    ),
}


@pytest.mark.parametrize(("rule", "changes"), SAME.values(), ids=SAME)
def test_changes_that_come_to_the_same_count_once_and_those_of_no_effect_not_at_all(
    tmp_path: Path, rule: str, changes: list[str]
) -> None:
    folder = small(tmp_path, rule, "cases:\n- {case: as it stands}\nbase_findings: allowed\n")
    told = [mutant.says.en for mutant in mutate_rules(folder).mutants]
    assert [says for says in told if "if_missing" not in says and "from_stage" not in says] == changes


def test_one_rule_or_a_sample_of_all_changes_can_be_asked_for(tmp_path: Path) -> None:
    folder = small(tmp_path, AT_LEAST, "cases:\n- {case: as it stands}\n")
    assert len(mutate_rules(folder, rule="small.x").mutants) == 5
    drawn = [mutant.says.en for mutant in mutate_rules(folder, sample=2, seed=7).mutants]
    assert len(drawn) == 2
    assert drawn == [mutant.says.en for mutant in mutate_rules(folder, sample=2, seed=7).mutants]


def test_a_rule_that_there_is_not_is_told_with_the_nearest(tmp_path: Path) -> None:
    folder = small(tmp_path, AT_LEAST, "cases:\n- {case: as it stands}\n")
    with pytest.raises(UnknownRuleError) as caught:
        mutate_rules(folder, rule="small.y")
    assert str(caught.value) == "the pack `small` has no rule `small.y` of its own; did you mean `small.x`?"


def test_how_far_it_has_got_is_told_after_each_rule(tmp_path: Path) -> None:
    folder = small(tmp_path, AT_LEAST, "cases:\n- {case: as it stands}\n")
    told: list[tuple[int, int]] = []
    mutate_rules(folder, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]


def test_a_rule_that_no_case_is_about_is_unnoticed_in_all_ways(tmp_path: Path) -> None:
    folder = small(tmp_path, AT_LEAST, "")
    (folder / "cases" / "x.yaml").unlink()
    run = mutate_rules(folder)
    assert (len(run.mutants), run.noticed, run.percent) == (5, 0, 0.0)
