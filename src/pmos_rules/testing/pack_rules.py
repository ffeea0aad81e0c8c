"""A ruleset → the rules as cases see them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from pmos_rules.api import Ruleset
from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.intake import INPUT_RULES
from pmos_rules.evaluation.judging import Session
from pmos_rules.findings import Report
from pmos_rules.testing.case import day_of


class PackRules:
    """The rules of one market, as far as cases need them."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.ids: Collection[str] = {*(rule.id for rule in ruleset.rules), *INPUT_RULES}

    def family(self, prefix: str) -> Collection[str]:
        """The ids that a family expands to."""
        return [rule.id for rule in self.ruleset.rules if rule.family == prefix]

    def evaluate(self, dossier: Mapping[str, Any], as_of: date) -> Report:
        """What the rules in force on a day say of a dossier."""
        return self.ruleset.evaluate(dossier, as_of=as_of)

    def sitting(self, dossier: Mapping[str, Any]) -> tuple[Evaluator, Session, str | None]:
        """A dossier on its own day before every rule of its kind, to be judged rule by rule; and that kind."""
        evaluator = self.ruleset.at(day_of(dossier))
        session = evaluator.session(dossier)
        kind = session.dossier.kind
        return evaluator, session, kind if kind in evaluator.rules.kinds else None
