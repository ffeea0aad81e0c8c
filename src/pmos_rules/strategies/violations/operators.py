"""A test of one value that should hold, or should not → changes that make it so: one function per operator."""

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from pmos_rules.evaluation.checking import VALUE_TESTS, literal
from pmos_rules.evaluation.reading import Frame
from pmos_rules.formats import characters, resident_id
from pmos_rules.formats.values import FOREVER, Period
from pmos_rules.language.ir import Codelist, Literal, Lookup, Path, Test
from pmos_rules.strategies.violations.ground import Change, Ground, Spot, together
from pmos_rules.strategies.violations.writing import sample, with_part

Violate = Callable[[Test, Ground, bool], Iterator[Change]]
Propose = Callable[[Test, Spot, bool], Iterable[Any]]

_UNREAD: Final = "不详"
_AHEAD: Final = date(2999, 1, 1)
"""A day on which nothing has expired yet."""
_CHARACTERS: Final = string.digits + string.ascii_uppercase
_FOREIGN: Final = ("_", "1", "a", "甲", "！", " ")
"""A character of each class, and of none."""


def _by_value(propose: Propose) -> Violate:
    """Set the value on the left, wherever it stands, to each that is proposed."""

    def violate(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
        for spot in ground.spots(test.left):
            yield from (spot.put(value) for value in propose(test, spot, holds))

    return violate


def _tested(propose: Callable[[Test, str], Iterable[str]]) -> Propose:
    """Of the texts that are proposed those of which the operator itself tells that it holds, or does not."""

    def tested(test: Test, spot: Spot, holds: bool) -> Iterator[str]:
        holding = VALUE_TESTS[test.operator]
        frame = Frame(spot.ground.dossier, spot.ground.as_of, spot.ground.tables)
        text = spot.value if isinstance(spot.value, str) else _sample(spot)
        proposed = dict.fromkeys(value for value in propose(test, text) if value and value != text)
        return (value for value in proposed if holding(value, test, frame) is holds)

    return tested


def _sample(spot: Spot) -> str:
    return str(sample(spot.path.shape, spot.ground.as_of)) if spot.path.part is None else "示例"


def others(spot: Spot, unwanted: Iterable[Any]) -> Iterator[Any]:
    """Values of the field's type other than some: of its code list first, then what is near, then anything."""
    avoided = list(unwanted)
    type_ = spot.path.type
    value = spot.value
    known = next((v for v in (value, *avoided) if v is not None), None)
    proposed: list[Any] = list(dict.fromkeys(spot.codes.values()))
    if type_ is not None and type_.name == "yes_no":
        proposed += [False, True]
    elif isinstance(known, Decimal):
        proposed += [known + 1, known - 1]
    elif isinstance(known, date):
        proposed += [known + timedelta(1)] if known < FOREVER else []
        proposed += [known - timedelta(1)]
    elif isinstance(known, Period):
        proposed += [Period(spot.ground.as_of, spot.ground.as_of)]
    else:
        text = str(known) if known is not None else "示例"
        proposed += _another_person(text) if type_ is not None and type_.name == "resident_id" else []
        proposed += [*_last_character_changed(text), f"{text}甲", "其他", _sample(spot), text.swapcase()]
    yield from (value for value in dict.fromkeys(proposed) if value not in avoided)


def _another_person(number: str) -> Iterator[str]:
    """A valid identity number of somebody born on another day."""
    born = resident_id.birth_date(number)
    if born is not None:
        yield with_part("resident_id", "birth_date", born - timedelta(1), number, born)


def _last_character_changed(text: str) -> Iterator[str]:
    if text[-1:].isascii() and text[-1:].isalnum():
        yield text[:-1] + ("1" if text[-1] != "1" else "2")


# -- presence and equality -----------------------------------------------------------------------------


def violate_present(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    for spot in ground.spots(test.left):
        if holds:
            yield ground.put(spot.steps, sample(test.left.shape, ground.as_of))
        else:
            yield from ground.drop(spot.steps)


def violate_missing(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    return violate_present(test, ground, not holds)


def violate_equals(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    wanted = literal(test.right)
    return [wanted, *_writings(wanted, spot)] if holds else others(spot, [wanted])


def _writings(code: Any, spot: Spot) -> Iterator[str]:
    """What else a code is called."""
    return (writing for writing, meant in spot.codes.items() if meant == code != writing)


def violate_equals_ignoring_case(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    wanted = str(literal(test.right))
    return [wanted, wanted.upper()] if holds else others(spot, [wanted.swapcase(), wanted])


def violate_one_of(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    wanted = literal(test.right)
    return wanted if holds else others(spot, wanted)


def violate_same_as(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    """Change the one side or the other."""
    if isinstance(test.right, Lookup):
        yield from _violate_lookup(test, test.right, ground, holds)
        return
    assert isinstance(test.right, Path)
    for left in ground.spots(test.left):
        for right in ground.spots(test.right):
            for one, other in ((left, right), (right, left)):
                if other.value is not None:
                    values = [other.value] if holds else others(one, [other.value])
                    yield from (one.put(value) for value in values)


def _violate_lookup(test: Test, lookup: Lookup, ground: Ground, holds: bool) -> Iterator[Change]:
    for spot in ground.spots(test.left):
        for by in ground.spots(lookup.by):
            held = ground.at((*ground.steps(lookup.mapping), str(by.value)))
            if holds and held is not None:
                yield spot.put(held)
            elif holds and spot.raw is not None and by.raw is not None:
                yield ground.put((*ground.steps(lookup.mapping), str(by.raw)), spot.raw)
            elif not holds:
                value = next(iter(others(spot, [spot.value])))
                yield ground.put((*ground.steps(lookup.mapping), str(by.raw)), value)
                yield from (spot.put(value) for value in others(spot, [spot.value, held]))


def violate_same_as_any(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    wanted = _values_of(test, spot)
    return wanted if holds else others(spot, wanted)


def violate_mentions_any_of(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    wanted = _values_of(test, spot)
    if holds:
        return wanted
    text = str(spot.value or "")
    return [*(text.replace(word, "其他") for word in map(str, wanted) if word in text), "其他单位"]


def _values_of(test: Test, spot: Spot) -> list[Any]:
    assert isinstance(test.right, tuple)
    paths = (path for path in test.right if isinstance(path, Path))
    found = (other.value for path in paths for other in spot.ground.spots(path))
    return [value for value in found if value is not None]


# -- numbers and dates ---------------------------------------------------------------------------------


def _step(spot: Spot) -> Decimal:
    """One step of a number: a hundredth where the field holds fractions."""
    type_ = spot.path.type
    return Decimal(1) if type_ is not None and type_.name == "count" else Decimal("0.01")


def _far(limit: Decimal) -> Decimal:
    """A distance that takes a number far from its limit, however large that is."""
    return abs(limit) + 100


def violate_above(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    limit = literal(test.right)
    return [limit + _step(spot), limit + _far(limit)] if holds else [limit, limit - _far(limit)]


def violate_at_least(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    limit = literal(test.right)
    return [limit, limit + _far(limit)] if holds else [limit - _step(spot), limit - _far(limit)]


def violate_below(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    limit = literal(test.right)
    return [limit - _step(spot), limit - _far(limit)] if holds else [limit, limit + _far(limit)]


def violate_at_most(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    limit = literal(test.right)
    return [limit, limit - _far(limit)] if holds else [limit + _step(spot), limit + _far(limit)]


def violate_not_before(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    return _past_a_day(test, ground, holds, timedelta(-1))


def violate_not_after(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    return _past_a_day(test, ground, holds, timedelta(1))


def _past_a_day(test: Test, ground: Ground, holds: bool, step: timedelta) -> Iterator[Change]:
    """Set the day to its limit, or one day past it; where the limit is a field, that one the other way too."""
    for spot in ground.spots(test.left):
        limits = list(ground.spots(test.right)) if isinstance(test.right, Path) else []
        days = [limit.value for limit in limits] if isinstance(test.right, Path) else [literal(test.right)]
        for day in days:
            if isinstance(day, date) and (holds or day < FOREVER):
                yield spot.put(day if holds else day + step)
            elif day is None and spot.value is None and not holds:
                yield from (together(spot.put(_AHEAD + step), limit.put(_AHEAD)) for limit in limits)
    if isinstance(test.right, Path):
        for limit in ground.spots(test.right):
            for spot in ground.spots(test.left):
                if isinstance(spot.value, date) and (holds or spot.value < FOREVER):
                    yield limit.put(spot.value if holds else spot.value - step)


def violate_within(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    assert isinstance(test.right, Path)
    by = literal(test.option("by"))
    for other in spot.ground.spots(test.right):
        if isinstance(other.value, Decimal):
            yield from [other.value] if holds else [other.value + by + 1, other.value - by - 1]


def violate_whole(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    number = spot.value if isinstance(spot.value, Decimal) else Decimal(1)
    return [number.to_integral_value()] if holds else [number.to_integral_value() + Decimal("0.5")]


def violate_apart_from(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    """Make a period hold the day or the period that it should be apart from, or only one long past."""
    assert isinstance(test.right, Path)
    held = [ground.as_of] if test.left.scope == "as_of" else [spot.value for spot in ground.spots(test.left)]
    for value in held:
        if isinstance(value, date):
            value = Period(value, value)
        if isinstance(value, Period):
            day = value.until or value.start
            apart = Period(date(1900, 1, 1), date(1900, 1, 1))
            wanted = apart if holds else Period(day, day)
            yield from (other.put(wanted) for other in ground.spots(test.right))


# -- text ----------------------------------------------------------------------------------------------


def violate_length(test: Test, text: str) -> Iterable[str]:
    """One character more or fewer than the bounds; blanks beside a sign lengthen no word."""
    for _, bound in test.options:
        for length in (int(literal(bound)), int(literal(bound)) + 1, int(literal(bound)) - 1):
            lacking = max(length - len(text), 0)
            for sign in re.finditer(r"\W|_", text):
                yield f"{text[: sign.start()]}{' ' * lacking}{text[sign.start() :]}"
            yield (text + "甲" * lacking)[:length]


def violate_matches(test: Test, text: str) -> Iterable[str]:
    """Leave out, double or add a sign; turn the text round."""
    for sign in dict.fromkeys(re.findall(r"\W|_", text)):
        yield from (text.replace(sign, ""), text.replace(sign, sign * 2))
    yield text[::-1]
    yield from (text + character for character in _FOREIGN)
    yield from _FOREIGN


def violate_only(test: Test, text: str) -> Iterable[str]:
    """Leave out every character of another class; or add one."""
    allowed = characters.only(literal(test.right))
    yield "".join(character for character in text if allowed.fullmatch(character))
    yield from (text + character for character in _FOREIGN)
    yield from (character * len(text) for character in _FOREIGN)


def violate_has(test: Test, text: str) -> Iterable[str]:
    """Leave out every character of a class, or put one of another for each; or add one of each class that lacks."""
    classes = [characters.has(name) for name in literal(test.right)]
    for having in classes:
        yield having.sub("", text)
        others = [other for other in classes if other is not having]
        kept = (character for character in _FOREIGN if any(other.search(character) for other in others))
        yield from (having.sub(character, text) for character in kept)
    lacking = (having for having in classes if having.search(text) is None)
    yield text + "".join(next(filter(having.search, _FOREIGN)) for having in lacking)
    yield text + "".join(_FOREIGN).strip()
    yield from _FOREIGN


def violate_mentions(test: Test, text: str) -> Iterable[str]:
    """Put one of the words for another, leave them all out, or hide them in the words that do not count."""
    words = literal(test.right)
    for word in words:
        if word in text:
            yield from (text.replace(word, other) for other in words)
    for word in words:
        text = text.replace(word, "")
    yield text or "其他"
    yield from (text + word for word in words)
    yield from literal(test.option("not_within") or Literal(()))


def violate_format(test: Test, text: str) -> Iterable[str]:
    """Another character at the end, one fewer, one more, a sign left out."""
    yield from (text[:-1] + character for character in _CHARACTERS)
    yield from (text[:-1], text + "0")
    yield from (text.replace(sign, "") for sign in dict.fromkeys(re.findall(r"\W", text)))


def violate_named_in(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    names: list[str] = []
    for codelist, path in test.options:
        assert isinstance(path, Path)
        for other in spot.ground.spots(path):
            code = spot.ground.tables[codelist].get(other.value, other.value)
            names += [code, *spot.ground.tables[f"{codelist}.named"].get(code, ())] if code else []
    return names if holds else others(spot, names)


# -- sets and ways of writing --------------------------------------------------------------------------


def violate_in(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    """Change the value, or what the set holds."""
    if isinstance(test.right, Codelist):
        codes = ground.tables[test.right.name]
        for spot in ground.spots(test.left):
            values = dict.fromkeys(codes) if holds else others(spot, codes)
            yield from (spot.put(value) for value in values)
        return
    assert isinstance(test.right, Path)
    for spot in ground.spots(test.left):
        members = _members(test.right, ground)
        if not test.right.repeats and spot.value is not None:
            rest = [member for member in members if member != spot.value]
            yield ground.put(ground.steps(test.right), [*rest, spot.raw] if holds else rest)
        yield from (spot.put(value) for value in (members if holds else others(spot, members)))


def _members(path: Path, ground: Ground) -> list[Any]:
    if path.repeats:
        return [other.value for other in ground.spots(path) if other.value is not None]
    held = ground.at(ground.steps(path))
    return list(held) if isinstance(held, list | dict) else []


def violate_not_in(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    return violate_in(test, ground, not holds)


def violate_contains_all(test: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    """Leave out one of the texts; or put them all in."""
    wanted = literal(test.right)
    for spot in ground.spots(test.left):
        held = spot.raw if isinstance(spot.raw, list) else []
        if holds:
            yield ground.put(spot.steps, [*held, *(text for text in wanted if text not in held)])
        else:
            yield from (ground.put(spot.steps, [text for text in held if text != one]) for one in wanted if one in held)
            yield ground.put(spot.steps, [])
            yield ground.put(spot.steps, ["其他"])


def violate_readable(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    return [] if holds else [_UNREAD]


def violate_as_given(test: Test, spot: Spot, holds: bool) -> Iterable[Any]:
    """The same value, typed otherwise."""
    form = literal(test.right)
    if holds:
        return
    if form == "canonical":
        codes = dict.fromkeys((spot.value, *spot.codes.values()))
        yield from (writing for code in codes for writing in _writings(code, spot))
    elif isinstance(spot.raw, str | int) and spot.value is not None:
        text = str(spot.raw)
        yield from (f"{text}\u3000", f"{text[:1]}\u200b{text[1:]}") if form == "trimmed" else (text.translate(_WIDE),)


_WIDE: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

VALUES: Final[Mapping[str, Propose]] = {
    "equals": violate_equals,
    "equals_ignoring_case": violate_equals_ignoring_case,
    "one_of": violate_one_of,
    "above": violate_above,
    "at_least": violate_at_least,
    "below": violate_below,
    "at_most": violate_at_most,
    "within": violate_within,
    "whole": violate_whole,
    "same_as_any": violate_same_as_any,
    "mentions_any_of": violate_mentions_any_of,
    "named_in": violate_named_in,
    "readable": violate_readable,
    "as_given": violate_as_given,
    "length": _tested(violate_length),
    "matches": _tested(violate_matches),
    "only": _tested(violate_only),
    "has": _tested(violate_has),
    "mentions": _tested(violate_mentions),
    "format": _tested(violate_format),
}
"""The values that are proposed for the left side, by the operators that change nothing else."""

OPERATORS: Final[Mapping[str, Violate]] = {
    **{operator: _by_value(propose) for operator, propose in VALUES.items()},
    "present": violate_present,
    "missing": violate_missing,
    "not_before": violate_not_before,
    "not_after": violate_not_after,
    "same_as": violate_same_as,
    "in": violate_in,
    "not_in": violate_not_in,
    "contains_all": violate_contains_all,
    "apart_from": violate_apart_from,
}
"""By the operator of a test, as it stands in the typed representation."""
