"""A dossier and a rule, judged exactly → what the dossier shows of the rule: values missing, bounds, grades."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from pmos_rules.compilation.binding import bind_node
from pmos_rules.evaluation.judging import Judgement, Session
from pmos_rules.findings import Outcome
from pmos_rules.language.ir import Condition, Constant
from pmos_rules.language.ruleset import Arm, Grade, ParameterTable, Rule
from pmos_rules.testing.bounds import Bound, Side, bounds_of, sides
from pmos_rules.testing.branches import branches_of, taken
from pmos_rules.testing.needs import is_missing, needs_of

Verdict = tuple[Outcome, str | None]


@dataclass(slots=True)
class Shown:
    """What cases show of one rule: its outcomes and how often, values that were missing, grades, verdicts at its
    bounds, and the ways that were taken through it.
    """

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    missing: set[str] = field(default_factory=set)
    grades: set[str] = field(default_factory=set)
    at_bounds: dict[tuple[str, Side], set[Verdict]] = field(default_factory=dict)
    branches: set[str] = field(default_factory=set)

    def both_sides_of(self, bound: str) -> bool:
        """Whether just inside a bound the rule says something else than just outside."""
        inside, outside = (self.at_bounds.get((bound, side), set()) for side in (True, False))
        return any(one != other for one in inside for other in outside)


@dataclass(frozen=True, slots=True)
class Demand:
    """What cases have to show of one rule beyond its passing and failing, in words for its author."""

    rule: str
    missing: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()


def demands(rules: Iterable[Rule]) -> tuple[Demand, ...]:
    """One demand for each rule id, whatever kinds of applicant and fields it stands for."""
    by_id: dict[str, list[Rule]] = {}
    for rule in rules:
        by_id.setdefault(rule.id, []).append(rule)
    return tuple(_demand(rule, versions) for rule, versions in by_id.items())


def _demand(rule: str, versions: Iterable[Rule]) -> Demand:
    missing: dict[str, None] = {}
    bounds: dict[str, None] = {}
    grades: dict[str, None] = {}
    branches: dict[str, None] = {}
    for version, arm in ((one, arm) for one in versions for arm in one.arms):
        branches |= dict.fromkeys(branches_of(version, arm))
        missing |= dict.fromkeys(need.text for need in needs_of(arm))
        bounds |= dict.fromkeys(bound.text for bound in _bounds(arm))
        grades |= dict.fromkeys(_grades(arm))
    return Demand(rule, tuple(missing), tuple(bounds), tuple(grades) if len(grades) > 1 else (), tuple(branches))


def _bounds(arm: Arm) -> Iterator[Bound]:
    """The bounds of a rule's check, of what it is about, and of how much it weighs."""
    conditions = (arm.when, *(grade.when for grade in arm.grades))
    for predicate in (arm.check, *(condition for condition in conditions if condition is not None)):
        yield from bounds_of(predicate)


def _grades(arm: Arm) -> tuple[str, ...]:
    """The grades that can decide, each by its severity, and by its place where others have the same."""
    deciding = next((number for number, grade in enumerate(arm.grades, 1) if _always(grade)), len(arm.grades))
    levels = [str(grade.severity) for grade in arm.grades[:deciding]]
    return tuple(
        level if levels.count(level) == 1 else f"{level} ({levels[:number].count(level)} of {levels.count(level)})"
        for number, level in enumerate(levels, 1)
    )


def _always(grade: Grade) -> bool:
    return grade.when in (None, Constant(True), Condition(Constant(True)))


@dataclass(frozen=True, slots=True)
class Watched:
    """A rule as it is written, with its parameters still by name, and where a plan has it."""

    rule: Rule
    number: int
    parameters: Mapping[str, ParameterTable]


def show(session: Session, watched: Watched, shown: Shown, *, named: bool, weighed: bool) -> None:
    """Add what the dossier of a session shows of a rule.

    What is missing counts where a case has ``named`` the rule, and a grade where it has said the severity.
    """
    for hit in session.hits(watched.number):
        arm = watched.rule.arms[hit[1]]
        frame = session.frame(arm, hit[2])
        if frame is None:
            continue
        if named:
            shown.missing |= {need.text for need in needs_of(arm) if is_missing(need, frame)}
        rule, judgement = session.plan.rules[watched.number], session.judge(hit)
        judged = rule.arms[hit[1]]
        shown.branches |= set(taken(judged, rule, arm, frame, judgement.outcome))
        verdict = _verdict(judgement, arm, judged)
        if weighed and verdict[1] is not None:
            shown.grades.add(verdict[1])
        resolve = partial(bind_node, parameters=watched.parameters, as_of=session.as_of)
        for bound in _bounds(arm):
            for side in sides(bound, frame, resolve):
                shown.at_bounds.setdefault((bound.text, side), set()).add(verdict)


def _verdict(judgement: Judgement, written: Arm, bound: Arm) -> Verdict:
    """The outcome, and of a failure its grade."""
    if judgement.outcome is not Outcome.FAIL or judgement.grade is None:
        return judgement.outcome, None
    place = next(number for number, grade in enumerate(bound.grades) if grade is judgement.grade)
    return judgement.outcome, _grades(written)[place]
