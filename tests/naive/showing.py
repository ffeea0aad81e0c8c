"""A value → how a message shows it: as it was typed, shortened, personal data masked."""

from datetime import date
from decimal import Decimal
from typing import Any

from pmos_rules.findings import Text
from pmos_rules.formats.masking import SECRET, mask
from pmos_rules.formats.normalise import is_placeholder
from pmos_rules.formats.types import ValueType
from pmos_rules.formats.values import FOREVER, Given, GivenNumber, Period, Unreadable

LONGEST = 60


def show(value: Any, value_type: ValueType | None) -> Text:
    """A value in both languages."""
    name = value_type.name if value_type is not None else ""
    match value:
        case _ if name == "secret":
            return same(SECRET)
        case Unreadable(given=dict()):
            return same("{…}")
        case Unreadable(given=list() | tuple()):
            return same("[…]")
        case Unreadable(given=given):
            return same(visible(str(given), value_type))
        case bool():
            return Text("是" if value else "否", "yes" if value else "no")
        case GivenNumber(given=given) | Given(given=given):
            return same(visible(given, value_type))
        case Decimal():
            return same(number(value) + ("%" if name == "percent" else ""))
        case date():
            return Text("长期", "for good") if value == FOREVER else same(value.isoformat())
        case Period(start=start, until=until):
            ends = [Text("未填", "open") if end is None else show(end, None) for end in (start, until)]
            return Text(f"{ends[0].zh} 至 {ends[1].zh}", f"{ends[0].en} to {ends[1].en}")
        case str():
            return same(visible(value, value_type))
        case tuple():
            return Text(f"{len(value)} 项", f"{len(value)} item{'' if len(value) == 1 else 's'}")
    return Text("已填写", "given")


def same(text: str) -> Text:
    """The same text in both languages."""
    return Text(text, text)


def number(value: Decimal) -> str:
    """A number without an exponent and without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def visible(text: str, value_type: ValueType | None) -> str:
    """A text masked where it is personal, on one line, and not too long."""
    if value_type is not None and value_type.personal and not is_placeholder(text):
        text = mask(text, value_type.name)
    shown = "".join(" " if sign.isspace() else sign if sign.isprintable() else "\ufffd" for sign in text)
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"
