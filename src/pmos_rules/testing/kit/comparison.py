"""A kit and a checker → on which rules the two agree, and for each disagreement the smallest dossier that shows it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmos_rules.api import Ruleset
from pmos_rules.findings import Finding, Outcome, Report, Severity
from pmos_rules.testing.kit.answer import Answer, NoAnswer
from pmos_rules.testing.kit.checkers import Checker
from pmos_rules.testing.kit.codes import Codes, codes_of
from pmos_rules.testing.kit.disagreeing import How, Point, opinions
from pmos_rules.testing.kit.entry import KitEntry
from pmos_rules.testing.kit.expecting import expected_of
from pmos_rules.testing.kit.shrinking import Shrunk, shrink

_KEPT = ("market", "kind", "as_of")
"""What a checker may need to know what it is asked about."""
_GIVES_UP = 5
"""So many dossiers in a row without anybody there to answer, and the rest are not asked about."""

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Row:
    """How often a checker and we were of one mind on a rule; ``rule`` is None for verdicts that name none."""

    rule: str | None
    agreed: int = 0
    missed: int = 0
    invented: int = 0
    elsewhere: int = 0
    unanswered: int = 0

    @property
    def disagreed(self) -> int:
        """How often we were not, or nothing was said."""
        return self.missed + self.invented + self.elsewhere + self.unanswered


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A rule and how the checker differs on it, with the entries that show it, the first of which was made smaller.

    ``finding`` is ours on the ``minimal`` dossier, ``outcome`` what becomes of the rule there; both are None where
    only the verdicts differ.
    """

    rule: str | None
    how: How
    entries: tuple[KitEntry, ...]
    answer: Answer
    minimal: Shrunk
    finding: Finding | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An entry to which there is no answer, and why."""

    entry: KitEntry
    why: NoAnswer


@dataclass(frozen=True)
class Comparison:
    """What became of a kit: a row for each rule, the disagreements, what was not answered, and unknown codes.

    ``rows`` stand in the order of the ruleset; ``skipped`` entries were not asked about, since nobody answered.
    """

    ruleset: Ruleset
    checker: str
    entries: int
    rows: tuple[Row, ...]
    disagreements: tuple[Disagreement, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    unknown: Mapping[str, int] = field(default_factory=dict)
    skipped: int = 0

    @property
    def agrees(self) -> bool:
        """Whether the checker says of every dossier what the rules say."""
        return not (self.disagreements or self.unanswered or self.skipped)

    def disagreed_on(self, how: How) -> tuple[str | None, ...]:
        """The rules that were missed, invented, or found elsewhere."""
        return tuple(found.rule for found in self.disagreements if found.how == how)


def compare(
    ruleset: Ruleset,
    entries: Sequence[KitEntry],
    checker: Checker,
    *,
    codes: Codes | None = None,
    least: Severity = Severity.INFO,
    shrink_tries: int = 300,
    progress: Progress | None = None,
) -> Comparison:
    """Ask the checker about every entry, then make the smallest dossier for each point on which it differs.

    ``codes`` says what the checker's own codes mean; ``least`` is the lightest finding that it has to have. So many
    dossiers are tried at most for each disagreement; with 0 they stay as they are.
    """
    codes = codes or codes_of(ruleset)
    tally = _Tally()
    for entry, answer in zip(entries, checker.answers([entry.dossier for entry in entries]), strict=False):
        tally.count(entry, answer, codes, least)
        if progress is not None:
            progress(tally.asked, len(entries))
        if tally.in_vain >= _GIVES_UP:
            break
    order = {rule.id: place for place, rule in enumerate(ruleset.rules)}

    def place(rule: str | None) -> tuple[int, str]:
        return (-1 if rule is None else order.get(rule, len(order)), rule or "")

    narrowing = _Narrowing(ruleset, checker, codes, least, shrink_tries)
    return Comparison(
        ruleset=ruleset,
        checker=checker.name,
        entries=len(entries),
        rows=tuple(sorted(tally.rows.values(), key=lambda row: place(row.rule))),
        disagreements=tuple(
            narrowing.disagreement(point, tally.shown[point])
            for point in sorted(tally.shown, key=lambda point: (place(point[0]), point[1]))
        ),
        unanswered=tuple(tally.unanswered),
        unknown=dict(sorted(tally.unknown.items())),
        skipped=len(entries) - tally.asked,
    )


class _Tally:
    """What the answers so far come to."""

    def __init__(self) -> None:
        self.rows: dict[str | None, Row] = {}
        self.shown: dict[Point, list[tuple[KitEntry, Answer]]] = {}
        self.unanswered: list[Unanswered] = []
        self.unknown: Counter[str] = Counter()
        self.asked = 0
        self.in_vain = 0

    def count(self, entry: KitEntry, answer: Answer | NoAnswer, codes: Codes, least: Severity) -> None:
        self.asked += 1
        if isinstance(answer, NoAnswer):
            self.in_vain = self.in_vain + 1 if answer.reason in ("unreachable", "timed_out") else 0
            self.unanswered.append(Unanswered(entry, answer))
            self._row(entry.violates).unanswered += 1
            return
        self.in_vain = 0
        seen = opinions(entry.expected, answer, codes, least)
        self.unknown.update(seen.unknown)
        for rule in seen.agreed:
            self._row(rule).agreed += 1
        if not seen.agreed and not seen.points:
            self._row(None).agreed += 1
        for point in seen.points:
            row, how = self._row(point[0]), point[1]
            setattr(row, how, getattr(row, how) + 1)
            self.shown.setdefault(point, []).append((entry, answer))

    def _row(self, rule: str | None) -> Row:
        return self.rows.setdefault(rule, Row(rule))


class _Narrowing:
    """Makes the smallest dossier on which a checker still differs from the rules in the same way."""

    def __init__(self, ruleset: Ruleset, checker: Checker, codes: Codes, least: Severity, tries: int) -> None:
        self.ruleset, self.checker, self.codes, self.least, self.tries = ruleset, checker, codes, least, tries

    def disagreement(self, point: Point, shown: Sequence[tuple[KitEntry, Answer]]) -> Disagreement:
        """The point, shown on the shortest of the dossiers and made smaller from there."""
        entry, answer = min(shown, key=lambda found: len(str(found[0].dossier)))
        rule, how = point
        becomes = _becomes(rule, self._report(entry.dossier, entry))

        def differs(dossier: dict[str, Any]) -> bool:
            return self._differs(point, becomes, self._report(dossier, entry), dossier)

        minimal = shrink(entry.dossier, differs, keep=_KEPT, most=self.tries)
        findings = self._report(minimal.dossier, entry).findings
        finding = next((found for found in findings if found.rule == rule), None)
        others = (other for other, _ in shown if other is not entry)
        return Disagreement(rule, how, (entry, *others), answer, minimal, finding, becomes)

    def _report(self, dossier: Mapping[str, Any], entry: KitEntry) -> Report:
        return self.ruleset.evaluate(dossier, as_of=entry.as_of)

    def _differs(self, point: Point, becomes: Outcome | None, report: Report, dossier: Mapping[str, Any]) -> bool:
        """Whether the checker still differs so, and not because the rule has become something else to us."""
        if _becomes(point[0], report) is not becomes:
            return False
        answer = next(self.checker.answers([dossier]), None)
        if not isinstance(answer, Answer):
            return False
        return point in opinions(expected_of(report), answer, self.codes, self.least).points


def _becomes(rule: str | None, report: Report) -> Outcome | None:
    """What becomes of a rule; None where there is none to ask about."""
    failed = any(finding.rule == rule for finding in report.failures)
    return Outcome.FAIL if failed else None if rule is None else report.outcomes.get(rule)
