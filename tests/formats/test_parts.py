"""What can be read off a value."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmos_rules.formats import FOREVER, Given, Period, Placeholder, Unreadable, types
from pmos_rules.formats.cities import city_level

CASES: list[tuple[types.ValueType, str, Any, Any]] = [
    (types.URL, "host", "https://pmos.hb.sgcc.com.cn/", "pmos.hb.sgcc.com.cn"),
    (types.URL, "host", "HTTPS://PMOS.HB.sgcc.com.cn:443/a?b#c", "pmos.hb.sgcc.com.cn"),
    (types.URL, "host", "pmos.hb.sgcc.com.cn/pmos", "pmos.hb.sgcc.com.cn"),
    (types.URL, "host", "//pmos.hb.sgcc.com.cn", "pmos.hb.sgcc.com.cn"),
    (types.URL, "host", "https://pmos.hb.sgcc.com.cn@evil.example/", "evil.example"),
    (types.URL, "host", "https://evil.example\\@pmos.hb.sgcc.com.cn/", "evil.example"),
    (types.URL, "host", "https://pmos.hb.sgcc.com.cn./", "pmos.hb.sgcc.com.cn"),
    (types.URL, "host", "http://[::1]:80/", "[::1]"),
    (types.URL, "host", "http://[::1", "[::1]"),
    (types.URL, "host", "https:///x", None),
    (types.FILE_NAME, "stem", "甲_营业执照.pdf", "甲_营业执照"),
    (types.FILE_NAME, "stem", "甲.v2.pdf", "甲.v2"),
    (types.FILE_NAME, "stem", "营业执照", "营业执照"),
    (types.FILE_NAME, "stem", ".pdf", None),
    (types.FILE_NAME, "extension", "甲.v2.PDF", "PDF"),
    (types.FILE_NAME, "extension", "甲_营业执照.pdf", "pdf"),
    (types.FILE_NAME, "extension", "营业执照", None),
    (types.FILE_NAME, "extension", "营业执照.", None),
    (types.FILE_NAME, "company", "甲（武汉）公司_营业执照.pdf", "甲(武汉)公司"),
    (types.FILE_NAME, "company", "甲_乙_营业执照.pdf", None),
    (types.FILE_NAME, "company", "甲＿营业执照.pdf", None),
    (types.FILE_NAME, "company", "_营业执照.pdf", None),
    (types.FILE_NAME, "material", "甲_营业执照.pdf", "营业执照"),
    (types.FILE_NAME, "material", "甲_.pdf", None),
    (types.USCC, "organisation_code", "91420100MA4K2B3C05", "MA4K2B3C0"),
    (types.USCC, "organisation_code", "91420100MA4K2B3C0", None),
    (types.RESIDENT_ID, "birth_date", "110101197503120215", date(1975, 3, 12)),
    (types.RESIDENT_ID, "birth_date", "110101197502300215", None),
    (types.RESIDENT_ID, "birth_date", "护照", None),
    (types.PERIOD, "start", Period(date(2018, 1, 1), FOREVER), date(2018, 1, 1)),
    (types.PERIOD, "until", Period(date(2018, 1, 1), FOREVER), FOREVER),
    (types.PERIOD, "until", Period(date(2018, 1, 1), None), None),
    (types.REGION, "level", "重庆市渝北区", "leaf"),
    (types.REGION, "level", "重庆市城口县", "leaf"),
    (types.REGION, "level", "重庆市秀山土家族苗族自治县", "leaf"),
    (types.REGION, "level", "重庆市两江新区", "leaf"),
    (types.REGION, "level", "内蒙古自治区呼伦贝尔市鄂伦春自治旗", "leaf"),
    (types.REGION, "level", "湖北省荆州市洪湖市", "leaf"),
    (types.REGION, "level", "湖北省恩施土家族苗族自治州利川市", "leaf"),
    (types.REGION, "level", "湖北省神农架林区", "leaf"),
    (types.REGION, "level", "湖北省武汉市", "city"),
    (types.REGION, "level", "重庆市市辖区", "city"),
    (types.REGION, "level", "湖北省恩施土家族苗族自治州", "city"),
    (types.REGION, "level", "西藏自治区阿里地区", "city"),
    (types.REGION, "level", "重庆市", "province"),
    (types.REGION, "level", "湖北省", "province"),
    (types.REGION, "level", "广西壮族自治区", "province"),
    (types.REGION, "level", "渝北", "other"),
    (types.REGION, "is_leaf", "湖北省武汉市江夏区", True),
    (types.REGION, "is_leaf", "湖北省仙桃市", True),
    (types.REGION, "is_leaf", "湖北省荆州市新设市", True),
    (types.REGION, "is_leaf", "湖北省武汉市", False),
    (types.REGION, "is_leaf", "湖北省", False),
]


@pytest.mark.parametrize(("value_type", "part", "value", "expected"), CASES)
def test_a_part_is_read_off_a_value(
    value_type: types.ValueType, part: str, value: Any, expected: Any
) -> None:
    assert value_type.parts[part].read(value) == expected


def test_whether_a_region_is_the_lowest_may_be_told_by_nothing() -> None:
    found = types.REGION.parts["is_leaf"].read("渝北")
    assert isinstance(found, Unreadable)
    assert (found.given, found.reason) == ("渝北", "region")


def directly(part: types.Part, value: Any, *as_of: date) -> Any:
    """What a generated plan reads, of a value that is known to be there."""
    worked = part.through(value) if part.through else value
    if worked is None:
        return None
    if part.direct:
        return part.direct(worked, *as_of)
    return worked if part.index is None else worked[part.index]


@pytest.mark.parametrize(("value_type", "part", "value", "expected"), CASES)
def test_a_part_is_the_same_where_its_value_is_known_to_be_there(
    value_type: types.ValueType, part: str, value: Any, expected: Any
) -> None:
    if value_type is not types.PERIOD:  # whose parts are read in one way only
        assert directly(value_type.parts[part], value) == expected


@pytest.mark.parametrize(
    ("region", "level"),
    [("宜昌市", "prefecture"), ("湖北省宜昌市", "prefecture"), ("大宜昌市", None), ("宜昌市枝江市", "county")],
)
def test_a_city_is_known_where_nothing_else_may_be_part_of_its_name(region: str, level: str | None) -> None:
    assert city_level(region) == level


@pytest.mark.parametrize(
    ("number", "as_of", "years"),
    [
        ("110101198001151016", date(2026, 11, 21), 46),
        ("110101198001151016", date(2026, 1, 14), 45),
        ("110101198001151016", date(2026, 1, 15), 46),
        ("110101198001151016", date(1979, 1, 15), -1),
        ("110101198001151016", date(2109, 1, 15), 129),
        ("110101198001151016", date(2110, 1, 15), 130),
        ("110101200002291016", date(2026, 2, 28), 25),
        ("护照", date(2026, 1, 15), None),
    ],
)
def test_an_age_is_counted_in_whole_years(number: str, as_of: date, years: int | None) -> None:
    age = types.RESIDENT_ID.parts["age"]
    assert age.needs_as_of
    assert age.read(number, as_of) == (None if years is None else Decimal(years))
    assert directly(age, number, as_of) == age.read(number, as_of)


PARTS = [(value_type, part) for value_type in types.TYPES.values() for part in value_type.parts.values()]


@pytest.mark.parametrize(
    ("value_type", "part"), PARTS, ids=[f"{each.name}.{part.name}" for each, part in PARTS]
)
@pytest.mark.parametrize(
    "value",
    [None, Unreadable("x", "shape"), Placeholder("/", "/")],
    ids=["missing", "unreadable", "placeholder"],
)
def test_a_part_of_what_is_not_there_is_not_there_either(
    value_type: types.ValueType, part: types.Part, value: Any
) -> None:
    assert part.read(value, *[date(2026, 1, 1)] * part.needs_as_of) is value


@pytest.mark.parametrize(
    ("value_type", "part"), PARTS, ids=[f"{each.name}.{part.name}" for each, part in PARTS]
)
def test_a_part_can_be_read_off_what_was_typed_untidily(
    value_type: types.ValueType, part: types.Part
) -> None:
    if value_type.text:
        part.read(Given("甲", "甲 "), *[date(2026, 1, 1)] * part.needs_as_of)
