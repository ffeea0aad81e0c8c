"""A market, a kind and a number → a dossier to ask promises of: compliant, breaking a rule, or garbled."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pmos_rules import Evaluator, Report
from pmos_rules.api import installed_markets
from pmos_rules.strategies import Choices, GenerationError, Generator, Seeded
from tests.built_in import generator
from tests.properties.garbling import garbled

World = tuple[str, str]
"""A market and a kind of filing."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A dossier, who drew it, choices for what is done to it, and the rule that it was made to break.

    One that is garbled may break any number of rules, and hold anything.
    """

    generator: Generator
    dossier: dict[str, Any]
    choices: Choices
    broken: str | None = None
    is_garbled: bool = False

    @property
    def evaluator(self) -> Evaluator:
        return self.generator.evaluator

    @property
    def copy(self) -> dict[str, Any]:
        """The dossier, to be changed."""
        return deepcopy(self.dossier)

    def report(self, dossier: Any = None) -> Report:
        """The report on the dossier, or on another."""
        return self.evaluator.evaluate(self.dossier if dossier is None else dossier)


@cache
def worlds() -> tuple[World, ...]:
    """Every kind of filing of every market that an installed pack answers for."""
    return tuple((market, kind) for market, pack in sorted(installed_markets().items()) for kind in pack.markets[market])


def subject(world: World, number: int, seed: int | str = "", as_of: date | None = None) -> Subject:
    """The subject of a number, always the same: by turns compliant, breaking one of the rules (each in turn), garbled.

    Raises GenerationError where the generator finds none.
    """
    drawn_by = generator(*world, as_of)
    choices = Seeded(f"{seed} {' '.join(world)} {number}")
    if number % 3 == 0:
        return Subject(drawn_by, drawn_by.compliant(choices), choices)
    if number % 3 == 1:
        # Seven and the number of rules have seldom a divisor in common: few numbers see rules of all files.
        rule = drawn_by.rules[number // 3 * 7 % len(drawn_by.rules)]
        return Subject(drawn_by, drawn_by.violating(rule, choices), choices, rule)
    whole = subject(world, number - choices.number(1, 2), seed, as_of)
    return Subject(drawn_by, garbled(whole.dossier, choices), choices, is_garbled=True)


def subjects(world: World, count: int, as_of: date | None = None) -> Iterator[tuple[int, Subject]]:
    """The first subjects of a kind of filing by number; a rule that no dossier was found to break is left out."""
    for number in range(count):
        try:
            yield number, subject(world, number, as_of=as_of)
        except GenerationError:
            continue
