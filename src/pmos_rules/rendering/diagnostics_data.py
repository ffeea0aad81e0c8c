"""Diagnostics of a rule pack → plain data for JSON, and a SARIF log."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from pmos_rules.rendering.sarif import Location, Region, Result, sarif_log
from pmos_rules.source import Diagnostic, Note, Span

SCHEMA = "pmos-rules/diagnostics-1"

Relative = Callable[[str], str]
"""From the name of a source, as messages give it, to a path relative to where the check was run."""


def diagnostics_to_dict(diagnostics: Iterable[Diagnostic], relative: Relative) -> dict[str, Any]:
    """One object for each diagnostic; lines and columns are counted from 1, in characters, ends exclusive."""
    return {"schema": SCHEMA, "diagnostics": [_plain(diagnostic, relative) for diagnostic in diagnostics]}


def _plain(diagnostic: Diagnostic, relative: Relative) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "level": diagnostic.level,
        "message": diagnostic.message,
        "help": diagnostic.help,
        **_place(diagnostic.span, relative),
        "notes": [{"message": note.message, **_place(note.span, relative)} for note in diagnostic.notes],
    }


def _place(span: Span | None, relative: Relative) -> dict[str, Any]:
    region = region_of(span)
    if span is None:
        return {"file": None, "range": None}
    if region is None:
        return {"file": relative(span.source.name), "range": None}
    return {
        "file": relative(span.source.name),
        "range": {
            "start": {"line": region.start_line, "column": region.start_column},
            "end": {"line": region.end_line, "column": region.end_column},
        },
    }


def diagnostics_to_sarif(diagnostics: Iterable[Diagnostic], relative: Relative, version: str) -> dict[str, Any]:
    """A SARIF log of one run of `pmos-rules lint`."""
    told = list(diagnostics)
    codes = sorted({diagnostic.code for diagnostic in told})
    rules = [(code, code.replace("-", " ").capitalize()) for code in codes]
    return sarif_log((_result(diagnostic, relative) for diagnostic in told), rules, version)


def _result(diagnostic: Diagnostic, relative: Relative) -> Result:
    message = diagnostic.message if diagnostic.help is None else f"{diagnostic.message}\n{diagnostic.help}"
    related = [_location(note.span, relative, note) for note in diagnostic.notes if note.span is not None]
    return Result(diagnostic.code, diagnostic.level, message, _location(diagnostic.span, relative), related)


def _location(span: Span, relative: Relative, note: Note | None = None) -> Location:
    return Location(quote(relative(span.source.name)), region_of(span), note.message if note is not None else None)


def region_of(span: Span | None) -> Region | None:
    """Where a span begins and ends; None where there is no text, so that the whole file is meant."""
    if span is None or not span.source.text:
        return None
    start, end = span.source.position(span.start), span.source.position(max(span.end, span.start))
    return Region(*start, *end)
