"""The cases of rule packs: run as a whole, or one by one under pytest; and changes that break a rule each.

import pytest
from pmos_rules.testing import collect_cases, run_case

@pytest.mark.parametrize("case", collect_cases("hubei"), ids=str)
def test_case(case):
    assert run_case(case).differences == ()

for row in fire_matrix(load_ruleset("hubei"), {"ours": dossier}):
    print(row.rule, row.edits if isinstance(row, Firing) else row.reason)
"""

from pmos_rules.testing.case import Case, CaseResult, CaseRun
from pmos_rules.testing.coverage import UntestedRule
from pmos_rules.testing.fire_matrix import Firing, Unfired, fire_matrix
from pmos_rules.testing.pack import collect_cases, run_cases, untested_rules
from pmos_rules.testing.running import run_case

__all__ = [
    "Case",
    "CaseResult",
    "CaseRun",
    "Firing",
    "Unfired",
    "UntestedRule",
    "collect_cases",
    "fire_matrix",
    "run_case",
    "run_cases",
    "untested_rules",
]
