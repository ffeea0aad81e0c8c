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
    ("hubei", "retailer"): ("common.", "hubei.", "national."),
    ("hubei", "consumer"): ("common.", "hubei.", "national."),
    ("hubei", "generator"): ("common.", "hubei.", "national."),
    ("hubei", "binding"): ("common.", "hubei.", "national."),
    ("chongqing", "consumer"): ("common.", "chongqing.", "national."),
    ("jiangsu", "consumer"): ("common.", "national."),
    ("jiangsu", "aggregation"): ("common.", "jiangsu.", "national."),
    ("mengdong", "aggregation"): ("common.", "national."),
}
# What is nationwide in the list of statements but one market's own.
ONE_MARKETS_OWN = {"national.jiangsu.": "jiangsu", "national.aggregation.mengdong_": "mengdong"}


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

    def sections_for(self, kind: str) -> set[str]:
        """What may be cited for a kind: of `2.1/3.1/4.1 截图` its own part where there is one for each kind.

        Where there is not, as in `5.1/5.2` for one kind or `2.1/3.1 截图` for three, the whole or any part of it;
        `1(5)/附件栏标题` is one section that is never taken apart.
        """
        numbers, _, rest = self.section.partition(" ")
        sections = [f"{section} {rest}".strip() for section in numbers.split("/")]
        if len(sections) < 2 or not all(section[0].isdecimal() for section in sections):
            return {self.section}
        if len(sections) == len(self.kinds):
            return {sections[self.kinds.index(kind)]}
        return {self.section, *sections}


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
    elsewhere = tuple(prefix for prefix, of in ONE_MARKETS_OWN.items() if of != market)
    return [
        found
        for found in read_statements()
        if found.id.startswith(prefixes) and not found.id.startswith(elsewhere) and kind in found.kinds
    ]
