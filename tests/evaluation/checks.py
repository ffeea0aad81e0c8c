"""Checks and formats in Python that the tests register."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import getcontext
from typing import Any

from pmos_rules.formats.registry import FORMATS, Format, Wording, register_format
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


def sloppy(inputs: Inputs, arguments: Arguments) -> bool:
    """Leaves a decimal context behind that would spoil what comes after it."""
    getcontext().prec = 1
    return True


class Moody:
    """Says something when it is first asked, and crashes ever after."""

    def __init__(self) -> None:
        self.says: list[bool | None] = []

    def __call__(self, inputs: Inputs, arguments: Arguments) -> bool | None:
        return self.says.pop()


moody = Moody()


def break_down(text: str) -> bool:
    raise LookupError(f"not to be shown: {text}")


@dataclass(unsafe_hash=False)
class Unhashable:
    """A test of a text that cannot be a key of anything."""

    wanted: str

    def __call__(self, text: str) -> bool:
        return text == self.wanted


@dataclass(frozen=True)
class TakesAnything:
    """Holds of anything at all, even of what is no text; what it was asked is kept."""

    asked: list[Any]

    def __call__(self, text: str) -> bool:
        self.asked.append(text)
        return True


takes_anything = TakesAnything([])
SOMETHING = Wording("某种写法", "of some form")


def register_checks() -> None:
    """Make them known, once."""
    checks: dict[str, Callable[[Inputs, Arguments], bool | None]] = {"moody": moody}
    checks |= {check.__name__: check for check in (even, ordered, is_canonical, unsure, crashing, sloppy)}
    for name, check in checks.items():
        if name not in CUSTOM:
            register_check(name, check)
    formats: dict[str, Callable[[str], bool]] = {"crashing": break_down}
    formats |= {"unhashable": Unhashable("甲"), "unhashable_too": Unhashable("乙")}
    for name, form in {**formats, "anything": takes_anything}.items():
        if name not in FORMATS:
            register_format(Format(name, SOMETHING, form, SOMETHING))
