"""Findings and reports made by hand, so that rendering is tested without any rule."""

from datetime import date
from typing import Any

from pmos_rules.findings import About, Citation, Details, Finding, Outcome, Report, Severity, Text, Verdict

GUIDE = Text("湖北电力交易平台市场主体注册指引", "Guide to registration in Hubei")


def text(zh: str, en: str | None = None) -> Text:
    return Text(zh, zh if en is None else en)


def finding(
    rule: str,
    label: str,
    message: str,
    *,
    outcome: str = "fail",
    severity: str = "error",
    title: str = "标题",
    section: str | None = "2.3",
    basis: str = "stated",
    reading: str | None = None,
    fix: str | None = None,
    caused_by: tuple[str, ...] = (),
) -> Finding:
    details = Details("", text(label), text(message), fix=text(fix) if fix else None, caused_by=caused_by)
    cite = None if section is None else Citation("guide", section, GUIDE)
    about = About(rule, text(title), cite, basis, text(reading) if reading else None)
    return Finding(about, Outcome(outcome), Severity(severity), lambda: details)


def report(*findings: Finding, verdict: str = "accept", **given: Any) -> Report:
    return Report(
        ruleset="hubei",
        version="2026.11",
        digest="d" * 16,
        as_of=date(2026, 11, 21),
        market="hubei",
        kind=given.get("kind", "retailer"),
        stage="submit",
        verdict=Verdict(verdict),
        findings=findings,
        outcomes=lambda: {made.rule: made.outcome for made in findings},
    )
