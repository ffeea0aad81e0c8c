"""Turns a checklist into one HTML file with boxes to tick off."""

from pathlib import Path

from pmos_rules.rendering.checklist.model import Checklist
from pmos_rules.rendering.checklist.page import page_of
from pmos_rules.rendering.pages import render_page
from pmos_rules.rendering.phrases import Language

_TEMPLATE = Path(__file__).with_name("page.html.jinja")


def checklist_html(checklist: Checklist, *, language: Language = "zh") -> str:
    """The checklist as a page that needs nothing besides itself: no script, no font, no picture."""
    return render_page(_TEMPLATE, page=page_of(checklist, language))
