"""A value in normal form → a number or text that the second engine compares exactly.

durable-rules knows 64-bit integers, floats and texts. Numbers are scaled by a million and doubled: what lies on
the grid is even, and what is finer than the grid is the odd number between its neighbours, so that comparing it
with a number on the grid is right. Numbers beyond the range stand at its ends. Days are their ordinals.
"""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

SCALE: Final = 1_000_000
UNIT: Final = 2 * SCALE
"""What one is encoded as."""
LIMIT: Final = 2**61
_MOST_DIGITS: Final = 11
_LEAST_DIGITS: Final = -7
_PLAIN: Final = 200
_DIGEST: Final = "sha256:"


class InexactError(ValueError):
    """A value that has no exact form for the second engine."""


def encode_number(value: Decimal) -> int:
    """A number on the doubled grid; odd where it lies between two points of it.

    >>> encode_number(Decimal("33.33")), encode_number(Decimal("0.0000001")), encode_number(Decimal("-0.0000001"))
    (66660000, 1, -1)
    """
    if not value.is_finite():
        raise InexactError
    if not value:
        return 0
    if value.adjusted() > _MOST_DIGITS:
        return LIMIT + 1 if value > 0 else -LIMIT - 1
    if value.adjusted() < _LEAST_DIGITS:
        return 1 if value > 0 else -1
    over, under = value.as_integer_ratio()
    point, rest = divmod(over * SCALE, under)
    return 2 * point + bool(rest)


def encode_text(value: str) -> str:
    """A text as it is, or its digest where durable-rules might not keep it apart from another."""
    if len(value) <= _PLAIN and value.isprintable() and not value.startswith(_DIGEST) and "\\" not in value:
        return value
    return _DIGEST + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def encode(value: Any, exact: bool = False) -> Any:
    """A value as the second engine is given it; raises InexactError where it has no exact form."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return encode_text(value)
    if isinstance(value, Decimal):
        number = encode_number(value)
        if exact and number % 2:
            raise InexactError
        return number
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, timedelta):
        return value.days
    raise InexactError
