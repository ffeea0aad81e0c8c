"""A dossier and the rules in force on a day → what is to be expected of a checker."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pmos_rules.api import Ruleset
from pmos_rules.findings import InputProblem, Report
from pmos_rules.testing.kit.entry import Expected, ExpectedFinding


def expect(
    ruleset: Ruleset, dossier: Mapping[str, Any], as_of: date, problems: Sequence[InputProblem] = ()
) -> Expected:
    """What the rules in force on a day say of a dossier; ``problems`` are what reading its folder noticed."""
    return expected_of(ruleset.evaluate(dossier, as_of=as_of, problems=problems))


def expected_of(report: Report) -> Expected:
    """The verdict and the findings of a report, without their words."""
    findings = (
        ExpectedFinding(finding.rule, finding.outcome, finding.severity, finding.path) for finding in report.findings
    )
    return Expected(report.verdict, tuple(findings))
