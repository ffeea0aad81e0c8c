"""A value in normal form into what JSON can say, so that a dossier can be dumped."""

from datetime import date
from decimal import Decimal
from typing import Any

from pmos_rules.formats.masking import SECRET
from pmos_rules.formats.normalise import number_text
from pmos_rules.formats.values import FOREVER, Given, Period, Unreadable


def to_plain(value: Any) -> Any:
    """Text, numbers as text, days in ISO form (长期 for ever); what was changed or not read, as typed."""
    match value:
        case None | bool() | int() | float():
            return value
        case Given():
            return value.given
        case str():
            return str(value)
        case Decimal():
            return number_text(value)
        case date():
            return "长期" if value == FOREVER else value.isoformat()
        case Period():
            return {"from": to_plain(value.start), "to": to_plain(value.until)}
        case Unreadable():
            return to_plain(value.given)
        case dict():
            return {str(key): to_plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [to_plain(item) for item in value]
        case _:
            return str(type(value).__name__)


def secret_to_plain(value: Any) -> Any:
    """A mask of fixed length in place of a secret."""
    return value if value is None else SECRET
