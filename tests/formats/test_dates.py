"""What was typed for a day or a period, and the day or period that is made of it."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from pmos_rules.formats import FOREVER, Period, Placeholder, Unreadable
from pmos_rules.formats.dates import read_date, read_end_date, read_period

DAY = date(2018, 4, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2018-04-01", "2018-4-1", "2018/4/1", "2018/04/01", "2018.4.1", "20180401", "2018年4月1日", "2018年04月01日",
        "2018 年 4 月 1 日", "2018年4月1号", "２０１８－０４－０１", " 2018-04-01\u3000", 20180401, DAY,
        datetime(2018, 4, 1, 23, 59), "2018-04-01T23:59:00", "2018-04-01 23:59", "2018-04-01T23:59:00.5+08:00",
        "2018-04-01T00:00:00Z",
    ],
)  # fmt: skip
def test_a_day_may_be_written_in_many_ways(typed: object) -> None:
    value = read_date(typed)
    assert type(value) is date
    assert value == DAY


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-30", "2026-13-01", "0000-01-01", "2018-04", "2018年4月", "2018/4-1", "18-4-1", "明天", "长期", "2018041",
        "20180431", "2018-04-01x", "2018-W14-7", 2018.5, 10**50, 10**400, True, ["2018-04-01"], {"2018": "04-01"},
    ],
)  # fmt: skip
def test_what_is_no_day_cannot_be_read_as_one(typed: object) -> None:
    value = read_date(typed)
    assert isinstance(value, Unreadable)
    assert value.reason in ("date", "shape")
    assert value.given is typed


@pytest.mark.parametrize("typed", ["44013", 44013, "43191.5"])
def test_the_serial_number_of_a_spreadsheet_is_recognised(typed: object) -> None:
    value = read_date(typed)
    assert isinstance(value, Unreadable)
    assert value.reason == "date_serial"


@pytest.mark.parametrize("typed", ["长期", "长期有效", "永久", " 长期 ", "長期"])
def test_a_last_day_may_never_come(typed: str) -> None:
    assert read_end_date(typed) == FOREVER


def test_a_first_day_must_come() -> None:
    assert isinstance(read_date("长期"), Unreadable)


def test_a_placeholder_is_no_day_but_not_unreadable_either() -> None:
    assert isinstance(read_end_date("／"), Placeholder)
    assert isinstance(read_period("无"), Placeholder)


@pytest.mark.parametrize("read", [read_date, read_end_date, read_period])
def test_a_placeholder_keeps_what_was_typed(read: Callable[[object], object]) -> None:
    value = read("ｎ/a")
    assert isinstance(value, Placeholder)
    assert (value, value.given) == ("N/A", "ｎ/a")


UNTIL = date(2038, 3, 31)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("2018-04-01至2038-03-31", Period(DAY, UNTIL)),
        ("2018-04-01至长期", Period(DAY, FOREVER)),
        ("自2018年4月1日至2038年3月31日", Period(DAY, UNTIL)),
        ("自2018年4月1日起至2038年3月31日止", Period(DAY, UNTIL)),
        ("从2018年4月1日到2038年3月31日", Period(DAY, UNTIL)),
        ("2018-04-01 至 永久", Period(DAY, FOREVER)),
        ("2018-04-01 - 2038-03-31", Period(DAY, UNTIL)),
        ("2018-04-01 - 长期", Period(DAY, FOREVER)),
        ("2018.04.01-2038.03.31", Period(DAY, UNTIL)),
        ("2018.04.01-长期", Period(DAY, FOREVER)),
        ("2018-04-01~2038-03-31", Period(DAY, UNTIL)),
        ("2018/4/1～2038/3/31", Period(DAY, UNTIL)),
        ("2018/4/1——2038/3/31", Period(DAY, UNTIL)),
        ("20180401到20380331", Period(DAY, UNTIL)),
        ("2018-04-01至", Period(DAY, None)),
        ("长期", Period(None, FOREVER)),
        ({"from": "2018-04-01", "to": "2038-03-31"}, Period(DAY, UNTIL)),
        ({"from": DAY, "to": "长期"}, Period(DAY, FOREVER)),
        ({"起": "2018-04-01", "止": None}, Period(DAY, None)),
        ({"from": "2038-03-31", "to": "2018-04-01"}, Period(UNTIL, DAY)),
        (Period(DAY, UNTIL), Period(DAY, UNTIL)),
    ],
)
def test_a_period_may_be_written_in_many_ways(typed: object, period: Period) -> None:
    assert read_period(typed) == period


@pytest.mark.parametrize("typed", [{}, {"from": "", "to": None}])
def test_a_period_with_neither_end_is_missing(typed: object) -> None:
    assert read_period(typed) is None


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2018-04-01", "period"),
        ("2018-02-30至长期", "period"),
        ("2018-04-01至2038-02-30", "period"),
        ("至", "period"),
        ("二十年", "period"),
        ("2018-04-01至2019-01-01至2020-01-01", "period"),
        ({"from": "2018-04-01", "start": "2018-04-01"}, "period"),
        ({"from": "2018-04-01", "until": "2019-01-01", "to": "2020-01-01"}, "period"),
        ({"form": "2018-04-01"}, "period"),
        ({"from": "明天"}, "period"),
        ({"from": "/"}, "period"),
        (["2018-04-01", "2038-03-31"], "shape"),
        (2018, "shape"),
        (True, "shape"),
    ],
)
def test_what_is_no_period_cannot_be_read_as_one(typed: object, reason: str) -> None:
    value = read_period(typed)
    assert isinstance(value, Unreadable)
    assert value.reason == reason
    assert value.given is typed
