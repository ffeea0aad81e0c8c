"""The types a field can have: how what was typed is read, how values compare, which parts they have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal

from pmos_rules.formats import (
    dates,
    file_names,
    normalise,
    numbers,
    regions,
    resident_id,
    urls,
    uscc,
    vocabulary,
    yes_no,
)
from pmos_rules.formats.values import Period, Placeholder, Unreadable

Order = Literal["none", "number", "date"]
Reader = Callable[[object], Any]


@dataclass(frozen=True, eq=False)
class Part:
    """Something that can be read off a value: `filename.stem`, `id_number.age`, `content.is_pdf`.

    `read` takes the value (and the date, where `needs_as_of`) and gives a value in normal form or `None`;
    what is missing, unreadable or a placeholder it gives back unchanged. Where `supplied` is true, `None`
    means that nobody looked, so that the part is unknown rather than missing. Where `doubtful` is true, a value
    that can be read need not tell it, and then it is unreadable. `direct` is `read` for a value
    that is known to be there and readable: it may raise for any other. Where parts share work, `through` does
    it once for all of them, and `direct` takes what it gives, or is left out where that is the part itself, or
    the one at `index` of it. `attribute` is the field of a section that the part is.
    """

    name: str
    type: "ValueType"
    read: Callable[..., Any]
    needs_as_of: bool = False
    supplied: bool = False
    doubtful: bool = False
    direct: Callable[..., Any] | None = None
    through: Callable[..., Any] | None = None
    attribute: str | None = None
    index: int | None = None


@dataclass(frozen=True, eq=False)
class ValueType:
    """A type of value. `read` turns what was typed into normal form and never raises."""

    name: str
    read: Reader
    order: Order = "none"
    text: bool = False
    personal: bool = False
    parts: Mapping[str, Part] = field(default_factory=lambda: MappingProxyType({}))

    def __repr__(self) -> str:
        return f"ValueType({self.name})"


def _of_text(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    def part(value: Any) -> Any:
        if value is None or isinstance(value, Unreadable | Placeholder):
            return value
        return read(value)

    return part


def _age(value: Any, as_of: date) -> Any:
    if value is None or isinstance(value, Unreadable | Placeholder):
        return value
    years = resident_id.age(value, as_of)
    return None if years is None else Decimal(years)


_YEARS: Final = tuple(map(Decimal, range(130)))


def _age_of(born: date, as_of: date) -> Decimal:
    years = resident_id.years(born, as_of)
    return _YEARS[years] if 0 <= years < len(_YEARS) else Decimal(years)


def _text_part(name: str, value_type: "ValueType", read: Callable[[str], Any]) -> Part:
    return Part(name, value_type, _of_text(read), direct=read)


def _file_name_part(name: str, value_type: "ValueType", index: int) -> Part:
    read = _of_text(lambda text: file_names.split(text)[index])
    return Part(name, value_type, read, through=file_names.split, index=index)


def _start(value: Any) -> Any:
    return value.start if isinstance(value, Period) else value


def _until(value: Any) -> Any:
    return value.until if isinstance(value, Period) else value


def _is_leaf(region: str) -> bool | Unreadable:
    """What no table and no ending tells is not missing: it cannot be read off the name."""
    told = regions.is_leaf(region)
    return Unreadable(region, "region") if told is None else told


def _parts(*parts: Part) -> Mapping[str, Part]:
    return MappingProxyType({part.name: part for part in parts})


TEXT: Final = ValueType("text", normalise.read_text, text=True)
PERSONAL_TEXT: Final = ValueType("text", normalise.read_text, text=True, personal=True)
MARKET: Final = ValueType("text", vocabulary.read_market, text=True)
KIND: Final = ValueType("text", vocabulary.read_kind, text=True)
STAGE: Final = ValueType("text", vocabulary.read_stage, text=True)
NAME: Final = ValueType("name", normalise.read_name, text=True)
CODE: Final = ValueType("code", normalise.read_code, text=True)
PERSONAL_CODE: Final = ValueType("code", normalise.read_code, text=True, personal=True)
ORGANISATION_CODE: Final = ValueType("code", normalise.read_organisation_code, text=True)
SECRET: Final = ValueType("secret", normalise.read_secret, text=True, personal=True)
MONEY: Final = ValueType("money", numbers.read_number, order="number")
PERCENT: Final = ValueType("percent", numbers.read_percent, order="number")
COUNT: Final = ValueType("count", numbers.read_number, order="number")
DATE: Final = ValueType("date", dates.read_date, order="date")
END_DATE: Final = ValueType("end_date", dates.read_end_date, order="date")
YES_NO: Final = ValueType("yes_no", yes_no.read_yes_no)
RAW: Final = ValueType("raw", normalise.read_raw)
PERIOD: Final = ValueType(
    "period", dates.read_period, parts=_parts(Part("start", DATE, _start), Part("until", END_DATE, _until))
)
URL: Final = ValueType(
    "url", normalise.read_text, text=True, parts=_parts(_text_part("host", TEXT, urls.host))
)
REGION: Final = ValueType(
    "region",
    normalise.read_name,
    text=True,
    parts=_parts(
        _text_part("level", TEXT, regions.level),
        Part("is_leaf", YES_NO, _of_text(_is_leaf), doubtful=True, direct=_is_leaf),
    ),
)
USCC: Final = ValueType(
    "uscc",
    normalise.read_code,
    text=True,
    parts=_parts(_text_part("organisation_code", CODE, uscc.organisation_code)),
)
RESIDENT_ID: Final = ValueType(
    "resident_id",
    normalise.read_code,
    text=True,
    personal=True,
    parts=_parts(
        Part("birth_date", DATE, _of_text(resident_id.birth_date), through=resident_id.birth_date),
        Part("age", COUNT, _age, needs_as_of=True, direct=_age_of, through=resident_id.birth_date),
    ),
)
FILE_NAME: Final = ValueType(
    "file_name",
    normalise.read_file_name,
    text=True,
    parts=_parts(
        _file_name_part("stem", TEXT, 0),
        _file_name_part("extension", TEXT, 1),
        _file_name_part("company", NAME, 2),
        _file_name_part("material", TEXT, 3),
    ),
)

TYPES: Final[Mapping[str, ValueType]] = MappingProxyType(
    {
        value_type.name: value_type
        for value_type in (
            TEXT, NAME, CODE, USCC, RESIDENT_ID, SECRET, MONEY, PERCENT, COUNT, DATE, END_DATE, PERIOD,
            YES_NO, URL, FILE_NAME, REGION, RAW,
        )
    }
)  # fmt: skip
