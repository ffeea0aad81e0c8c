"""Packs, checked in shape → the names that rules may use: parameters, code lists, terms, instruments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from pmos_rules.findings import Citation, Text
from pmos_rules.language.faults import Fault, Faults
from pmos_rules.language.ir import Told
from pmos_rules.language.nodes import Node
from pmos_rules.language.ruleset import CodelistTable, ParameterTable
from pmos_rules.language.syntax import PackFile, RuleFile
from pmos_rules.source import SourceText, Span


@dataclass(frozen=True, slots=True)
class PackText:
    """A pack as text: its manifest and its rule files, in order; ``others`` are the packs that there are."""

    name: str
    manifest: SourceText
    files: tuple[SourceText, ...]
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class PackUnit:
    """One pack, its shape checked; ``sees`` are the packs whose names it may use, its own among them."""

    manifest: PackFile
    node: Node
    sees: frozenset[str] = frozenset()
    files: list["FileUnit"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.manifest.pack


@dataclass(frozen=True, slots=True)
class FileUnit:
    """One rule file with the nodes that it was read from; ``left_out`` is what has not the right shape."""

    pack: PackUnit
    syntax: RuleFile
    node: Node
    left_out: tuple[Node, ...] = ()


class Named(Protocol):
    """Something that a pack gives a name to."""

    @property
    def pack(self) -> str:
        """The pack that does so."""

    @property
    def span(self) -> Span | None:
        """Where it does so."""


@dataclass(frozen=True, slots=True)
class Term:
    """A named predicate, list of paths or selector of fields, as written."""

    node: Node
    pack: str
    span: Span


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document that rules rest on."""

    title: Text
    pack: str
    span: Span


N = TypeVar("N", bound=Named)


@dataclass(slots=True)
class Symbols:
    """Every pack, base packs first, and every name that they define."""

    faults: Faults
    packs: list[PackUnit] = field(default_factory=list)
    parameters: dict[str, ParameterTable] = field(default_factory=dict)
    codelists: dict[str, CodelistTable] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    processes: dict[str, Told] = field(default_factory=dict)
    declared_processes: dict[str, Span] = field(default_factory=dict)

    def files(self) -> Iterator[FileUnit]:
        """Every file, base packs first."""
        for pack in self.packs:
            yield from pack.files

    def find(self, what: str, name: str, among: Mapping[str, N], pack: PackUnit, span: Span) -> N:
        """What a name means in a pack; a name of a pack that it does not extend means nothing there."""
        found = among.get(name)
        if found is not None and found.pack in pack.sees:
            return found
        hint = f"`{name}` is a name of `{found.pack}`, which `{pack.name}` does not extend" if found else None
        known = [other for other, thing in among.items() if thing.pack in pack.sees]
        self.faults.unknown(what, name, known, span, hint)
        raise Fault

    def cite(self, section: str, instrument: str, pack: PackUnit, span: Span) -> Citation:
        """A citation; an instrument that nobody knows raises Fault."""
        return Citation(instrument, section, self.find("instrument", instrument, self.instruments, pack, span).title)
