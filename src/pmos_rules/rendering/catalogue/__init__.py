"""Turns a rule pack into a catalogue of all that it says, and that into Markdown or a page for people.

`catalogue_html` stands in a module of its own, `pmos_rules.rendering.catalogue.html`, since it alone needs jinja2.
"""

from pmos_rules.rendering.catalogue.composing import compose
from pmos_rules.rendering.catalogue.markdown import catalogue_markdown
from pmos_rules.rendering.catalogue.model import Catalogue, Sample

__all__ = ["Catalogue", "Sample", "catalogue_markdown", "compose"]
