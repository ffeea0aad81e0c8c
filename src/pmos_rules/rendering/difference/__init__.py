"""Turns two rulesets, or one on two days, into what differs between them, and that into text and data."""

from pmos_rules.rendering.difference.comparing import compare
from pmos_rules.rendering.difference.data import difference_to_dict
from pmos_rules.rendering.difference.model import (
    Appears,
    Aspect,
    Changed,
    Direction,
    RulesetDifference,
    Vanishes,
)
from pmos_rules.rendering.difference.text import difference_text

__all__ = [
    "Appears",
    "Aspect",
    "Changed",
    "Direction",
    "RulesetDifference",
    "Vanishes",
    "compare",
    "difference_text",
    "difference_to_dict",
]
