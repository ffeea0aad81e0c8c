"""The compiled engine and the naive evaluator on one dossier → where they differ."""

from collections import Counter
from functools import cache
from typing import Any

from pmos_rules.evaluation import Evaluator
from pmos_rules.findings import Report
from tests.naive.evaluation import Naive, NaiveReport


@cache
def naive_of(evaluator: Evaluator) -> Naive:
    """The naive evaluator for the same rules and the same day."""
    return Naive(evaluator.rules, evaluator.schema, evaluator.as_of)


def differences(evaluator: Evaluator, dossier: Any, *, whole: bool, outcomes: bool = True) -> list[str]:
    """What the two say differently, a line each: outcomes, verdict, counts and findings in their order.

    Of a finding rule, outcome, severity and pointer are compared, and with ``whole`` everything that it says, in both
    languages.
    """
    compiled, naive = evaluator.evaluate(dossier), naive_of(evaluator).evaluate(dossier)
    found = list(_of_outcomes(compiled, naive)) if outcomes else []
    heads = [("verdict", compiled.verdict.value, naive.verdict()), ("counts", dict(compiled.counts), naive.counts())]
    heads += [("kind", compiled.kind, naive.kind), ("stage", compiled.stage, naive.stage)]
    found += [f"{name}: compiled {one}, naive {other}" for name, one, other in heads if one != other]
    return found + (_of_whole(compiled, naive) if whole else _of_brief(compiled, naive))


def _of_outcomes(compiled: Report, naive: NaiveReport) -> list[str]:
    ours, theirs = {rule: outcome.value for rule, outcome in compiled.outcomes.items()}, naive.outcomes()
    return [
        f"{rule}: compiled {ours.get(rule)}, naive {theirs.get(rule)}"
        for rule in {**ours, **theirs}
        if ours.get(rule) != theirs.get(rule)
    ]


def _of_brief(compiled: Report, naive: NaiveReport) -> list[str]:
    ours = [(f.rule, f.outcome.value, f.severity.value, f.path) for f in compiled.findings]
    theirs = [finding.brief() for finding in naive.findings()]
    if in_order(ours) == in_order(theirs):
        return []
    only_ours, only_theirs = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    lines = [f"only compiled: {' '.join(map(str, one))}" for one in only_ours.elements()]
    lines += [f"only naive: {' '.join(map(str, one))}" for one in only_theirs.elements()]
    return lines or [f"order of findings: compiled {ours}, naive {theirs}"]


def in_order(found: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Findings in the order of their rules; in which order the items of one rule come is not compared."""
    rules = list(dict.fromkeys(one[0] for one in found))
    return sorted(found, key=lambda one: (rules.index(one[0]), one))


def _of_whole(compiled: Report, naive: NaiveReport) -> list[str]:
    brief = _of_brief(compiled, naive)
    if brief:
        return brief
    found = []
    told = [finding.to_dict() for finding in naive.findings()]
    for one in (finding.to_dict() for finding in compiled.findings):
        other = next(other for other in told if all(other[key] == one[key] for key in _BRIEF))
        told.remove(other)
        found += [
            f"{one['rule']} {one['path']} {key}: compiled {one[key]!r}, naive {other[key]!r}"
            for key in one
            if one[key] != other[key]
        ]
    return found


_BRIEF = ("rule", "outcome", "severity", "path")
