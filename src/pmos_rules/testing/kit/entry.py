"""One dossier of the conformance kit, and what the rules say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmos_rules.findings import Outcome, Severity, Verdict

FORMAT = "pmos-rules-kit/1"
"""What every line of a kit says it is; the number goes up when who reads the lines has to change."""


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """What one rule says of one place: the rule's id, what became of it, how much it weighs, and a JSON Pointer."""

    rule: str
    outcome: Outcome
    severity: Severity
    path: str


@dataclass(frozen=True, slots=True)
class Expected:
    """The verdict on a dossier, and every finding in the order of a report."""

    verdict: Verdict
    findings: tuple[ExpectedFinding, ...] = ()

    def with_outcome(self, *outcomes: Outcome) -> tuple[ExpectedFinding, ...]:
        """The findings of which that became."""
        return tuple(finding for finding in self.findings if finding.outcome in outcomes)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which rules the answer was taken from: the version of the market's pack, and a digest of all its text."""

    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class KitEntry:
    """A dossier with a known answer.

    ``violates`` is the rule that it was made to break, None where it was made to keep to all of them; it is the
    ``number``-th of these for the ``seed``, counted from 1. ``folder`` is where its files lie, beside the kit.
    """

    market: str
    kind: str
    as_of: date
    number: int
    seed: int
    violates: str | None
    edition: Edition
    expected: Expected
    dossier: Mapping[str, Any]
    folder: str | None = None

    @property
    def name(self) -> str:
        """What it is called in tables and as a folder: ``hubei.retailer.staff_unique-2``, ``compliant-1``."""
        return name_of(self.violates, self.number)

    def __str__(self) -> str:
        return self.name


def name_of(violates: str | None, number: int) -> str:
    """The name of the entry that breaks a rule, or none, by its number."""
    return f"{violates or 'compliant'}-{number}"
