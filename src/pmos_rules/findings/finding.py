"""One finding: a rule, an outcome, and (made on first use) its place, its texts and its patch."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from pmos_rules.findings.outcome import Outcome, Severity


class Text(NamedTuple):
    """One sentence in Chinese and in English."""

    zh: str
    en: str


class Citation(NamedTuple):
    """The clause that a rule rests on: instrument id, section, and the instrument's title."""

    instrument: str
    section: str
    title: Text


@dataclass(frozen=True, slots=True)
class InputProblem:
    """What reading the input noticed before any rule ran: an ``input.*`` id, where, and the values to name."""

    id: str
    pointer: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Details:
    """What a finding says in words; personal data is masked here already."""

    path: str
    label: Text
    message: Text
    actual: str | None = None
    expected: Text | None = None
    fix: Text | None = None
    patch: tuple[Mapping[str, Any], ...] | None = None
    caused_by: tuple[str, ...] = ()
    english_path: str = ""


class About(NamedTuple):
    """What a finding has from its rule: the same for every finding of the rule."""

    rule: str
    title: Text
    cite: Citation | None
    basis: str
    reading: Text | None


class Finding:
    """What one rule says of one place of a dossier.

    ``path`` is a JSON Pointer into the input as given; for a missing field, where it would stand.
    Texts, labels and patches are made when first read: a finding that nobody reads costs nothing.
    """

    def __init__(
        self, about: About, outcome: Outcome, severity: Severity, describe: Callable[[], Details]
    ) -> None:
        self.about = about
        self.outcome = outcome
        self.severity = severity
        self._describe = describe

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self.about.rule

    @property
    def title(self) -> Text:
        """What the rule asks for, in a few words."""
        return self.about.title

    @property
    def cite(self) -> Citation | None:
        """The clause; None for what reading the input noticed."""
        return self.about.cite

    @property
    def basis(self) -> str:
        """``stated``, ``screenshot`` or ``derived``."""
        return self.about.basis

    @property
    def reading(self) -> Text | None:
        """How an ambiguous clause is read."""
        return self.about.reading

    @cached_property
    def details(self) -> Details:
        """Path and texts, made on first use."""
        return self._describe()

    @property
    def path(self) -> str:
        """JSON Pointer into the input as given."""
        return self.details.path

    @property
    def label(self) -> Text:
        """The place in the form's own words: 股东信息 › 第 3 位 › 持股比例."""
        return self.details.label

    @property
    def message(self) -> Text:
        """What is the matter, with actual and expected."""
        return self.details.message

    @property
    def actual(self) -> str | None:
        """The value as given, masked where it is personal; None where there is none."""
        return self.details.actual

    @property
    def expected(self) -> Text | None:
        """What the clause asks for."""
        return self.details.expected

    @property
    def fix(self) -> Text | None:
        """What to do about it."""
        return self.details.fix

    @property
    def patch(self) -> tuple[Mapping[str, Any], ...] | None:
        """RFC 6902 operations that mend it, only where that is safe."""
        return self.details.patch

    @property
    def caused_by(self) -> tuple[str, ...]:
        """Ids of the rules whose findings come first."""
        return self.details.caused_by

    @property
    def fingerprint(self) -> str:
        """Stable over runs: of rule id and English-key pointer, never of a value."""
        where = self.details.english_path or self.details.path
        return hashlib.sha256(f"{self.rule}\n{where}".encode()).hexdigest()[:16]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, ready for JSON, in a fixed order of keys."""
        details = self.details
        return {
            "rule": self.rule,
            "outcome": self.outcome.value,
            "severity": self.severity.value,
            "title": _both(self.title),
            "path": details.path,
            "label": _both(details.label),
            "message": _both(details.message),
            "actual": details.actual,
            "expected": _both(details.expected),
            "fix": _both(details.fix),
            "patch": None if details.patch is None else [dict(step) for step in details.patch],
            "cite": _cited(self.cite),
            "basis": self.basis,
            "reading": _both(self.reading),
            "caused_by": list(details.caused_by),
            "fingerprint": self.fingerprint,
        }

    def __repr__(self) -> str:
        return f"<Finding {self.rule} {self.outcome.value} {self.severity.value}>"


def _both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def _cited(cite: Citation | None) -> dict[str, Any] | None:
    if cite is None:
        return None
    return {"instrument": cite.instrument, "section": cite.section, "title": _both(cite.title)}
