"""Turns a paragraph into lines that fit a terminal, by the rules of Chinese and of English typesetting."""

import re
from collections.abc import Iterator
from unicodedata import category

from wcwidth import wcswidth, wcwidth

_NOT_FIRST = frozenset("，。、；：？！）〕】》〉」』”’…—·％‰,.;:?!)]}%›")
"""Kinsoku: what may not begin a line."""
_NOT_LAST = frozenset("（〔【《〈「『“‘([{")
"""Kinsoku: what may not end a line."""
_UNITS = re.compile(r"\s+|[!-~]+|.", re.DOTALL)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def width_of(text: str) -> int:
    """How many columns the text takes; a full-width character takes two."""
    return max(0, wcswidth(text))


def clean(text: str) -> str:
    """The text without what a terminal would obey or hide: a report quotes what strangers typed."""
    return "".join(
        "\ufffd" if category(character) in _INVISIBLE and character != "\n" else character
        for character in text.replace("\t", " ").replace("\r\n", "\n")
    )


def wrap(text: str, width: int, *, first: str = "", rest: str | None = None) -> list[str]:
    """The lines of a text no wider than `width`, the first after `first`, the others after `rest`.

    `rest` defaults to blanks as wide as `first`. A word or number is broken only where it is wider than a
    line; no line begins with `，` or `）` or ends with `（`.

    >>> wrap("持股比例合计为 99.99%，应为 100%。", 24, first="1. ")
    ['1. 持股比例合计为', '   99.99%，应为 100%。']
    """
    rest = " " * width_of(first) if rest is None else rest
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        for line in _fill(paragraph, max(8, width - width_of(rest))):
            lines.append((rest if lines else first) + line)
    return [line.rstrip() for line in lines] or [first.rstrip()]


def _fill(paragraph: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for unit in _units(paragraph, width):
        size = width_of(unit)
        if used + width_of(unit.rstrip()) > width and line:
            yield line.rstrip()
            line, used = "", 0
        if not line and unit.isspace():
            continue
        line += unit
        used += size
    yield line.rstrip()


def _units(paragraph: str, width: int) -> Iterator[str]:
    """What stays on one line: a word, or a character with the punctuation that clings to it."""
    unit = ""
    for piece in _pieces(paragraph, width):
        if unit and (not _clings(unit, piece) or width_of(unit + piece) > width):
            yield unit
            unit = ""
        unit += piece
    if unit:
        yield unit


def _clings(before: str, after: str) -> bool:
    if before[-1].isspace() or after[0].isspace():
        return False
    return before[-1] in _NOT_LAST or after[0] in _NOT_FIRST or wcwidth(after[0]) == 0


def _pieces(paragraph: str, width: int) -> Iterator[str]:
    """Words, runs of blanks, single full-width characters; a word wider than the line in parts."""
    for found in _UNITS.finditer(paragraph):
        piece = found[0]
        for start in range(0, len(piece), width):
            yield piece[start : start + width]
