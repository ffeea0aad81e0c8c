"""A path and a dossier in normal form → the value that lies there, or why there is none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from pmos_rules.evaluation.reference import Asked
from pmos_rules.evaluation.truth import FALSE
from pmos_rules.formats.values import Placeholder, Unreadable, is_empty
from pmos_rules.language.ir import Path
from pmos_rules.language.paths import parts_of
from pmos_rules.language.ruleset import Rule

Key = tuple[int | str, ...]


class Absent:
    """A value that is not there: `MISSING` was not given, `UNKNOWN` is for somebody else to supply."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


MISSING: Final = Absent("MISSING")
UNKNOWN: Final = Absent("UNKNOWN")


@dataclass(slots=True)
class Frame:
    """Where paths start: the dossier, the item of `for` and the row of `where`, each with how it was reached.

    ``against`` is the truth that counts against the rule: under a negation it is true. ``lacking`` is what a missing
    value makes of a condition: under the operator `not` it is true, so that what is denied of it is false as well.
    """

    dossier: Any
    as_of: date
    tables: Mapping[str, Mapping[str, str]]
    item: Any = None
    item_place: Key = ()
    beside: Any = None
    row: Any = None
    row_place: Key = ()
    trace: "list[Evidence] | None" = field(default=None)
    against: int = FALSE
    lacking: int = FALSE

    def at_row(self, row: Any, place: Key) -> "Frame":
        """The same frame inside a row; what a `where` looks at is no evidence."""
        return replace(self, row=row, row_place=place, trace=None)

    def place(self, path: Path) -> Key:
        """The steps from the dossier to a path's value, list indexes filled in."""
        own = path.steps
        if path.scope == "dossier":
            return own
        return (*self.base(path)[1], *own)

    def base(self, path: Path) -> tuple[Any, Key]:
        """What a path starts from, and where that lies."""
        match path.scope:
            case "dossier":
                return self.dossier, ()
            case "item":
                return self.item, self.item_place
            case "beside":
                return self.beside, self.item_place[:-1]
            case "as_of":
                return self.as_of, ("as_of",)
            case _:
                return self.row, self.row_place


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one test came to: the node, its truth, the frame it was looked at in, and the rule unless in a condition."""

    node: Any
    truth: int
    frame: Frame
    rule: Rule | None
    place: Key | None = None


def read(path: Path, frame: Frame) -> Any:
    """The value at a path: in normal form, `MISSING`, `UNKNOWN`, or an `Unreadable`.

    A placeholder in a field that is no text is missing; whoever asks whether anything was given uses `given`.
    """
    value = given(path, frame)
    if isinstance(value, Placeholder) and not (path.type is not None and path.type.text):
        return MISSING
    return value


def given(path: Path, frame: Frame) -> Any:
    """As `read`, but a placeholder stays what it is."""
    value = _walk(path, frame)
    value = read_part(path, value, frame.as_of)
    if value is None or (not path.supplied and is_empty(value)):
        return UNKNOWN if path.supplied else MISSING
    return value


def read_all(path: Path, frame: Frame) -> Any:
    """The list at a path; for a path with `*` the values of all its rows, what is missing left out.

    `MISSING` where there is none, `UNKNOWN` where nobody supplied any, an `Unreadable` for a whole list that
    cannot be read.
    """
    if not path.repeats:
        return read(path, frame)
    found = [value for value, _ in values(path, frame)]
    if not found:
        known = path.supplied and not is_unknown(path, frame)
        return () if known else UNKNOWN if path.supplied else MISSING
    return tuple(found)


def values(path: Path, frame: Frame) -> "Iterator[tuple[Any, Key]]":
    """Every value that a path with `*` leads to, as a canonical code where it has any, and where it lies."""
    for row, place in rows(path, frame):
        value = canonical(path, read_part(path, row, frame.as_of), frame)
        is_text = path.type is not None and path.type.text
        if value is not None and (is_text or not isinstance(value, Placeholder)):
            yield value, place


def is_unknown(path: Path, frame: Frame) -> bool:
    """Whether nobody supplied the list that a path with `*` goes over."""
    return given(replace(path, steps=path.steps[: path.steps.index("*")], part=None), frame) is UNKNOWN


def canonical(path: Path, value: Any, frame: Frame) -> Any:
    """A value of a field with a code list as its canonical code; others as they are."""
    if path.codelist is None or not isinstance(value, str):
        return value
    return frame.tables[path.codelist].get(value, value)


def _walk(path: Path, frame: Frame) -> Any:
    value, _ = frame.base(path)
    for step in path.steps:
        value = step_into(value, step)
    return value


def step_into(value: Any, step: int | str) -> Any:
    """One step down; from what is missing or unreadable it leads nowhere else."""
    if value is None or isinstance(value, Unreadable):
        return value
    if isinstance(value, tuple):
        return value[step] if isinstance(step, int) and step < len(value) else None
    if isinstance(value, dict):
        return value.get(step)
    return getattr(value, step, None) if isinstance(step, str) else None


def read_part(path: Path, value: Any, as_of: date) -> Any:
    """The part at the end of a path, read off the value that its steps lead to."""
    if path.part is None or value is None or isinstance(value, Unreadable):
        return value
    part = parts_of(path.shape)[path.part]
    return part.read(value, as_of) if part.needs_as_of else part.read(value)


def rows(path: Path, frame: Frame) -> Iterator[tuple[Any, Key]]:
    """Every row that a path with `*` goes over, and where it lies; a list that cannot be read is one row."""
    base, start = frame.base(path)
    yield from _rows(base, path.steps, start)


def _rows(value: Any, steps: tuple[str, ...], place: Key) -> Iterator[tuple[Any, Key]]:
    for index, step in enumerate(steps):
        if step == "*":
            yield from _each(value, steps[index + 1 :], place)
            return
        value = step_into(value, step)
        place = (*place, step)
    yield value, place


def _each(value: Any, rest: tuple[str, ...], place: Key) -> Iterator[tuple[Any, Key]]:
    if isinstance(value, Unreadable):
        yield value, place
    elif isinstance(value, Asked):
        yield Unreadable(None, "asked"), place  # whoever answers one question at a time cannot list them all
    elif isinstance(value, tuple):
        for number, row in enumerate(value):
            yield from _rows(row, rest, (*place, number))
    elif isinstance(value, dict):
        for name, row in value.items():
            yield from _rows(row, rest, (*place, name))
