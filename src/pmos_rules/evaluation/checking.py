"""One predicate and one frame → its truth, exactly as the truth table says: what a plan is held to."""

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any as Anything
from typing import Final

from pmos_rules.evaluation.periods import is_apart
from pmos_rules.evaluation.processing import answer
from pmos_rules.evaluation.reading import (
    MISSING,
    UNKNOWN,
    Absent,
    Evidence,
    Frame,
    Key,
    canonical,
    given,
    is_unknown,
    read,
    read_all,
    read_part,
    rows,
    values,
)
from pmos_rules.evaluation.reference import Asked
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
from pmos_rules.formats.values import Given, GivenNumber, Placeholder, Unreadable, is_empty
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
    Lookup,
    Not,
    Path,
    Predicate,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.walking import NEVER_MISSING

_INFINITE: Final = Decimal("Infinity")


def check(node: Predicate, frame: Frame, rule: Rule | None) -> int:
    """The truth of a predicate; without a rule it is a condition, in which a missing value is false."""
    return _CHECKS[type(node)](node, frame, rule)


def condition(node: Predicate | None, frame: Frame) -> int:
    """The truth of a condition; none is true."""
    return TRUE if node is None else check(node, frame, None)


def _noted(node: Anything, truth: int, frame: Frame, rule: Rule | None, place: Key | None = None) -> int:
    if frame.trace is not None:
        frame.trace.append(Evidence(node, truth, frame, rule, place))
    return truth


def _absent(operands: Iterable[tuple[Anything, Path]], frame: Frame, rule: Rule | None) -> int | None:
    """The truth that operands which are not there lead to; None where every one is.

    A missing one decides before one that cannot be read or told: whatever that would say, the test would not
    be asked. Of several missing ones the strictest policy counts.
    """
    values = list(operands)
    missing = [path for value, path in values if value is MISSING]
    if missing:
        return _missing(strictest(missing, rule), frame, rule)
    return UNDETERMINED if any(_is_unsure(value) for value, _ in values) else None


def strictest(missing: Iterable[Path], rule: Rule | None) -> Path:
    """Of values that are not there, the one that counts: the first for which the rule has its strictest policy."""
    order = ("fail", "undetermined", "not_applicable")
    return min(missing, key=lambda path: order.index(rule.missing(path)) if rule is not None else 0)


def missing_in(evidence: Evidence) -> Path | None:
    """The value that is not there and decided a test, if it was one that did."""
    node, frame = evidence.node, evidence.frame
    operands: list[tuple[Anything, Path]] = []
    match node:
        case Test():
            operands = operands_of(node, frame)
        case Sequence(of=path):
            operands = [(read_all(path, frame), path)]
        case Agree(left=left, right=right):
            operands = [(read(side, frame), side) for side in (left, right)]
        case Custom(of=paths):
            operands = [(_input(path, frame), path) for path in paths]
    missing = [path for value, path in operands if value is MISSING]
    return strictest(missing, evidence.rule) if missing else None


def _missing(path: Path, frame: Frame, rule: Rule | None) -> int:
    """What a missing value leads to: a condition is false, a rule has its policy."""
    if rule is None:
        return frame.lacking
    return {"fail": frame.against, "undetermined": UNDETERMINED}.get(rule.missing(path), NOT_APPLICABLE)


def _is_unsure(value: Anything) -> bool:
    return value is UNKNOWN or isinstance(value, Unreadable)


# -- connectives ------------------------------------------------------------------------------------


def check_all(node: All, frame: Frame, rule: Rule | None) -> int:
    return _combined(conjunction, node.of, frame, rule)


def check_any(node: Any, frame: Frame, rule: Rule | None) -> int:
    return _combined(disjunction, node.of, frame, rule)


def _combined(
    combine: Callable[[list[int]], int], parts: tuple[Predicate, ...], frame: Frame, rule: Rule | None
) -> int:
    """What parts come to together. Only those that came to the same are a reason for it."""
    if frame.trace is None:
        return combine([check(part, frame, rule) for part in parts])
    inside = [replace(frame, trace=[]) for _ in parts]
    truths = [check(part, own, rule) for part, own in zip(parts, inside, strict=True)]
    result = combine(truths)
    for truth, own in zip(truths, inside, strict=True):
        frame.trace.extend(own.trace or () if truth == result else ())
    return result


