"""What cases show of rules, and what they leave out: values missing, either side of a bound, severities."""

from pathlib import Path

import pytest

from pmos_rules.testing import run_cases, untested_rules

MANIFEST = """
schema: pmos-rules/1
pack: small
title: {zh: 小, en: Small}
version: "1"
effective: {from: 2018-04-01}
extends: []
markets: {small: {title: {zh: 小, en: Small}, kinds: [retailer]}}
instruments: {guide: {title: {zh: 指南, en: Guide}, issuer: {zh: 中心, en: Centre}, from: 2018-04-01}}
"""
RULES = """
schema: pmos-rules/1
ruleset: small
title: {zh: 小, en: Small}
applies_to: {market: small, kind: retailer}
instrument: guide
parameters: {people: {type: count, values: {2018-04-01: {value: 2, cite: '1'}}}}
rules:
"""
BASE = """
market: small
kind: retailer
as_of: '2026-07-01'
basic: {full_name: 甲公司, short_name: 甲}
account: {login_name: abcd, user_name: 甲公司}
business: {registered_capital: '100', paid_in_capital: '100', founded_on: '2020-01-01', licence_valid_from: '2020-01-01',
           licence_valid_to: '2030-01-01'}
bond: {amount: '1'}
shareholders: [{name: 甲, percent: '60'}, {name: 乙, percent: '40'}]
staff: [{name: 张三, id_number: A}, {name: 李四, id_number: B}]
requested_period: {from: '2026-01-01', to: '2026-06-30'}
resource: {effective_periods: [{from: '2026-07-01', to: '2026-12-31'}]}
"""


def untested(tmp_path: Path, rule: str, tables: str) -> list[str]:
    """What the cases do not show of one rule, `small.x`; every one of them comes out as it says."""
    cases = tmp_path / "small" / "cases"
    (cases / "dossiers").mkdir(parents=True)
    head = "  - {id: small.x, title: {zh: 甲, en: A}, cite: '1', if_missing: not_applicable, message: {zh: 乙, en: B}, "
    head += "reading: {zh: 丙, en: C}, "
    (cases.parent / "pack.yaml").write_text(MANIFEST, "utf-8")
    (cases.parent / "rules.yaml").write_text(f"{RULES}{head}{rule}}}\n", "utf-8")
    (cases / "dossiers" / "base.yaml").write_text(BASE, "utf-8")
    rows = "".join(f"  - {{rule: small.x, {table}}}\n" for table in tables.split("|"))
    text = f"schema: pmos-rules-cases/1\nmarket: small\nbase: base\ntables:\n{rows}"
    (cases / "x.yaml").write_text(text, "utf-8")
    run = run_cases(cases.parent)
    assert run.diagnostics == ()
    assert [(result.name, result.differences) for result in run.failures] == []
    return [str(found).removeprefix("small.x: ") for found in untested_rules(cases.parent, run)]


ENOUGH = {
    "a number at least": (
        "check: {business.registered_capital: {at_least: 100}}",
        "at: business.registered_capital, pass: ['100'], fail: ['99.99'], missing: not_applicable",
    ),
    "a number above": (
        "check: {bond.amount: {above: 0}}",
        "at: bond.amount, pass: ['0.01'], fail: [0], missing: not_applicable",
    ),
    "a number below": (
        "check: {bond.amount: {below: 10}}",
        "at: bond.amount, pass: ['9.99'], fail: [10], missing: not_applicable",
    ),
    "a day": (
        "check: {business.founded_on: {not_after: as_of}}",
        "at: business.founded_on, pass: ['2026-07-01'], fail: ['2026-07-02'], missing: not_applicable",
    ),
    "a day some days off": (
        "check: {business.licence_valid_to: {not_before: {as_of: 30 days}}}",
        "at: business.licence_valid_to, pass: ['2026-07-31'], fail: ['2026-07-30'], missing: not_applicable",
    ),
    "two days": (
        "check: {business.licence_valid_from: {not_after: business.licence_valid_to}}",
        "at: business.licence_valid_from, pass: ['2030-01-01'], fail: ['2030-01-02'], missing: not_applicable"
        "| at: business.licence_valid_to, missing: not_applicable",
    ),
    "a distance": (
        "check: {business.paid_in_capital: {within: 1, of: business.registered_capital}}",
        "at: business.paid_in_capital, pass: ['101'], fail: ['98.99'], missing: not_applicable"
        "| at: business.registered_capital, missing: not_applicable",
    ),
    "a length": (
        "check: {account.login_name: {length: {at_least: 2, at_most: 4}}}",
        "at: account.login_name, pass: [ab, abcd], fail: [a, abcde], missing: not_applicable",
    ),
    "a number of people": (
        "check: {count: {of: staff.*, distinct_by: id_number, at_least: $people}}",
        "at: staff.1.id_number, pass: [B], fail: [A], missing: pass| at: staff, missing: not_applicable",
    ),
    "a sum": (
        "check: {sum: {of: shareholders.*.percent, equals: 100}}",
        "at: shareholders.1.percent, pass: [40], fail: ['40.01'], missing: undetermined"
        "| at: shareholders, missing: not_applicable",
    ),
    "a period": (
        "check: {requested_period: {apart_from: resource.effective_periods.*}}",
        "at: requested_period, pass: [2026-01-01至2026-06-30], fail: [2026-01-01至2026-07-01], missing: not_applicable"
        "| at: resource.effective_periods, missing: not_applicable",
    ),
    "a day apart from a period": (
        "check: {as_of: {apart_from: requested_period}}",
        "at: requested_period, pass: [2026-01-01至2026-06-30], fail: [2026-01-01至2026-07-01], missing: not_applicable",
    ),
    "a bound in what the rule is about": (
        "when: {bond.amount: {at_most: 5}}, check: {basic.full_name: {present: true}}",
        "at: bond.amount, with: {basic.full_name: ''}, fail: [5], not_applicable: ['5.01'], missing: not_applicable"
        "| at: basic.full_name, pass: [甲]",
    ),
    "a bound on the rows that count": (
        "check: {count: {of: shareholders.*, where: {percent: {at_least: 50}}, at_least: 1}}",
        "at: shareholders.0.percent, pass: [50], fail: ['49.99'], missing: fail| at: shareholders, missing: not_applicable",
    ),
    "a bound between two severities": (
        "check: {bond.amount: {at_most: 10}}, severity: [{when: {bond.amount: {at_most: 20}}, is: warning}, error]",
        "at: bond.amount, pass: [10], missing: not_applicable| at: bond.amount, fail: ['10.01', 20], severity: warning"
        "| at: bond.amount, fail: ['20.01'], severity: error",
    ),
    "a branch": (
        "check: {first_of: [{when: {bond: {present: true}}, check: {basic.full_name: 甲公司}}]}",
        "at: basic.full_name, pass: [甲公司], fail: [乙公司], missing: not_applicable",
    ),
    "another value to compare with": (
        "check: {account.user_name: {same_as: basic.full_name}}",
        "at: account.user_name, pass: [甲公司], fail: [乙], missing: not_applicable"
        "| at: basic.full_name, missing: not_applicable",
    ),
}


