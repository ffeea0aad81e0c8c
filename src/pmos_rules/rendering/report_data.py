"""Turns the reports of one run into plain data for JSON."""

from collections.abc import Iterable
from typing import Any

from pmos_rules.findings import Report, Text

SCHEMA = "pmos-rules/report-1"


def reports_to_dict(
    reports: Iterable[tuple[str, Report]], errors: Iterable[tuple[str, Text]] = ()
) -> dict[str, Any]:
    """One object per run: the reports in the order of the inputs, each with its dossier's name.

    `errors` names the inputs of which there is no report, and why.
    """
    return {
        "schema": SCHEMA,
        "reports": [{"dossier": name, **report.to_dict()} for name, report in reports],
        "errors": [{"dossier": name, "zh": error.zh, "en": error.en} for name, error in errors],
    }
