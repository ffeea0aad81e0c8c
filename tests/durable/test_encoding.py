"""What the second engine is given compares as the values themselves do."""

import doctest
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmos_rules.compilation.durable import encoding
from pmos_rules.compilation.durable.encoding import SCALE, UNIT, InexactError, encode, encode_number, encode_text

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
ON_THE_GRID = st.integers(-(10**15), 10**15).map(lambda number: Decimal(number) / SCALE)


def test_the_examples_hold() -> None:
    assert doctest.testmod(encoding).failed == 0


@given(NUMBERS, ON_THE_GRID)
def test_a_number_compares_with_one_of_a_rule_as_it_should(number: Decimal, limit: Decimal) -> None:
    one, other = encode_number(number), encode_number(limit)
    assert (one < other, one == other) == (number < limit, number == limit)
    assert abs(one) < 2**62


@given(NUMBERS)
def test_what_is_exact_is_told_apart_from_everything_else(number: Decimal) -> None:
    try:
        assert Decimal(encode(number, exact=True)) / UNIT == number
    except InexactError:
        assert number % (Decimal(1) / SCALE) if abs(number) < 1 else True


@pytest.mark.parametrize("text", ["a\\b", "a\n", "a" * 201, "\ud800", "a\0b", "sha256:00", "\u200b"])
def test_a_text_that_might_be_confused_is_its_digest(text: str) -> None:
    assert encode_text(text).startswith("sha256:")
    assert len(encode_text(text)) == 71


@pytest.mark.parametrize("text", ["示例售电", 'a"b', "1", "", "a b"])
def test_any_other_text_is_itself(text: str) -> None:
    assert encode_text(text) == text


def test_days_and_yes_and_no_have_their_own_forms() -> None:
    assert (encode(date(2026, 7, 1)), encode(date.max), encode(True)) == (739798, 3652059, True)


def fnv(text: str) -> int:
    """The hash by which durable-rules tells facts apart."""
    result = 2166136261
    for byte in text.encode():
        result = ((result ^ byte) * 16777619) % 2**32
    return result


def test_no_two_facts_of_a_dossier_are_taken_for_one() -> None:
    assert len({fnv(str(number)) for number in range(100_000)}) == 100_000
