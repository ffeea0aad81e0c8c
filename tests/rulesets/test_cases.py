"""The built-in packs keep to their own cases, and these show every rule of theirs from all sides.

That is: passing, failing, each value missing that it asks for, both sides of each bound, and each of its
severities. There are no exceptions.
"""

from functools import cache

import pytest

from pmos_rules.packs import installed_packs
from pmos_rules.testing import CaseRun, run_cases, untested_rules

PACKS = ("common", "national", "hubei", "chongqing", "jiangsu")


@cache
def run(pack: str) -> CaseRun:
    return run_cases(pack)


def test_these_are_all_the_packs() -> None:
    assert sorted(PACKS) == sorted(installed_packs())


@pytest.mark.parametrize("pack", PACKS)
def test_every_case_is_as_it_says(pack: str) -> None:
    assert run(pack).diagnostics == ()
    assert [(result.name, result.differences) for result in run(pack).failures] == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_cases_show_every_rule_from_all_sides(pack: str) -> None:
    assert [str(found) for found in untested_rules(pack, run(pack))] == []
