"""Turns a checklist into Markdown with boxes to tick off, as GitHub and most editors show them."""

from collections.abc import Iterator

from pmos_rules.rendering.checklist.model import Checklist
from pmos_rules.rendering.checklist.page import Item, Items, Line, Page, Part, Section, page_of
from pmos_rules.rendering.markdown import plain
from pmos_rules.rendering.phrases import Language


def checklist_markdown(checklist: Checklist, *, language: Language = "zh") -> str:
    """The checklist as Markdown that ends in a line break."""
    return "\n".join(_Markdown(page_of(checklist, language)).lines()) + "\n"


class _Markdown:
    def __init__(self, page: Page) -> None:
        self.page = page

    def lines(self) -> Iterator[str]:
        page = self.page
        yield f"# {plain(page.title)}"
        yield from ("", plain(page.facts), "", f"> {plain(page.legend)}")
        for part in page.parts:
            yield from ("", f"## {plain(part.title)}")
            yield from self.part(part)
        if page.instruments:
            yield from ("", f"## {plain(page.instruments_title)}", "")
            yield from (f"{number}. {plain(title)}" for number, title in enumerate(page.instruments, 1))

    def part(self, part: Part) -> Iterator[str]:
        for section in part.sections:
            yield from self.section(section)
        for note in part.notes:
            yield from ("", f"> {plain(note)}")

    def section(self, section: Section) -> Iterator[str]:
        if section.title:
            yield from ("", f"### {plain(section.title)}")
        for block in section.blocks:
            yield from self.block(block)
        if section.lines:
            yield ""
        for line in section.lines:
            yield from self.line(line, "", _mark(line))

    def block(self, block: Items) -> Iterator[str]:
        clause = self.page.marked("", (), block.cite, block.basis)
        yield from ("", f"**{plain(block.heading)}**" + (f" — {plain(clause)}" if clause else ""))
        for case in block.when:
            yield from ("", plain(case))
        if block.reading:
            yield from ("", f"> {plain(block.reading)}")
        yield ""
        for item in block.items:
            yield from self.item(item)

    def item(self, item: Item) -> Iterator[str]:
        yield f"- [ ] **{plain(item.label)}**"
        yield from _reading(item.reading, "  ")
        yield from (f"  - {plain(fact)}" for fact in item.facts)
        for line in item.lines:
            yield from self.line(line, "  ", "- ")

    def line(self, line: Line, indent: str, mark: str) -> Iterator[str]:
        text = self.page.marked(line.text, line.marks)
        clause = self.page.marked("", (), line.cite, line.basis)
        yield f"{indent}{mark}{plain(text)}" + (f" — {plain(clause)}" if clause else "")
        inner = indent + " " * (len(mark) if line.number is not None else 2)
        yield from (f"{inner}- {plain(note)}" for note in line.notes)
        yield from _reading(line.reading, inner)


def _reading(reading: str, indent: str) -> Iterator[str]:
    if reading:
        yield f"{indent}- *{plain(reading)}*"


def _mark(line: Line) -> str:
    if line.number is not None:
        return f"{line.number}. "
    return "- [ ] " if line.ticked else "- "
