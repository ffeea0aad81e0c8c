"""Turns what became of a kit into plain data for JSON."""

from typing import Any

from pmos_rules.testing.kit.answer import Answer
from pmos_rules.testing.kit.comparison import Comparison, Disagreement

_COUNTS = ("agreed", "missed", "invented", "elsewhere", "unanswered")


def comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    """Every rule's counts, every disagreement with its smallest dossier, and what was not answered."""
    return {
        "market": comparison.ruleset.id,
        "version": comparison.ruleset.version,
        "digest": comparison.ruleset.digest,
        "checker": comparison.checker,
        "agrees": comparison.agrees,
        "entries": comparison.entries,
        "skipped": comparison.skipped,
        "rules": [{"rule": row.rule, **{name: getattr(row, name) for name in _COUNTS}} for row in comparison.rows],
        "disagreements": [_disagreement(found) for found in comparison.disagreements],
        "unanswered": [
            {
                "entry": one.entry.name,
                "reason": one.why.reason,
                "message": {"zh": one.why.text.zh, "en": one.why.text.en},
            }
            for one in comparison.unanswered
        ],
        "unknown_codes": dict(comparison.unknown),
    }


def _disagreement(found: Disagreement) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "how": found.how,
        "entries": [entry.name for entry in found.entries],
        "outcome": None if found.outcome is None else found.outcome.value,
        "finding": None if found.finding is None else found.finding.to_dict(),
        "answer": _answer(found.answer),
        "minimal": {
            "dossier": found.minimal.dossier,
            "tried": found.minimal.tried,
            "is_minimal": found.minimal.is_minimal,
        },
    }


def _answer(answer: Answer) -> dict[str, Any]:
    claims = None if answer.claims is None else [{"rule": one.code, "path": one.path} for one in answer.claims]
    return {"verdict": None if answer.verdict is None else answer.verdict.value, "findings": claims}
