"""All findings of one evaluation, and the verdict that follows from them."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from pmos_rules.findings.finding import Finding
from pmos_rules.findings.outcome import Outcome, Severity, Verdict


class Report:
    """What the rules in force on ``as_of`` say of one dossier.

    ``findings`` holds every fail, undetermined and error in a fixed order; ``outcomes`` maps every rule id
    to its outcome and is made on first use. The same input gives the same bytes.
    """

    def __init__(
        self,
        *,
        ruleset: str,
        version: str,
        digest: str,
        as_of: date,
        market: str,
        kind: str | None,
        stage: str,
        verdict: Verdict,
        findings: tuple[Finding, ...],
        outcomes: Callable[[], Mapping[str, Outcome]],
    ) -> None:
        self.ruleset = ruleset
        self.version = version
        self.digest = digest
        self.as_of = as_of
        self.market = market
        self.kind = kind
        self.stage = stage
        self.verdict = verdict
        self.findings = findings
        self._outcomes = outcomes

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings whose rule failed."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.FAIL)

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Every rule id with its outcome, in the order of the ruleset."""
        return self._outcomes()

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many findings failed by severity, and how many are undetermined or in error."""
        seen = Counter(_bucket(finding) for finding in self.findings)
        return {
            name: seen[name] for name in (*(level.value for level in Severity), "undetermined", "crashed")
        }

    def to_dict(self, *, outcomes: bool = True) -> dict[str, Any]:
        """Return plain data, ready for JSON; ``outcomes=False`` leaves the map of all rules out."""
        data: dict[str, Any] = {
            "ruleset": self.ruleset,
            "version": self.version,
            "digest": self.digest,
            "as_of": self.as_of.isoformat(),
            "market": self.market,
            "kind": self.kind,
            "stage": self.stage,
            "verdict": self.verdict.value,
            "counts": dict(self.counts),
            "findings": [finding.to_dict() for finding in self.findings],
        }
        if outcomes:
            data["outcomes"] = {rule: outcome.value for rule, outcome in self.outcomes.items()}
        return data

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the report as JSON text; the same dossier, ruleset and date give the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __repr__(self) -> str:
        return f"<Report {self.ruleset} {self.as_of} {self.verdict.value}: {len(self.findings)} findings>"


def _bucket(finding: Finding) -> str:
    if finding.outcome is Outcome.UNDETERMINED:
        return "undetermined"
    return "crashed" if finding.outcome is Outcome.ERROR else finding.severity.value
