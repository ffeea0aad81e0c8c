"""Turns a diagnostic into text: the sentence, the line it is about, and carets under the fault."""

from unicodedata import category

from pmos_rules.source.diagnostic import Diagnostic
from pmos_rules.source.span import Span

_WIDEST = 120
"""Columns of a source line that are shown; of a longer line, the part around the fault."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Control and format characters, among them those of no width and those that turn the direction."""


def render_diagnostic(diagnostic: Diagnostic) -> str:
    """The diagnostic as lines without a final line break.

    ```
    rules.yaml:3:1: error[yaml-duplicate-key]: `check` is written twice in one mapping
      3 | check: {}
        | ^^^^^
    rules.yaml:2:1: note: it was first written here
      2 | check: {}
        | ^^^^^
      = help: keep one of the two
    ```
    """
    lines = _located(f"{diagnostic.level}[{diagnostic.code}]: {diagnostic.message}", diagnostic.span)
    for note in diagnostic.notes:
        lines += _located(f"note: {note.message}", note.span)
    if diagnostic.help:
        lines.append(f"  = help: {diagnostic.help}")
    return "\n".join(lines)


def _located(sentence: str, span: Span | None) -> list[str]:
    if span is None:
        return [f"  = {sentence}"]
    return [f"{span}: {sentence}", *_excerpt(span)]


def _excerpt(span: Span) -> list[str]:
    """The line and the carets under it; nothing where there is no text to show."""
    if not span.source.text:
        return []
    number, column = span.source.position(span.start)
    line = span.source.line(number)
    before, fault, after = _cut(line[: column - 1], line[column - 1 :][: span.end - span.start], line)
    gutter = " " * len(str(number))
    indent, carets = " " * _width(before), "^" * max(1, _width(fault))
    return [f"  {number} | {before}{fault}{after}".rstrip(), f"  {gutter} | {indent}{carets}"]


def _cut(before: str, fault: str, line: str) -> tuple[str, str, str]:
    """The three parts of a line, made visible, and shortened where the line is too long to show."""
    after = line[len(before) + len(fault) :]
    if _width(line) > _WIDEST:
        before = before if len(before) <= 30 else "..." + before[-30:]
        fault = fault if len(fault) <= 60 else fault[:60]
        after = after if len(after) <= 10 else after[:10] + "..."
    return _visible(before), _visible(fault), _visible(after)


def _visible(text: str) -> str:
    """Tabs widened, and whatever a terminal would not show or would obey replaced."""
    text = text.replace("\t", "    ")
    return "".join("\ufffd" if category(character) in _INVISIBLE else character for character in text)


def _width(text: str) -> int:
    """How many columns of a terminal the text takes; a full-width character takes two."""
    # Loading the tables takes longer than reading a rule file, and most programs never show a diagnostic.
    from wcwidth import wcswidth

    return wcswidth(_visible(text))
