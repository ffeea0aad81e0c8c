"""Knows where something was written, and says what is wrong there."""

from pmos_rules.source.diagnostic import Diagnostic, Note
from pmos_rules.source.errors import RulesetError
from pmos_rules.source.excerpt import render_diagnostic
from pmos_rules.source.file import about_file, decode_source, read_source
from pmos_rules.source.span import Span
from pmos_rules.source.suggestion import suggest
from pmos_rules.source.text import SourceText

__all__ = [
    "Diagnostic",
    "Note",
    "RulesetError",
    "SourceText",
    "Span",
    "about_file",
    "decode_source",
    "read_source",
    "render_diagnostic",
    "suggest",
]
