"""What the cases of a pack show of its rules → the rules of which they do not show enough."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pmos_rules.findings import Outcome
from pmos_rules.testing.case import CaseRun
from pmos_rules.testing.showing import Demand, Shown


@dataclass(frozen=True, slots=True)
class UntestedRule:
    """A rule, and what no case shows of it.

    ``never`` are the outcomes that it never has, passing or failing; ``missing`` the values that its check asks
    for and that are never missing; ``bounds`` the limits of which not both sides are shown, with a value on the
    limit and one a step (a day, a cent, one) away; ``grades`` the severities with which it never fails.
    """

    rule: str
    never: tuple[Outcome, ...] = ()
    missing: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.rule}: {'; '.join(self._sentences())}"

    def _sentences(self) -> Iterable[str]:
        if self.never:
            yield f"no case in which it is {' or '.join(self.never)}"
        if self.missing:
            yield f"no case in which {_or(self.missing)} is missing"
        if self.bounds:
            yield f"no two cases on either side of {_or(self.bounds)}"
        if self.grades:
            yield f"no case in which it fails as {' or as '.join(self.grades)}"


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """How much of a rule cases show: how often it has each outcome, and which of its ways and bounds they leave out.

    A way is a condition that holds or does not, a branch, an alternative, a field of `for`; of a bound both sides
    are to be shown.
    """

    rule: str
    outcomes: Mapping[Outcome, int]
    branches: int
    bounds: int
    branches_unseen: tuple[str, ...] = ()
    bounds_unseen: tuple[str, ...] = ()

    @property
    def branches_seen(self) -> int:
        """How many of its ways were taken."""
        return self.branches - len(self.branches_unseen)

    @property
    def bounds_seen(self) -> int:
        """Of how many of its bounds both sides are shown."""
        return self.bounds - len(self.bounds_unseen)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "rule": self.rule,
            "outcomes": {outcome.value: self.outcomes.get(outcome, 0) for outcome in Outcome},
            "branches": {"seen": self.branches_seen, "total": self.branches, "unseen": list(self.branches_unseen)},
            "bounds": {"seen": self.bounds_seen, "total": self.bounds, "unseen": list(self.bounds_unseen)},
        }


def covered(demands: Iterable[Demand], shown: Mapping[str, Shown]) -> tuple[RuleCoverage, ...]:
    """How much cases show of each rule, in the order given."""
    return tuple(_covered(demand, shown.get(demand.rule, Shown())) for demand in demands)


def _covered(demand: Demand, shown: Shown) -> RuleCoverage:
    return RuleCoverage(
        demand.rule,
        dict(shown.outcomes),
        len(demand.branches),
        len(demand.bounds),
        tuple(branch for branch in demand.branches if branch not in shown.branches),
        tuple(bound for bound in demand.bounds if not shown.both_sides_of(bound)),
    )


def _or(names: Iterable[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def outcomes_shown(run: CaseRun) -> dict[str, Shown]:
    """The outcomes that the cases of a run spoke of, by rule."""
    shown: dict[str, Shown] = {}
    for result in run.results:
        for rule, outcome in result.observed.items():
            shown.setdefault(rule, Shown()).outcomes[outcome] += 1
    return shown


def untested(demands: Iterable[Demand], shown: Mapping[str, Shown]) -> tuple[UntestedRule, ...]:
    """The rules of which cases do not show all that is demanded, in the order given."""
    found = (_lacking(demand, shown.get(demand.rule, Shown())) for demand in demands)
    return tuple(rule for rule in found if rule != UntestedRule(rule.rule))


def _lacking(demand: Demand, shown: Shown) -> UntestedRule:
    return UntestedRule(
        demand.rule,
        never=tuple(need for need in (Outcome.PASS, Outcome.FAIL) if need not in shown.outcomes),
        missing=tuple(name for name in demand.missing if name not in shown.missing),
        bounds=tuple(bound for bound in demand.bounds if not shown.both_sides_of(bound)),
        grades=tuple(grade for grade in demand.grades if grade not in shown.grades),
    )
