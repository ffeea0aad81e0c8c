"""What reading a dossier noticed about how it was typed: a set of words that rules on hygiene ask first.

`extra` a key that no field has, `shape` a value of the wrong shape, `padded` surrounding or zero-width space,
`halfwidth` full-width forms in a code, `unreadable` text that is no number or date, `placeholder` a `/` or 无
in a field that holds no text.
"""

from contextvars import ContextVar
from typing import Final, Literal

from pmos_rules.formats.normalise import was_fullwidth, was_padded
from pmos_rules.formats.types import ValueType
from pmos_rules.formats.values import Given, GivenNumber, Placeholder, Unreadable
from pmos_rules.models.rereading import refuse_inexact

Note = Literal["extra", "shape", "padded", "halfwidth", "unreadable", "placeholder"]

# Fields are read far below the dossier and cannot hand anything up. Each dossier being read has its own set.
NOTES: Final[ContextVar[set[Note] | None]] = ContextVar("NOTES", default=None)

_CODES: Final = frozenset({"code", "uscc", "resident_id"})


def note(word: Note) -> None:
    """Notice something about the dossier that is being read, if one is."""
    notes = NOTES.get()
    if notes is not None:
        notes.add(word)


def note_value(value: object, value_type: ValueType) -> None:
    """Notice what a value in normal form tells of how it was typed."""
    match value:
        case Unreadable():
            note("shape" if value.reason == "shape" else "unreadable")
        case Placeholder():
            note("placeholder")
        case Given() | GivenNumber():
            if was_padded(value):
                note("padded")
            if (value_type.name in _CODES or value_type.order == "number") and was_fullwidth(value):
                note("halfwidth")


def note_extra(value: object) -> object:
    """Notice a key that no field has."""
    refuse_inexact(value)
    note("extra")
    return value
