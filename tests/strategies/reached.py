"""Drawn dossiers → the branches of rules that they take: `python -m tests.strategies.reached MARKET [KIND…]`.

A branch is a field of `for` of which the rule holds, a condition that holds or does not, an alternative of `any` that
holds, a branch of `first_of` that is gone into. What grades a failure is none: a compliant dossier has no failures.
"""

import sys
from collections.abc import Iterator

from pmos_rules import Outcome, load_ruleset
from pmos_rules.evaluation.checking import check, condition
from pmos_rules.evaluation.judging import Session
from pmos_rules.evaluation.reading import Frame, rows
from pmos_rules.evaluation.truth import FALSE, TRUE
from pmos_rules.formats.values import Unreadable
from pmos_rules.language.ir import Aggregate, Any, Attached, Condition, Constant, FirstOf, Predicate, Unique
from pmos_rules.language.ruleset import Arm, Rule
from pmos_rules.language.walking import is_noticed
from pmos_rules.strategies import Generator, Seeded
from pmos_rules.testing.branches import parts
from pmos_rules.testing.wording import words

Branch = tuple[str, str]

DOSSIERS = 2000


def branches(rule: Rule) -> Iterator[Branch]:
    """The branches of a rule; rules that ask only how something was typed have one, for all their fields."""
    if all(is_noticed(arm.check) for arm in rule.arms):
        yield rule.id, "holds"
        return
    for arm in rule.arms:
        yield rule.id, f"for {arm.scope}"
        if arm.when is not None:
            yield from ((rule.id, f"when {arm.scope}"), (rule.id, f"not when {arm.scope}"))
        yield from ((rule.id, branch) for node in (arm.when, arm.check) for branch in _inside(node))


def _inside(node: Predicate | None) -> Iterator[str]:
    match node:
        case Any(of=of):
            yield from (f"any: {words(part, 200)}" for part in of if not isinstance(part, Constant))
        case FirstOf(branches=ways):
            yield from (f"first_of: {words(when, 200)}" for when, _ in ways)
    for part in parts(node):
        yield from _inside(part)


def taken(rule: Rule, session: Session) -> Iterator[Branch]:
    """The branches of a rule that a dossier takes."""
    for hit in session.hits(session.numbers[rule.id]):
        arm, frame = rule.arms[hit[1]], session.frame(rule.arms[hit[1]], hit[2])
        if frame is None:
            continue
        holds = session.judge(hit).outcome is Outcome.PASS
        if all(is_noticed(each.check) for each in rule.arms):
            yield from ((rule.id, "holds") for _ in range(holds))
            continue
        yield from ((rule.id, branch) for branch in _taken_by(arm, rule, frame, holds))


def _taken_by(arm: Arm, rule: Rule, frame: Frame, holds: bool) -> Iterator[str]:
    if holds:
        yield f"for {arm.scope}"
    when = condition(arm.when, frame)
    if arm.when is not None:
        yield f"when {arm.scope}" if when == TRUE else f"not when {arm.scope}"
        yield from _taken(arm.when, frame, None)
    if when == TRUE:
        yield from _taken(arm.check, frame, rule)


def _taken(node: Predicate, frame: Frame, rule: Rule | None) -> Iterator[str]:
    match node:
        case Any(of=of):
            yield from (f"any: {words(part, 200)}" for part in of if check(part, frame, rule) == TRUE)
        case Condition():
            rule = None
        case FirstOf(branches=ways):
            for when, then in ways:
                yield from _taken(when, frame, None)
                if check(when, frame, None) == TRUE:
                    yield f"first_of: {words(when, 200)}"
                    yield from _taken(then, frame, rule)
                if check(when, frame, None) != FALSE:
                    return
            return
        case Aggregate(over=over) | Unique(over=over) | Attached(over=over):
            for row, place in rows(over, frame):
                if not isinstance(row, Unreadable):
                    for part in parts(node):
                        yield from _taken(part, frame.at_row(row, place), None)
            return
    for part in parts(node):
        yield from _taken(part, frame, rule)


def not_reached(generator: Generator, number: int) -> tuple[list[Branch], int]:
    """The branches that none of so many compliant dossiers takes, from seed 0 on, and of how many."""
    rules = [rule for rule in generator.plan.rules if rule.id in generator.rules]
    left = {rule.id: set(branches(rule)) for rule in rules}
    total = sum(map(len, left.values()))
    for seed in range(number):
        session = generator.evaluator.session(generator.compliant(Seeded(seed)))
        rules = [rule for rule in rules if left[rule.id]]
        for rule in rules:
            left[rule.id].difference_update(taken(rule, session))
    return [branch for rule in rules for branch in branches(rule) if branch in left[rule.id]], total


if __name__ == "__main__":
    market, *kinds = sys.argv[1:]
    ruleset = load_ruleset(market)
    for kind in kinds or ruleset.kinds:
        never, total = not_reached(Generator(ruleset, kind), DOSSIERS)
        print(f"{market} {kind}: {total - len(never)} of {total} branches in {DOSSIERS} dossiers")
        for rule, branch in never:
            print(f"  {rule}: {branch}")
