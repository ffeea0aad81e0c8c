"""For each operator and form: the change to a compliant dossier that breaks a rule of it, and what it touches."""

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest

from pmos_rules.api import load_ruleset
from pmos_rules.findings import Outcome
from pmos_rules.formats.registry import FORMATS
from pmos_rules.formats.types import TYPES
from pmos_rules.language import ir
from pmos_rules.language.predicates import FORMS, OPERATORS
from pmos_rules.strategies.differences import differences
from pmos_rules.strategies.edits import apply
from pmos_rules.strategies.violations import forms, operators
from pmos_rules.strategies.violations.writing import WHOLES
from pmos_rules.testing import Firing, Unfired, collect_cases, fire_matrix

PACK = """
schema: pmos-rules/1
pack: example
title: {zh: 示例, en: Example}
version: "1"
markets: {example: {title: {zh: 示例, en: Example}, kinds: [binding]}}
instruments: {law: {title: {zh: 法, en: Law}, issuer: {zh: 某, en: Some}}}
"""
RULES = """
schema: pmos-rules/1
ruleset: example
title: {zh: 示例, en: Example}
instrument: law
codelists:
  mode: {of: mode, 直接: {also: [直接參與]}, 聚合: {}}
  slots: {章程: {named: [公司章程]}, 承诺书: {}}
processes:
  deal:
    title: {zh: 交易, en: deal}
    cite: "1"
    events: events
    status: status
    start: open
    states: {open: {zh: 开放, en: open}, offered: {zh: 已报价, en: offered}, closed: {zh: 已成交, en: closed}}
    actors: {seller: {zh: 卖方, en: seller}, buyer: {zh: 买方, en: buyer}}
    names: {offer: {zh: 报价, en: offer}, accept: {zh: 接受, en: accept}}
    steps:
    - {on: offer, by: seller, from: open, to: offered, cite: "1"}
    - {on: accept, by: buyer, from: offered, to: closed, cite: "1"}
terms:
  required: {fields: {required_by: [error]}}
rules:
- id: example.rule
  title: {zh: 示例, en: Example}
  cite: "1"
  if_missing: not_applicable
"""
ENVELOPE = {"market": "example", "kind": "binding", "as_of": "2026-07-01"}
OFFERED = [{"event": "offer", "by": "seller"}]
FILE = {"slot": "章程", "filename": "甲_章程.pdf", "head": "%PDF-1.7"}


class Row(NamedTuple):
    """What a rule says, a dossier that keeps to it, and the edits that break it: `path: value`, or `-path`."""

    rule: str
    dossier: dict[str, Any]
    edits: dict[str, Any]


