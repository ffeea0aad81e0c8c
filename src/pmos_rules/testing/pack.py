"""A pack → its cases, what became of them, and the rules of which they do not show enough."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pmos_rules.api import Ruleset, load_ruleset, markets_of, schema
from pmos_rules.evaluation.intake import INPUT_RULES
from pmos_rules.findings import Report
from pmos_rules.language.rules import load_market
from pmos_rules.language.ruleset import Rule
from pmos_rules.packs import PackFolder, find_pack, installed_packs, with_bases
from pmos_rules.packs.installed import packs_below
from pmos_rules.source import Diagnostic, RulesetError
from pmos_rules.testing.case import Case, CaseRun, day_of
from pmos_rules.testing.collecting import collect
from pmos_rules.testing.coverage import UntestedRule, outcomes_shown, untested
from pmos_rules.testing.running import run_case
from pmos_rules.testing.showing import Shown, Watched, demands, show


def collect_cases(pack: str | Path) -> list[Case]:
    """Every case of a pack, ready for `run_case`; its text is its name, so that it serves as a pytest id.

    ``pack`` is the name of an installed pack, a market that it answers for, or the path of a pack's folder.
    Raises `RulesetError` with every diagnostic where the rules or the case files have mistakes.
    """
    cases, problems = _collect(find_pack(pack))
    if problems:
        raise RulesetError(problems)
    return cases


def run_cases(pack: str | Path) -> CaseRun:
    """Run every case of a pack; what is wrong with its case files is kept in ``diagnostics``.

    Raises `RulesetError` where the rules themselves have mistakes.
    """
    folder = find_pack(pack)
    cases, problems = _collect(folder)
    return CaseRun(folder.name, tuple(run_case(case) for case in cases), tuple(problems))


def untested_rules(pack: str | Path, run: CaseRun | None = None) -> tuple[UntestedRule, ...]:
    """The pack's own rules of which its cases do not show enough; ``run`` saves running them again.

    Enough is: passing and failing, each value missing that the check asks for, both sides of each bound, and
    each grade of its severity.
    """
    folder = find_pack(pack)
    own = (rule for rule in _rules(folder) if rule.pack == folder.name)
    return untested(demands(own), _shown(run or run_cases(pack)))


def _shown(run: CaseRun) -> Mapping[str, Shown]:
    """What the cases of a run show of each rule that they spoke of."""
    shown = outcomes_shown(run)
    for result in run.results:
        if result.case is not None and isinstance(result.case.base.rules, _Rules):
            result.case.base.rules.show(result.case, {rule: shown[rule] for rule in result.observed})
    return shown


def _rules(folder: PackFolder) -> Iterator[Rule]:
    """The rules in each market that the pack answers for; in any where others build on it."""
    texts = with_bases(folder)
    for market in markets_of(folder):
        for of_kind in load_market(texts, market, schema()).rules.values():
            yield from of_kind


def _collect(folder: PackFolder) -> tuple[list[Case], list[Diagnostic]]:
    packs = _packs_around(folder)
    markets = {market: pack for pack in reversed(packs) for market in pack.markets}
    loaders = {market: partial(_load, market, pack) for market, pack in markets.items()}
    return collect(folder.path, [pack.path for pack in packs[1:]], loaders)


def _packs_around(folder: PackFolder) -> list[PackFolder]:
    """The pack itself, those beside it and the installed ones, each name once: what is edited comes first."""
    found: dict[str, PackFolder] = {folder.name: folder}
    for pack in (*packs_below(folder.path.parent), *installed_packs().values()):
        found.setdefault(pack.name, pack)
    return list(found.values())


def _load(market: str, pack: PackFolder) -> "_Rules":
    return _Rules(load_ruleset(pack.path, market=market))


class _Rules:
    """A ruleset as cases see it."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self.ids: Collection[str] = {*(rule.id for rule in ruleset.rules), *INPUT_RULES}

    def family(self, prefix: str) -> Collection[str]:
        return [rule.id for rule in self._ruleset.rules if rule.family == prefix]

    def evaluate(self, dossier: Mapping[str, Any], as_of: date) -> Report:
        return self._ruleset.evaluate(dossier, as_of=as_of)

    def show(self, case: Case, shown: Mapping[str, Shown]) -> None:
        """Add what a case shows of the rules that it spoke of."""
        evaluator = self._ruleset.at(day_of(case.dossier))
        session = evaluator.session(case.dossier)
        written = evaluator.rules
        kind = session.dossier.kind
        for rule in written.rules[kind if kind in written.kinds else None]:
            if rule.id in shown and rule.id in session.numbers:
                watched = Watched(rule, session.numbers[rule.id], written.parameters)
                weighed = case.expected is not None and rule.id in case.expected.severities
                show(session, watched, shown[rule.id], named=case.expected is not None, weighed=weighed)
