"""What was typed for a day, or for the first and last day of a period, into `date` and `Period`."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from unicodedata import normalize

from pmos_rules.formats.normalise import PLACEHOLDERS, as_typed, sanitise, trim
from pmos_rules.formats.values import FOREVER, Period, Placeholder, Unreadable

FOREVER_WORDS: Final = frozenset(
    {"长期", "长期有效", "永久", "永久有效", "长期经营", "无固定期限", "無固定期限", "長期", "長期有效"}
)

_DAY = re.compile(
    r"""(?P<year>[0-9]{4}) (?:
        (?P<mark>[-/.]) (?P<month>[0-9]{1,2}) (?P=mark) (?P<day>[0-9]{1,2})
      | [ ]?年[ ]? (?P<month_han>[0-9]{1,2}) [ ]?月[ ]? (?P<day_han>[0-9]{1,2}) [ ]?[日号]
      | (?P<month_run>[0-9]{2}) (?P<day_run>[0-9]{2})
    ) (?:(?:T|[ ]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?""",
    re.ASCII | re.VERBOSE,
)
_ISO_PERIOD = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}至(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|长期)")
_SERIAL = re.compile(r"[2-7][0-9]{4}(?:\.[0-9]+)?", re.ASCII)
_BETWEEN = re.compile(r"\s*(?:至|到|~|—+|–|(?<=\s)-(?=\s)|-(?=[0-9]{4}|长期|永久|无固定))\s*", re.ASCII)
_FROM_KEYS = ("from", "start", "起", "自", "开始", "开始日期")
_TO_KEYS = ("to", "until", "end", "止", "至", "结束", "结束日期")


def read_date(raw: object) -> date | Placeholder | Unreadable | None:
    """A day: ISO, 2018年4月1日, 2018/4/1, 2018.4.1, 20180401; a time of day after it is left out."""
    match raw:
        case datetime():
            return raw.date()
        case date():
            return raw
        case _:
            typed = as_typed(raw)
            return _read_day(typed, raw) if isinstance(typed, str) else typed


def read_end_date(raw: object) -> date | Placeholder | Unreadable | None:
    """A last day: a day, or 长期 and its like, which are `FOREVER`."""
    if isinstance(raw, str) and trim(raw) in FOREVER_WORDS:
        return FOREVER
    return read_date(raw)


def read_period(raw: object) -> Period | Placeholder | Unreadable | None:
    """A period: `A至B`, `A - B`, `A~B`, `自A至长期`, or a mapping with `from` and `to`."""
    match raw:
        case None | Period():
            return raw
        case str():
            return _read_plain_period(raw) or _read_period_text(raw)
        case Mapping():
            return _read_period_mapping(raw)
        case _:
            return Unreadable(raw, "shape")


def _read_day(typed: str, raw: object) -> date | Placeholder | Unreadable | None:
    text = trim(normalize("NFKC", sanitise(typed)))
    if not text:
        return None
    if text.upper() in PLACEHOLDERS:
        return Placeholder(text.upper(), sanitise(typed))
    day = _day(text)
    if day is not None:
        return day
    return Unreadable(raw, "date_serial" if _SERIAL.fullmatch(text) else "date")


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    part = found.groupdict()
    month = part["month"] or part["month_han"] or part["month_run"]
    day = part["day"] or part["day_han"] or part["day_run"]
    try:
        return date(int(part["year"]), int(month), int(day))
    except ValueError:
        return None


def _read_plain_period(text: str) -> Period | None:
    """The form that nearly every dossier has, without a detour: two ISO days, or one and 长期."""
    if _ISO_PERIOD.fullmatch(text) is None:
        return None
    try:
        until = FOREVER if text.endswith("长期") else date.fromisoformat(text[11:])
        return Period(date.fromisoformat(text[:10]), until)
    except ValueError:
        return None


def _read_period_text(raw: str) -> Period | Placeholder | Unreadable | None:
    text = trim(normalize("NFKC", sanitise(raw)))
    if not text:
        return None
    if text.upper() in PLACEHOLDERS:
        return Placeholder(text.upper(), sanitise(raw))
    if text in FOREVER_WORDS:
        return Period(None, FOREVER)
    first, *rest = _BETWEEN.split(
        text.removeprefix("自").removeprefix("从").removesuffix("止").strip(), maxsplit=1
    )
    period = _period(first.removesuffix("起"), rest[0], raw) if rest else None
    return Unreadable(raw, "period") if period is None else period


def _read_period_mapping(raw: Mapping[object, object]) -> Period | Unreadable | None:
    if not raw:
        return None
    starts = [raw[key] for key in _FROM_KEYS if key in raw]
    ends = [raw[key] for key in _TO_KEYS if key in raw]
    if len(starts) > 1 or len(ends) > 1 or len(starts) + len(ends) != len(raw):
        return Unreadable(raw, "period")
    return _period(next(iter(starts), None), next(iter(ends), None), raw)


def _period(first: object, last: object, raw: object) -> Period | Unreadable | None:
    start, until = read_date(first), read_end_date(last)
    if isinstance(start, Unreadable | Placeholder) or isinstance(until, Unreadable | Placeholder):
        return Unreadable(raw, "period")
    return None if start is None and until is None else Period(start, until)
