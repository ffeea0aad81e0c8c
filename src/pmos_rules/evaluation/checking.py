"""One predicate and one frame → its truth, exactly as the truth table says: the reference that a plan is held to."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any as Anything

from pmos_rules.evaluation.reading import (
    MISSING,
    UNKNOWN,
    Absent,
    Evidence,
    Frame,
    canonical,
    given,
    read,
    rows,
)
from pmos_rules.evaluation.truth import (
    FALSE,
    NOT_APPLICABLE,
    TRUE,
    UNDETERMINED,
    conjunction,
    disjunction,
    negation,
)
from pmos_rules.formats import characters
from pmos_rules.formats.mentions import mentions
from pmos_rules.formats.normalise import was_fullwidth, was_padded
from pmos_rules.formats.registry import FORMATS
from pmos_rules.formats.values import Given, Unreadable
from pmos_rules.language.custom import CUSTOM
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    Attached,
    Codelist,
    Condition,
    Constant,
    Custom,
    FirstOf,
    Literal,
    Not,
    Path,
    Predicate,
    Test,
    Unique,
)
from pmos_rules.language.ruleset import Rule

_POLICY = {"not_applicable": NOT_APPLICABLE, "fail": FALSE, "undetermined": UNDETERMINED}


def check(node: Predicate, frame: Frame, rule: Rule | None) -> int:
    """The truth of a predicate; without a rule it is a condition, in which a missing value makes a test false."""
    return _CHECKS[type(node)](node, frame, rule)


def condition(node: Predicate | None, frame: Frame) -> int:
    """The truth of a condition; none is true."""
    return TRUE if node is None else check(node, frame, None)


def _noted(node: Anything, truth: int, frame: Frame, place: tuple[int | str, ...] | None = None) -> int:
    if frame.trace is not None:
        frame.trace.append(Evidence(node, truth, frame, place))
    return truth


def _absent(value: Anything, path: Path, rule: Rule | None) -> int | None:
    """The truth that a missing, unreadable or unknown operand leads to; None where the value is there."""
    if value is MISSING:
        return FALSE if rule is None else _POLICY[rule.missing(path)]
    if value is UNKNOWN or isinstance(value, Unreadable):
        return UNDETERMINED
    return None


# -- connectives ------------------------------------------------------------------------------------


def check_all(node: All, frame: Frame, rule: Rule | None) -> int:
    return conjunction([check(part, frame, rule) for part in node.of])


def check_any(node: Any, frame: Frame, rule: Rule | None) -> int:
    return disjunction([check(part, frame, rule) for part in node.of])


def check_not(node: Not, frame: Frame, rule: Rule | None) -> int:
    if rule is None and node.given is not None and read(node.given, frame) is MISSING:
        return FALSE
    return negation(check(node.of, frame, rule))


def check_condition(node: Condition, frame: Frame, rule: Rule | None) -> int:
    return check(node.of, frame, None)


def check_first_of(node: FirstOf, frame: Frame, rule: Rule | None) -> int:
    for when, then in node.branches:
        holds = check(when, frame, None)
        if holds == TRUE:
            return check(then, frame, rule)
        if holds != FALSE:
            return UNDETERMINED
    return TRUE


def check_constant(node: Constant, frame: Frame, rule: Rule | None) -> int:
    return _noted(node, TRUE if node.value else FALSE, frame)


# -- one value --------------------------------------------------------------------------------------


def check_test(node: Test, frame: Frame, rule: Rule | None) -> int:
    return _noted(node, _TESTS.get(node.operator, check_value)(node, frame, rule), frame)


def check_value(node: Test, frame: Frame, rule: Rule | None) -> int:
    """A test whose operands must all be there; the strongest reason why one is not decides."""
    value = read(node.left, frame)
    absent = _absent(value, node.left, rule)
    if absent is not None:
        return absent
    value = canonical(node.left, value, frame)
    if not isinstance(node.right, Path):
        return int(VALUE_TESTS[node.operator](value, node, frame))
    other = read(node.right, frame)
    absent = _absent(other, node.right, rule)
    if absent is not None:
        return absent
    return int(PAIR_TESTS[node.operator](value, canonical(node.right, other, frame), node))


def check_present(node: Test, frame: Frame, rule: Rule | None) -> int:
    value = given(node.left, frame)
    return UNDETERMINED if value is UNKNOWN else int(value is not MISSING)


def check_missing(node: Test, frame: Frame, rule: Rule | None) -> int:
    return negation(check_present(node, frame, rule))


def check_readable(node: Test, frame: Frame, rule: Rule | None) -> int:
    value = given(node.left, frame)
    if value is MISSING or value is UNKNOWN:
        return FALSE if rule is None else NOT_APPLICABLE
    if isinstance(value, Unreadable) and value.reason == "shape":
        return NOT_APPLICABLE  # `input.wrong_shape` has spoken
    return int(not isinstance(value, Unreadable))


def check_as_given(node: Test, frame: Frame, rule: Rule | None) -> int:
    value = given(node.left, frame)
    if isinstance(value, Absent | Unreadable):
        return FALSE if rule is None else NOT_APPLICABLE
    assert isinstance(node.right, Literal)
    if node.right.value == "canonical":
        return int(canonical(node.left, value, frame) == value)
    if not isinstance(value, Given):
        return TRUE
    changed = was_padded(value) if node.right.value == "trimmed" else was_fullwidth(value)
    return int(not changed)


def check_membership(node: Test, frame: Frame, rule: Rule | None) -> int:
    """`in` and `not_in`: a placeholder is a value here, since code lists of placeholders are what it is asked about."""
    value = given(node.left, frame)
    absent = _absent(value, node.left, rule)
    if absent is not None:
        return absent
    if isinstance(node.right, Codelist):
        inside = value in frame.tables[node.right.name]
    else:
        assert isinstance(node.right, Path)
        members = read(node.right, frame)
        absent = _absent(members, node.right, rule)
        if absent is not None:
            return absent
        inside = value in members
    return int(inside == (node.operator == "in"))


def check_same_as_any(node: Test, frame: Frame, rule: Rule | None) -> int:
    """Equal to one that is there; where none is, the ones that are not there decide."""
    value = read(node.left, frame)
    absent = _absent(value, node.left, rule)
    if absent is not None:
        return absent
    assert isinstance(node.right, tuple)
    truths = []
    there = False
    for path in node.right:
        assert isinstance(path, Path)
        other = read(path, frame)
        if other is MISSING:
            continue
        there = True
        truths.append(UNDETERMINED if isinstance(other, Absent | Unreadable) else int(other == value))
    if not there:
        assert isinstance(node.right[0], Path)
        return FALSE if rule is None else _POLICY[rule.missing(node.right[0])]
    return disjunction(truths)


def check_named_in(node: Test, frame: Frame, rule: Rule | None) -> int:
    value = read(node.left, frame)
    absent = _absent(value, node.left, rule)
    if absent is not None:
        return absent
    return int(value in names_of(node, frame))


def names_of(node: Test, frame: Frame) -> tuple[str, ...]:
    """What a file may be called, by the slot that it lies in and the material that it is said to be."""
    names: dict[str, None] = {}
    for codelist, path in node.options:
        assert isinstance(path, Path)
        code = read(path, frame)
        if isinstance(code, str):
            code = frame.tables[codelist].get(code, code)
            names |= dict.fromkeys((code, *frame.tables[f"{codelist}.named"].get(code, ())))
    return tuple(names)


_TESTS: Mapping[str, Callable[[Test, Frame, Rule | None], int]] = {
    "present": check_present,
    "missing": check_missing,
    "readable": check_readable,
    "as_given": check_as_given,
    "in": check_membership,
    "not_in": check_membership,
    "same_as_any": check_same_as_any,
    "named_in": check_named_in,
}


def literal(operand: Anything) -> Anything:
    """The value of a literal operand."""
    assert isinstance(operand, Literal)
    return operand.value


def _option(node: Test, name: str) -> Anything:
    found = node.option(name)
    return None if found is None else literal(found)


def test_length(value: str, node: Test, frame: Frame) -> bool:
    least, most = _option(node, "at_least"), _option(node, "at_most")
    return (least is None or len(value) >= least) and (most is None or len(value) <= most)


def test_mentions(value: str, node: Test, frame: Frame) -> bool:
    return mentions(
        value, literal(node.right), _option(node, "not_within") or (), _option(node, "except") or ()
    )


@lru_cache(maxsize=512)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=64)
def _only(classes: tuple[str, ...]) -> re.Pattern[str]:
    return characters.only(classes)


def is_whole(value: Decimal) -> bool:
    """Whether a number has no fraction."""
    return value == value.to_integral_value()


VALUE_TESTS: Mapping[str, Callable[[Anything, Test, Frame], bool]] = {
    "equals": lambda value, node, frame: value == literal(node.right),
    "equals_ignoring_case": lambda value, node, frame: value.casefold() == literal(node.right),
    "one_of": lambda value, node, frame: value in literal(node.right),
    "above": lambda value, node, frame: value > literal(node.right),
    "at_least": lambda value, node, frame: value >= literal(node.right),
    "below": lambda value, node, frame: value < literal(node.right),
    "at_most": lambda value, node, frame: value <= literal(node.right),
    "not_before": lambda value, node, frame: value >= literal(node.right),
    "not_after": lambda value, node, frame: value <= literal(node.right),
    "whole": lambda value, node, frame: is_whole(value),
    "length": test_length,
    "matches": lambda value, node, frame: _pattern(literal(node.right)).fullmatch(value) is not None,
    "only": lambda value, node, frame: _only(literal(node.right)).fullmatch(value) is not None,
    "has": lambda value, node, frame: all(characters.has(name).search(value) for name in literal(node.right)),
    "mentions": test_mentions,
    "format": lambda value, node, frame: FORMATS[literal(node.right)].check(value),
}
PAIR_TESTS: Mapping[str, Callable[[Anything, Anything, Test], bool]] = {
    "same_as": lambda value, other, node: value == other,
    "not_before": lambda value, other, node: value >= other,
    "not_after": lambda value, other, node: value <= other,
    "within": lambda value, other, node: abs(value - other) <= _option(node, "by"),
}


# -- many values ------------------------------------------------------------------------------------


def chosen(node: Aggregate | Unique | Attached, frame: Frame) -> Iterator[tuple[Frame, int]]:
    """The rows that `where` does not exclude, with its truth on each."""
    for row, place in rows(node.over, frame):
        inside = frame.at_row(row, place)
        truth = UNDETERMINED if isinstance(row, Unreadable) else condition(node.where, inside)
        if truth != FALSE:
            yield inside, truth


def check_aggregate(node: Aggregate, frame: Frame, rule: Rule | None) -> int:
    missing = _missing_list(node, frame, rule)
    if missing is not None:
        return _noted(node, missing, frame)
    least, most = bounds(node, frame)
    if least is None or most is None:
        return _noted(node, UNDETERMINED, frame)
    return _noted(
        node, conjunction(_between(name, least, most, literal(n)) for name, n in node.comparisons), frame
    )


def _missing_list(node: Aggregate, frame: Frame, rule: Rule | None) -> int | None:
    """What the rule says of a list that is not there; a count of it is 0 unless something is said."""
    if any(True for _ in rows(node.over, frame)):
        return None
    if rule is None:
        return None if node.function == "count" else FALSE
    if node.over.supplied:
        return UNDETERMINED
    written = (
        str(node.over) in rule.if_missing
        or rule.otherwise_missing != "not_applicable"
        or node.function == "sum"
    )
    return _POLICY[rule.missing(node.over)] if written else None


def bounds(node: Aggregate, frame: Frame) -> tuple[Anything, Anything]:
    """The least and the most that a count can be, or a sum twice; None for a sum that cannot be told."""
    return _count(node, frame) if node.function == "count" else _sum(node, frame)


def _count(node: Aggregate, frame: Frame) -> tuple[int, int]:
    certain: set[Anything] = set()
    possible: set[Anything] = set()
    for inside, truth in chosen(node, frame):
        key = read(node.distinct_by, inside) if node.distinct_by is not None else None
        counted = inside.row_place if key is None or isinstance(key, Absent | Unreadable) else key
        (certain if truth == TRUE else possible).add(counted)
    return len(certain), len(certain | possible)


def _sum(node: Aggregate, frame: Frame) -> tuple[Decimal | None, Decimal | None]:
    total = Decimal(0)
    for inside, truth in chosen(node, frame):
        value = read(node.value, inside)
        if truth != TRUE or not isinstance(value, Decimal):
            return None, None
        total += value
    return total, total


def _between(name: str, least: Anything, most: Anything, limit: Decimal) -> int:
    low, high = COMPARE[name](least, limit), COMPARE[name](most, limit)
    if least == most or (low == high and name != "equals"):
        return int(low)
    return UNDETERMINED if name != "equals" or least <= limit <= most else FALSE


COMPARE: Mapping[str, Callable[[Anything, Anything], bool]] = {
    "above": lambda value, limit: bool(value > limit),
    "at_least": lambda value, limit: bool(value >= limit),
    "below": lambda value, limit: bool(value < limit),
    "at_most": lambda value, limit: bool(value <= limit),
    "equals": lambda value, limit: bool(value == limit),
}


def check_unique(node: Unique, frame: Frame, rule: Rule | None) -> int:
    """False at the first repeated value; a value that cannot be read might be one."""
    seen: set[Anything] = set()
    result = TRUE
    for inside, truth in chosen(node, frame):
        value = canonical(node.key, read(node.key, inside), inside)
        if value is MISSING:
            continue
        if truth != TRUE or isinstance(value, Absent | Unreadable):
            result = UNDETERMINED
        elif value in seen:
            return _noted(node, FALSE, frame, inside.place(node.key))
        else:
            seen.add(value)
    return _noted(node, result, frame)


def check_attached(node: Attached, frame: Frame, rule: Rule | None) -> int:
    result = FALSE
    slots = frame.tables.get("slots", {})
    for inside, truth in chosen(node, frame):
        slot = getattr(inside.row, "slot", None)
        if node.slot is not None and not isinstance(inside.row, Unreadable):
            if isinstance(slot, Unreadable):
                truth = UNDETERMINED
            elif _canonical_slot(slot, slots) != node.slot:
                continue
        result = TRUE if TRUE in (truth, result) else UNDETERMINED
    return _noted(node, result, frame)


def _canonical_slot(slot: Anything, slots: Mapping[str, str]) -> Anything:
    return slots.get(slot, slot)


def check_agree(node: Agree, frame: Frame, rule: Rule | None) -> int:
    sides = [read(side, frame) for side in (node.left, node.right)]
    for side, path in zip(sides, (node.left, node.right), strict=True):
        absent = _absent(side, path, rule)
        if absent is not None:
            return _noted(node, absent, frame)
    differing = next(differences(node, sides), None)
    return _noted(
        node,
        int(differing is None),
        frame,
        None if differing is None else (*frame.place(node.left), *differing),
    )


def differences(node: Agree, sides: list[Anything]) -> Iterator[tuple[int | str, ...]]:
    """Where the two sides differ, in the order of the schema; what only one side says is no difference."""
    groups = type(sides[0]).model_fields if node.on == ("all",) else node.on
    for group in groups:
        yield from _differ(getattr(sides[0], group, None), getattr(sides[1], group, None), (group,))


def _differ(one: Anything, other: Anything, place: tuple[int | str, ...]) -> Iterator[tuple[int | str, ...]]:
    if one is None or other is None or one == other:
        return
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from _differ(*pair, (*place, number))
    elif hasattr(one, "model_fields_set") and type(one) is type(other):
        for name in type(one).model_fields:
            yield from _differ(getattr(one, name), getattr(other, name), (*place, name))
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in one:
            yield from _differ(one[name], other.get(name), (*place, name))
    else:
        yield place


def check_custom(node: Custom, frame: Frame, rule: Rule | None) -> int:
    inputs = [_input(path, frame) for path in node.of]
    for value, path in zip(inputs, node.of, strict=True):
        absent = _absent(value, path, rule)
        if absent is not None:
            return _noted(node, absent, frame)
    held = CUSTOM[node.function](inputs, dict(node.arguments))
    return _noted(node, UNDETERMINED if held is None else int(held), frame)


def _input(path: Path, frame: Frame) -> Anything:
    if "*" in path.steps:
        return tuple(row for row, _ in rows(path, frame)) or MISSING
    return read(path, frame)


_CHECKS: Mapping[type, Callable[[Anything, Frame, Rule | None], int]] = {
    All: check_all,
    Any: check_any,
    Not: check_not,
    Condition: check_condition,
    FirstOf: check_first_of,
    Constant: check_constant,
    Test: check_test,
    Aggregate: check_aggregate,
    Unique: check_unique,
    Attached: check_attached,
    Agree: check_agree,
    Custom: check_custom,
}
