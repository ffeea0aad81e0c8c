"""What a run of the cases observed → the rules that no case shows passing, or none shows failing."""

from collections.abc import Iterable
from dataclasses import dataclass

from pmos_rules.findings import Outcome
from pmos_rules.testing.case import CaseRun


@dataclass(frozen=True, slots=True)
class UntestedRule:
    """A rule, and what no case shows of it: that it passes, that it fails, or either."""

    rule: str
    never: tuple[Outcome, ...]

    def __str__(self) -> str:
        return f"{self.rule}: no case in which it is {' or '.join(self.never)}"


def untested(rules: Iterable[str], run: CaseRun) -> tuple[UntestedRule, ...]:
    """Of the rules given, those without a passing or without a failing case, in the order given."""
    seen: dict[str, set[Outcome]] = {}
    for result in run.results:
        for rule, outcome in result.observed.items():
            seen.setdefault(rule, set()).add(outcome)
    found = []
    for rule in rules:
        never = tuple(need for need in (Outcome.PASS, Outcome.FAIL) if need not in seen.get(rule, ()))
        if never:
            found.append(UntestedRule(rule, never))
    return tuple(found)
