"""Rules about single fields → what to fill in, by how much it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pmos_rules.findings import Text
from pmos_rules.language.ir import All, Any, Condition, Constant, Not, Path, Predicate, Test
from pmos_rules.language.ruleset import Arm, Grade, Policy, Rule
from pmos_rules.language.schema import Shape
from pmos_rules.language.walking import NEVER_MISSING, asks_only_how, conjuncts, parts_of, steps_of
from pmos_rules.rendering.checklist.blocks import Placed, blocks_of, unless_said, weight
from pmos_rules.rendering.checklist.model import Block, Entry, Need, Point
from pmos_rules.rendering.checklist.places import Steps
from pmos_rules.rendering.checklist.wording import Asked, closes, ground, without_each

_MOST_FIELDS = 3
"""A rule about more fields than this is about how fields are filled in, whatever they are."""
_POLICIES: tuple[Policy, ...] = ("fail", "undetermined", "not_applicable")


@dataclass(frozen=True, slots=True)
class Ask:
    """What one rule asks of one field.

    ``demand`` is what a missing value makes of it, `not_applicable` where it need not be given; ``beyond`` is
    what it asks besides that the field is given, ``alone`` whether it asks nothing of another.
    """

    steps: Steps
    rule: Rule
    arm: Arm
    demand: Policy
    beyond: Predicate | None
    alone: bool
    codelist: str | None

    @property
    def is_demand(self) -> bool:
        """Whether the field has to be given for the filing itself."""
        return self.demand != "not_applicable" and self.rule.from_stage != "trade"


def is_about_writing(rule: Rule) -> bool:
    """Whether a rule is about how any field is filled in rather than about one of them."""
    checks = [arm.check for arm in rule.arms]
    as_given = (check for check in checks if isinstance(check, Test) and check.operator == "as_given")
    return (
        len(checks) > _MOST_FIELDS
        or all(asks_only_how(check) for check in checks)
        or any(not check.left.steps for check in as_given)
    )


def asks_of(rule: Rule) -> list[Ask]:
    """What a rule asks of which fields; nothing where it asks anything of something else."""
    arms = [_of_arm(rule, arm) for arm in rule.arms if arm.when != Constant(False)]
    return [ask for asks in arms for ask in asks] if all(arms) else []


def _of_arm(rule: Rule, arm: Arm) -> list[Ask]:
    parts = list(conjuncts(arm.check))
    plain = {steps_of(arm, part.left) for part in parts if isinstance(part, Test)}
    by_field: dict[Steps, list[Predicate]] = {}
    for part in parts:
        steps = _field_of(part, arm, plain)
        if steps is None:
            return []
        by_field.setdefault(steps, []).append(part)
    return [
        Ask(
            steps,
            rule,
            arm,
            demand=min((_demand(rule, part) for part in own), key=_POLICIES.index),
            beyond=_beyond(own),
            alone=len(by_field) == 1,
            codelist=next((left.codelist for part in own for left in _lefts(part) if left.codelist is not None), None),
        )
        for steps, own in by_field.items()
    ]


def _field_of(part: Predicate, arm: Arm, plain: set[Steps]) -> Steps | None:
    """The field that a part of a check is about: the first, where all are of one section, or one of the ``plain``."""
    about = [steps_of(arm, left) for left in _lefts(part)]
    if len({steps[:1] for steps in about}) == 1:
        return about[0]
    return next((steps for steps in about if steps in plain), None)


def _demand(rule: Rule, part: Predicate) -> Policy:
    """What a missing value makes of a part of a check."""
    operator = part.operator if isinstance(part, Test) else ""
    if operator == "present":
        return "fail"
    return "not_applicable" if operator in NEVER_MISSING else rule.missing(_lefts(part)[0])


def _beyond(parts: list[Predicate]) -> Predicate | None:
    kept = tuple(part for part in parts if not (isinstance(part, Test) and part.operator == "present"))
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else All(kept)


def _lefts(check: Predicate) -> list[Path]:
    """The fields that a check is about; nothing where it asks anything of something else."""
    tests = [part for part in parts_of(check) if not isinstance(part, All | Any | Not | Condition | Constant)]
    lefts = [test.left for test in tests if isinstance(test, Test) and _is_field(test.left)]
    return lefts if len(lefts) == len(tests) else []


def _is_field(path: Path) -> bool:
    """Whether a value is filled in there, or several in one field."""
    return path.scope in ("dossier", "item", "beside") and not path.supplied and _holds_values(path.shape)


def _holds_values(shape: Shape) -> bool:
    inner = shape.element if shape.kind == "list" else shape
    return inner is not None and inner.kind == "value"


def fields_of(asks: Iterable[Ask], asked: Asked) -> tuple[Block, ...]:
    """The fields of one section: first what is required, last what is only looked at where it is given."""
    by_field: dict[Steps, list[Ask]] = {}
    for ask in asks:
        by_field.setdefault(ask.steps, []).append(ask)
    said: set[str] = set()
    return blocks_of([_placed(steps, own, asked, said) for steps, own in by_field.items()])


def _placed(steps: Steps, asks: list[Ask], asked: Asked, said: set[str]) -> Placed:
    """A field, how much it is asked for, and what else is asked of it; what a rule means is ``said`` once."""
    points = [(ask, _point(ask, asked)) for ask in asks]
    need, demand = _need([ask for ask in asks if ask.is_demand], asked)
    codelist = next((ask.codelist for ask in asks if ask.codelist is not None), None)
    closed = codelist is not None and any(closes(ask.arm.check, codelist) for ask in asks)
    rest = []
    for ask, point in points:
        if ask is demand and ask.beyond is None:
            continue
        kept = replace(point, reading=None) if ask.rule.id in said else point
        said.add(ask.rule.id)
        if codelist is not None and closes(ask.arm.check, codelist):
            kept = replace(kept, detail=None)
        rest.append(unless_said(kept, need))
    bare = demand is not None and demand.beyond is None
    entry = Entry(
        label=label_in(steps, asked),
        path=".".join(steps),
        told=(demand.rule.id,) if demand is not None and bare else (),
        points=tuple(rest),
        options=options_of(codelist, asked),
        closed=closed,
    )
    return Placed(need, entry, demand.rule.reading if demand is not None and bare else None)


def _point(ask: Ask, asked: Asked) -> Point:
    """What is asked of the field where it is given."""
    arm = _weighed(ask, "present") if ask.is_demand else ask.arm
    return asked.point(ask.rule, arm, about=None if ask.alone else ask.beyond)


def _weighed(ask: Ask, known: str) -> Arm:
    """A rule as it weighs where the field is known to be ``present`` or ``missing``."""
    kept: list[Grade] = []
    for grade in ask.arm.grades:
        inner = grade.when.of if isinstance(grade.when, Condition) else grade.when
        is_asked = isinstance(inner, Test) and steps_of(ask.arm, inner.left) == ask.steps
        operator = inner.operator if is_asked and isinstance(inner, Test) else ""
        if operator == known:
            return replace(ask.arm, grades=(*kept, replace(grade, when=None)))
        if operator not in ("present", "missing"):
            kept.append(grade)
    return replace(ask.arm, grades=tuple(kept))


def _need(demands: list[Ask], asked: Asked) -> tuple[Need, Ask | None]:
    """How much a field is asked for, and by which rule: the one that asks most."""
    points = [(ask, asked.point(ask.rule, _weighed(ask, "missing"))) for ask in demands]
    needs = [
        (
            Need(
                point.severity,
                ask.demand == "undetermined",
                point.condition,
                point.grades,
                ground(ask.rule) if ask.beyond is None else None,
            ),
            ask,
        )
        for ask, point in points
    ]
    return min(needs, key=lambda found: weight(found[0]), default=(Need(), None))


def label_in(steps: Steps, asked: Asked) -> Text:
    """What a field is called in its section."""
    named = asked.label(steps)
    above = len(section_of(steps))
    inside = Text(*(" › ".join(text.split(" › ")[above:]) for text in named))
    return without_each(inside) if inside.zh else named


def section_of(steps: Steps) -> Steps:
    """The section of the form that a place is in; nothing for what stands above all of them."""
    if len(steps) < 2 or steps[1:] == ("*",):
        return ()
    return steps[:2] if steps[1] == "*" else steps[:1]


def options_of(codelist: str | None, asked: Asked) -> tuple[str, ...]:
    """The values of a code list, those that are not Chinese with their Chinese name."""
    if codelist is None:
        return ()
    return tuple(asked.shown(codelist, value) for value in asked.market.codelists[codelist].entries)