def check_not(node: Not, frame: Frame, rule: Rule | None) -> int:
    """It does not hold. A missing value that fails a rule fails it under a negation too.

    In a condition what is missing makes the operator `not` false as it does others, the form not.
    """
    lacking = FALSE if node.given is None else negation(frame.lacking)
    return negation(check(node.of, replace(frame, against=negation(frame.against), lacking=lacking), rule))


def check_condition(node: Condition, frame: Frame, rule: Rule | None) -> int:
    return check(node.of, frame, None)


def check_first_of(node: FirstOf, frame: Frame, rule: Rule | None) -> int:
    asking = replace(frame, trace=None)  # which branch it is is no reason why its check fails
    for when, then in node.branches:
        holds = check(when, asking, None)
        if holds == TRUE:
            return check(then, frame, rule)
        if holds != FALSE:
            check(when, frame, None)  # here it is
            return UNDETERMINED
    return TRUE


def check_constant(node: Constant, frame: Frame, rule: Rule | None) -> int:
    return _noted(node, TRUE if node.value else FALSE, frame, rule)


# -- one value --------------------------------------------------------------------------------------


def check_test(node: Test, frame: Frame, rule: Rule | None) -> int:
    return _noted(node, _TESTS.get(node.operator, check_value)(node, frame, rule), frame, rule)


def operands_of(node: Test, frame: Frame) -> list[tuple[Anything, Path]]:
    """What stands at each path that a test needs; of several of which one will do, only where none is there."""
    if node.operator in NEVER_MISSING:
        return []
    takes_placeholders = node.operator in ("in", "not_in")
    operands = [(given(node.left, frame) if takes_placeholders else read(node.left, frame), node.left)]
    match node.right:
        case Path() as right:
            operands.append((read_all(right, frame), right))
        case Lookup(mapping=mapping, by=by):
            key = read(by, frame)
            operands += [(key, by), (look_up(node.right, key, frame), mapping)]
    others = alternatives(node, frame)
    if all(value is MISSING for value, _ in others):
        operands += others
    return operands


def alternatives(node: Test, frame: Frame) -> list[tuple[Anything, Path]]:
    """What stands at each of several paths of which one will do."""
    if node.operator == "named_in":
        return [(read(path, frame), path) for _, path in node.options if isinstance(path, Path)]
    several = node.right if isinstance(node.right, tuple) else ()
    return [(read(path, frame), path) for path in several if isinstance(path, Path)]


def check_value(node: Test, frame: Frame, rule: Rule | None) -> int:
    """A test whose operands must all be there."""
    operands = operands_of(node, frame)
    absent = _absent(operands, frame, rule)
    if absent is not None:
        return absent
    value, *others = (canonical(path, value, frame) for value, path in operands)
    if not others:
        return int(bool(VALUE_TESTS[node.operator](value, node, frame)))
    return int(PAIR_TESTS[node.operator](value, others[0], node))


def check_present(node: Test, frame: Frame, rule: Rule | None) -> int:
    value = given(node.left, frame)
    return UNDETERMINED if value is UNKNOWN else int(value is not MISSING)


def check_missing(node: Test, frame: Frame, rule: Rule | None) -> int:
    return negation(check_present(node, frame, rule))


def check_readable(node: Test, frame: Frame, rule: Rule | None) -> int:
    value = given(node.left, frame)
    if value is MISSING or value is UNKNOWN:
        return _not_asked(value, frame, rule)
    if rule is not None and isinstance(value, Unreadable) and value.reason == "shape":
        return NOT_APPLICABLE  # `input.wrong_shape` has spoken
    return int(not isinstance(value, Unreadable))


def _not_asked(value: Anything, frame: Frame, rule: Rule | None) -> int:
    """How something was typed is nothing to ask of what cannot be read or is not there."""
    if rule is not None:
        return NOT_APPLICABLE
    return frame.lacking if value is MISSING else FALSE


