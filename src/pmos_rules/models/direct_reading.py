"""JSON text into a section at once, where that says the same as by way of plain Python values."""

from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import SchemaValidator

from pmos_rules.models.rereading import AT_ONCE, ReadAgainError
from pmos_rules.models.section import Section

S = TypeVar("S", bound=Section)


def read_at_once(section: type[S], text: bytes) -> S | None:
    """The section that JSON text says, or `None` where the text has to be read again with care.

    A key said twice is not noticed: the last one counts.
    """
    token = AT_ONCE.set(True)
    try:
        read: S = _validator(section).validate_json(text)
    except (ReadAgainError, ValidationError):
        return None
    finally:
        AT_ONCE.reset(token)
    return read


@cache
def _validator(section: type[Section]) -> SchemaValidator:
    section.model_rebuild()
    return SchemaValidator(_unwrapped(section.__pydantic_core_schema__))


def _unwrapped(schema: Any) -> Any:
    """The schema without the function round it, for which all of the text would become Python values first."""
    if schema["type"] == "definitions":
        return {**schema, "schema": _unwrapped(schema["schema"])}
    return schema["schema"] if schema["type"] == "function-wrap" else schema
