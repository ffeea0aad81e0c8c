"""How long reading a dossier takes, beside a plain pydantic model of the same fields that only casts."""

from functools import partial

import pytest
from pydantic_core import to_json

from benchmarks.conftest import Compare
from benchmarks.inputs import accepted, plain_model
from pmos_rules import Dossier

PLAIN = "a plain pydantic model of the same fields"


@pytest.mark.parametrize("name", ["hb_retailer", "hb_retailer_grid", "hb_generator", "cq_consumer_direct"])
def test_reading_json(name: str, compare: Compare) -> None:
    text = to_json(accepted(name))
    compare(
        f"read {name} from JSON, {len(text) / 1000:.1f} kB",
        partial(Dossier.model_validate_json, text),
        PLAIN,
        partial(plain_model(Dossier).model_validate_json, text),
    )


def test_reading_a_mapping(compare: Compare) -> None:
    given = accepted()
    compare(
        "read hb_retailer from a mapping",
        partial(Dossier.model_validate, given),
        PLAIN,
        partial(plain_model(Dossier).model_validate, given),
    )