def check_as_given(node: Test, frame: Frame, rule: Rule | None) -> int:
    value = given(node.left, frame)
    if isinstance(value, Absent | Unreadable):
        return _not_asked(value, frame, rule)
    assert isinstance(node.right, Literal)
    if node.right.value == "canonical":
        return int(canonical(node.left, value, frame) == value)
    if not isinstance(value, Given | GivenNumber):
        return TRUE
    changed = was_padded(value) if node.right.value == "trimmed" else was_fullwidth(value)
    return int(not changed)


def check_membership(node: Test, frame: Frame, rule: Rule | None) -> int:
    """`in` and `not_in`: a placeholder is a value here, since some code lists are about placeholders."""
    operands = operands_of(node, frame)
    absent = _absent(operands, frame, rule)
    if absent is not None:
        return absent
    value = operands[0][0]
    if isinstance(node.right, Path) and node.right.repeats:
        value = canonical(node.left, value, frame)
    members = frame.tables[node.right.name] if isinstance(node.right, Codelist) else operands[1][0]
    truth = is_among(value, members)
    return truth if node.operator == "in" else negation(truth)


def is_among(value: Anything, members: Anything) -> int:
    """Whether a value is one of several; one that cannot be read may be any."""
    if isinstance(members, Asked):
        told = members.holds(value)
        return UNDETERMINED if told is None else int(told)
    if value in members:
        return TRUE
    unsure = isinstance(members, tuple) and any(isinstance(member, Unreadable) for member in members)
    return UNDETERMINED if unsure else FALSE


def check_contains_all(node: Test, frame: Frame, rule: Rule | None) -> int:
    operands = operands_of(node, frame)
    absent = _absent(operands, frame, rule)
    if absent is not None:
        return absent
    members = _as_codes(node, operands[0][0], frame)
    return conjunction(is_among(wanted, members) for wanted in literal(node.right))


def lacking(node: Test, frame: Frame) -> tuple[str, ...]:
    """What a list should contain and does not."""
    members = read(node.left, frame)
    members = _as_codes(node, members, frame) if isinstance(members, tuple) else ()
    return tuple(wanted for wanted in literal(node.right) if is_among(wanted, members) != TRUE)


def _as_codes(node: Test, members: Anything, frame: Frame) -> Anything:
    codes = node.option("codes")
    if not isinstance(codes, Codelist) or not isinstance(members, tuple):
        return members
    table = frame.tables[codes.name]
    return tuple(table.get(member, member) if isinstance(member, str) else member for member in members)


def check_apart_from(node: Test, frame: Frame, rule: Rule | None) -> int:
    """Apart from every period of several, both ends included; an end that is not given may be any day."""
    assert isinstance(node.right, Path)
    operands = operands_of(node, frame)
    absent = _absent(operands, frame, rule)
    if absent is not None:
        return absent
    (value, _), (others, _) = operands
    return conjunction(is_apart(value, other) for other in (others if node.right.repeats else (others,)))


def overlapping(node: Test, frame: Frame) -> tuple[Anything, tuple[int | str, ...]] | None:
    """The first period that certainly overlaps, and where it lies; else the first that may."""
    assert isinstance(node.right, Path)
    right, value = node.right, read(node.left, frame)
    found = list(values(right, frame)) if right.repeats else [(read(right, frame), frame.place(right))]
    told = sorted(((is_apart(value, other), n) for n, (other, _) in enumerate(found)), key=_by_apartness)
    return found[told[0][1]] if told and told[0][0] != TRUE else None


def _by_apartness(told: tuple[int, int]) -> tuple[int, int]:
    truth, number = told
    return (FALSE, UNDETERMINED, NOT_APPLICABLE, TRUE).index(truth), number


def check_same_as(node: Test, frame: Frame, rule: Rule | None) -> int:
    """The same as another value, or as what a mapping holds for a key."""
    if not isinstance(node.right, Lookup):
        return check_value(node, frame, rule)
    operands = operands_of(node, frame)
    (value, _), _, (wanted, _) = operands
    absent = _absent(operands, frame, rule)
    return int(canonical(node.left, value, frame) == wanted) if absent is None else absent


