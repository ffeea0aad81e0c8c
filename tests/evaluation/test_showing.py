"""How a value is shown in a message."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmos_rules.evaluation.showing import show
from pmos_rules.findings import Text
from pmos_rules.formats import FOREVER, Given, Period, Unreadable, types
from pmos_rules.formats.values import GivenNumber

DAY = date(2018, 4, 1)
SHOWN: list[tuple[Any, types.ValueType | None, str, str]] = [
    (True, types.YES_NO, "是", "yes"),
    (False, types.YES_NO, "否", "no"),
    (Decimal("99.990"), types.MONEY, "99.99", "99.99"),
    (Decimal("100"), types.MONEY, "100", "100"),
    (Decimal("5.0"), types.MONEY, "5", "5"),
    (Decimal("33.50"), types.PERCENT, "33.5%", "33.5%"),
    (Decimal("1E+2"), None, "100", "100"),
    (GivenNumber(Decimal("1.50"), "１．５０"), types.PERCENT, "１．５０", "１．５０"),
    (DAY, types.DATE, "2018-04-01", "2018-04-01"),
    (FOREVER, types.END_DATE, "长期", "for good"),
    (Period(DAY, FOREVER), types.PERIOD, "2018-04-01 至 长期", "2018-04-01 to for good"),
    (Period(None, DAY), types.PERIOD, "未填 至 2018-04-01", "open to 2018-04-01"),
    (Period(DAY, None), types.PERIOD, "2018-04-01 至 未填", "2018-04-01 to open"),
    ("甲\n乙\u0007", types.TEXT, "甲 乙�", "甲 乙�"),
    (Given("MA4", "ｍａ４"), types.CODE, "ｍａ４", "ｍａ４"),
    ("甲" * 60, types.TEXT, "甲" * 60, "甲" * 60),
    ("甲" * 61, types.TEXT, "甲" * 60 + "…", "甲" * 60 + "…"),
    (("甲",), None, "1 项", "1 item"),
    (("甲", "乙"), None, "2 项", "2 items"),
    ((), None, "0 项", "0 items"),
    (Unreadable("三十", "number"), types.COUNT, "三十", "三十"),
    (Unreadable(["甲"], "shape"), types.TEXT, "[…]", "[…]"),
    (Unreadable(("甲",), "shape"), types.TEXT, "[…]", "[…]"),
    (Unreadable({"甲": 1}, "shape"), types.TEXT, "{…}", "{…}"),
    (object(), None, "已填写", "given"),
]


@pytest.mark.parametrize(("value", "value_type", "zh", "en"), SHOWN)
def test_a_value_is_shown(value: Any, value_type: types.ValueType | None, zh: str, en: str) -> None:
    assert show(value, value_type) == Text(zh, en)


NUMBER = "110101197503120215"


@pytest.mark.parametrize(
    ("value", "value_type", "shown"),
    [
        (NUMBER, types.RESIDENT_ID, "110*************15"),
        (Given(NUMBER, f"{NUMBER} "), types.RESIDENT_ID, "110**************5 "),
        (Unreadable(NUMBER, "shape"), types.RESIDENT_ID, "110*************15"),
        (GivenNumber(Decimal(13800000001), " 13800000001"), types.PERSONAL_CODE, " 138****0001"),
        ("无", types.RESIDENT_ID, "无"),
    ],
)
def test_a_personal_value_is_masked_unless_it_is_asked_for(value: Any, value_type: types.ValueType, shown: str) -> None:
    assert show(value, value_type) == Text(shown, shown)
    typed = value if type(value) is str else value.given
    assert show(value, value_type, personal=True) == Text(typed, typed)


def test_a_secret_is_never_shown() -> None:
    for value in ("Abc123!x", Unreadable("Abc123!x", "shape")):
        assert show(value, types.SECRET, personal=True) == Text("******", "******")
