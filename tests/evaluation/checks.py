"""Checks in Python that the tests register."""

from collections.abc import Mapping, Sequence
from typing import Any

from pmos_rules.language.custom import CUSTOM, register_check

Inputs = Sequence[Any]
Arguments = Mapping[str, tuple[str, ...]]


def even(inputs: Inputs, arguments: Arguments) -> bool:
    return bool(inputs[0] % 2 == 0)


def ordered(inputs: Inputs, arguments: Arguments) -> bool:
    assert arguments == {"by": ("value",)}
    return list(inputs[0]) == sorted(inputs[0])


def is_canonical(inputs: Inputs, arguments: Arguments) -> bool:
    return bool(inputs[0] == "甲")


def unsure(inputs: Inputs, arguments: Arguments) -> None:
    return None


def crashing(inputs: Inputs, arguments: Arguments) -> bool:
    raise LookupError(f"not to be shown: {inputs}")


def register_checks() -> None:
    """Make them known, once."""
    for check in (even, ordered, is_canonical, unsure, crashing):
        if check.__name__ not in CUSTOM:
            register_check(check.__name__, check)