def look_up(lookup: Lookup, key: Anything, frame: Frame) -> Anything:
    """What a mapping holds for a key, its own keys read as the key was; `MISSING` where it has none."""
    held = read(lookup.mapping, frame)
    if isinstance(held, Asked):
        told = held.gives(key) if isinstance(key, str) else None
        if told is not None:
            return told
        held = UNKNOWN if held.otherwise is None else held.otherwise
    if not isinstance(held, Mapping):
        return held
    if not isinstance(key, str):
        return UNKNOWN
    name = written(lookup, key, held)
    return MISSING if name is None else held[name]


def written(lookup: Lookup, key: str, held: Mapping[str, Anything]) -> str | None:
    """How a mapping writes a key of which it has something to say."""
    if held.get(key) is not None or lookup.by.type is None:
        return key if held.get(key) is not None else None
    read_key = lookup.by.type.read
    return next((name for name, item in held.items() if item is not None and read_key(name) == key), None)


def check_any_of(node: Test, frame: Frame, rule: Rule | None) -> int:
    """Equal to one that is there, or containing it; where none is, the ones that are not there decide."""
    operands = operands_of(node, frame)
    absent = _absent(operands, frame, rule)
    if absent is not None:
        return absent
    value = canonical(node.left, operands[0][0], frame)
    holds = operator.contains if node.operator == "mentions_any_of" else operator.eq
    return disjunction(
        UNDETERMINED if _is_unsure(other) else int(holds(value, canonical(path, other, frame)))
        for other, path in alternatives(node, frame)
        if other is not MISSING
    )


def check_named_in(node: Test, frame: Frame, rule: Rule | None) -> int:
    """A name for one of the codes that are there; where none is, the ones that are not there decide."""
    operands = operands_of(node, frame)
    absent = _absent(operands, frame, rule)
    if absent is not None:
        return absent
    if operands[0][0] in names_of(node, frame):
        return TRUE
    return UNDETERMINED if any(_is_unsure(code) for code, _ in alternatives(node, frame)) else FALSE


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
    "contains_all": check_contains_all,
    "apart_from": check_apart_from,
    "same_as": check_same_as,
    "same_as_any": check_any_of,
    "mentions_any_of": check_any_of,
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
    return mentions(value, literal(node.right), _option(node, "not_within") or (), _option(node, "except") or ())


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
    """The rows that `where` does not exclude, with its truth on each; of files, those that may lie in the slot."""
    for row, place in rows(node.over, frame):
        if isinstance(node, Attached) and _lies_elsewhere(node, row, frame):
            continue
        inside = frame.at_row(row, place)
        truth = UNDETERMINED if isinstance(row, Unreadable) else condition(node.where, inside)
        if truth != FALSE:
            yield inside, truth


def check_aggregate(node: Aggregate, frame: Frame, rule: Rule | None) -> int:
    missing = _missing_list(node, frame, rule)
    if missing is not None:
        return _noted(node, missing, frame, rule)
    least, most = bounds(node, frame)
    if least is None or most is None:
        return _noted(node, UNDETERMINED, frame, rule)
    truth = conjunction(_between(name, least, most, literal(n)) for name, n in node.comparisons)
    return _noted(node, truth, frame, rule)


def _missing_list(node: Aggregate | Unique, frame: Frame, rule: Rule | None) -> int | None:
    """What a list that is not there leads to; a count of it is 0 unless the rule says something."""
    if any(True for _ in rows(node.over, frame)):
        return None
    if node.over.supplied:
        return UNDETERMINED if is_unknown(node.over, frame) else None
    if isinstance(node, Aggregate) and node.function == "count" and not _is_said(node.over, rule):
        return None
    return _missing(node.over, frame, rule)


def _is_said(path: Path, rule: Rule | None) -> bool:
    """Whether a rule says what it means that a path is missing."""
    if rule is None:
        return False
    return rule.otherwise_missing is not None or not rule.if_missing.keys().isdisjoint((str(path), f"dossier.{path}"))


def bounds(node: Aggregate, frame: Frame) -> tuple[Anything, Anything]:
    """The least and the most that a count can be, or a sum twice; None for a sum that cannot be told."""
    return _count(node, frame) if node.function == "count" else _sum(node, frame)


