"""What a check says is what the typed tree says: one row for each way of writing something."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any as Anything

import pytest

from pmos_rules.language import custom, walking
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    AsOf,
    Attached,
    Codelist,
    Condition,
    Constant,
    Custom,
    FirstOf,
    Literal,
    Not,
    Parameter,
    Path,
    Predicate,
    Unique,
)
from pmos_rules.language.ir import Test as Ask
from tests.language.example import NAMES, load, rule

GRID = "有配网运营权售电公司"
OTHER_GRID = "有配电网运营权售电公司"


@pytest.fixture(autouse=True)
def example_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(custom.CUSTOM, "example_check", lambda values, arguments: True)


def path(text: str, scope: Anything = "dossier", part: str | None = None, codelist: str | None = None) -> Path:
    return Path(scope, tuple(text.split(".")) if text else (), part, codelist=codelist)


def row(text: str, codelist: str | None = None) -> Path:
    return path(text, "row", codelist=codelist)


def equals(text: str, value: object, scope: Anything = "dossier") -> Ask:
    return Ask("equals", path(text, scope), Literal(value))


def number(value: int | str) -> Literal:
    return Literal(Decimal(value))


def texts(*values: str) -> Literal:
    return Literal(values)


AMOUNT, NAME, UNTIL = path("bond.amount"), path("basic.full_name"), path("bond.valid_to")
TYPE = path("basic.retailer_type", codelist="retailer_type")
WITH_GRID = Condition(Ask("equals", TYPE, Literal(GRID)))
STAFF = path("staff.*")

CHECKS: Sequence[tuple[str, Predicate]] = [
    # -- values
    ("{basic.status: 入市}", equals("basic.status", "入市")),
    ("{basic.status: {equals: 入市}}", equals("basic.status", "入市")),
    ("{basic.status: [入市, 退市]}", Ask("one_of", path("basic.status"), texts("入市", "退市"))),
    ("{notice_accepted: true}", equals("notice_accepted", True)),
    ("{notice_accepted: 否}", equals("notice_accepted", False)),
    ("{bond.amount: 20}", Ask("equals", AMOUNT, number(20))),
    ("{bond.valid_to: 2018-04-01}", Ask("equals", UNTIL, Literal(date(2018, 4, 1)))),
    (f"{{basic.retailer_type: {OTHER_GRID}}}", Ask("equals", TYPE, Literal(GRID))),
    ("{upload.size_bytes: $size_max}", Ask("equals", path("upload.size_bytes"), Parameter("size_max"))),
    ("{dossier.basic.status: 入市}", equals("basic.status", "入市")),
    # -- operators
    ("{basic.full_name: {present: true}}", Ask("present", NAME)),
    ("{basic.full_name: {present: false}}", Ask("missing", NAME)),
    ("{basic.full_name: {missing: true}}", Ask("missing", NAME)),
    ("{basic.full_name: {missing: false}}", Ask("present", NAME)),
    ("{basic.full_name: {not: 甲}}", Not(Ask("equals", NAME, Literal("甲")), given=NAME)),
    ("{basic.full_name: {equals: aB, ignoring: case}}", Ask("equals_ignoring_case", NAME, Literal("ab"))),
    ("{bond.amount: {above: 0, at_most: 1.5}}", All((Ask("above", AMOUNT, number(0)), Ask("at_most", AMOUNT, number("1.5"))))),
    ("{bond.amount: {at_least: 1, below: 1 GB}}", All((Ask("at_least", AMOUNT, number(1)), Ask("below", AMOUNT, number(10**9))))),
    ("{bond.amount: {within: 1, of: business.total_assets}}", Ask("within", AMOUNT, path("business.total_assets"), (("by", number(1)),))),
    ("{bond.amount: {whole: true}}", Ask("whole", AMOUNT)),
    ("{bond.amount: {whole: false}}", Not(Ask("whole", AMOUNT), given=AMOUNT)),
    ("{bond.valid_to: {not_before: as_of}}", Ask("not_before", UNTIL, AsOf())),
    ("{bond.valid_to: {not_before: {as_of: 30 days}}}", Ask("not_before", UNTIL, AsOf(number(30)))),
    ("{bond.valid_to: {not_after: 2018-04-01}}", Ask("not_after", UNTIL, Literal(date(2018, 4, 1)))),
    ("{bond.valid_to: {not_after: business.founded_on}}", Ask("not_after", UNTIL, path("business.founded_on"))),
    ("{basic.full_name: {length: 4}}", Ask("length", NAME, None, (("at_least", number(4)), ("at_most", number(4))))),
    ("{basic.full_name: {length: {at_most: 4}}}", Ask("length", NAME, None, (("at_most", number(4)),))),
    ("{basic.full_name: {matches: '[0-9]+'}}", Ask("matches", NAME, Literal("[0-9]+"))),
    ("{basic.full_name: {only: [latin, digit]}}", Ask("only", NAME, texts("latin", "digit"))),
    ("{basic.full_name: {has: han}}", Ask("has", NAME, texts("han"))),
    ("{basic.full_name: {mentions: 售电}}", Ask("mentions", NAME, texts("售电"))),
    (
        "{basic.full_name: {mentions: 售电, not_within: [零售电], except: 零售电力}}",
        Ask("mentions", NAME, texts("售电"), (("except", texts("零售电力")), ("not_within", texts("零售电")))),
    ),
    ("{contact.mobile: {format: cn_mobile}}", Ask("format", path("contact.mobile"), Literal("cn_mobile"))),
    ("{business.legal_name: {same_as: basic.full_name}}", Ask("same_as", path("business.legal_name"), NAME)),
    ("{business.legal_name: {same_as_any: [basic.full_name]}}", Ask("same_as_any", path("business.legal_name"), (NAME,))),
    ("{basic.retailer_type: {in: retailer_type}}", Ask("in", TYPE, Codelist("retailer_type"))),
    ("{account.login_name: {not_in: reference.taken_logins}}", Ask("not_in", path("account.login_name"), path("reference.taken_logins"))),
    ("{business.founded_on: {readable: true}}", Ask("readable", path("business.founded_on"))),
    ("{business.uscc: {as_given: halfwidth}}", Ask("as_given", path("business.uscc"), Literal("halfwidth"))),
    ("{basic.retailer_type: {as_given: canonical}}", Ask("as_given", TYPE, Literal("canonical"))),
    ("{upload.filename.stem: {length: 1}}", Ask("length", path("upload.filename", part="stem"), None, (("at_least", number(1)), ("at_most", number(1))))),
    ("{upload.content.pages: 1}", Ask("equals", path("upload", part="content.pages"), number(1))),
    # -- forms
    ("always", Constant(True)),
    ("never", Constant(False)),
    ("with_grid", WITH_GRID),
    ("{basic.status: 入市, basic.full_name: {present: true}}", All((equals("basic.status", "入市"), Ask("present", NAME)))),
    ("{all: [with_grid, {basic.status: 入市}]}", All((WITH_GRID, equals("basic.status", "入市")))),
    ("{all: [never, {basic.status: 入市}]}", Constant(False)),
    ("{any: [with_grid, never]}", Any((WITH_GRID, Constant(False)))),
    ("{not: with_grid}", Not(WITH_GRID)),
    (
        "{first_of: [{when: with_grid, check: always}, {check: {basic.status: 入市}}]}",
        FirstOf(((Condition(WITH_GRID), Constant(True)), (Constant(True), equals("basic.status", "入市")))),
    ),
    ("{count: {of: staff.*, at_least: $staff_total.no_grid}}", Aggregate("count", STAFF, row(""), (("at_least", Parameter("staff_total", "no_grid")),))),
    (
        "{count: {of: staff.*, where: {education: 本科}, distinct_by: id_number, above: 1, below: 9}}",
        Aggregate("count", STAFF, row(""), (("above", number(1)), ("below", number(9))), Condition(Ask("equals", row("education"), Literal("本科"))), row("id_number")),
    ),
    ("{sum: {of: shareholders.*.percent, equals: 100}}", Aggregate("sum", path("shareholders.*"), row("percent"), (("equals", number(100)),))),
    ("{unique: {of: staff.*.id_number}}", Unique(STAFF, row("id_number"))),
    (
        "{unique: {of: staff.*.id_number, where: {name: 甲}, unless: {name: 乙}}}",
        Unique(STAFF, row("id_number"), Condition(All((equals("name", "甲", "row"), Not(equals("name", "乙", "row")))))),
    ),
    ("{attached: 工商营业执照}", Attached(path("attachments.*"), "工商营业执照")),
    ("{attached: {slot: 工商营业执照}}", Attached(path("attachments.*"), "工商营业执照")),
    (
        "{attached: {material: 情况说明, stamped: true}}",
        Attached(path("attachments.*"), None, Condition(All((equals("material", "情况说明", "row"), equals("stamped", True, "row"))))),
    ),
    ("{agree: {left: extracted, right: dossier, on: [basic, business]}}", Agree(path("extracted"), path(""), ("basic", "business"))),
    ("{agree: {left: shared_local, right: shared_snapshot, on: all}}", Agree(path("shared_local"), path("shared_snapshot"), ("all",))),
    (
        "{custom: example_check, of: [staff.*.name, basic.full_name], levels: [主体, 场站], at: 1}",
        Custom("example_check", (path("staff.*.name"), NAME), (("at", ("1",)), ("levels", ("主体", "场站")))),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), CHECKS, ids=[written for written, _ in CHECKS])
def test_a_check_means(written: str, meant: Predicate) -> None:
    assert rule(f"check: {written}").arms[0].check == meant


@pytest.mark.parametrize(
    ("for_", "written", "meant"),
    [
        ("staff.*", "{name: 甲}", equals("name", "甲", "item")),
        ("basic.full_name", "{this: 甲}", equals("", "甲", "item")),
        ("staff.*", "{dossier.basic.status: 入市}", equals("basic.status", "入市")),
        ("basic.full_name", "{beside.status: 入市}", equals("status", "入市", "beside")),
        ("stage", "{beside.basic.status: 入市}", equals("basic.status", "入市", "beside")),
        ("staff.*", "with_grid", WITH_GRID),
        ("attachments.*", "{filename.material: {named_in: {slots: slot, materials: material}}}",
         Ask("named_in", path("filename", "item", "material"), None, (("materials", path("material", "item")), ("slots", path("slot", "item"))))),
        ("units.*", "{attached: 信用承诺书}", Attached(path("attachments.*", "item"), "信用承诺书")),
        ("units.*", "{count: {of: attachments.*, where: {slot: 信用承诺书}, at_least: 1}}",
         Aggregate("count", path("attachments.*", "item"), row(""), (("at_least", number(1)),), Condition(equals("slot", "信用承诺书", "row")))),
        ("code_fields", "{field_in: code_fields}", Constant(True)),
        ("basic.full_name", "{field_in: code_fields}", Constant(False)),
        ("basic.full_name", "{all: [{field_in: code_fields}, {beside.nothing: 1}]}", Constant(False)),
    ],
)  # fmt: skip
def test_a_check_of_items_means(for_: str, written: str, meant: Predicate) -> None:
    assert rule(f"for: {for_}\ncheck: {written}").arms[0].check == meant


def test_when_and_unless_must_both_let_a_rule_apply() -> None:
    arm = rule("when: with_grid\nunless: {basic.status: 退市}\ncheck: always").arms[0]
    assert arm.when == All((WITH_GRID, Not(equals("basic.status", "退市"))))


def test_a_term_that_speaks_of_rows_is_read_in_the_row() -> None:
    more = "terms: {graduate: {education: 本科}}\n"
    check = rule("check: {count: {of: staff.*, where: graduate, at_least: 1}}", more).arms[0].check
    assert isinstance(check, Aggregate)
    assert check.where == Condition(Condition(Ask("equals", row("education"), Literal("本科"))))


@pytest.mark.parametrize(
    "term", ["{any: [{education: 本科}, never]}", "{not: {education: 本科}}", "{all: [{not: {education: 本科}}]}"]
)
def test_a_term_that_speaks_of_rows_inside_its_forms_is_read_in_the_row(term: str) -> None:
    check = rule(
        "check: {count: {of: staff.*, where: graduate, at_least: 1}}", f"terms: {{graduate: {term}}}\n"
    )
    found = check.arms[0].check
    assert isinstance(found, Aggregate)
    assert found.where is not None
    assert [path.scope for path in walking.tests_of(found.where)] == ["row"]


def test_fields_bound_to_a_code_list_are_known_in_rows_too() -> None:
    more = "codelists: {level: {of: [staff.*.education, units.*.attachments.*.slot], 本科: {also: [大学]}}}\n"
    check = rule("check: {count: {of: staff.*, where: {education: 大学}, at_least: 1}}", more).arms[0].check
    assert isinstance(check, Aggregate)
    assert check.where == Condition(Ask("equals", row("education", "level"), Literal("本科")))
    check = (
        rule("for: units.*\ncheck: {count: {of: attachments.*, where: {slot: 大学}, at_least: 1}}", more).arms[0].check
    )
    assert isinstance(check, Aggregate)
    assert check.where == Condition(Ask("equals", row("slot", "level"), Literal("本科")))


def test_where_nobody_lists_slots_any_may_be_named() -> None:
    rules = 'rules:\n- {id: example.rule, check: {attached: 随便}, cite: "1"}\n- {id: example.other, for: attachments.*, when: {slot: 随便}, title: {zh: 规则, en: A rule}, check: {signed: true}, if_missing: fail, cite: "1"}\n'
    names = NAMES[: NAMES.index("  slots:")] + NAMES[NAMES.index("terms:") :]
    found = {rule.id: rule for rule in load(rules, names=names).rules["retailer"]}
    assert found["example.rule"].arms[0].check == Attached(path("attachments.*"), "随便")
    assert found["example.other"].arms[0].when == equals("slot", "随便", "item")


def test_where_something_is_written_is_no_part_of_what_it_says() -> None:
    both = rule("check: {all: [{basic.full_name: {present: true}}, {basic.full_name: {present: true}}]}").arms[0].check
    assert isinstance(both, All)
    one, other = both.of
    assert isinstance(one, Ask)
    assert isinstance(other, Ask)
    assert one == other
    assert one.left.span is not None
    assert one.left.span.text == "basic.full_name"
    assert one.left.span != other.left.span
