"""What a rule says of a dossier: outcomes, findings and the report that holds them."""

from pmos_rules.findings.finding import About, Citation, Details, Finding, InputProblem, Text
from pmos_rules.findings.outcome import Outcome, Severity, Verdict, worst
from pmos_rules.findings.report import Report

__all__ = [
    "About",
    "Citation",
    "Details",
    "Finding",
    "InputProblem",
    "Outcome",
    "Report",
    "Severity",
    "Text",
    "Verdict",
    "worst",
]
