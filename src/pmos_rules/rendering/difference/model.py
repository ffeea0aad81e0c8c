"""What differs between two rulesets, or one on two days, as data: what appears, vanishes, tightens, loosens."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pmos_rules.findings import Citation, Severity, Text
from pmos_rules.language.ruleset import Basis, Change, Interval

ALWAYS = Interval()


class Direction(StrEnum):
    """What a change does to those who are judged by the rule.

    `tightens`: whatever failed before fails still. `loosens`: whatever fails now failed before. Both are said only
    where they are certain. `both`: tighter in one respect, looser in another. `changes`: which of these cannot be
    told. `restates`: the same is asked, in other words or by another clause.
    """

    TIGHTENS = "tightens"
    LOOSENS = "loosens"
    BOTH = "both"
    CHANGES = "changes"
    RESTATES = "restates"


AspectName = Literal[
    "for",
    "when",
    "check",
    "codes",
    "if_missing",
    "severity",
    "from_stage",
    "depends_on",
    "effective",
    "cite",
    "basis",
    "title",
    "message",
    "fix",
    "reading",
]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One respect in which something changed, with what was said and what is said now; None for nothing."""

    name: AspectName
    direction: Direction
    before: Text | None = None
    after: Text | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A clause that a rule or a value rests on, and when that is in force."""

    cite: Citation
    basis: Basis = "stated"
    effective: Interval = ALWAYS


@dataclass(frozen=True, slots=True)
class Told:
    """A rule as it stands on one side; ``family`` where it is one of several that are written at once."""

    id: str
    title: Text
    severity: Severity
    ground: Ground
    family: str | None = None


AbsenceReason = Literal["law", "absent", "kind", "not_yet", "ended", "no_value", "disabled", "replaced"]


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a rule is not in force on one side.

    `law`: none of the ruleset is in force; `absent`: there is no such rule; `kind`: none about this kind of filing;
    `not_yet` and `ended`: it is in force from, or was until, ``day``; `no_value`: a parameter of it has no value yet;
    `disabled` and `replaced`: by ``change``.
    """

    reason: AbsenceReason
    day: date | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Appears:
    """A rule that is in force after and was not before."""

    rule: Told
    kinds: tuple[str, ...]
    absence: Absence
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vanishes:
    """A rule that was in force before and is not after."""

    rule: Told
    kinds: tuple[str, ...]
    absence: Absence


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule that is in force on both sides and does not say the same.

    ``changes`` are those that packs have made in it, or in a parameter of it, on one side only; ``parameters`` are
    those whose values differ. ``id`` is the rule's id after; ``before.id`` may be another between two markets.
    """

    before: Told
    after: Told
    kinds: tuple[str, ...]
    direction: Direction
    aspects: tuple[Aspect, ...]
    changes: tuple[Change, ...] = ()
    parameters: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The rule's id as it is after."""
        return self.after.id


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter's value by column (None where it has one only), since when, and by which clause."""

    columns: tuple[tuple[str | None, Text], ...]
    since: date
    cite: Citation


@dataclass(frozen=True, slots=True)
class ParameterChanged:
    """A parameter of which the value is another; None on the side where it has none."""

    name: str
    title: Text
    before: Value | None
    after: Value | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class CodelistChanged:
    """A code list that has other values, or in which a value is written, named or substituted in another way."""

    name: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """What guidance says on one side."""

    id: str
    title: Text
    ground: Ground
    reading: Text | None = None


@dataclass(frozen=True, slots=True)
class GuidanceChanged:
    """Guidance that appears (no ``before``), vanishes (no ``after``) or says something else."""

    before: Advice | None
    after: Advice | None
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A ruleset on a day: which, and whether any of it is in force."""

    market: str
    title: Text
    pack: str
    version: str
    digest: str
    as_of: date
    effective: Interval
    kinds: tuple[str, ...]

    @property
    def is_in_force(self) -> bool:
        """Whether the ruleset is law on the day."""
        return self.effective.holds(self.as_of)


@dataclass(frozen=True, slots=True)
class RulesetDifference:
    """Everything that differs between two sides, in the order in which it is written.

    Directions are about one and the same day of check: that a date moves by itself is no change of a rule. A rule is
    compared by itself, as if it waited for no other. ``kinds`` are those compared.
    """

    before: Side
    after: Side
    kinds: tuple[str, ...]
    appears: tuple[Appears, ...] = ()
    vanishes: tuple[Vanishes, ...] = ()
    changed: tuple[Changed, ...] = ()
    parameters: tuple[ParameterChanged, ...] = ()
    codelists: tuple[CodelistChanged, ...] = ()
    guidance: tuple[GuidanceChanged, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return any((self.appears, self.vanishes, self.changed, self.parameters, self.codelists, self.guidance))

    def by_direction(self, direction: Direction) -> tuple[Changed, ...]:
        """The changed rules of one direction."""
        return tuple(rule for rule in self.changed if rule.direction is direction)

    @property
    def is_between_markets(self) -> bool:
        """Whether two markets are compared, whose rules have ids of their own."""
        return self.before.market != self.after.market
