"""Two rulesets, each on a day → what differs between them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from pmos_rules.language.ruleset import Guidance, MarketRules
from pmos_rules.language.schema import SectionSchema
from pmos_rules.rendering.difference.codes import compare_codelists
from pmos_rules.rendering.difference.law import Law, told
from pmos_rules.rendering.difference.model import (
    Advice,
    Appears,
    Changed,
    Ground,
    GuidanceChanged,
    ParameterChanged,
    RulesetDifference,
    Vanishes,
)
from pmos_rules.rendering.difference.rules import compare_rule

_Entry = TypeVar("_Entry", bound=Appears | Vanishes | Changed | GuidanceChanged)


def compare(
    before: tuple[MarketRules, str, date],
    after: tuple[MarketRules, str, date],
    schema: SectionSchema,
    kinds: tuple[str, ...] | None = None,
) -> RulesetDifference:
    """What differs between two sides, each a market's rules, the name of its pack, and a day.

    Rules are compared by id and kind. Between packs of which neither builds on the other, the id counts without
    the name of the pack that it begins with: `hubei.file.max_size` is compared with `chongqing.file.max_size`.
    """
    laws = _sides(before, after, schema)
    asked = kinds or tuple(dict.fromkeys((*laws[0].market.kinds, *laws[1].market.kinds)))
    found = [entry for kind in asked if _is_compared(kind, laws) for entry in _rules(laws, kind)]
    rules = [entry for entry in found if not isinstance(entry, str)]
    moved = {laws[0 if isinstance(e, Vanishes) else 1].key(_id_of(e)) for e in rules}
    return RulesetDifference(
        before=laws[0].side,
        after=laws[1].side,
        kinds=asked,
        appears=_merged(entry for entry in rules if isinstance(entry, Appears)),
        vanishes=_merged(entry for entry in rules if isinstance(entry, Vanishes)),
        changed=_merged(entry for entry in rules if isinstance(entry, Changed)),
        parameters=tuple(_parameters(*laws)),
        codelists=tuple(compare_codelists(*laws)),
        guidance=_merged(
            entry for kind in asked if _is_compared(kind, laws) for entry in _guidance(laws, kind)
        ),
        unchanged=len({entry for entry in found if isinstance(entry, str)} - moved),
    )


def _sides(
    before: tuple[MarketRules, str, date], after: tuple[MarketRules, str, date], schema: SectionSchema
) -> tuple[Law, Law]:
    (market, pack, day), (other, other_pack, other_day) = before, after
    is_apart = pack not in other.packs and other_pack not in market.packs
    return (
        Law(market, schema, pack, day, f"{pack}." if is_apart else None),
        Law(other, schema, other_pack, other_day, f"{other_pack}." if is_apart else None),
    )


def _is_compared(kind: str, laws: tuple[Law, Law]) -> bool:
    """A kind that only one of two markets covers is no difference between rules: it is told once, as such."""
    before, after = (law.market for law in laws)
    return before.market == after.market or (kind in before.kinds and kind in after.kinds)


def _rules(laws: tuple[Law, Law], kind: str) -> Iterator[Appears | Vanishes | Changed | str]:
    """What differs for one kind; of a rule that does not, what it is known by."""
    before, after = (law.rules(kind) for law in laws)
    for key, rule in before.items():
        if key not in after:
            yield Vanishes(told(rule), (kind,), laws[1].absence(key, kind))
    for key, rule in after.items():
        if key not in before:
            yield Appears(told(rule), (kind,), laws[0].absence(key, kind), rule.replaces)
        else:
            yield compare_rule(before[key], rule, laws, kind) or key


def _id_of(entry: Appears | Vanishes | Changed) -> str:
    return entry.id if isinstance(entry, Changed) else entry.rule.id


def _merged(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    """What is the same for several kinds once, with all of them."""
    kinds: dict[_Entry, tuple[str, ...]] = {}
    for entry in entries:
        alike = replace(entry, kinds=())
        kinds[alike] = (*kinds.get(alike, ()), *entry.kinds)
    return tuple(replace(alike, kinds=of) for alike, of in kinds.items())


def _parameters(before: Law, after: Law) -> Iterator[ParameterChanged]:
    """Every parameter whose value is another."""
    for name in dict.fromkeys((*before.parameters, *after.parameters)):
        old, new = before.parameters.get(name), after.parameters.get(name)
        if old is not None and new is not None and old.columns == new.columns:
            continue
        tables = [law.market.parameters[name] for law in (after, before) if name in law.market.parameters]
        histories = [table.history for table in tables]
        changes = [c for c in dict.fromkeys(c for h in histories for c in h) if not all(c in h for h in histories)]
        if old != new and len(tables) == 2 and histories[0] == histories[1]:
            # One and the same pack on two days: what it changed is why the value is another from a day on.
            changes = [c for c in histories[0] if new is not None and new.cite == c.cite]
        yield ParameterChanged(name, tables[0].title, old, new, tuple(changes))


def _guidance(laws: tuple[Law, Law], kind: str) -> Iterator[GuidanceChanged]:
    before, after = (law.guidance(kind) for law in laws)
    for key in dict.fromkeys((*before, *after)):
        old, new = _advice(before.get(key)), _advice(after.get(key))
        if _without_id(old) != _without_id(new):
            yield GuidanceChanged(old, new, (kind,))


def _advice(guidance: Guidance | None) -> Advice | None:
    if guidance is None:
        return None
    return Advice(guidance.id, guidance.title, Ground(guidance.cite, guidance.basis), guidance.reading)


def _without_id(advice: Advice | None) -> Advice | None:
    return replace(advice, id="") if advice is not None else None
