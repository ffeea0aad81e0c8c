"""Packs as text → the rules of one market, checked for every kind of applicant that it covers."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from pmos_rules.findings import Text
from pmos_rules.language.changes import in_force, with_changes
from pmos_rules.language.citing import cite_of
from pmos_rules.language.decoding import child, items_of, words
from pmos_rules.language.definitions import read_packs
from pmos_rules.language.families import Room, entries
from pmos_rules.language.faults import Enough, Fault, Faults
from pmos_rules.language.kinds import Arms, KindRules, may_require
from pmos_rules.language.market import Market, read_market
from pmos_rules.language.nodes import Node
from pmos_rules.language.processes import check_needs, define_processes, with_rules
from pmos_rules.language.references import check_references
from pmos_rules.language.ruleset import Guidance, MarketRules, Rule
from pmos_rules.language.schema import SectionSchema
from pmos_rules.language.symbols import FileUnit, PackText
from pmos_rules.language.syntax import GuidanceSyntax, as_list
from pmos_rules.language.texts import text_of
from pmos_rules.source import Diagnostic, RulesetError


def load_market(texts: tuple[PackText, ...], market: str | None, schema: SectionSchema) -> MarketRules:
    """Check packs, base packs first, for one market; raises RulesetError with every diagnostic.

    ``market`` None checks a pack that answers for no market of its own.
    """
    rules, diagnostics = check_market(texts, market, schema)
    if rules is None or any(diagnostic.level == "error" for diagnostic in diagnostics):
        raise RulesetError(diagnostics)
    return rules


def check_market(
    texts: tuple[PackText, ...], market: str | None, schema: SectionSchema
) -> tuple[MarketRules | None, list[Diagnostic]]:
    """The rules of a market, and everything that is wrong with them by file and place."""
    faults = Faults()
    try:
        symbols = read_packs(texts, faults)
        rules = _load(read_market(symbols, market, schema), _digest(texts)) if symbols is not None else None
    except Enough:
        rules = None
    return rules, faults.in_order()


def _digest(texts: tuple[PackText, ...]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        for source in (text.manifest, *text.files):
            digest.update(source.text.encode())
    return digest.hexdigest()[:16]


def _load(market: Market, digest: str) -> MarketRules:
    symbols, own = market.symbols, market.own
    room = Room()
    written = [entry for file in symbols.files() for entry in entries(file, symbols.faults, room)]
    left_out = [node for file in symbols.files() for node in file.left_out]
    is_sure = not any(may_require(words(node)) for node in left_out)
    define_processes(symbols, market.root)
    written = with_changes(written, market)
    shared: Arms = {}
    rules: dict[str | None, tuple[Rule, ...]] = {}
    disabled: dict[str, Rule] = {}
    for kind in (*market.kinds, None):
        about = [e for e in written if market.applies(kind, e.file.syntax.applies_to, e.syntax.applies_to)]
        checked = KindRules(market, kind, shared, is_sure).check(about)
        disabled |= {rule.id: rule for rule in checked if rule.is_disabled}
        rules[kind] = tuple(rule for rule in checked if not rule.is_disabled)
    guidance = tuple(_guidance(market))
    check_references(market, written)
    check_needs(symbols, {entry.id for entry in written})
    answered = own.manifest.markets.get(market.name or "")
    title = answered.title if answered else own.manifest.title
    return MarketRules(
        market=market.name or own.name,
        title=Text(title.zh, title.en),
        version=own.manifest.version,
        digest=digest,
        effective=in_force(None, own.node, own, symbols.faults),
        kinds=market.kinds,
        rules=rules,
        parameters=symbols.parameters,
        codelists=symbols.codelists,
        labels={kind: market.labels(kind) for kind in (*market.kinds, None)},
        guidance=guidance,
        packs=tuple(pack.name for pack in symbols.packs),
        processes={name: with_rules(told, _every(rules)) for name, told in symbols.processes.items()},
        disabled=disabled,
    )


def _every(rules: Mapping[str | None, tuple[Rule, ...]]) -> Iterable[Rule]:
    """Every rule once."""
    return {rule.id: rule for of_kind in rules.values() for rule in of_kind}.values()


def _guidance(market: Market) -> Iterator[Guidance]:
    """What no program can decide, of this market."""
    for file in market.symbols.files():
        for syntax, node in zip(file.syntax.guidance, items_of(child(file.node, "guidance")), strict=True):
            if _is_about(market, file, syntax):
                try:
                    yield _entry(syntax, node, file, market)
                except Fault:
                    continue


def _is_about(market: Market, file: FileUnit, syntax: GuidanceSyntax) -> bool:
    return any(market.applies(kind, file.syntax.applies_to, syntax.applies_to) for kind in market.kinds)


def _entry(syntax: GuidanceSyntax, node: Node, file: FileUnit, market: Market) -> Guidance:
    narrowing = [
        frozenset(as_list(applies.kind))
        for applies in (file.syntax.applies_to, syntax.applies_to)
        if applies is not None and applies.kind
    ]
    return Guidance(
        id=syntax.id,
        title=Text(syntax.title.zh, syntax.title.en),
        cite=cite_of(syntax.cite, None, node, file, market.symbols),
        topic=syntax.topic,
        basis=syntax.basis or "stated",
        reading=text_of(syntax.reading),
        kinds=frozenset.intersection(*narrowing) if narrowing else None,
        pack=file.pack.name,
    )
