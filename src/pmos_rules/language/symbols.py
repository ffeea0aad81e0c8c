"""The files of a pack and of the packs that it extends → the names that its rules may use."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pmos_rules.findings import Citation, Text
from pmos_rules.language.decoding import child, decode, key_node
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.reader import read_yaml
from pmos_rules.language.ruleset import Code, CodelistTable, DatedValue, Interval, ParameterTable
from pmos_rules.language.scalars import read_parameter
from pmos_rules.language.syntax import CiteAt, CodeSyntax, Effective, PackFile, ParameterSyntax, RuleFile
from pmos_rules.source import Diagnostic, SourceText, Span, suggest


@dataclass(frozen=True, slots=True)
class PackText:
    """A pack as text: its manifest and its rule files, in a fixed order."""

    name: str
    manifest: SourceText
    files: tuple[SourceText, ...]


@dataclass(frozen=True, slots=True)
class FileUnit:
    """One rule file, its shape checked, with the nodes that it was read from."""

    pack: "PackUnit"
    syntax: RuleFile
    node: Node


@dataclass(slots=True)
class PackUnit:
    """One pack, its shape checked."""

    manifest: PackFile
    node: Node
    files: list[FileUnit] = field(default_factory=list)


@dataclass(slots=True)
class Term:
    """A named predicate, list of paths or selector of fields, as written."""

    node: Node
    file: FileUnit
    span: Span
    used: bool = False


@dataclass(slots=True)
class Symbols:
    """Every name that a rule may use, and the packs that they come from."""

    packs: list[PackUnit]
    parameters: dict[str, ParameterTable] = field(default_factory=dict)
    codelists: dict[str, CodelistTable] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    instruments: dict[str, Text] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def files(self) -> Iterator[FileUnit]:
        """Every file, base packs first."""
        for pack in self.packs:
            yield from pack.files

    def cite(self, section: str, instrument: str | None, span: Span) -> Citation | None:
        """A citation, or a diagnostic where no instrument is named or known."""
        if instrument is None:
            self.report(
                "no-instrument",
                "this cites a section of no instrument",
                span,
                "add `instrument:` to the file",
            )
            return None
        if instrument not in self.instruments:
            self.report_unknown("instrument", instrument, self.instruments, span)
            return None
        return Citation(instrument, section, self.instruments[instrument])

    def report(self, code: str, message: str, span: Span, help: str | None = None) -> None:
        """Note a fault once."""
        diagnostic = Diagnostic(code, message, span, help)
        if diagnostic not in self.diagnostics:
            self.diagnostics.append(diagnostic)

    def report_unknown(self, what: str, name: str, known: Iterable[str], span: Span) -> None:
        """Note a name that nobody defined, with the nearest one that somebody did."""
        near = suggest(name, list(known))
        hint = f"did you mean `{near}`?" if near else None
        self.report(f"unknown-{what.replace(' ', '-')}", f"there is no {what} `{name}`", span, hint)


def read_packs(texts: tuple[PackText, ...]) -> Symbols:
    """Read packs, base packs first; faults are kept in ``diagnostics``."""
    symbols = Symbols([])
    for text in texts:
        pack = _read_pack(text, symbols.diagnostics)
        if pack is not None:
            symbols.packs.append(pack)
    for pack in symbols.packs:
        for name, instrument in pack.manifest.instruments.items():
            symbols.instruments[name] = Text(instrument.title.zh, instrument.title.en)
    for file in symbols.files():
        _define(file, symbols)
    return symbols


def _read_pack(text: PackText, diagnostics: list[Diagnostic]) -> PackUnit | None:
    node, faults = read_yaml(text.manifest)
    diagnostics += faults
    manifest = decode(PackFile, node, diagnostics) if node is not None else None
    pack = PackUnit(manifest, node) if manifest is not None and node is not None else None
    for source in text.files:
        node, faults = read_yaml(source)
        diagnostics += faults
        syntax = decode(RuleFile, node, diagnostics) if node is not None else None
        if pack is not None and syntax is not None and node is not None:
            pack.files.append(FileUnit(pack, syntax, node))
    return pack


def _define(file: FileUnit, symbols: Symbols) -> None:
    for name, parameter in file.syntax.parameters.items():
        key, node = _entry(file, "parameters", name)
        if _new(name, symbols.parameters, key, symbols):
            symbols.parameters[name] = _parameter(name, parameter, node, key, file, symbols)
    for name in file.syntax.codelists:
        key, node = _entry(file, "codelists", name)
        if _new(name, symbols.codelists, key, symbols):
            symbols.codelists[name] = _codelist(name, node, key, symbols)
    for name in file.syntax.terms:
        key, node = _entry(file, "terms", name)
        if _new(name, symbols.terms, key, symbols):
            symbols.terms[name] = Term(node, file, key.span)


def _entry(file: FileUnit, section: str, name: str) -> tuple[ScalarNode, Node]:
    holder = child(file.node, section)
    key, node = key_node(holder, name), child(holder, name)
    assert key is not None and node is not None  # the shape was checked from these nodes
    return key, node


def _new(name: str, known: Mapping[str, object], key: ScalarNode, symbols: Symbols) -> bool:
    if name not in known:
        return True
    symbols.report(
        "duplicate-name", f"`{name}` is defined already", key.span, "give one of the two another name"
    )
    return False


def _parameter(
    name: str, syntax: ParameterSyntax, node: Node, key: ScalarNode, file: FileUnit, symbols: Symbols
) -> ParameterTable:
    values = []
    for day, row in sorted(syntax.values.items()):
        row_node = child(child(node, "values"), day)
        start = read_day(day, row_node.span if row_node else key.span, symbols)
        assert row_node is not None
        cite = symbols.cite(row.get("cite", ""), row.get("instrument", file.syntax.instrument), row_node.span)
        if "cite" not in row:
            symbols.report(
                "missing-key",
                "the key `cite` is missing here",
                row_node.span,
                "say which clause gives the value",
            )
        columns = _columns(syntax.type, row, row_node, symbols)
        if start is not None and cite is not None:
            values.append(DatedValue(start, columns, cite))
    title = Text(syntax.title.zh, syntax.title.en) if syntax.title else Text(name, name)
    return ParameterTable(name, title, syntax.type, syntax.unit, tuple(values), key.span)


def _columns(type_name: str, row: dict[str, str], node: Node, symbols: Symbols) -> dict[str | None, object]:
    columns: dict[str | None, object] = {}
    for column, text in row.items():
        if column in ("cite", "instrument"):
            continue
        value = read_parameter(text)
        if value is None:
            cell = child(node, column)
            symbols.report("bad-value", f"`{text}` is not a value of type `{type_name}`", (cell or node).span)
        columns[None if column == "value" else column] = value
    if not columns:
        symbols.report(
            "missing-key", "the key `value` is missing here", node.span, "add `value:` or a column of values"
        )
    return columns


def read_day(text: str, span: Span, symbols: Symbols) -> date | None:
    """A day of the calendar, or a diagnostic."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        symbols.report("bad-date", f"`{text}` is not a day of the calendar", span)
        return None


