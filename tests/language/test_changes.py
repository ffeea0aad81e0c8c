"""What a pack changes in those that it builds on: what holds then, from when on, and who says so."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from pmos_rules.api import schema
from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.explanation import explain
from pmos_rules.findings import Outcome, Report
from pmos_rules.language.ir import All, Literal, Path
from pmos_rules.language.ir import Test as Ask
from pmos_rules.language.reach import can_hold
from pmos_rules.language.rules import check_market, load_market
from pmos_rules.language.ruleset import MarketRules, Rule
from pmos_rules.language.symbols import PackText
from pmos_rules.source import SourceText
from tests.language.example import rule as rule_of

LAW = """
schema: pmos-rules/1
ruleset: law
instrument: law
parameters:
  staff_least: {values: {2018-04-01: {value: 2, cite: "2"}, 2028-01-01: {value: 4, cite: "2"}}}
terms:
  listed: {basic.status: 入市}
rules:
- {id: law.status, title: {zh: 状态, en: Status}, when: {basic.address: {present: true}}, check: listed, if_missing: fail, cite: "3"}
- {id: law.staff, title: {zh: 人员, en: Staff}, check: {count: {of: staff.*, at_least: $staff_least}}, cite: "2"}
- {id: law.retailer, title: {zh: 售电, en: Retail}, applies_to: {kind: retailer}, check: {basic.region: {present: true}}, cite: "5"}
- family: law.required
  check: required
  each: {basic: [full_name, region]}
  cite: "4"
"""
MANIFESTS = {
    "law": 'schema: pmos-rules/1\npack: law\ntitle: {zh: 法, en: Law}\nversion: "1.2"\ninstruments: {law: {title: {zh: 办法, en: Law}}}\n',
    "here": """
schema: pmos-rules/1
pack: here
title: {zh: 本地, en: Here}
version: "1"
extends: {law: ">=1, <2"}
markets: {here: {title: {zh: 本地, en: Here}, kinds: [retailer]}}
instruments: {guide: {title: {zh: 指南, en: Guide}}}
""",
}
HERE = """
schema: pmos-rules/1
ruleset: here
instrument: guide
terms:
  exempt: {basic.retailer_type: 免}
