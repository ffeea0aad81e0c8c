"""Turns two offsets into a place in a source text."""

from typing import NamedTuple

from pmos_rules.source.text import SourceText


class Span(NamedTuple):
    """The characters from `start` up to but not including `end`; offsets are counted from 0.

    A named tuple, because every node of every rule file has one and a frozen dataclass takes four
    times as long to make. Lines and columns are worked out when asked for.
    """

    source: SourceText
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line on which it starts, counted from 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """The column in which it starts, counted from 1 in characters: a Chinese one is one."""
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.source.text[self.start : self.end]

    def __str__(self) -> str:
        """`rules.yaml:3:5`, or only the name where the source has no text."""
        if not self.source.text:
            return self.source.name
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"