BY_OPERATOR = {
    "present": Row("check: {status: {present: true}}", {"status": "x"}, {"-status": None}),
    "missing": Row("check: {status: {missing: true}}", {}, {"status": "示例"}),
    "not": Row("check: {status: {not: 停用}}", {"status": "在用"}, {"status": "停用"}),
    "equals": Row("check: {mode: 直接}", {"mode": "直接"}, {"mode": "聚合"}),
    "above": Row("check: {declared_unit_count: {above: 3}}", {"declared_unit_count": 4}, {"declared_unit_count": 3}),
    "at_least": Row("check: {declared_unit_count: {at_least: 3}}", {"declared_unit_count": "4"}, {"declared_unit_count": "2"}),
    "below": Row("check: {bond.amount: {below: 3}}", {"bond": {"amount": "2"}}, {"bond.amount": "3"}),
    "at_most": Row("check: {bond.amount: {at_most: 3}}", {"bond": {"amount": "2"}}, {"bond.amount": "3.01"}),
    "not_before": Row("check: {effective_from: {not_before: as_of}}", {"effective_from": "2026-07-01"}, {"effective_from": "2026-06-30"}),
    "not_after": Row("check: {effective_from: {not_after: effective_to}}", {"effective_from": "2026-07-01", "effective_to": "2026-08-01"},
                     {"effective_from": "2026-08-02"}),
    "within": Row("check: {declared_unit_count: {within: 1, of: bond.amount}}", {"declared_unit_count": 5, "bond": {"amount": 5}},
                  {"declared_unit_count": 7}),
    "whole": Row("check: {bond.amount: {whole: true}}", {"bond": {"amount": "3"}}, {"bond.amount": "3.5"}),
    "length": Row("check: {status: {length: {at_most: 3}}}", {"status": "ab"}, {"status": "ab甲甲"}),
    "matches": Row("check: {status: {matches: '[^_]+_[^_]+'}}", {"status": "甲_乙"}, {"status": "甲乙"}),
    "only": Row("check: {status: {only: [latin, digit]}}", {"status": "a1"}, {"status": "a1_"}),
    "has": Row("check: {status: {has: [latin, digit]}}", {"status": "a1"}, {"status": "1"}),
    "mentions": Row("check: {status: {mentions: [售电], not_within: [零售电]}}", {"status": "甲售电"}, {"status": "甲"}),
    "format": Row("check: {contact.postcode: {format: cn_postcode}}", {"contact": {"postcode": "430000"}}, {"contact.postcode": "43000A"}),
    "same_as": Row("check: {retailer.name: {same_as: consumer.name}}", {"retailer": {"name": "甲"}, "consumer": {"name": "甲"}},
                   {"retailer.name": "甲甲"}),
    "same_as_any": Row("check: {retailer.name: {same_as_any: [consumer.name, basic.full_name]}}",
                       {"retailer": {"name": "甲"}, "consumer": {"name": "甲"}}, {"retailer.name": "甲甲"}),
    "mentions_any_of": Row("check: {retailer.name: {mentions_any_of: [consumer.name]}}",
                           {"retailer": {"name": "甲公司"}, "consumer": {"name": "甲"}}, {"retailer.name": "其他公司"}),
    "in": Row("check: {basic.full_name: {in: reference.catalog}}", {"basic": {"full_name": "甲"}, "reference": {"catalog": ["甲", "乙"]}},
              {"reference.catalog": ["乙"]}),
    "not_in": Row("check: {account.login_name: {not_in: reference.taken_logins}}",
                  {"account": {"login_name": "a"}, "reference": {"taken_logins": ["b"]}}, {"reference.taken_logins": ["b", "a"]}),
    "contains_all": Row("check: {order_attachments: {contains_all: [甲, 乙]}}", {"order_attachments": ["甲", "乙", "丙"]},
                        {"order_attachments": ["乙", "丙"]}),
    "apart_from": Row("check: {as_of: {apart_from: resource.effective_periods.*}}", {"resource": {"effective_periods": ["2025-01-01至2025-12-31"]}},
                      {"resource.effective_periods.0": "2026-07-01至2026-07-01"}),
    "named_in": Row("for: attachments.*\n  check: {filename.material: {named_in: {slots: slot}}}", {"attachments": [FILE]},
                    {"attachments.0.filename": "甲_章程甲.pdf"}),
    "readable": Row("check: {effective_from: {readable: true}}", {"effective_from": "2026-07-01"}, {"effective_from": "不详"}),
    "as_given": Row("check: {mode: {as_given: canonical}}", {"mode": "直接"}, {"mode": "直接參與"}),
}  # fmt: skip
BY_FORM = {
    "all": Row("check: {all: [{mode: 直接}, {status: 在用}]}", {"mode": "直接", "status": "在用"}, {"mode": "聚合"}),
    "any": Row("check: {any: [{mode: 直接}, {status: {only: [digit]}}]}", {"mode": "直接", "status": "1"}, {"mode": "聚合", "status": "1_"}),
    "not": Row("check: {not: {mode: 聚合, status: 在用}}", {"mode": "直接", "status": "在用"}, {"mode": "聚合"}),
    "first_of": Row("check: {first_of: [{when: {mode: 聚合}, check: never}, {check: {status: 在用}}]}", {"mode": "直接", "status": "在用"},
                    {"status": "在用甲"}),
    "count": Row("check: {count: {of: shareholders.*, where: {percent: {above: 10}}, distinct_by: name, at_least: 2}}",
                 {"shareholders": [{"name": "甲", "percent": "60"}, {"name": "乙", "percent": "40"}]}, {"-shareholders.0": None}),
    "sum": Row("check: {sum: {of: shareholders.*.percent, equals: 100}}", {"shareholders": [{"percent": "60"}, {"percent": "40"}]},
               {"shareholders.0.percent": "61"}),
    "unique": Row("check: {unique: {of: shareholders.*.name}}", {"shareholders": [{"name": "甲"}, {"name": "乙"}]}, {"shareholders.0.name": "乙"}),
    "sequence": Row("check: {sequence: {of: events.*.event, contains: [a, b]}}", {"events": ["a", "c", "b"]}, {"events": ["c", "b"]}),
    "attached": Row("check: {attached: 章程}", {"attachments": [{"slot": "承诺书"}, FILE]}, {"-attachments.1": None}),
    "agree": Row("check: {agree: {left: extracted, right: dossier, on: [basic]}}",
                 {"extracted": {"basic": {"full_name": "甲"}}, "basic": {"full_name": "甲"}}, {"extracted.basic.full_name": "甲甲"}),
    "process": Row("check: {process: deal, status: agrees}", {"events": OFFERED, "status": "已报价"}, {"status": "开放"}),
    "custom": Row("check: {custom: as_many, of: [units.*, declared_unit_count]}", {"units": [{"name": "甲"}], "declared_unit_count": 1},
                  {"declared_unit_count": 2}),
}  # fmt: skip
MORE = {
    "one of several": Row("check: {status: [甲, 乙]}", {"status": "甲"}, {"status": "甲甲"}),
    "in either case": Row("check: {status: {equals: pdf, ignoring: case}}", {"status": "PDF"}, {"status": "PD1"}),
    "a yes": Row("check: {notice_accepted: true}", {"notice_accepted": True}, {"notice_accepted": False}),
    "a day": Row("check: {effective_from: 2026-07-01}", {"effective_from": "2026-07-01"}, {"effective_from": "2026-07-02"}),
    "for good": Row("check: {effective_to: {not_before: 2026-07-01}}", {"effective_to": "长期"}, {"effective_to": "2026-06-30"}),
    "neither day given": Row("check: {effective_from: {not_after: effective_to}}", {}, {"effective_from": "2999-01-02", "effective_to": "2999-01-01"}),
    "a file's first bytes": Row("for: attachments.*\n  check: {content.is_pdf: true}", {"attachments": [FILE]},
                                {"attachments.0.head": "hex:FFD8FFE0"}),
    "a file's facts": Row("for: attachments.*\n  check: {content.pages: {above: 0}}", {"attachments": [{"pages": 2}]},
                          {"attachments.0.pages": 0}),
    "the host of an address": Row("check: {portal_url.host: a.example}", {"portal_url": "https://a.example/x"}, {"portal_url": "https://a.exampl1/"}),
    "the end of a period": Row("check: {basic.operating_period.until: {not_before: as_of}}", {"basic": {"operating_period": "2018-01-01至长期"}},
                               {"basic.operating_period": "1926-06-30至2026-06-30"}),
    "an age": Row("for: staff.*\n  check: {id_number.age: {at_most: 60}}", {"staff": [{"id_number": "110101198001151016"}]},
                  {"staff.0.id_number": "110101196507011011"}),
    "a member of a mapping": Row("for: contract.fields.*\n  check: {this: {not_in: mode}}", {"contract": {"fields": {"期限": "一年"}}},
                                 {"contract.fields.期限": "直接"}),
    "a value among those of rows": Row("for: declared_accounts.*\n  check: {this: {in: dossier.units.*.utility_account_number}}",
                                       {"units": [{"utility_account_number": "7"}]}, {"declared_accounts": ["1"]}),
    "what a mapping holds": Row("check: {basic.dispatch_name: {same_as: {lookup: reference.dispatch_names, by: business.uscc}}}",
                                {"basic": {"dispatch_name": "厂"}, "business": {"uscc": "A"}, "reference": {"dispatch_names": {"A": "厂"}}},
                                {"reference.dispatch_names.A": "厂甲"}),
    "a row where there was none": Row("for: resource.other_orders.*\n  check: {status: 终止}", {}, {"resource": {"other_orders": [{"status": "终止甲"}]}}),
    "too many rows": Row("check: {count: {of: accounts.*, at_most: 2}}", {"accounts": [{"login_name": "a"}]},
                         {"accounts": [{"login_name": "a"}] * 3}),
    "too few distinct rows": Row("check: {count: {of: staff.*, distinct_by: name, equals: 2}}", {"staff": [{"name": "甲"}, {"name": "乙"}]},
                                 {"-staff.0": None}),
    "a row twice": Row("check: {unique: {of: accounts.*.login_name}}", {}, {"accounts": [{"login_name": "示例"}] * 2}),
    "another material": Row("check: {attached: {slot: 章程, material: 原件}}", {"attachments": [{"slot": "章程", "material": "原件"}]},
                            {"-attachments.0": None}),
    "nothing may be attached": Row("check: {not: {attached: 章程}}", {"attachments": []}, {"+attachments": {"slot": "章程"}}),
    "two sides that said nothing": Row("check: {agree: {left: shared_local, right: shared_snapshot, on: [premises]}}", {},
                                       {"shared_local": {"premises": "甲"}, "shared_snapshot": {"premises": "乙"}}),
    "out of order": Row("check: {process: deal, order_of: accept}", {}, {"events": [{"event": "accept", "by": "买方"}]}),
    "by another": Row("check: {process: deal, actor_of: accept}", {"events": OFFERED}, {"events": [*OFFERED, {"event": "accept", "by": "卖方"}]}),
    "in another state": Row("check: {not: {process: deal, state: closed}}", {"events": OFFERED}, {"events": [*OFFERED, {"event": "accept", "by": "买方"}]}),
    "when it does not apply": Row("when: {mode: 聚合}\n  check: never", {"mode": "直接"}, {"mode": "聚合"}),
    "when it does not apply and would hold": Row("when: {mode: 聚合}\n  check: {status: {has: [digit]}}", {"mode": "直接", "status": "a1"},
                                                 {"mode": "聚合", "status": "a"}),
    "at a later stage": Row("from_stage: trade\n  check: {review.status: approved}", {}, {"stage": "trade", "review": {"status": "approve1"}}),
    "under its Chinese name": Row("check: {basic.full_name: {only: [han]}}", {"基本信息": {"企业全称": "甲"}}, {"基本信息.企业全称": "甲_"}),
}  # fmt: skip
ROWS = {**{f"operator {name}": row for name, row in BY_OPERATOR.items()}, **{f"form {name}": row for name, row in BY_FORM.items()}, **MORE}


