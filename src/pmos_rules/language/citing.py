"""A ``cite`` as written → the citation for a kind of applicant."""

from collections.abc import Mapping

from pmos_rules.findings import Citation
from pmos_rules.language.decoding import child, key_node, span_at, start_of
from pmos_rules.language.faults import Fault
from pmos_rules.language.nodes import Node
from pmos_rules.language.symbols import FileUnit, Symbols
from pmos_rules.language.syntax import Cite, CiteAt, Kind


def cite_of(written: Cite | None, kind: str | None, node: Node, file: FileUnit, symbols: Symbols) -> Citation:
    """The clause that a rule or guidance cites; raises Fault where there is none."""
    if written is None:
        hint = "add `cite:` with the clause that it rests on"
        symbols.faults.report("no-citation", "this cites no clause", start_of(node), hint)
        raise Fault
    if isinstance(written, CiteAt):
        where = span_at(child(node, "cite") or node, "instrument")
        return symbols.cite(written.section, written.instrument, file.pack, where)
    return symbols.cite(_section(written, kind, node, symbols), instrument_of(file, symbols), file.pack, start_of(node))


def _section(written: str | Mapping[Kind, str], kind: str | None, node: Node, symbols: Symbols) -> str:
    if isinstance(written, str):
        return written
    if kind is None:
        return next(iter(written.values()))
    section = next((section for name, section in written.items() if name == kind), None)
    if section is None:
        message = f"this cites no clause for `{kind}`"
        symbols.faults.report("no-citation", message, span_at(node, "cite"), f"add `{kind}:`, or narrow `applies_to`")
        raise Fault
    return section


def instrument_of(file: FileUnit, symbols: Symbols) -> str:
    """The instrument of the file, missed once for all that cites it."""
    if file.syntax.instrument is not None:
        return file.syntax.instrument
    where = key_node(file.node, "ruleset")
    assert where is not None
    hint = "add `instrument:` with the document that the sections are in"
    symbols.faults.report("no-instrument", "this file cites sections of no instrument", where.span, hint)
    raise Fault