def _count(node: Aggregate, frame: Frame) -> tuple[Anything, Anything]:
    """A row that cannot be read, or whose key cannot, may or may not be one more."""
    certain: set[Anything] = set()
    possible: set[Anything] = set()
    unsure = least = 0
    for inside, truth in chosen(node, frame):
        if len(inside.row_place) < len(frame.place(node.over)):
            return 0, _INFINITE  # what cannot be read is the whole list
        key = _key(node.distinct_by, inside)
        least = 1 if truth == TRUE else least
        if _is_unsure(key):
            unsure += 1
        else:
            (certain if truth == TRUE else possible).add(inside.row_place if key is MISSING else key)
    return max(len(certain), least), len(certain | possible) + unsure


def _key(path: Path | None, frame: Frame) -> Anything:
    return MISSING if path is None else canonical(path, read(path, frame), frame)


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
    """False at the first repeated value; one that cannot be read, or a row that may not count, might be one."""
    missing = _missing_list(node, frame, rule)
    if missing is not None:
        return _noted(node, missing, frame, rule)
    keyed = _keyed(node, frame)
    certain: set[Anything] = set()
    for inside, truth, key in keyed:
        if truth != TRUE or _is_unsure(key):
            continue
        if key in certain:
            return _noted(node, FALSE, frame, rule, inside.place(node.key))
        certain.add(key)
    return _noted(node, UNDETERMINED if any(_may_repeat(keyed, node, frame)) else TRUE, frame, rule)


def possible_repeats(node: Unique, frame: Frame) -> Iterator[tuple[Frame, int]]:
    """The rows of which it cannot be told whether they repeat another: they may not count, or cannot be read."""
    return _may_repeat(_keyed(node, frame), node, frame)


Keyed = list[tuple[Frame, int, Anything]]


def _keyed(node: Unique, frame: Frame) -> Keyed:
    """The rows that may count and have a value, whether they do count, and the value."""
    found = ((inside, truth, _key(node.key, inside)) for inside, truth in chosen(node, frame))
    return [(inside, truth, key) for inside, truth, key in found if key is not MISSING]


def _may_repeat(keyed: Keyed, node: Unique, frame: Frame) -> Iterator[tuple[Frame, int]]:
    readable = Counter(key for _, _, key in keyed if not _is_unsure(key))
    for inside, truth, key in keyed:
        if _is_unsure(key):
            # A whole list that cannot be read may hold any number of rows.
            repeats = len(keyed) > 1 or len(inside.row_place) < len(frame.place(node.over))
        else:
            repeats = truth != TRUE and (readable[key] > 1 or readable.total() < len(keyed))
        if repeats:
            yield inside, truth


def check_sequence(node: Sequence, frame: Frame, rule: Rule | None) -> int:
    """Whether values occur in an order; one that cannot be read may be any of them."""
    found = read_all(node.of, frame)
    absent = _absent([(found, node.of)], frame, rule)
    if absent is not None:
        return _noted(node, absent, frame, rule)
    if follows(found, node.contains) == len(node.contains):
        return _noted(node, TRUE, frame, rule)
    unread = (place for value, place in values(node.of, frame) if _is_unsure(value))
    possible = any(len(place) < len(frame.place(node.of)) for place in unread)  # the whole list, or a row of it
    possible = possible or follows(found, node.contains, guessing=True) == len(node.contains)
    return _noted(node, UNDETERMINED if possible else FALSE, frame, rule)


def follows(found: tuple[Anything, ...], wanted: tuple[str, ...], *, guessing: bool = False) -> int:
    """How many of the wanted values occur in their order, taking the first that fits each time."""
    number = 0
    for value in found:
        if number < len(wanted) and (value == wanted[number] or (guessing and _is_unsure(value))):
            number += 1
    return number


def check_attached(node: Attached, frame: Frame, rule: Rule | None) -> int:
    result = FALSE
    for inside, truth in chosen(node, frame):
        if node.slot is not None and isinstance(getattr(inside.row, "slot", None), Unreadable):
            truth = UNDETERMINED
        result = TRUE if TRUE in (truth, result) else UNDETERMINED
    return _noted(node, result, frame, rule)


