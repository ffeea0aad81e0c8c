"""An arm of a rule, or a row of a list → the decision that judges it."""

from collections.abc import Sequence
from typing import Final

from pmos_rules.compilation.durable.deciding import Asked, CrashedError, Truth, decide, operand_of
from pmos_rules.compilation.durable.operands import Key, Reached, Spoken, Stage
from pmos_rules.findings import Severity
from pmos_rules.language.ir import Aggregate, Attached, Path, Predicate, Test, Unique
from pmos_rules.language.ruleset import Arm, Grade, Rule
from pmos_rules.language.walking import conjuncts

STAGES: Final = ("save", "submit", "trade")
_OUTCOMES: Final = {"T": "pass", "F": "fail", "N": "not_applicable", "U": "undetermined"}
_ORDER: Final = tuple(Severity)
Result = tuple[str, Severity | None]
_NOT_APPLICABLE: Final[Result] = ("not_applicable", None)


def judge(rule: Rule, arm: Arm, spoken: Sequence[Spoken], c: Asked) -> Result:
    """The outcome of an arm on an item, and the severity of one that is no pass."""
    try:
        return _judge(rule, arm, spoken, c)
    except CrashedError:
        return "error", rule.severity


def _judge(rule: Rule, arm: Arm, spoken: Sequence[Spoken], c: Asked) -> Result:
    from_stage = STAGES.index(rule.from_stage)
    if from_stage and int(c.word(Stage(), "012")) < from_stage:
        return _NOT_APPLICABLE
    broken = arm.scope is not None and c.word(Reached(), "gu") == "u"
    when: Truth = "U" if broken else decide(arm.when, c.of_condition)
    if when == "F" or (broken and _asks_how_typed(arm.check)):
        return _NOT_APPLICABLE
    if any(c.holds(other) for other in spoken):
        return _NOT_APPLICABLE
    if broken:
        return "undetermined", rule.severity
    truth = decide(arm.check, c) if when == "T" else when
    if truth in ("T", "N"):
        return _OUTCOMES[truth], None
    return _OUTCOMES[truth], severity_of(arm.grades, c.of_condition)


def _asks_how_typed(check: Predicate) -> bool:
    """Whether a check asks only how something was typed, of which there is nothing to say where nothing is read."""
    return all(isinstance(part, Test) and part.operator in ("readable", "as_given") for part in conjuncts(check))


def severity_of(grades: Sequence[Grade], c: Asked) -> Severity:
    """That of the first grade whose condition holds; an unknown one counts with the heaviest still possible."""
    if len({grade.severity for grade in grades}) == 1:
        return grades[0].severity
    possible: list[Severity] = []
    for grade in grades:
        truth = decide(grade.when, c)
        if truth != "F":
            possible.append(grade.severity)
        if truth == "T":
            break
    return min(possible, key=_ORDER.index)


def step(node: Aggregate | Unique | Attached, c: Asked) -> str:
    """What a row does to the totals of its list: the name of a step."""
    reached = c.word(Reached(), "gul")
    if reached == "l" and not isinstance(node, Unique):
        return "untold" if isinstance(node, Aggregate) and node.function == "sum" else "endless"
    slot = _slot(node, c) if isinstance(node, Attached) and reached == "g" else "here"
    truth: Truth = "F" if slot == "elsewhere" else decide(node.where, c) if reached == "g" else "U"
    if truth == "F":
        return "skip"
    sure = truth == "T" and slot == "here"
    if isinstance(node, Attached):
        return "sure" if sure else "perhaps"
    if isinstance(node, Unique):
        return _unique(node, reached, sure, c)
    if node.function == "sum":
        return "add" if sure and c.state(operand_of(node.value, True)) == "g" else "untold"
    return _count(node, reached == "g", sure, c)


def _count(node: Aggregate, readable: bool, sure: bool, c: Asked) -> str:
    if node.distinct_by is None:
        return "sure" if sure else "perhaps"
    state = c.state(operand_of(node.distinct_by)) if readable else "u"
    if state == "m":
        return "sure" if sure else "perhaps"
    if state == "u":
        return "sure_of_some_key" if sure else "perhaps"
    return _keyed(node.distinct_by, sure, c)


def _keyed(path: Path, sure: bool, c: Asked) -> str:
    c.name(Key(path))
    return "sure_key" if sure else "perhaps_key"


def _unique(node: Unique, reached: str, sure: bool, c: Asked) -> str:
    if reached == "l":
        return "unread_list"
    state = c.state(operand_of(node.key)) if reached == "g" else "u"
    if state == "m":
        return "skip"
    return "unread" if state == "u" else _keyed(node.key, sure, c)


def _slot(node: Attached, c: Asked) -> str:
    """Whether a file lies in the slot: ``here``, ``elsewhere``, or ``perhaps`` where that cannot be read."""
    if node.slot is None:
        return "here"
    slot = operand_of(slot_of(node))
    state = c.state(slot)
    if state == "u":
        return "perhaps"
    return "here" if state == "g" and c.is_(slot, "==", node.slot) else "elsewhere"


def slot_of(node: Attached) -> Path:
    """The slot of a row, as its canonical code."""
    section = node.over.shape.section or (node.over.shape.element.section if node.over.shape.element else None)
    assert section is not None
    return Path("row", ("slot",), shape=section.fields["slot"].shape, codelist="slots")
