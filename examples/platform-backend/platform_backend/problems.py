"""A report → problem details as RFC 9457 has them, with the findings as an extension."""

from typing import Any

from pmos_rules import Finding, Report, Verdict

MEDIA_TYPE = "application/problem+json"
_TYPES = "https://platform.example.cn/problems"
"""Each type, and each rule, has a URI; nothing need be found there, but a page that explains it would help."""
_TITLES = {
    Verdict.REJECT: ("rejected", "申报材料不符合规定"),
    Verdict.UNDETERMINED: ("incomplete", "申报材料尚不能判断"),
}


def problem_of(report: Report, instance: str) -> dict[str, Any]:
    """The problem with a dossier that is not accepted; ``instance`` is the URI of this one submission.

    Findings carry their own texts, in which personal data is masked; nothing of the dossier is repeated besides.
    """
    kind, title = _TITLES[report.verdict]
    return {
        "type": f"{_TYPES}/{kind}",
        "title": title,
        "status": 422,
        "detail": "；".join(finding.message.zh for finding in _heavy(report)[:3]),
        "instance": instance,
        "verdict": report.verdict.value,
        "findings": findings_of(report),
    }


def findings_of(report: Report) -> list[dict[str, Any]]:
    """What a form needs in order to mark its fields: which rule, where, what is wrong and what to do."""
    return [_finding(finding) for finding in report.findings]


def malformed(instance: str, detail: str) -> dict[str, Any]:
    """The problem with a request that holds no dossier at all."""
    return {
        "type": f"{_TYPES}/malformed",
        "title": "请求不是申报档案",
        "status": 400,
        "detail": detail,
        "instance": instance,
    }


def _heavy(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity.value == "error"]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "type": f"{_TYPES}/rules/{finding.rule}",
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "severity": finding.severity.value,
        "path": finding.path,
        "label": finding.label.zh,
        "message": finding.message.zh,
        "fix": None if finding.fix is None else finding.fix.zh,
        "cite": None if finding.cite is None else f"{finding.cite.title.zh} {finding.cite.section}",
    }
