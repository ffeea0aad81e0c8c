"""The rules of a market, a kind and a date → a plan: what is in force, and a fast function that finds hits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pmos_rules.compilation.binding import bind
from pmos_rules.compilation.generation import Job, Module, environment, generate
from pmos_rules.language.ir import Path
from pmos_rules.language.ruleset import CodelistTable, MarketRules, Rule
from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.language.walking import is_noticed

Hit = tuple[int, int, tuple[int | str, ...]]
Found = tuple[int, int, tuple[int | str, ...], int]
# In the place of an arm: the rule that is waited for has none on the item.
NOWHERE: Final = -1

Run = Callable[[Any, int, Callable[[Found], None]], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that evaluating dossiers of one kind on one date needs; immutable, shared by threads.

    ``run`` reports the rules and items that need an exact look, and ``run_clean`` does so for a dossier of which
    every value could be read; ``run_hygiene`` reports those that ask only how something was typed, and is needed
    only where reading the dossier noticed something.
    """

    rules: tuple[Rule, ...]
    not_in_force: tuple[str, ...]
    tables: Mapping[str, Mapping[str, Any]]
    peers: Mapping[tuple[int, int, int], int]
    run: Run
    run_clean: Run
    run_hygiene: Run
    source: str


def compile_plan(market: MarketRules, kind: str | None, as_of: date, schema: SectionSchema) -> Plan:
    """Compile the rules for a kind on a date."""
    rules = bind(market.rules[kind], market.parameters, as_of)
    in_force = {rule.id for rule in rules}
    tables = tables_of(market.codelists, as_of)
    jobs = [Job(rule, arm, r, a) for r, rule in enumerate(rules) for a, arm in enumerate(rule.arms)]
    of_values = [job for job in jobs if not is_noticed(job.arm.check)]
    of_typing = [job for job in jobs if is_noticed(job.arm.check)]
    sections = frozenset(_models(schema))
    sources = []
    functions: list[Run] = []
    for name, chosen, clean in (
        ("run", of_values, False),
        ("run_clean", of_values, True),
        ("run_hygiene", of_typing, False),
    ):
        module = Module(tables, as_of, clean)
        sources.append(generate(chosen, module, name))
        names = environment(module, sections)
        exec(compile(sources[-1], f"<plan {market.market} {kind} {as_of} {name}>", "exec"), names)
        functions.append(names[name])
    written = (rule.id for rules in (*market.rules.values(), market.disabled.values()) for rule in rules)
    everything = dict.fromkeys(written)
    absent = tuple(rule for rule in everything if rule not in in_force)
    run, run_clean, run_hygiene = functions
    return Plan(rules, absent, tables, peers_of(rules), run, run_clean, run_hygiene, "\n\n\n".join(sources))


def peers_of(rules: tuple[Rule, ...]) -> dict[tuple[int, int, int], int]:
    """For an arm and a rule that it waits for: which of that rule's arms is about the same items.

    `NOWHERE` where that rule is about other fields altogether; nothing where its outcome as a whole counts.
    """
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    peers = {}
    for number, rule in enumerate(rules):
        for other in (numbers[name] for name in rule.depends_on if name in numbers):
            scopes = {arm.scope: at for at, arm in enumerate(rules[other].arms)}
            for at, arm in enumerate(rule.arms):
                if arm.scope is not None and arm.scope in scopes:
                    peers[number, at, other] = scopes[arm.scope]
                elif all(_are_apart(arm.scope, scope) for scope in scopes):
                    peers[number, at, other] = NOWHERE
    return peers


def _are_apart(one: Path | None, other: Path | None) -> bool:
    """Whether two scopes have no item in common, and neither is about what lies in the other."""
    if one is None or other is None:
        return False
    return any(step != its for step, its in zip(one.steps, other.steps, strict=False))


def tables_of(codelists: Mapping[str, CodelistTable], as_of: date) -> dict[str, Mapping[str, Any]]:
    """The look-ups of every code list on a date: canonical value by writing, names of files by code."""
    tables: dict[str, Mapping[str, Any]] = {}
    codelists = {name: codelist.at(as_of) for name, codelist in codelists.items()}
    for name, codelist in codelists.items():
        canonical = codelist.canonical
        named = {code: (*entry.named, *_accepted(entry.accepts, codelists)) for code, entry in codelist.entries.items()}
        tables[name] = canonical
        tables[f"{name}.named"] = named
        tables[f"{name}.every"] = {writing: frozenset((code, *named[code])) for writing, code in canonical.items()}
    return tables


def _accepted(materials: tuple[str, ...], codelists: Mapping[str, CodelistTable]) -> Iterator[str]:
    """The names of the materials that may lie in a slot instead."""
    known = codelists["materials"].entries if "materials" in codelists else {}
    for material in materials:
        yield material
        yield from known[material].named if material in known else ()


def _models(schema: SectionSchema) -> Iterator[type]:
    """Every pydantic class of the schema."""
    seen: set[int] = set()

    def visit(section: SectionSchema) -> Iterator[type]:
        if id(section) not in seen:
            seen.add(id(section))
            yield section.model
            for known in section.fields.values():
                yield from inside(known.shape)

    def inside(shape: Shape) -> Iterator[type]:
        if shape.section is not None:
            yield from visit(shape.section)
        if shape.element is not None:
            yield from inside(shape.element)

    yield from visit(schema)
