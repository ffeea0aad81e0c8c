"""A changed rule and the cases of a pack → the first case that comes out otherwise than it says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from pmos_rules.compilation.binding import bind
from pmos_rules.compilation.plan import Hit, Plan
from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.describing import Describer
from pmos_rules.evaluation.judging import Session
from pmos_rules.evaluation.labels import Places
from pmos_rules.findings import Outcome, Severity, worst
from pmos_rules.language.ruleset import MarketRules, Rule
from pmos_rules.testing.case import Case, Expectation
from pmos_rules.testing.comparison import not_clean
from pmos_rules.testing.mutation.limits import settled
from pmos_rules.testing.mutation.mutation import Parameters
from pmos_rules.testing.running import unlike

_SPOKEN = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR)


@dataclass(frozen=True, slots=True)
class Found:
    """What is compared of a finding."""

    rule: str
    outcome: Outcome
    severity: Severity
    path: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What is compared of a report, of a few rules."""

    outcomes: Mapping[str, Outcome]
    findings: Sequence[Found]


@dataclass(frozen=True, eq=False)
class Law:
    """The rules of one market and kind on one day, as they are written and as they are compiled."""

    market: MarketRules
    kind: str | None
    as_of: date
    plan: Plan
    evaluator: Evaluator

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Where the plan has each rule."""
        return {rule.id: number for number, rule in enumerate(self.plan.rules)}

    @cached_property
    def written(self) -> Mapping[str, Rule]:
        """The rules in force by id, parameters by name."""
        rules = self.market.rules[self.kind]
        return {rule.id: rule for rule in rules if rule.id in self.numbers and rule.effective.holds(self.as_of)}

    @cached_property
    def waiting(self) -> Mapping[str, frozenset[str]]:
        """For each rule those that wait for it, at first hand or at second."""
        found: dict[str, frozenset[str]] = {}
        for rule in reversed(_first_things_first(self.plan.rules)):
            behind = [other.id for other in self.plan.rules if rule.id in other.depends_on]
            found[rule.id] = frozenset(behind).union(*(found.get(other, ()) for other in behind))
        return found

    def variant(self, rule: Rule) -> Plan | None:
        """The plan with a changed rule; None where it comes to the same on that day."""
        number = self.numbers[rule.id]
        bound = bind((rule,), self.market.parameters, self.as_of)
        if not bound:
            return None
        changed = replace(bound[0], arms=tuple(settled(arm) for arm in bound[0].arms))
        if changed == self.plan.rules[number]:
            return None
        rules = self.plan.rules
        return replace(self.plan, rules=(*rules[:number], changed, *rules[number + 1 :]))

    @property
    def parameters(self) -> Parameters:
        """What a changed rule may take its numbers from."""
        return self.market.parameters


def _first_things_first(rules: Iterable[Rule]) -> list[Rule]:
    """The rules, each after all that it waits for; what waits in a circle does not load."""
    by_id = {rule.id: rule for rule in rules}
    ordered: dict[str, Rule] = {}

    def visit(rule: Rule) -> None:
        if rule.id not in ordered:
            for name in rule.depends_on:
                if name in by_id:
                    visit(by_id[name])
            ordered[rule.id] = rule

    for rule in by_id.values():
        visit(rule)
    return list(ordered.values())


@dataclass(eq=False)
class Sitting:
    """One dossier, read once, before one law."""

    law: Law
    session: Session
    hits: dict[int, tuple[Hit, ...]] = field(default_factory=dict)

    def judge(self, plan: Plan, rule: str, others: Iterable[str], pointing: frozenset[str]) -> Seen:
        """What a plan says of a rule and of others that wait for it; places only where it is ``pointing``."""
        asked = (rule, *others)
        with self._under(plan, asked if len(asked) == 1 else (rule, *self.law.waiting[rule])):
            outcomes: dict[str, Outcome] = {}
            findings: list[Found] = []
            for name in asked:
                number = self.law.numbers[name]
                judged = [(hit, self.session.judge(hit)) for hit in self._hits(number)]
                outcomes[name] = worst(judgement.outcome for _, judgement in judged)
                for hit, judgement in judged:
                    if judgement.outcome in _SPOKEN:
                        path = self._describer.details(hit, judgement).path if name in pointing else ""
                        findings.append(Found(name, judgement.outcome, judgement.severity, path))
            return Seen(outcomes, findings)

    @contextmanager
    def _under(self, plan: Plan, affected: Iterable[str]) -> Iterator[None]:
        """The session with another plan, and with nothing left before and after of the rules that it affects."""
        usual = self.session.plan
        numbers = [self.law.numbers[name] for name in affected]
        self._forget(numbers)
        self.session.plan = plan
        try:
            yield
        finally:
            self.session.plan = usual
            self._forget(numbers)

    def _forget(self, affected: Iterable[int]) -> None:
        for number in affected:
            self.session.whole.pop(number, None)
            for hit in self._hits(number):
                self.session.judged.pop(hit, None)

    def _hits(self, number: int) -> tuple[Hit, ...]:
        if number not in self.hits:
            self.hits[number] = tuple(self.session.hits(number))
        return self.hits[number]

    @cached_property
    def _describer(self) -> Describer:
        dossier = self.session.dossier
        labels = self.law.market.labels[self.law.kind]
        return Describer(self.session, Places(self.law.evaluator.schema, labels, lambda: dossier.given), {}, False)


@dataclass(frozen=True, eq=False)
class Watch:
    """A case, its dossier and its base's, before their laws; what it says of which rules."""

    case: Case
    sitting: Sitting
    base: Sitting

    @cached_property
    def named(self) -> frozenset[str]:
        """The rules that the case names."""
        expected = self.case.expected
        return frozenset() if expected is None else frozenset((*expected.fails, *expected.also, *expected.severities))

    def concerns(self, rule: str) -> bool:
        """Whether the case could tell a change of the rule."""
        if rule not in self.sitting.law.numbers:
            return False
        expected = self.case.expected
        if expected is None or expected.others != "anything" or rule in self.named:
            return True
        return not self.named.isdisjoint(self.sitting.law.waiting[rule])

    def notices(self, rule: str, plans: Mapping[int, Plan]) -> bool:
        """Whether the case comes out otherwise than it says, under the plans with the changed rule by law."""
        plan = plans.get(id(self.sitting.law))
        if plan is None and id(self.base.law) not in plans:
            return False
        others = tuple(self.named & self.sitting.law.waiting[rule])
        expected = self.case.expected
        if expected is None:
            return any(not_clean(self._seen(self.sitting, plans, rule, (), frozenset())))
        told = frozenset((rule, *others))
        expected = _about(expected, told)
        pointing = frozenset(name for name, places in expected.fails.items() if places is not None)
        seen = self._seen(self.sitting, plans, rule, others, pointing)
        base = seen
        if expected.others != "anything" and rule not in self.named:
            base = self._seen(self.base, plans, rule, (), frozenset())
        return any(unlike(expected, base, seen))

    @staticmethod
    def _seen(
        sitting: Sitting, plans: Mapping[int, Plan], rule: str, others: tuple[str, ...], pointing: frozenset[str]
    ) -> Seen:
        if rule not in sitting.law.numbers:
            return Seen({rule: Outcome.NOT_APPLICABLE}, ())
        return sitting.judge(plans.get(id(sitting.law), sitting.law.plan), rule, others, pointing)


def _about(expected: Expectation, told: frozenset[str]) -> Expectation:
    """What a case says of some rules only."""
    return Expectation(
        {rule: places for rule, places in expected.fails.items() if rule in told},
        {rule: outcome for rule, outcome in expected.also.items() if rule in told},
        {rule: severity for rule, severity in expected.severities.items() if rule in told},
        expected.others,
    )
