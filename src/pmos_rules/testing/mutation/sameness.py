"""A predicate → the simplest one that is certainly the same, so that changes of no effect can be told."""

from dataclasses import replace
from decimal import Decimal
from typing import Any as Anything
from typing import Final

from pmos_rules.language.ir import (
    Aggregate,
    All,
    Any,
    Attached,
    Condition,
    Constant,
    FirstOf,
    Literal,
    Not,
    Path,
    Test,
    Unique,
)
from pmos_rules.language.ruleset import Grade

_ALWAYS, _NEVER = Constant(True), Constant(False)
_ASKS_WHETHER_GIVEN: Final = ("present", "missing")
_INCLUSIVE: Final = {"above": ("at_least", 1), "below": ("at_most", -1)}


def simplified(node: Anything, *, condition: bool = False) -> Anything:
    """What two predicates have in common that are the same; in a ``condition`` what is missing is false."""
    match node:
        case All(of=of):
            return _connected(All, [simplified(part, condition=condition) for part in of], _ALWAYS, condition)
        case Any(of=of):
            return _connected(Any, [simplified(part, condition=condition) for part in of], _NEVER, condition)
        case Not(of=inner):
            return _denied(simplified(inner, condition=condition), node, condition)
        case Condition(of=inner):
            inner = simplified(inner, condition=True)
            return inner if isinstance(inner, Constant) or condition else Condition(inner)
        case FirstOf(branches=branches):
            return FirstOf(tuple(_branch(when, then, condition) for when, then in branches))
        case Aggregate():
            comparisons = [_inclusive(node, name, limit) for name, limit in node.comparisons]
            return replace(node, comparisons=tuple(comparisons), where=_where(node.where))
        case Unique() | Attached():
            return replace(node, where=_where(node.where))
    return node


def _branch(when: Anything, then: Anything, condition: bool) -> tuple[Anything, Anything]:
    return simplified(when, condition=True), simplified(then, condition=condition)


def _where(where: Anything) -> Anything:
    return None if where is None else simplified(where, condition=True)


def _denied(inner: Anything, node: Not, condition: bool) -> Anything:
    """Denied twice is not denied; in a condition that is so of a test whose missing value is false either way."""
    if isinstance(inner, Not) and inner.given == node.given and (not condition or isinstance(inner.of, Test)):
        return inner.of
    if isinstance(inner, Constant):
        return Constant(not inner.value)
    if isinstance(inner, Test) and inner.operator in _ASKS_WHETHER_GIVEN:
        return replace(inner, operator="present" if inner.operator == "missing" else "missing")
    return Not(inner, node.given)


def _connected(form: type[All] | type[Any], parts: list[Anything], neutral: Constant, condition: bool) -> Anything:
    """Flat, with each part once, without what changes nothing."""
    flat: dict[Anything, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.of if isinstance(part, form) else (part,))
    flat.pop(neutral, None)
    if Constant(not neutral.value) in flat:
        return Constant(not neutral.value)
    if condition and form is All:
        flat = dict.fromkeys(part for part in flat if not _goes_without_saying(part, flat))
    if form is Any:
        flat = dict.fromkeys(part for part in flat if not _is_mentioned(part, flat))
    if len(flat) < 2:
        return next(iter(flat), neutral)
    return form(tuple(flat))


def _goes_without_saying(part: Anything, parts: dict[Anything, None]) -> bool:
    """Whether another part is false where the value of a `present` is missing."""
    if not isinstance(part, Test) or part.operator != "present":
        return False
    return any(_needs(other, part.left) for other in parts if other != part)


def _is_mentioned(part: Anything, parts: dict[Anything, None]) -> bool:
    """Whether another alternative looks for just that word anywhere in the same value."""
    if not isinstance(part, Test) or part.operator != "equals" or not isinstance(part.right, Literal):
        return False
    looking = (other for other in parts if isinstance(other, Test) and other.operator == "mentions")
    return any(
        other.left == part.left and not other.options and part.right.value in _words(other) for other in looking
    )


def _words(test: Test) -> tuple[str, ...]:
    assert isinstance(test.right, Literal)
    held: Anything = test.right.value
    return tuple(held)


def weights(grades: tuple[Grade, ...]) -> tuple[Anything, ...]:
    """The conditions and severities of grades, as far as a severity depends on them; messages are no part of it."""
    deciding = list(grades)
    while len(deciding) > 1 and deciding[-2].severity is deciding[-1].severity:
        del deciding[-2]
    return tuple((_where(grade.when) or _ALWAYS, grade.severity) for grade in deciding)


def _needs(part: Anything, path: Path) -> bool:
    test = part.of if isinstance(part, Not) and part.given == path else part
    return isinstance(test, Test) and test.operator not in _ASKS_WHETHER_GIVEN and test.left == path


def _inclusive(node: Aggregate, name: str, limit: Anything) -> tuple[str, Anything]:
    """More than nine rows are at least ten."""
    if node.function == "count" and name in _INCLUSIVE and isinstance(limit, Literal):
        other, step = _INCLUSIVE[name]
        value: Anything = limit.value
        return other, Literal(Decimal(value) + step)
    return name, limit
