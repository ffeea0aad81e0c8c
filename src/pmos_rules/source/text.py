"""Turns the characters of one file into lines and columns that a person can find."""

import re
from bisect import bisect_right
from collections.abc import Callable

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class SourceText:
    """The text of one file under the name that messages call it by.

    `text` may be a function without arguments, which is called when the text is first needed: the
    places in a compiled ruleset cost nothing until somebody asks to see one. Two sources are equal
    only if they are the same object.
    """

    __slots__ = ("_line_starts", "_text", "name")

    def __init__(self, name: str, text: str | Callable[[], str]) -> None:
        self.name = name
        self._text = text
        self._line_starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"SourceText({self.name!r})"

    @property
    def text(self) -> str:
        if not isinstance(self._text, str):
            self._text = self._text()
        return self._text

    @property
    def line_starts(self) -> list[int]:
        """Where each line begins, in characters from the start of the text."""
        if self._line_starts is None:
            self._line_starts = [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of a character, both counted from 1."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line break."""
        starts = self.line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")
