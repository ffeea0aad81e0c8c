"""Packs as text → packs checked in shape, and the names that they define."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from pmos_rules.findings import Text
from pmos_rules.language.citing import instrument_of
from pmos_rules.language.decoding import child, decode_most, entries_of, key_node, names_in, scalars, span_at, start_of
from pmos_rules.language.faults import Fault, Faults
from pmos_rules.language.lookalikes import look_of, meant_by, odd_letter, point_of
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode
from pmos_rules.language.reader import read_yaml
from pmos_rules.language.ruleset import Code, CodelistTable, DatedValue, Interval, ParameterTable
from pmos_rules.language.scalars import read_day, read_parameter, why_no_day
from pmos_rules.language.symbols import FileUnit, Instrument, Named, PackText, PackUnit, Symbols, Term
from pmos_rules.language.syntax import CodelistSyntax, Effective, PackFile, ParameterSyntax, RuleFile
from pmos_rules.language.texts import place_in, text_of
from pmos_rules.source import Diagnostic, Note, SourceText

_PARTS = ("labels", "parameters", "codelists", "terms", "rules", "changes", "guidance")


def read_packs(texts: tuple[PackText, ...], faults: Faults) -> Symbols | None:
    """Read packs, base packs first; None where so much is wrong that it is not known what they define."""
    packs = [_read_pack(text, faults) for text in texts]
    known = [pack for pack in packs if pack is not None]
    if len(known) < len(texts) or not _extends(known, texts[-1].others, faults):
        return None
    symbols = Symbols(faults, known)
    for pack in known:
        _define_instruments(pack, symbols)
    for file in symbols.files():
        _define(file, symbols)
    return symbols


def _read_pack(text: PackText, faults: Faults) -> PackUnit | None:
    manifest_node = _read(text.manifest, faults)
    problems: list[Diagnostic] = []
    manifest = None
    if manifest_node is not None:
        manifest, manifest_node, left_out = decode_most(PackFile, manifest_node, ("markets", "instruments"), problems)
        faults.broken |= {name.text for name in map(_name_of, left_out) if name is not None}
    faults.add(problems)
    files = [_read_file(source, faults) for source in text.files]
    if manifest is None or manifest_node is None or None in files:
        return None
    pack = PackUnit(manifest, manifest_node)
    pack.files = [FileUnit(pack, *file) for file in files if file is not None]
    return pack


def _read(source: SourceText, faults: Faults) -> Node | None:
    node, problems = read_yaml(source, visible=True)
    faults.add(problems)
    return node


def _read_file(source: SourceText, faults: Faults) -> tuple[RuleFile, Node, tuple[Node, ...]] | None:
    """A file as far as it has the right shape; the names of what is left out are not told to be unknown."""
    written = _read(source, faults)
    if written is None:
        return None
    problems: list[Diagnostic] = []
    syntax, node, left_out = decode_most(RuleFile, written, _PARTS, problems)
    faults.add(problems)
    faults.broken |= {name.text for name in map(_name_of, left_out) if name is not None}
    return None if syntax is None else (syntax, node, tuple(left_out))


def _name_of(node: Node) -> ScalarNode | None:
    """The name under which others would refer to what was left out."""
    named = node if isinstance(node, ScalarNode) else child(node, "id") or child(node, "family")
    return named if isinstance(named, ScalarNode) else None


def _extends(packs: Sequence[PackUnit], others: Sequence[str], faults: Faults) -> bool:
    """Whether every pack extends packs that come before it; notes which names a pack may use."""
    sees: dict[str, frozenset[str]] = {}
    names = {pack.name for pack in packs}
    whole = True
    for pack in packs:
        for base in names_in(child(pack.node, "extends")):
            if base.text not in sees:
                whole = False
                _report_base(base, pack.name, names, others, faults)
        _check_versions(pack, packs, faults)
        pack.sees = frozenset({pack.name}.union(*(sees.get(base, ()) for base in pack.manifest.extends)))
        sees[pack.name] = pack.sees
    return whole


def _check_versions(pack: PackUnit, packs: Sequence[PackUnit], faults: Faults) -> None:
    """Each pack extended must be of a version in the range that is written beside it."""
    versions = {base.name: base.manifest.version for base in packs}
    for base, wanted in entries_of(child(pack.node, "extends")):
        from pmos_rules.language.versions import check_version  # see there why only here

        assert isinstance(wanted, ScalarNode)  # the shape was checked from these nodes
        check_version(base, versions.get(base.text), wanted, faults)


def _report_base(base: ScalarNode, pack: str, names: set[str], others: Sequence[str], faults: Faults) -> None:
    if base.text == pack:
        faults.report("cyclic-packs", f"the pack `{pack}` extends itself", base.span, "remove it here")
    elif base.text in names:
        message = f"the packs `{pack}` and `{base.text}` extend one another"
        faults.report("cyclic-packs", message, base.span, "let only one of them extend the other")
    else:
        faults.unknown("pack", base.text, others, base.span, "install it, or put its folder beside this one")


# -- names ---------------------------------------------------------------------------------------------


def _define_instruments(pack: PackUnit, symbols: Symbols) -> None:
    holder = child(pack.node, "instruments")
    for name, instrument in pack.manifest.instruments.items():
        key, node = _entry(holder, name)
        if _is_new(name, symbols.instruments, key, symbols.faults):
            day_at(node, "from", symbols.faults)
            title = Text(instrument.title.zh, instrument.title.en)
            symbols.instruments[name] = Instrument(title, pack.name, key.span)


def _define(file: FileUnit, symbols: Symbols) -> None:
    faults, pack = symbols.faults, file.pack.name
    _check_instrument(file, symbols)
    for name, parameter in file.syntax.parameters.items():
        key, node = _entry(child(file.node, "parameters"), name)
        if _is_new(name, symbols.parameters, key, faults):
            _define_parameter(name, parameter, node, key, file, symbols)
    for name, codelist in file.syntax.codelists.items():
        key, node = _entry(child(file.node, "codelists"), name)
        if _is_new(name, symbols.codelists, key, faults):
            symbols.codelists[name] = _codelist(name, codelist, node, key, pack, faults)
    for name in file.syntax.terms:
        key, node = _entry(child(file.node, "terms"), name)
        if name in ("always", "never"):
            faults.report(
                "duplicate-name", f"`{name}` is a term that needs no definition", key.span, "give it another name"
            )
        elif _is_new(name, symbols.terms, key, faults):
            symbols.terms[name] = Term(node, pack, key.span)


def _entry(holder: Node | None, name: str) -> tuple[ScalarNode, Node]:
    key, node = key_node(holder, name), child(holder, name)
    assert key is not None and node is not None  # the syntax was read from these nodes
    return key, node


def _is_new(name: str, known: Mapping[str, Named], key: ScalarNode, faults: Faults) -> bool:
    if name not in known:
        return True
    first = known[name].span
    notes = (Note("it was first defined here", first),) if first is not None else ()
    faults.report(
        "duplicate-name",
        f"`{name}` is defined twice",
        key.span,
        "give one of the two another name",
        notes=notes,
    )
    return False


def _check_instrument(file: FileUnit, symbols: Symbols) -> None:
    """The file's own instrument, once for all that cites it."""
    named = child(file.node, "instrument")
    if isinstance(named, ScalarNode) and file.syntax.instrument is not None:
        try:
            symbols.find("instrument", named.text, symbols.instruments, file.pack, named.span)
        except Fault:
            symbols.faults.broken.add(named.text)


