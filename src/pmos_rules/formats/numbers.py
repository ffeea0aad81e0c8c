"""What was typed for a number into an exact `Decimal`; never through a binary fraction."""

import re
from decimal import Decimal
from typing import Final
from unicodedata import is_normalized, normalize

from pmos_rules.formats.normalise import PLACEHOLDERS, sanitise, trim
from pmos_rules.formats.values import GivenNumber, Placeholder, Unreadable

MOST_DIGITS: Final = 40

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?")
_DIGIT = re.compile("[0-9]")
_BEYOND: Final = 10**MOST_DIGITS


def read_number(raw: object) -> Decimal | Placeholder | Unreadable | None:
    """A number of at most 40 digits, in any width, with well-formed thousands commas or none; no NaN."""
    match raw:
        case None:
            return None
        case str():
            return _read_text(sanitise(raw), raw)
        case bool():
            return Unreadable(raw, "number")
        case int():
            return Decimal(raw) if abs(raw) < _BEYOND else Unreadable(raw, "number")
        case float():
            return _bounded(Decimal(repr(raw)), raw)
        case Decimal():
            return _bounded(raw, raw)
        case _:
            return Unreadable(raw, "shape")


def read_percent(raw: object) -> Decimal | Placeholder | Unreadable | None:
    """A percentage: a number that may be followed by a percent sign; `60%` and `60` are both 60."""
    if isinstance(raw, str):
        text = trim(normalize("NFKC", sanitise(raw)))
        if text.endswith("%"):
            number = _read_text(text[:-1], raw)
            return number if isinstance(number, Decimal) else Unreadable(raw, "number")
    return read_number(raw)


def _read_text(text: str, raw: str) -> Decimal | Placeholder | Unreadable | None:
    folded = trim(normalize("NFKC", text))
    if not folded:
        return None
    if folded.upper() in PLACEHOLDERS:
        return Placeholder(folded.upper(), sanitise(raw))
    if len(folded) <= 2 * MOST_DIGITS and _NUMBER.fullmatch(folded) and _DIGIT.match(folded.lstrip("+-.")):
        return _as_given(_bounded(Decimal(folded.replace(",", "")), raw), raw)
    return Unreadable(raw, "number")


def _as_given(number: Decimal | Unreadable, raw: str) -> Decimal | Unreadable:
    """The number with the text as typed, where that was padded or not in half-width forms."""
    if isinstance(number, Unreadable) or (trim(raw) == raw and is_normalized("NFKC", raw)):
        return number
    return GivenNumber(number, sanitise(raw))


def _bounded(number: Decimal, raw: object) -> Decimal | Unreadable:
    _, digits, exponent = number.as_tuple()
    if isinstance(exponent, int) and len(digits) <= MOST_DIGITS and abs(exponent) <= MOST_DIGITS:
        return number
    return Unreadable(raw, "number")
