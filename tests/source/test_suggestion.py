"""A word that is not known leads to the one that was meant."""

import pytest

from pmos_rules.source import suggest

PATHS = [
    "basic.full_name",
    "shareholders.*.name",
    "shareholders.*.percent",
    "staff.*.name",
    "企业全称",
    "股东",
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("shareholders.*.percnt", "shareholders.*.percent"),
        ("shareholder.*.percent", "shareholders.*.percent"),
        ("shareholders.*.precent", "shareholders.*.percent"),
        ("Basic.Full-Name", "basic.full_name"),
        ("percent", "shareholders.*.percent"),
        ("企业名称", "企业全称"),
        ("股冬", "股东"),
        ("name", None),
        ("地址", None),
        ("units.*.capacity", None),
        ("", None),
    ],
)
def test_the_nearest_word_is_suggested(word: str, meant: str | None) -> None:
    assert suggest(word, PATHS) == meant


def test_of_two_that_are_equally_near_the_first_is_suggested() -> None:
    assert suggest("above", ["abode", "abovo"]) == "abode"


def test_nothing_is_suggested_where_nothing_is_known() -> None:
    assert suggest("above", []) is None
