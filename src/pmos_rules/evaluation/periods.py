"""Two periods → whether they are apart, as far as their ends are known."""

from datetime import date
from typing import Any

from pmos_rules.evaluation.truth import FALSE, TRUE, UNDETERMINED
from pmos_rules.formats.values import Period


def is_apart(one: Any, other: Any) -> int:
    """Whether two periods have no day in common; a day is a period of one.

    Both ends belong to a period. One that is not given may be any day on its side of the other end; a period
    that ends before it starts was mistyped, so that nothing is known of it.

    >>> is_apart(date(2024, 10, 1), Period(date(2024, 1, 1), date(2024, 9, 30))) == TRUE
    True
    >>> is_apart(date(2024, 9, 30), Period(date(2024, 1, 1), date(2024, 9, 30))) == FALSE
    True
    >>> is_apart(date(2024, 9, 30), Period(date(2024, 1, 1), None)) == UNDETERMINED
    True
    """
    ends, others = _ends(one), _ends(other)
    if ends is None or others is None:
        return UNDETERMINED
    (start, until), (begin, end) = ends, others
    if _surely_after(start, end) or _surely_after(begin, until):
        return TRUE
    # Where one end is not known, the period reaches at least to the other.
    latest_start, latest_begin = start or until, begin or end
    earliest_until, earliest_end = until or start, end or begin
    meet = _surely_not_after(latest_start, earliest_end) and _surely_not_after(latest_begin, earliest_until)
    return FALSE if meet else UNDETERMINED


def is_whole(value: Any) -> bool:
    """Whether both ends of a period are known, in their order."""
    ends = _ends(value)
    return ends is not None and None not in ends


def _ends(value: Any) -> tuple[date | None, date | None] | None:
    if isinstance(value, date):
        return value, value
    if not isinstance(value, Period):
        return None
    mistyped = value.start is not None and value.until is not None and value.until < value.start
    return None if mistyped else (value.start, value.until)


def _surely_after(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one > other


def _surely_not_after(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one <= other
