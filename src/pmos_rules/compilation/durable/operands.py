"""What a rule asks about → the properties of a fact: a state, a value, or what was computed beforehand.

A property is one value on a flat fact. Each operand has one name, `p0`, `p1` …; its state stands under the name
with `s` appended: ``g`` given, ``m`` missing, ``u`` unreadable, ``k`` unknown.
"""

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from pmos_rules.language.ir import Lookup, Path, Predicate, Test

Reading = OneOf["value", "folded", "length"]


@dataclass(frozen=True, slots=True)
class Value:
    """The value at a path: its state (unknown counts as unreadable) and itself, in a form that compares exactly.

    ``folded`` is a text in one case, ``length`` its number of characters. What is ``exact`` is told apart from
    every other number; otherwise a number finer than the scale stands between its neighbours.
    """

    path: Path
    reading: Reading = "value"
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """Whether anything was given at a path: ``g``, ``m``, ``k``, ``u``, or ``w`` for a value of the wrong shape."""

    path: Path


@dataclass(frozen=True, slots=True)
class Looked:
    """What a mapping holds for a key."""

    lookup: Lookup


@dataclass(frozen=True, slots=True)
class Flag:
    """Whether a value that is given meets a test that the second engine cannot ask; ``number`` of several."""

    test: Test
    number: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """The truth of a predicate that reaches the second engine as it is: ``T``, ``F``, ``N``, ``U``, ``E`` a crash.

    ``rule`` is the number of the rule whose missing values decide, None in a condition; ``against`` is the truth
    that counts against the rule, ``lacking`` what a missing value makes of a condition.
    """

    node: Predicate
    rule: int | None
    against: str
    lacking: str = "F"


@dataclass(frozen=True, slots=True)
class Listed:
    """Whether a list has rows: ``some``, ``none``, ``empty`` (supplied with nothing in it) or ``k`` unknown."""

    path: Path


@dataclass(frozen=True, slots=True)
class Total:
    """One number that the rows of a list were folded into."""

    rows: int
    name: str


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the filing is: 0 save, 1 submit, 2 trade."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether the item or row of the fact can be read: ``g``, ``u``, or ``l`` where its whole list cannot."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whether a rule that this one waits for has failed, is undetermined or crashed.

    Its ``arm`` is about the same item; None: the rule as a whole counts.
    """

    rule: int
    arm: int | None


@dataclass(frozen=True, slots=True)
class PartOf:
    """The truth of a part of a large predicate, decided on a fact of its own before."""

    number: int


@dataclass(frozen=True, slots=True)
class Key:
    """The value by which rows are told apart, as a text."""

    path: Path


Operand: TypeAlias = (
    Value | Given | Looked | Flag | Judged | Listed | Total | Stage | Reached | Spoken | PartOf | Key
)


def is_outside(operand: Operand) -> bool:
    """Whether it is the same for every item."""
    return isinstance(operand, Stage) or (
        isinstance(operand, Value | Given) and operand.path.scope in ("dossier", "as_of")
    )
