"""What a regular expression says of one character → the ranges of characters that fit."""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

Ranges = tuple[tuple[int, int], ...]
"""Code points from the first up to and including the second, in order and apart."""

EVERY: Ranges = ((0, sys.maxunicode),)


def ranges_of(operation: str, written: Any) -> Ranges | None:
    """The characters of one operation of a parsed expression; None where it does not stand for one character."""
    read = _READ.get(operation)
    return read(written) if read is not None else None


def have_common(one: Ranges, other: Ranges) -> bool:
    """Whether some character fits both."""
    return any(start <= last and first <= end for start, end in one for first, last in other)


def joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The characters of all the ranges."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if apart and start <= apart[-1][1] + 1:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return tuple(apart)


def _all_but(ranges: Ranges) -> Ranges:
    starts = [0, *(end + 1 for _, end in ranges)]
    ends = [*(start - 1 for start, _ in ranges), sys.maxunicode]
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if start <= end)


def _members(written: Sequence[tuple[Any, Any]]) -> Ranges:
    found = joined(piece for operation, value in written for piece in _MEMBERS.get(str(operation), _nothing)(value))
    return _all_but(found) if str(written[0][0]) == "NEGATE" else found


def _nothing(_: object) -> Ranges:
    return ()


def _single(code: int) -> Ranges:
    return ((code, code),)


def _category(category: object) -> Ranges:
    *negated, name = str(category).removeprefix("CATEGORY_").split("_")
    found = _class(name)
    return _all_but(found) if negated else found


@cache
def _class(name: str) -> Ranges:
    """The characters of `\\d`, `\\w` or `\\s`, which are those of every script."""
    pattern = {"DIGIT": r"\d+", "WORD": r"\w+", "SPACE": r"\s+"}[name]
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    return tuple((found.start(), found.end() - 1) for found in re.finditer(pattern, every))


_MEMBERS: dict[str, Callable[[Any], Ranges]] = {
    "LITERAL": _single,
    "RANGE": lambda pair: (tuple(pair),),
    "CATEGORY": _category,
}
_READ: dict[str, Callable[[Any], Ranges]] = {
    "LITERAL": _single,
    "NOT_LITERAL": lambda code: _all_but(_single(code)),
    "ANY": lambda _: _all_but(_single(ord("\n"))),
    "IN": _members,
}
