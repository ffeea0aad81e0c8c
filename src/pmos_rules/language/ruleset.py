"""What a loaded ruleset is: rules, parameters, code lists, labels and guidance, each with its citation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal as OneOf

from pmos_rules.findings import Citation, Severity, Text
from pmos_rules.language.ir import Path, Predicate, Told
from pmos_rules.source import Span

Policy = OneOf["not_applicable", "fail", "undetermined"]
Basis = OneOf["stated", "screenshot", "derived"]
Stage = OneOf["save", "submit", "trade"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Dates from ``start`` (inclusive) until ``until`` (exclusive); None is open."""

    start: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)

    @property
    def is_empty(self) -> bool:
        """Whether no day lies in it."""
        return self.start is not None and self.until is not None and self.until <= self.start

    def within(self, other: "Interval") -> "Interval":
        """The days that lie in both."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.until, other.until) if day is not None]
        return Interval(max(starts, default=None), min(ends, default=None))

    def outside(self, other: "Interval") -> tuple["Interval", "Interval"]:
        """The days that lie in it before and after another; either may be empty."""
        never = Interval(date.max, date.max)
        before = self.within(Interval(None, other.start)) if other.start is not None else never
        after = self.within(Interval(other.until, None)) if other.until is not None else never
        return before, after


ChangeKind = OneOf["set", "except", "disable", "replace"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a pack changed in a rule or parameter of a pack that it builds on: how, why, since when.

    ``keys`` are what `set` sets, ``by`` is the rule that holds instead; ``before`` is what was cited until then.
    """

    pack: str
    kind: ChangeKind
    reason: Text
    cite: Citation
    before: Citation
    keys: tuple[str, ...] = ()
    by: str | None = None
    effective: Interval = Interval()
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Grade:
    """One entry of a graded severity: the first whose condition holds decides."""

    severity: Severity
    when: Predicate | None = None
    message: Text | None = None
    fix: Text | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """A rule as it reads on one of the paths of its `for`: types and code lists differ from path to path."""

    check: Predicate
    grades: tuple[Grade, ...]
    scope: Path | None = None
    when: Predicate | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One checked rule, as it stands for one kind of applicant."""

    id: str
    title: Text
    arms: tuple[Arm, ...]
    cite: Citation
    if_missing: Mapping[str, Policy] = field(default_factory=dict)
    otherwise_missing: Policy | None = None
    basis: Basis = "stated"
    reading: Text | None = None
    message: Text | None = None
    fix: Text | None = None
    effective: Interval = Interval()
    from_stage: Stage = "save"
    depends_on: tuple[str, ...] = ()
    breaks_with: tuple[str, ...] = ()
    pack: str = ""
    family: str | None = None
    span: Span | None = field(default=None, compare=False, repr=False)
    levels: tuple[Severity, ...] = (Severity.ERROR,)  # as written; they count where `for` finds no field
    history: tuple[Change, ...] = ()
    replaces: tuple[str, ...] = ()
    digest: str = ""

    @property
    def severities(self) -> tuple[Severity, ...]:
        """Every severity that it can have, heaviest first."""
        order = list(Severity)
        grades = (grade for arm in self.arms for grade in arm.grades)
        return tuple(sorted({grade.severity for grade in grades}, key=order.index)) or self.levels

    @property
    def severity(self) -> Severity:
        """The heaviest severity that it can have."""
        return self.severities[0]

    @property
    def is_disabled(self) -> bool:
        """Whether a pack above has put it out of force."""
        return bool(self.history) and self.history[-1].kind in ("disable", "replace")

    def missing(self, path: Path) -> Policy:
        """What a missing value at the path makes of the rule."""
        written = self.if_missing.get(str(path)) or self.if_missing.get(f"dossier.{path}")
        return written or self.otherwise_missing or "not_applicable"


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a parameter from a date on; ``columns`` where there are several."""

    start: date
    columns: Mapping[str | None, object]
    cite: Citation


@dataclass(frozen=True, slots=True)
class ParameterTable:
    """A parameter with all its dated values, oldest first."""

    name: str
    title: Text
    type: str
    unit: str | None
    values: tuple[DatedValue, ...]
    span: Span | None = field(default=None, compare=False, repr=False)
    pack: str = ""
    history: tuple[Change, ...] = ()

    def at(self, day: date) -> DatedValue | None:
        """The value in force on the day, or None before the first."""
        return next((value for value in reversed(self.values) if value.start <= day), None)

    @property
    def columns(self) -> frozenset[str | None]:
        """The names of its columns; {None} for a single value."""
        return frozenset(self.values[-1].columns)


@dataclass(frozen=True, slots=True)
class CodelistTable:
    """Canonical values with what else they are called; ``of`` binds it to fields."""

    name: str
    entries: Mapping[str, "Code"]
    of: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)
    pack: str = ""
    canonical: Mapping[str, str] = field(init=False, compare=False, repr=False)
    """Every accepted writing with its canonical value."""

    def __post_init__(self) -> None:
        names = {name: value for value, code in self.entries.items() for name in (value, *code.also)}
        object.__setattr__(self, "canonical", names)

    def at(self, day: date) -> "CodelistTable":
        """The list with the values that are in force on the day."""
        if all(code.effective.holds(day) for code in self.entries.values()):
            return self
        return replace(self, entries={value: code for value, code in self.entries.items() if code.effective.holds(day)})


@dataclass(frozen=True, slots=True)
class Code:
    """What else a canonical value is called, how its file may be named, which materials may lie there, and when."""

    also: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    effective: Interval = Interval()


@dataclass(frozen=True, slots=True)
class Guidance:
    """What no program can decide: a deadline, a permission, advice. It never fails anybody."""

    id: str
    title: Text
    cite: Citation
    topic: str
    basis: Basis = "stated"
    reading: Text | None = None
    kinds: frozenset[str] | None = None
    pack: str = ""


@dataclass(frozen=True, slots=True)
class MarketRules:
    """Everything that one market's applicants are judged by, checked, for every kind that it covers."""

    market: str
    title: Text
    version: str
    digest: str
    effective: Interval
    kinds: tuple[str, ...]
    rules: Mapping[str | None, tuple[Rule, ...]]
    parameters: Mapping[str, ParameterTable]
    codelists: Mapping[str, CodelistTable]
    labels: Mapping[str | None, Mapping[str, str]]
    guidance: tuple[Guidance, ...]
    packs: tuple[str, ...]
    processes: Mapping[str, Told] = field(default_factory=dict)
    disabled: Mapping[str, Rule] = field(default_factory=dict)
