"""A ruleset → dossiers that keep to it, dossiers that break one rule, and hostile ones.

from hypothesis import given
from pmos_rules import load_ruleset, strategies

hubei = load_ruleset("hubei")

@given(strategies.compliant(hubei, "retailer"))
def test_our_checker_accepts(dossier): ...

@given(strategies.violating(hubei, "hubei.retailer.shareholders_sum_100"))
def test_our_checker_refuses(dossier): ...

`compliant`, `violating` and `garbage` need the extra `hypothesis`. For volume a `Generator` takes its choices from
`Seeded` random numbers instead, which needs nothing else.
"""

from typing import TYPE_CHECKING, Any

from pmos_rules.strategies.choices import Choices, Seeded
from pmos_rules.strategies.generator import GenerationError, Generator
from pmos_rules.strategies.hostile import hostile

if TYPE_CHECKING:
    from pmos_rules.strategies.drawn import compliant, garbage, violating

__all__ = [
    "Choices",
    "GenerationError",
    "Generator",
    "Seeded",
    "compliant",
    "garbage",
    "hostile",
    "violating",
]


def __getattr__(name: str) -> Any:
    # Who makes dossiers from a seed does not need Hypothesis.
    if name in ("compliant", "garbage", "violating"):
        from pmos_rules.strategies import drawn

        return getattr(drawn, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
