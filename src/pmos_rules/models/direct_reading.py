"""JSON text into a section at once, where that says the same as by way of plain Python values."""

from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import SchemaValidator

from pmos_rules.models.notes import NOTES, Note
from pmos_rules.models.rereading import AT_ONCE, ReadAgainError
from pmos_rules.models.section import Section

S = TypeVar("S", bound=Section)


def read_at_once(section: type[S], text: bytes) -> tuple[S | None, set[Note]]:
    """The section that JSON text says, or `None` where the text has to be read again with care, and what was noticed.

    A key said twice is not noticed: the last one counts.
    """
    notes: set[Note] = set()
    outer_notes, outer = NOTES.set(notes), AT_ONCE.set(True)
    try:
        return _validator(section).validate_json(text), notes
    except (ReadAgainError, ValidationError):
        return None, notes
    finally:
        AT_ONCE.reset(outer)
        NOTES.reset(outer_notes)


@cache
def _validator(section: type[Section]) -> SchemaValidator:
    section.model_rebuild()
    return SchemaValidator(_unwrapped(section.__pydantic_core_schema__))


def _unwrapped(schema: Any) -> Any:
    """The schema without the function round it, for which all of the text would become Python values first."""
    if schema["type"] == "definitions":
        return {**schema, "schema": _unwrapped(schema["schema"])}
    return schema["schema"] if schema["type"] == "function-wrap" else schema
