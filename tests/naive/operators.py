"""One operator on one value → whether it holds. Each is what its row in the reference says."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pmos_rules.formats.characters import CHARACTERS
from pmos_rules.formats.mentions import mentions
from pmos_rules.formats.normalise import was_fullwidth, was_padded
from pmos_rules.formats.registry import FORMATS
from pmos_rules.formats.types import ValueType
from pmos_rules.formats.values import Period, Placeholder, Unreadable
from pmos_rules.language.ir import Codelist, Lookup, Path, Test
from pmos_rules.language.ruleset import Policy, Rule
from tests.naive.reading import Here, Look, Row, is_unknown, list_at, look, start_of, values, walk
from tests.naive.truth import Answer, Why

Seen = tuple[Path, Look]
"""A path and what was found there."""
STRICTEST: tuple[Policy, ...] = ("fail", "undetermined", "not_applicable")


def ask(test: Test, here: Here) -> Answer:
    """Whether a test holds of the value that it is about."""
    return _OPERATORS[test.operator](test, here)


# -- what is missing, unreadable or unknown ---------------------------------------------------------------


def policy(rule: Rule, path: Path) -> Policy | None:
    """What `if_missing` of a rule says of a path; None where it says nothing."""
    return rule.if_missing.get(str(path)) or rule.if_missing.get(f"dossier.{path}") or rule.otherwise_missing


def missing(node: object, lacking: list[Seen], here: Here, *, compared: Seen | None = None) -> Answer:
    """What a check comes to where values are missing: the strictest policy counts. In a condition it is false.

    The first of which the rule says so is to blame; where ``compared`` lacks something to be compared with, that fails.
    """
    path, seen = lacking[0]
    strictest: Policy = "fail"
    if here.rule is not None:
        policies = [policy(here.rule, path) or "not_applicable" for path, _ in lacking]
        strictest = min(policies, key=STRICTEST.index)
        path, seen = lacking[policies.index(strictest)]
    truth = {"fail": "T" if here.negated else "F", "undetermined": "U", "not_applicable": "N"}[strictest]
    if compared is not None and truth != "U":
        path, seen = compared
        matter = "missing" if seen.state == "missing" else "differs"
        return Answer(truth, (Why(node, seen.place, matter, seen.value, path, here),))
    return Answer(truth, (Why(node, seen.place, "missing", seen.value, path, here),))


def untold(node: object, seen: Look, path: Path | None, here: Here) -> Answer:
    """A value that cannot be read, or that nobody supplied."""
    return Answer("U", (Why(node, seen.place, seen.state, seen.value, path, here),))


def told(node: object, holds: bool, seen: Look, path: Path | None, here: Here, more: object = None) -> Answer:
    """A value that could be looked at."""
    matter = "holds" if holds else "differs"
    return Answer("T" if holds else "F", (Why(node, seen.place, matter, seen.value, path, here, more=more),))


def trouble(node: object, looks: list[Seen], here: Here) -> Answer | None:
    """What keeps a test from being answered, if anything: missing values come before those that cannot be read."""
    lacking = [(path, seen) for path, seen in looks if seen.state == "missing"]
    path, seen = next(((path, seen) for path, seen in looks if seen.state != "given"), looks[0])
    if lacking:
        return missing(node, lacking, here)
    return untold(node, seen, path, here) if seen.state != "given" else None


# -- whether and how something was typed ------------------------------------------------------------------


def present(test: Test, here: Here) -> Answer:
    """Something was given, readable or not."""
    seen = look(test.left, here, placeholders=True)
    if seen.state == "unknown":
        return untold(test, seen, test.left, here)
    return told(test, (seen.state == "missing") == (test.operator == "missing"), seen, test.left, here)


def readable(test: Test, here: Here) -> Answer:
    """What was given can be read; of nothing, and of what has the wrong shape, that cannot be asked."""
    seen = look(test.left, here, placeholders=True)
    if seen.state in ("missing", "unknown") or (seen.state == "unreadable" and seen.value.reason == "shape"):
        return not_asked(test, seen, here)
    return told(test, seen.state == "given", seen, test.left, here)


def as_given(test: Test, here: Here) -> Answer:
    """It was typed in that form: without blanks around it, in half width, or as the code list has it."""
    seen = look(test.left, here, placeholders=True)
    if seen.state != "given":
        return not_asked(test, seen, here)
    typed = raw(test.left, here)
    match here.law.value(test.right):
        case "trimmed":
            holds = not was_padded(typed)
        case "halfwidth":
            holds = not was_fullwidth(typed)
        case _:
            holds = seen.value == typed
    return told(test, holds, Look("given", typed, seen.place), test.left, here)


def not_asked(test: Test, seen: Look, here: Here) -> Answer:
    """It cannot be asked how it was typed, which in a condition is false."""
    if here.rule is not None:
        return Answer("N")
    why = Why(test, seen.place, "differs" if seen.state == "unreadable" else "missing", seen.value, test.left, here)
    return Answer("T" if seen.state == "missing" and here.negated else "F", (why,))


def raw(path: Path, here: Here) -> Any:
    """A value before a code list says what it stands for."""
    return look(replace(path, codelist=None), here, placeholders=True).value


# -- one value --------------------------------------------------------------------------------------------


def simple(holds: Callable[[Any, Any], bool]) -> Callable[[Test, Here], Answer]:
    """An operator that compares a value with one written in the rule, or with the value at another path."""

    def operator(test: Test, here: Here) -> Answer:
        looks = [(test.left, look(test.left, here))]
        if isinstance(test.right, Path):
            looks.append((test.right, look(test.right, here)))
        answer = trouble(test, looks, here)
        if answer is not None:
            return answer
        value = looks[0][1].value
        wanted = looks[1][1].value if len(looks) == 2 else here.law.value(test.right)
        return told(test, holds(value, wanted), looks[0][1], test.left, here)

    return operator


def on_value(holds: Callable[[Any, Test, Here], bool]) -> Callable[[Test, Here], Answer]:
    """An operator that looks at its value and at its options."""

    def operator(test: Test, here: Here) -> Answer:
        seen = look(test.left, here)
        return trouble(test, [(test.left, seen)], here) or told(
            test, holds(seen.value, test, here), seen, test.left, here
        )

    return operator


def equals(value: Any, test: Test, here: Here) -> bool:
    wanted = here.law.value(test.right)
    several = wanted if isinstance(wanted, tuple) else (wanted,)
    codelist = test.left.codelist
    if codelist is not None:
        several = tuple(here.law.canonical(codelist, one) if isinstance(one, str) else one for one in several)
    return value in several


def length(value: str, test: Test, here: Here) -> bool:
    bounds = {name: here.law.value(operand) for name, operand in test.options}
    return bounds.get("at_least", 0) <= len(value) <= bounds.get("at_most", len(value))


def within(test: Test, here: Here) -> Answer:
    """No further than that from the other number."""
    assert isinstance(test.right, Path)
    looks = [(path, look(path, here)) for path in (test.left, test.right)]
    answer = trouble(test, looks, here)
    if answer is not None:
        return answer
    (_, one), (_, other) = looks
    return told(test, abs(one.value - other.value) <= here.law.value(test.option("by")), one, test.left, here)


def only(value: str, classes: tuple[str, ...]) -> bool:
    return all(any(is_of(letter, name) for name in classes) for letter in value)


def has(value: str, classes: tuple[str, ...]) -> bool:
    return all(any(is_of(letter, name) for letter in value) for name in classes)


def is_of(letter: str, name: str) -> bool:
    """Whether a character is of a class."""
    return re.fullmatch(f"[{CHARACTERS[name].fragment}]", letter) is not None


def mentions_word(value: str, test: Test, here: Here) -> bool:
    options = {name: here.law.value(operand) for name, operand in test.options}
    return mentions(value, here.law.value(test.right), options.get("not_within", ()), options.get("except", ()))


# -- the same as, among ------------------------------------------------------------------------------------


def same_as(test: Test, here: Here) -> Answer:
    """The two values are the same; with `lookup`, the value is what the mapping gives."""
    if isinstance(test.right, Lookup):
        return same_as_lookup(test, test.right, here)
    return simple(lambda one, other: bool(one == other))(test, here)


def same_as_lookup(test: Test, lookup: Lookup, here: Here) -> Answer:
    """A key that a given mapping does not have is missing, and what the rule says of the mapping counts."""
    looks = [(path, look(path, here)) for path in (test.left, lookup.by, lookup.mapping)]
    key, mapping = looks[1][1], looks[2][1]
    held: Any = None
    if key.state == "given" and mapping.state == "given":
        name, held = entry_of(mapping.value, key.value, lookup)
        if held is None:
            lacking = [looks[0]] if looks[0][1].state == "missing" else []
            return missing(test, [*lacking, (lookup.mapping, mapping)], here, compared=looks[0])
        if isinstance(held, Unreadable):
            looks[2] = (lookup.mapping, Look("unreadable", held, (*mapping.place, name)))
    answer = trouble(test, looks, here)
    return answer or told(test, looks[0][1].value == held, looks[0][1], test.left, here, more=held)


def entry_of(mapping: Mapping[str, Any], key: str, lookup: Lookup) -> tuple[str, Any]:
    """What a mapping has for a key, and how it writes it: as it is, else in any way that its field may be written."""
    assert lookup.by.type is not None
    entries = sorted(mapping.items(), key=lambda entry: entry[0] != key)
    name, held = next((entry for entry in entries if lookup.by.type.read(entry[0]) == key), (key, None))
    is_text = lookup.mapping.shape.element is not None and is_text_type(lookup.mapping.shape.element.type)
    return name, None if isinstance(held, Placeholder) and not is_text else held


def is_text_type(value_type: ValueType | None) -> bool:
    return value_type is not None and value_type.text


def one_of_paths(holds: Callable[[Any, Any], bool]) -> Callable[[Test, Here], Answer]:
    """An operator that holds if it does with one of several other values; those that are missing do not matter."""

    def operator(test: Test, here: Here) -> Answer:
        assert isinstance(test.right, tuple)
        left = (test.left, look(test.left, here))
        others = [(path, look(path, here)) for path in test.right if isinstance(path, Path)]
        given = [(path, seen) for path, seen in others if seen.state != "missing"]
        if left[1].state == "missing" or not given:
            lacking = [one for one in (left, *(others if not given else ())) if one[1].state == "missing"]
            return missing(test, lacking, here, compared=None if left in lacking else left)
        if left[1].state != "given":
            return untold(test, left[1], test.left, here)
        if any(seen.state == "given" and holds(left[1].value, seen.value) for _, seen in given):
            return told(test, True, left[1], test.left, here)
        unclear = [(path, seen) for path, seen in given if seen.state != "given"]
        return (
            untold(test, unclear[0][1], unclear[0][0], here) if unclear else told(test, False, left[1], test.left, here)
        )

    return operator


def among(test: Test, here: Here) -> Answer:
    """It is on the code list, in the list, or among the values of a path with `*`; `not_in` is the opposite."""
    seen = look(test.left, here, placeholders=True)
    negative = test.operator == "not_in"
    if isinstance(test.right, Codelist):
        answer = trouble(test, [(test.left, seen)], here)
        listed = seen.state == "given" and on_codelist(str(seen.value), test.right.name, here)
        return answer or told(test, listed != negative, seen, test.left, here)
    assert isinstance(test.right, Path)
    members = among_members(test.right, here)
    lacking = [one for one in ((test.left, seen), (test.right, members)) if one[1].state == "missing"]
    if lacking:
        return missing(test, lacking, here)
    if seen.state != "given":
        return untold(test, seen, test.left, here)
    if members.state != "given":
        return untold(test, members, test.right, here)
    if any(not isinstance(row.value, Unreadable) and row.value == seen.value for row in members.value):
        return told(test, not negative, seen, test.left, here)
    unclear = [row for row in members.value if isinstance(row.value, Unreadable)]
    if unclear:
        return untold(test, Look("unreadable", unclear[0].value, unclear[0].place), test.right, here)
    return told(test, negative, seen, test.left, here)


def on_codelist(value: str, name: str, here: Here) -> bool:
    """Whether a value is on a code list, under any of its names."""
    return here.law.canonical(name, value) in here.law.codes(name).entries


def among_members(path: Path, here: Here) -> Look:
    """The values of a list as rows; a list in which none is to be found is missing."""
    every = path if path.repeats else starred(path)
    where = look_place(path, here)
    if is_unknown(every, here):
        return Look("unknown", None, where)
    found = values(every, here)
    if not found and not path.supplied:
        return Look("missing", None, where)
    return Look("given", found, where)


def starred(path: Path) -> Path:
    """A list as a path to each of its items."""
    assert path.shape.element is not None
    return replace(path, steps=(*path.steps, "*"), shape=path.shape.element)


def look_place(path: Path, here: Here) -> tuple[int | str, ...]:
    """Where a list stands."""
    whole = list_at(path)
    return walk(*start_of(whole, here), whole.steps)[1]


def contains_all(test: Test, here: Here) -> Answer:
    """Every one of the texts is in the list."""
    seen = look(test.left, here)
    answer = trouble(test, [(test.left, seen)], here)
    if answer is not None:
        return answer
    codes = test.option("codes")
    items = list(enumerate(seen.value))
    there = {str(value) for _, value in items if isinstance(value, str)}
    if isinstance(codes, Codelist):
        there = {here.law.canonical(codes.name, value) for value in there}
    if there.issuperset(here.law.value(test.right)):
        return told(test, True, seen, test.left, here)
    unclear = [(number, value) for number, value in items if isinstance(value, Unreadable)]
    if unclear:
        number, value = unclear[0]
        return untold(test, Look("unreadable", value, (*seen.place, number)), test.left, here)
    return told(test, False, seen, test.left, here)


def named_in(test: Test, here: Here) -> Answer:
    """It is a name for the value at one of the paths, by the code list of each."""
    left = (test.left, look(test.left, here))
    others = [(name, path, look(path, here)) for name, path in test.options if isinstance(path, Path)]
    given = [other for other in others if other[2].state != "missing"]
    lacking = [left] if left[1].state == "missing" else []
    if not given:
        lacking += [(path, seen) for _, path, seen in others]
    if lacking:
        return missing(test, lacking, here, compared=None if left in lacking else left)
    if left[1].state != "given":
        return untold(test, left[1], test.left, here)
    if left[1].value in accepted_names(test, here):
        return told(test, True, left[1], test.left, here)
    unclear = [(path, seen) for _, path, seen in given if seen.state != "given"]
    if unclear:
        return untold(test, unclear[0][1], unclear[0][0], here)
    return told(test, False, left[1], test.left, here)


def accepted_names(test: Test, here: Here) -> list[str]:
    """Every name that would do, by what stands at the other paths; each once."""
    seen = [(name, look(path, here)) for name, path in test.options if isinstance(path, Path)]
    names = (name for codelist, one in seen if one.state == "given" for name in names_of(codelist, one.value, here))
    return list(dict.fromkeys(names))


def names_of(codelist: str, value: str, here: Here) -> list[str]:
    """What a file for a value may be called: as the value is, by its usual names, and as what may lie there is."""
    codes = here.law.codes(codelist)
    value = codes.canonical.get(value, value)
    code = codes.entries.get(value)
    if code is None:
        return [value]
    accepted = [name for material in code.accepts for name in names_of("materials", material, here)]
    return list(dict.fromkeys([value, *code.named, *accepted]))


# -- periods -----------------------------------------------------------------------------------------------


def apart_from(test: Test, here: Here) -> Answer:
    """It has no day in common with the period, or with any of several."""
    assert isinstance(test.right, Path)
    seen = look(test.left, here)
    if test.right.repeats:
        members = among_members(test.right, here)
    else:
        one = look(test.right, here)
        members = Look(one.state, [Row(one.value, one.place)], one.place) if one.state == "given" else one
    answer = trouble(test, [(test.left, seen), (test.right, members)], here)
    if answer is not None:
        return answer
    shared = [(share_a_day(seen.value, row.value), row) for row in members.value]
    overlapping = next((row for truth, row in shared if truth == "T"), None)
    unclear = next((row for truth, row in shared if truth == "U"), None)
    by_date = test.left.scope == "as_of"
    if overlapping is not None:
        at = Look("given", overlapping.value, overlapping.place) if by_date else seen
        return told(test, False, at, test.right if by_date else test.left, here, more=overlapping)
    if unclear is not None:
        if not by_date and not is_whole(seen.value):
            return untold(test, Look("ends", seen.value, seen.place), test.left, here)
        state = "unreadable" if isinstance(unclear.value, Unreadable) else "ends"
        return untold(test, Look(state, unclear.value, unclear.place), test.right, here)
    return told(test, True, seen, test.left, here)


Ends = tuple[date | None, date | None]


def ends_of(value: Any) -> Ends | None:
    """The first and last day, each None where it is not given; None of what cannot be read."""
    if isinstance(value, date):
        return value, value
    if not isinstance(value, Period):
        return None
    mistyped = value.start is not None and value.until is not None and value.until < value.start
    return None if mistyped else (value.start, value.until)


def is_whole(value: Any) -> bool:
    """Whether both ends are known."""
    ends = ends_of(value)
    return ends is not None and None not in ends


def share_a_day(one: Any, other: Any) -> str:
    """Whether two periods have a day in common: T, F or U. An end that is not given may be any day on its side."""
    first, second = ends_of(one), ends_of(other)
    if first is None or second is None:
        return "U"
    narrowest = overlap(certain(first), certain(second))
    widest = overlap(possible(first), possible(second))
    return "T" if narrowest else "U" if widest else "F"


def certain(ends: Ends) -> tuple[date, date] | None:
    """The days that certainly belong to a period."""
    start, until = ends
    if start is None and until is None:
        return None
    return (start or until, until or start)  # type: ignore[return-value]  # one of the two is there


def possible(ends: Ends) -> tuple[date, date]:
    """The days that may belong to it."""
    return ends[0] or date.min, ends[1] or date.max


def overlap(one: tuple[date, date] | None, other: tuple[date, date] | None) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


# -- the table ---------------------------------------------------------------------------------------------

_OPERATORS: Mapping[str, Callable[[Test, Here], Answer]] = {
    "present": present,
    "missing": present,
    "equals": on_value(equals),
    "one_of": on_value(equals),
    "equals_ignoring_case": simple(lambda value, wanted: value.casefold() == wanted.casefold()),
    "above": simple(lambda value, wanted: value > wanted),
    "at_least": simple(lambda value, wanted: value >= wanted),
    "below": simple(lambda value, wanted: value < wanted),
    "at_most": simple(lambda value, wanted: value <= wanted),
    "not_before": simple(lambda value, wanted: value >= wanted),
    "not_after": simple(lambda value, wanted: value <= wanted),
    "within": within,
    "whole": simple(lambda value, _: value == value.to_integral_value()),
    "length": on_value(length),
    "matches": simple(lambda value, pattern: re.fullmatch(pattern, value) is not None),
    "only": simple(only),
    "has": simple(has),
    "mentions": on_value(mentions_word),
    "format": simple(lambda value, name: FORMATS[name].check(value)),
    "same_as": same_as,
    "same_as_any": one_of_paths(lambda value, other: bool(value == other)),
    "mentions_any_of": one_of_paths(lambda value, other: other in value),
    "in": among,
    "not_in": among,
    "contains_all": contains_all,
    "apart_from": apart_from,
    "named_in": named_in,
    "readable": readable,
    "as_given": as_given,
}
