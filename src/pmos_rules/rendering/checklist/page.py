"""A checklist in one language → an outline of plain text, which every format lays out in its own way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pmos_rules.findings import Text
from pmos_rules.rendering.checklist.model import (
    Block,
    Checklist,
    Entry,
    Ground,
    Group,
    Point,
    Procedure,
    Step,
)
from pmos_rules.rendering.checklist.speech import Speech
from pmos_rules.rendering.phrases import Language


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to heed: what it says, its clause, what is to be said besides, and how the clause is read.

    ``marks`` say that it weighs less than a must, ``basis`` that the clause does not state it. ``ticked`` has a
    box, ``number`` is that of a step.
    """

    text: str
    marks: tuple[str, ...] = ()
    cite: str = ""
    basis: str = ""
    notes: tuple[str, ...] = ()
    reading: str = ""
    ticked: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Something to tick off, with what is asked of it."""

    label: str
    path: str
    reading: str = ""
    facts: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether nothing is to be said of it but its name."""
        return not self.facts and not self.lines and not self.reading


@dataclass(frozen=True, slots=True)
class Items:
    """Items that are asked for alike; ``level`` is how much, for who gives it a colour."""

    heading: str
    level: str
    when: tuple[str, ...]
    cite: str
    basis: str
    reading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form, or of a part that has none of the form's."""

    title: str
    blocks: tuple[Items, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the checklist; its ``name`` is the same in every language."""

    name: str
    title: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole checklist."""

    language: Language
    title: str
    facts: str
    legend: str
    parts: tuple[Part, ...]
    instruments: tuple[str, ...]
    instruments_title: str
    brackets: str

    def marked(self, text: str, marks: tuple[str, ...] = (), cite: str = "", basis: str = "") -> str:
        """A text with its marks and its clause: 已设密码〔提示〕  [1] 2.4〔推定〕."""
        lighter = "".join(self.brackets.format(mark) for mark in marks)
        clause = cite + (self.brackets.format(basis) if basis else "")
        return "  ".join(filter(None, (text + lighter, clause.strip())))


def page_of(checklist: Checklist, language: Language) -> Page:
    """The outline; parts that would be empty are left out."""
    speech = Speech(checklist, language)
    return Page(
        language=language,
        title=speech.title,
        facts=speech.facts,
        legend=speech.legend,
        parts=tuple(part for part in _parts(speech) if part.sections),
        instruments=tuple(speech.instruments),
        instruments_title=speech.words.instruments,
        brackets=speech.words.brackets,
    )


def _parts(speech: Speech) -> Iterator[Part]:
    checklist, titles = speech.checklist, speech.words.parts
    yield Part("fields", titles["fields"], _sections(checklist.fields, speech))
    substitutes = tuple(
        speech.words.substitute.format(one.material, speech.words.comma.join(one.slots))
        for one in checklist.substitutes
    )
    documents = (*_sections(checklist.documents, speech, attach=True), *_noted(checklist.topic("document"), speech))
    yield Part("documents", titles["documents"], documents, substitutes)
    example = speech.example()
    files = _plain(_lines(checklist.files, speech, ticked=True))
    yield Part("files", titles["files"], files, (example,) if example is not None and files else ())
    yield Part("others", titles["others"], _sections(checklist.others, speech))
    procedures = tuple(_procedure(procedure, speech) for procedure in checklist.procedures)
    yield Part("steps", titles["steps"], (*_told(checklist.topic("step"), speech), *procedures))
    deadlines = tuple(Line(speech.deadline(one), cite=speech.cited(one.ground)) for one in checklist.deadlines)
    told = _lines(checklist.topic("deadline"), speech)
    yield Part("deadlines", titles["deadlines"], _plain((*deadlines, *told)))
    for topic in ("permission", "advice", "background"):
        yield Part(topic, titles[topic], _told(checklist.topic(topic), speech))


def _plain(lines: Iterable[Line]) -> tuple[Section, ...]:
    found = tuple(lines)
    return (Section("", lines=found),) if found else ()


def _told(points: Iterable[Point], speech: Speech) -> tuple[Section, ...]:
    return _plain(_lines(points, speech))


def _noted(points: tuple[Point, ...], speech: Speech) -> tuple[Section, ...]:
    """Guidance on documents, below the slots."""
    lines = _lines(points, speech, ticked=True)
    return (Section(speech.words.documents_noted, lines=lines),) if lines else ()


def _sections(groups: Iterable[Group], speech: Speech, *, attach: bool = False) -> tuple[Section, ...]:
    return tuple(
        Section(
            speech.section(group, attach=attach),
            tuple(_items(block, speech, attach=attach) for block in group.blocks),
            _lines(group.points, speech, ticked=True),
        )
        for group in groups
    )


def _items(block: Block, speech: Speech, *, attach: bool) -> Items:
    need = block.need
    return Items(
        heading=speech.heading(block, attach=attach),
        level="awaited" if need.awaited else need.severity.value if need.severity is not None else "none",
        when=tuple(speech.when(block, attach=attach)),
        cite=speech.cited(need.ground) if need.ground is not None else "",
        basis=speech.basis(need.ground) if need.ground is not None else "",
        reading=speech.reading(block.reading),
        items=tuple(_item(entry, need.ground, speech) for entry in block.entries),
    )


def _item(entry: Entry, cited: Ground | None, speech: Speech) -> Item:
    return Item(
        speech.label(entry),
        entry.path,
        speech.reading(entry.reading),
        tuple(speech.facts_of(entry)),
        _lines(entry.points, speech, above=cited),
    )


def _lines(
    points: Iterable[Point], speech: Speech, *, above: Ground | None = None, ticked: bool = False
) -> tuple[Line, ...]:
    """Points one after the other; what the one before means is not said again."""
    lines: list[Line] = []
    before: Text | None = None
    for point in points:
        shown = replace(point, reading=None) if point.reading == before else point
        lines.append(_line(shown, speech, above=above, ticked=ticked))
        before = point.reading
    return tuple(lines)


def _line(point: Point, speech: Speech, *, above: Ground | None = None, ticked: bool = False) -> Line:
    """A point; a clause that stands above it already is not said again."""
    is_said = point.ground == above
    return Line(
        text=speech.point(point),
        marks=tuple(speech.marks(point)),
        cite="" if is_said else speech.cited(point.ground),
        basis="" if is_said else speech.basis(point.ground),
        notes=tuple(speech.cases(point)),
        reading=speech.reading(point.reading),
        ticked=ticked,
    )


def _procedure(procedure: Procedure, speech: Speech) -> Section:
    steps = tuple(_step(number, step, speech) for number, step in enumerate(procedure.steps, 1))
    return Section(speech.of(procedure.title), lines=(*steps, *_lines(procedure.points, speech)))


def _step(number: int, step: Step, speech: Speech) -> Line:
    words, of = speech.words, speech.of
    shape = words.step if step.start != step.to else words.step_back
    said = shape.format(of(step.event), of(step.by), of(step.start), of(step.to))
    needs = words.needs.format(words.between.join(of(need) for need in step.needs)) if step.needs else ""
    starts = words.starts.format(of(step.starts)) if step.starts is not None else ""
    cite = speech.cited(step.ground) if step.ground is not None else ""
    return Line(said, cite=cite, notes=tuple(filter(None, (needs, starts))), number=number)