rules:
- {id: here.status, title: {zh: 注册, en: Registered}, check: {basic.status: 注册}, if_missing: fail, cite: "1"}
changes:
"""
DOSSIER: dict[str, Any] = {
    "market": "here",
    "kind": "retailer",
    "basic": {"full_name": "甲", "region": "乙", "address": "丙", "status": "注册", "retailer_type": "免"},
    "staff": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}],
}


def packs(changes: str) -> tuple[PackText, ...]:
    texts = {"law": LAW, "here": HERE + changes if changes else HERE.replace("changes:\n", "")}
    return tuple(
        PackText(name, SourceText("pack.yaml", MANIFESTS[name]), (SourceText("rules.yaml", text),))
        for name, text in texts.items()
    )


@cache
def load(changes: str) -> MarketRules:
    """The rules with some changes; `digest: x0` is filled in."""
    while "x0" in changes:
        at, found = changes.index("x0"), check_market(packs(changes), "here", schema())[1]
        start = len(HERE) + at
        moved = next(one for one in found if one.span.source.name == "rules.yaml" and one.span.start == start)
        digest = re.search("digest: ([0-9a-f]{12})", moved.help or "")
        assert digest is not None
        changes = changes[:at] + digest[1] + changes[at + 2 :]
    return load_market(packs(changes), "here", schema())


def change(what: str, more: str = "") -> str:
    return f'- {{{what}, reason: {{zh: 另有规定, en: it differs here}}, cite: "9", digest: x0{more}}}\n'


@cache
def digest(name: str) -> str:
    """What the rule says, in short, as the message about a missing digest gives it."""
    found = check_market(packs(change(f"rule: {name}, disable: true")), "here", schema())[1]
    given = next(match for one in found if (match := re.search("digest: ([0-9a-f]{12})", one.help or "")))
    return given[1]


def judged(changes: str, day: date = date(2026, 7, 1), dossier: Mapping[str, Any] = DOSSIER) -> Report:
    return Evaluator(load(changes), schema(), day).evaluate(dossier)


def rule(changes: str, name: str) -> Rule:
    return next(rule for rule in load(changes).rules["retailer"] if rule.id == name)


def test_without_changes_the_base_holds() -> None:
    outcomes = judged("").outcomes
    assert (outcomes["law.status"], outcomes["law.staff"]) == (Outcome.FAIL, Outcome.PASS)


def test_what_is_set_holds_and_the_finding_cites_the_clause_of_the_change() -> None:
    changes = change("rule: law.status, set: {check: {basic.status: 过户}}")
    (found,) = [found for found in judged(changes).findings if found.rule == "law.status"]
    assert (found.cite.instrument, found.cite.section) == ("guide", "9")
    assert "过户" in found.message.zh


def test_a_change_may_rest_on_nothing_but_good_sense() -> None:
    changes = change("rule: law.status, set: {from_stage: trade}, basis: derived")
    assert [rule(each, "law.status").basis for each in ("", changes)] == ["stated", "derived"]


def test_what_is_not_set_stays() -> None:
    changed = rule(change("rule: law.status, set: {from_stage: trade}"), "law.status")
    assert (changed.from_stage, changed.otherwise_missing, changed.title.en, changed.pack) == (
        "trade",
        "fail",
        "Status",
        "law",
    )


def test_a_rule_for_some_kinds_may_be_changed_where_there_are_such() -> None:
    made = change("rule: law.retailer, except: exempt").replace("x0", digest("law.retailer"))
    assert check_market(packs(made), "here", schema())[1] == []


def test_an_exception_adds_to_where_the_rule_does_not_apply_and_keeps_its_clause() -> None:
    changes = change("rule: law.status, except: exempt")
    assert judged(changes).outcomes["law.status"] is Outcome.NOT_APPLICABLE
    both = changes + change("rule: law.staff, except: {basic.region: 乙}")
    assert judged(both).outcomes["law.staff"] is Outcome.NOT_APPLICABLE
    assert rule(changes, "law.status").cite.section == "3"


def test_a_second_exception_does_not_take_the_first_back() -> None:
    changes = change("rule: law.status, except: exempt") + change("rule: law.status, except: {basic.region: 丁}")
    assert judged(changes).outcomes["law.status"] is Outcome.NOT_APPLICABLE


def test_a_disabled_rule_is_not_applicable_and_no_longer_required() -> None:
    changes = change("rule: law.required, disable: true")
    bare = {**DOSSIER, "basic": {"status": "入市"}}
    assert judged("", dossier=bare).outcomes["law.required.basic.region"] is Outcome.FAIL
    assert judged(changes, dossier=bare).outcomes["law.required.basic.region"] is Outcome.NOT_APPLICABLE
    assert set(load(changes).disabled) == {"law.required.basic.full_name", "law.required.basic.region"}


def test_a_rule_of_the_pack_may_hold_instead() -> None:
    changes = change("rule: law.status, replace: here.status")
    outcomes = judged(changes).outcomes
    assert (outcomes["law.status"], outcomes["here.status"]) == (Outcome.NOT_APPLICABLE, Outcome.PASS)
    assert rule(changes, "here.status").replaces == ("law.status",)


def test_one_member_of_a_family_may_be_changed() -> None:
    changes = change("rule: law.required.basic.region, set: {severity: warning, reading: {zh: 宜, en: should}}")
    assert [rule(changes, f"law.required.basic.{name}").severity.value for name in ("full_name", "region")] == [
        "error",
        "warning",
    ]


def test_each_member_of_a_changed_family_is_filled_in() -> None:
    changes = change("rule: law.required, set: {title: {zh: 有乙, en: Has it}, check: {$each: {mentions: 乙}}, if_missing: fail}")
    outcomes = judged(changes).outcomes
    assert outcomes["law.required.basic.full_name"] is Outcome.FAIL
    assert outcomes["law.required.basic.region"] is Outcome.PASS


def test_a_rule_may_be_excepted_where_its_own_condition_denies_something_else() -> None:
    changes = change("rule: law.status, set: {when: {not: {basic.address: 丁}}}") + change(
        "rule: law.status, except: exempt"
    )
    assert judged(changes).outcomes["law.status"] is Outcome.NOT_APPLICABLE


def test_two_changes_with_dates_each_hold_on_their_own_days() -> None:
    changes = change("rule: law.status, set: {check: {basic.status: 注册}}", UNTIL) + change(
        "rule: law.status, set: {check: {basic.status: 过户}}", ", effective: {until: 2026-01-01}"
    )
    days = date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1)
    found = [[f.message.zh for f in judged(changes, day).findings if f.rule == "law.status"] for day in days]
    assert ["过户" in found[0][0], found[1], "入市" in found[2][0]] == [True, [], True]


FROM, UNTIL = ", effective: {from: 2026-01-01}", ", effective: {from: 2026-01-01, until: 2027-01-01}"


@pytest.mark.parametrize(
    ("more", "day", "outcome"),
    [
        (FROM, date(2025, 12, 31), Outcome.FAIL),
        (FROM, date(2026, 1, 1), Outcome.PASS),
        (UNTIL, date(2026, 12, 31), Outcome.PASS),
        (UNTIL, date(2027, 1, 1), Outcome.FAIL),
    ],
)
def test_a_change_with_dates_leaves_the_rule_as_it_was_on_other_days(more: str, day: date, outcome: Outcome) -> None:
    assert judged(change("rule: law.status, set: {check: {basic.status: 注册}}", more), day).outcomes["law.status"] is (
        outcome
    )


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2026, 12, 31), Outcome.PASS),
        (date(2027, 1, 1), Outcome.FAIL),
        (date(2028, 1, 1), Outcome.FAIL),
    ],
)
def test_values_of_a_parameter_hold_from_their_day_on_whatever_the_base_gives_later(day: date, outcome: Outcome) -> None:
    changes = change('parameter: staff_least, set: {2027-01-01: {value: 5, cite: "9"}}')
    assert judged(changes, day).outcomes["law.staff"] is outcome
    assert [value.start.year for value in load(changes).parameters["staff_least"].values] == [2018, 2027]


def test_a_later_version_of_a_rule_may_stand_beside_the_earlier() -> None:
    earlier = LAW.replace('if_missing: fail, cite: "3"}', 'if_missing: fail, cite: "3", effective: {until: 2027-01-01}}')
    later = '- {id: law.status, title: {zh: 状态, en: Status}, check: {basic.status: 注册}, if_missing: fail, cite: "5", effective: {from: 2027-01-01}}\n'
    pack = PackText("law", SourceText("pack.yaml", MANIFESTS["law"]), (SourceText("rules.yaml", earlier + later),))
    rules = load_market((pack, *packs("")[1:]), "here", schema())
    days = date(2026, 12, 31), date(2027, 1, 1)
    outcomes = [Evaluator(rules, schema(), day).evaluate(DOSSIER).outcomes["law.status"] for day in days]
    assert outcomes == [Outcome.FAIL, Outcome.PASS]


def test_a_value_of_a_code_list_has_dates_too() -> None:
    codes = LAW.replace(
        "terms:\n", "codelists:\n  types: {甲类: {}, 乙类: {effective: {from: 2026-01-01, until: 2027-01-01}}}\nterms:\n"
    ) + '- {id: law.type, title: {zh: 类, en: Type}, check: {basic.retailer_type: {in: types}}, if_missing: fail, cite: "5"}\n'
    pack = PackText("law", SourceText("pack.yaml", MANIFESTS["law"]), (SourceText("rules.yaml", codes),))
    rules = load_market((pack, *packs("")[1:]), "here", schema())
    filed = {**DOSSIER, "basic": {**DOSSIER["basic"], "retailer_type": "乙类"}}
    days = date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)
    outcomes = [Evaluator(rules, schema(), day).evaluate(filed).outcomes["law.type"].value for day in days]
    assert outcomes == ["fail", "pass", "pass", "fail"]


# -- who says so ---------------------------------------------------------------------------------------


def test_the_explanation_shows_who_changed_a_rule_since_when_and_why() -> None:
    changes = change("rule: law.status, set: {from_stage: trade}", FROM)
    loaded = load(changes)
    changed = rule(changes, "law.status"), loaded.rules["retailer"][1]
    assert "变更" not in explain(changed[0], loaded, schema(), "zh")
    assert (
        "  变更：here 自 2026-01-01 起改 from_stage：另有规定（《指南》9；原依据《办法》3）"
        in explain(changed[1], loaded, schema(), "zh").splitlines()
    )
    assert (
        "  changed: here sets from_stage from 2026-01-01: it differs here (Guide, 9; until then Law, 3)"
        in explain(changed[1], loaded, schema(), "en").splitlines()
    )


def test_the_explanation_of_a_rule_shows_changes_of_its_parameter() -> None:
    changes = change('parameter: staff_least, set: {2027-01-01: {value: 5, cite: "9"}}')
    assert (
        "  $staff_least changed: here sets 2027-01-01: it differs here (Guide, 9; until then Law, 2)"
        in explain(rule(changes, "law.staff"), load(changes), schema(), "en").splitlines()
    )


def test_the_rule_that_holds_instead_says_of_which() -> None:
    changes = change("rule: law.status, replace: here.status")
    explained = [explain(rule(changes, "here.status"), load(changes), schema(), lang) for lang in ("zh", "en")]
    assert "  代替：law.status" in explained[0].splitlines()
    assert "  in place of: law.status" in explained[1].splitlines()


def test_a_disabled_rule_says_by_whom() -> None:
    changes = change("rule: law.status, disable: true")
    lines = explain(load(changes).disabled["law.status"], load(changes), schema(), "zh").splitlines()
    assert "  变更：here 停用：另有规定（《指南》9；原依据《办法》3）" in lines


def test_the_digest_is_of_what_the_rule_says_and_not_of_how_it_is_titled_or_laid_out() -> None:
    plain = rule("", "law.status").digest
    same = LAW.replace("{zh: 状态, en: Status}", "{zh: 经营状态, en: State}").replace("check: listed", "check:   listed")
    other = LAW.replace("入市", "退市")
    for text, is_same in ((same, True), (other, False)):
        pack = PackText("law", SourceText("pack.yaml", MANIFESTS["law"]), (SourceText("rules.yaml", text),))
        rules = load_market((pack, *packs("")[1:]), "here", schema()).rules["retailer"]
        assert (next(found for found in rules if found.id == "law.status").digest == plain) is is_same


# -- versions of what is built on -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "codes"), [("1.2", []), ("1", []), ("1.9.1", []), ("1.3rc1", []), ("0.9", ["wrong-version"]), ("2", ["wrong-version"])]
)
def test_a_pack_is_built_on_versions_in_the_range_that_it_names(version: str, codes: list[str]) -> None:
    law, *others = packs("")
    manifest = SourceText("pack.yaml", MANIFESTS["law"].replace('"1.2"', f'"{version}"'))
    found = check_market((PackText("law", manifest, law.files), *others), "here", schema())[1]
    assert [one.code for one in found if one.level == "error"] == codes


# -- what can hold at all ------------------------------------------------------------------------------

WHEN = [
    ("{basic.status: 入市}", True),
    ("never", False),
    ("{all: [{basic.status: 入市}, {basic.status: 注册}]}", False),
    ("{all: [{basic.status: [入市, 注册]}, {basic.status: 注册}]}", True),
    ("{all: [{basic.status: [入市, 注册]}, {not: {basic.status: [入市, 注册]}}]}", False),
    ("{all: [{basic.status: 入市}, {basic.status: {missing: true}}]}", False),
    ("{all: [{basic.status: {present: true}}, {basic.status: {missing: true}}]}", False),
    ("{all: [{basic.status: {missing: true}}, {not: {basic.status: {present: true}}}]}", True),
    ("{all: [{bond.amount: {above: 10}}, {bond.amount: {below: 5}}]}", False),
    ("{all: [{bond.amount: {at_least: 5}}, {bond.amount: {at_most: 5}}]}", True),
    ("{all: [{bond.amount: 5}, {bond.amount: {above: 5}}]}", False),
    ("{all: [{bond.amount: 6}, {bond.amount: {above: 5}}]}", True),
    ("{all: [{bond.valid_to: {not_before: 2027-01-01}}, {bond.valid_to: {not_after: 2026-12-31}}]}", False),
    ("{all: [{bond.valid_to: 2027-01-01}, {bond.valid_to: {not_after: 2027-01-01}}]}", True),
    ("{all: [{basic.status: {mentions: 入}}, {not: {basic.status: {mentions: 入}}}]}", False),
    ("{all: [{not: {basic.status: {present: true}}}, {basic.status: 入市}]}", False),
    ("{all: [{basic.status: [入市, 注册]}, {not: {basic.status: 入市}}, {not: {basic.status: 注册}}]}", False),
    ("{all: [{basic.status: [入市, 注册]}, {not: {basic.status: 入市}}, {not: {basic.status: 退市}}]}", True),
    ("{any: [never, {basic.status: 入市}]}", True),
    ("{any: [never, {not: always}]}", False),
    ("{not: {any: [{basic.status: 入市}, always]}}", False),
    ("{all: [{not: {any: [{basic.status: 入市}, {basic.region: 甲}]}}, {basic.region: 甲}]}", False),
]


@pytest.mark.parametrize(("when", "holds"), WHEN, ids=[when for when, _ in WHEN])
def test_what_can_never_hold_is_known(when: str, holds: bool) -> None:
    asked = rule_of(f"when: {when}\ncheck: {{basic.address: {{present: true}}}}").arms[0].when
    assert asked is not None
    assert can_hold(asked) is holds


def test_a_code_is_not_compared_with_a_number() -> None:
    amount = Path("dossier", ("bond", "amount"))
    code, bound = Ask("equals", amount, Literal("5")), Ask("above", amount, Literal(Decimal(9)))
    assert can_hold(All((code, bound)))


PARENT = """
schema: pmos-rules/1
pack: {name}
title: {{zh: 上级, en: Parent}}
version: "1"
extends: [law]
instruments: {{{name}_rules: {{title: {{zh: 细则, en: Rules}}}}}}
"""


@pytest.mark.parametrize(
    ("left", "right", "codes"),
    [
        ("law.status, set: {if_missing: undetermined}", "law.status, set: {if_missing: not_applicable}", ["parents-disagree"]),
        ("law.status, set: {if_missing: undetermined}", "law.status, disable: true", ["parents-disagree"]),
        ("law.status, set: {if_missing: undetermined}", "law.status, set: {if_missing: undetermined}", []),
        ("law.status, set: {if_missing: undetermined}", "law.status, set: {from_stage: trade}", []),
        ("law.status, set: {from_stage: trade}", "law.staff, set: {from_stage: save}", []),
    ],
)
def test_parents_disagree_where_they_say_different_things_of_one_thing(left: str, right: str, codes: list[str]) -> None:
    texts = [("law", MANIFESTS["law"], LAW)]
    for name, said in (("left", left), ("right", right)):
        head = f"schema: pmos-rules/1\nruleset: {name}\ninstrument: {name}_rules\nchanges:\n"
        made = change(f"rule: {said}").replace("x0", digest(said.partition(",")[0]))
        texts.append((name, PARENT.format(name=name), head + made))
    own = HERE.replace("changes:\n", "").replace("terms:\n  exempt: {basic.retailer_type: 免}\n", "")
    texts.append(("here", MANIFESTS["here"].replace('{law: ">=1, <2"}', "[left, right]"), own))
    found = check_market(
        tuple(PackText(name, SourceText("pack.yaml", m), (SourceText("rules.yaml", t),)) for name, m, t in texts),
        "here",
        schema(),
    )[1]
    assert [one.code for one in found] == codes
