"""Rules and a dossier → what each rule comes to on each item: its outcome, its severity, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Context, localcontext
from typing import Any

from pmos_rules.findings import Severity
from pmos_rules.formats.values import Unreadable
from pmos_rules.language.ir import All, Path, Test
from pmos_rules.language.ruleset import Arm, Grade, Rule
from tests.naive.forms import ask, condition
from tests.naive.law import Law
from tests.naive.reading import Here, Place, part_of, rows, walk
from tests.naive.truth import Answer, Why

STAGES = ("save", "submit", "trade")
WORST = ("error", "fail", "undetermined", "pass", "not_applicable")
OUTCOMES = {"T": "pass", "F": "fail", "U": "undetermined", "N": "not_applicable"}
SPOKEN = ("error", "fail", "undetermined")
EXACT = Context(prec=2000)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a rule is asked about: on which of the paths of `for`, and where."""

    arm: Arm
    place: Place = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule came to on an item. ``broken`` is the place of what cannot be read around the item."""

    rule: Rule
    item: Item
    outcome: str
    severity: Severity = Severity.ERROR
    grade: Grade | None = None
    why: tuple[Why, ...] = ()
    broken: Place | None = None
    crash: str | None = None
    here: Here | None = None


@dataclass(slots=True)
class Court:
    """A dossier and the rules it is judged by; each rule is judged once on each item."""

    law: Law
    rules: list[Rule]
    dossier: Any
    judged: dict[str, list[Judgement]] = field(default_factory=dict)

    @property
    def stage(self) -> str:
        """The stage; one that is not given, or that nobody knows, is `submit`."""
        given = self.dossier.stage
        return given if given in STAGES else "submit"

    def judge(self, rule: Rule) -> list[Judgement]:
        """What a rule comes to on each of its items, in order."""
        if rule.id not in self.judged:
            with localcontext(EXACT):
                self.judged[rule.id] = [self.judge_item(rule, item) for item in items(rule, self.here())]
        return self.judged[rule.id]

    def outcome(self, rule: Rule) -> str:
        """The worst outcome over all items; of none, not applicable."""
        return worst([judgement.outcome for judgement in self.judge(rule)])

    def here(self) -> Here:
        return Here(self.dossier, self.law)

    def judge_item(self, rule: Rule, item: Item) -> Judgement:
        """What a rule comes to on one item. One that crashes harms no other."""
        try:
            return self.judge_safely(rule, item)
        except Exception as crash:  # noqa: BLE001 - as the reference says: it is named, and the others go on
            return Judgement(rule, item, "error", rule.severity, crash=type(crash).__name__)

    def judge_safely(self, rule: Rule, item: Item) -> Judgement:
        silent = Judgement(rule, item, "not_applicable")
        if STAGES.index(self.stage) < STAGES.index(rule.from_stage):
            return silent
        here, broken = enter(item, self.here())
        applies = condition(item.arm.when, here) if broken is None else Answer("U")
        if applies.truth == "F" or any(self.has_spoken(other, rule, item) for other in rule.depends_on):
            return silent
        if broken is not None:
            if asks_only_how(item.arm.check):
                return silent
            return Judgement(rule, item, "undetermined", rule.severity, broken=broken, here=here)
        answer = ask(item.arm.check, here.in_check(rule)) if applies.truth == "T" else applies
        if answer.truth in "TN":
            return Judgement(rule, item, OUTCOMES[answer.truth])
        grade = grade_of(item.arm, here)
        return Judgement(rule, item, OUTCOMES[answer.truth], grade.severity, grade, answer.why, here=here)

    def has_spoken(self, name: str, rule: Rule, item: Item) -> bool:
        """Whether a rule that this one depends on has failed, or could not be told, on the same item."""
        other = next((other for other in self.rules if other.id == name), None)
        if other is None:
            return False
        judgements = self.judge(other)
        if any(same(arm.scope, item.arm.scope) for arm in other.arms):
            judgements = [one for one in judgements if one.item.place == item.place]
        elif is_field(item.arm.scope) and other.arms and all(is_field(arm.scope) for arm in other.arms):
            return False  # it is about other fields altogether
        return any(one.outcome in SPOKEN for one in judgements)


def worst(outcomes: list[str]) -> str:
    """The worst of some outcomes."""
    return min(outcomes, key=WORST.index, default="not_applicable")


def items(rule: Rule, here: Here) -> Iterator[Item]:
    """Everything that a rule is asked about: the dossier, or each thing that a path of `for` leads to."""
    for arm in rule.arms:
        if arm.scope is None:
            yield Item(arm)
        elif arm.scope.repeats:
            yield from (Item(arm, row.place) for row in rows(arm.scope, here))
        else:
            yield Item(arm, arm.scope.steps)


def enter(item: Item, here: Here) -> tuple[Here, Place | None]:
    """Where the paths of a rule start on an item; or the place of what cannot be read there."""
    scope = item.arm.scope
    if scope is None:
        return here, None
    beside, _ = walk(here.dossier, (), item.place[:-1])
    value, place = walk(here.dossier, (), item.place)
    if isinstance(value, Unreadable) and not (is_field(scope) and place == item.place and value is not beside):
        return here, place
    if isinstance(value, Unreadable) and len(item.place) < len(scope.steps):
        return here, place
    inside = part_of(scope, value, here.law.day)
    return Here(here.dossier, here.law, None, False, inside, item.place, beside), None


def same(one: Path | None, other: Path | None) -> bool:
    """Whether two rules are about the same items."""
    return one is not None and other is not None and one.steps == other.steps


def is_field(scope: Path | None) -> bool:
    """Whether the items of `for` are values, not rows or sections."""
    return scope is not None and scope.type is not None


def asks_only_how(check: Any) -> bool:
    """Whether a check asks only how something was typed."""
    if isinstance(check, All):
        return all(map(asks_only_how, check.of))
    return isinstance(check, Test) and check.operator in ("readable", "as_given")


def grade_of(arm: Arm, here: Here) -> Grade:
    """The first grade whose condition holds; where that cannot be told, the heaviest that is still possible."""
    possible = []
    for grade in arm.grades:
        holds = condition(grade.when, here).truth
        if holds != "F":
            possible.append(grade)
        if holds == "T":
            break
    return min(possible, key=lambda grade: list(Severity).index(grade.severity))


def verdict(judged: list[tuple[str, Severity]]) -> str:
    """`reject` where a heavy rule failed, else `undetermined` where one could not be told, else `accept`."""
    heavy = {outcome for outcome, severity in judged if severity is Severity.ERROR}
    if "fail" in heavy:
        return "reject"
    return "undetermined" if heavy & {"undetermined", "error"} else "accept"
