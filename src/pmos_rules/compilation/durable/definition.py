"""What durable-rules is to run: rulesets, the facts that they expect, and what those facts bring ready-made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmos_rules.compilation.durable.operands import Operand
from pmos_rules.findings import Severity, Text
from pmos_rules.language.ir import Aggregate, Attached, Path, Unique

Ruleset = Mapping[str, Mapping[str, Any]]


Scoped = tuple[Path | None, Operand]
"""An operand, and the scope from whose item it is read; None for one that is the same for every item."""


@dataclass(frozen=True, slots=True)
class FactType:
    """One fact for each item of a list (one for the dossier where ``loop`` is empty), and what it decides.

    ``arms`` are numbers of a rule and its arm. The facts of an earlier ``level`` come before those of a later one,
    which may wait for them.
    """

    name: str
    loop: tuple[str, ...]
    level: int
    arms: tuple[tuple[int, int], ...]
    operands: tuple[Scoped, ...]
    ruleset: str


@dataclass(frozen=True, slots=True)
class Rows:
    """One fact for each row of a list, seen from each item of a scope; they are folded into totals."""

    name: str
    scope: Path | None
    node: Aggregate | Unique | Attached
    operands: tuple[Operand, ...]
    ruleset: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule of the second engine says when it fires: the outcome of an arm, and how much it weighs.

    One about a part of a large predicate has a truth for an outcome, and a ``part``.
    """

    outcome: str
    rule: int
    arm: int
    severity: Severity | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Precomputed:
    """What reaches the second engine ready-made, by operator or form; why; and in which rules."""

    what: str
    reason: Text
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """The rules of a market, a kind and a day as durable-rules runs them.

    Every rule is in it. ``verdicts`` maps the name of an action (`run`) to what it says; ``precomputed`` lists what
    its facts hold ready-made.
    """

    rules: tuple[str, ...]
    facts: tuple[FactType, ...]
    rows: tuple[Rows, ...]
    rulesets: Mapping[str, Ruleset]
    verdicts: Mapping[str, Verdict]
    precomputed: tuple[Precomputed, ...]
