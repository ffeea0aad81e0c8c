"""Turns a checklist into text for a terminal, with boxes to tick off."""

from collections.abc import Iterable

from pmos_rules.rendering.checklist.model import Checklist
from pmos_rules.rendering.checklist.page import Item, Items, Line, Page, Part, Section, page_of
from pmos_rules.rendering.layout import width_of, wrap
from pmos_rules.rendering.phrases import Language
from pmos_rules.rendering.report_text import Paint, Role

_BOX = "□ "
_NUMERALS = "一二三四五六七八九十"
_STEP = "  "


def checklist_text(
    checklist: Checklist,
    *,
    language: Language = "zh",
    width: int = 80,
    paint: Paint = lambda line, _role: line,
) -> str:
    """The checklist as lines that end in a line break; ``paint`` gives a finished line its colour."""
    text = _Text(page_of(checklist, language), width, paint)
    return "\n".join(text.lines) + "\n"


class _Text:
    """The lines written so far."""

    def __init__(self, page: Page, width: int, paint: Paint) -> None:
        self.page, self.width, self.paint = page, width, paint
        self.lines: list[str] = []
        self.head()
        for number, part in enumerate(page.parts):
            self.part(number, part)
        self.foot()

    def write(self, text: str, role: Role = "plain", *, first: str = "") -> None:
        self.lines += (self.paint(line, role) for line in wrap(text, self.width, first=first))

    def head(self) -> None:
        self.write(self.page.title, "title")
        self.write(self.page.facts, "dim")
        self.write(self.page.legend, "dim")

    def foot(self) -> None:
        if self.page.instruments:
            self.lines.append("")
            self.write(self.page.instruments_title, "title")
        for number, title in enumerate(self.page.instruments, 1):
            self.write(title, first=f"[{number}] ")

    def part(self, number: int, part: Part) -> None:
        self.lines.append("")
        self.write(f"{_number(number, self.page)}{part.title}", "title")
        for section in part.sections:
            self.section(section)
        for note in part.notes:
            self.write(note, first=f"{_STEP}※ ")

    def section(self, section: Section) -> None:
        self.lines.append("")
        if section.title:
            self.write(section.title, "place", first=_STEP)
        for block in section.blocks:
            self.block(block)
        for line in section.lines:
            self.line(line, _STEP * 2, _mark(line))

    def block(self, block: Items) -> None:
        heading = self.page.marked(block.heading, (), block.cite, block.basis)
        self.write(heading, first=_STEP * 2)
        for case in block.when:
            self.write(case, "dim", first=_STEP * 3)
        self.reading(block.reading, _STEP * 3)
        bare = [item for item in block.items if item.is_bare]
        self.lines += _packed((_BOX + item.label for item in bare), self.width, _STEP * 3)
        for item in block.items:
            if not item.is_bare:
                self.item(item)

    def item(self, item: Item) -> None:
        self.write(item.label, first=_STEP * 3 + _BOX)
        self.reading(item.reading, _STEP * 4)
        for fact in item.facts:
            self.write(fact, first=_STEP * 4)
        for line in item.lines:
            self.line(line, _STEP * 4, "- ")

    def line(self, line: Line, indent: str, mark: str) -> None:
        inner = indent + " " * width_of(mark)
        self.write(self.page.marked(line.text, line.marks, line.cite, line.basis), first=indent + mark)
        for note in line.notes:
            self.write(note, "dim", first=inner)
        self.reading(line.reading, inner)

    def reading(self, reading: str, indent: str) -> None:
        if reading:
            self.write(reading, "dim", first=indent)


def _mark(line: Line) -> str:
    if line.number is not None:
        return f"{line.number}. "
    return _BOX if line.ticked else "- "


def _number(number: int, page: Page) -> str:
    return f"{_NUMERALS[number]}、" if page.language == "zh" else f"{number + 1}. "


def _packed(cells: Iterable[str], width: int, indent: str) -> list[str]:
    """As many cells to a line as fit."""
    lines: list[str] = []
    for cell in cells:
        if lines and width_of(f"{lines[-1]}   {cell}") <= width:
            lines[-1] += f"   {cell}"
        else:
            lines.append(indent + cell)
    return lines
