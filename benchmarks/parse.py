"""How long reading a dossier takes, beside a plain pydantic model of the same fields that only casts.

Run it as `python benchmarks/parse.py [rounds]`. The two are timed in turn, and the ratio is the median over the
rounds, so that a busy machine does little harm.
"""

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, get_args

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


def plain_model(section: type[Section]) -> type[BaseModel]:
    """A plain pydantic model with a section's fields."""
    fields: dict[str, Any] = {}
    for name, info in section.model_fields.items():
        reading = next(each for each in info.metadata if hasattr(each, "shape"))
        fields[name] = (plain_field(info.annotation, reading), None)
    return create_model(section.__name__, **fields)


def seconds(call: Callable[[], object], times: int = 300) -> float:
    """The time of one call."""
    start = perf_counter()
    for _ in range(times):
        call()
    return (perf_counter() - start) / times


def main(rounds: int) -> None:
    """Print a line for each dossier."""
    plain = plain_model(Dossier)
    print(f"{'dossier':26} {'bytes':>6} {'json µs':>8} {'plain':>7} {'ratio':>6} {'dict µs':>8} {'plain':>7} {'ratio':>6}")
    for name in ("hb_retailer", "hb_retailer_grid", "hb_generator", "cq_consumer_direct"):
        given = yaml.safe_load((DOSSIERS / f"{name}.yaml").read_text(encoding="utf-8"))
        text = to_json(given)
        calls = (
            lambda text=text: Dossier.model_validate_json(text),
            lambda text=text: plain.model_validate_json(text),
            lambda given=given: Dossier.model_validate(given),
            lambda given=given: plain.model_validate(given),
        )
        laps = [[seconds(call) for call in calls] for _ in range(rounds)]
        best = [min(lap[each] for lap in laps) * 1e6 for each in range(4)]
        ratios = [median(lap[each] / lap[each + 1] for lap in laps) for each in (0, 2)]
        print(
            f"{name:26} {len(text):6} {best[0]:8.1f} {best[1]:7.1f} {ratios[0]:6.2f} "
            f"{best[2]:8.1f} {best[3]:7.1f} {ratios[1]:6.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
