"""One case ready to run, what became of it, and what became of all the cases of a pack."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, Protocol

from pmos_rules.findings import Outcome, Severity
from pmos_rules.source import Diagnostic, Span
from pmos_rules.testing.comparison import ReportLike

Others = Literal["unchanged", "may not apply", "anything"]


class Rules(Protocol):
    """The rules of one market, as far as cases need them."""

    @property
    def ids(self) -> Collection[str]:
        """Every id that a case may name."""
        ...

    def family(self, prefix: str) -> Collection[str]:
        """The ids that a family expands to."""
        ...

    def evaluate(self, dossier: Mapping[str, Any], as_of: date) -> ReportLike:
        """What the rules in force on a day say of a dossier."""
        ...


@dataclass(frozen=True)
class Base:
    """A complete dossier that cases change, and what the rules say of it as it stands."""

    name: str
    dossier: Mapping[str, Any]
    rules: Rules

    @cached_property
    def report(self) -> ReportLike:
        """Made once for all the cases that start from it."""
        return self.rules.evaluate(self.dossier, day_of(self.dossier))


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a case says of the outcomes.

    ``fails`` maps a rule to the JSON pointers where it should fail (None: wherever), ``also`` a rule to its
    outcome; ``severities`` maps a rule to the severity with which it fails; ``others`` is what all the other
    rules may do.
    """

    fails: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    also: Mapping[str, Outcome] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    others: Others = "unchanged"


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier made from a base, and what is expected of it; None: that it is accepted with no finding.

    ``tags`` are words of the pack's own, to choose cases by.
    """

    name: str
    span: Span
    base: Base
    dossier: Mapping[str, Any]
    expected: Expectation | None
    tags: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of a case; ``differences`` says, a sentence each, what was not as expected.

    ``observed`` holds the outcomes that the case spoke of, by rule id; ``case`` is the case itself.
    """

    name: str
    file: str
    line: int
    differences: tuple[str, ...] = ()
    observed: Mapping[str, Outcome] = field(default_factory=dict)
    case: Case | None = field(default=None, compare=False, repr=False)

    @property
    def passed(self) -> bool:
        """Whether everything was as the case says."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class CaseRun:
    """What became of every case of a pack, in the order of the files.

    ``diagnostics`` says what is wrong with the case files themselves; such a case has no result.
    """

    pack: str
    results: tuple[CaseResult, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every case file could be read and every case was as it says."""
        return not self.failures and not any(found.level == "error" for found in self.diagnostics)

    @property
    def failures(self) -> tuple[CaseResult, ...]:
        """The results that were not as expected."""
        return tuple(result for result in self.results if not result.passed)


def day_of(dossier: Mapping[str, Any]) -> date:
    """The day that a dossier names itself; raises `ValueError` where it names none."""
    given = dossier.get("as_of")
    if not isinstance(given, str):
        raise ValueError("the dossier names no `as_of`")
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ValueError(f"`as_of` is `{given}`, expected a date such as 2018-04-01") from None
