"""JSON text that is read at once says the same as by way of plain Python values, or it is read again."""

import copy
import json
import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from pmos_rules.errors import InputError
from pmos_rules.formats import Unreadable
from pmos_rules.models import Dossier
from pmos_rules.models.commas import commas
from pmos_rules.models.direct_reading import read_at_once
from pmos_rules.models.json_reading import read_json
from pmos_rules.models.section import Section
from tests.models.given import GIVEN, NAMES, PLACES, Place, get, put
from tests.models.test_any_value_anywhere import JSON

FINE = "0.1234567890123456789012345"
"""A number with more digits than a binary fraction keeps."""


def _said(value: Any) -> Any:
    """A value with everything that tells it from another, down to the classes and what was typed."""
    match value:
        case Section():
            return type(value), _said(value.__dict__), _said(value.model_extra), value.model_fields_set
        case dict():
            return {key: _said(item) for key, item in value.items()}
        case tuple() | list():
            return type(value), [_said(item) for item in value]
        case Unreadable():
            return value.reason, _said(value.given)
        case _:
            return type(value), repr(value), getattr(value, "given", None)


def _by_way_of_python(text: str) -> Dossier:
    return Dossier.model_validate(read_json(text))


# A period of two keys may hold a number, for all that anybody can tell.
AT_ONCE = [name for name in NAMES if not isinstance(GIVEN[name].get("requested_period"), dict)]


@pytest.mark.parametrize("name", AT_ONCE)
def test_a_complete_dossier_is_read_at_once_and_takes_just_its_own_commas(name: str) -> None:
    text = json.dumps(GIVEN[name], ensure_ascii=False).encode()
    dossier, _ = read_at_once(Dossier, text)
    assert dossier is not None
    assert commas(dossier) == text.count(b",")


@settings(max_examples=200, deadline=None)
@given_by(st.sampled_from(PLACES), JSON)
def test_both_ways_of_reading_say_the_same(where: tuple[str, Place], value: Any) -> None:
    name, place = where
    text = json.dumps(put(GIVEN[name], place, value))
    dossier, other = Dossier.model_validate_json(text), _by_way_of_python(text)
    assert _said(dossier) == _said(other)
    assert dossier.notes == other.notes
    assert _said(dossier.given) == _said(other.given)


NUMBERS = [
    '{"shareholders": [{"percent": %s}]}',
    '{"market": %s}',
    '{"order_attachments": [%s]}',
    '{"contract": {"fields": {"电价": %s}}}',
    '{"shared_local": {"premises": {"area": [%s]}}}',
    '{"basic": [%s]}',
    '{"staff": %s}',
    '{"remarks": %s}',
    '{"staff": [{"remarks": {"score": %s}}]}',
]


@pytest.mark.parametrize("text", [template % FINE for template in NUMBERS])
def test_a_number_keeps_all_its_digits_in_any_place(text: str) -> None:
    assert read_at_once(Dossier, text.encode())[0] is None
    dossier = Dossier.model_validate_json(text)
    assert _said(dossier) == _said(_by_way_of_python(text))
    assert FINE in repr(_said(dossier))
    assert _said(dossier.given) == _said(json.loads(text, parse_float=Decimal))


@pytest.mark.parametrize(
    "text", ["{}", '{"market": "hubei"}', '{"basic": {}, "bond": null, "staff": [{}, null, ""], "units": []}']
)
def test_what_is_empty_takes_no_comma(text: str) -> None:
    dossier, _ = read_at_once(Dossier, text.encode())
    assert dossier is not None
    assert commas(dossier) == text.count(",")


class Twice(dict[str, Any]):
    """A mapping whose first key `json` writes twice."""

    def items(self) -> Any:
        return [*super().items(), next(iter(super().items()))]


TWICE = [
    (name, place)
    for name, place in [*((name, ()) for name in NAMES), *PLACES]
    if (inner := get(GIVEN[name], place)) and isinstance(inner, dict)
]
SPACING: list[dict[str, Any]] = [{}, {"separators": (",", ":")}, {"separators": (" , ", " : ")}, {"indent": 2}]


@pytest.mark.parametrize("spacing", SPACING, ids=str)
def test_a_key_said_twice_is_noticed_in_every_mapping(spacing: dict[str, Any]) -> None:
    for name, place in TWICE:
        text = json.dumps(put(GIVEN[name], place, Twice(get(GIVEN[name], place))), **spacing)
        with pytest.raises(InputError, match="Detected duplicate key"):
            Dossier.model_validate_json(text)


@pytest.mark.parametrize("status", ["a,b", " 甲", "\\u002c"])
def test_a_key_said_twice_is_noticed_beside_any_text(status: str) -> None:
    with pytest.raises(InputError, match='Detected duplicate key "market"'):
        Dossier.model_validate_json(f'{{"status": "{status}", "market": "a", "market": "b"}}')
    assert Dossier.model_validate_json(f'{{"status": "{status}", "market": "a"}}').market == "a"


@pytest.mark.parametrize("status", ["已生效", " 已生效"])
def test_copies_and_pickles_keep_what_was_given(status: str) -> None:
    raw = {"status": status, "bond": {"amount": "20000"}}
    dossier = Dossier.model_validate_json(json.dumps(raw))
    for twin in (copy.copy(dossier), copy.deepcopy(dossier), pickle.loads(pickle.dumps(dossier))):
        assert twin == dossier
        assert twin.notes == dossier.notes
        assert twin.given == raw


class Spelled(Dossier):
    """A province's dossier."""

    spot_price: Decimal | None = None


def test_a_province_s_own_fields_are_exact_too() -> None:
    assert Spelled.model_validate_json(f'{{"spot_price": {FINE}}}').spot_price == Decimal(FINE)


def test_labels_are_known_beside_english_keys() -> None:
    text = '{"remarks": "甲", "数据状态": "已生效", "basic": {"企业全称": "甲公司"}}'
    dossier = Dossier.model_validate_json(text)
    assert dossier == _by_way_of_python(text)
    assert (dossier.status, dossier.model_extra) == ("已生效", {"remarks": "甲"})
