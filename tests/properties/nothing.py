"""A dossier with what is not given written out as null, as an empty text or an empty section: all that is said is the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.strategies import Choices
from tests.properties.order import different
from tests.properties.subjects import Subject

OFTEN = 3


def nothing_written_out(subject: Subject) -> Iterator[str]:
    """A backend may send every field of a form, also those that were left empty."""
    written = with_nothing(subject.dossier, Shape("section", section=subject.evaluator.schema), subject.choices)
    yield from different(subject.report(), subject.report(written), set(), {})


def with_nothing(value: Any, shape: Shape | None, choices: Choices) -> Any:
    """The value with some of the fields that it lacks, with nothing in them."""
    if isinstance(value, list):
        return [with_nothing(row, shape.element if shape is not None else None, choices) for row in value]
    if not isinstance(value, Mapping) or shape is None:
        return value
    if shape.section is None:
        return {key: with_nothing(item, shape.element, choices) for key, item in value.items()}
    known = {key: shape.section.by_key(key) for key in value}
    found = {
        key: item if (field := known[key]) is None else with_nothing(item, field.shape, choices)
        for key, item in value.items()
    }
    given = {field.name for field in known.values() if field is not None}
    for name, field in shape.section.fields.items():
        if name not in given and not field.supplied and choices.chance(OFTEN):
            found[name] = nothing(field.shape, choices)
    return found


def nothing(shape: Shape, choices: Choices) -> Any:
    """Nothing, in one of the ways in which it can be written."""
    if shape.kind == "section" and shape.section is not None and not choices.chance(2):
        return empty(shape.section, choices)
    if shape.kind in ("list", "mapping") and not choices.chance(2):
        return [] if shape.kind == "list" else {}
    return choices.pick((None, "", "　"))


def empty(section: SectionSchema, choices: Choices) -> dict[str, Any]:
    """A section in which some fields are written out, with nothing in them."""
    names = [name for name, field in section.fields.items() if field.shape.type is not None and choices.chance(OFTEN)]
    return {name: choices.pick((None, "")) for name in names}
