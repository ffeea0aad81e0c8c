"""Holds what was chosen for one run, and the ways to speak to whoever started it."""

import os
import shutil
import sys
from dataclasses import dataclass
from typing import Literal

import click

_WIDEST = 100
"""Longer lines are hard to read, however wide the terminal."""


@dataclass(slots=True)
class Settings:
    """Options that reach every verb; click carries it along as the context's object."""

    language: Literal["zh", "en"] = "zh"
    debug: bool = False

    def say(self, zh: str, en: str) -> None:
        """Says on stderr what is no part of the report; what a dossier holds cannot steer the terminal."""
        from pmos_rules.rendering import clean

        click.echo(clean(zh if self.language == "zh" else en), err=True)


def prepare_streams() -> None:
    """UTF-8 whatever the console's code page, and a mark for what even that cannot write."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def is_coloured() -> bool:
    """Whether stdout takes colours: a terminal, unless `NO_COLOR` is set (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """How wide a report may be: the terminal's width within reason, 80 where there is none."""
    return min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else 80
