"""`tests/data/statements.yaml` → the statements that the built-in packs have to cover."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText

FILE = Path(__file__).parents[1] / "data" / "statements.yaml"

# What the packs of these markets and kinds answer for so far, by the first words of a statement's id.
COVERED = {
    ("hubei", "retailer"): (
        "common.",
        "hubei.",
        "national.account.",
        "national.lifecycle.",
        "national.retailer.",
    ),
}


@dataclass(frozen=True)
class Statement:
    """One normative statement of the source documents."""

    id: str
    instrument: str
    section: str
    basis: str
    emits: str
    severity: list[str]
    kinds: list[str]
    zh: str
    en: str

    def section_for(self, kind: str) -> str:
        """The section for a kind: `2.1/3.1/4.1 截图` is `3.1 截图` for the second of the statement's kinds.

        Only where there is a section for each of several kinds; `1(5)/附件栏标题` is one section for all.
        """
        numbers, _, rest = self.section.partition(" ")
        sections = numbers.split("/")
        if len(sections) < 2 or not all(section[0].isdecimal() for section in sections):
            return self.section
        place = min(self.kinds.index(kind), len(sections) - 1)
        return f"{sections[place]} {rest}".strip()


def read_statements() -> list[Statement]:
    """Every statement, in the order of the file."""
    node, faults = read_yaml(SourceText(FILE.name, FILE.read_text("utf-8")))
    assert node is not None
    assert faults == []
    content: Any = to_plain(node)
    return [Statement(**row) for row in content["statements"]]


def covered(market: str, kind: str) -> list[Statement]:
    """The statements that speak of a kind of applicant and that its market's packs answer for."""
    prefixes = COVERED[market, kind]
    return [found for found in read_statements() if found.id.startswith(prefixes) and kind in found.kinds]
