"""Turns what became of the inputs into the number that a shell sees."""

from collections.abc import Iterable
from enum import IntEnum

from pmos_rules.findings import Finding, Outcome, Report, Severity, Verdict


class ExitCode(IntEnum):
    """Documented in `pmos-rules --help`; scripts rely on the numbers."""

    ACCEPTED = 0
    FINDINGS = 1
    UNUSABLE_INPUT = 2
    BAD_RULESET = 3
    UNDETERMINED = 4
    INTERNAL_ERROR = 70


_WORST_FIRST = (
    ExitCode.INTERNAL_ERROR,
    ExitCode.BAD_RULESET,
    ExitCode.UNUSABLE_INPUT,
    ExitCode.FINDINGS,
    ExitCode.UNDETERMINED,
    ExitCode.ACCEPTED,
)


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """The code for several inputs; of none, `ACCEPTED`."""
    return min(codes, key=_WORST_FIRST.index, default=ExitCode.ACCEPTED)


def code_of(report: Report, fail_on: Severity) -> ExitCode:
    """`FINDINGS` where a rule at or above `fail_on` failed, `UNDETERMINED` where one has no outcome."""
    if fail_on is Severity.WARNING:
        heavy = [finding for finding in report.findings if finding.severity is not Severity.INFO]
        return worst(map(_code_of_finding, heavy))
    return {
        Verdict.ACCEPT: ExitCode.ACCEPTED,
        Verdict.REJECT: ExitCode.FINDINGS,
        Verdict.UNDETERMINED: ExitCode.UNDETERMINED,
    }[report.verdict]


def _code_of_finding(finding: Finding) -> ExitCode:
    return ExitCode.FINDINGS if finding.outcome is Outcome.FAIL else ExitCode.UNDETERMINED
