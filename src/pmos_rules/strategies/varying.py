"""A draft and choices → the draft with a few of its fields drawn anew, given where they were not, or left out."""

from typing import Any, Final

from pmos_rules.language.schema import SectionSchema
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.edits import Steps
from pmos_rules.strategies.fields import Fields
from pmos_rules.strategies.skeleton import HEAD, is_supplied

_MOST: Final = 4


def vary(draft: dict[str, Any], fields: Fields, stage: int, choices: Choices) -> None:
    """Change one field to four, rows of lists among them, of those that a rule reads; the head stays as it is."""
    for _ in range(choices.number(1, _MOST)):
        _vary_section(draft, (), fields.schema, fields, stage, choices)


def _vary_section(
    held: dict[str, Any], at: Steps, schema: SectionSchema, fields: Fields, stage: int, choices: Choices
) -> None:
    names = [
        name
        for name, known in schema.fields.items()
        if fields.is_read((*at, name)) and not is_supplied(known) and (*at, name) not in HEAD
    ]
    if not names:
        return
    name = choices.pick(names)
    place, value = (*at, name), held.get(name)
    shape = fields.shape(place)
    if isinstance(value, dict) and shape.section is not None:
        _vary_section(value, place, shape.section, fields, stage, choices)
    elif isinstance(value, list) and value and shape.kind == "list":
        _vary_list(value, place, fields, stage, choices)
    elif value is not None and not fields.is_needed(place, stage) and choices.chance(4):
        del held[name]
    elif (drawn := fields.draw(place, choices)) not in ({}, [], None):
        held[name] = drawn


def _vary_list(rows: list[Any], at: Steps, fields: Fields, stage: int, choices: Choices) -> None:
    """Change a row; or have one anew, one more or one less."""
    row = (*at, "*")
    section = fields.shape(row).section
    number = choices.number(0, len(rows) - 1)
    if section is not None and isinstance(rows[number], dict) and not choices.chance(3):
        _vary_section(rows[number], row, section, fields, stage, choices)
        return
    match choices.number(0, 2):
        case 0:
            rows[number] = fields.example(row, choices)
        case 1:
            rows.append(fields.example(row, choices))
        case _:
            del rows[number]
