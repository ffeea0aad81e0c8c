"""The rules of a pack in each of its markets, and its cases → the pack's catalogue."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pmos_rules.evaluation.explanation import in_words, words_for
from pmos_rules.evaluation.intake import INPUT_RULES
from pmos_rules.findings import Citation, Text
from pmos_rules.language.ir import Codelist, Constant, Parameter, Path
from pmos_rules.language.ruleset import Arm, Change, Guidance, Interval, MarketRules, Rule
from pmos_rules.language.schema import SectionSchema
from pmos_rules.language.walking import nodes_of
from pmos_rules.rendering.catalogue.examples import Examples
from pmos_rules.rendering.catalogue.model import (
    Answered,
    Catalogue,
    Clause,
    CodelistEntry,
    ParameterEntry,
    RuleEntry,
    Sample,
    Version,
)

_Found = tuple[MarketRules, str | None, Rule]
"""A rule as one market has it for one kind."""


def compose(
    pack: str, title: str, markets: Sequence[MarketRules], schema: SectionSchema, samples: Iterable[Sample] = ()
) -> Catalogue:
    """All that a pack says, for the markets that it answers for; the pack's own entries stand first."""
    first = markets[-1]
    rules = _rules(markets, schema, Examples(markets, schema, samples))
    packs = (pack, *(name for name in reversed(first.packs) if name != pack))
    parameters = {name: table for market in markets for name, table in market.parameters.items()}
    codelists = {name: table for market in markets for name, table in market.codelists.items()}
    return Catalogue(
        pack=pack,
        title=_title(title, markets),
        version=first.version,
        digest=first.digest,
        effective=first.effective,
        packs=packs,
        markets=tuple(Answered(market.market, market.title, market.kinds) for market in markets),
        rules=tuple(sorted(rules, key=lambda rule: packs.index(rule.pack))),
        guidance=tuple(sorted(_guidance(markets), key=lambda guidance: packs.index(guidance.pack))),
        processes=tuple({name: told.process for m in markets for name, told in m.processes.items()}.values()),
        parameters=tuple(
            ParameterEntry(table, tuple(rule.id for rule in rules if _uses(rule, "parameters", table.name)))
            for table in sorted(parameters.values(), key=lambda table: packs.index(table.pack))
        ),
        codelists=tuple(
            CodelistEntry(
                table,
                tuple(_field(path, first, schema) for path in table.of),
                tuple(rule.id for rule in rules if _uses(rule, "codelists", table.name)),
            )
            for table in sorted(codelists.values(), key=lambda table: packs.index(table.pack))
        ),
        inputs=INPUT_RULES,
    )


def _title(title: str, markets: Sequence[MarketRules]) -> Text:
    """The title of the manifest, which is read in Chinese only; in English that of its markets."""
    return Text(title, ", ".join(dict.fromkeys(market.title.en for market in markets)))


def _uses(rule: RuleEntry, what: str, name: str) -> bool:
    return any(name in getattr(version, what) for version in rule.versions)


def _guidance(markets: Sequence[MarketRules]) -> Iterable[Guidance]:
    return {guidance.id: guidance for market in markets for guidance in market.guidance}.values()


def _field(path: str, market: MarketRules, schema: SectionSchema) -> Text:
    """What the form calls a field."""
    return words_for(_NO_RULE, market, schema).label(Path("dossier", tuple(path.split("."))))


_NO_RULE = Rule("", Text("", ""), (Arm(Constant(True), ()),), None)  # type: ignore[arg-type] # it is never cited


# -- rules ----------------------------------------------------------------------------------------------


def _rules(markets: Sequence[MarketRules], schema: SectionSchema, examples: Examples) -> list[RuleEntry]:
    """Every rule once, with its versions, whatever markets and kinds it stands for."""
    found: dict[str, list[_Found]] = {}
    for market in markets:
        for kind, rule in _every(market):
            found.setdefault(rule.id, []).append((market, kind, rule))
    return [_entry(name, of_rule, schema, examples) for name, of_rule in found.items()]


def _every(market: MarketRules) -> Iterator[tuple[str | None, Rule]]:
    """The rules of each kind, and of no kind only those that no kind has: disabled ones among them."""
    yielded = set()
    for kind, rules in market.rules.items():
        for rule in rules:
            if kind is not None or rule.id not in yielded:
                yielded.add(rule.id)
                yield kind, rule
    for rule in market.disabled.values():
        yield None, rule


def _entry(name: str, found: list[_Found], schema: SectionSchema, examples: Examples) -> RuleEntry:
    standing = [one for one in found if not one[2].is_disabled] or found
    rule = standing[0][2]
    shown, more = examples.of(name)
    return RuleEntry(
        id=name,
        pack=rule.pack,
        group=".".join(name.split(".")[:2]),
        title=rule.title,
        kinds=_once(kind for _, kind, of_kind in standing if kind is not None and not of_kind.is_disabled),
        markets=_once(market.market for market, _, _ in standing),
        versions=_versions(found, schema),
        depends_on=_once(other for _, _, one in standing for other in one.depends_on),
        breaks_with=_once(other for _, _, one in standing for other in one.breaks_with),
        replaces=_once(other for _, _, one in standing for other in one.replaces),
        written=str(rule.span) if rule.span is not None else None,
        examples=shown,
        more_examples=more,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _versions(found: list[_Found], schema: SectionSchema) -> tuple[Version, ...]:
    """One for each interval, and for each wording where markets have changed the rule in different ways."""
    alike: dict[tuple[Interval, bool, tuple[Change, ...]], list[_Found]] = {}
    for one in found:
        rule = one[2]
        alike.setdefault((rule.effective, rule.is_disabled, rule.history), []).append(one)
    ordered = sorted(alike, key=lambda key: (key[0].start or date.min, key[0].until or date.max))
    return tuple(_version(alike[key], schema) for key in ordered)


def _version(found: list[_Found], schema: SectionSchema) -> Version:
    market, _, rule = found[0]
    arms = tuple(one.arms for _, _, one in found)
    return Version(
        effective=rule.effective,
        said=in_words(rule, market, schema),
        severities=rule.severities,
        from_stage=rule.from_stage,
        clauses=_clauses(found),
        basis=rule.basis,
        reading=rule.reading,
        fix=rule.fix,
        history=rule.history,
        is_disabled=rule.is_disabled,
        digest=rule.digest,
        parameters=_once(node.name for node in nodes_of(Parameter, arms)),
        codelists=_once(node.name for node in nodes_of(Codelist, arms)),
    )


def _clauses(found: list[_Found]) -> tuple[Clause, ...]:
    """The clause; where it differs from kind to kind, each with the kinds that it is for."""
    kinds: dict[object, list[str]] = {}
    cites: dict[object, Citation] = {}
    for _, kind, rule in found:
        key = rule.cite.instrument, rule.cite.section
        cites.setdefault(key, rule.cite)
        kinds.setdefault(key, []).extend([kind] if kind is not None else [])
    if len(cites) == 1:
        return (Clause(found[0][2].cite),)
    return tuple(Clause(cite, _once(kinds[key])) for key, cite in cites.items())
