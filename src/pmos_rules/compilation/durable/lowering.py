"""A plan → the definition of the second engine: each rule one decision, each decision rules over one fact."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from pmos_rules.compilation.durable.asking import Alpha, Asking, TooManyWaysError, Way, ways
from pmos_rules.compilation.durable.deciding import Asked, CrashedError, Ready, Truth, decide
from pmos_rules.compilation.durable.definition import Definition, FactType, Rows, Scoped, Verdict
from pmos_rules.compilation.durable.judging import judge, step
from pmos_rules.compilation.durable.operands import Operand, Spoken, is_outside
from pmos_rules.compilation.durable.parting import arm_in_parts, in_parts
from pmos_rules.compilation.durable.precomputed import precomputed
from pmos_rules.compilation.plan import NOWHERE, Plan
from pmos_rules.language.ir import Aggregate, Attached, Path, Predicate, Unique
from pmos_rules.language.ruleset import Arm, Rule

# The engine takes 64 rules that fire on one fact, 255 properties a fact and 511 first tests a ruleset, and past
# some of these it crashes or hangs: this stays well below.
MOST_FIRING: Final = 30
MOST_OPERANDS: Final = 80
MOST_RULES: Final = 1500
MOST_TYPES: Final = 100
MOST_WAYS: Final = 250
MOST_ROW_WAYS: Final = 600
_DEPTH: Final = 10
"""Levels between rules that wait for one another: parts of parts go before what they are parts of."""

Node = Aggregate | Unique | Attached
R = TypeVar("R")


@dataclass(slots=True)
class Made:
    """A type of fact while it is being made."""

    name: str
    loop: tuple[str, ...]
    level: int
    arms: list[tuple[int, int]] = field(default_factory=list)
    weight: int = 0
    operands: dict[Scoped, str] = field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether another is needed: its facts may set off no more rules, or hold no more properties."""
        return self.weight >= MOST_FIRING or len(self.operands) >= MOST_OPERANDS

    def naming(self, scope: Path | None) -> Callable[[Operand], str]:
        """What gives the operands that are read from a scope their names."""

        def name(operand: Operand) -> str:
            scoped = (None if is_outside(operand) else scope, operand)
            return self.operands.setdefault(scoped, f"p{len(self.operands)}")

        return name

    def add(self, about: str, conditions: Iterable[Alpha], action: str) -> None:
        """One rule over a fact."""
        pattern = {"$and": [{"t": self.name}, *conditions]}
        self.rules[f"{self.name}.{len(self.rules)} {about}"] = {"all": [{"m": pattern}], "run": action}


@dataclass(frozen=True, slots=True)
class _Job:
    """An arm of a rule to be lowered; ``level`` is how far back what it waits for goes."""

    rule: Rule
    number: int
    arm: Arm
    arm_number: int
    level: int

    @property
    def name(self) -> str:
        """The arm's name in actions."""
        return f"{self.rule.id}#{self.arm_number}"

    @property
    def loop(self) -> tuple[str, ...]:
        """The steps up to the last ``*`` of its scope: arms with the same ones are about the same items."""
        return loop_of(self.arm.scope)


