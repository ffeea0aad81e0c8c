"""A stand-in for the engine, so that the command line is tested without any rule."""

from collections.abc import Callable, Mapping
from datetime import date
from types import ModuleType
from typing import Any

from pmos_rules.findings import InputProblem, Report

Judge = Callable[[Mapping[str, Any], date, tuple[InputProblem, ...]], Report]


class StandInRuleset:
    """Judges by a function; `loads` and `days` keep under which name it was loaded and what days it was asked for."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.loads: list[str] = []
        self.days: list[date] = []

    def at(self, day: date) -> "StandInEvaluator":
        self.days.append(day)
        return StandInEvaluator(self.judge, day)


class StandInEvaluator:
    """A ruleset on a day."""

    def __init__(self, judge: Judge, day: date) -> None:
        self.judge = judge
        self.day = day

    def evaluate(
        self,
        dossier: Mapping[str, Any],
        *,
        reference: Mapping[str, Any] | None = None,
        problems: tuple[InputProblem, ...] = (),
        show_personal: bool = False,
    ) -> Report:
        return self.judge(dossier, self.day, problems)


def module(load: Callable[[str], Any]) -> ModuleType:
    """What stands in the place of `pmos_rules.api`."""
    made = ModuleType("pmos_rules.api")
    made.load_ruleset = load  # type: ignore[attr-defined] # a module made by hand
    made.installed_markets = lambda: {"hubei": "湖北", "jiangsu": "江苏"}  # type: ignore[attr-defined] # as above
    return made
