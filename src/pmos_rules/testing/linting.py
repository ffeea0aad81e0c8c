"""A pack → what is wrong with its rules and its cases, and the rules that no case shows."""

from collections.abc import Iterator
from pathlib import Path

from pmos_rules.api import check_pack, load_ruleset, markets_of
from pmos_rules.findings import Outcome
from pmos_rules.language.faults import place_of
from pmos_rules.packs import find_pack
from pmos_rules.source import Diagnostic, RulesetError, Span
from pmos_rules.testing.case import Case
from pmos_rules.testing.pack import cases_and_problems, mistakes_in_cases, run_cases, untested_rules


def lint_pack(name: str | Path, *, run: bool = False) -> list[Diagnostic]:
    """Every diagnostic of a pack, of its cases, and of what those do not show of its rules.

    Without ``run`` the cases are read and not run: a rule is told of only where none says that it passes or that it
    fails. With it, also where no case shows a bound from both sides, a value missing, or one of its severities. Of a
    pack that has errors or no cases, nothing is said about what cases show.
    """
    found = check_pack(name)
    if any(diagnostic.level == "error" for diagnostic in found):
        return [*found, *_of_cases(name)]
    cases, problems = cases_and_problems(name)
    if problems or not cases:
        return [*found, *sorted(problems, key=place_of)]
    lacking = _untested(name) if run else _unnamed(name, cases)
    places = _places(name)
    told = [Diagnostic("untested", message, places[rule], _HINT, level="warning") for rule, message in lacking]
    return sorted([*found, *told], key=place_of)


def _of_cases(name: str | Path) -> list[Diagnostic]:
    try:
        return sorted(mistakes_in_cases(find_pack(name)), key=place_of)
    except RulesetError:  # a file cannot be read, which has been told
        return []


_HINT = "add passing, failing and boundary cases to a file in `cases/`"


def _untested(name: str | Path) -> Iterator[tuple[str, str]]:
    for rule in untested_rules(name, run_cases(name)):
        yield rule.rule, f"of `{rule.rule}` there is {str(rule).partition(': ')[2]}"


def _unnamed(name: str | Path, cases: list[Case]) -> Iterator[tuple[str, str]]:
    """The rules that no case expects to fail: the case of a base that is accepted names none."""
    expected = [case.expected for case in cases if case.expected is not None]
    failing = {rule for each in expected for rule in each.fails}
    failing |= {rule for each in expected for rule, outcome in each.also.items() if outcome is Outcome.FAIL}
    for rule in _places(name):
        if rule not in failing:
            yield rule, f"there is no case in which `{rule}` fails"


def _places(name: str | Path) -> dict[str, Span]:
    """The pack's own rules, with where each is written."""
    folder = find_pack(name)
    rulesets = [load_ruleset(folder.path, market=market) for market in markets_of(folder) if market is not None]
    rules = (rule for ruleset in rulesets for rule in ruleset.rules)
    return {rule.id: rule.span for rule in rules if rule.pack == folder.name and rule.span is not None}
