"""What was typed for yes or no."""

import pytest

from pmos_rules.formats import Placeholder, Unreadable
from pmos_rules.formats.yes_no import read_yes_no


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (True, True),
        ("是", True),
        ("TRUE", True),
        ("yes ", True),
        (False, False),
        ("否", False),
        ("ｎｏ", False),
        ("false", False),
    ],
)
def test_yes_and_no_may_be_said_in_chinese_and_in_english(typed: object, answer: bool) -> None:
    assert read_yes_no(typed) is answer


@pytest.mark.parametrize(
    ("typed", "reason"), [("不适用", "yes_no"), (1, "yes_no"), ("1", "yes_no"), ([], "shape"), ({}, "shape")]
)
def test_anything_else_is_neither(typed: object, reason: str) -> None:
    value = read_yes_no(typed)
    assert isinstance(value, Unreadable)
    assert value.reason == reason


def test_a_placeholder_is_neither_but_not_unreadable() -> None:
    assert isinstance(read_yes_no("/"), Placeholder)
