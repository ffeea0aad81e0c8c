"""The cases of rule packs: run as a whole, or one by one under pytest; changes that break a rule each; the kit.

import pytest
from pmos_rules.testing import collect_cases, run_case

@pytest.mark.parametrize("case", collect_cases("hubei"), ids=str)
def test_case(case):
    assert run_case(case).differences == ()

for row in fire_matrix(load_ruleset("hubei"), {"ours": dossier}):
    print(row.rule, row.edits if isinstance(row, Firing) else row.reason)

make_kit("hubei", "retailer").must_agree(EndpointChecker("http://127.0.0.1:8000/registrations"))
"""

from pmos_rules.testing.case import Case, CaseResult, CaseRun
from pmos_rules.testing.coverage import RuleCoverage, UntestedRule
from pmos_rules.testing.fire_matrix import Firing, Unfired, fire_matrix
from pmos_rules.testing.kit import (
    CommandChecker,
    Comparison,
    EndpointChecker,
    FunctionChecker,
    Kit,
    KitEntry,
    comparison_text,
    make_kit,
    read_kit,
)
from pmos_rules.testing.mutation import Mutant, MutationRun
from pmos_rules.testing.pack import collect_cases, coverage, fire_matrix_of, mutate_rules, run_cases, untested_rules
from pmos_rules.testing.pack_matrix import FireMatrix
from pmos_rules.testing.running import run_case
from pmos_rules.testing.samples import samples_of

__all__ = [
    "Case",
    "CaseResult",
    "CaseRun",
    "CommandChecker",
    "Comparison",
    "EndpointChecker",
    "FireMatrix",
    "Firing",
    "FunctionChecker",
    "Kit",
    "KitEntry",
    "Mutant",
    "MutationRun",
    "RuleCoverage",
    "Unfired",
    "UntestedRule",
    "collect_cases",
    "comparison_text",
    "coverage",
    "fire_matrix",
    "fire_matrix_of",
    "make_kit",
    "mutate_rules",
    "read_kit",
    "run_case",
    "run_cases",
    "samples_of",
    "untested_rules",
]