def interval(effective: Effective | None, node: Node | None, symbols: Symbols) -> Interval:
    """The interval that `effective:` says; without it, always."""
    if effective is None or node is None:
        return Interval()
    days = [
        read_day(text, node.span, symbols) if text else None for text in (effective.start, effective.until)
    ]
    if days[0] is not None and days[1] is not None and days[1] <= days[0]:
        symbols.report("empty-interval", f"`until` {days[1]} is not after `from` {days[0]}", node.span)
    return Interval(*days)


def _codelist(name: str, node: Node, key: ScalarNode, symbols: Symbols) -> CodelistTable:
    if isinstance(node, SequenceNode):
        entries = {item.text: Code() for item in node.items if isinstance(item, ScalarNode)}
        return CodelistTable(name, entries, (), key.span)
    entries = {}
    bound: tuple[str, ...] = ()
    for code, value in node.entries if isinstance(node, MappingNode) else ():
        if code.text == "of":
            bound = _texts(value)
            continue
        syntax = decode(CodeSyntax, value, symbols.diagnostics)
        if syntax is not None:
            entries[code.text] = Code(tuple(syntax.also), tuple(syntax.named), tuple(syntax.accepts))
    _unambiguous(entries, key.span, symbols)
    return CodelistTable(name, entries, bound, key.span)


def _unambiguous(entries: dict[str, Code], span: Span, symbols: Symbols) -> None:
    seen: dict[str, str] = {}
    for value, code in entries.items():
        for name in (value, *code.also):
            if seen.setdefault(name, value) != value:
                symbols.report(
                    "ambiguous-code", f"`{name}` stands for both `{seen[name]}` and `{value}`", span
                )


def _texts(node: Node) -> tuple[str, ...]:
    if isinstance(node, SequenceNode):
        return tuple(item.text for item in node.items if isinstance(item, ScalarNode))
    return (node.text,) if isinstance(node, ScalarNode) else ()


def section_of(cite: object, kind: str | None) -> tuple[str | None, str | None]:
    """The section that a `cite` names for a kind, and the instrument where it names one."""
    if isinstance(cite, CiteAt):
        return cite.section, cite.instrument
    if isinstance(cite, dict):
        if set(cite) == {"instrument", "section"}:
            return cite["section"], cite["instrument"]
        return cite.get(kind or "", next(iter(cite.values()), None)), None
    return (cite, None) if isinstance(cite, str) else (None, None)
