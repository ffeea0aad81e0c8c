"""The built-in packs keep to their own cases, and these show every rule of theirs from all sides.

That is: passing, failing, each value missing that it asks for, both sides of each bound, and each of its
severities. There are no exceptions.
"""

import pytest

from pmos_rules.packs import installed_packs
from pmos_rules.testing import untested_rules
from tests.built_in import PACKS, case_run


def test_these_are_all_the_packs() -> None:
    assert sorted(PACKS) == sorted(installed_packs())


@pytest.mark.parametrize("pack", PACKS)
def test_every_case_is_as_it_says(pack: str) -> None:
    assert case_run(pack).diagnostics == ()
    assert [(result.name, result.differences) for result in case_run(pack).failures] == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_cases_show_every_rule_from_all_sides(pack: str) -> None:
    assert [str(found) for found in untested_rules(pack, case_run(pack))] == []
