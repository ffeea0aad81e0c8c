"""A predicate → the bounds in it; a bound and a dossier → the sides of it on which a value just lies."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from pmos_rules.evaluation.checking import bounds, literal
from pmos_rules.evaluation.periods import is_whole
from pmos_rules.evaluation.reading import Absent, Frame, read, rows, values
from pmos_rules.formats.values import Placeholder, Unreadable
from pmos_rules.language.ir import Aggregate, AsOf, Attached, Literal, Parameter, Path, Predicate, Test, Unique
from pmos_rules.language.walking import parts_of
from pmos_rules.testing.steps import step_of
from pmos_rules.testing.wording import words

Side = bool
Limit = Literal | Parameter | AsOf | Path
Resolve = Callable[[Any], Any]

_ORDERED: Final = ("at_least", "at_most", "above", "below", "not_before", "not_after")


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit in a rule: on which value, by which operator, and over the rows of which lists it is asked.

    Two bounds are one where they read alike, whichever of a rule's fields they stand on.
    """

    text: str
    node: Test | Aggregate
    operator: str
    limit: Limit
    over: tuple[Path, ...] = ()


def bounds_of(predicate: Predicate, over: tuple[Path, ...] = ()) -> Iterator[Bound]:
    """Every bound of a predicate, also those in a `where`."""
    for part in parts_of(predicate):
        if isinstance(part, Test):
            yield from _of_test(part, over)
        if isinstance(part, Aggregate):
            for operator, limit in part.comparisons:
                value = part.over if part.function == "count" else part.value
                yield Bound(f"{part.function} of {value} {operator} {words(limit)}", part, operator, limit, over)
        if isinstance(part, Aggregate | Unique | Attached) and part.where is not None:
            yield from bounds_of(part.where, (*over, part.over))


def _of_test(test: Test, over: tuple[Path, ...]) -> Iterator[Bound]:
    if test.operator == "within":
        yield _bound(test, "at_most", "within", test.option("by"), over)
    elif test.operator == "length":
        for name, limit in test.options:
            yield _bound(test, name, f"length {name}", limit, over)
    elif test.operator == "apart_from":
        yield _bound(test, "at_least", "apart_from", test.right, over)
    elif test.operator in _ORDERED:
        yield _bound(test, test.operator, test.operator, test.right, over)


def _bound(test: Test, operator: str, said: str, limit: object, over: tuple[Path, ...]) -> Bound:
    assert isinstance(limit, Literal | Parameter | AsOf | Path)
    return Bound(f"{test.left} {said} {words(limit)}", test, operator, limit, over)


def sides(bound: Bound, frame: Frame, resolve: Resolve) -> Iterator[Side]:
    """On which side of the bound a value lies: inside with nothing nearer to it, or just outside.

    Nothing for a value that lies further off, is missing or cannot be read. ``resolve`` puts the values of the
    day for parameters and dates.
    """
    for inside in _frames(frame, bound.over):
        for distance in _distances(bound, inside, resolve):
            side = _DISTANCES[bound.operator](distance)
            if side is not None:
                yield side


def _frames(frame: Frame, over: tuple[Path, ...]) -> Iterator[Frame]:
    if not over:
        yield frame
        return
    for row, place in rows(over[0], frame):
        if not isinstance(row, Unreadable):
            yield from _frames(frame.at_row(row, place), over[1:])


def _distances(bound: Bound, frame: Frame, resolve: Resolve) -> Iterator[Decimal]:
    """How many of the smallest steps the value lies above the limit."""
    node = bound.node
    if isinstance(node, Test) and node.operator == "apart_from":
        yield from _gaps(node, frame)
        return
    if isinstance(node, Aggregate):
        least, most = bounds(resolve(node), frame)
        limit: Any = literal(resolve(bound.limit))
        if least is not None and least == most:
            yield (least - limit) / step_of(None if node.function == "count" else node.value.type)
        return
    value = read(node.left, frame)
    limit = read(bound.limit, frame) if isinstance(bound.limit, Path) else literal(resolve(bound.limit))
    other = read(node.right, frame) if isinstance(node.right, Path) else None
    if any(isinstance(operand, Absent | Unreadable | Placeholder) for operand in (value, limit, other)):
        return
    if node.operator == "length":
        yield len(value) - limit
    elif node.operator == "within":
        yield (abs(value - other) - limit) / step_of(node.left.type)
    elif isinstance(value, date):
        yield Decimal((value - limit) // timedelta(days=1))
    else:
        yield (value - limit) / step_of(node.left.type)


def _gaps(test: Test, frame: Frame) -> Iterator[Decimal]:
    """How many days lie between two periods, for each pair of which all is known."""
    assert isinstance(test.right, Path)
    value = read(test.left, frame)
    others = (other for other, _ in values(test.right, frame)) if test.right.repeats else (read(test.right, frame),)
    for other in others:
        if is_whole(value) and is_whole(other):
            (start, until), (begin, end) = _ends(value), _ends(other)
            yield Decimal(max((begin - until).days, (start - end).days) - 1)


def _ends(value: Any) -> tuple[date, date]:
    return (value, value) if isinstance(value, date) else (value.start, value.until)


def _from_above(distance: Decimal) -> Side | None:
    return True if distance == 0 else False if -1 <= distance < 0 else None


def _from_below(distance: Decimal) -> Side | None:
    return True if distance == 0 else False if 0 < distance <= 1 else None


def _strictly_above(distance: Decimal) -> Side | None:
    return False if distance == 0 else True if 0 < distance <= 1 else None


def _strictly_below(distance: Decimal) -> Side | None:
    return False if distance == 0 else True if -1 <= distance < 0 else None


def _exactly(distance: Decimal) -> Side | None:
    return True if distance == 0 else False if abs(distance) <= 1 else None


_DISTANCES: Final[Mapping[str, Callable[[Decimal], Side | None]]] = {
    "at_least": _from_above,
    "not_before": _from_above,
    "at_most": _from_below,
    "not_after": _from_below,
    "above": _strictly_above,
    "below": _strictly_below,
    "equals": _exactly,
}
