"""The name of something built in → the same each time: a test process loads and runs the built-in packs once."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

from pmos_rules import Evaluator, Ruleset, load_ruleset
from pmos_rules.strategies import Generator
from pmos_rules.testing import Case, CaseRun, collect_cases, run_cases

PACKS: Final = ("common", "national", "hubei", "chongqing", "jiangsu")


@cache
def ruleset(market: str) -> Ruleset:
    """The rules of a market."""
    return load_ruleset(market)


def evaluator(market: str, day: date) -> Evaluator:
    """The rules of a market that are in force on a day."""
    return ruleset(market).at(day)


@cache
def generator(market: str, kind: str, as_of: date | None = None) -> Generator:
    """Who makes dossiers of a kind from the rules of a market."""
    return Generator(ruleset(market), kind, as_of)


@cache
def cases(pack: str) -> Sequence[Case]:
    """The cases of a pack."""
    return tuple(collect_cases(pack))


@cache
def case_run(pack: str) -> CaseRun:
    """What became of the cases of a pack."""
    return run_cases(pack)
