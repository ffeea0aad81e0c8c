"""The generated function that looks for what to report, and the exact evaluation of every rule, say the same.

First on the dossier of every case of the built-in packs, then on complete dossiers into which odd things were put.
"""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from pmos_rules import Dossier
from tests.built_in import PACKS, cases, evaluator
from tests.evaluation.odd_dossiers import odd_dossiers
from tests.evaluation.small import exactly, must_agree, said

DAY = date(2026, 11, 21)
pytestmark = pytest.mark.volume


def both_agree(market: str, dossier: Any, day: date = DAY) -> None:
    read = Dossier.model_validate(dossier)
    quick = said(evaluator(market, day).evaluate(read))
    must_agree(quick, exactly(evaluator(market, day), read))


@pytest.mark.parametrize("pack", PACKS)
def test_they_agree_on_every_case(pack: str) -> None:
    for case in cases(pack):
        if case.dossier["market"] == "hubei":
            both_agree("hubei", case.dossier, date.fromisoformat(case.dossier["as_of"]))


@settings(max_examples=250, deadline=None, derandomize=True)
@given(odd_dossiers())
def test_they_agree_on_odd_dossiers(dossier: dict[str, Any]) -> None:
    both_agree("hubei", dossier)
