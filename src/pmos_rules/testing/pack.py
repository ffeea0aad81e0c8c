"""A pack → its cases, what became of them, and the rules of which they do not show enough."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from pmos_rules.api import UnknownRuleError, load_ruleset, markets_of, schema
from pmos_rules.language.rules import load_market
from pmos_rules.language.ruleset import Rule
from pmos_rules.packs import PackFolder, find_pack, installed_packs, with_bases
from pmos_rules.packs.installed import packs_below
from pmos_rules.source import Diagnostic, RulesetError, suggest
from pmos_rules.testing.case import Case, CaseRun
from pmos_rules.testing.collecting import collect
from pmos_rules.testing.coverage import RuleCoverage, UntestedRule, covered, outcomes_shown, untested
from pmos_rules.testing.mutation import MutationRun, mutate
from pmos_rules.testing.mutation.run import Progress
from pmos_rules.testing.pack_matrix import FireMatrix, matrix_of
from pmos_rules.testing.pack_rules import PackRules
from pmos_rules.testing.running import run_case
from pmos_rules.testing.showing import Shown, Watched, demands, show
from pmos_rules.testing.written_rules import WrittenRules


def collect_cases(pack: str | Path) -> list[Case]:
    """Every case of a pack, ready for `run_case`; its text is its name, so that it serves as a pytest id.

    ``pack`` is the name of an installed pack, a market that it answers for, or the path of a pack's folder.
    Raises `RulesetError` with every diagnostic where the rules or the case files have mistakes.
    """
    cases, problems = cases_and_problems(pack)
    if problems:
        raise RulesetError(problems)
    return cases


def cases_and_problems(pack: str | Path) -> tuple[list[Case], list[Diagnostic]]:
    """Every case of a pack that can be run, and a diagnostic for all that cannot be meant.

    Raises `RulesetError` where the rules themselves have mistakes.
    """
    return _collect(find_pack(pack))


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
    return untested(demands(_own(find_pack(pack))), _shown(run or run_cases(pack)))


def coverage(pack: str | Path, run: CaseRun | None = None) -> tuple[RuleCoverage, ...]:
    """How much the pack's cases show of each of its own rules; ``run`` saves running them again."""
    return covered(demands(_own(find_pack(pack))), _shown(run or run_cases(pack)))


def fire_matrix_of(pack: str | Path, run: CaseRun | None = None) -> FireMatrix:
    """Break each of the pack's own rules on each base that its cases start from; ``run`` saves running them again."""
    folder = find_pack(pack)
    results = (run or run_cases(pack)).results
    cases = (result.case for result in results if result.case is not None)
    return matrix_of(cases, (rule.id for rule in _own(folder)))


def mutate_rules(
    pack: str | Path,
    *,
    run: CaseRun | None = None,
    rule: str | None = None,
    sample: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> MutationRun:
    """Change each of the pack's own rules a little, in every way, and say which changes its cases do not notice.

    ``rule`` is the id of one rule or of a family; raises UnknownRuleError where the pack has none. ``sample``
    tries only so many changes, drawn with ``seed``. ``run`` saves running the cases again; those that are not as
    they say are left out.
    """
    folder = find_pack(pack)
    own = list(_own(folder))
    chosen = own if rule is None else [found for found in own if rule in (found.id, found.family)]
    if rule is not None and not chosen:
        raise _unknown(rule, folder, own)
    results = (run or run_cases(pack)).results
    cases = (result.case for result in results if result.passed and result.case is not None)
    return mutate(chosen, cases, pack=folder.name, sample=sample, seed=seed, progress=progress)


def _unknown(rule: str, folder: PackFolder, own: Iterable[Rule]) -> UnknownRuleError:
    near = suggest(rule, {name for found in own for name in (found.id, found.family) if name is not None})
    return UnknownRuleError(
        f"规则包“{folder.name}”中没有规则“{rule}”" + (f"，是否应为“{near}”" if near else ""),
        f"the pack `{folder.name}` has no rule `{rule}` of its own" + (f"; did you mean `{near}`?" if near else ""),
    )


def _shown(run: CaseRun) -> Mapping[str, Shown]:
    """What the cases of a run show of each rule that they spoke of."""
    shown = outcomes_shown(run)
    for result in run.results:
        if result.case is not None and isinstance(result.case.base.rules, PackRules):
            _show(result.case, result.case.base.rules, {rule: shown[rule] for rule in result.observed})
    return shown


def _show(case: Case, rules: PackRules, shown: Mapping[str, Shown]) -> None:
    """Add what a case shows of the rules that it spoke of."""
    evaluator, session, kind = rules.sitting(case.dossier)
    written = evaluator.rules
    for rule in written.rules[kind]:
        if rule.id in shown and rule.id in session.numbers:
            watched = Watched(rule, session.numbers[rule.id], written.parameters)
            weighed = case.expected is not None and rule.id in case.expected.severities
            show(session, watched, shown[rule.id], named=case.expected is not None, weighed=weighed)


def _own(folder: PackFolder) -> Iterator[Rule]:
    """The rules that the pack itself has written."""
    return (rule for rule in _rules(folder) if rule.pack == folder.name)


def _rules(folder: PackFolder) -> Iterator[Rule]:
    """The rules in each market that the pack answers for; in any where others build on it."""
    texts = with_bases(folder)
    for market in markets_of(folder):
        for of_kind in load_market(texts, market, schema()).rules.values():
            yield from of_kind


def mistakes_in_cases(folder: PackFolder) -> list[Diagnostic]:
    """What is wrong with the case files of a pack whose rules have mistakes, as far as that can be told."""
    packs = _packs_around(folder)
    rules = WrittenRules(with_bases(folder))
    markets = {market: lambda: rules for pack in packs for market in pack.markets}
    return collect(folder.path, [pack.path for pack in packs[1:]], markets)[1]


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


def _load(market: str, pack: PackFolder) -> PackRules:
    return PackRules(load_ruleset(pack.path, market=market))
