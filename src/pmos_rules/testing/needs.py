"""A rule on one of its fields → the values that it needs; a value and a dossier → whether it is missing there."""

from collections.abc import Iterator
from dataclasses import dataclass

from pmos_rules.evaluation.reading import Absent, Frame, given, rows
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    Custom,
    FirstOf,
    Not,
    Path,
    Predicate,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.language.ruleset import Arm
from pmos_rules.language.walking import paths_in, tests_of


@dataclass(frozen=True, slots=True)
class Need:
    """A value that a rule asks for, and the list in whose rows it lies."""

    path: Path
    over: Path | None = None

    @property
    def text(self) -> str:
        """The path as a rule's author writes it."""
        return str(self.path)

    @property
    def can_be_missing(self) -> bool:
        """Whether it is not the dossier itself and not the day of the check."""
        return self.path.scope != "as_of" and (self.path.scope != "dossier" or bool(self.path.steps))


def needs_of(arm: Arm) -> Iterator[Need]:
    """Every value to whose absence a rule has an answer: in its check, and in what it is about.

    A check that asks whether something is there at all has its answer in failing.
    """
    conditions = tests_of(arm.when) if arm.when is not None else ()
    needs = (*_needs(arm.check), *(Need(path) for path in conditions))
    return (need for need in needs if need.can_be_missing)


def _needs(check: Predicate) -> Iterator[Need]:
    match check:
        case All(of) | Any(of):
            for part in of:
                yield from _needs(part)
        case Not(of=inner):
            yield from _needs(inner)
        case FirstOf(branches):
            for _, then in branches:
                yield from _needs(then)
        case Test():
            yield from _of_test(check)
        case Aggregate(over=over, value=value, distinct_by=key):
            yield Need(over)
            yield from (Need(path, over) for path in (value, key) if path is not None and path != over and path.key)
        case Unique(over=over, key=key):
            yield Need(over)
            yield Need(key, over)
        case Sequence(of=path):
            yield Need(path)
        case Agree(left, right):
            yield from (Need(left), Need(right))
        case Custom(of=paths):
            yield from (Need(path) for path in paths)
        case ProcessQuery(told=told, asks="agrees" | "at_or_after") if told.status is not None:
            yield Need(told.status)
        case _:
            return


def _of_test(test: Test) -> Iterator[Need]:
    if test.operator in ("present", "missing"):
        return
    operands = (test.left, *(test.right if isinstance(test.right, tuple) else (test.right,)))
    yield from (Need(path) for operand in operands for path in paths_in(operand))
    yield from (Need(option) for _, option in test.options if isinstance(option, Path))


def is_missing(need: Need, frame: Frame) -> bool:
    """Whether the value is missing, or is for somebody to supply who did not; in any row, where it lies in rows."""
    if need.over is None:
        return _is_missing(need.path, frame)
    return any(_is_missing(need.path, frame.at_row(row, place)) for row, place in rows(need.over, frame))


def _is_missing(path: Path, frame: Frame) -> bool:
    if path.repeats:
        return all(value is None for value, _ in rows(path, frame))
    return isinstance(given(path, frame), Absent)
