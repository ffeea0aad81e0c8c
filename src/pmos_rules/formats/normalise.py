"""Text as typed into text in normal form: trimmed, folded, and `None` where nothing is left."""

import re
from collections.abc import Sized
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from unicodedata import is_normalized, normalize

from pmos_rules.formats.values import Given, GivenNumber, Unreadable

ZERO_WIDTH: Final = "\u200b\ufeff"
PLACEHOLDERS: Final = frozenset({"/", "无", "-", "--", "暂无", "N/A", "無"})


_ZERO_WIDTH = dict.fromkeys(map(ord, ZERO_WIDTH))
_BRACKETS = str.maketrans("（）［］", "()[]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ORGANISATION_CODE = re.compile("[0-9A-Z]{8}-[0-9A-Z]")


def read_text(raw: object) -> str | Unreadable | None:
    """Free text: trimmed, zero-width characters removed."""
    typed = as_typed(raw)
    return _given(trim(typed), typed) if isinstance(typed, str) else typed


def read_name(raw: object) -> str | Unreadable | None:
    """A name: text with full-width brackets folded; nothing else is converted."""
    typed = as_typed(raw)
    return _given(trim(typed).translate(_BRACKETS), typed) if isinstance(typed, str) else typed


def read_code(raw: object) -> str | Unreadable | None:
    """A code: NFKC, trimmed, upper case, so that `x` equals `Ｘ`."""
    typed = as_typed(raw)
    return _given(_fold(typed), typed) if isinstance(typed, str) else typed


def read_organisation_code(raw: object) -> str | Unreadable | None:
    """An organisation code: a code, written with or without the hyphen before its check character."""
    typed = as_typed(raw)
    if not isinstance(typed, str):
        return typed
    code = _fold(typed)
    return _given(code.replace("-", "") if _ORGANISATION_CODE.fullmatch(code) else code, typed)


def read_file_name(raw: object) -> str | Unreadable | None:
    """A file's name: NFC and trimmed; its width and case stay."""
    typed = as_typed(raw)
    return _given(normalize("NFC", trim(typed)), typed) if isinstance(typed, str) else typed


def read_secret(raw: object) -> str | Unreadable | None:
    """A secret: exactly as typed, even its spaces."""
    typed = as_typed(raw)
    return (typed if trim(typed) else None) if isinstance(typed, str) else typed


def read_raw(raw: object) -> object:
    """Anything, as it is; blank text, an empty list and an empty mapping are missing."""
    if isinstance(raw, str):
        return raw if trim(raw) else None
    return None if isinstance(raw, Sized) and not len(raw) else raw


def trim(text: str) -> str:
    """The text without surrounding white space (U+3000 and NBSP too) and without zero-width characters.

    >>> trim("\\u3000甲\\u200b公司 ")
    '甲公司'
    """
    return text.translate(_ZERO_WIDTH).strip()


def is_placeholder(text: str) -> bool:
    """Whether a text only says that there is nothing to say: `/`, `无`, `N/A` …"""
    return trim(normalize("NFKC", text)).upper() in PLACEHOLDERS


def was_padded(value: object) -> bool:
    """Whether a value was typed with surrounding white space or with zero-width characters."""
    return isinstance(value, Given | GivenNumber) and trim(value.given) != value.given


def was_fullwidth(value: object) -> bool:
    """Whether a value was typed with full-width or other compatibility forms."""
    return isinstance(value, Given | GivenNumber) and not is_normalized("NFKC", trim(value.given))


def as_typed(raw: object) -> str | Unreadable | None:
    """The text of anything that may stand for text: numbers and days too, but no yes or no, no list."""
    match raw:
        case None:
            return None
        case str():
            return sanitise(raw.given if isinstance(raw, Given) else raw)
        case bool():
            return Unreadable(raw, "shape")
        case int():
            return str(raw) if raw.bit_length() <= 1024 else Unreadable(raw, "shape")
        case Decimal() | float():
            return number_text(raw)
        case datetime():
            return raw.isoformat(" ")
        case date():
            return raw.isoformat()
        case _:
            return Unreadable(raw, "shape")


def number_text(number: Decimal | float) -> str:
    """A number in the shortest text that reads back as it; no exponent unless it was very large or small."""
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    exponent = exact.as_tuple().exponent
    return f"{exact:f}" if isinstance(exponent, int) and abs(exponent) <= 40 else str(exact)


def sanitise(text: str) -> str:
    """The text as a plain `str` that can be encoded: half of a surrogate pair becomes U+FFFD."""
    if _SURROGATE.search(text) is None:
        return str(text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _fold(text: str) -> str:
    return trim(normalize("NFKC", text)).upper()


def _given(normal: str, typed: str) -> str | None:
    if not normal:
        return None
    return normal if normal == typed else Given(normal, typed)
