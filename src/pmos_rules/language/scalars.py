"""Text in a ruleset → a value of the type that is wanted there: `10 MiB`, `30 days`, `2018-04-01`, `true`."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pmos_rules.formats.types import ValueType

_NUMBER = re.compile(r"(-?[0-9]{1,18}(?:\.[0-9]{1,12})?)(?: ?([A-Za-z%]+))?")
_UNITS = {
    "count": {"": 1},
    "bytes": {"": 1, "B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30},
    "days": {"": 1, "day": 1, "days": 1},
    "money": {"": 1},
    "percent": {"": 1, "%": 1},
}
_EVERY_UNIT = {unit: factor for units in _UNITS.values() for unit, factor in units.items()}
_DAY_LIKE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TRUTH = {"true": True, "false": False, "是": True, "否": False}


def read_number(text: str) -> Decimal | None:
    """A number with or without a unit, exactly; None where it is none.

    >>> read_number("10 MiB")
    Decimal('10485760')
    """
    return _read(text, _EVERY_UNIT)


def read_parameter(text: str, type_name: str) -> Decimal | None:
    """The value of a parameter, in one of the units of its type; None where it is none."""
    return _read(text, _UNITS[type_name])


def _read(text: str, units: Mapping[str, int]) -> Decimal | None:
    match = _NUMBER.fullmatch(text)
    factor = units.get(match[2] or "") if match is not None else None
    return Decimal(match[1]) * factor if match is not None and factor is not None else None


def read_day(text: str) -> date | None:
    """An ISO date; None where it is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def why_no_day(text: str) -> tuple[str, str | None]:
    """What is wrong with text that stands where a date is wanted, and how it was probably meant."""
    parts = _DAY_LIKE.fullmatch(text)
    meant = f"{parts[1]}-{int(parts[2]):02}-{int(parts[3]):02}" if parts is not None else None
    if meant is None or (meant != text and read_day(meant) is None):
        return f"`{text}` is not a date such as 2018-04-01", None
    if meant == text:
        return f"`{text}` is not a day of the calendar", None
    return f"`{text}` is not a date such as 2018-04-01", f"did you mean `{meant}`?"


def read_literal(text: str, value_type: ValueType) -> object | None:
    """A value to compare a field of the type with; None where the text cannot be one."""
    if value_type.order == "number":
        return read_number(text)
    if value_type.order == "date":
        return read_day(text)
    if value_type.name == "yes_no":
        return _TRUTH.get(text)
    return text if value_type.text else None
