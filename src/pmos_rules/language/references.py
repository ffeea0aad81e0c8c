"""Every rule and guidance entry as written → what is wrong with their ids, and with the names in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pmos_rules.formats.vocabulary import MARKETS
from pmos_rules.language.changes import when_in_force
from pmos_rules.language.decoding import child, entries_of, items_of, scalars, start_of, words
from pmos_rules.language.families import Entry
from pmos_rules.language.market import Market
from pmos_rules.language.nodes import Node, ScalarNode
from pmos_rules.language.ruleset import Interval
from pmos_rules.language.symbols import FileUnit, PackUnit
from pmos_rules.language.syntax import AppliesTo, as_list
from pmos_rules.source import Note, Span, suggest

_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Written:
    """An id and where it stands."""

    id: str
    span: Span
    kinds: frozenset[str]
    effective: Interval


def check_references(market: Market, entries: Sequence[Entry]) -> None:
    """Everything about ids and names that no rule shows by itself."""
    _check_namespaces(market)
    _check_twice(market, entries)
    _check_markets(market)
    _check_rules_named(market, entries)
    _check_cycles(market, entries)
    if not market.symbols.faults.has_errors and market.own.manifest.markets:
        _warn_of_unused(market)
        if market.name is not None:  # what others build on may be about kinds that only they cover
            _warn_of_never(market, entries)


# -- ids -----------------------------------------------------------------------------------------------


def _check_namespaces(market: Market) -> None:
    """Every id begins with the name of its pack."""
    for file in market.symbols.files():
        name = file.pack.name
        for written in _named(file):
            if written.text.split(".")[0] != name:
                message = f"`{written.text}` does not begin with `{name}`, the name of its pack"
                rest = written.text.partition(".")[2]
                hint = f"did you mean `{name}.{rest}`?" if rest else f"did you mean `{name}`?"
                market.symbols.faults.report("wrong-namespace", message, written.span, hint)


def _named(file: FileUnit) -> Iterator[ScalarNode]:
    """What gives ids: of the file, of each rule or family, of each guidance entry."""
    yield from scalars(child(file.node, "ruleset"))
    for key in ("rules", "guidance"):
        for item in _items(file, key):
            yield from scalars(child(item, "id"))
            yield from scalars(child(item, "family"))


def _items(file: FileUnit, key: str) -> tuple[Node, ...]:
    return items_of(child(file.node, key))


def _check_twice(market: Market, entries: Sequence[Entry]) -> None:
    """No two rules or guidance entries of one kind have the same id; of a rule, on one day."""
    seen: dict[str, list[Written]] = {}
    for written in (*_of_rules(market, entries), *_of_guidance(market)):
        for other in seen.setdefault(written.id, []):
            at_once = not other.effective.within(written.effective).is_empty
            if other.kinds & written.kinds and other.span != written.span and at_once:
                message = f"the id `{written.id}` is given twice"
                notes = (Note("it was first given here", other.span),)
                hint = "give one of the two another id, or let one end where the other begins (`effective`)"
                market.symbols.faults.report("duplicate-id", message, written.span, hint, notes=notes)
                break
        seen[written.id].append(written)


def _of_rules(market: Market, entries: Sequence[Entry]) -> Iterator[Written]:
    for entry in entries:
        kinds = _kinds(market, entry.file, entry.syntax.applies_to)
        yield Written(entry.id, entry.span, kinds, when_in_force(entry, market.symbols.faults))


def _of_guidance(market: Market) -> Iterator[Written]:
    for file in market.symbols.files():
        for syntax, node in zip(file.syntax.guidance, _items(file, "guidance"), strict=True):
            for written in scalars(child(node, "id")):
                yield Written(syntax.id, written.span, _kinds(market, file, syntax.applies_to), Interval())


def _kinds(market: Market, file: FileUnit, applies_to: AppliesTo | None) -> frozenset[str]:
    """The kinds of the market that something is about."""
    return frozenset(kind for kind in market.kinds if market.applies(kind, file.syntax.applies_to, applies_to))


# -- markets and rules that others name ------------------------------------------------------------------


def _check_markets(market: Market) -> None:
    """A pack may speak of a province's market, and of those that it or a pack below it answers for."""
    for file in market.symbols.files():
        known = [name for pack in market.symbols.packs if pack.name in file.pack.sees for name in pack.manifest.markets]
        known += [name for name in MARKETS.values() if name not in known]
        for holder in (file.node, *_items(file, "rules"), *_items(file, "guidance")):
            for name in scalars(child(child(holder, "applies_to"), "market")):
                if name.text not in known:
                    hint = f"add it to `markets` in the manifest of `{file.pack.name}`"
                    market.symbols.faults.unknown("market", name.text, known, name.span, hint)


