"""A regular expression → why it cannot be used: it is none, or matching could take long.

Python's `re` tries one way after another, so that a text of forty characters can keep it busy for hours. An
expression is taken only where the time is certain to grow with the length of the text and no faster. That is so
where every next character leaves one way to go on (a deterministic expression), and where

- what repeats is deterministic in itself,
- of two repetitions that follow one another no text fits both, nor what must stand between them,
- the ways that are left, which no longer grow with the text, are few.

What refers back or looks around is not taken at all. Expressions that are refused and harmless can be written
otherwise; the hints say how.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

# The parser of `re` itself, so that both understand the same: it has no public name.
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from pmos_rules.language.character_sets import Ranges, have_common, joined, ranges_of
from pmos_rules.language.limits import LONGEST_PATTERN, MOST_WAYS

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_Items = Sequence[tuple[Any, Any]]
_START = -1


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an expression is refused."""

    code: str
    reason: str
    help: str | None = None


class _Refused(Exception):
    """The one argument is the refusal."""


def refusal_of(pattern: str) -> Refusal | None:
    """Why an expression cannot be used; None where it can."""
    if len(pattern) > LONGEST_PATTERN:
        return Refusal("bad-pattern", f"it is longer than {LONGEST_PATTERN} characters")
    try:
        items = _parser.parse(pattern)
        re.compile(pattern)
    except re.error as error:
        return Refusal("bad-pattern", error.msg)
    except (OverflowError, RecursionError):
        return Refusal("bad-pattern", "it nests too deeply or repeats too often")
    try:
        _must_be_linear(items)
    except _Refused as refused:
        return Refusal(*refused.args)
    return None


def _must_be_linear(items: Any) -> None:
    if items.state.flags & ~re.UNICODE:
        raise _Refused("bad-pattern", "flags such as `(?i)` cannot be used", "write `[Aa]`")
    if not _is_deterministic(items):
        sequence = _Sequence(items)
        if sequence.ways > MOST_WAYS:
            reason, hint = "there are too many ways to read one text", "leave out what is optional, or bound it closer"
            raise _Refused("slow-pattern", reason, hint)


# -- whether every character leaves one way to go on ------------------------------------------------------


@dataclass(slots=True)
class _Ways:
    """How often each place can come first, or last, and in how many ways nothing at all is read."""

    first: Counter[int] = field(default_factory=Counter)
    last: Counter[int] = field(default_factory=Counter)
    empty: int = 0


@dataclass(slots=True)
class _Automaton:
    """Glushkov's automaton: a state for each place of the expression at which a character is read."""

    places: list[Ranges] = field(default_factory=list)
    follow: Counter[tuple[int, int]] = field(default_factory=Counter)

    def sequence(self, items: _Items) -> _Ways:
        whole = _Ways(empty=1)
        for operation, written in items:
            part = self.part(str(operation), written)
            self.join(whole.last, part.first)
            whole = _Ways(
                whole.first + _times(part.first, whole.empty),
                part.last + _times(whole.last, part.empty),
                whole.empty * part.empty,
            )
        return whole

    def part(self, operation: str, written: Any) -> _Ways:
        read = ranges_of(operation, written)
        if read is not None:
            self.places.append(read)
            place = Counter([len(self.places) - 1])
            return _Ways(place, place)
        if operation == "AT":
            return _Ways(empty=1)
        if operation == "SUBPATTERN":
            return self.sequence(_group(written))
        if operation == "BRANCH":
            return self.branch([self.sequence(items) for items in written[1]])
        if operation in _REPEATS:
            return self.repeat(*written)
        raise _Refused("bad-pattern", f"{_UNKNOWN.get(operation, 'part of it')} cannot be used")

    def branch(self, parts: Sequence[_Ways]) -> _Ways:
        first = sum((part.first for part in parts), Counter[int]())
        last = sum((part.last for part in parts), Counter[int]())
        return _Ways(first, last, sum(part.empty for part in parts))

    def repeat(self, least: int, most: int, items: _Items) -> _Ways:
        """Also what repeats up to a number of times: that it must end some time leaves fewer ways, not more."""
        ways = self.sequence(items)
        if most > 1:
            if ways.empty:
                hint = "leave out one of the two quantifiers"
                raise _Refused("slow-pattern", "what is repeated can be empty", hint)
            self.join(ways.last, ways.first)
        return _Ways(ways.first, ways.last, ways.empty + (least == 0))

    def join(self, before: Counter[int], after: Counter[int]) -> None:
        for one, times in before.items():
            for other, also in after.items():
                self.follow[one, other] += times * also


