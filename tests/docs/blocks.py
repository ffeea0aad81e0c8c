"""What stands in the documentation: fenced blocks by language and tag, and tables by heading."""

import re
from itertools import dropwhile, takewhile
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^( *)```(\S+)(?: +(\S+))?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str, tag: str | None = None) -> list[str]:
    """The fenced blocks of a page that begin with ```` ```language tag ````."""
    text = (ROOT / page).read_text("utf-8")
    return [body for _, name, mark, body in _FENCE.findall(text) if (name, mark or None) == (language, tag)]


def block(page: str, language: str, tag: str | None = None) -> str:
    """The one such block."""
    (found,) = blocks(page, language, tag)
    return found


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    text = (ROOT / page).read_text("utf-8")
    _, _, section = text.partition(f"\n{heading}\n")
    lines = dropwhile(lambda line: not line.startswith("|"), section.split("\n## ")[0].splitlines())
    rows = list(takewhile(lambda line: line.startswith("|"), lines))
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows[2:]]


def code(cell: str) -> list[str]:
    """What stands in backticks in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def marked(page: str, mark: str) -> str:
    """The fenced block after the comment ``<!-- mark -->``."""
    _, _, after = (ROOT / page).read_text("utf-8").partition(f"\n<!-- {mark} -->\n```")
    return after.partition("\n")[2].partition("```")[0]
