"""A ruleset, a kind of filing and a seed → the plan of a kit, and the kit."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any, Protocol

from pmos_rules.api import Ruleset, UnknownRuleError, load_ruleset
from pmos_rules.source import suggest
from pmos_rules.strategies import Choices, GenerationError, Generator, Seeded
from pmos_rules.testing.kit.entry import Edition, KitEntry, name_of
from pmos_rules.testing.kit.expecting import expect
from pmos_rules.testing.kit.kit import Kit


class Source(Protocol):
    """Where dossiers come from: `pmos_rules.strategies.Generator` is one.

    The dossiers are plain data with English keys.
    """

    @property
    def kind(self) -> str:
        """The kind of filing, by its English name."""
        ...

    @property
    def as_of(self) -> date:
        """The day by whose law they are made."""
        ...

    @property
    def rules(self) -> Sequence[str]:
        """The rules that a dossier can break."""
        ...

    def series(self, seed: str, /) -> Iterator[Mapping[str, Any]]:
        """Dossiers that keep to every rule, without end; raises GenerationError for each that it does not find."""
        ...

    def violating(self, rule: str, choices: Choices, /) -> Mapping[str, Any]:
        """One that breaks the rule, and only it and what cannot but break with it; raises GenerationError likewise."""
        ...


class CannotBreakError(UnknownRuleError):
    """A rule that no dossier of the kind can break."""


@dataclass(frozen=True, slots=True)
class KitPlan:
    """What a kit is to be made of: None among the ``rules`` stands for dossiers that keep to all of them."""

    ruleset: Ruleset
    kind: str
    source: Source
    rules: tuple[str | None, ...]
    number: int
    seed: int

    def __len__(self) -> int:
        return len(self.rules) * self.number

    def part(self, rule: str | None) -> Kit:
        """The dossiers that break one rule, or for None, none."""
        return replace(self, rules=(rule,)).kit()

    def kit(self) -> Kit:
        """All of it."""
        unmade: list[str] = []
        entries = tuple(self.entries(lambda name, _: unmade.append(name)))
        return Kit(self.ruleset, entries, tuple(unmade))

    def entries(self, unmade: Callable[[str, GenerationError], object]) -> Iterator[KitEntry]:
        """The entries, each made when it is asked for; ``unmade`` is told of those that cannot be, by name.

        An entry depends on the seed, its rule and its number alone.
        """
        for rule in self.rules:
            dossiers = self._dossiers(rule)
            for turn in range(1, self.number + 1):
                try:
                    entry = self._entry(rule, turn, next(dossiers))
                except GenerationError as error:
                    unmade(name_of(rule, turn), error)
                else:
                    yield entry

    def _dossiers(self, rule: str | None) -> Iterator[Mapping[str, Any]]:
        seed = f"{self.seed}/{self.ruleset.id}/{self.kind}/{rule}"
        if rule is None:
            return self.source.series(seed)

        def violating(turn: int) -> Mapping[str, Any]:
            return self.source.violating(rule, Seeded(f"{seed}/{turn}"))

        return map(violating, count(1))

    def _entry(self, rule: str | None, number: int, dossier: Mapping[str, Any]) -> KitEntry:
        return KitEntry(
            market=self.ruleset.id,
            kind=self.kind,
            as_of=self.source.as_of,
            number=number,
            seed=self.seed,
            violates=rule,
            edition=Edition(self.ruleset.version, self.ruleset.digest),
            expected=expect(self.ruleset, dossier, self.source.as_of),
            dossier=dossier,
        )


def plan_kit(
    ruleset: Ruleset,
    kind: str,
    *,
    violate: Iterable[str] = ("all",),
    number: int = 1,
    seed: int = 0,
    as_of: date | None = None,
    source: Source | None = None,
) -> KitPlan:
    """Plan ``number`` dossiers for each of the rules to ``violate``.

    For ``all`` these are every rule that can be broken, after as many dossiers that break none; for no rule, only
    the latter. Raises UnknownKindError, UnknownRuleError, CannotBreakError for a rule that no dossier of the kind
    can break, and NotInForceError before the law began.
    """
    source = source or Generator(ruleset, kind, as_of)
    named = tuple(violate)
    rules: dict[str | None, None] = {} if named and "all" not in named else {None: None}
    for name in named:
        rules |= dict.fromkeys(source.rules if name == "all" else [_breakable(ruleset, source, name)])
    return KitPlan(ruleset, source.kind, source, tuple(rules), number, seed)


def _breakable(ruleset: Ruleset, source: Source, name: str) -> str:
    if name in source.rules:
        return name
    ruleset.rule(name)
    near = suggest(name, source.rules)
    raise CannotBreakError(
        f"没有哪份档案能违反“{name}”：该类申报不适用，或无从违反" + (f"；是否应为“{near}”" if near else ""),
        f"no dossier of this kind can break `{name}`" + (f"; did you mean `{near}`?" if near else ""),
    )


def make_kit(
    ruleset: Ruleset | str,
    kind: str,
    *,
    violate: Iterable[str] = ("all",),
    number: int = 1,
    seed: int = 0,
    as_of: date | None = None,
    source: Source | None = None,
) -> Kit:
    """A kit made from the rules, planned by `plan_kit`. The same arguments give the same kit."""
    rules = load_ruleset(ruleset) if isinstance(ruleset, str) else ruleset
    plan = plan_kit(rules, kind, violate=violate, number=number, seed=seed, as_of=as_of, source=source)
    return plan.kit()
