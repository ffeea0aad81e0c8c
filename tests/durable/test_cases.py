"""The engines say the same of every rule and item of every case of every pack."""

import sys
from collections import defaultdict
from datetime import date
from functools import cache
from typing import Any

import pytest

from pmos_rules.evaluation.durable import Child
from tests.built_in import PACKS, cases, evaluator
from tests.durable.shared import disagreements, needs_durable

PARTS = 4
"""The cases of a pack are gone through in so many tests, so that these can run side by side."""
pytestmark = [needs_durable, pytest.mark.volume]


@cache
def dossiers() -> dict[tuple[str, str], dict[tuple[str, date], list[Any]]]:
    """The dossiers of a pack's cases by market and day; one that several cases share is looked at once."""
    found: dict[tuple[str, str], dict[tuple[str, date], list[Any]]] = defaultdict(lambda: defaultdict(list))
    seen: set[str] = set()
    for pack in PACKS:
        for case in cases(pack):
            market = case.base.report.ruleset  # type: ignore[attr-defined]  # a report of ours
            if (key := repr((market, case.dossier))) not in seen:
                seen.add(key)
                day = date.fromisoformat(case.dossier["as_of"])
                found[pack, str(case.dossier.get("kind"))][market, day].append(case.dossier)
    return found


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("pack", PACKS)
def test_the_engines_agree_on_all_cases_of_a_pack(pack: str, part: int, child: Child) -> None:
    found = [
        f"{market} {day} {told}"
        for (of, _), days in dossiers().items()
        if of == pack
        for (market, day), held in days.items()
        for told in disagreements(evaluator(market, day), held[part::PARTS], child)
    ]
    assert found == []


def test_durable_rules_was_not_loaded_here() -> None:
    assert "durable" not in sys.modules
    assert "durable_rules_engine" not in sys.modules
