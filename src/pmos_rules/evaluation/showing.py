"""Values in normal form → how they are shown in a message, personal ones masked."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from pmos_rules.findings import Text
from pmos_rules.formats.masking import SECRET, mask
from pmos_rules.formats.normalise import is_placeholder
from pmos_rules.formats.types import ValueType
from pmos_rules.formats.values import FOREVER, Given, GivenNumber, Period, Unreadable

_LONGEST: Final = 60


def show(value: Any, value_type: ValueType | None, *, personal: bool = False) -> Text:
    """A value as it is shown; text as it was typed, shortened, and masked unless personal data are asked for."""
    if value_type is not None and value_type.name == "secret":
        return Text(SECRET, SECRET)
    if isinstance(value, Unreadable):
        return _plain(_masked(_given(value.given), value_type, personal))
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no")
    if isinstance(value, GivenNumber):
        return _plain(_masked(value.given, value_type, personal))
    if isinstance(value, Decimal):
        return _plain(show_number(value) + ("%" if value_type is not None and value_type.name == "percent" else ""))
    if value == FOREVER:
        return Text("长期", "for good")
    if isinstance(value, date):
        return _plain(value.isoformat())
    if isinstance(value, Period):
        return _period(value)
    if isinstance(value, str):
        return _plain(_masked(value.given if isinstance(value, Given) else str(value), value_type, personal))
    if isinstance(value, tuple):
        return Text(f"{len(value)} 项", f"{len(value)} item" + "s" * (len(value) != 1))
    return Text("已填写", "given")


def show_number(number: Decimal) -> str:
    """A number without an exponent and without needless zeros.

    >>> show_number(Decimal("1E+2")), show_number(Decimal("99.990"))
    ('100', '99.99')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(text: str) -> Text:
    return Text(text, text)


def _given(value: object) -> str:
    if isinstance(value, dict):
        return "{…}"
    return "[…]" if isinstance(value, list | tuple) else str(value)


def _masked(text: str, value_type: ValueType | None, personal: bool) -> str:
    if value_type is not None and value_type.personal and not personal and not is_placeholder(text):
        text = mask(text, value_type.name)
    visible = "".join(" " if ch.isspace() else ch if ch.isprintable() else "�" for ch in text)
    return visible if len(visible) <= _LONGEST else f"{visible[:_LONGEST]}…"


def _period(value: Period) -> Text:
    ends = [show(end, None) if end is not None else Text("未填", "open") for end in (value.start, value.until)]
    return Text(f"{ends[0].zh} 至 {ends[1].zh}", f"{ends[0].en} to {ends[1].en}")
