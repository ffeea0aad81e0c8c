"""The report of a base and the report of a case → what differs from what the case says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from pmos_rules.findings import Outcome, Severity, worst


class FindingLike(Protocol):
    """What is read of a finding."""

    @property
    def rule(self) -> str: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def path(self) -> str: ...


class ReportLike(Protocol):
    """What is read of a report."""

    @property
    def outcomes(self) -> Mapping[str, Outcome]: ...
    @property
    def findings(self) -> Sequence[FindingLike]: ...


def all_outcomes(report: ReportLike) -> dict[str, Outcome]:
    """Every rule's outcome; a rule that speaks only where it has something to say is there with that."""
    found = dict(report.outcomes)
    for finding in report.findings:
        if finding.rule not in report.outcomes:
            found[finding.rule] = worst([finding.outcome, found.get(finding.rule, Outcome.NOT_APPLICABLE)])
    return found


def not_clean(report: ReportLike) -> Iterator[str]:
    """Say of each finding that there should be none."""
    for finding in report.findings:
        yield f"rule `{finding.rule}`: expected no finding, got {finding.outcome} at `{finding.path}`"


def not_failed(report: ReportLike, fails: Mapping[str, tuple[str, ...] | None]) -> Iterator[str]:
    """Say which rules did not fail, or not at just the places given (None: wherever)."""
    after = all_outcomes(report)
    for rule, places in fails.items():
        got = sorted(_places(rule, Outcome.FAIL, report))
        if after.get(rule) is not Outcome.FAIL or (places is not None and got != sorted(places)):
            where = f" at {_listed(sorted(places))}" if places else ""
            yield f"rule `{rule}`: expected fail{where}, got {_got(rule, after, report)}"


def not_so(report: ReportLike, also: Mapping[str, Outcome]) -> Iterator[str]:
    """Say which rules have another outcome than the one given."""
    after = all_outcomes(report)
    for rule, outcome in also.items():
        if after.get(rule, Outcome.NOT_APPLICABLE) is not outcome:
            yield f"rule `{rule}`: expected {outcome}, got {_got(rule, after, report)}"


def weighed_otherwise(report: ReportLike, severities: Mapping[str, Severity]) -> Iterator[str]:
    """Say which rules do not fail with the severity given, wherever they fail."""
    for rule, severity in severities.items():
        failures = [found for found in report.findings if found.rule == rule and found.outcome is Outcome.FAIL]
        got = sorted({str(found.severity) for found in failures})
        if got != [severity]:
            yield f"rule `{rule}`: expected to fail as {severity}, got {' and '.join(got) or 'no failure'}"


def changed(base: ReportLike, report: ReportLike) -> Iterator[tuple[str, Outcome, str]]:
    """Each rule whose outcome is not that of the base: its id, the outcome now, and a sentence."""
    before, after = all_outcomes(base), all_outcomes(report)
    for rule in sorted({*before, *after}):
        was, now = before.get(rule, Outcome.NOT_APPLICABLE), after.get(rule, Outcome.NOT_APPLICABLE)
        if was is not now:
            got = _got(rule, after, report)
            yield rule, now, f"also changed but not listed: `{rule}` from {was} to {got}"


def _got(rule: str, after: Mapping[str, Outcome], report: ReportLike) -> str:
    outcome = after.get(rule, Outcome.NOT_APPLICABLE)
    places = sorted(_places(rule, outcome, report))
    return f"{outcome} at {_listed(places)}" if places else str(outcome)


def _places(rule: str, outcome: Outcome, report: ReportLike) -> set[str]:
    return {found.path for found in report.findings if found.rule == rule and found.outcome is outcome}


def _listed(places: Sequence[str]) -> str:
    return ", ".join(f"`{place}`" for place in places)
