"""A predicate → whether it can hold at all: what can never apply is a mistake that can be told at load."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pmos_rules.language.ir import All, Any, Condition, Constant, Literal, Not, Predicate, Test
from pmos_rules.language.walking import conjuncts


def can_hold(predicate: Predicate) -> bool:
    """False only where it is certain that nothing fulfils the predicate."""
    match predicate:
        case Constant(value):
            return value
        case Condition(of):
            return can_hold(of)
        case Not(of=Constant(value)):
            return not value
        case Any(of):
            return any(map(can_hold, of))
        case All() | Not(of=Any()) | Not(of=Not()):
            parts = list(_parts(predicate))
            return all(can_hold(part) for part in parts) and not _contradict(parts)
        case _:
            return True


def _parts(predicate: Predicate) -> Iterator[Predicate]:
    """What must all hold, also where it was written as the opposite of an alternative."""
    for part in conjuncts(predicate):
        match part:
            case Condition(of) | Not(of=Not(of=of)):
                yield from _parts(of)
            case Not(of=Any(of=alternatives)):
                yield from (inner for other in alternatives for inner in _parts(Not(other)))
            case _:
                yield part


def _contradict(parts: Iterable[Predicate]) -> bool:
    """Whether two of the parts say the opposite, or no value fits all that they say of one place."""
    said: set[Predicate] = set()
    denied: set[Predicate] = set()
    places: dict[object, _Place] = {}
    for part in parts:
        is_denied = isinstance(part, Not)
        inner = part.of if isinstance(part, Not) else part
        (denied if is_denied else said).add(inner)
        if isinstance(inner, Test):
            places.setdefault(inner.left, _Place()).note(inner, is_denied=is_denied)
    return not said.isdisjoint(denied) or not all(place.has_room for place in places.values())


@dataclass(slots=True)
class _Place:
    """What is said of the value at one place."""

    among: set[object] | None = None
    not_among: set[object] = field(default_factory=set)
    bounds: list[tuple[str, Decimal | date]] = field(default_factory=list)
    is_given: bool = False
    is_missing: bool = False

    def note(self, test: Test, *, is_denied: bool) -> None:
        operator, value = test.operator, test.right.value if isinstance(test.right, Literal) else None
        if operator == "missing":
            self.is_missing = self.is_missing or not is_denied
            self.is_given = self.is_given or is_denied
        elif operator == "present":
            self.is_given = self.is_given or not is_denied
            self.is_missing = self.is_missing or is_denied
        elif operator in ("equals", "one_of") and value is not None and not test.options:
            values = set(value) if isinstance(value, tuple) else {value}
            if is_denied:
                self.not_among |= values
            else:
                self.among = values if self.among is None else self.among & values
                self.is_given = True
        elif not is_denied:
            self.is_given = True
            if operator in _BOUNDS and isinstance(value, Decimal | date):
                self.bounds.append((operator, value))

    @property
    def has_room(self) -> bool:
        """Whether some value, or none, fits all of it."""
        if self.is_missing and self.is_given:
            return False
        if self.among is not None:
            return any(all(_fits(value, bound) for bound in self.bounds) for value in self.among - self.not_among)
        return all(_leave_room(one, other) for one in self.bounds for other in self.bounds)


_BOUNDS = ("above", "at_least", "not_before", "below", "at_most", "not_after")
_LOWER = frozenset(_BOUNDS[:3])


def _fits(value: object, bound: tuple[str, Decimal | date]) -> bool:
    operator, limit = bound
    if isinstance(value, Decimal) and isinstance(limit, Decimal):
        return _is_kept(operator, value.compare(limit))
    if isinstance(value, date) and isinstance(limit, date):
        return _is_kept(operator, Decimal((value - limit).days))
    return True


def _is_kept(operator: str, difference: Decimal) -> bool:
    if operator in ("above", "below"):
        return difference > 0 if operator == "above" else difference < 0
    return difference >= 0 if operator in _LOWER else difference <= 0


def _leave_room(one: tuple[str, Decimal | date], other: tuple[str, Decimal | date]) -> bool:
    """Whether something lies between a lower and an upper bound; two of one sort always leave room."""
    if one[0] not in _LOWER or other[0] in _LOWER:
        return True
    return _fits(other[1], one) and _fits(one[1], other)
