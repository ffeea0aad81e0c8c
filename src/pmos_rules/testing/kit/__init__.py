"""The conformance kit: dossiers made from the rules, with known answers, for anybody's own checker to be held to.

kit = make_kit("hubei", "retailer", number=3)
comparison = kit.compare(EndpointChecker("http://127.0.0.1:8000/registrations"))
assert comparison.agrees, comparison_text(comparison, language="en")
"""

from pmos_rules.testing.kit.answer import Answer, Claim, NoAnswer
from pmos_rules.testing.kit.checkers import (
    Checker,
    CommandChecker,
    EndpointChecker,
    FunctionChecker,
    checker_named,
)
from pmos_rules.testing.kit.comparison import Comparison, Disagreement, Row
from pmos_rules.testing.kit.comparison_data import comparison_to_dict
from pmos_rules.testing.kit.comparison_text import comparison_text
from pmos_rules.testing.kit.entry import Expected, ExpectedFinding, KitEntry
from pmos_rules.testing.kit.folders import write_folder
from pmos_rules.testing.kit.kit import Kit, read_kit
from pmos_rules.testing.kit.lines import line_of
from pmos_rules.testing.kit.plan import CannotBreakError, KitPlan, Source, make_kit, plan_kit

__all__ = [
    "Answer",
    "CannotBreakError",
    "Checker",
    "Claim",
    "CommandChecker",
    "Comparison",
    "Disagreement",
    "EndpointChecker",
    "Expected",
    "ExpectedFinding",
    "FunctionChecker",
    "Kit",
    "KitEntry",
    "KitPlan",
    "NoAnswer",
    "Row",
    "Source",
    "checker_named",
    "comparison_text",
    "comparison_to_dict",
    "line_of",
    "make_kit",
    "plan_kit",
    "read_kit",
    "write_folder",
]
