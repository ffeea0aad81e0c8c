"""A declared field into the core schema that reads it: a fast path without Python, then one plain function.

The fast path admits only what is in normal form already, so that a clean value costs no Python call. All else
goes to the reader of the field's type, which never raises.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Final, Literal, TypeVar, get_args

from pydantic import AliasChoices, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from pmos_rules.formats import types
from pmos_rules.formats.normalise import sanitise
from pmos_rules.formats.types import ValueType
from pmos_rules.formats.values import Given, Period, Placeholder, Unreadable
from pmos_rules.models.notes import note_value
from pmos_rules.models.rereading import refuse_inexact
from pmos_rules.models.section import Section, drop_empty, read_no_list, read_no_shape, read_row, read_section
from pmos_rules.models.serialising import secret_to_plain, to_plain

# Each pattern matches a subset of what the type's reader gives back unchanged; a test holds them to that.
_BLANK: Final = r"\s\x1c-\x1f\u200b\ufeff"
_TRIMMED: Final = rf"^[^{_BLANK}](?:[^\u200b\ufeff]*[^{_BLANK}])?$"
_NAME: Final = rf"^[^{_BLANK}（）［］](?:[^\u200b\ufeff（）［］]*[^{_BLANK}（）［］])?$"
_CODE: Final = r"^[!-`{-~\u4e00-\u9fa5](?:[ -`{-~\u4e00-\u9fa5]*[!-`{-~\u4e00-\u9fa5])?$"
_FILE_NAME: Final = r"^[!-~\u4e00-\u9fa5](?:[ -~\u4e00-\u9fa5]*[!-~\u4e00-\u9fa5])?$"
_NUMBER: Final = r"^-?[0-9]{1,20}(?:\.[0-9]{1,19})?$"
_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_LARGEST_FAST: Final = 10**18

_PATTERNS: Final[Mapping[ValueType, str]] = {
    types.TEXT: _TRIMMED,
    types.PERSONAL_TEXT: _TRIMMED,
    types.URL: _TRIMMED,
    types.NAME: _NAME,
    types.REGION: _NAME,
    types.CODE: _CODE,
    types.PERSONAL_CODE: _CODE,
    types.USCC: _CODE,
    types.RESIDENT_ID: _CODE,
    types.ORGANISATION_CODE: "^[0-9A-Z]+$",
    types.FILE_NAME: _FILE_NAME,
    types.SECRET: rf"[^{_BLANK}]",
    types.MARKET: "^[a-z][a-z_]*$",
    types.KIND: "^[a-z][a-z_]*$",
    types.STAGE: "^[a-z][a-z_]*$",
}


def _text(pattern: str) -> CoreSchema:
    return core_schema.str_schema(strict=True, pattern=pattern)


def _fast_paths(value_type: ValueType) -> list[CoreSchema]:
    match value_type:
        case types.RAW | types.PERIOD:
            return []
        case types.YES_NO:
            return [core_schema.bool_schema(strict=True)]
        case _ if value_type.order == "number":
            whole = core_schema.int_schema(strict=True, ge=-_LARGEST_FAST, le=_LARGEST_FAST)
            steps: list[CoreSchema] = [_text(_NUMBER), whole]
            if value_type is types.COUNT:  # a count comes as a number more often than as a text
                steps.reverse()
            return [core_schema.chain_schema([step, core_schema.decimal_schema()]) for step in steps]
        case _ if value_type.order == "date":
            return [core_schema.chain_schema([_text(_DATE), core_schema.date_schema()])]
        case _ if value_type in _PATTERNS:
            return [_text(_PATTERNS[value_type])]
        case _:
            return []


_AS_PLAIN: Final = core_schema.plain_serializer_function_ser_schema(to_plain, when_used="json")


def _first_of(fast: list[CoreSchema], slow: Callable[[Any], Any]) -> CoreSchema:
    plain = core_schema.no_info_plain_validator_function(slow, serialization=_AS_PLAIN)
    return core_schema.union_schema([*fast, plain], mode="left_to_right") if fast else plain


def _serialised(schema: CoreSchema, to_json: Callable[[Any], Any]) -> CoreSchema:
    serialiser = core_schema.plain_serializer_function_ser_schema(to_json, when_used="json")
    return core_schema.nullable_schema(schema, serialization=serialiser)


def read_noted(value_type: ValueType, raw: object) -> object:
    """Any value into its normal form, noticing how it was typed. Never raises."""
    if isinstance(raw, str) and not isinstance(raw, Given):
        if not raw:  # by far the most frequent of what no fast path takes
            return None
        raw = sanitise(raw)
    else:
        refuse_inexact(raw)
    value = value_type.read(raw)
    note_value(value, value_type)
    return value


@dataclass(frozen=True)
class ReadAs:
    """How a field is read: one value of a type, a list of them (`values`) or a mapping (`mapping`)."""

    value_type: ValueType
    shape: Literal["value", "values", "mapping"] = "value"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        value = _first_of(_fast_paths(self.value_type), partial(read_noted, self.value_type))
        to_json = secret_to_plain if self.value_type is types.SECRET else to_plain
        if self.shape == "value":
            return _serialised(value, to_json)
        if self.shape == "mapping":
            return _serialised(_first_of([], self._read_mapping), to_json)
        items = core_schema.tuple_schema([core_schema.nullable_schema(value)], variadic_item_index=0)
        return _serialised(_first_of([items], read_no_list), to_json)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        value = _json_schema(self.value_type)
        if self.shape == "values":
            return {"type": ["array", "null"], "items": value}
        if self.shape == "mapping":
            return {"type": ["object", "null"], "additionalProperties": value}
        return value

    def _read_mapping(self, raw: object) -> object:
        if isinstance(raw, Mapping):
            return {sanitise(str(key)): read_noted(self.value_type, item) for key, item in raw.items()}
        return read_no_shape(raw)


@dataclass(frozen=True)
class AsSection:
    """How a field is read that holds one section."""

    shape: Literal["section"] = "section"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        section = section_of(source)
        given = core_schema.no_info_after_validator_function(drop_empty, handler.generate_schema(section))
        return core_schema.nullable_schema(_first_of([given], partial(read_section, section)))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(_first_choice(schema)["schema"]), {"type": "null"}]}


@dataclass(frozen=True)
class AsRows:
    """How a field is read that holds a list of sections; an empty row is a section with nothing in it."""

    shape: Literal["rows"] = "rows"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        section = section_of(source)
        row = _first_of([handler.generate_schema(section)], partial(read_row, section))
        rows = core_schema.tuple_schema([row], variadic_item_index=0)
        return core_schema.nullable_schema(_first_of([rows], read_no_list))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        row = _first_choice(schema)["items_schema"][0]["choices"][0]
        return {"type": ["array", "null"], "items": handler(row)}


def _first_choice(schema: Any) -> Any:
    return schema["schema"]["choices"][0]


_JSON_TYPES: Final[Mapping[str, JsonSchemaValue]] = {
    "none": {"type": ["string", "number", "null"]},
    "number": {"type": ["number", "string", "null"]},
    "date": {"type": ["string", "null"]},
}


def _json_schema(value_type: ValueType) -> JsonSchemaValue:
    match value_type:
        case types.RAW:
            return {}
        case types.YES_NO:
            return {"type": ["boolean", "string", "null"]}
        case types.PERIOD:
            return {"type": ["string", "object", "null"]}
        case _:
            return dict(_JSON_TYPES[value_type.order])


def section_of(source: Any) -> type[Section]:
    """The section class that an annotation such as `One[Contact]` or `Rows[Unit]` names."""
    for part in (source, *get_args(source)):
        if isinstance(part, type) and issubclass(part, Section):
            return part
        if get_args(part) and part is not source:
            return section_of(part)
    raise TypeError(f"{source} names no section")


def field(*labels: str, supplied: bool = False, asks: str | None = None) -> Any:
    """A field that takes its English key or any of these Chinese labels; the first is what messages call it.

    `supplied` marks what only the caller can know: where it is absent it is unknown rather than missing.
    `asks` names the method by which a caller's object can be asked about it instead.
    """
    supplier: dict[str, Any] = {"supplied": True} if supplied else {}
    return Field(
        default=None,
        title=labels[0],
        # the section puts the English key in front, which is not known here
        validation_alias=AliasChoices(*labels),
        json_schema_extra=supplier | ({"asks": asks} if asks else {}) or None,
    )


Text_ = Annotated[str | Unreadable | None, ReadAs(types.TEXT)]
PersonalText = Annotated[str | Unreadable | None, ReadAs(types.PERSONAL_TEXT)]
Name = Annotated[str | Unreadable | None, ReadAs(types.NAME)]
Code = Annotated[str | Unreadable | None, ReadAs(types.CODE)]
PersonalCode = Annotated[str | Unreadable | None, ReadAs(types.PERSONAL_CODE)]
OrganisationCode = Annotated[str | Unreadable | None, ReadAs(types.ORGANISATION_CODE)]
Uscc = Annotated[str | Unreadable | None, ReadAs(types.USCC)]
ResidentId = Annotated[str | Unreadable | None, ReadAs(types.RESIDENT_ID)]
Secret = Annotated[str | Unreadable | None, ReadAs(types.SECRET)]
Money = Annotated[Decimal | Placeholder | Unreadable | None, ReadAs(types.MONEY)]
Percent = Annotated[Decimal | Placeholder | Unreadable | None, ReadAs(types.PERCENT)]
Count = Annotated[Decimal | Placeholder | Unreadable | None, ReadAs(types.COUNT)]
Date = Annotated[date | Placeholder | Unreadable | None, ReadAs(types.DATE)]
EndDate = Annotated[date | Placeholder | Unreadable | None, ReadAs(types.END_DATE)]
PeriodOfDays = Annotated[Period | Placeholder | Unreadable | None, ReadAs(types.PERIOD)]
YesNo = Annotated[bool | Placeholder | Unreadable | None, ReadAs(types.YES_NO)]
Url = Annotated[str | Unreadable | None, ReadAs(types.URL)]
FileName = Annotated[str | Unreadable | None, ReadAs(types.FILE_NAME)]
Region = Annotated[str | Unreadable | None, ReadAs(types.REGION)]
Market = Annotated[str | Unreadable | None, ReadAs(types.MARKET)]
Kind = Annotated[str | Unreadable | None, ReadAs(types.KIND)]
Stage = Annotated[str | Unreadable | None, ReadAs(types.STAGE)]
Raw = Annotated[Any, ReadAs(types.RAW)]

Texts = Annotated[tuple[str | Unreadable | None, ...] | Unreadable | None, ReadAs(types.TEXT, "values")]
Names = Annotated[tuple[str | Unreadable | None, ...] | Unreadable | None, ReadAs(types.NAME, "values")]
Codes = Annotated[tuple[str | Unreadable | None, ...] | Unreadable | None, ReadAs(types.CODE, "values")]
Regions = Annotated[tuple[str | Unreadable | None, ...] | Unreadable | None, ReadAs(types.REGION, "values")]
Periods = Annotated[
    tuple[Period | Placeholder | Unreadable | None, ...] | Unreadable | None, ReadAs(types.PERIOD, "values")
]
TextByName = Annotated[dict[str, str | Unreadable | None] | Unreadable | None, ReadAs(types.TEXT, "mapping")]
NameByCode = Annotated[dict[str, str | Unreadable | None] | Unreadable | None, ReadAs(types.NAME, "mapping")]

S = TypeVar("S", bound=Section)
One = Annotated[S | Unreadable | None, AsSection()]
Rows = Annotated[tuple[S | Unreadable, ...] | Unreadable | None, AsRows()]
