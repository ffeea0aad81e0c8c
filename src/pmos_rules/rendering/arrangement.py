"""Turns the findings of a report into the order in which an applicant deals with them.

First what must be corrected, then what must be supplied before a rule can say anything, then what to
look at again. What one rule, or the rules of one family, say of several places is one entry; so is what
several rules wait for.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, count
from typing import TypeVar

from pmos_rules.findings import Finding, Outcome, Severity

T = TypeVar("T")


class Remedy(StrEnum):
    """What there is to do about a finding, the most pressing first."""

    CORRECT = "correct"
    SUPPLY = "supply"
    REPORT = "report"
    REVIEW = "review"
    CONSIDER = "consider"


_FAILED = {
    Severity.ERROR: Remedy.CORRECT,
    Severity.WARNING: Remedy.REVIEW,
    Severity.INFO: Remedy.CONSIDER,
}
_FAMILY_SEGMENTS = 3
"""`hubei.retailer.required.basic.full_name` and `….basic.region` are of one family."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Findings that are told together: they share the severity, the clause and the reading, or the remedy."""

    number: int
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for what all of them share."""
        return self.findings[0]

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of their rules, each once."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))


@dataclass(frozen=True, slots=True)
class Part:
    """The entries with one remedy."""

    remedy: Remedy
    entries: tuple[Entry, ...]


def remedy_of(finding: Finding) -> Remedy:
    """What there is to do about a finding."""
    if finding.outcome is Outcome.ERROR:
        return Remedy.REPORT
    return Remedy.SUPPLY if finding.outcome is Outcome.UNDETERMINED else _FAILED[finding.severity]


def family_of(rule: str) -> str:
    """The family of a rule whose id has more segments than a rule that stands alone."""
    return ".".join(rule.split(".")[:_FAMILY_SEGMENTS])


def arrange(findings: Iterable[Finding]) -> tuple[Part, ...]:
    """The parts that are not empty; entries are numbered through all of them and keep the findings' order."""
    told: dict[Remedy, list[Finding]] = {remedy: [] for remedy in Remedy}
    for finding in findings:
        told[remedy_of(finding)].append(finding)
    number = count(1)
    return tuple(
        Part(remedy, tuple(Entry(next(number), group) for group in _groups(remedy, members)))
        for remedy, members in told.items()
        if members
    )


def _groups(remedy: Remedy, findings: list[Finding]) -> list[tuple[Finding, ...]]:
    groups = _by_awaited(findings) if remedy is Remedy.SUPPLY else _by_rule(findings)
    order = list(Severity)
    return sorted(groups, key=lambda group: min(order.index(finding.severity) for finding in group))


def _by_rule(findings: list[Finding]) -> list[tuple[Finding, ...]]:
    return _grouped(
        findings, lambda found: (family_of(found.rule), found.severity, found.cite, found.reading)
    )


def _by_awaited(findings: list[Finding]) -> list[tuple[Finding, ...]]:
    """What the same rules wait for: the same fact about each of ten files is one thing to supply."""
    places = _grouped(findings, lambda finding: finding.label)
    same = _grouped(places, lambda place: tuple(finding.rule for finding in place))
    return [tuple(chain.from_iterable(group)) for group in same]


def _grouped(items: Iterable[T], key: Callable[[T], Hashable]) -> list[tuple[T, ...]]:
    groups: dict[Hashable, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return [tuple(group) for group in groups.values()]
