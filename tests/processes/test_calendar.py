"""Working days by the official calendar: holidays, make-up days, and years that nobody announced."""

from datetime import date, timedelta

import pytest

from pmos_rules.processes import working_day_after

DAYS = [
    ("an ordinary week", date(2024, 9, 2), 3, date(2024, 9, 5)),
    ("over a weekend", date(2024, 9, 6), 1, date(2024, 9, 9)),
    ("from a Saturday", date(2024, 9, 7), 1, date(2024, 9, 9)),
    ("a Saturday that is worked for a holiday counts", date(2024, 9, 13), 1, date(2024, 9, 14)),
    ("Mid-Autumn does not count", date(2024, 9, 14), 1, date(2024, 9, 18)),
    ("nor does National Day", date(2024, 9, 30), 1, date(2024, 10, 8)),
    ("Spring Festival", date(2026, 2, 13), 1, date(2026, 2, 14)),
    ("over the turn of a year", date(2025, 12, 31), 1, date(2026, 1, 4)),
]


@pytest.mark.parametrize(("what", "start", "days", "end"), DAYS, ids=[row[0] for row in DAYS])
def test_the_last_working_day(what: str, start: date, days: int, end: date) -> None:
    assert working_day_after(start, days) == end


@pytest.mark.parametrize(
    "start", [date(2003, 12, 1), date(2999, 1, 1), date.max, date.max - timedelta(days=1), date.min]
)
def test_a_year_without_a_calendar_has_no_answer(start: date) -> None:
    assert working_day_after(start, 5) is None


def test_a_deadline_that_runs_into_such_a_year_has_none_either() -> None:
    assert working_day_after(date(2024, 9, 6), 10_000) is None
