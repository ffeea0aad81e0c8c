"""What of a dossier is shown, and what is not."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from pmos_rules.models import Dossier
from tests.models.given import NAMES, given

PERSONAL = [
    "Abc123!x",
    "110101197503120215",
    "110101198001151016",
    "13800000001",
    "42001000000000001",
    "13900000018",
]


@pytest.mark.parametrize("name", NAMES)
def test_repr_shows_no_personal_value(name: str) -> None:
    shown = repr(Dossier.model_validate(given(name)))
    assert not [value for value in PERSONAL if value in shown]


def test_repr_shows_nothing_of_what_was_not_understood() -> None:
    dossier = Dossier.model_validate(
        {
            "market": "hubei",
            "pasword": "Abc123!x",
            "account": {"passwort": "Abc123!x", "legal_rep_id": ["110101197503120215"]},
            "staff": [{"age": "13800000001x"}],
            "shared_local": {"business_licence": {"phone": "13800000001"}},
            "counterparty_contact": "赵六 13900000018",
        }
    )
    assert repr(dossier) == (
        "Dossier(market='hubei', account=Account(legal_rep_id=Unreadable(shape), passwort=Ellipsis), "
        "staff=(StaffMember(age=Unreadable(number)),), counterparty_contact='赵六 139****0018', "
        "shared_local=SharedInformation(business_licence=Ellipsis), pasword=Ellipsis)"
    )


def test_an_error_shows_no_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Dossier.model_validate(["Abc123!x"])
    assert "Abc123!x" not in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_dumped_as_json_reads_as_the_same_dossier_but_for_the_password(name: str) -> None:
    dossier = Dossier.model_validate(given(name))
    dumped = dossier.model_dump_json(exclude_none=True)
    assert "Abc123!x" not in dumped
    again = json.loads(dumped)
    if "password" in again.get("account", {}):
        again["account"]["password"] = "Abc123!x"
    assert Dossier.model_validate(again) == dossier


def test_what_was_changed_or_not_read_is_dumped_as_typed() -> None:
    raw: dict[str, Any] = {
        "status": " 甲 ",
        "as_of": "明天",
        "bond": {"amount": "／", "valid_to": "长期"},
        "basic": "甲",
        "requested_period": "2018-01-01至长期",
    }
    assert json.loads(Dossier.model_validate(raw).model_dump_json(exclude_none=True)) == {
        **raw,
        "requested_period": {"from": "2018-01-01", "to": "长期"},
    }


def test_the_json_schema_names_the_english_keys_and_the_labels() -> None:
    schema = Dossier.model_json_schema()
    assert schema["properties"]["as_of"] == {"default": None, "title": "评估日期", "type": ["string", "null"]}
    assert schema["properties"]["shareholders"]["items"] == {"$ref": "#/$defs/Shareholder"}
    assert schema["$defs"]["Shareholder"]["properties"]["percent"]["title"] == "持股比例"
    reference = schema["properties"]["reference"]["anyOf"][0]
    assert reference["properties"]["taken_logins"]["supplied"] is True
