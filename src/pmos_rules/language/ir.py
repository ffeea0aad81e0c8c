"""The typed intermediate representation: what a checked predicate is made of.

A small closed set of frozen, hashable nodes. Equal nodes are one: where a path was written, what lies there
and who supplies it take no part in that.
"""

from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import TypeAlias

from pmos_rules.formats.types import ValueType
from pmos_rules.language.process_table import Process
from pmos_rules.language.schema import Shape
from pmos_rules.source import Span

ScopeName = OneOf["dossier", "item", "beside", "row", "as_of"]
Scalar: TypeAlias = object


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the ruleset, already read as its type; a tuple for several."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value of the ruleset, resolved when a plan is made; ``column`` where it has several."""

    name: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date on which the law is asked, moved by a number of days."""

    days: Literal | Parameter = Literal(0)


@dataclass(frozen=True, slots=True)
class Codelist:
    """A code list of the ruleset, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Path:
    """Steps to a value, a section or a list: from the dossier, the item of ``for``, beside it, or a row.

    ``*`` is a step that stands for each item. ``part`` is a readable part of the value at the end. The scope
    ``as_of`` has no steps: it is the date of the check as a value.
    """

    scope: ScopeName
    steps: tuple[str, ...]
    part: str | None = None
    shape: Shape = field(compare=False, repr=False, default=Shape("raw"))
    part_type: ValueType | None = field(compare=False, repr=False, default=None)
    codelist: str | None = None
    supplied: bool = field(compare=False, repr=False, default=False)
    span: Span | None = field(compare=False, repr=False, default=None)

    @property
    def type(self) -> ValueType | None:
        """The type of the value that is read; None for a section or a list."""
        return self.part_type or self.shape.type

    @property
    def key(self) -> tuple[str, ...]:
        """The steps and the part, as written."""
        return self.steps if self.part is None else (*self.steps, self.part)

    @property
    def repeats(self) -> bool:
        """Whether it leads to many values."""
        return "*" in self.steps

    def __str__(self) -> str:
        if self.scope == "as_of":
            return "as_of"
        return ("beside." if self.scope == "beside" else "") + (".".join(self.key) or "this")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a mapping holds for a key."""

    mapping: Path
    by: Path


Operand: TypeAlias = Literal | Parameter | AsOf | Codelist | Path | Lookup


@dataclass(frozen=True, slots=True)
class Test:
    """One operator on one value: ``percent above 0``. ``options`` are pairs, sorted by name."""

    operator: str
    left: Path
    right: Operand | tuple[Operand, ...] | None = None
    options: tuple[tuple[str, Operand | tuple[Operand, ...]], ...] = ()

    def option(self, name: str) -> Operand | tuple[Operand, ...] | None:
        """The operand of an option, or None."""
        return dict(self.options).get(name)


@dataclass(frozen=True, slots=True)
class All:
    """Every one holds."""

    of: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one holds."""

    of: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold. With ``given``, a condition on a missing value is false all the same."""

    of: "Predicate"
    given: Path | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What is inside is a condition even where it stands in a check: a missing value makes it false."""

    of: "Predicate"


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The check of the first branch whose condition holds; where none does, it holds."""

    branches: tuple[tuple["Predicate", "Predicate"], ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """Always or never."""

    value: bool


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``count`` or ``sum`` over the rows of a list, compared with a number; ``value`` is what is summed."""

    function: OneOf["count", "sum"]
    over: Path
    value: Path
    comparisons: tuple[tuple[str, Literal | Parameter], ...]
    where: "Predicate | None" = None
    distinct_by: Path | None = None


@dataclass(frozen=True, slots=True)
class Unique:
    """No two rows have the same value."""

    over: Path
    key: Path
    where: "Predicate | None" = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """Among the values of a list these occur in this order; others may stand between."""

    of: Path
    contains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment lies in the slot, and meets ``where``."""

    over: Path
    slot: str | None
    where: "Predicate | None" = None


@dataclass(frozen=True, slots=True)
class Agree:
    """Two sections say the same in the named groups, as far as both speak."""

    left: Path
    right: Path
    on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Implied:
    """An event that facts stand for: by an actor's name, or by whom a path says, and when."""

    on: str
    when: "Predicate"
    by: "Path | Literal | None" = None
    at: Path | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A process, and where in the dossier its events and its status stand."""

    process: Process
    events: Path
    status: Path | None = None
    implied: tuple[Implied, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessQuery:
    """A question about a process: of an event its order or its actor, or what the state or the status is.

    ``of`` is the event or state in question.
    """

    told: Told
    asks: OneOf["order_of", "actor_of", "state", "agrees", "at_or_after"]
    of: str = ""


@dataclass(frozen=True, slots=True)
class Custom:
    """A registered Python function over declared inputs; opaque to everything but evaluation."""

    function: str
    of: tuple[Path, ...]
    arguments: tuple[tuple[str, tuple[str, ...]], ...] = ()


Predicate: TypeAlias = (
    Test
    | All
    | Any
    | Not
    | Condition
    | FirstOf
    | Constant
    | Aggregate
    | Unique
    | Sequence
    | Attached
    | Agree
    | ProcessQuery
    | Custom
)
