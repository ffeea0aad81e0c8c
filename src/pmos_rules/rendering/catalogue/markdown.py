"""Turns a catalogue into Markdown with an anchor for each entry, in one language."""

from collections.abc import Iterable, Iterator

from pmos_rules.findings import Severity, Text
from pmos_rules.rendering.catalogue import words
from pmos_rules.rendering.catalogue.model import Catalogue, Edit
from pmos_rules.rendering.catalogue.page import Block, Card, Link, Part, Row, Shown, Table, page_of
from pmos_rules.rendering.markdown import plain
from pmos_rules.rendering.phrases import Language


def catalogue_markdown(catalogue: Catalogue, *, language: Language = "zh") -> str:
    """The catalogue as Markdown that ends in a line break."""
    return "\n".join(_Markdown(catalogue, language).lines()) + "\n"


class _Markdown:
    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.page = page_of(catalogue)
        self.zh = language == "zh"
        self.colon, self.comma = ("：", "、") if self.zh else (": ", ", ")

    def of(self, text: Text) -> str:
        return plain(text.zh if self.zh else text.en)

    def lines(self) -> Iterator[str]:
        page = self.page
        yield f"# {self.of(page.title)}"
        yield from ("", self.of(page.facts), "")
        yield from (f"- [{self.of(part.title)}](#{part.anchor}) {part.size}" for part in page.parts)
        for part in page.parts:
            yield from self.part(part)

    def part(self, part: Part) -> Iterator[str]:
        yield from ("", f'<a id="{part.anchor}"></a>', "", f"## {self.of(part.title)}")
        for group in part.groups:
            for card in group.cards:
                yield from self.card(card)

    def card(self, card: Card) -> Iterator[str]:
        yield from ("", f'<a id="{_attribute(card.anchor)}"></a>', "", f"### {self.of(card.title)}", "")
        weights = [self.of(words.SEVERITIES[Severity(severity)]) for severity in card.severities]
        inherited = [f"{self.of(words.INHERITED)} {plain(card.pack)}"] if card.pack not in ("", self.page.pack) else []
        yield " · ".join([f"`{card.code}`", *weights, *map(self.of, card.marks), *inherited])
        for block in card.blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        if block.heading is not None:
            yield from ("", f"**{self.of(block.heading)}**")
        if block.rows or block.examples:
            yield ""
        for row in block.rows:
            yield from self.row(row)
        if block.examples:
            yield f"- {self.of(words.EXAMPLES)}{self.colon}".rstrip()
            yield from map(self.example, block.examples)
            yield from (f"  - {self.of(more)}" for more in (block.more,) if more is not None)
        for table in block.tables:
            yield from self.table(table)

    def row(self, row: Row) -> Iterator[str]:
        name = f"- {self.of(row.name)}{self.colon}"
        said = [*map(self.of, row.lines), *([self.comma.join(map(self.link, row.links))] if row.links else [])]
        if len(said) == 1:
            yield f"{name}{said[0]}"
        else:
            yield name.rstrip()
            yield from (f"  - {line}" for line in said)

    def link(self, link: Link) -> str:
        shown = f"`{link.text}`"
        return shown if link.anchor is None else f"[{shown}](#{link.anchor})"

    def example(self, example: Shown) -> str:
        said = [self.edit(edit) for edit in example.edits] or [self.of(words.AS_IT_STANDS)]
        said += [self.of(words.AND_MORE)] if example.is_cut else []
        named = f"{plain(example.name)}{self.colon}" if example.name else ""
        verdict = f"  - **{self.of(example.verdict)}** `{example.base}`{self.colon}"
        return verdict + named + ("；" if self.zh else "; ").join(said)

    def edit(self, edit: Edit) -> str:
        before, after = self.value(edit.before, words.NOT_GIVEN), self.value(edit.after, words.LEFT_OUT)
        return f"{self.of(edit.label)} {before} → {after}"

    def value(self, value: Text | None, nothing: Text) -> str:
        """A value as it was typed; what is no value in words."""
        if value is None or value.zh != value.en or "`" in value.zh:
            return self.of(value or nothing)
        return f"`{value.zh}`"

    def table(self, table: Table) -> Iterator[str]:
        yield ""
        yield _cells(map(self.of, table.heads))
        yield _cells("---" for _ in table.heads)
        yield from (_cells(map(self.of, row)) for row in table.rows)


def _cells(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
