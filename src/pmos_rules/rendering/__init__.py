"""Turns reports into what people and programs read: text for a terminal, plain data for JSON."""

from pmos_rules.rendering.layout import clean, width_of, wrap
from pmos_rules.rendering.phrases import Language, Phrases, phrases
from pmos_rules.rendering.report_data import reports_to_dict
from pmos_rules.rendering.report_text import Paint, Role, render_text

__all__ = [
    "Language",
    "Paint",
    "Phrases",
    "Role",
    "clean",
    "phrases",
    "render_text",
    "reports_to_dict",
    "width_of",
    "wrap",
]
