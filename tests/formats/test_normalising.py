"""What was typed, and the text in normal form that is made of it."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from pmos_rules.formats import Given, Unreadable, types
from pmos_rules.formats.normalise import is_placeholder, was_fullwidth, was_padded

CHANGED = [
    (types.TEXT, " 甲 公司\u3000", "甲 公司"),
    (types.TEXT, "\u00a0甲\u200b公司\ufeff", "甲公司"),
    (types.TEXT, "甲\n", "甲"),
    (types.NAME, "甲（武汉）公司", "甲(武汉)公司"),
    (types.NAME, "甲［二］", "甲[二]"),
    (types.CODE, "ｍａ４ ", "MA4"),
    (types.CODE, "zc0001", "ZC0001"),
    (types.RESIDENT_ID, "11010119890115110x", "11010119890115110X"),
    (types.USCC, "９１420100ma4k2b3c05", "91420100MA4K2B3C05"),
    (types.ORGANISATION_CODE, "MA4K2B3C-0", "MA4K2B3C0"),
    (types.FILE_NAME, "e\u0301.pdf ", "\u00e9.pdf"),
    (types.MARKET, "湖北", "hubei"),
    (types.MARKET, "湖北电力交易中心有限公司", "hubei"),
    (types.MARKET, "重庆市", "chongqing"),
    (types.MARKET, "Hubei ", "hubei"),
    (types.KIND, "售电公司", "retailer"),
    (types.KIND, "发电企业", "generator"),
    (types.STAGE, "提交", "submit"),
]


@pytest.mark.parametrize(("value_type", "typed", "normal"), CHANGED)
def test_a_text_that_normalising_changes_keeps_what_was_typed(
    value_type: types.ValueType, typed: str, normal: str
) -> None:
    value = value_type.read(typed)
    assert isinstance(value, Given)
    assert value == normal
    assert value.given == typed


UNCHANGED = [
    (types.TEXT, "甲 公司"),
    (types.TEXT, "Ａ１"),
    (types.TEXT, "湖北sl01"),
    (types.NAME, "湖北示例售电有限公司"),
    (types.NAME, "湖北示例售電有限公司"),
    (types.CODE, "办理中"),
    (types.CODE, "1052216-00077"),
    (types.ORGANISATION_CODE, "-"),
    (types.ORGANISATION_CODE, "MA4K2B3C0"),
    (types.FILE_NAME, "甲＿营业执照.PDF"),
    (types.URL, "https://pmos.hb.sgcc.com.cn/"),
    (types.SECRET, " Abc123!x "),
    (types.RAW, " 甲 "),
    (types.MARKET, "atlantis"),
    (types.KIND, "居民"),
    (types.STAGE, "trade"),
]


@pytest.mark.parametrize(("value_type", "typed"), UNCHANGED)
def test_a_clean_text_is_a_plain_text(value_type: types.ValueType, typed: str) -> None:
    value = value_type.read(typed)
    assert type(value) is str
    assert value == typed


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000", "\u00a0\t", "\u200b", "\ufeff \u200b"])
@pytest.mark.parametrize("value_type", [*types.TYPES.values(), types.ORGANISATION_CODE, types.MARKET])
def test_blank_is_missing_for_every_type(value_type: types.ValueType, blank: str | None) -> None:
    assert value_type.read(blank) is None


@pytest.mark.parametrize("empty", [[], {}, ()])
def test_an_empty_list_or_mapping_is_missing_where_anything_goes(empty: object) -> None:
    assert types.RAW.read(empty) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (430000, "430000"),
        (33.33, "33.33"),
        (Decimal("1.50"), "1.50"),
        (1e300, "1E+300"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-40"), f"0.{'0' * 39}1"),
        (Decimal("1E-41"), "1E-41"),
        (2**1024 - 1, str(2**1024 - 1)),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04:00"),
    ],
)
def test_a_number_or_a_day_may_stand_for_text(raw: object, text: str) -> None:
    assert types.TEXT.read(raw) == text


@pytest.mark.parametrize("raw", [True, ["甲"], {"甲": 1}, b"x", object(), 2**1024])
def test_what_is_no_text_has_the_wrong_shape(raw: object) -> None:
    value = types.TEXT.read(raw)
    assert isinstance(value, Unreadable)
    assert value.reason == "shape"
    assert value.given is raw


def test_half_a_surrogate_pair_becomes_a_character_that_can_be_encoded() -> None:
    value = types.TEXT.read("甲\ud83d")
    assert value == "甲\ufffd"
    assert types.TEXT.read("\ud83d\ude00") == "\U0001f600"


@pytest.mark.parametrize("text", ["/", "／", "无", "無", "-", "--", " 暂无 ", "n/a", "Ｎ／Ａ"])
def test_a_placeholder_says_that_there_is_nothing_to_say(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["", "无限公司", "0", "---", "办理中"])
def test_other_texts_are_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


def test_padding_and_width_are_told_apart() -> None:
    padded, wide, both = types.CODE.read("A1 "), types.CODE.read("Ａ1"), types.CODE.read(" Ａ1")
    assert (was_padded(padded), was_fullwidth(padded)) == (True, False)
    assert (was_padded(wide), was_fullwidth(wide)) == (False, True)
    assert (was_padded(both), was_fullwidth(both)) == (True, True)
    assert (was_padded(types.CODE.read("a1")), was_fullwidth(types.CODE.read("a1"))) == (False, False)
