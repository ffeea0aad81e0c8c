"""Case files: what is collected from them, and the diagnostics for what cannot be meant."""

from pathlib import Path

import pytest

from pmos_rules.source import render_diagnostic
from pmos_rules.testing.collecting import collect
from tests.testing.small_pack import FakeRules, write_pack


def names(folder: Path) -> list[str]:
    cases, problems = collect(folder, (), {"hubei": FakeRules})
    assert problems == []
    return [case.name for case in cases]


def complaint(folder: Path) -> str:
    _, problems = collect(folder, (), {"hubei": FakeRules})
    (problem,) = problems
    return render_diagnostic(problem).replace(f"{folder}/", "")


def test_a_file_gives_its_base_its_cases_and_a_case_for_each_value_of_a_table(tmp_path: Path) -> None:
    content = """
cases:
- case: one person listed twice
  set: {staff.1.id_number: '1'}
  fails: {hubei.staff_unique: /staff/1/id_number, hubei.staff_total: /staff}
tables:
- {rule: hubei.staff_unique, at: staff.1.id_number, pass: ['3'], fail: ['1'], missing: pass}
- {family: hubei.required, make_missing: each}
"""
    assert names(write_pack(tmp_path, content)) == [
        "base two_people is accepted with no finding",
        "one person listed twice",
        "hubei.staff_unique is pass where staff.1.id_number is 3",
        "hubei.staff_unique is fail where staff.1.id_number is 1",
        "hubei.staff_unique is pass where staff.1.id_number is missing",
        "hubei.required.basic.full_name fails where basic.full_name is missing",
    ]


def test_cases_and_rows_of_tables_carry_their_tags(tmp_path: Path) -> None:
    content = """
cases:
- {case: x, tags: [odd, blank], set: {basic.full_name: ''}, fails: {hubei.required.basic.full_name: /basic/full_name}}
tables:
- {rule: hubei.staff_unique, at: staff.1.id_number, tags: odd, pass: ['3']}
- {family: hubei.required, make_missing: each, tags: blank}
"""
    cases, problems = collect(write_pack(tmp_path, content), (), {"hubei": FakeRules})
    assert problems == []
    assert [case.tags for case in cases] == [set(), {"odd", "blank"}, {"odd"}, {"blank"}]


def test_a_base_may_lie_in_another_pack(tmp_path: Path) -> None:
    write_pack(tmp_path / "hubei", "")
    other = tmp_path / "other" / "cases"
    other.mkdir(parents=True)
    (other / "a.yaml").write_text("schema: pmos-rules-cases/1\nmarket: hubei\nbase: two_people\n", "utf-8")
    cases, problems = collect(tmp_path / "other", [tmp_path / "hubei"], {"hubei": FakeRules})
    assert ([case.name for case in cases], problems) == (["base two_people is accepted with no finding"], [])


def test_a_base_with_findings_is_not_asserted_where_the_file_allows_them(tmp_path: Path) -> None:
    assert names(write_pack(tmp_path, "base_findings: allowed\n")) == []


WRONG = {
    "an unknown rule": (
        "cases: [{case: x, fails: {hubei.staff_totl: /staff}}]",
        """\
cases/staff.yaml:4:27: error[unknown-rule]: there is no rule `hubei.staff_totl` among the rules of market `hubei`
  4 | cases: [{case: x, fails: {hubei.staff_totl: /staff}}]
    |                           ^^^^^^^^^^^^^^^^
  = help: did you mean `hubei.staff_total`?""",
    ),
    "an unknown market": (
        "cases: [{case: x, remove: basic}]",
        """\
cases/staff.yaml:2:9: error[unknown-market]: no pack answers for the market `hubie`
  2 | market: hubie
    |         ^^^^^
  = help: did you mean `hubei`?""",
    ),
    "an unknown family": (
        "tables: [{family: hubei.requird, make_missing: each}]",
        """\
cases/staff.yaml:4:19: error[unknown-family]: there is no family `hubei.requird` among the rules of market `hubei`
  4 | tables: [{family: hubei.requird, make_missing: each}]
    |                   ^^^^^^^^^^^^^
  = help: did you mean `hubei.required`?""",
    ),
    "a path that is not in the base": (
        "cases: [{case: x, remove: [basic.full_nmae]}]",
        """\
cases/staff.yaml:4:28: error[edit-does-not-fit]: the base has no `basic.full_nmae`
  4 | cases: [{case: x, remove: [basic.full_nmae]}]
    |                            ^^^^^^^^^^^^^^^
  = help: did you mean `basic.full_name`?""",
    ),
    "a dotted path where a pointer is meant": (
        "cases: [{case: x, fails: {hubei.staff_unique: staff.1.id_number}}]",
        """\
cases/staff.yaml:4:47: error[bad-pointer]: `staff.1.id_number` is no JSON pointer, \
expected a path such as `/staff/8/id_number`
  4 | cases: [{case: x, fails: {hubei.staff_unique: staff.1.id_number}}]
    |                                               ^^^^^^^^^^^^^^^^^
  = help: did you mean `/staff/1/id_number`?""",
    ),
    "an unknown base": (
        "cases: [{case: x, base: two_peple}]",
        """\
cases/staff.yaml:4:25: error[unknown-base]: there is no base dossier `two_peple`
  4 | cases: [{case: x, base: two_peple}]
    |                         ^^^^^^^^^
  = help: did you mean `two_people`?""",
    ),
    "a table that is neither of the two": (
        "tables: [{rule: hubei.staff_total}]",
        """\
cases/staff.yaml:4:10: error[wrong-shape]: a table has `rule` and `at`, or `family` and `make_missing: each`
  4 | tables: [{rule: hubei.staff_total}]
    |          ^^^^^^^^^^^^^^^^^^^^^^^^^""",
    ),
}


@pytest.mark.parametrize(("content", "expected"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_meant_is_pointed_at(tmp_path: Path, content: str, expected: str) -> None:
    pack = write_pack(tmp_path, content, market="hubie" if "hubie" in expected else "hubei")
    assert complaint(pack) == expected


def test_an_unknown_key_and_an_unknown_outcome_are_pointed_at(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, "cases: [{case: x, fail: {}, also: {hubei.staff_total: fails}}]")
    _, problems = collect(pack, (), {"hubei": FakeRules})
    assert sorted((found.code, found.span.text) for found in problems) == [
        ("unknown-key", "fail"),
        ("unknown-value", "fails"),
    ]


def test_a_base_that_names_no_day_is_pointed_at(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, "", base="market: hubei\n")
    assert complaint(pack).splitlines()[0] == (
        "cases/dossiers/two_people.yaml:1:1: error[no-day]: "
        "a base says on which day it is judged, but the dossier names no `as_of`"
    )
