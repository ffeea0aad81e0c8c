"""Turns a checklist into one HTML file with boxes to tick off: the only module that knows jinja2."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template, select_autoescape

from pmos_rules.rendering.checklist.model import Checklist
from pmos_rules.rendering.checklist.page import page_of
from pmos_rules.rendering.phrases import Language

_TEMPLATE = Path(__file__).with_name("page.html.jinja")


def checklist_html(checklist: Checklist, *, language: Language = "zh") -> str:
    """The checklist as a page that needs nothing besides itself: no script, no font, no picture."""
    return _template().render(page=page_of(checklist, language))


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(_TEMPLATE.read_text("utf-8"))
