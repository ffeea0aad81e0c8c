"""The cases of rule packs: run as a whole, or one by one under pytest.

import pytest
from pmos_rules.testing import collect_cases, run_case

@pytest.mark.parametrize("case", collect_cases("hubei"), ids=str)
def test_case(case):
    assert run_case(case).differences == ()
"""

from pmos_rules.testing.case import Case, CaseResult, CaseRun
from pmos_rules.testing.coverage import UntestedRule
from pmos_rules.testing.pack import collect_cases, run_cases, untested_rules
from pmos_rules.testing.running import run_case

__all__ = [
    "Case",
    "CaseResult",
    "CaseRun",
    "UntestedRule",
    "collect_cases",
    "run_case",
    "run_cases",
    "untested_rules",
]
