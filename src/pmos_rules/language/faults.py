"""Collects what is wrong with a ruleset: each fault once, in the order of the files."""

from collections.abc import Iterable, Sequence
from typing import Literal

from pmos_rules.language.limits import MOST_TOLD
from pmos_rules.language.lookalikes import did_you_mean
from pmos_rules.source import Diagnostic, Note, Span, suggest


class Fault(Exception):
    """Something is wrong here and has been told; what it stands in cannot be checked further."""


class Enough(Exception):
    """So much is wrong that the rest is not looked for."""


_FEW = 12
"""So many names or fewer are listed where none is near."""


def it_may_be(names: Iterable[str]) -> str | None:
    """A hint that lists a few names; None for none and for many."""
    shown = [f"`{name}`" for name in names]
    if not 0 < len(shown) <= _FEW:
        return None
    *most, last = shown
    return f"it may be {', '.join(most)} or {last}" if most else f"it may be {last}"


class Faults:
    """Every diagnostic so far, and the names whose definition is at fault.

    A name that is broken is not told to be unknown where it is used: one mistake is one diagnostic.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Diagnostic] = {}
        self.broken: set[str] = set()

    def report(
        self,
        code: str,
        message: str,
        span: Span,
        help: str | None = None,
        *,
        notes: Sequence[Note] = (),
        level: Literal["error", "warning"] = "error",
    ) -> None:
        """Note a fault; of several with one code at one place, the first."""
        self._found.setdefault((code, span), Diagnostic(code, message, span, help, tuple(notes), level))
        self._must_be_few(span)

    def is_told(self, code: str, span: Span) -> bool:
        """Whether a fault is noted already, so that what else would be said of it is left out."""
        return (code, span) in self._found

    def unknown(self, what: str, name: str, known: Iterable[str], span: Span, help: str | None = None) -> None:
        """Note a name that nobody defined, with the nearest one that somebody did."""
        if name in self.broken:
            return
        candidates = list(known)
        near = suggest(name, candidates)
        hint = did_you_mean(name, near) if near else help or it_may_be(candidates)
        self.report(f"unknown-{what.replace(' ', '-')}", f"there is no {what} `{name}`", span, hint)

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take over what reading and decoding found."""
        for found in diagnostics:
            self._found[(found.code, found.span, found.message)] = found
            self._must_be_few(found.span)

    def _must_be_few(self, last: Span) -> None:
        if len(self._found) >= MOST_TOLD:
            message = f"{MOST_TOLD} mistakes are told, and the rest is not looked for"
            self._found["too-many-mistakes",] = Diagnostic("too-many-mistakes", message, last)
            raise Enough

    @property
    def has_errors(self) -> bool:
        return any(found.level == "error" for found in self._found.values())

    def in_order(self) -> list[Diagnostic]:
        """Every diagnostic by file and place."""
        return sorted(self._found.values(), key=place_of)


def place_of(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    """What diagnostics are sorted by."""
    span = diagnostic.span
    return span.source.name, span.start, span.end, diagnostic.code
