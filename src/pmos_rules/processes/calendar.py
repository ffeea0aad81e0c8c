"""A day and a number of working days → the day on which they are over, by the official calendar.

The calendar is the State Council's: holidays, and the days at weekends on which work is made up for them. It
is announced year by year. For a year that the library does not know there is no answer, and never a guess.
"""

from datetime import date, timedelta

_LONGEST = 366 * 3


def working_day_after(start: date, days: int) -> date | None:
    """The last of so many working days after a day, or None where the calendar does not reach so far.

    The day itself does not count (Civil Code, article 201): what is filed on a Friday and takes one working
    day is done on Monday.

    >>> working_day_after(date(2024, 9, 6), 3)
    datetime.date(2024, 9, 11)
    """
    # Imported when first needed: nothing but deadlines asks for it.
    from chinese_calendar import is_workday  # type: ignore[import-untyped]  # it has no stubs

    day, left = start, days
    try:
        for _ in range(_LONGEST):
            day += timedelta(days=1)
            left -= is_workday(day)
            if left <= 0:
                return day
    except (NotImplementedError, OverflowError):
        return None
    return None
