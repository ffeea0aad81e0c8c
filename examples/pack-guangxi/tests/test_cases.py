"""The pack as it is installed: each of its cases comes out as it says, and none is lacking."""

import pytest

from pmos_rules import load_ruleset
from pmos_rules.testing import collect_cases, run_case, untested_rules


@pytest.mark.parametrize("case", collect_cases("guangxi"), ids=str)
def test_case(case):
    assert run_case(case).differences == ()


def test_every_rule_is_shown_by_cases():
    assert untested_rules("guangxi") == ()


def test_the_market_is_found_as_the_built_in_ones_are():
    ruleset = load_ruleset("guangxi")
    assert (ruleset.id, ruleset.kinds) == ("guangxi", ("retailer", "consumer"))
    assert {rule.pack for rule in ruleset.rules} == {"common", "national", "guangxi"}
