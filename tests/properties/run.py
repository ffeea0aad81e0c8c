"""`python -m tests.properties.run [WHAT...]`: promises and fuzzing, for as long as there is time.

WHAT is any of `promises`, `dossiers`, `rulesets`; by default all, in turn. What is not borne is printed with its number
and with the smallest dossier, or the shortest file, that shows it, for `fuzz_cases.yaml`. Another seed tries others.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from pmos_rules.strategies import GenerationError
from tests.properties import fuzz_dossiers, fuzz_rulesets
from tests.properties.promises import PROMISES, broken
from tests.properties.shrinking import shortest, smallest
from tests.properties.subjects import Subject, World, subject, worlds

SHRINKING = 60.0
"""Seconds that making one finding smaller may take."""
LONGEST = 4000
"""Characters of a dossier or a file that are printed."""


def promises(world: World, number: int, seed: str) -> Iterator[str]:
    """A line for each promise that the subject of a number does not keep, with the smallest dossier."""
    try:
        asked = subject(world, number, seed)
    except GenerationError as stuck:
        yield f"not drawn: {stuck.en}"
        return
    for name in PROMISES:
        if lines := list(broken(asked, name)):
            less = smallest(asked.dossier, partial(_is_broken, asked, name), SHRINKING)
            yield f"{name}: {'; '.join(lines[:5])}\n{written(less)}"


def _is_broken(asked: Subject, name: str, dossier: dict[str, Any]) -> bool:
    return any(broken(replace(asked, dossier=dossier), name))


def dossiers(world: World, number: int, seed: str) -> Iterator[str]:
    """What a hostile dossier is not borne for, with the smallest that shows it."""
    made = fuzz_dossiers.dossier(world, number, seed)
    if lines := list(fuzz_dossiers.survives(world, made)):
        less = smallest(made, lambda less: any(fuzz_dossiers.survives(world, less)), SHRINKING)
        yield f"{'; '.join(lines[:5])}\n{written(less)}"


def rulesets(_world: World, number: int, seed: str) -> Iterator[str]:
    """What a broken pack does besides being refused or working, with the shortest file that shows it."""
    file, content = fuzz_rulesets.broken(number, seed)
    if lines := refusals(file, content):
        less = shortest(content, lambda less: bool(refusals(file, less)), SHRINKING)
        yield f"{file.parent.name}/{file.name}: {'; '.join(lines[:5])}\n{less[:LONGEST]!r}"


def refusals(file: Path, content: bytes) -> list[str]:
    with TemporaryDirectory() as folder:
        return list(fuzz_rulesets.survives(file, content, Path(folder)))


def written(dossier: object) -> str:
    return json.dumps(dossier, ensure_ascii=False, default=str)[:LONGEST]


TRIED = {"promises": promises, "dossiers": dossiers, "rulesets": rulesets}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.properties.run", description=__doc__)
    parser.add_argument("what", nargs="*", metavar="WHAT", help=f"any of {', '.join(TRIED)}")
    parser.add_argument("--budget", type=float, default=600, metavar="SECONDS")
    parser.add_argument("--seed", default="")
    parser.add_argument("--from", type=int, default=0, dest="start", metavar="NUMBER")
    parser.add_argument("--market", help="only of this market")
    options = parser.parse_args(arguments)
    if unknown := set(options.what) - set(TRIED):
        parser.error(f"there is no {', '.join(sorted(unknown))}, only {', '.join(TRIED)}")
    what = options.what or list(TRIED)
    places = [world for world in worlds() if options.market in (None, world[0])]
    until, tried, unkept = monotonic() + options.budget, Counter[str](), Counter[str]()
    for number in count(options.start):
        for world in places:
            for name in what:
                if monotonic() > until:
                    return report(tried, unkept)
                tried[name] += 1
                # A broken pack is of no kind of filing: each turn breaks another.
                turn = number * len(places) + places.index(world) if name == "rulesets" else number
                for told in TRIED[name](world, turn, options.seed):
                    unkept[name] += 1
                    sys.stdout.write(f"{name} {' '.join(world)} {turn}: {told}\n\n")
                    sys.stdout.flush()
    return 0


def report(tried: Counter[str], unkept: Counter[str]) -> int:
    """How much was tried, and 1 where something was not borne."""
    for name, number in tried.items():
        sys.stdout.write(f"{name}: {number} tried, {unkept[name]} not kept\n")
    return 1 if unkept else 0


if __name__ == "__main__":
    sys.exit(main())
