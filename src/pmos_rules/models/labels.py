"""A mapping with the Chinese labels of the form for keys into the same mapping with English keys."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic import AliasChoices

from pmos_rules.models.fields import section_of
from pmos_rules.models.section import Section


@cache
def names_by_label(section: type[Section]) -> Mapping[str, str]:
    """The English key for each Chinese label that a section's fields can be called by."""
    names: dict[str, str] = {}
    for name, info in section.__pydantic_fields__.items():
        if isinstance(info.validation_alias, AliasChoices):
            for label in info.validation_alias.choices:
                names.setdefault(str(label), name)
    return MappingProxyType(names)


@cache
def sections_by_name(section: type[Section]) -> Mapping[str, type[Section]]:
    """The class of each field that holds a section, or a list of sections."""
    return MappingProxyType(
        {
            name: section_of(info.annotation)
            for name, info in section.__pydantic_fields__.items()
            if any(getattr(reading, "shape", None) in ("section", "rows") for reading in info.metadata)
        }
    )


def in_english(section: type[Section], given: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """The mapping with English keys all the way down; the very same mapping where it had no other.

    Where a field stands twice, under its English key and a label or under two labels, the English key or else
    the first label counts, and the other key stays as it is: a key that no field has.
    """
    names, sections = names_by_label(section), sections_by_name(section)
    english: dict[Any, Any] = {}
    changed = False
    for key, value in given.items():
        name = names.get(key, key) if isinstance(key, str) else key
        if name != key and (name in given or name in english):
            name = key
        inner = _inner(sections[name], value) if name in sections else value
        english[name] = inner
        changed = changed or name != key or inner is not value
    return english if changed else given


def _inner(section: type[Section], value: Any) -> Any:
    if isinstance(value, Mapping):
        return in_english(section, value)
    if isinstance(value, list | tuple):
        rows = [_inner(section, row) if isinstance(row, Mapping) else row for row in value]
        return rows if any(row is not old for row, old in zip(rows, value, strict=True)) else value
    return value
