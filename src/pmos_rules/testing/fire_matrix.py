"""Rules and compliant dossiers → for each of both, a change that breaks the rule, and what else it changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal

from pmos_rules.api import Ruleset
from pmos_rules.compilation.binding import bind
from pmos_rules.compilation.plan import tables_of
from pmos_rules.evaluation import Evaluator
from pmos_rules.findings import Outcome, Report
from pmos_rules.language.ruleset import Rule
from pmos_rules.strategies.differences import differences
from pmos_rules.strategies.edits import EditError, apply
from pmos_rules.strategies.violations import Change, Ground, violations
from pmos_rules.testing.case import Case, day_of

_TRIED = 400
"""Changes that are tried at most for one rule on one dossier."""
_COMPARED = 4
"""Changes that break the rule of which every outcome is looked at, to find the one that changes the fewest."""
_SPOKEN = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR)


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule, a compliant dossier by name, and the edits to it that make the rule fail.

    ``also`` holds every other rule whose outcome is another then, with the new one; not those that were silenced
    because they wait (`depends_on`) for a rule that speaks now.
    """

    rule: str
    dossier: str
    edits: Change
    also: Mapping[str, Outcome]

    @property
    def effects(self) -> Mapping[str, Outcome]:
        """What of ``also`` needs an explanation: a rule that speaks now, or was silenced and not by a removal.

        That a rule passes which was not asked before says nothing against the dossier; that one falls silent of
        which the value is gone is what missing means.
        """
        removed = all(edit.verb == "remove" for edit in self.edits)
        telling = _SPOKEN if removed else (*_SPOKEN, Outcome.NOT_APPLICABLE)
        return {rule: outcome for rule, outcome in self.also.items() if outcome in telling}


@dataclass(frozen=True, slots=True)
class Unfired:
    """A rule that no change breaks on a compliant dossier.

    It has ``no field`` to stand on where its `for` finds none for that kind of applicant. With ``no change``, no
    single edit was found, and none of several together that would change nothing else.
    """

    rule: str
    dossier: str
    reason: Literal["no field", "no change"]


def fire_matrix(
    ruleset: Ruleset,
    dossiers: Mapping[str, Mapping[str, Any]],
    *,
    as_of: date | None = None,
    cases: Iterable[Case] = (),
) -> tuple[Firing | Unfired, ...]:
    """Break every rule in force on each of the dossiers, by name, each as plain data and compliant.

    The changes come from the structure of the rules; of those that break a rule the first is taken that has no
    effects, else the one with the fewest, a single edit before several. Where the structure gives none, as for
    custom checks, what ``cases`` did to their bases is tried. Without ``as_of`` each dossier is judged on the day
    that it names itself; raises ValueError where it names none, NotInForceError where the law had not begun.
    """
    failing = _by_rule(cases)
    return tuple(
        _fired(rule, trial, failing.get(rule.id, ()))
        for name, dossier in dossiers.items()
        for trial in [_Trial(name, dossier, ruleset.at(as_of or day_of(dossier)))]
        for rule in trial.rules.values()
    )


def _by_rule(cases: Iterable[Case]) -> Mapping[str, list[Case]]:
    """The cases in which each rule fails."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        if case.expected is not None:
            failing = (rule for rule, outcome in case.expected.also.items() if outcome is Outcome.FAIL)
            for rule in (*case.expected.fails, *failing):
                found.setdefault(rule, []).append(case)
    return found


class _Trial:
    """One dossier, the rules that it is judged by, and what they say of it as it stands."""

    def __init__(self, name: str, dossier: Mapping[str, Any], evaluator: Evaluator) -> None:
        market, day = evaluator.rules, evaluator.as_of
        self.name = name
        self.dossier = dossier
        self.evaluator = evaluator
        self.before = evaluator.evaluate(dossier)
        self.known = {found.rule for found in self.before.findings}
        self.rules = {rule.id: rule for rule in bind(market.rules[self.before.kind], market.parameters, day)}
        self.ground = Ground(dossier, evaluator.schema, tables_of(market.codelists, day), day)

    def reports(self, changes: Iterable[Change]) -> Iterator[tuple[Change, Report]]:
        """What the rules say after each of the changes that fit the dossier."""
        for change in changes:
            try:
                changed = apply(change, self.dossier)
            except EditError:
                continue
            yield change, self.evaluator.evaluate(changed)

    def firing(self, rule: str, change: Change, report: Report) -> Firing:
        """What a change that breaks a rule changes besides."""
        before, after = self.before.outcomes, report.outcomes
        spoken = {found.rule for found in report.findings}
        changed = (other for other in after if other != rule and after[other] is not before[other])
        also = {
            other: after[other]
            for other in changed
            if after[other] is not Outcome.NOT_APPLICABLE or spoken.isdisjoint(self._waits_for(other))
        }
        return Firing(rule, self.name, change, also)

    def _waits_for(self, rule: str) -> tuple[str, ...]:
        return self.rules[rule].depends_on if rule in self.rules else ()


def _fired(rule: Rule, trial: _Trial, cases: Iterable[Case]) -> Firing | Unfired:
    if not rule.arms:
        return Unfired(rule.id, trial.name, "no field")
    firing = _best(rule.id, trial, islice(violations(rule, trial.ground), _TRIED))
    if firing is None:
        firing = _best(rule.id, trial, (differences(case.base.dossier, case.dossier) for case in cases))
    if firing is None or (len(firing.edits) > 1 and firing.effects):
        return Unfired(rule.id, trial.name, "no change")
    return firing


def _best(rule: str, trial: _Trial, changes: Iterable[Change]) -> Firing | None:
    """The first single edit that breaks the rule without effects; else the change with the fewest edits and effects."""
    breaking = []
    quiet: list[Firing] = []
    for change, report in trial.reports(changes):
        if not any(found.rule == rule and found.outcome is Outcome.FAIL for found in report.findings):
            continue
        others = {found.rule for found in report.findings} - trial.known - {rule}
        breaking.append((len(change), len(others), change, report))
        if len(change) == 1 and not others:
            quiet.append(trial.firing(rule, change, report))
            if not quiet[-1].effects or len(quiet) == _COMPARED:
                return min(quiet, key=_weight)
    breaking.sort(key=lambda found: found[:2])
    firings = [trial.firing(rule, change, report) for _, _, change, report in breaking[:_COMPARED]]
    return min(firings, key=_weight, default=None)


def _weight(firing: Firing) -> tuple[int, int, int]:
    return len(firing.edits), len(firing.effects), len(firing.also)
