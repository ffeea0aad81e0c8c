"""A plan's hits on one dossier → the outcome and severity of each, exactly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Context
from typing import Any, Final

from pmos_rules.compilation.generation import STAGES
from pmos_rules.compilation.plan import NOWHERE, Hit, Plan
from pmos_rules.evaluation.checking import check, condition
from pmos_rules.evaluation.reading import Evidence, Frame, Key, read_part, rows, step_into
from pmos_rules.evaluation.truth import FALSE, NOT_APPLICABLE, TRUE, UNDETERMINED
from pmos_rules.findings import Outcome, Severity, worst
from pmos_rules.formats.values import Unreadable
from pmos_rules.language.ir import Predicate, Test
from pmos_rules.language.ruleset import Arm, Grade, Rule
from pmos_rules.language.walking import conjuncts

EXACT: Final = Context(prec=2000)
"""Whoever judges does so in it: sums and comparisons are exact whatever context the caller has set."""

_OUTCOMES = (Outcome.FAIL, Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED)
_SPOKEN = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule came to on one item; ``broken`` is the place that keeps the item from being read."""

    outcome: Outcome
    grade: Grade | None = None
    severity: Severity = Severity.ERROR
    crash: str | None = None
    broken: Key | None = None


_PASSED = Judgement(Outcome.PASS)
_NOT_APPLICABLE = Judgement(Outcome.NOT_APPLICABLE)


