"""A hostile or garbled dossier → a report that can be written out, and that says what judging every rule exactly says."""

import json
from collections.abc import Iterator
from decimal import Decimal
from time import perf_counter
from typing import Any

from pmos_rules import Dossier, Report
from pmos_rules.rendering import render_text
from pmos_rules.strategies import GenerationError, Seeded, hostile
from tests.built_in import generator
from tests.evaluation.small import exactly, must_agree, said
from tests.properties.garbling import garbled
from tests.properties.round_trip import in_json
from tests.properties.subjects import World, subject

SECONDS = 300
"""Beyond this something hangs; how fast it is, benchmarks tell."""


def dossier(world: World, number: int, seed: int | str = "") -> dict[str, Any]:
    """The dossier of a number: by turns hostile from scratch, and a complete one that was garbled."""
    choices = Seeded(f"fuzz {seed} {' '.join(world)} {number}")
    if number % 3 == 0:
        return {**hostile(world[1], choices), **({"market": world[0]} if number % 2 else {})}
    try:
        return garbled(subject(world, number, seed).dossier, choices)
    except GenerationError:
        return hostile(world[1], choices)


def judged(world: World, given: Any) -> Report:
    """The report on a dossier, once it has been written out."""
    report = generator(*world).evaluator.evaluate(given)
    report.to_json()
    return report


def survives(world: World, given: Any) -> Iterator[str]:
    """Evaluation never raises, its report can be written out and read, and both evaluations agree."""
    evaluator, began = generator(*world).evaluator, perf_counter()
    given = json.loads(json.dumps(given), parse_float=Decimal)  # what a float is in JSON text
    try:
        read = Dossier.model_validate(given)
        report = evaluator.evaluate(read)
        written = json.loads(report.to_json().encode("utf-8"))
        for language in ("zh", "en"):
            render_text(report, name="x", language=language)
        if Dossier.model_validate_json(in_json(given)).model_dump_json() != read.model_dump_json():
            yield "read from JSON text it is another dossier"
        must_agree(said(report), exactly(evaluator, read))
    except AssertionError as unlike:
        yield f"the plan and the exact evaluation differ: {unlike}"
    except Exception as crash:  # noqa: BLE001 -- whatever it is, it is what is looked for
        yield f"{type(crash).__name__}: {crash}"
    else:
        if "error" in written["outcomes"].values():
            yield f"crashed: {[rule for rule, outcome in written['outcomes'].items() if outcome == 'error']}"
        if any("，规则出错（" in found["message"]["zh"] for found in written["findings"]):
            yield "a finding could not be put into words"
    took = perf_counter() - began
    if took > SECONDS:
        yield f"it took {took:.1f} s"
