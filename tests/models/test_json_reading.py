"""JSON text into a dossier."""

import json
from decimal import Decimal

import pytest

from pmos_rules.errors import InputError, PmosRulesError
from pmos_rules.models import Dossier
from pmos_rules.models.json_reading import read_json


def test_a_json_number_is_exactly_what_it_says() -> None:
    text = '{"shareholders": [{"percent": 33.33}, {"percent": 0.1234567890123456789012345}, {"percent": 60}]}'
    rows = Dossier.model_validate_json(text).shareholders
    assert isinstance(rows, tuple)
    assert [getattr(row, "percent") for row in rows] == [  # noqa: B009 - a row may be unreadable, as far as types tell
        Decimal("33.33"),
        Decimal("0.1234567890123456789012345"),
        Decimal(60),
    ]


@pytest.mark.parametrize(
    "wrap",
    [str, str.encode, lambda text: bytearray(text.encode()), lambda text: b"\xef\xbb\xbf" + text.encode()],
)
def test_text_bytes_and_a_byte_order_mark_will_do(wrap: object) -> None:
    assert Dossier.model_validate_json(wrap('{"market": "湖北"}')).market == "hubei"  # type: ignore[operator]


REFUSED = [
    ('{"market": }', "the JSON cannot be read: expected value at line 1 column 12"),
    ("", "the JSON cannot be read: EOF while parsing a value at line 1 column 0"),
    ('{"a": 1, "a": 2}', 'the JSON cannot be read: Detected duplicate key "a" at line 1 column 14'),
    ("[]", "the dossier should be a mapping"),
    ("null", "the dossier should be a mapping"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_json_mapping_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        Dossier.model_validate_json(text)
    assert str(caught.value) == caught.value.en == message
    assert isinstance(caught.value, PmosRulesError)


@pytest.mark.parametrize(
    "data", [b'{"a": "\xff"}', '{"a": "\ud800"}', '{"a": "\\ud800"}', b"\xff\xfe{\x00}\x00", "[" * 5000]
)
def test_what_is_not_text_is_refused(data: str | bytes) -> None:
    with pytest.raises(InputError, match=r"^the JSON cannot be read: "):
        read_json(data)


def test_an_error_says_where_it_was_met() -> None:
    with pytest.raises(InputError) as caught:
        read_json("[]", "dossiers/a.json")
    assert (caught.value.where, caught.value.zh) == ("dossiers/a.json", "申报档案应为键值结构")


def test_plain_json_and_python_json_agree() -> None:
    text = '{"a": [1, "x", null, true, {"b": 1.5}]}'
    assert read_json(text) == json.loads(text)
