"""Turns a report into the text that an applicant reads in a terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from pmos_rules.findings import Finding, Outcome, Report, Severity, Text, Verdict
from pmos_rules.rendering.arrangement import Entry, Part, Remedy, arrange, family_of
from pmos_rules.rendering.layout import wrap
from pmos_rules.rendering.phrases import Language, Phrases, phrases

Role = Literal["accept", "reject", "undetermined", "title", "place", "plain", "dim"]
Paint = Callable[[str, Role], str]
"""Gives a finished line its colour; the text of a line is never changed."""

_MOST_PLACES = 6
"""Of an entry that says something else of every place; where all say the same, every place is named."""
_MOST_SUPPLIES = 6
_LABEL_STEP = " › "
_INDENT = " " * 5
_BULLET = _INDENT + "- "


def render_text(
    report: Report,
    *,
    name: str,
    language: Language = "zh",
    width: int = 80,
    paint: Paint = lambda line, _role: line,
) -> str:
    """The report as lines that end in a line break; `name` is what the reader calls the dossier.

    The verdict comes first, then the entries with what to do about them, the most pressing first.
    """
    page = _Page(phrases(language), width, paint)
    parts = arrange(report.findings)
    page.header(report, name, parts)
    numbers: dict[str, int] = {}
    for part in parts:
        for entry in part.entries:
            for rule in entry.rules:
                numbers.setdefault(rule, entry.number)
    for part in parts:
        page.part(part, numbers)
    return "\n".join(page.lines) + "\n"


class _Page:
    """The lines written so far."""

    def __init__(self, words: Phrases, width: int, paint: Paint) -> None:
        self.words = words
        self.width = width
        self.paint = paint
        self.lines: list[str] = []

    def write(self, text: str, role: Role = "plain", *, first: str = "", rest: str | None = None) -> None:
        self.lines += (self.paint(line, role) for line in wrap(text, self.width, first=first, rest=rest))

    # -- header

    def header(self, report: Report, name: str, parts: Sequence[Part]) -> None:
        words = self.words
        self.write(name, "title")
        facts = [
            words.ruleset.format(report.ruleset, report.version),
            *([words.kinds.get(report.kind, report.kind)] if report.kind else []),
            words.stage.format(words.stages.get(report.stage, report.stage)),
            words.as_of.format(report.as_of.isoformat()),
        ]
        self.write(words.between.join(facts), "dim")
        self.write(words.between.join(_verdict(report, words)), report.verdict.value)
        if parts:
            counts = (words.counts[part.remedy].format(_count(part)) for part in parts)
            self.write(words.enumeration.join(counts))

    # -- parts and entries

    def part(self, part: Part, numbers: dict[str, int]) -> None:
        self.lines.append("")
        heading = self.words.heading.format(self.words.remedies[part.remedy], _count(part))
        self.write(heading, "title")
        for entry in part.entries:
            self.lines.append("")
            first = f"{entry.number:>3}. "
            if len(entry.findings) == 1:
                self.single(entry.first, first)
            elif part.remedy is Remedy.SUPPLY:
                self.awaited(entry, first)
                continue
            else:
                self.several(entry, first)
            for text, role in self.grounds(entry, numbers):
                self.write(text, role, first=_INDENT)

    def single(self, finding: Finding, first: str) -> None:
        label = self.words.of(finding.label) or self.words.of(finding.title)
        self.write(label, "place", first=first)
        self.write(_after_label(finding, self.words), first=_INDENT)

    def awaited(self, entry: Entry, first: str) -> None:
        """What to supply, and what cannot be judged without it."""
        words = self.words
        labels = list(dict.fromkeys(words.of(finding.label) for finding in entry.findings))
        if len(labels) == 1:
            self.write(labels[0], "place", first=first)
        else:
            self.write(words.places.format(words.supplies, len(labels)), "place", first=first)
            for line in _by_section(labels, words.enumeration):
                self.write(line, first=_BULLET)
        if (fix := _shared_fix(entry)) is not None:
            self.write(words.fix.format(words.of(fix)), first=_INDENT)
        self.write(words.awaiting, first=_INDENT)
        titles = {finding.rule: words.of(finding.title) for finding in entry.findings}
        for rule, title in titles.items():
            self.write(words.titled.format(title, rule), "dim", first=_BULLET)

    def several(self, entry: Entry, first: str) -> None:
        """One heading and a line for each place, or all places in one line where nothing else differs."""
        words = self.words
        count = len(entry.findings)
        if (shared := _shared_message(entry, words)) is not None:
            self.write(words.places.format(shared, count), "place", first=first)
            labels = (words.of(finding.label) for finding in entry.findings)
            for line in _by_section(labels, words.enumeration):
                self.write(line, first=_BULLET)
            return
        self.write(words.places.format(_heading(entry, words), count), "place", first=first)
        shared_fix = _shared_fix(entry)
        shown = entry.findings if count <= _MOST_PLACES + 1 else entry.findings[:_MOST_PLACES]
        for finding in shown:
            self.write(_with_label(finding, words), first=_BULLET)
            if finding.fix is not None and shared_fix is None:
                self.write(words.fix.format(words.of(finding.fix)), first=" " * len(_BULLET))
        if len(shown) < count:
            self.write(words.more_places.format(count - len(shown)), first=_BULLET)

    def grounds(self, entry: Entry, numbers: dict[str, int]) -> Iterator[tuple[str, Role]]:
        """What to do, why, and by which rule."""
        words, finding = self.words, entry.first
        if (fix := _shared_fix(entry)) is not None:
            yield words.fix.format(words.of(fix)), "plain"
        if causes := _causes(entry, numbers):
            yield words.caused_by.format(words.enumeration.join(map(str, causes))), "plain"
        if finding.reading is not None:
            yield words.reading.format(words.of(finding.reading)), "dim"
        if finding.cite is not None:
            yield words.clause.format(words.cited(finding.cite, finding.basis)), "dim"
        if len(entry.rules) == 1:
            yield words.rule.format(finding.rule), "dim"
        else:
            yield words.rules.format(finding.rule, len(entry.rules)), "dim"


def _count(part: Part) -> int:
    """How many findings; of what is to be supplied, how many places, however many rules wait for one."""
    if part.remedy is Remedy.SUPPLY:
        return len({finding.label for entry in part.entries for finding in entry.findings})
    return sum(len(entry.findings) for entry in part.entries)


def _verdict(report: Report, words: Phrases) -> Iterator[str]:
    """The verdict, and what has to be supplied for one."""
    yield words.verdicts[report.verdict]
    if not report.findings:
        yield words.nothing_found
    if report.verdict is Verdict.UNDETERMINED and (supplies := _supplies(report, words)):
        more = words.supply_and_more.format(len(supplies)) if len(supplies) > _MOST_SUPPLIES else ""
        yield words.supply_first.format(words.enumeration.join(supplies[:_MOST_SUPPLIES])) + more


def _by_section(labels: Iterable[str], comma: str) -> Iterator[str]:
    """Labels of one section in one line: 工商信息 › 企业全称、成立日期."""
    sections: dict[str, list[str]] = {}
    for label in labels:
        section, step, leaf = label.rpartition(_LABEL_STEP)
        sections.setdefault(section + step, []).append(leaf)
    for section, leaves in sections.items():
        yield section + comma.join(leaves)


def _supplies(report: Report, words: Phrases) -> list[str]:
    """The places without which there is no verdict, each once."""
    return list(
        dict.fromkeys(
            words.of(finding.label) or words.of(finding.title)
            for finding in report.findings
            if finding.outcome is Outcome.UNDETERMINED and finding.severity is Severity.ERROR
        )
    )


def _shared_message(entry: Entry, words: Phrases) -> str | None:
    """What is said of every place alike, without the name of the place; None where it differs."""
    if not all(words.of(finding.label) for finding in entry.findings):
        return None
    for told in (_after_label, _without_leaf):
        stems = {told(finding, words) for finding in entry.findings}
        if len(stems) == 1:
            return stems.pop()
    return None


def _without_leaf(finding: Finding, words: Phrases) -> str:
    """附件信息中未见“…”, where the message names its own field once more."""
    leaf = words.of(finding.label).rsplit(_LABEL_STEP, 1)[-1]
    message = _after_label(finding, words)
    return message.replace(leaf, "…") if len(leaf) > 1 else message


def _after_label(finding: Finding, words: Phrases) -> str:
    """The message without the name of its place, if it begins with it: the place has been named already."""
    label, message = words.of(finding.label), words.of(finding.message)
    rest = message.removeprefix(label) if label else message
    return rest.removeprefix("的").lstrip() if rest != message else message


def _with_label(finding: Finding, words: Phrases) -> str:
    label, message = words.of(finding.label), words.of(finding.message)
    return message if message.startswith(label) else words.label_and_message.format(label, message)


def _shared_fix(entry: Entry) -> Text | None:
    fixes = {finding.fix for finding in entry.findings}
    return fixes.pop() if len(fixes) == 1 else None


def _heading(entry: Entry, words: Phrases) -> str:
    """The title where the findings share it, else the family of their rules."""
    titles = {words.of(finding.title) for finding in entry.findings}
    return titles.pop() if len(titles) == 1 else family_of(entry.first.rule)


def _causes(entry: Entry, numbers: dict[str, int]) -> list[int]:
    causes = {numbers[rule] for finding in entry.findings for rule in finding.caused_by if rule in numbers}
    return sorted(causes - {entry.number})
