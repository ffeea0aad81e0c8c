"""What the rules tell of the fields, and choices → a first draft: what must be there, and of the rest this or that."""

from typing import Any, Final

from pmos_rules.language.schema import FieldSchema
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.edits import Steps
from pmos_rules.strategies.fields import Fields

_MANY: Final = 70
_EARLY: Final = 8
HEAD: Final = (("market",), ("kind",), ("stage",), ("as_of",))
"""What a draft begins with, which says by what rules it is judged."""
_SUPPLIED: Final = "reference"


def skeleton(head: dict[str, Any], fields: Fields, stage: int, choices: Choices) -> dict[str, Any]:
    """A draft that begins with its head: market, kind, stage and date."""
    draft = dict(head)
    for name, known in fields.schema.fields.items():
        at = (name,)
        if name in draft or is_supplied(known) or not fields.is_read(at):
            continue
        if fields.is_needed(at, stage) or choices.chance(2):
            drawn = _drawn(at, known, fields, stage, choices)
            if drawn not in ({}, [], None):
                draft[name] = drawn
    return draft


def is_supplied(known: FieldSchema) -> bool:
    """Whether it holds what somebody else than the applicant supplies, which is there where a rule asks for it."""
    section = known.shape.section
    return section is not None and any(field.supplied for field in section.fields.values())


def _drawn(at: Steps, known: FieldSchema, fields: Fields, stage: int, choices: Choices) -> Any:
    if known.shape.section is not None:
        return fields.section(at, known.shape.section, choices, stage)
    return _rows(at, fields, stage, choices) if known.shape.kind == "list" else fields.draw(at, choices)


def _rows(at: Steps, fields: Fields, stage: int, choices: Choices) -> list[Any]:
    """As many rows as a rule says, or next to it.

    In a list of attachments one for each slot that must be filled, now and then one for a slot that need not be yet,
    or one more for any.
    """
    row = (*at, "*")
    if at not in fields.slots:
        lengths = sorted({1, 2, *(length for length in fields.lengths.get(at, ()) if 0 <= length <= _MANY)})
        return [fields.example(row, choices) for _ in range(choices.pick(lengths))]
    rows = []
    for slot, since in fields.slots[at]:
        if since <= stage or choices.chance(_EARLY):
            drawn = fields.example(row, choices)
            rows.append({**drawn, "slot": slot} if isinstance(drawn, dict) else drawn)
    return [*rows, fields.example(row, choices)] if choices.chance(_EARLY) else rows
