"""Nothing that stands in a dossier makes reading it raise."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from pmos_rules.models import Dossier
from tests.models.given import GIVEN, PLACES, Place, put

TYPED = st.sampled_from(
    [
        "",
        "\u3000",
        "/",
        "无",
        "长期",
        "44013",
        "2026-02-30",
        "60%",
        "1,000",
        "ｘ",
        "否",
        "A至B",
        "hex:zz",
        "1e999",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | TYPED
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OTHERS = (
    st.binary()
    | st.dates()
    | st.datetimes()
    | st.decimals()
    | st.complex_numbers()
    | st.builds(object)
    | st.builds(frozenset)
)
SURROGATES = st.text(st.characters(categories=["Cs", "L"]))


@settings(max_examples=200, deadline=None)
@given_by(st.sampled_from(PLACES), JSON)
def test_any_json_value_in_any_place_is_read(where: tuple[str, Place], value: Any) -> None:
    name, place = where
    raw = put(GIVEN[name], place, value)
    dossier = Dossier.model_validate(raw)
    repr(dossier)
    dossier.model_dump_json()
    from_json = Dossier.model_validate_json(json.dumps(raw))
    assert from_json.notes == dossier.notes


@settings(max_examples=150, deadline=None)
@given_by(
    st.sampled_from(PLACES), OTHERS | SURROGATES | st.dictionaries(st.dates() | SURROGATES, JSON, max_size=2)
)
def test_any_other_python_value_in_any_place_is_read(where: tuple[str, Place], value: Any) -> None:
    name, place = where
    dossier = Dossier.model_validate(put(GIVEN[name], place, value))
    repr(dossier)
    dossier.model_dump_json()


@settings(max_examples=50, deadline=None)
@given_by(st.dictionaries(st.text() | SURROGATES | st.integers() | st.none(), JSON, max_size=4))
def test_any_mapping_is_read(raw: dict[Any, Any]) -> None:
    Dossier.model_validate(raw)


def test_values_that_no_json_has_are_read_too() -> None:
    for value in (date.max, Decimal("sNaN"), 10**5000, float("nan"), {1, 2}, iter([1])):
        for field in Dossier.model_fields:
            Dossier.model_validate({field: value})


def test_values_that_are_nested_very_deeply_are_read() -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    for field in Dossier.model_fields:
        Dossier.model_validate({field: deep})
