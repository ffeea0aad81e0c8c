"""Two sections → where they say different things, as far as both speak."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pmos_rules.formats.values import Placeholder, Unreadable
from tests.naive.law import Law
from tests.naive.reading import is_empty

Place = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in both sections at which they certainly differ (`differs`) or may (`unreadable`)."""

    place: Place
    matter: str
    left: Any
    right: Any


def differences(left: Any, right: Any, groups: tuple[str, ...], law: Law) -> Iterator[Difference]:
    """The differences of two sections in the named groups, in the order in which these are named."""
    for group in type(left).model_fields if groups == ("all",) else groups:
        yield from below(getattr(left, group, None), getattr(right, group, None), (group,))


def below(left: Any, right: Any, place: Place) -> Iterator[Difference]:
    """The differences at and below a place."""
    if says_nothing(left) or says_nothing(right):
        return
    if isinstance(left, Unreadable) or isinstance(right, Unreadable):
        yield Difference(place, "unreadable", left, right)
    elif isinstance(left, tuple) and isinstance(right, tuple):
        if len(left) != len(right):
            yield Difference(place, "differs", left, right)
            return
        if same_in_some_order(left, right):
            return
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from below(one, other, (*place, number))
    elif isinstance(left, dict) and isinstance(right, dict):
        for name in left:
            yield from below(left[name], right.get(name), (*place, name))
    elif hasattr(left, "model_extra"):
        for name in type(left).model_fields:
            yield from below(getattr(left, name), getattr(right, name, None), (*place, name))
    elif left != right:
        yield Difference(place, "differs", left, right)


def same_in_some_order(left: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
    """Whether two lists have the same rows, whatever their order."""
    unmatched = list(right)
    for row in left:
        if row not in unmatched:
            return False
        unmatched.remove(row)
    return True


def says_nothing(value: Any) -> bool:
    """Whether nothing is said: nothing is there, or an empty row, or a placeholder in a field that is no text."""
    return is_empty(value) or isinstance(value, Placeholder)
