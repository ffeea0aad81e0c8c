"""Hypothesis' choices → dossiers: the strategies for property-based tests."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from pmos_rules.api import Ruleset, UnknownRuleError
from pmos_rules.errors import PmosRulesError
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.generator import Generator
from pmos_rules.strategies.hostile import hostile

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as lacking:
    raise PmosRulesError(
        "生成策略需要 Hypothesis：pip install 'pmos-rules[hypothesis]'",
        "the strategies need Hypothesis: pip install 'pmos-rules[hypothesis]'",
    ) from lacking

Dossiers = st.SearchStrategy[dict[str, Any]]


class _Drawn(Choices):
    """Numbers that Hypothesis chooses, so that it can shrink them."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self._draw = draw

    def number(self, low: int, high: int) -> int:
        """A whole number of the range; Hypothesis shrinks it towards the least."""
        return low if low == high else self._draw(_numbers(low, high))


@lru_cache(maxsize=4096)
def _numbers(low: int, high: int) -> st.SearchStrategy[int]:
    # Shifted, since Hypothesis shrinks towards nought, which may lie inside the range.
    return st.integers(0, high - low).map(lambda number: low + number)


def _strategy(make: Callable[[Choices], dict[str, Any]]) -> Dossiers:
    @st.composite
    def dossiers(draw: Any) -> dict[str, Any]:
        return make(_Drawn(draw))

    return dossiers()


def compliant(ruleset: Ruleset, kind: str, *, as_of: date | None = None) -> Dossiers:
    """Dossiers of which no rule has anything to say, as plain data in English keys.

    Made from the rules: every value that a rule names, numbers at, next to and far from each bound, optional parts
    there and not there. Without ``as_of`` the law is that of the day on which its last known change takes effect;
    the dossier names the day. Raises UnknownKindError.
    """
    return _strategy(Generator(ruleset, kind, as_of).compliant)


def violating(ruleset: Ruleset, rule_id: str, *, kind: str | None = None, as_of: date | None = None) -> Dossiers:
    """Dossiers in which that rule fails, and of all others only those that it says it breaks with.

    Without ``kind`` it is the first of the ruleset's kinds to which the rule applies. Raises UnknownRuleError where
    it applies to none on the day.
    """
    ruleset.rule(rule_id)
    kinds = ruleset.kinds if kind is None else (kind,)
    for generator in (Generator(ruleset, each, as_of) for each in kinds):
        if rule_id in generator.rules:
            return _strategy(lambda choices, found=generator: found.violating(rule_id, choices))  # type: ignore[misc]
    raise UnknownRuleError(
        f"“{rule_id}”在该日、该申报类型下没有可违反之处", f"no dossier of that kind can break `{rule_id}` on that day"
    )


def garbage(kind: str) -> Dossiers:
    """Dossiers that can be represented and that nobody would file: wrong shapes, odd texts, far too much, nothing."""
    return _strategy(lambda choices: hostile(kind, choices))
