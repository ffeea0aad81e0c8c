"""How long reading a dossier takes, beside a plain pydantic model of the same fields that only casts.

Run it as `python benchmarks/parse.py [laps]`. The two are timed in turn, in short laps of which the best
counts, so that a busy machine does little harm.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml
from pydantic import BaseModel, create_model
from pydantic_core import to_json

from pmos_rules.formats import types
from pmos_rules.formats.types import ValueType
from pmos_rules.models import Dossier
from pmos_rules.models.fields import section_of
from pmos_rules.models.section import Section

DOSSIERS = Path(__file__).parent.parent / "tests" / "data" / "dossiers"


def plain_type(value_type: ValueType) -> Any:
    """What somebody who only wants the values would declare."""
    if value_type.order == "number":
        return Decimal
    if value_type.order == "date":
        return date
    return {types.YES_NO: bool | str, types.PERIOD: str | dict[str, Any], types.RAW: Any}.get(value_type, str)


def plain_field(annotation: Any, reading: Any) -> Any:
    """The plain annotation of one field."""
    match reading.shape:
        case "section":
            return plain_model(section_of(annotation)) | None
        case "rows":
            row = plain_model(section_of(annotation))
            return list[row | str] | None if row.__name__ == "Event" else list[row] | None
        case "values":
            return list[plain_type(reading.value_type)] | None
        case "mapping":
            return dict[str, plain_type(reading.value_type)] | None
        case _:
            return plain_type(reading.value_type) | None


@cache
def plain_model(section: type[Section]) -> type[BaseModel]:
    """A plain pydantic model with a section's fields."""
    fields: dict[str, Any] = {}
    for name, info in section.model_fields.items():
        reading = next(each for each in info.metadata if hasattr(each, "shape"))
        fields[name] = (plain_field(info.annotation, reading), None)
    return create_model(section.__name__, **fields)


def best_times(calls: Mapping[str, Callable[[], object]], laps: int, times: int = 10) -> dict[str, float]:
    """The time of one call each, in microseconds."""
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(laps):
        for name, call in calls.items():
            start = perf_counter()
            for _ in range(times):
                call()
            best[name] = min(best[name], (perf_counter() - start) / times * 1e6)
    return best


def main(laps: int) -> None:
    """Print a line for each dossier."""
    plain = plain_model(Dossier)
    print(
        f"{'':20} {'bytes':>6}   {'JSON µs':>7} {'plain':>6} {'ratio':>5}   {'dict µs':>7} {'plain':>6} ratio"
    )
    for name in ("hb_retailer", "hb_retailer_grid", "hb_generator", "cq_consumer_direct"):
        given = yaml.safe_load((DOSSIERS / f"{name}.yaml").read_text(encoding="utf-8"))
        text = to_json(given)
        best = best_times(
            {
                "json": partial(Dossier.model_validate_json, text),
                "plain json": partial(plain.model_validate_json, text),
                "dict": partial(Dossier.model_validate, given),
                "plain dict": partial(plain.model_validate, given),
            },
            laps,
        )
        print(
            f"{name:20} {len(text):6}   {best['json']:7.1f} {best['plain json']:6.1f}"
            f" {best['json'] / best['plain json']:5.2f}   {best['dict']:7.1f} {best['plain dict']:6.1f}"
            f" {best['dict'] / best['plain dict']:5.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
