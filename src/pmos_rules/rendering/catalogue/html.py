"""Turns a catalogue into one HTML file with a search and filters, in both languages."""

from pathlib import Path

from pmos_rules.rendering.catalogue import words
from pmos_rules.rendering.catalogue.model import Catalogue
from pmos_rules.rendering.catalogue.page import page_of
from pmos_rules.rendering.pages import render_page
from pmos_rules.rendering.phrases import Language

_TEMPLATE = Path(__file__).with_name("page.html.jinja")


def catalogue_html(catalogue: Catalogue, *, language: Language = "zh") -> str:
    """The catalogue as a page that needs nothing besides itself; ``language`` is the one that it opens in."""
    severities = {severity.value: text for severity, text in words.SEVERITIES.items()}
    return render_page(_TEMPLATE, page=page_of(catalogue), words=words, severities=severities, language=language)