@dataclass(slots=True)
class Session:
    """One dossier under evaluation: each rule and item is judged once.

    ``found`` holds what the plan found worth a look, by rule: all else passed or does not apply. Without it
    every rule is judged from scratch.
    """

    plan: Plan
    numbers: Mapping[str, int]
    dossier: Any
    as_of: date
    stage: int
    found: Mapping[int, Sequence[Hit]] | None = None
    judged: dict[Hit, Judgement] = field(default_factory=dict)
    whole: dict[int, Outcome] = field(default_factory=dict)

    def judge(self, hit: Hit) -> Judgement:
        """The judgement of one arm on one item; a crash in it is its own outcome, and no one else's."""
        known = self.judged.get(hit)
        if known is not None:
            return known
        rule = self.plan.rules[hit[0]]
        try:
            judgement = self._judge(rule, rule.arms[hit[1]], hit)
        except Exception as crash:  # noqa: BLE001 - a rule that crashes is a finding, and the others go on
            judgement = Judgement(Outcome.ERROR, severity=rule.severity, crash=type(crash).__name__)
        self.judged[hit] = judgement
        return judgement

    def _judge(self, rule: Rule, arm: Arm, hit: Hit) -> Judgement:
        if self.stage < STAGES.index(rule.from_stage):
            return _NOT_APPLICABLE
        frame = self.frame(arm, hit[2])
        when = UNDETERMINED if frame is None else condition(arm.when, frame)
        if when == FALSE or (frame is None and _asks_how_typed(arm.check)):
            return _NOT_APPLICABLE
        if self.has_spoken(rule, hit):
            return _NOT_APPLICABLE
        if frame is None:
            return Judgement(Outcome.UNDETERMINED, None, rule.severity, broken=self.broken(arm, hit[2]))
        truth = check(arm.check, frame, rule) if when == TRUE else when
        if truth == TRUE:
            return _PASSED
        if truth == NOT_APPLICABLE:
            return _NOT_APPLICABLE
        return self.graded(_OUTCOMES[truth], arm, frame)

    def graded(self, outcome: Outcome, arm: Arm, frame: Frame) -> Judgement:
        """The first grade whose condition holds; an unknown one counts with the heaviest still possible."""
        grades = iter(arm.grades)  # of which the last has no condition
        possible: list[Grade] = []
        while (truth := condition((grade := next(grades)).when, frame)) != TRUE:
            possible += [grade] if truth != FALSE else []
        possible.append(grade)
        order = list(Severity)
        heaviest = min(possible, key=lambda grade: order.index(grade.severity))
        return Judgement(outcome, heaviest, heaviest.severity)

    def has_spoken(self, rule: Rule, hit: Hit) -> bool:
        """Whether a rule that this one waits for has spoken on the same item."""
        numbers = (self.numbers.get(name) for name in rule.depends_on)
        return any(number is not None and self.on_same_item(number, hit) in _SPOKEN for number in numbers)

    def failed(self, hit: Hit, failure: Judgement) -> Judgement:
        """The judgement of an arm that has certainly failed, unless another rule has spoken."""
        rule = self.plan.rules[hit[0]]
        if self.has_spoken(rule, hit):
            failure = _NOT_APPLICABLE
        self.judged[hit] = failure
        return failure

    def on_same_item(self, number: int, hit: Hit) -> Outcome:
        """A rule's outcome on the item of another rule: its worst one, where they are not about the same items.

        One that is about other fields altogether has nothing to say of the item.
        """
        peer = self.plan.peers.get((hit[0], hit[1], number))
        if peer == NOWHERE:
            return Outcome.PASS
        if peer is not None:
            same = (number, peer, hit[2])
            if self.found is not None and same not in self.found.get(number, ()):
                return Outcome.PASS
            return self.judge(same).outcome
        if self.found is not None:
            return worst(self.judge(other).outcome for other in self.found.get(number, ()))
        return self.outcome(number)

    def outcome(self, number: int) -> Outcome:
        """A rule's worst outcome over all its items."""
        if number not in self.whole:
            self.whole[number] = worst(self.judge(hit).outcome for hit in self.hits(number))
        return self.whole[number]

    def hits(self, number: int) -> Iterator[Hit]:
        """Every item that a rule is asked about."""
        frame = Frame(self.dossier, self.as_of, self.plan.tables)
        for arm_number, arm in enumerate(self.plan.rules[number].arms):
            if arm.scope is None or "*" not in arm.scope.steps:
                yield number, arm_number, ()
                continue
            for _, place in rows(arm.scope, frame):
                yield number, arm_number, _key(arm.scope.steps, place)

    # -- frames --------------------------------------------------------------------------------------

    def frame(self, arm: Arm, key: Key, trace: list[Evidence] | None = None) -> Frame | None:
        """The frame of an arm on an item; None where the item cannot be read."""
        frame = Frame(self.dossier, self.as_of, self.plan.tables, trace=trace)
        if arm.scope is None:
            return frame
        steps = place_of(arm.scope.steps, key)
        frame.beside, _ = reach(self.dossier, steps[:-1])
        item = step_into(frame.beside, steps[-1])
        keeps_value = arm.scope.type is not None and item is not frame.beside
        if isinstance(item, Unreadable) and not (keeps_value and len(steps) == len(arm.scope.steps)):
            return None
        frame.item, frame.item_place = read_part(arm.scope, item, self.as_of), steps
        return frame

    def broken(self, arm: Arm, key: Key) -> Key:
        """The place that keeps an item from being read: the list, the row or the section that it lies in."""
        assert arm.scope is not None
        steps = place_of(arm.scope.steps, key)
        return steps[: reach(self.dossier, steps)[1]]


def _asks_how_typed(check: Predicate) -> bool:
    """Whether a check asks only how something was typed, of which there is nothing to say where nothing is read."""
    return all(isinstance(part, Test) and part.operator in ("readable", "as_given") for part in conjuncts(check))


def reach(dossier: Any, steps: Key) -> tuple[Any, int]:
    """What lies at steps with list indexes filled in, and how many of them led there."""
    value = dossier
    for walked, step in enumerate(steps):
        if isinstance(value, Unreadable):
            return value, walked
        value = step_into(value, step)
    return value, len(steps)


def place_of(steps: tuple[str, ...], key: Key) -> Key:
    """The steps of a scope with its ``*`` filled in, as far as the key goes."""
    place: list[int | str] = []
    left = list(key)
    for step in steps:
        if step == "*":
            if not left:
                break
            place.append(left.pop(0))
        else:
            place.append(step)
    return tuple(place)


def _key(steps: tuple[str, ...], place: Key) -> Key:
    """The keys that were filled in for ``*``."""
    return tuple(at for step, at in zip(steps, place, strict=False) if step == "*")
