"""What was typed for a number, and the exact number that is made of it."""

from decimal import Decimal

import pytest

from pmos_rules.formats import Placeholder, Unreadable
from pmos_rules.formats.numbers import read_number, read_percent

READ = [
    ("33.33", "33.33"),
    (" 33.33 ", "33.33"),
    ("２０００", "2000"),
    ("2,000", "2000"),
    ("1,234,567.50", "1234567.50"),
    ("１，０００", "1000"),
    ("+5", "5"),
    ("-5", "-5"),
    (".5", "0.5"),
    ("5.", "5"),
    ("1e3", "1E+3"),
    ("007", "7"),
    (33, "33"),
    (33.33, "33.33"),
    (0.1, "0.1"),
    (Decimal("33.330"), "33.330"),
    (10**39, str(10**39)),
    ("9" * 40, "9" * 40),
    ("1e40", "1E+40"),
    ("1e-40", "1E-40"),
    (f"{'0' * 79}1", "1"),
]


@pytest.mark.parametrize(("typed", "number"), READ)
def test_a_number_is_read_exactly(typed: object, number: str) -> None:
    value = read_number(typed)
    assert isinstance(value, Decimal)
    assert value == Decimal(number)


NO_NUMBERS = [
    "三十", "2000万", "NaN", "Infinity", "-inf", "1_000", "1,00", "12,3456", ",1", "1,", "1 000", "0x10", "e5", ".", "+",
    "1.2.3", "60%", "9" * 41, "0" * 80 + "1", "1" * 5000, "1e41", "1E-99", float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"),
    Decimal("1E+1000000"), 10**40, -(10**5000), True, False,
]  # fmt: skip


@pytest.mark.parametrize(
    "typed", NO_NUMBERS, ids=lambda typed: repr(typed)[:12] if isinstance(typed, str) else "other"
)
def test_what_is_no_number_cannot_be_read_as_one(typed: object) -> None:
    value = read_number(typed)
    assert isinstance(value, Unreadable)
    assert value.reason == "number"
    assert value.given is typed


@pytest.mark.parametrize("typed", [[], {}, ["1"], object()])
def test_a_list_or_mapping_has_the_wrong_shape_for_a_number(typed: object) -> None:
    value = read_number(typed)
    assert isinstance(value, Unreadable)
    assert value.reason == "shape"


@pytest.mark.parametrize(("typed", "word"), [("/", "/"), ("无 ", "无"), ("n/a", "N/A"), ("－", "-")])
def test_a_placeholder_is_no_number_but_not_unreadable_either(typed: str, word: str) -> None:
    value = read_number(typed)
    assert isinstance(value, Placeholder)
    assert (str(value), value.given) == (word, typed)


@pytest.mark.parametrize("typed", ["60%", "60 %", "６０％", "60", 60, "60.0%"])
def test_a_percentage_may_carry_its_sign(typed: object) -> None:
    assert read_percent(typed) == Decimal(60)


@pytest.mark.parametrize("typed", ["%", "60%%", "x%", "/%"])
def test_a_percent_sign_alone_makes_no_percentage(typed: str) -> None:
    value = read_percent(typed)
    assert isinstance(value, Unreadable)
    assert value.reason == "number"
    assert value.given is typed


def test_three_thirds_are_not_a_hundred() -> None:
    assert sum(Decimal(str(read_percent("33.33"))) for _ in range(3)) == Decimal("99.99")
