"""A pack → the fire matrix of its base dossiers: what breaks each rule, and what else that changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmos_rules.findings import Outcome
from pmos_rules.testing.case import Base, Case
from pmos_rules.testing.fire_matrix import Firing, Unfired, fire_matrix
from pmos_rules.testing.pack_rules import PackRules


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the rules that a dossier is asked: how many a change breaks, how many of those take several edits at
    once, how many have no field to stand on there.
    """

    asked: int
    broken: int
    edits: int
    groundless: int


@dataclass(frozen=True, slots=True)
class FireMatrix:
    """Every base dossier and every rule; ``declared`` are the rules that each rule says it breaks together with."""

    rows: tuple[Firing | Unfired, ...]
    declared: Mapping[str, tuple[str, ...]]

    @property
    def counts(self) -> Mapping[str, Counts]:
        """By base dossier."""
        by_dossier: dict[str, list[Firing | Unfired]] = {}
        for row in self.rows:
            by_dossier.setdefault(row.dossier, []).append(row)
        return {dossier: _counts(rows) for dossier, rows in by_dossier.items()}

    @property
    def unbroken(self) -> tuple[Unfired, ...]:
        """The rules that no change breaks on any of the dossiers, although they have a field there; once each."""
        broken = {row.rule for row in self.rows if isinstance(row, Firing)}
        lost = (row for row in self.rows if isinstance(row, Unfired) and row.reason == "no change")
        return tuple({row.rule: row for row in lost if row.rule not in broken}.values())

    @property
    def undeclared(self) -> tuple[tuple[Firing, Mapping[str, Outcome]], ...]:
        """What a change that breaks a rule changes besides, and the rule does not say in `breaks_with`."""
        found = ((row, self._undeclared(row)) for row in self.rows if isinstance(row, Firing))
        return tuple((row, effects) for row, effects in found if effects)

    def _undeclared(self, row: Firing) -> Mapping[str, Outcome]:
        inherent = self.declared.get(row.rule, ())
        return {
            rule: outcome
            for rule, outcome in row.effects.items()
            if rule not in inherent or outcome is not Outcome.FAIL
        }

    def to_dicts(self) -> list[dict[str, Any]]:
        """Plain data for JSON, a row each."""
        return [_row(row, self._undeclared(row) if isinstance(row, Firing) else {}) for row in self.rows]


def _counts(rows: Iterable[Firing | Unfired]) -> Counts:
    rows = list(rows)
    broken = [row for row in rows if isinstance(row, Firing)]
    groundless = sum(isinstance(row, Unfired) and row.reason == "no field" for row in rows)
    return Counts(len(rows), len(broken), sum(len(row.edits) > 1 for row in broken), groundless)


def _row(row: Firing | Unfired, undeclared: Mapping[str, Outcome]) -> dict[str, Any]:
    if isinstance(row, Unfired):
        return {"rule": row.rule, "dossier": row.dossier, "unbroken": row.reason}
    return {
        "rule": row.rule,
        "dossier": row.dossier,
        "edits": [{"verb": edit.verb, "path": edit.path, "value": edit.value} for edit in row.edits],
        "also": {rule: outcome.value for rule, outcome in row.also.items()},
        "undeclared": {rule: outcome.value for rule, outcome in undeclared.items()},
    }


def matrix_of(cases: Iterable[Case], own: Iterable[str]) -> FireMatrix:
    """Break the pack's ``own`` rules, by id, on each base that its cases start from and that is accepted as it stands.

    Of a draft too little is there for one change to break one rule.
    """
    cases, wanted = list(cases), frozenset(own)
    rows: list[Firing | Unfired] = []
    declared: dict[str, tuple[str, ...]] = {}
    for base, rules in _bases(cases):
        if base.report.findings or base.dossier.get("stage") == "save":
            continue
        ruleset = rules.ruleset
        found = fire_matrix(ruleset, {base.name: base.dossier}, cases=cases)
        rows += (row for row in found if row.rule in wanted)
        declared |= {rule.id: rule.breaks_with for rule in ruleset.rules}
    return FireMatrix(tuple(rows), declared)


def _bases(cases: Iterable[Case]) -> Iterator[tuple[Base, PackRules]]:
    """Every base once, with its rules."""
    for base in {id(case.base): case.base for case in cases}.values():
        if isinstance(base.rules, PackRules):
            yield base, base.rules