@dataclass(slots=True)
class _Lowering:
    """All types of fact so far, and what their rules say."""

    plan: Plan
    types: list[Made] = field(default_factory=list)
    rows: dict[tuple[Node, Path | None], Made] = field(default_factory=dict)
    parts: dict[tuple[Predicate, int | None, Truth, Truth, Path | None], int] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)

    def lower(self) -> Definition:
        """Every arm of every rule, those about the same items together."""
        for number, level in _levels(self.plan.rules).items():
            rule = self.plan.rules[number]
            for arm_number, arm in enumerate(rule.arms):
                self.lower_arm(_Job(rule, number, arm, arm_number, (level + 1) * _DEPTH))
        facts = sorted(self.types, key=lambda made: made.level)
        places = _into_rulesets([*self.rows.values(), *facts])
        return Definition(
            rules=tuple(rule.id for rule in self.plan.rules),
            facts=tuple(
                FactType(made.name, made.loop, made.level, tuple(made.arms), tuple(made.operands), places[made.name])
                for made in facts
            ),
            rows=tuple(
                Rows(made.name, scope, node, tuple(operand for _, operand in made.operands), places[made.name])
                for (node, scope), made in self.rows.items()
            ),
            rulesets=_rulesets([*self.rows.values(), *facts], places),
            verdicts=self.verdicts,
            precomputed=precomputed(self.plan.rules, [o for m in (*self.rows.values(), *facts) for _, o in m.operands]),
        )

    # -- arms ------------------------------------------------------------------------------------

    def lower_arm(self, job: _Job) -> None:
        """An arm as a whole, or in parts where there are too many ways through it."""
        spoken = self.spoken(job)
        try:
            self.decide_arm(job, job.arm, spoken)
        except TooManyWaysError:
            self.decide_arm(job, arm_in_parts(job.arm), spoken)

    def decide_arm(self, job: _Job, arm: Arm, spoken: list[Spoken]) -> None:
        made, decided = self.decided(job, job.rule, lambda c: judge(job.rule, arm, spoken, c))
        for way in decided:
            outcome, severity = way.result
            action = " ".join(filter(None, (outcome, severity, job.name)))
            self.verdicts[action] = Verdict(outcome, job.number, job.arm_number, severity)
            made.add(job.name, way.conditions, action)

    def decided(
        self,
        job: _Job,
        rule: Rule | None,
        decision: Callable[[Asked], R],
        against: Truth = "F",
        lacking: Truth = "F",
    ) -> tuple[Made, list[Way[R]]]:
        """The ways through a decision, and the type of fact that they look at."""
        made = self.type_for(job)
        before = dict(made.operands)

        def decide_on(asking: Asking) -> R:
            number = None if rule is None else job.number
            asked = self.asked(asking, made, job, rule, number)
            return decision(replace(asked, against=against, lacking=lacking))

        try:
            decided = ways(decide_on, MOST_WAYS)
        except TooManyWaysError:
            made.operands = before
            raise
        made.arms.append((job.number, job.arm_number))
        made.weight += _weight(decided)
        return made, decided

    def type_for(self, job: _Job) -> Made:
        """The last type of fact about the items at the level, or another where that is full."""
        same = [made for made in self.types if (made.loop, made.level) == (job.loop, job.level)]
        if not same or same[-1].is_full:
            self.types.append(Made(f"f{len(self.types)}", job.loop, job.level))
            return self.types[-1]
        return same[-1]

    def spoken(self, job: _Job) -> list[Spoken]:
        """The rules that it waits for, as far as they are about the same item."""
        numbers = {other.id: at for at, other in enumerate(self.plan.rules)}
        waits = [numbers[name] for name in job.rule.depends_on if name in numbers]
        peers = [(other, self.plan.peers.get((job.number, job.arm_number, other))) for other in waits]
        return [Spoken(other, peer) for other, peer in peers if peer != NOWHERE]

    def asked(self, asking: Asking, made: Made, job: _Job, rule: Rule | None, number: int | None) -> Asked:
        scope = job.arm.scope
        fold, part = self.folding(scope), self.parting(job)
        return Asked(asking, made.naming(scope), fold, part, self.plan.tables, rule, number)

    # -- parts -----------------------------------------------------------------------------------

    def parting(self, job: _Job) -> Callable[[Predicate, Asked], int]:
        """The number of a part of an arm; it is lowered when first asked for, to be decided before the arm."""

        def part(node: Predicate, c: Asked) -> int:
            key = (node, c.number, c.against, c.lacking, job.arm.scope)
            if key not in self.parts:
                self.parts[key] = len(self.parts)
                self.lower_part(replace(job, level=job.level - 1), node, c, self.parts[key])
            return self.parts[key]

        return part

    def lower_part(self, job: _Job, node: Predicate, c: Asked, number: int) -> None:
        try:
            self.decide_part(job, node, c, number)
        except TooManyWaysError:
            self.decide_part(job, in_parts(node), c, number)

    def decide_part(self, job: _Job, node: Predicate, c: Asked, number: int) -> None:
        made, decided = self.decided(
            job, c.rule, lambda asked: _truth(node, replace(asked, whole=node)), c.against, c.lacking
        )
        for way in decided:
            action = f"{way.result} part{number}"
            self.verdicts[action] = Verdict(way.result, job.number, job.arm_number, part=number)
            made.add(f"{job.name} part{number}", way.conditions, action)

    # -- rows ------------------------------------------------------------------------------------

    def folding(self, scope: Path | None) -> Callable[[Node], int]:
        """The number of a list's rows, seen from a scope; they are lowered when first asked for."""

        def fold(node: Node) -> int:
            if (node, scope) not in self.rows:
                self.lower_rows(node, scope)
            return list(self.rows).index((node, scope))

        return fold

    def lower_rows(self, node: Node, scope: Path | None) -> None:
        made = Made(f"r{len(self.rows)}", (), -1)
        self.rows[node, scope] = made

        decided = self.decided_rows(made, node, scope)
        for way in decided:
            made.add("row", way.conditions, f"{way.result} {made.name}")
        made.rules[f"{made.name} next"] = _next(made.name)
        made.rules[f"{made.name} total"] = {
            "all": [{"total": {"$and": [{"t": f"{made.name}+"}, {"left": 0}]}}],
            "run": f"total {made.name}",
        }
        if any(way.result.endswith("_key") for way in decided):
            made.rules[f"{made.name} twice"] = _twice(made.name)


    def decided_rows(self, made: Made, node: Node, scope: Path | None) -> list[Way[str]]:
        """The ways through what a row comes to; where there are too many, its condition comes judged."""

        def decide_on(asking: Asking) -> str:
            return step(node, Asked(asking, made.naming(None), None, None, self.plan.tables))

        try:
            return ways(decide_on, MOST_ROW_WAYS)
        except TooManyWaysError:
            made.operands.clear()
            assert node.where is not None
            where: Any = Ready(node.where)
            return self.decided_rows(made, replace(node, where=where), scope)


