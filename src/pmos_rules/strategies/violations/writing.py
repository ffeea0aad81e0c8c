"""A value in normal form → text or a number as somebody would type it; a part of a value → the whole value."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from pmos_rules.formats import file_names, resident_id
from pmos_rules.formats.values import FOREVER, Period
from pmos_rules.language.schema import Shape

PDF, IMAGE = "%PDF-1.7", "hex:FFD8FFE0"
"""The first bytes of a PDF, and of an image that is none."""
_LONG: Final = 36525
_SAMPLES: Final[Mapping[str, Any]] = {
    "name": "示例",
    "text": "示例",
    "code": "A1",
    "secret": "A1!",
    "money": "1",
    "percent": "1",
    "count": 1,
    "yes_no": True,
    "url": "https://example.org/",
    "file_name": "示例_示例.pdf",
    "region": "示例县",
    "uscc": "91420100MA4K2B3C05",
    "resident_id": "110101197503120215",
}


def plain(value: Any, like: Any = None) -> Any:
    """Type a value, a number as what stood there: in digits, or as a number.

    >>> plain(Decimal("10.0")), plain(Decimal(7), like=5), plain(date(2026, 7, 1)), plain(FOREVER)
    ('10', 7, '2026-07-01', '长期')
    """
    match value:
        case Decimal() if isinstance(like, int) and value == value.to_integral_value():
            return int(value)
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return "长期" if value == FOREVER else value.isoformat()
        case Period(start, until):
            return f"{plain(start or until)}至{plain(until or start)}"
        case _:
            return value


def sample(shape: Shape, as_of: date) -> Any:
    """Something that may stand at a place of that shape."""
    if shape.kind == "section" and shape.section is not None:
        name, known = next(iter(shape.section.fields.items()))
        return {name: sample(known.shape, as_of)}
    if shape.element is not None:
        element = sample(shape.element, as_of)
        return [element] if shape.kind == "list" else {"示例": element}
    kind = shape.type.name if shape.type is not None else "raw"
    if kind == "period":
        return plain(Period(as_of, as_of))
    return _SAMPLES.get(kind, as_of.isoformat() if "date" in kind else {"示例": "示例"})


def with_part(type_name: str, part: str, value: Any, whole: Any, as_of: date) -> Any:
    """The whole value, typed, of which the part is this value; the rest stays as it was.

    >>> with_part("file_name", "extension", "doc", "示例_章程.pdf", date(2026, 7, 1))
    '示例_章程.doc'
    """
    return _WHOLES[type_name, part](value, whole, as_of)


def _host(value: Any, whole: Any, as_of: date) -> str:
    return f"https://{value}/"


def _stem(value: Any, whole: Any, as_of: date) -> str:
    extension = file_names.split(whole or "")[1]
    return str(value) if extension is None else f"{value}.{extension}"


def _extension(value: Any, whole: Any, as_of: date) -> str:
    return f"{file_names.split(whole or '')[0] or '示例'}.{value}"


def _company(value: Any, whole: Any, as_of: date) -> str:
    return _stem(f"{value}_{file_names.split(whole or '')[3] or '示例'}", whole, as_of)


def _material(value: Any, whole: Any, as_of: date) -> str:
    return _stem(f"{file_names.split(whole or '')[2] or '示例'}_{value}", whole, as_of)


def _of_length(whole: Any, kind: str) -> str:
    """What stood there, if it has the length of its kind; else a sample."""
    sampled = str(_SAMPLES[kind])
    return whole if isinstance(whole, str) and len(whole) == len(sampled) else sampled


def _organisation_code(value: Any, whole: Any, as_of: date) -> str:
    whole = _of_length(whole, "uscc")
    return f"{whole[:8]}{value}{whole[17:]}"


def _born(value: Any, whole: Any, as_of: date) -> str:
    whole = _of_length(whole, "resident_id")
    number = f"{whole[:6]}{value:%Y%m%d}{whole[14:17]}"
    return next(number + last for last in "0123456789X" if resident_id.closes(number + last))


def _aged(value: Any, whole: Any, as_of: date) -> str:
    first = as_of.replace(day=1)  # of the month, which every year has
    return _born(first.replace(year=first.year - int(value)), whole, as_of)


def _from(value: Any, whole: Any, as_of: date) -> str:
    return f"{plain(value)}至{plain(max(value, as_of))}"


def _until(value: Any, whole: Any, as_of: date) -> str:
    return f"{plain(min(value, as_of) - timedelta(days=_LONG))}至{plain(value)}"


def _leaf(value: Any, whole: Any, as_of: date) -> str:
    return "湖北省武汉市江岸区" if value else "湖北省武汉市"


def _level(value: Any, whole: Any, as_of: date) -> str:
    return {"province": "湖北省", "city": "湖北省武汉市", "leaf": "湖北省武汉市江岸区"}.get(value, "示例")


def _head(value: Any, whole: Any, as_of: date) -> str:
    return PDF if value else IMAGE


_WHOLES: Final[Mapping[tuple[str, str], Callable[[Any, Any, date], Any]]] = {
    ("url", "host"): _host,
    ("file_name", "stem"): _stem,
    ("file_name", "extension"): _extension,
    ("file_name", "company"): _company,
    ("file_name", "material"): _material,
    ("uscc", "organisation_code"): _organisation_code,
    ("resident_id", "birth_date"): _born,
    ("resident_id", "age"): _aged,
    ("period", "start"): _from,
    ("period", "until"): _until,
    ("region", "is_leaf"): _leaf,
    ("region", "level"): _level,
    ("section", "content.is_pdf"): _head,
}
WHOLES: Final = frozenset(_WHOLES)
"""The parts, each with the type of its whole, from which a whole can be made."""
