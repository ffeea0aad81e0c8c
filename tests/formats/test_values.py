"""The classes of values in normal form."""

import copy
import pickle
from datetime import date
from decimal import Decimal

import pytest

from pmos_rules.formats import FOREVER, Given, Period, Placeholder, Unreadable
from pmos_rules.formats.values import GivenNumber


@pytest.mark.parametrize(
    "value", [Given("MA4", "ｍａ４"), Placeholder("/", "／"), GivenNumber(Decimal("1.50"), " 1.50")]
)
def test_a_value_keeps_what_was_typed_through_copies_and_pickles(value: Given | GivenNumber) -> None:
    for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert type(twin) is type(value)
        assert (twin, twin.given) == (value, value.given)


def test_a_text_compares_and_hashes_by_its_normal_form() -> None:
    assert Given("MA4", "ｍａ４") == "MA4"
    assert {Given("MA4", "ｍａ４"): 1}["MA4"] == 1


def test_what_cannot_be_read_equals_only_itself_and_shows_no_value() -> None:
    value = Unreadable("Abc123!x", "number")
    assert repr(value) == "Unreadable(number)"
    assert value != Unreadable("Abc123!x", "number")
    assert {value: 1}[value] == 1


def test_what_cannot_be_read_is_kept_through_pickles() -> None:
    twin = pickle.loads(pickle.dumps(Unreadable("三十", "number")))
    assert (twin.given, twin.reason) == ("三十", "number")


def test_a_period_is_a_value() -> None:
    assert Period(date(2018, 1, 1), FOREVER) == Period(date(2018, 1, 1), FOREVER)
    assert len({Period(None, FOREVER), Period(None, FOREVER)}) == 1
    assert date(2999, 12, 31) < FOREVER