@pytest.mark.parametrize(("rule", "tables"), ENOUGH.values(), ids=ENOUGH)
def test_cases_can_show_all_that_is_asked_of_them(tmp_path: Path, rule: str, tables: str) -> None:
    assert untested(tmp_path, rule, tables) == []


LACKING = {
    "a value that is never missing": (
        "check: {account.user_name: {same_as: basic.full_name}}",
        "at: account.user_name, pass: [甲公司], fail: [乙]| at: basic.full_name, missing: not_applicable",
        "no case in which `account.user_name` is missing",
    ),
    "two values that are never missing, one in the rows of a list": (
        "when: {basic.full_name: 甲公司}, check: {unique: {of: staff.*.id_number}}",
        "at: staff.1.id_number, pass: [C], fail: [A]| at: staff, missing: not_applicable",
        "no case in which `id_number` or `basic.full_name` is missing",
    ),
    "a value on the bound only": (
        "check: {business.registered_capital: {at_least: 100}}",
        "at: business.registered_capital, pass: ['100', '200'], fail: ['99'], missing: not_applicable",
        "no two cases on either side of `business.registered_capital at_least 100`",
    ),
    "a value beside the bound only": (
        "check: {account.login_name: {length: {at_most: 6}}}",
        "at: account.login_name, pass: [abc], fail: [abcdefg], missing: not_applicable",
        "no two cases on either side of `account.login_name length at_most 6`",
    ),
    "a bound that a parameter holds": (
        "check: {count: {of: staff.*, at_most: $people}}",
        "at: staff, fail: [[{}, {}, {}, {}]], missing: not_applicable",
        "no two cases on either side of `count of staff.* at_most $people`",
    ),
    "a bound of days": (
        "check: {business.licence_valid_to: {not_before: {as_of: 30 days}}}",
        "at: business.licence_valid_to, fail: ['2026-07-29'], missing: not_applicable",
        "no two cases on either side of `business.licence_valid_to not_before as_of + 30`",
    ),
    "two sides of a bound on which the rule says the same": (
        "check: {any: [{bond.amount: {at_least: 5}}, {basic.full_name: 甲公司}]}",
        "at: bond.amount, pass: [5, '4.99'], missing: pass| at: basic.full_name, fail: [乙], missing: not_applicable",
        "no two cases on either side of `bond.amount at_least 5`",
    ),
    "severities that no case names": (
        "check: {bond.amount: 1}, severity: [{when: {bond.amount: 2}, is: info}, {when: {bond.amount: 3}, is: warning}, warning]",
        "at: bond.amount, pass: [1], fail: [2, 3], missing: not_applicable| at: bond.amount, fail: [4], severity: warning",
        "no case in which it fails as info or as warning (1 of 2)",
    ),
    "never failing, and more": (
        "check: {bond.amount: {at_most: 10}}",
        "at: bond.amount, pass: [10]",
        "no case in which it is fail; no case in which `bond.amount` is missing; "
        "no two cases on either side of `bond.amount at_most 10`",
    ),
}


@pytest.mark.parametrize(("rule", "tables", "said"), LACKING.values(), ids=LACKING)
def test_what_cases_do_not_show_is_told(tmp_path: Path, rule: str, tables: str, said: str) -> None:
    assert untested(tmp_path, rule, tables) == [said]
