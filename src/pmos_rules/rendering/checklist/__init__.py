"""Turns a market's rules into the checklist of what an applicant has to prepare, and that into text for people.

`checklist_html` stands in a module of its own, `pmos_rules.rendering.checklist.html`, since it alone needs jinja2.
"""

from pmos_rules.rendering.checklist.composing import compose
from pmos_rules.rendering.checklist.markdown import checklist_markdown
from pmos_rules.rendering.checklist.model import Checklist
from pmos_rules.rendering.checklist.text import checklist_text

__all__ = ["Checklist", "checklist_markdown", "checklist_text", "compose"]
