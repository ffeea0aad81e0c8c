"""Packs, a market and a schema → what every rule of the market is checked against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pmos_rules.language.decoding import child, entries_of, scalars
from pmos_rules.language.nodes import ScalarNode
from pmos_rules.language.paths import Base, Leaf, Scope, Steps, UnknownPath, every_leaf, resolve
from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.language.symbols import PackUnit, Symbols
from pmos_rules.language.syntax import KINDS, AppliesTo, as_list

ECHOES = ("extracted", "synced", "shared_local", "shared_snapshot", "reference")
"""Parts of a dossier that repeat what stands elsewhere, or that the applicant does not fill in."""


@dataclass(frozen=True, slots=True)
class Market:
    """The names, fields and labels that the rules of one market speak of; ``name`` None is any market.

    ``leaves`` are the values that an applicant fills in.
    """

    symbols: Symbols
    name: str | None
    schema: SectionSchema
    root: Scope
    leaves: tuple[Leaf, ...]
    _labels: dict[str | None, Mapping[str, str]] = field(default_factory=dict)

    @property
    def own(self) -> PackUnit:
        """The pack that answers for the market."""
        return self.symbols.packs[-1]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of applicant that are covered."""
        answered = self.own.manifest.markets.get(self.name or "")
        return tuple(answered.kinds) if answered else KINDS

    def applies(self, kind: str | None, *narrowing: AppliesTo | None) -> bool:
        """Whether something is about this market and a kind, by each of what narrows it."""
        return all(
            (not narrow.market or self.name is None or self.name in as_list(narrow.market))
            and (not narrow.kind or kind in as_list(narrow.kind))
            for narrow in narrowing
            if narrow is not None
        )

    def labels(self, kind: str | None) -> Mapping[str, str]:
        """What the form for a kind calls its fields, where that is not the usual label."""
        if kind not in self._labels:
            files = (f for f in self.symbols.files() if self.applies(kind, f.syntax.applies_to))
            self._labels[kind] = {path: label for file in files for path, label in file.syntax.labels.items()}
        return self._labels[kind]

    def label(self, path: str, kind: str | None) -> str:
        """What the form for a kind calls a field; what leads to no field is itself."""
        if path in self.labels(kind):
            return self.labels(kind)[path]
        section, label = self.schema, path
        for step in path.split("."):
            known = section.fields.get(step)
            if known is None:
                return path
            label, section = known.label, known.shape.section or section
        return label


def read_market(symbols: Symbols, name: str | None, schema: SectionSchema) -> Market:
    """Bind code lists to fields, and check what stands outside of rules."""
    codelists: dict[Steps, str] = {}
    root = Scope(Base("dossier", Shape("section", section=schema)), codelists=codelists)
    leaves = (leaf for leaf in every_leaf(root.dossier.shape) if not leaf.supplied and leaf.steps[0] not in ECHOES)
    market = Market(symbols, name, schema, root, tuple(leaves))
    for path, codelist in _bindings(symbols):
        steps = _steps(path, market)
        if steps is not None:
            codelists[steps] = codelist
    for path in _labelled(symbols):
        _steps(path, market)
    _check_materials(symbols)
    return market


def _bindings(symbols: Symbols) -> Iterator[tuple[ScalarNode, str]]:
    """The fields that code lists are bound to."""
    for file in symbols.files():
        for name, node in entries_of(child(file.node, "codelists")):
            for path in scalars(child(node, "of")):
                yield path, name.text


def _labelled(symbols: Symbols) -> Iterator[ScalarNode]:
    for file in symbols.files():
        for path, _ in entries_of(child(file.node, "labels")):
            yield path


def _steps(path: ScalarNode, market: Market) -> Steps | None:
    try:
        return resolve(path.text, market.root).steps
    except UnknownPath as error:
        market.symbols.faults.report(error.code, error.message, path.span, error.help)
        return None


def _check_materials(symbols: Symbols) -> None:
    """What a slot accepts must be a material."""
    materials = symbols.codelists.get("materials")
    for file in symbols.files():
        for _, slot in entries_of(child(child(file.node, "codelists"), "slots")):
            for material in scalars(child(slot, "accepts")):
                if materials is None or material.text not in materials.entries:
                    known = materials.entries if materials is not None else ()
                    symbols.faults.unknown("material", material.text, known, material.span)
