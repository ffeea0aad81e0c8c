"""The formats that a rule can name."""

import re

import pytest

from pmos_rules.formats import uscc
from pmos_rules.formats.registry import FORMATS, Format, Wording, register_format

CASES = [
    ("uscc_text", "91420100MA4K2B3C05", True),
    ("uscc_text", "91420100MA4K2B3C06", True),
    ("uscc_text", "91420100MA4K2B3C0", False),
    ("uscc_text", "9I420100MA4K2B3C05", False),
    ("uscc_text", "91420100MA4K2B3C05\n", False),
    ("uscc", "91420100MA4K2B3C05", True),
    ("uscc", "91110000600037341L", True),
    ("uscc", "91420100MA4K2B3C06", False),
    ("uscc", "91420100MA4K2B3C0", False),
    ("resident_id", "110101197503120215", True),
    ("resident_id", "11010119860715107X", True),
    ("resident_id", "110101197503120216", False),
    ("resident_id", "110101197502300213", False),
    ("resident_id", "110101750312021", False),
    ("resident_id", "１10101197503120215", False),
    ("cn_mobile", "13800000000", True),
    ("cn_mobile", "+86 138-0000-0000", True),
    ("cn_mobile", "8613800000000", True),
    ("cn_mobile", "12345", False),
    ("cn_mobile", "12800000000", False),
    ("cn_mobile", "138000000001", False),
    ("email", "a@b.cn", True),
    ("email", "张三.li+x@mail.示例.中国", True),
    ("email", "a@b", False),
    ("email", "a@b@c.cn", False),
    ("email", "a b@c.cn", False),
    ("email", "a@c..cn", False),
    ("email", "@c.cn", False),
    ("cn_postcode", "430000", True),
    ("cn_postcode", "011000", True),
    ("cn_postcode", "43000", False),
    ("cn_postcode", "43000a", False),
]


@pytest.mark.parametrize(("name", "text", "holds"), CASES)
def test_a_format_holds_or_does_not(name: str, text: str, holds: bool) -> None:
    assert FORMATS[name].check(text) is holds


def test_every_format_says_in_both_languages_what_it_asks_for() -> None:
    for name, form in FORMATS.items():
        assert form.name == name
        for wording in (form.title, form.requires):
            assert re.search("[\u4e00-\u9fff]", wording.zh)
            assert wording.en.isascii()


def test_a_third_party_may_register_a_format_and_register_it_again() -> None:
    form = Format(
        "test_even", Wording("偶数", "an even number"), _is_even, Wording("末位为偶数", "an even last digit")
    )
    assert register_format(form) is form
    assert register_format(form) is form
    assert FORMATS["test_even"].check("12")


def test_a_name_that_is_taken_keeps_its_meaning() -> None:
    with pytest.raises(ValueError, match=r"^a format named `uscc` is already registered$"):
        register_format(Format("uscc", Wording("代码", "a code"), uscc.is_shaped, Wording("代码", "a code")))


def _is_even(text: str) -> bool:
    return text[-1:] in set("02468")
