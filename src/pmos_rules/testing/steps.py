"""The type of a value → the smallest amount by which two of them are told apart on a form."""

from decimal import Decimal
from typing import Final

from pmos_rules.formats.types import ValueType

_CENT: Final = Decimal("0.01")
_TO_THE_CENT: Final = ("money", "percent")


def step_of(type: ValueType | None) -> Decimal:
    """A cent of an amount or a percentage; else one: a person, a byte, a character."""
    return _CENT if type is not None and type.name in _TO_THE_CENT else Decimal(1)