def fired(folder: Path, rule: str, dossier: dict[str, Any]) -> Firing | Unfired:
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    text = RULES if "if_missing" not in rule else RULES.replace("  if_missing: not_applicable\n", "")
    (folder / "rules.yaml").write_text(f"{text}  {rule}\n", "utf-8")
    (row,) = fire_matrix(load_ruleset(folder), {"ours": {**ENVELOPE, **dossier}})
    return row


def edits(firing: Firing | Unfired) -> dict[str, Any]:
    assert isinstance(firing, Firing), firing
    signs = {"set": "", "remove": "-", "add": "+"}
    return {f"{signs[edit.verb]}{edit.path}": edit.value for edit in firing.edits}


@pytest.mark.parametrize("name", ROWS)
def test_a_rule_is_broken_by_its_structure(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    assert edits(fired(tmp_path, row.rule, row.dossier)) == row.edits


def test_every_operator_and_form_of_the_language_is_broken_here() -> None:
    """But for `field_in`, which is decided when a pack is loaded: no dossier changes it."""
    assert set(BY_OPERATOR) == set(OPERATORS)
    assert set(BY_FORM) == set(FORMS) - {"field_in"}


def test_every_operator_and_form_has_a_function_by_its_name() -> None:
    assert [name for name in OPERATORS if not hasattr(operators if name != "not" else forms, f"violate_{name}")] == []
    assert [name for name in FORMS if name != "field_in" and not hasattr(forms, f"violate_{name}")] == []
    assert set(forms.FORMS) == set(get_args(ir.Predicate))


def test_a_whole_can_be_made_of_every_part() -> None:
    assert {(kind, part) for kind, value_type in TYPES.items() for part in value_type.parts} - WHOLES == set()


RIGHT = {
    "uscc_text": "91420100MA4K2B3C05",
    "uscc": "91420100MA4K2B3C05",
    "resident_id": "110101197503120215",
    "cn_mobile": "13800000001",
    "email": "a@example.cn",
    "cn_postcode": "430000",
}


@pytest.mark.parametrize(("name", "right"), RIGHT.items())
def test_every_format_of_ours_is_broken_by_one_character(name: str, right: str, tmp_path: Path) -> None:
    assert FORMATS[name].check(right)
    ((_, wrong),) = edits(fired(tmp_path, f"check: {{status: {{format: {name}}}}}", {"status": right})).items()
    assert not FORMATS[name].check(wrong)
    assert abs(len(wrong) - len(right)) <= 1


def test_a_rule_that_cannot_fail_is_not_broken(tmp_path: Path) -> None:
    assert fired(tmp_path, "check: always", {}) == Unfired("example.rule", "ours", "no change")


def test_a_rule_without_a_field_to_stand_on_is_told_apart(tmp_path: Path) -> None:
    rule = "for: required\n  check: {this: {not_in: mode}}"
    assert fired(tmp_path, rule, {}) == Unfired("example.rule", "ours", "no field")


TREE = "check: {custom: tree_order, of: archive_nodes.*, order: [站, 户]}"
CASES = """
schema: pmos-rules-cases/1
market: example
base: another
cases:
- case: upside down
  set: {archive_nodes: [{id: a, level: 站, parent: b}, {id: b, level: 户}]}
  fails: {example.rule: /archive_nodes}
"""


def test_where_the_structure_tells_nothing_cases_do(tmp_path: Path) -> None:
    assert fired(tmp_path, TREE, {}) == Unfired("example.rule", "ours", "no change")
    (tmp_path / "cases" / "dossiers").mkdir(parents=True)
    (tmp_path / "cases" / "tree.yaml").write_text(CASES, "utf-8")
    (tmp_path / "cases" / "dossiers" / "another.yaml").write_text(json.dumps(ENVELOPE), "utf-8")
    (row,) = fire_matrix(load_ruleset(tmp_path), {"ours": ENVELOPE}, cases=collect_cases(tmp_path))
    assert edits(row) == {"archive_nodes": [{"id": "a", "level": "站", "parent": "b"}, {"id": "b", "level": "户"}]}


SEVERAL = """
- {id: example.waits, title: {zh: 示例, en: Example}, cite: "1", check: {status: {only: [latin]}}, if_missing: not_applicable, depends_on: example.rule}
- {id: example.also, title: {zh: 示例, en: Example}, cite: "1", check: {status: {not: 停用}}, if_missing: fail}
- {id: example.silent, title: {zh: 示例, en: Example}, cite: "1", when: {status: on}, check: {mode: 直接}, if_missing: not_applicable}
- {id: example.begins, title: {zh: 示例, en: Example}, cite: "1", when: {status: {not: on}}, check: {mode: 直接}, if_missing: not_applicable}
"""


def test_what_else_changes_is_told_but_for_rules_that_wait(tmp_path: Path) -> None:
    rule = "check: {status: on}\n" + SEVERAL
    (tmp_path / "pack.yaml").write_text(PACK, "utf-8")
    (tmp_path / "rules.yaml").write_text(f"{RULES}  {rule}", "utf-8")
    dossier = {**ENVELOPE, "status": "on", "mode": "直接"}
    rows = {row.rule: row for row in fire_matrix(load_ruleset(tmp_path), {"ours": dossier})}
    first, also = rows["example.rule"], rows["example.also"]
    assert isinstance(first, Firing)
    assert (first.also, first.effects) == (
        {"example.silent": Outcome.NOT_APPLICABLE, "example.begins": Outcome.PASS},
        {"example.silent": Outcome.NOT_APPLICABLE},
    )
    assert isinstance(also, Firing)
    assert edits(also) == {"-status": None}
    assert (set(also.also), also.effects) == ({"example.rule", "example.waits", "example.silent"}, {})


def test_the_day_is_the_dossier_s_own_unless_another_is_asked_for(tmp_path: Path) -> None:
    fired(tmp_path, "check: {effective_from: {not_after: as_of}}", {"effective_from": "2026-07-01"})
    rules, dossier = load_ruleset(tmp_path), {**ENVELOPE, "effective_from": "2026-07-01"}
    found = [edits(fire_matrix(rules, {"ours": dossier}, as_of=day)[0]) for day in (None, date(2027, 1, 1))]
    assert found == [{"effective_from": "2026-07-02"}, {"effective_from": "2027-01-02"}]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 2}}, [("set", "a.b", 2)]),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}, {"b": 3}]}, [("set", "a.1.b", 3)]),
        ({"a": [1, 2]}, {"a": [1]}, [("set", "a", [1])]),
        ({"a": 1}, {"b": 1}, [("remove", "a", None), ("set", "b", 1)]),
        ({"a": {"b": 1}}, {"a": {"b": 1}}, []),
    ],
)
def test_differences_are_edits_as_far_down_as_they_can_be(one: Any, other: Any, expected: Any) -> None:
    found = differences(one, other)
    assert [(edit.verb, edit.path, edit.value) for edit in found] == expected
    assert apply(found, one) == other
