"""A rule on one of its fields → the ways through it; a dossier → the ways that were taken in judging it.

A way is taken where it decides: an alternative of `any` where it alone holds, a branch of `first_of` where it is
the first whose condition holds, a condition where it holds and where it does not, a field of `for` where the rule
has something to say of it.
"""

from collections.abc import Iterator

from pmos_rules.evaluation.checking import check, condition
from pmos_rules.evaluation.reading import Frame, rows
from pmos_rules.evaluation.truth import FALSE, TRUE
from pmos_rules.findings import Outcome
from pmos_rules.formats.values import Unreadable
from pmos_rules.language.ir import Aggregate, All, Any, Attached, Condition, FirstOf, Not, Predicate, Unique
from pmos_rules.language.ruleset import Arm, Rule
from pmos_rules.testing.wording import words

_LONGEST = 200
"""Alternatives should not read alike because they were cut."""
_SPOKEN = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR)


def branches_of(rule: Rule, arm: Arm) -> Iterator[str]:
    """The ways through a rule on one of its fields, in words; two that read alike are one."""
    if len(rule.arms) > 1:
        yield _field(arm)
    if arm.when is not None:
        yield from ("`when` holds", "`when` does not hold")
    for predicate in _predicates(arm):
        yield from _branches(predicate)


def taken(bound: Arm, rule: Rule, written: Arm, frame: Frame, outcome: Outcome) -> Iterator[str]:
    """The ways that were taken in judging the ``bound`` arm of a rule, called as in the ``written`` one."""
    if outcome in _SPOKEN:
        yield _field(written)
    when = condition(bound.when, frame)
    if bound.when is not None and when in (TRUE, FALSE):
        yield "`when` holds" if when == TRUE else "`when` does not hold"
    if bound.when is not None and written.when is not None:
        yield from _taken(bound.when, written.when, frame, None)
    if when == TRUE:
        yield from _taken(bound.check, written.check, frame, rule)
    if when == TRUE and outcome is Outcome.FAIL:
        for grade, named in zip(bound.grades, written.grades, strict=True):
            if grade.when is not None and named.when is not None:
                yield from _taken(grade.when, named.when, frame, None)


def _predicates(arm: Arm) -> Iterator[Predicate]:
    yield arm.check
    yield from (found for found in (arm.when, *(grade.when for grade in arm.grades)) if found is not None)


def _field(arm: Arm) -> str:
    return f"for {arm.scope}"


def _alternative(part: Predicate) -> str:
    return f"any: {words(part, _LONGEST)}"


def _branch(when: Predicate) -> str:
    return f"first_of: {words(when, _LONGEST)}"


def _branches(node: Predicate) -> Iterator[str]:
    match node:
        case Any(of=of):
            yield from map(_alternative, of)
        case FirstOf(branches=branches):
            yield from (_branch(when) for when, _ in branches)
    for part in parts(node):
        yield from _branches(part)


def parts(node: Predicate | None) -> tuple[Predicate, ...]:
    """What a predicate is directly made of, and what it asks of rows."""
    match node:
        case All(of=of) | Any(of=of):
            return of
        case Not(of=one) | Condition(of=one):
            return (one,)
        case FirstOf(branches=branches):
            return tuple(part for branch in branches for part in branch)
        case Aggregate(where=where) | Unique(where=where) | Attached(where=where) if where is not None:
            return (where,)
    return ()


def _taken(node: Predicate, written: Predicate, frame: Frame, rule: Rule | None) -> Iterator[str]:
    """As `_branches`, but only the ways that decide; ``written`` is the same node with its parameters by name."""
    match node:
        case Any(of=of):
            holding = [at for at, part in enumerate(of) if check(part, frame, rule) == TRUE]
            if len(holding) == 1:
                yield _alternative(parts(written)[holding[0]])
        case Condition():
            rule = None
        case FirstOf(branches=branches):
            yield from _of_first_of(branches, parts(written), frame, rule)
            return
        case Aggregate(over=over) | Unique(over=over) | Attached(over=over):
            for row, place in rows(over, frame):
                if not isinstance(row, Unreadable):
                    for part, named in zip(parts(node), parts(written), strict=True):
                        yield from _taken(part, named, frame.at_row(row, place), None)
            return
    for part, named in zip(parts(node), parts(written), strict=True):
        yield from _taken(part, named, frame, rule)


def _of_first_of(
    branches: tuple[tuple[Predicate, Predicate], ...],
    named: tuple[Predicate, ...],
    frame: Frame,
    rule: Rule | None,
) -> Iterator[str]:
    """The branch that is gone into, and what is taken in its condition and its check."""
    for at, (when, then) in enumerate(branches):
        holds = check(when, frame, None)
        yield from _taken(when, named[2 * at], frame, None)
        if holds == TRUE:
            yield _branch(named[2 * at])
            yield from _taken(then, named[2 * at + 1], frame, rule)
        if holds != FALSE:
            return