# -- parameters ------------------------------------------------------------------------------------------


def _define_parameter(
    name: str, syntax: ParameterSyntax, node: Node, key: ScalarNode, file: FileUnit, symbols: Symbols
) -> None:
    rows = child(node, "values")
    assert isinstance(rows, MappingNode)
    try:
        values = [dated_value(syntax, day, row, file, symbols) for day, row in rows.entries]
    except Fault:
        symbols.faults.broken.add(name)
        return
    dated = sorted(zip(values, rows.entries, strict=True), key=lambda pair: pair[0].start)
    for (earlier, _), (later, (_, row)) in pairwise(dated):
        for column in earlier.columns.keys() - later.columns.keys():
            message = f"`{name}` has no `{column or 'value'}` any more from {later.start} on"
            hint = "a value stays in force until the next one, so each day needs every column"
            symbols.faults.report("lost-column", message, start_of(row), hint)
    title = text_of(syntax.title) or Text(name, name)
    table = tuple(value for value, _ in dated)
    symbols.parameters[name] = ParameterTable(name, title, syntax.type, syntax.unit, table, key.span, file.pack.name)


def dated_value(syntax: ParameterSyntax, day: ScalarNode, row: Node, file: FileUnit, symbols: Symbols) -> DatedValue:
    """The value from a day on; a fault in it raises Fault, since the parameter cannot be used then."""
    written = syntax.values[day.text]
    start = read_day_at(day, symbols.faults)
    columns = _columns(syntax.type, row, symbols.faults)
    if "cite" not in written:
        hint = "add `cite:` with the clause that gives the value"
        symbols.faults.report("no-citation", "this value cites no clause", start_of(row), hint)
        raise Fault
    instrument = written.get("instrument") or instrument_of(file, symbols)
    cite = symbols.cite(written["cite"], instrument, file.pack, span_at(row, "instrument"))
    if start is None:
        raise Fault
    return DatedValue(start, columns, cite)


