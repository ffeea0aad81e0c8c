"""`python -m tests.naive.compare MARKET [KIND]`: the compiled engine and the naive evaluator on random dossiers.

Four sorts come in turn: compliant ones, ones that break a rule (each rule in turn), complete ones into which odd
values were put, and hostile ones. What is compared is said by `agreement.differences`: outcomes, verdict, counts and of each
finding rule, outcome, severity and pointer; on every so-manyth of each sort, by `--whole`, everything that a finding says.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from multiprocessing import Pool
from random import Random
from typing import Any

from pmos_rules.evaluation import Evaluator
from pmos_rules.strategies import GenerationError, Seeded, hostile
from tests.built_in import generator, ruleset
from tests.evaluation.odd_dossiers import ODD, WORDS, at, places
from tests.naive.agreement import differences

SORTS = ("compliant", "violating", "garbled", "hostile")
SHOWN = 5
CHUNK = 200


@dataclass(slots=True)
class Tally:
    """How many dossiers of each sort were compared, and the first that the two do not agree on."""

    compared: Counter[str] = field(default_factory=Counter)
    unequal: list[tuple[str, str, list[str], dict[str, Any]]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(("made", "judged"), 0.0))

    def add(self, other: "Tally") -> None:
        """Take in what somebody else has found."""
        self.compared += other.compared
        self.unequal += other.unequal
        self.seconds = {name: self.seconds[name] + other.seconds[name] for name in self.seconds}


def evaluator(market: str, kind: str) -> Evaluator:
    return generator(market, kind).evaluator


def dossier(
    market: str, kind: str, number: int, seed: int, good_ones: Iterator[dict[str, Any]]
) -> tuple[str, dict[str, Any]]:
    """The dossier of a number, of which every fourth is of the same sort; one that cannot be made is a bare one."""
    source, sort = generator(market, kind), SORTS[number % len(SORTS)]
    key = seed * 1_000_003 + number
    if sort == "hostile":
        return sort, {"market": market, **hostile(kind, Seeded(key))}
    try:
        if sort == "violating":
            return sort, plain(source.violating(source.rules[number // len(SORTS) % len(source.rules)], Seeded(key)))
        made = next(good_ones)
    except GenerationError:
        return "base", {"market": market, "kind": kind}
    return sort, garbled(made, Random(key)) if sort == "garbled" else made


def plain(made: Any) -> dict[str, Any]:
    """A dossier as a caller would give it."""
    return dict(made if isinstance(made, dict) else made.dossier)


def garbled(made: dict[str, Any], random: Random) -> dict[str, Any]:
    """A dossier after some edits: values removed, replaced by odd ones, repeated or copied elsewhere."""
    for _ in range(random.randint(1, 6)):
        found = list(places(made))
        if not found:
            break
        place = random.choice(found)
        holder, key = at(made, place[:-1]), place[-1]
        match random.choice(("remove", "odd", "odd", "repeat", "copy", "pad")):
            case "remove":
                del holder[key]
            case "repeat" if isinstance(holder, list):
                holder.append(deepcopy(holder[key]))
            case "copy":
                holder[key] = deepcopy(at(made, random.choice(found)))
            case "pad" if isinstance(holder[key], str):
                holder[key] = f"　{holder[key]}\u200b "
            case _:
                holder[key] = deepcopy(random.choice([*WORDS, *ODD]))
    return made


def compare(task: tuple[str, str, int, range, int]) -> Tally:
    """Compare the dossiers of some numbers."""
    market, kind, seed, numbers, whole = task
    tally, good_ones = Tally(), generator(market, kind).series(f"{seed}/{numbers.start}")
    for number in numbers:
        began = time.perf_counter()
        sort, made = dossier(market, kind, number, seed, good_ones)
        between = time.perf_counter()
        is_whole = bool(whole) and number // len(SORTS) % whole == 0
        found = differences(evaluator(market, kind), made, whole=is_whole)
        tally.seconds["made"] += between - began
        tally.seconds["judged"] += time.perf_counter() - between
        tally.compared[sort] += 1
        tally.compared["whole"] += is_whole
        if found:
            tally.unequal.append((kind, f"{sort} {number}", found, made))
    return tally


def smallest(market: str, kind: str, made: dict[str, Any]) -> dict[str, Any]:
    """A dossier with everything taken out without which the two still do not agree."""
    shrinks = True
    while shrinks:
        shrinks = False
        for place in sorted(places(made), key=len):
            smaller = deepcopy(made)
            try:
                del at(smaller, place[:-1])[place[-1]]
            except (KeyError, IndexError, TypeError):
                continue  # it went with something else
            if differences(evaluator(market, kind), smaller, whole=True):
                made, shrinks = smaller, True
                break
    return made


def chunks(
    market: str, kinds: Iterable[str], options: argparse.Namespace
) -> Iterator[tuple[str, str, int, range, int]]:
    """The work in pieces."""
    kinds = list(kinds)
    for place, kind in enumerate(kinds):
        share = options.n // len(kinds) + (place < options.n % len(kinds))
        for start in range(0, share, CHUNK):
            yield market, kind, options.seed, range(start, min(start + CHUNK, share)), options.whole


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.naive.compare", description=__doc__)
    parser.add_argument("market")
    parser.add_argument("kind", nargs="?")
    parser.add_argument("-n", type=int, default=1000, help="how many dossiers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", type=int, default=20, help="of every so-manyth of each sort whole findings; 0 of none")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    kinds = (options.kind,) if options.kind else ruleset(options.market).kinds
    tally, work, began = Tally(), list(chunks(options.market, kinds, options)), time.perf_counter()
    if options.jobs > 1:
        with Pool(options.jobs) as pool:
            for part in pool.imap_unordered(compare, work):
                tally.add(part)
    else:
        for piece in work:
            tally.add(compare(piece))
    report(options.market, tally, time.perf_counter() - began)
    return 1 if tally.unequal else 0


def report(market: str, tally: Tally, seconds: float) -> None:
    """What was compared and how long it took, then the first differences."""
    write = sys.stdout.write
    whole = tally.compared.pop("whole", 0)
    number = sum(tally.compared.values())
    sorts = ", ".join(f"{count} {sort}" for sort, count in sorted(tally.compared.items()))
    agreed = number - len(tally.unequal)
    write(f"{market}: {agreed} of {number} agree ({agreed / max(number, 1):.4%}); {sorts}; {whole} whole\n")
    made, judged = (1000 * tally.seconds[name] / max(number, 1) for name in ("made", "judged"))
    write(f"{seconds:.0f} s; {made:.1f} ms to make a dossier, {judged:.1f} ms to compare it\n")
    for kind, name, found, dossier_given in tally.unequal[:SHOWN]:
        write(f"\n{kind}, {name}:\n" + "".join(f"  {line}\n" for line in found[:SHOWN]))
        write(json.dumps(smallest(market, kind, dossier_given), ensure_ascii=False, default=str) + "\n")


if __name__ == "__main__":
    sys.exit(main())
