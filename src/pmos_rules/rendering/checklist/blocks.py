"""Entries, each with how much it is asked for → blocks of those that are asked for alike, the most pressing first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pmos_rules.findings import Severity, Text
from pmos_rules.rendering.checklist.model import Block, Entry, Need, Point

_ORDER = (*Severity, None)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry, how much it is asked for, and how the clause that does so is read."""

    need: Need
    entry: Entry
    reading: Text | None = None


def weight(need: Need) -> tuple[bool, int, bool]:
    """What is asked for most, and of everybody, comes first; then what is only waited for."""
    return need.awaited or need.severity is None, _ORDER.index(need.severity), bool(need.condition or need.grades)


def blocks_of(placed: Iterable[Placed]) -> tuple[Block, ...]:
    """The blocks; entries keep their order in them."""
    alike: dict[Need, list[Placed]] = {}
    for one in placed:
        alike.setdefault(one.need, []).append(one)
    return tuple(_block(need, alike[need]) for need in sorted(alike, key=weight))


def _block(need: Need, placed: list[Placed]) -> Block:
    """A reading that all share is told once; else each entry has its own."""
    readings = {one.reading for one in placed}
    if len(readings) == 1:
        return Block(need, tuple(one.entry for one in placed), readings.pop())
    return Block(need, tuple(replace(one.entry, reading=one.reading) for one in placed))


def unless_said(point: Point, need: Need) -> Point:
    """A point of an entry, without the condition and the weight that stand above the entry already."""
    if (point.condition, point.grades) != (need.condition, need.grades):
        return point
    return replace(point, condition=Need().condition, grades=())
