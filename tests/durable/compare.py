"""Dossiers of a market → how often the two engines agree: `python -m tests.durable.compare MARKET [KIND]`.

The dossiers are random ones, half of them compliant and half breaking one rule each, or with `--cases` those of the
packs' cases.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.durable import Child, DurableEngine, compare
from pmos_rules.strategies import GenerationError, Generator, Seeded
from tests.built_in import PACKS, cases, evaluator, generator, ruleset


@dataclass
class Comparison:
    """What became of a comparison; ``disagreements`` has a line for each rule and item."""

    dossiers: int = 0
    items: int = 0
    unjudged: int = 0
    broken: int = 0
    disagreements: list[str] = field(default_factory=list)
    seconds: float = 0


def compare_all(evaluator: Evaluator, dossiers: Iterable[Any], child: Child | None = None) -> Comparison:
    """Both engines on every dossier."""
    found = Comparison()
    began = time.perf_counter()
    with DurableEngine(evaluator, child=child or Child(timeout=120)) as engine:
        for number, (session, opinion) in enumerate(engine.sessions_and_opinions(dossiers)):
            found.dossiers += 1
            found.items += len(opinion.said)
            found.unjudged += len(opinion.unjudged)
            if opinion.broken is not None:
                found.broken += 1
                found.disagreements.append(f"{number}: {opinion.broken.en}")
            else:
                found.disagreements += [f"{number}: {difference}" for difference in compare(session, opinion)]
    found.seconds = time.perf_counter() - began
    return found


def drawn(generator: Generator, number: int, seed: int) -> Iterator[Any]:
    """Random dossiers, every other one breaking a rule; a rule that none can be made for is passed over."""
    rules, good_ones = list(generator.rules), generator.series(seed)
    choose = random.Random(seed)
    for at in range(number):
        choices = Seeded(choose.getrandbits(48))
        try:
            yield generator.violating(choose.choice(rules), choices) if at % 2 else next(good_ones)
        except GenerationError:
            yield next(good_ones)


def from_cases(market: str, kind: str) -> Iterator[tuple[date, Any]]:
    """The dossiers of all cases for a market and kind, each once, with their day."""
    seen: set[str] = set()
    for pack in PACKS:
        for case in cases(pack):
            dossier = case.dossier
            if (dossier.get("market"), dossier.get("kind")) == (market, kind) and repr(dossier) not in seen:
                seen.add(repr(dossier))
                yield date.fromisoformat(dossier["as_of"]), dossier


def main() -> int:
    """Compare, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.durable.compare")
    parser.add_argument("market")
    parser.add_argument("kind", nargs="?")
    parser.add_argument("-n", type=int, default=100, help="how many dossiers in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", action="store_true", help="the dossiers of the cases in the place of random ones")
    given = parser.parse_args()
    kinds = (given.kind,) if given.kind else ruleset(given.market).kinds
    found: list[Comparison] = []
    for kind in kinds:
        if given.cases:
            days: dict[date, list[Any]] = {}
            for day, dossier in from_cases(given.market, kind):
                days.setdefault(day, []).append(dossier)
            found += [compare_all(evaluator(given.market, day), dossiers) for day, dossiers in days.items()]
        else:
            source = generator(given.market, kind)
            found.append(compare_all(source.evaluator, drawn(source, -(-given.n // len(kinds)), given.seed)))
    for comparison in found:
        lines = [
            f"{comparison.dossiers} dossiers, {comparison.items} rules and items in {comparison.seconds:.1f} s: "
            f"{len(comparison.disagreements)} differences, {comparison.broken} broken, {comparison.unjudged} not judged",
            *comparison.disagreements[:50],
        ]
        sys.stdout.write("\n".join(lines) + "\n")
    return int(any(comparison.disagreements or comparison.unjudged for comparison in found))


if __name__ == "__main__":
    sys.exit(main())
