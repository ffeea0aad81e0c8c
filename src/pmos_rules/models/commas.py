"""A clean section into the number of commas that JSON text takes to say it.

Every key of a mapping but the first follows a comma, and so does every item of a list. Text with no more commas
than that says no key twice: what was said first is lost, but its comma is not. Counting costs a third of reading
the text a second time, by a reader that looks each key up.
"""

from collections.abc import Sized
from functools import cache
from typing import Any

from pmos_rules.models.section import Section


def commas(section: Section) -> int:
    """How many commas stand between the keys of a section and the items of its lists, all the way down."""
    said = section.__pydantic_fields_set__
    count = _between(said)
    for name, shape in _shapes(type(section)):
        if name in said and (value := section.__dict__[name]):
            count += _commas_within(value, shape)
    return count


def _commas_within(value: Any, shape: str) -> int:
    if shape == "section":
        return commas(value)
    return _between(value) + (sum(map(commas, value)) if shape == "rows" else 0)


def _between(items: Sized) -> int:
    return (len(items) or 1) - 1


@cache
def _shapes(section: type[Section]) -> tuple[tuple[str, str], ...]:
    """The fields that hold more than one value, and how."""
    return tuple(
        (name, reading.shape)
        for name, info in section.__pydantic_fields__.items()
        for reading in info.metadata
        if getattr(reading, "shape", "value") != "value"
    )
