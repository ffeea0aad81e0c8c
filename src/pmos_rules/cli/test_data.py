"""Turns what became of a pack's cases, and what they leave out, into plain data for JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pmos_rules.testing import CaseRun, FireMatrix, MutationRun, RuleCoverage


def run_data(run: "CaseRun") -> dict[str, Any]:
    """The pack, how many cases it has, and those that are not as they say."""
    return {
        "pack": run.pack,
        "cases": len(run.results),
        "failures": [
            {"case": found.name, "file": found.file, "line": found.line, "differences": list(found.differences)}
            for found in run.failures
        ],
        "diagnostics": [
            {"code": found.code, "level": found.level, "place": str(found.span), "message": found.message}
            for found in run.diagnostics
        ],
    }


def coverage_data(rows: Sequence["RuleCoverage"]) -> dict[str, Any]:
    """Each rule, and the totals."""
    return {
        "rules": [row.to_dict() for row in rows],
        "totals": {
            "branches": {"seen": sum(r.branches_seen for r in rows), "total": sum(r.branches for r in rows)},
            "bounds": {"seen": sum(r.bounds_seen for r in rows), "total": sum(r.bounds for r in rows)},
        },
    }


def fire_matrix_data(matrix: "FireMatrix") -> list[dict[str, Any]]:
    """Every rule on every base dossier: the edits that break it and what else they change, or that none does."""
    return matrix.to_dicts()


def mutation_data(run: "MutationRun", lang: Literal["zh", "en"]) -> dict[str, Any]:
    """How many changes are noticed, and those that are not."""
    return {
        "noticed": run.noticed,
        "total": len(run.mutants),
        "percent": round(run.percent, 2),
        "unnoticed": [
            {"rule": lost.rule, "file": lost.file, "line": lost.line, "change": getattr(lost.says, lang)}
            for lost in run.unnoticed
        ],
    }
