"""A dossier as it was typed and a path of a rule → the places that the path leads to, and edits there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pmos_rules.formats.types import Part
from pmos_rules.formats.values import Placeholder, Unreadable
from pmos_rules.language.ir import Path
from pmos_rules.language.paths import parts_of
from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.strategies.edits import Edit, Steps
from pmos_rules.strategies.violations.writing import WHOLES, plain, with_part

Change = tuple[Edit, ...]
"""Edits that are made together; nearly always one."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The dossier to be changed, as it was typed, and what reading it needs.

    ``item`` and ``row`` are where the item of `for` and the row of `where` lie, ``scope`` is the path of that `for`.
    A `*` in steps is the first item of a list that has none. Who knows that every key is ``in_english`` saves looking.
    """

    dossier: Mapping[str, Any]
    schema: SectionSchema
    tables: Mapping[str, Mapping[str, Any]]
    as_of: date
    item: Steps = ()
    row: Steps = ()
    scope: Path | None = None
    in_english: bool = False

    def at_item(self, steps: Steps, scope: Path | None = None) -> "Ground":
        """The same dossier, inside an item of `for`; ``scope`` is the path that led there."""
        return replace(self, item=steps, scope=scope)

    def at_row(self, steps: Steps) -> "Ground":
        """The same dossier, inside a row of `where`."""
        return replace(self, row=steps)

    def steps(self, path: Path) -> Steps:
        """The steps of a path from the dossier."""
        start = {"item": self.item, "beside": self.item[:-1], "row": self.row}.get(path.scope, ())
        return (*start, *path.steps)

    def places(self, path: Path) -> list[Steps]:
        """Every place that a path leads to; where a list has no items, the one that its first would have."""
        wanted = self.steps(path)
        if "*" not in wanted:
            return [wanted]
        found: list[Steps] = [()]
        for step in wanted:
            found = [place for steps in found for place in self._into(steps, step)]
        return found

    def _into(self, steps: Steps, step: str) -> Iterator[Steps]:
        value = self.at(steps) if step == "*" else None
        if isinstance(value, list | dict) and value:
            yield from ((*steps, str(key)) for key in (range(len(value)) if isinstance(value, list) else value))
        else:
            yield *steps, step

    def at(self, steps: Steps) -> Any:
        """What was typed at a place; None where nothing was."""
        return look_down(self.dossier, self.spelled(steps))

    def spots(self, path: Path) -> Iterator["Spot"]:
        """Every value that a path leads to, present or not; none for the date of the check."""
        if path.scope != "as_of":
            yield from (Spot(self, self.whole(path), place) for place in self.places(path))

    def whole(self, path: Path) -> Path:
        """A path to the item of a `for` that goes over a part of values, as one to the part."""
        return of_whole(path, self.scope)

    def put(self, steps: Steps, value: Any) -> Change:
        """Set a place, with whatever of the sections and lists above it is not there yet."""
        steps = self.spelled(steps)
        depth = next((at for at in range(1, len(steps)) if not look_down(self.dossier, steps[:at])), len(steps))
        return (Edit("set", ".".join(steps[:depth]), _nested(steps[depth:], value)),)

    def drop(self, steps: Steps) -> Iterator[Change]:
        """Remove what stands at a place, if anything does."""
        if self.at(steps) is not None:
            yield (Edit("remove", ".".join(self.spelled(steps))),)

    def spelled(self, steps: Steps) -> Steps:
        """The steps with each field by the key, English or Chinese, under which the dossier has it."""
        if self.in_english:
            return steps
        found: list[str] = []
        value: Any = self.dossier
        shape: Shape | None = Shape("section", section=self.schema)
        for step in steps:
            known = shape.section.fields.get(step) if shape is not None and shape.section is not None else None
            if known is not None and isinstance(value, Mapping):
                step = next((key for key in (step, *known.labels) if key in value), step)
            shape = known.shape if known is not None else shape.element if shape is not None else None
            value = look(value, step)
            found.append(step)
        return tuple(found)


def of_whole(path: Path, scope: Path | None) -> Path:
    """A path to the item of a scope that ends in a part of a value, as one to that part; others as they are."""
    if scope is None or scope.part is None or path.scope != "item" or path.steps:
        return path
    return replace(path, part=scope.part, shape=scope.shape, part_type=scope.part_type)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place that a path leads to, with what stands there."""

    ground: Ground
    path: Path
    steps: Steps
    imagined: Any = None

    @property
    def raw(self) -> Any:
        """What was typed there; for a part of a section, in the field that the part is read from."""
        if self.imagined is not None:
            return self.imagined
        attribute = self._part.attribute if self._part is not None else None
        return self.ground.at(self.steps if attribute is None else (*self.steps, attribute))

    @property
    def value(self) -> Any:
        """What stands there, or the part of it, in normal form; None where that is nothing readable."""
        part, held = self._part, self.raw
        if part is not None and part.attribute is not None:
            return part.direct(held) if part.direct is not None and isinstance(held, str) else held
        read = self.path.shape.type.read(held) if self.path.shape.type is not None else held
        if part is not None:
            read = part.read(read, self.ground.as_of) if part.needs_as_of else part.read(read)
        if isinstance(read, Unreadable | Placeholder):
            return None
        return self.codes.get(read, read) if isinstance(read, str) else read

    @property
    def codes(self) -> Mapping[str, Any]:
        """The code list that the field is bound to: canonical value by writing."""
        return self.ground.tables[self.path.codelist] if self.path.codelist is not None else {}

    @property
    def _part(self) -> Part | None:
        return None if self.path.part is None else parts_of(self.path.shape)[self.path.part]

    def put(self, value: Any) -> Change:
        """Make a value in normal form, or a text as it is, stand there."""
        part = self._part
        steps = self.steps if part is None or part.attribute is None else (*self.steps, part.attribute)
        return self.ground.put(steps, self.typed(value))

    def typed(self, value: Any) -> Any:
        """What would be typed for a value in normal form: for a part, all of the field that it is read from."""
        part, raw = self._part, self.raw
        kind = self.path.shape.type.name if self.path.shape.type is not None else "section"
        if part is None or (kind, part.name) not in WHOLES:
            return plain(value, raw)
        return with_part(kind, part.name, value, raw, self.ground.as_of)

    def imagining(self, typed: Any) -> "Spot":
        """The same place, as if something else had been typed there."""
        return replace(self, imagined=typed)


def together(*changes: Change) -> Change:
    """Several changes as one; what they make of one place is put together, if it can be."""
    merged: dict[tuple[str, str], Edit] = {}
    for edit in (edit for change in changes for edit in change):
        key = edit.verb, edit.path
        merged[key] = edit if key not in merged else Edit(*key, _merged(merged[key].value, edit.value))
    return tuple(merged.values())


def _merged(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{key: _merged(one.get(key), value) for key, value in other.items()}}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other) == 1:
        return [_merged(one[0], other[0])]
    return other


def look(value: Any, step: str) -> Any:
    """One step down into what was typed."""
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        return value[int(step)]
    return None


def look_down(value: Any, steps: Steps) -> Any:
    """What was typed at the end of several steps."""
    for step in steps:
        value = look(value, step)
    return value


def _nested(steps: Sequence[str], value: Any) -> Any:
    for step in reversed(steps):
        value = [value] if step == "*" else {step: value}
    return value
