"""A predicate is taken apart into what it is made of, and into the paths that it reads."""

from collections.abc import Iterator

import pytest

from pmos_rules.language import custom, walking
from pmos_rules.language.custom import PROPOSALS, register_check
from pmos_rules.language.ir import Constant
from pmos_rules.language.walking import asks_only_how, conjuncts, parts_of
from tests.language.example import rule

NESTED = """
check:
  all:
    - with_grid
    - any: [{basic.full_name: {format: email}}, {not: {basic.address: {has: han}}}]
    - first_of: [{when: {basic.status: 入市}, check: {bond.amount: {above: 0}}}, {check: always}]
    - {business.founded_on: {not_after: business.licence_valid_to}, basic.short_name: {present: true}}
"""


@pytest.fixture
def no_longer_registered() -> Iterator[None]:
    yield
    del custom.CUSTOM["always_right"]


def read(check: str, *, deciding: bool = False) -> list[str]:
    return [str(path) for path in walking.tests_of(rule(f"check: {check}").arms[0].check, deciding=deciding)]


def test_a_predicate_has_parts() -> None:
    check = rule(NESTED).arms[0].check
    assert [type(part).__name__ for part in parts_of(check)] == [
        *("All", "Condition", "Test", "Any", "Test", "Not", "Test"),
        *("FirstOf", "Condition", "Test", "Test", "Constant", "Constant", "All", "Test", "Test"),
    ]
    assert [type(part).__name__ for part in conjuncts(check)] == ["Condition", "Any", "FirstOf", "Test", "Test"]


def test_a_check_reads_paths_and_must_decide_on_some() -> None:
    check = rule(NESTED).arms[0].check
    assert [str(path) for path in walking.tests_of(check)] == [
        *("basic.retailer_type", "basic.full_name", "basic.address", "basic.status", "bond.amount"),
        *("business.founded_on", "business.licence_valid_to", "basic.short_name"),
    ]
    assert [str(path) for path in walking.tests_of(check, deciding=True)] == [
        *("basic.full_name", "basic.address", "bond.amount", "business.founded_on", "business.licence_valid_to"),
    ]


@pytest.mark.parametrize(
    ("check", "paths", "deciding"),
    [
        ("{count: {of: staff.*, at_least: 1}}", ["staff.*", "this"], []),
        ("{sum: {of: shareholders.*.percent, equals: 1}}", ["shareholders.*", "percent"], ["shareholders.*"]),
        ("{unique: {of: staff.*.name}}", ["staff.*"], []),
        ("{attached: 信用承诺书}", ["attachments.*"], []),
        ("{agree: {left: synced, right: dossier, on: all}}", ["synced", "this"], ["synced", "this"]),
        ("{basic.full_name: {same_as_any: [basic.address, basic.region]}}", ["basic.full_name", "basic.address", "basic.region"], ["basic.full_name", "basic.address", "basic.region"]),
        ("{bond.amount: {within: 1, of: business.total_assets}}", ["bond.amount", "business.total_assets"], ["bond.amount", "business.total_assets"]),
        ("{upload.filename.material: {named_in: {slots: basic.address}}}", ["upload.filename.material", "basic.address"], ["upload.filename.material"]),
        ("never", [], []),
    ],
)  # fmt: skip
def test_a_form_reads(check: str, paths: list[str], deciding: list[str]) -> None:
    assert (read(check), read(check, deciding=True)) == (paths, deciding)


@pytest.mark.usefixtures("no_longer_registered")
def test_a_custom_check_is_registered_once_and_reads_what_it_names() -> None:
    register_check("always_right", lambda values, arguments: True)
    assert read("{custom: always_right, of: [staff.*.name, basic.full_name]}", deciding=True) == [
        "staff.*.name",
        "basic.full_name",
    ]
    with pytest.raises(ValueError, match=r"^a custom check `always_right` is registered already$"):
        register_check("always_right", lambda values, arguments: False)
    assert "always_right" not in PROPOSALS


@pytest.mark.parametrize(
    ("check", "is_so"),
    [
        ("{business.uscc: {as_given: halfwidth, readable: true}}", True),
        ("{basic.retailer_type: {as_given: canonical}}", False),
        ("{business.uscc: {readable: true, format: uscc}}", False),
        ("never", False),
    ],
)
def test_a_check_may_ask_only_how_something_was_typed(check: str, is_so: bool) -> None:
    found = rule(f"check: {check}").arms[0].check
    assert asks_only_how(found) is is_so
    assert Constant(True) not in parts_of(found)
