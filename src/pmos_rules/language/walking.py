"""A predicate → its parts, and the paths that it reads."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TypeVar

from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    Attached,
    Condition,
    Custom,
    FirstOf,
    Literal,
    Lookup,
    Not,
    Path,
    Predicate,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.language.ruleset import Arm

N = TypeVar("N")

NEVER_MISSING = ("present", "missing", "readable", "as_given")


def is_noticed(predicate: Predicate) -> bool:
    """Whether a check asks only how something was typed, and reading the dossier would have noticed that."""
    parts = predicate.of if isinstance(predicate, All) else (predicate,)
    return asks_only_how(predicate) and all(
        part.right != Literal("halfwidth") or _is_coded(part.left) for part in parts if isinstance(part, Test)
    )


def _is_coded(path: Path) -> bool:
    """Whether full-width forms are noticed at a path: in codes and numbers, but not in names."""
    return path.type is not None and (path.type.name in _CODED or path.type.order == "number")


_CODED = ("code", "uscc", "resident_id")


def asks_only_how(predicate: Predicate) -> bool:
    """Whether a check asks only how something was typed, which reading the dossier has noticed already."""
    parts = predicate.of if isinstance(predicate, All) else (predicate,)
    return all(
        isinstance(part, Test) and part.operator in ("readable", "as_given") and part.right != Literal("canonical")
        for part in parts
    )


def parts_of(predicate: Predicate) -> Iterator[Predicate]:
    """The predicate itself and every one that it is made of."""
    yield predicate
    match predicate:
        case All(of) | Any(of):
            inner: tuple[Predicate, ...] = of
        case Not(of=one) | Condition(of=one):
            inner = (one,)
        case FirstOf(branches):
            inner = tuple(part for branch in branches for part in branch)
        case _:
            inner = ()
    for part in inner:
        yield from parts_of(part)


def nodes_of(wanted: type[N], node: object) -> Iterator[N]:
    """Every node of a type at or below a node, in the order in which they stand."""
    if isinstance(node, wanted):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from nodes_of(wanted, part)
    elif is_dataclass(node) and not isinstance(node, Path | type):
        for field in fields(node):
            yield from nodes_of(wanted, getattr(node, field.name))


def conjuncts(predicate: Predicate) -> Iterator[Predicate]:
    """The predicates that must all hold."""
    if isinstance(predicate, All):
        for part in predicate.of:
            yield from conjuncts(part)
    else:
        yield predicate


def steps_of(arm: Arm, path: Path) -> tuple[str, ...]:
    """The steps from the dossier to what an arm reads."""
    start = arm.scope.steps if arm.scope is not None else ()
    return (*{"item": start, "beside": start[:-1]}.get(path.scope, ()), *path.steps)


def tests_of(predicate: Predicate, *, deciding: bool = False) -> Iterator[Path]:
    """Every path that is read; with ``deciding``, only where a missing value must be decided upon."""
    match predicate:
        case All(of) | Any(of):
            for part in of:
                yield from tests_of(part, deciding=deciding)
        case Not(of=inner):
            yield from tests_of(inner, deciding=deciding)
        case Condition(of=inner):
            if not deciding:
                yield from tests_of(inner)
        case FirstOf(branches):
            for when, check in branches:
                yield from tests_of(when, deciding=deciding)
                yield from tests_of(check, deciding=deciding)
        case Test():
            yield from _of_test(predicate, deciding)
        case Aggregate():
            yield from _of_aggregate(predicate, deciding)
        case Unique() | Attached():
            if not deciding:
                yield predicate.over
        case Sequence(of=path):
            yield path
        case Agree(left, right):
            yield from (left, right)
        case Custom(of=paths):
            yield from paths
        case ProcessQuery():
            yield from _of_process(predicate, deciding)
        case _:  # always and never read nothing
            return


def _of_test(test: Test, deciding: bool) -> Iterator[Path]:
    if deciding and test.operator in NEVER_MISSING:
        return
    yield test.left
    operands = test.right if isinstance(test.right, tuple) else (test.right,)
    for operand in operands:
        yield from paths_in(operand)
    for _, option in test.options:
        if isinstance(option, Path) and not deciding:
            yield option


def paths_in(operand: object) -> tuple[Path, ...]:
    """The paths that an operand reads."""
    if isinstance(operand, Lookup):
        return operand.by, operand.mapping
    return (operand,) if isinstance(operand, Path) else ()


def _of_aggregate(aggregate: Aggregate, deciding: bool) -> Iterator[Path]:
    if not deciding or aggregate.function == "sum":
        yield aggregate.over
    if not deciding:
        yield aggregate.value


def _of_process(query: ProcessQuery, deciding: bool) -> Iterator[Path]:
    """An event that has not happened decides itself; only a status that is asked for can be missing."""
    told = query.told
    if not deciding:
        yield told.events
        for implied in told.implied:
            yield from tests_of(implied.when)
            yield from (path for path in (implied.by, implied.at) if isinstance(path, Path))
    if query.asks in ("agrees", "at_or_after") and told.status is not None:
        yield told.status
