"""The built-in packs keep to their own cases, and every rule of theirs is shown passing and failing."""

from functools import cache

import pytest

from pmos_rules.testing import CaseRun, run_cases, untested_rules

PACKS = ("common", "national", "hubei", "chongqing", "jiangsu")


@cache
def run(pack: str) -> CaseRun:
    return run_cases(pack)


@pytest.mark.parametrize("pack", PACKS)
def test_every_case_is_as_it_says(pack: str) -> None:
    assert run(pack).diagnostics == ()
    assert [(result.name, result.differences) for result in run(pack).failures] == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_rule_has_a_passing_and_a_failing_case(pack: str) -> None:
    assert [str(found) for found in untested_rules(pack, run(pack))] == []
