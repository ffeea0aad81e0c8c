"""A path and a dossier in normal form → what lies there, and where that is.

A value is *given*, *missing*, *unreadable* or *unknown*; see docs/explanation/outcomes.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pmos_rules.formats.values import Placeholder, Unreadable
from pmos_rules.language.ir import Path
from pmos_rules.language.ruleset import Rule
from tests.naive.law import Law

Place = tuple[int | str, ...]


@dataclass(slots=True)
class Here:
    """Where a predicate is asked: of which dossier and law, of which item of `for`, of which row of a list.

    ``rule`` is None in a condition; in a check it says what a missing value makes of it, and ``negated`` whether what
    is asked should not hold.
    """

    dossier: Any
    law: Law
    rule: Rule | None = None
    negated: bool = False
    item: Any = None
    item_place: Place = ()
    beside: Any = None
    row: Any = None
    row_place: Place = ()

    def in_check(self, rule: Rule) -> "Here":
        """The same in the check of a rule."""
        return Here(self.dossier, self.law, rule, False, self.item, self.item_place, self.beside)

    def in_condition(self) -> "Here":
        """The same as a condition."""
        return self if self.rule is None and not self.negated else self._as(None, negated=False)

    def under_not(self) -> "Here":
        """The same under a negation."""
        return self._as(self.rule, negated=not self.negated)

    def at_row(self, row: Any, place: Place) -> "Here":
        """A condition on one row of a list."""
        return Here(self.dossier, self.law, None, False, self.item, self.item_place, self.beside, row, place)

    def _as(self, rule: Rule | None, *, negated: bool) -> "Here":
        where = self.item, self.item_place, self.beside, self.row, self.row_place
        return Here(self.dossier, self.law, rule, negated, *where)


@dataclass(slots=True)
class Look:
    """What was found at a path: `given`, `missing`, `unreadable` or `unknown`, the value, and its place."""

    state: str
    value: Any
    place: Place


def start_of(path: Path, here: Here) -> tuple[Any, Place]:
    """What a path starts from: the dossier, the item, the section beside it, the row, or the date of the check."""
    match path.scope:
        case "dossier":
            return here.dossier, ()
        case "item":
            return here.item, here.item_place
        case "beside":
            return here.beside, here.item_place[:-1]
        case "row":
            return here.row, here.row_place
        case "as_of":
            return here.law.day, ("as_of",)


def step_into(value: Any, step: int | str) -> Any:
    """One step down; None where there is nothing."""
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, tuple):
        return value[step] if isinstance(step, int) and step < len(value) else None
    return getattr(value, str(step), None)


def walk(value: Any, place: Place, steps: tuple[int | str, ...]) -> tuple[Any, Place]:
    """What lies at the end of steps; where something unreadable is on the way, that."""
    for step in steps:
        if isinstance(value, Unreadable):
            return value, place
        value, place = step_into(value, step), (*place, step)
    return value, place


def part_of(path: Path, value: Any, day: date) -> Any:
    """The part of a value that a path asks for: the host of a web address, the age in an identity number."""
    if path.part is None or value is None or isinstance(value, Unreadable):
        return value
    holder = path.shape.section or path.shape.type
    part = holder.parts[path.part]  # type: ignore[union-attr]  # what has parts is one of the two
    return part.read(value, day) if part.needs_as_of else part.read(value)


def is_empty(value: Any) -> bool:
    """Whether nothing stands in it: an empty list or mapping, a section in which everything is missing."""
    if isinstance(value, tuple | dict):
        return not value
    if not hasattr(value, "model_extra"):
        return value is None
    return not value.model_extra and all(is_empty(getattr(value, name)) for name in type(value).model_fields)


def look(path: Path, here: Here, *, placeholders: bool = False) -> Look:
    """What lies at a path. A placeholder in a field that is no text is missing, unless somebody asks for it."""
    found, place = walk(*start_of(path, here), path.steps)
    value = part_of(path, found, here.law.day)
    if isinstance(value, Unreadable):
        return Look("unreadable", value, place)
    if value is None or (not path.supplied and is_empty(value)):
        return Look("unknown" if path.supplied else "missing", found, place)
    if isinstance(value, Placeholder) and not placeholders and not is_text(path):
        return Look("missing", value, place)
    return Look("given", canonical(path, value, here), place)


def is_text(path: Path) -> bool:
    """Whether what lies at a path is text of some sort."""
    return path.type is not None and path.type.text


def canonical(path: Path, value: Any, here: Here) -> Any:
    """The value that a writing stands for, where the field has a code list."""
    return here.law.canonical(path.codelist, value) if path.codelist is not None and isinstance(value, str) else value


# -- lists -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Row:
    """One row of a list. A list that cannot be read counts as one row that may be many."""

    value: Any
    place: Place
    is_many: bool = False


def rows(path: Path, here: Here) -> list[Row]:
    """Every row that a path with `*` leads to, in their order."""
    value, place = start_of(path, here)
    return list(_rows(value, place, path.steps))


def _rows(value: Any, place: Place, steps: tuple[str, ...]) -> Iterator[Row]:
    if "*" not in steps:
        yield Row(*walk(value, place, steps))
        return
    star = steps.index("*")
    holder, place = walk(value, place, steps[:star])
    if isinstance(holder, Unreadable):
        yield Row(holder, place, is_many=True)
    for key, item in items_of(holder):
        yield from _rows(item, (*place, key), steps[star + 1 :])


def items_of(holder: Any) -> Iterator[tuple[int | str, Any]]:
    """The items of a list by number, or of a mapping by name."""
    if isinstance(holder, tuple):
        yield from enumerate(holder)
    elif isinstance(holder, dict):
        yield from holder.items()


def list_at(path: Path) -> Path:
    """The list that a path with `*` goes over."""
    return replace(path, steps=path.steps[: path.steps.index("*")], part=None) if path.repeats else path


def is_unknown(path: Path, here: Here) -> bool:
    """Whether a list is one that nobody supplied."""
    if not path.supplied:
        return False
    holder = list_at(path)
    return walk(*start_of(holder, here), holder.steps)[0] is None


def values(path: Path, here: Here) -> list[Row]:
    """The values that a path with `*` leads to, without those that are missing."""
    found = []
    for row in rows(path, here):
        value = canonical(path, part_of(path, row.value, here.law.day), here)
        if value is not None and (is_text(path) or not isinstance(value, Placeholder)):
            found.append(Row(value, row.place, row.is_many))
    return found
