"""Turns a template and what it speaks of into one HTML page: the only module that knows jinja2."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape


def render_page(template: Path, **spoken_of: object) -> str:
    """The page; every text is escaped, and what the template includes lies beside it."""
    return _template(template).render(**spoken_of)


@cache
def _template(path: Path) -> Template:
    environment = Environment(
        loader=FileSystemLoader(path.parent),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(path.name)