def _times(ways: Counter[int], times: int) -> Counter[int]:
    return Counter({place: count * times for place, count in ways.items() if times})


def _group(written: Any) -> _Items:
    _, added, removed, items = written
    if added or removed:
        raise _Refused("bad-pattern", "flags such as `(?i:` cannot be used", "write `[Aa]`")
    found: _Items = items
    return found


_UNKNOWN = {
    "GROUPREF": "a reference back",
    "GROUPREF_EXISTS": "a condition",
    "ASSERT": "looking around",
    "ASSERT_NOT": "looking around",
    "ATOMIC_GROUP": "an atomic group",
    "POSSESSIVE_REPEAT": "a possessive quantifier",
}


def _is_deterministic(items: _Items) -> bool:
    automaton = _Automaton()
    ways = automaton.sequence(items)
    after: dict[int, Counter[int]] = {_START: ways.first}
    for (one, other), times in automaton.follow.items():
        after.setdefault(one, Counter())[other] += times
    return all(_one_way(automaton.places, found) for found in after.values())


def _one_way(places: Sequence[Ranges], after: Counter[int]) -> bool:
    if any(times > 1 for times in after.values()):
        return False
    ranges = sorted(piece for place in after for piece in places[place])
    return all(end < start for (_, end), (start, _) in pairwise(ranges))


# -- where it is not, whether the ways do not grow with the text -------------------------------------------


@dataclass(frozen=True, slots=True)
class _Step:
    """A part of a sequence: the characters of each repetition in it, and the one that it must read, if it is one."""

    repeated: tuple[Ranges, ...] = ()
    must: Ranges | None = None


class _Sequence:
    """Parts that follow one another, and at most how much is tried on one stretch of text."""

    def __init__(self, items: _Items) -> None:
        self.ways = 1
        self.length = 1
        self.steps: list[_Step] = []
        for operation, written in items:
            self.add(str(operation), written)
        self.ways *= self.length
        self.must_be_apart()

    def add(self, operation: str, written: Any) -> None:
        read = ranges_of(operation, written)
        if read is not None:
            self.length += 1
            self.steps.append(_Step(must=read))
        elif operation == "SUBPATTERN":
            for inner, part in _group(written):
                self.add(str(inner), part)
        elif operation == "BRANCH":
            self.branch([_Sequence(items) for items in written[1]])
        elif operation in _REPEATS:
            self.repeat(*written)

    def branch(self, others: Sequence["_Sequence"]) -> None:
        self.ways *= sum(other.ways for other in others)
        self.steps.append(_Step(tuple(repeated for other in others for repeated in other.repeated())))

    def repeat(self, least: int, most: int, items: _Items) -> None:
        if most <= 1:
            inner = _Sequence(items)
            self.ways *= 1 + inner.ways
            self.steps.append(_Step(tuple(inner.repeated())))
        elif len(items) == 1 and (read := ranges_of(str(items[0][0]), items[0][1])) and most <= LONGEST_PATTERN:
            self.ways *= most - least + 1
            self.length += most
            self.steps.append(_Step(must=read if least else None))
        else:
            if not _is_deterministic([(_parser.MAX_REPEAT, (least, most, items))]):
                hint = "let what is repeated begin with a character that can stand nowhere else in it"
                raise _Refused("slow-pattern", "what is repeated can be read in more than one way", hint)
            automaton = _Automaton()
            automaton.sequence(items)
            self.steps.append(_Step((joined(piece for place in automaton.places for piece in place),)))

    def repeated(self) -> Iterator[Ranges]:
        for step in self.steps:
            yield from step.repeated

    def must_be_apart(self) -> None:
        """No text may fit a repetition, what stands between, and a later repetition."""
        loops = [(at, ranges) for at, step in enumerate(self.steps) for ranges in step.repeated]
        for (start, one), (end, other) in combinations(loops, 2):
            between = [step.must for step in self.steps[start + 1 : end] if step.must is not None]
            is_apart = any(not have_common(must, one) or not have_common(must, other) for must in between)
            if start != end and have_common(one, other) and not is_apart:
                hint = "say which characters may stand there, or use `mentions` for words within a text"
                raise _Refused("slow-pattern", "two repetitions fit the same text", hint)