def _lies_elsewhere(node: Attached, file: Anything, frame: Frame) -> bool:
    """Whether a file certainly does not lie in the slot."""
    slot: Anything = getattr(file, "slot", None)
    if node.slot is None or isinstance(file, Unreadable) or isinstance(slot, Unreadable):
        return False
    slots: Mapping[Anything, Anything] = frame.tables.get("slots", {})
    return bool(slots.get(slot, slot) != node.slot)


def check_agree(node: Agree, frame: Frame, rule: Rule | None) -> int:
    """False at the first difference; what cannot be read on one side might be one."""
    sides = [read(side, frame) for side in (node.left, node.right)]
    absent = _absent(zip(sides, (node.left, node.right), strict=True), frame, rule)
    if absent is not None:
        return _noted(node, absent, frame, rule)
    compared = sorted(_compared(node, sides), key=lambda found: found[1])
    place, truth = compared[0] if compared else ((), TRUE)
    return _noted(node, truth, frame, rule, (*frame.place(node.left), *place) if compared else None)


Compared = Iterator[tuple[tuple[int | str, ...], int]]


def _compared(node: Agree, sides: list[Anything]) -> Compared:
    """Every place where the two sides may differ, in the order of the schema, and whether they certainly do.

    What only one side says is no difference.
    """
    groups = type(sides[0]).model_fields if node.on == ("all",) else node.on
    for group in groups:
        yield from _differ(getattr(sides[0], group, None), getattr(sides[1], group, None), (group,))


def _differ(one: Anything, other: Anything, place: tuple[int | str, ...]) -> Compared:
    if _says_nothing(one) or _says_nothing(other) or one == other:
        return
    if isinstance(one, Unreadable) or isinstance(other, Unreadable):
        yield place, UNDETERMINED
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        if _same_in_any_order(one, other):
            return
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from _differ(*pair, (*place, number))
    elif hasattr(one, "model_fields_set") and type(one) is type(other):
        for name in type(one).model_fields:
            yield from _differ(getattr(one, name), getattr(other, name), (*place, name))
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in one:
            yield from _differ(one[name], other.get(name), (*place, name))
    else:
        yield place, FALSE


def _same_in_any_order(one: tuple[Anything, ...], other: tuple[Anything, ...]) -> bool:
    """Whether two lists have the same rows: in which order each side keeps them is nobody's mistake."""
    left = list(other)
    for row in one:
        if row not in left:
            return False
        left.remove(row)
    return True


def _says_nothing(value: Anything) -> bool:
    return value is None or isinstance(value, Placeholder) or is_empty(value)


def check_process(node: ProcessQuery, frame: Frame, rule: Rule | None) -> int:
    """What has not happened makes a condition false, and is no concern of a check."""
    truth, place = answer(node, frame, condition, lambda path: _missing(path, frame, rule))
    if rule is None and truth == NOT_APPLICABLE:
        truth = FALSE
    return _noted(node, truth, frame, rule, place)


def check_custom(node: Custom, frame: Frame, rule: Rule | None) -> int:
    inputs = [_input(path, frame) for path in node.of]
    absent = _absent(zip(inputs, node.of, strict=True), frame, rule)
    if absent is not None:
        return _noted(node, absent, frame, rule)
    held = CUSTOM[node.function](inputs, dict(node.arguments))
    return _noted(node, UNDETERMINED if held is None else int(bool(held)), frame, rule)


def _input(path: Path, frame: Frame) -> Anything:
    """The value at a path; those of all rows as a tuple, and one that cannot be read instead of them."""
    if "*" not in path.steps:
        value = canonical(path, read(path, frame), frame)
        return UNKNOWN if isinstance(value, Asked) else value
    values = tuple(canonical(path, read_part(path, row, frame.as_of), frame) for row, _ in rows(path, frame))
    if not values:
        known = path.supplied and not is_unknown(path, frame)
        return values if known else UNKNOWN if path.supplied else MISSING
    return next((value for value in values if isinstance(value, Unreadable)), values)


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
    Sequence: check_sequence,
    Attached: check_attached,
    Agree: check_agree,
    ProcessQuery: check_process,
    Custom: check_custom,
}
