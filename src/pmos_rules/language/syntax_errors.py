"""Turns what PyYAML says of text that is not YAML into a sentence for somebody who knows no YAML.

LibYAML and the parser in pure Python word the same problem differently, so a row of the table is
recognised by a piece of text that both have.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pmos_rules.source import Diagnostic, Note, SourceText, Span


@dataclass(frozen=True, slots=True)
class _Problem:
    """`at` is where the parser stopped, `since` where what it was reading began."""

    source: SourceText
    at: int
    said: str
    since: int | None

    @property
    def text(self) -> str:
        return self.source.text

    @property
    def character(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def is_first_on_line(self) -> bool:
        line, column = self.source.position(self.at)
        return not self.source.line(line)[: column - 1].strip()

    def place(self, start: int, length: int = 1) -> Span:
        return Span(self.source, start, min(start + length, len(self.text)))

    def rest_of_line(self, start: int) -> Span:
        line, column = self.source.position(start)
        return self.place(start, len(self.source.line(line)[column - 1 :].rstrip()))

    def notes(self, message: str) -> tuple[Note, ...]:
        return () if self.since is None else (Note(message, self.place(self.since)),)


def explain_syntax_error(source: SourceText, at: int, said: str, since: int | None) -> Diagnostic:
    """The diagnostic for a problem that the parser met at `at` and describes as `said`."""
    problem = _Problem(source, min(at, len(source.text.rstrip())), said, since)
    for known, explain in _EXPLANATIONS:
        if known in said:
            return explain(problem)
    return Diagnostic("yaml-syntax", f"this is not YAML: {said}", problem.place(at))


def _colon(problem: _Problem) -> Diagnostic:
    return Diagnostic(
        "yaml-colon",
        "a colon cannot stand here: what precedes it is a value and no key",
        problem.place(problem.at),
        "put the value in quotation marks if the colon belongs to it; otherwise give each key a line of "
        "its own, indent the keys of one mapping alike and put a blank after their colons",
    )


def _no_colon(problem: _Problem) -> Diagnostic:
    span = problem.rest_of_line(problem.at if problem.since is None else problem.since)
    return Diagnostic(
        "yaml-no-colon",
        f"`{span.text}` is neither a key with its value nor a continuation of the line above",
        span,
        "put a colon and a blank after a key, and a blank after the `-` of a list",
    )


def _unclosed_bracket(problem: _Problem) -> Diagnostic:
    opening = "bracket" if problem.since is None else problem.text[problem.since]
    closing = {"{": "}", "[": "]"}.get(opening, "closing bracket")
    return Diagnostic(
        "yaml-bracket",
        f"expected `,` or `{closing}` here",
        problem.place(problem.at),
        "put text that contains a comma, a bracket, a question mark or a colon in quotation marks",
        problem.notes(f"the `{opening}` that is not closed stands here"),
    )


def _unclosed_quote(problem: _Problem) -> Diagnostic:
    start = problem.at if problem.since is None else problem.since
    return Diagnostic(
        "yaml-quote", f"the quotation mark {problem.text[start]} is never closed", problem.place(start)
    )


def _block(problem: _Problem) -> Diagnostic:
    """A mapping, a list or the document goes on with something that does not belong to it."""
    if problem.character in ("]", "}"):
        return _stray_bracket(problem)
    if problem.character == ":":
        return Diagnostic("yaml-key", "expected a key before the colon", problem.place(problem.at))
    if problem.is_first_on_line:
        return Diagnostic(
            "yaml-indentation",
            "this line is indented unlike the lines it stands among",
            problem.rest_of_line(problem.at),
            "indent the keys of one mapping alike, and so the items of one list",
            problem.notes("what it stands in begins here"),
        )
    return Diagnostic(
        "yaml-after-value",
        "something follows a value that is complete",
        problem.rest_of_line(problem.at),
        "put the whole value in one pair of quotation marks if this belongs to it",
    )


def _stray_bracket(problem: _Problem) -> Diagnostic:
    message = f"the bracket `{problem.character}` closes nothing"
    return Diagnostic("yaml-bracket", message, problem.place(problem.at))


def _content(problem: _Problem) -> Diagnostic:
    if problem.character in ("]", "}"):
        return _stray_bracket(problem)
    return Diagnostic("yaml-content", "expected a value here", problem.place(problem.at))


def _reserved(problem: _Problem) -> Diagnostic:
    return Diagnostic(
        "yaml-reserved",
        f"a value cannot begin with `{problem.character}`",
        problem.place(problem.at),
        "put the value in quotation marks",
    )


def _tab(problem: _Problem) -> Diagnostic:
    return Diagnostic("yaml-tab", "a tab cannot stand here", problem.place(problem.at), "indent with spaces")


def _sign(problem: _Problem) -> Diagnostic:
    """What begins with `*`, `&`, `!` or `%` and does not go on as it should."""
    start = problem.at if problem.since is None else problem.since
    sign, span = problem.text[start], problem.rest_of_line(start)
    if sign == "%":
        return _directive(problem)
    if sign == "!":
        return _tag(problem)
    code, name = ("yaml-alias", "an alias") if sign == "*" else ("yaml-anchor", "an anchor")
    message = f"a value that begins with `{sign}` is {name}, which is not supported"
    return Diagnostic(code, message, span, "put the value in quotation marks")


def _block_text(problem: _Problem) -> Diagnostic:
    sign = "|" if problem.since is None else problem.text[problem.since]
    return Diagnostic(
        "yaml-block-text",
        f"nothing but a comment may follow `{sign}` on its line",
        problem.rest_of_line(problem.at),
        f"begin the text on the next line, or put it in quotation marks if the `{sign}` belongs to it",
    )


def _dash(problem: _Problem) -> Diagnostic:
    return Diagnostic(
        "yaml-dash",
        "a list cannot begin here",
        problem.place(problem.at),
        "begin it on a line of its own, or put the value in quotation marks if the `-` belongs to it",
    )


def _escape(problem: _Problem) -> Diagnostic:
    start = max(problem.text.rfind("\\", 0, problem.at + 1), 0)
    span = problem.place(start, 2)
    hint = "write `\\\\` for a backslash, or use single quotation marks"
    return Diagnostic("yaml-escape", f"`{span.text}` means nothing in double quotation marks", span, hint)


def _directive(problem: _Problem) -> Diagnostic:
    span = problem.rest_of_line(problem.source.line_starts[problem.source.position(problem.at)[0] - 1])
    message = f"the directive `{span.text.split()[0]}` is not supported"
    return Diagnostic("yaml-directive", message, span, "remove the line")


def _version(problem: _Problem) -> Diagnostic:
    span = problem.rest_of_line(problem.at)
    return Diagnostic("yaml-directive", f"`{span.text}` is not supported, expected version 1.1 or 1.2", span)


def _tag(problem: _Problem) -> Diagnostic:
    start = problem.at if problem.since is None else problem.since
    written = problem.rest_of_line(start).text.split()[0]
    message = f"the tag `{written}` is not supported"
    hint = "remove it; put text that begins with `!` in quotation marks"
    return Diagnostic("yaml-tag", message, problem.place(start, len(written)), hint)


def _question_mark(problem: _Problem) -> Diagnostic:
    message = "a question mark and a blank cannot stand here"
    hint = "put the text in quotation marks if the question mark belongs to it"
    return Diagnostic("yaml-key", message, problem.place(problem.at), hint)


def _unspaced_colon(problem: _Problem) -> Diagnostic:
    message = "expected a blank after the colon"
    return Diagnostic("yaml-colon", message, problem.place(problem.at))


_EXPLANATIONS: tuple[tuple[str, Callable[[_Problem], Diagnostic]], ...] = (
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("expected ',' or", _unclosed_bracket),
    ("found unexpected end of stream", _unclosed_quote),
    ("found unexpected document", _unclosed_quote),
    ("<document start>", _block),
    ("expected key", _block),
    ("expected '-' indicator", _block),
    ("<block end>", _block),
    ("node content", _content),
    ("cannot start any token", _reserved),
    ("found a tab character", _tab),
    ("alphabetic or numeric character", _sign),
    ("non-alphabetical character", _directive),
    ("directive name", _directive),
    ("URI", _sign),
    ("expected ' '", _sign),
    ("whitespace or line break", _sign),
    ("mapping keys are not allowed", _question_mark),
    ("found unexpected ':'", _unspaced_colon),
    ("comment or", _block_text),
    ("indentation indicator", _block_text),
    ("sequence entries are not allowed", _dash),
    ("escape", _escape),
    ("hexdecimal", _escape),
    ("unknown directive", _directive),
    ("incompatible YAML document", _version),
    ("undefined tag handle", _tag),
)