def _columns(type_name: str, row: Node, faults: Faults) -> dict[str | None, object]:
    assert isinstance(row, MappingNode)
    columns: dict[str | None, object] = {}
    for key, cell in row.entries:
        if key.text in ("cite", "instrument"):
            continue
        assert isinstance(cell, ScalarNode)
        value = read_parameter(cell.text, type_name)
        if value is None:
            message = f"`{cell.text}` is not a value of type `{type_name}`"
            faults.report("bad-value", message, cell.span, f"write {_EXAMPLES[type_name]}")
            raise Fault
        columns[None if key.text == "value" else key.text] = value
    if not columns:
        hint = "add `value:` or a column of values"
        faults.report("missing-key", "the key `value` is missing here", start_of(row), hint)
        raise Fault
    return columns


_EXAMPLES = {
    "count": "a number such as `10`",
    "bytes": "a size such as `10 MiB`",
    "days": "a number of days such as `30 days`",
    "money": "an amount such as `20000000`",
    "percent": "a percentage such as `50 %`",
}


# -- code lists --------------------------------------------------------------------------------------------


def _codelist(
    name: str, syntax: CodelistSyntax | list[str], node: Node, key: ScalarNode, pack: str, faults: Faults
) -> CodelistTable:
    if not isinstance(syntax, CodelistSyntax):
        return CodelistTable(name, {value: Code() for value in syntax}, (), key.span, pack)
    entries = {
        value: Code(
            tuple(code.also),
            tuple(code.named),
            tuple(code.accepts),
            interval(code.effective, child(node, value), faults),
        )
        for value, code in syntax.codes.items()
    }
    _check_ambiguity(node, faults)
    _check_looks([value for value in names_in(node) if value.text != "of"], faults)
    bound = tuple(scalar.text for scalar in scalars(child(node, "of")))
    return CodelistTable(name, entries, bound, key.span, pack)


def _check_ambiguity(node: Node, faults: Faults) -> None:
    """No writing may stand for two values."""
    seen: dict[str, ScalarNode] = {}
    for value, code in entries_of(node):
        if value.text == "of":
            continue
        for writing in (value, *scalars(child(code, "also"))):
            first = seen.setdefault(writing.text, value)
            if first.text != value.text:
                message = f"`{writing.text}` stands for both `{first.text}` and `{value.text}`"
                notes = (Note(f"`{first.text}` stands here", first.span),)
                faults.report("ambiguous-code", message, writing.span, notes=notes)


def _check_looks(values: Sequence[ScalarNode], faults: Faults) -> None:
    """No two values may look alike, nor may a value not be what it looks like."""
    seen: dict[str, ScalarNode] = {}
    for value in values:
        first = seen.setdefault(look_of(value.text), value)
        if first is not value:
            message = f"`{value.text}` looks like `{first.text}`, which is another value"
            notes = (Note(f"`{first.text}` stands here", first.span),)
            hint = "if they are one, write the other under `also:`"
            faults.report("confusable-code", message, value.span, hint, notes=notes, level="warning")
        else:
            _check_look(value, faults)


def _check_look(value: ScalarNode, faults: Faults) -> None:
    """A blank at either end; letters and digits that are full-width, or not the Latin ones that they look like."""
    odd = odd_letter(value.text)
    if value.text != value.text.strip():
        message = f"the value `{value.text}` begins or ends with a blank"
        faults.report("padded-code", message, value.span, f"write `{value.text.strip()}`", level="warning")
    elif odd is not None:
        message = f"`{odd}` in `{value.text}` is {point_of(odd)}"
        hint = f"did you mean `{meant_by(odd)}`?"
        faults.report("confusable-code", message, place_in(value, odd), hint, level="warning")


# -- days ------------------------------------------------------------------------------------------------


def read_day_at(node: ScalarNode, faults: Faults) -> date | None:
    """A day of the calendar, or a diagnostic."""
    day = read_day(node.text)
    if day is None:
        message, hint = why_no_day(node.text)
        faults.report("bad-date", message, node.span, hint)
    return day


def day_at(node: Node | None, key: str, faults: Faults) -> date | None:
    """The day that stands at a key, if any."""
    found = child(node, key)
    return read_day_at(found, faults) if isinstance(found, ScalarNode) and not found.is_null else None


def interval(effective: Effective | None, holder: Node | None, faults: Faults) -> Interval:
    """The interval that `effective:` in a mapping says; without it, always."""
    if effective is None:
        return Interval()
    node = child(holder, "effective")
    start, until = day_at(node, "from", faults), day_at(node, "until", faults)
    if start is not None and until is not None and until <= start:
        where = child(node, "until")
        assert where is not None
        message = f"`until` {until} is not after `from` {start}, so it is never in force"
        faults.report("empty-interval", message, where.span)
    return Interval(start, until)
