"""Sections that were read before they came into a dossier, into notes about how they were typed."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from itertools import chain
from types import NoneType
from typing import Any, Final

from pmos_rules.formats.types import RAW
from pmos_rules.models.notes import note, note_value
from pmos_rules.models.section import Section

_PLAIN: Final = frozenset({str, int, float, bool, NoneType, dict, list, tuple, Decimal, date})
_LISTS: Final = (list, tuple)


def note_sections(values: Collection[Any]) -> None:
    """Notice again what was noticed when the sections among these values, or in their lists, were read."""
    rows = chain.from_iterable(value for value in values if isinstance(value, _LISTS))
    if _PLAIN.issuperset(map(type, chain(values, rows))):
        return
    for value in values:
        for section in value if isinstance(value, _LISTS) else (value,):
            if isinstance(section, Section):
                _note_section(section)


def _note_section(section: Section) -> None:
    if section.model_extra:
        note("extra")
    for name, info in type(section).__pydantic_fields__.items():
        value = getattr(section, name)
        for reading in info.metadata:
            for item in _items(value):
                note_value(item, getattr(reading, "value_type", RAW))
    note_sections(section.__dict__.values())


def _items(value: Any) -> Iterable[Any]:
    match value:
        case tuple():
            return value
        case dict():
            return value.values()
        case _:
            return (value,)
