"""A ruleset, a dossier and a day → a whole report, made the plain way."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from pmos_rules.findings import Severity, Text
from pmos_rules.language.ruleset import MarketRules, Rule
from pmos_rules.language.schema import SectionSchema
from tests.naive import telling
from tests.naive.intake import IDS, TITLES, Noticed, notice
from tests.naive.judging import STAGES, Court, Judgement, verdict
from tests.naive.law import Law
from tests.naive.places import Form, pointer
from tests.naive.readers import Readers


@dataclass(slots=True)
class Naive:
    """The rules of a market on a day, ready to be asked."""

    rules: MarketRules
    schema: SectionSchema
    day: date
    law: Law = field(init=False)
    _in_force: dict[str | None, list[Rule]] = field(default_factory=dict)
    _readers: dict[str | None, Readers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.law = Law(self.rules, self.day)

    def evaluate(self, given: Any) -> "NaiveReport":
        """What the rules say of a dossier."""
        root: list[Any] = []
        if isinstance(given, self.schema.model):
            dossier: Any = given
        else:
            try:
                dossier = self.schema.model.model_validate(given)
            except ValidationError:
                dossier, root = self.schema.model(), [given]
        kind = dossier.kind if isinstance(dossier.kind, str) and dossier.kind in self.rules.kinds else None
        if kind not in self._in_force:
            self._in_force[kind] = self.law.in_force(kind)
            self._readers[kind] = Readers(self._in_force[kind])
        in_force = self._in_force[kind]
        as_given = root[0] if root else getattr(dossier, "given", None)
        form = Form(self.schema, self.rules.labels[kind], as_given)
        return NaiveReport(self, dossier, root, kind, form, Court(self.law, in_force, dossier))


@dataclass(slots=True)
class NaiveReport:
    """A report whose findings are plain data, as `Report.to_dict` gives them."""

    naive: Naive
    dossier: Any
    root: list[Any]
    kind: str | None
    form: Form
    court: Court

    _found: list["NaiveFinding"] | None = None

    def findings(self) -> list["NaiveFinding"]:
        """What reading the input noticed, then the rules in their order, each item by item."""
        if self._found is None:
            self._found = self._find()
        return self._found

    def _find(self) -> list["NaiveFinding"]:
        noticed = notice(self.dossier, self.root, self.naive.rules, self.form)
        found = [NaiveFinding(self, one, TITLES[one.rule][0], one.rule, "fail") for one in noticed]
        for rule in self.court.rules:
            said: set[Any] = set()
            for one in self.court.judge(rule):
                if one.outcome in ("pass", "not_applicable") or (one.broken is not None and one.broken in said):
                    continue
                said.add(one.broken)
                found.append(NaiveFinding(self, one, one.severity, rule.id, one.outcome))
        return found

    def outcomes(self) -> dict[str, str]:
        """Every rule with its worst outcome; those of other kinds, days and markets are not applicable."""
        noticed = {one.rule for one in self.findings()}
        outcomes = {name: "fail" if name in noticed else "pass" for name in IDS}
        outcomes |= {rule.id: self.court.outcome(rule) for rule in self.court.rules}
        others = [rule for rules in self.naive.rules.rules.values() for rule in rules]
        others += self.naive.rules.disabled.values()
        return {rule.id: "not_applicable" for rule in others} | outcomes

    def verdict(self) -> str:
        return verdict([(one.outcome, one.severity) for one in self.findings()])

    def counts(self) -> dict[str, int]:
        """How many failed by severity, could not be told, and crashed."""
        buckets = {"fail": None, "undetermined": "undetermined", "error": "crashed"}
        seen = Counter(buckets[one.outcome] or one.severity.value for one in self.findings())
        return {name: seen[name] for name in ("error", "warning", "info", "undetermined", "crashed")}

    @property
    def stage(self) -> str:
        given = self.dossier.stage
        return given if given in STAGES else "submit"


@dataclass(frozen=True, slots=True)
class NaiveFinding:
    """One finding; its words are made when somebody asks."""

    report: NaiveReport
    about: Noticed | Judgement
    severity: Severity
    rule: str
    outcome: str

    def brief(self) -> tuple[str, str, str, str]:
        """Rule, outcome, severity and pointer."""
        if isinstance(self.about, Noticed):
            return self.rule, self.outcome, self.severity.value, self.about.path
        place = telling.place_of(self.about, self.report.court, self.report.form)
        return self.rule, self.outcome, self.severity.value, self.report.form.pointer(place)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as `Finding.to_dict` has it."""
        if isinstance(self.about, Noticed):
            return self._of_input(self.about)
        said = telling.tell(
            self.about, self.report.court, self.report.form, self.report.naive._readers[self.report.kind]
        )
        rule = self.about.rule
        return {
            **self._head(rule.title),
            "path": self.report.form.pointer(said.place),
            "label": both(said.label),
            "message": both(said.message),
            "actual": said.actual.zh if said.actual is not None else None,
            "expected": both(said.expected),
            "fix": both(said.fix),
            "patch": said.patch,
            "cite": {
                "instrument": rule.cite.instrument,
                "section": rule.cite.section,
                "title": both(rule.cite.title),
            },
            "basis": rule.basis,
            "reading": both(rule.reading),
            "caused_by": list(said.caused_by),
            "fingerprint": fingerprint(rule.id, pointer(said.place)),
        }

    def _of_input(self, about: Noticed) -> dict[str, Any]:
        _, title, fix = TITLES[about.rule]
        return {
            **self._head(title),
            "path": about.path,
            "label": both(self.report.form.label(about.place)),
            "message": both(about.message),
            "actual": about.actual,
            "expected": None,
            "fix": both(fix),
            "patch": None,
            "cite": None,
            "basis": "derived",
            "reading": None,
            "caused_by": [],
            "fingerprint": fingerprint(about.rule, pointer(about.place) or about.path),
        }

    def _head(self, title: Text) -> dict[str, Any]:
        return {"rule": self.rule, "outcome": self.outcome, "severity": self.severity.value, "title": both(title)}


def both(text: Text | None) -> Mapping[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def fingerprint(rule: str, place: str) -> str:
    """Of the rule and the place in English keys, never of a value."""
    return hashlib.sha256(f"{rule}\n{place}".encode()).hexdigest()[:16]