def _check_rules_named(market: Market, entries: Sequence[Entry]) -> None:
    """`depends_on` and `breaks_with` name rules of this pack or of one below it."""
    owners = {entry.id: entry.file.pack.name for entry in entries}
    for entry in entries:
        sees = entry.file.pack.sees
        for named in (*scalars(child(entry.node, "depends_on")), *scalars(child(entry.node, "breaks_with"))):
            if owners.get(named.text) not in sees and not _is_broken(named.text, market):
                # Beyond the pack's name, which all of them share, it must be near.
                ends = {name.partition(".")[2]: name for name, pack in owners.items() if pack in sees}
                near = suggest(named.text.partition(".")[2], ends)
                market.symbols.faults.unknown("rule", named.text, [ends[near]] if near else [], named.span)


def _is_broken(name: str, market: Market) -> bool:
    """Whether a rule of that id, or the family that it would be in, has not the right shape."""
    parts = name.split(".")
    return any(".".join(parts[:end]) in market.symbols.faults.broken for end in range(1, len(parts) + 1))


def _check_cycles(market: Market, entries: Sequence[Entry]) -> None:
    waits_for = {entry.id: scalars(child(entry.node, "depends_on")) for entry in entries}
    done: set[str] = set()
    for name in waits_for:
        # Without recursion: a chain may be as long as there are rules.
        above = {name: iter(waits_for[name])} if name not in done else {}
        while above:
            last = next(reversed(above))
            other = next(above[last], None)
            if other is None:
                del above[last]
                done.add(last)
            elif other.text in above:
                chain = (*above, other.text)
                shown = " → ".join(chain[chain.index(other.text) :])
                message = f"these rules wait for one another: {shown}"
                market.symbols.faults.report("cyclic-dependency", message, other.span)
            elif other.text not in done:
                above[other.text] = iter(waits_for.get(other.text, ()))


# -- warnings ------------------------------------------------------------------------------------------


def _warn_of_unused(market: Market) -> None:
    """Names of the pack that nothing in it uses. A pack without markets may define them for others."""
    used = set(_words_of(market.own))
    for what, names in (("term", market.symbols.terms), ("parameter", market.symbols.parameters)):
        for name, named in names.items():
            if named.pack == market.own.name and name not in used and named.span is not None:
                message = f"the {what} `{name}` is used nowhere"
                market.symbols.faults.report(f"unused-{what}", message, named.span, "remove it", level="warning")


def _words_of(pack: PackUnit) -> Iterator[str]:
    """Every word that may name something; of a definition, what stands in it and not its own name."""
    for file in pack.files:
        terms = [value for _, value in entries_of(child(file.node, "terms"))]
        nodes = [*_items(file, "rules"), *_items(file, "changes"), *terms]
        for node in nodes:
            for word in words(node):
                yield word
                yield from _PARAMETER.findall(word)


def _warn_of_never(market: Market, entries: Sequence[Entry]) -> None:
    """Rules of the pack for kinds that none of its markets covers."""
    covered = {kind for answered in market.own.manifest.markets.values() for kind in answered.kinds}
    for entry in entries:
        if entry.file.pack is not market.own:
            continue
        for holder, applies in (
            (entry.node, entry.syntax.applies_to),
            (entry.file.node, entry.file.syntax.applies_to),
        ):
            kinds = as_list(applies.kind) if applies is not None else []
            if kinds and covered.isdisjoint(kinds):
                where = child(child(holder, "applies_to"), "kind")
                assert where is not None
                message = f"no market of the pack covers {' or '.join(f'`{kind}`' for kind in kinds)}"
                hint = "add the kind to `kinds` in the manifest"
                market.symbols.faults.report("never-applies", message, start_of(where), hint, level="warning")
