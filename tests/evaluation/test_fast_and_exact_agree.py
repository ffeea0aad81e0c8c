"""The generated function that looks for what to report, and the exact evaluation of every rule, say the same.

First on the dossier of every case of the built-in packs, then on complete dossiers into which odd things were put.
"""

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from pmos_rules import Dossier, Evaluator, load_ruleset
from pmos_rules.testing import Case, collect_cases
from tests.evaluation.odd_dossiers import odd_dossiers
from tests.evaluation.small import exactly, must_agree, said

DAY = date(2026, 11, 21)


@cache
def evaluator(market: str, day: date) -> Evaluator:
    return load_ruleset(market).at(day)


def both_agree(market: str, dossier: Any, day: date = DAY) -> None:
    read = Dossier.model_validate(dossier)
    quick = said(evaluator(market, day).evaluate(read))
    must_agree(quick, exactly(evaluator(market, day), read))


@cache
def cases(pack: str) -> list[Case]:
    return [case for case in collect_cases(pack) if case.dossier["market"] == "hubei"]


@pytest.mark.parametrize("pack", ["common", "national", "hubei", "chongqing", "jiangsu"])
def test_they_agree_on_every_case(pack: str) -> None:
    for case in cases(pack):
        both_agree(case.dossier["market"], case.dossier, date.fromisoformat(case.dossier["as_of"]))


@settings(max_examples=250, deadline=None, derandomize=True)
@given(odd_dossiers())
def test_they_agree_on_odd_dossiers(dossier: dict[str, Any]) -> None:
    both_agree("hubei", dossier)