def lower(plan: Plan) -> Definition:
    """The definition of the second engine for the rules of a plan."""
    return _Lowering(plan).lower()


def loop_of(scope: Path | None) -> tuple[str, ...]:
    """The steps of a scope up to its last ``*``."""
    steps = scope.steps if scope is not None else ()
    return steps[: len(steps) - steps[::-1].index("*")] if "*" in steps else ()


def _truth(node: Predicate, c: Asked) -> str:
    try:
        return decide(node, c)
    except CrashedError:
        return "E"


def _levels(rules: tuple[Rule, ...]) -> Mapping[int, int]:
    """How many rules wait for one another before each, fewest first."""
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    levels: dict[int, int] = {}

    def level(number: int) -> int:
        if number not in levels:
            waits = [numbers[name] for name in rules[number].depends_on if name in numbers]
            levels[number] = 1 + max((level(other) for other in waits), default=-1)
        return levels[number]

    return dict(sorted(((number, level(number)) for number in range(len(rules))), key=lambda pair: pair[1]))


def _weight(decided: list[Way[Any]]) -> int:
    """How many ways of a decision a fact may go down at once.

    One, were it not that the engine puts off the comparison of two properties, and goes on as if it held.
    """
    return 1 + sum("$m" in str(condition) for way in decided for condition in way.conditions)


# -- rules of the second engine ----------------------------------------------------------------------


def _next(fact: str) -> dict[str, Any]:
    """What a row came to meets the total as it stands after the row before: one join expression, never two."""
    total = {"$and": [{"t": f"{fact}+"}, {"at": {"step": "at"}}]}
    return {"all": [{"step": {"t": f"{fact}>"}}, {"total": total}], "run": f"next {fact}"}


def _twice(fact: str) -> dict[str, Any]:
    """Two rows of the same item with the same key."""
    one, other = {"t": f"{fact}="}, {"$and": [{"t": f"{fact}="}, {"key": {"one": "key"}}]}
    return {"all": [{"one": one}, {"other": other}], "run": f"twice {fact}"}


def _into_rulesets(types: Iterable[Made]) -> Mapping[str, str]:
    """The ruleset of each type of fact; another begins where one is full."""
    places: dict[str, str] = {}
    number, held, rules = 0, 0, 0
    for made in types:
        if held and (held >= MOST_TYPES or rules + len(made.rules) > MOST_RULES):
            number, held, rules = number + 1, 0, 0
        places[made.name] = f"s{number}"
        held, rules = held + 1, rules + len(made.rules)
    return places


def _rulesets(types: Iterable[Made], places: Mapping[str, str]) -> Mapping[str, Mapping[str, Any]]:
    rulesets: dict[str, dict[str, Any]] = {}
    for made in types:
        opened = {"open": {"all": [{"m": {"t": "open"}}], "run": "open"}}
        rulesets.setdefault(places[made.name], opened).update(made.rules)
    return rulesets
