"""A mapping into a dossier in normal form."""

import copy
import json
import pickle
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from pmos_rules.formats import FOREVER, Given, Period, Placeholder, Unreadable
from pmos_rules.models import Dossier
from pmos_rules.models.applicant import Account, BasicInformation, Contact
from pmos_rules.models.people import Shareholder, StaffMember
from pmos_rules.models.processes import Resource
from pmos_rules.models.section import Section
from tests.models.given import NAMES, given


@pytest.mark.parametrize("name", NAMES)
def test_a_complete_dossier_is_clean_and_says_the_same_from_json(name: str) -> None:
    raw = given(name)
    dossier = Dossier.model_validate(raw)
    assert dossier.notes == frozenset()
    assert dossier.given == raw
    from_json = Dossier.model_validate_json(json.dumps(raw))
    assert from_json == dossier
    assert from_json.notes == frozenset()
    assert from_json.given == raw


def test_values_are_in_normal_form() -> None:
    dossier = Dossier.model_validate(given("hb_retailer"))
    assert isinstance(dossier.basic, BasicInformation)
    assert isinstance(dossier.staff, tuple)
    assert isinstance(dossier.shareholders, tuple)
    assert isinstance(dossier.attachments, tuple)
    assert dossier.as_of == date(2026, 11, 21)
    assert dossier.notice_accepted is True
    assert dossier.basic.operating_period == Period(date(2018, 1, 1), FOREVER)
    assert [row.percent for row in dossier.shareholders if isinstance(row, Section)] == [
        Decimal(60),
        Decimal(40),
    ]
    staff = dossier.staff[0]
    assert isinstance(staff, StaffMember)
    assert (type(staff.age), staff.age) == (Decimal, Decimal(46))
    assert dossier.distribution_network is None
    assert dossier.contact is not None
    assert dossier.reference is not None


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000\u200b"])
def test_what_is_blank_is_missing_in_any_place(blank: Any) -> None:
    dossier = Dossier.model_validate(
        {
            "market": blank,
            "as_of": blank,
            "basic": blank,
            "staff": blank,
            "account": {"login_name": "hbsl01", "password": blank},
            "contact": {"mobile": blank, " ": blank},
            "upload": {"filename": blank, "ca_signed_by": blank},
            "order_attachments": blank,
        }
    )
    assert (
        dossier.market is dossier.as_of is dossier.basic is dossier.staff is dossier.order_attachments is None
    )
    assert dossier.account == Account(login_name="hbsl01", password=None)
    assert dossier.upload is None
    assert dossier.notes <= {"extra"}


def test_a_section_of_nothing_but_blanks_is_missing_as_an_empty_one_is() -> None:
    blank = {"authority": "", "valid_to": "\u3000"}
    dossier = Dossier.model_validate({"account": {"login_name": "hbsl01", "certificate": blank}, "contact": {"传真": None}})
    assert dossier.account == Account(login_name="hbsl01", certificate=None)
    assert dossier.contact is None


def test_a_section_that_holds_only_what_no_field_reads_is_not_missing() -> None:
    assert Dossier.model_validate({"contact": {"微信号": "abc"}}).contact is not None


def test_an_empty_section_is_missing_and_an_empty_list_is_empty() -> None:
    dossier = Dossier.model_validate({"contact": {}, "staff": [], "account": {"certificate": {}}})
    assert dossier.contact is None
    assert dossier.staff == ()
    assert dossier.account is None


def test_an_empty_row_is_a_section_in_which_nothing_stands() -> None:
    dossier = Dossier.model_validate({"shareholders": [None, {}, "", {"name": "甲"}]})
    assert dossier.shareholders == (Shareholder(), Shareholder(), Shareholder(), Shareholder(name="甲"))


def test_a_reference_set_that_is_given_but_empty_is_given() -> None:
    dossier = Dossier.model_validate({"reference": {"taken_logins": [], "dispatch_names": {}}})
    assert dossier.reference is not None
    assert not isinstance(dossier.reference, Unreadable)
    assert dossier.reference.taken_logins == ()
    assert dossier.reference.dispatch_names == {}
    assert dossier.reference.catalog is None


@pytest.mark.parametrize(
    ("raw", "field", "reason"),
    [
        ({"basic": "湖北示例"}, "basic", "shape"),
        ({"basic": ["湖北示例"]}, "basic", "shape"),
        ({"basic": 1}, "basic", "shape"),
        ({"staff": {"name": "甲"}}, "staff", "shape"),
        ({"staff": "甲"}, "staff", "shape"),
        ({"distribution_network": "无"}, "distribution_network", "shape"),
        ({"declared_accounts": "5000000001"}, "declared_accounts", "shape"),
        ({"market": ["hubei"]}, "market", "shape"),
        ({"as_of": "明天"}, "as_of", "date"),
        ({"as_of": 44013}, "as_of", "date_serial"),
        ({"declared_unit_count": "两台"}, "declared_unit_count", "number"),
        ({"requested_period": "三个月"}, "requested_period", "period"),
        ({"notice_accepted": "不适用"}, "notice_accepted", "yes_no"),
    ],
)
def test_what_cannot_be_read_is_kept_for_the_rules_to_judge(
    raw: dict[str, Any], field: str, reason: str
) -> None:
    dossier = Dossier.model_validate(raw)
    value = getattr(dossier, field)
    assert isinstance(value, Unreadable)
    assert (value.given, value.reason) == (raw[field], reason)
    assert dossier.notes == {"shape" if reason == "shape" else "unreadable"}


def test_rows_that_are_no_rows_do_not_hide_the_others() -> None:
    dossier = Dossier.model_validate({"shareholders": [{"name": "甲"}, "乙", 3]})
    assert isinstance(dossier.shareholders, tuple)
    assert [type(row) for row in dossier.shareholders] == [Shareholder, Unreadable, Unreadable]
    assert dossier.notes == {"shape"}


def test_an_event_may_be_a_bare_name() -> None:
    dossier = Dossier.model_validate(
        {"events": ["submit", {"event": "preview", "by": "retailer", "at": "2026-01-02"}]}
    )
    assert isinstance(dossier.events, tuple)
    assert [(event.event, event.by) for event in dossier.events if not isinstance(event, Unreadable)] == [
        ("submit", None),
        ("preview", "retailer"),
    ]


def test_a_contract_is_a_mapping_of_any_keys_to_text() -> None:
    dossier = Dossier.model_validate(
        {"contract": {"fields": {"甲方合同编号": "／", "电价": 0.5, "空": " ", 3: ["x"]}}}
    )
    assert dossier.contract is not None
    assert not isinstance(dossier.contract, Unreadable)
    fields = dossier.contract.fields
    assert isinstance(fields, dict)
    assert {key: fields[key] for key in ("甲方合同编号", "电价", "空")} == {
        "甲方合同编号": "／",
        "电价": "0.5",
        "空": None,
    }
    assert isinstance(fields["3"], Unreadable)


NOTED = [
    ({"status": " 已绑定"}, {"padded"}),
    ({"status": "已\u200b绑定"}, {"padded"}),
    ({"status": "ＯＫ"}, set()),
    ({"contact": {"mobile": "１３８０００００００１"}}, {"halfwidth"}),
    ({"contact": {"postcode": " ４３００００"}}, {"halfwidth", "padded"}),
    ({"account": {"password": " Ａbc123! "}}, set()),
    ({"basic": {"full_name": "甲（武汉）公司"}}, set()),
    ({"business": {"uscc": "91420100ma4k2b3c05"}}, set()),
    ({"business": {"registered_capital": "/"}}, {"placeholder"}),
    ({"business": {"organisation_code": "/"}}, set()),
    ({"business": {"registered_capital": "两亿"}}, {"unreadable"}),
    ({"basic": {"fullname": "甲"}}, {"extra"}),
    ({"staff": [{"name": "甲"}, {"姓": "乙"}]}, {"extra"}),
    ({"extracted": {"basic": {"full_name": " 甲"}}}, {"padded"}),
    ({"order_attachments": ["甲 ", 1]}, {"padded"}),
    ({"contract": {"fields": {"甲方": "无 "}}}, {"padded"}),
]


@pytest.mark.parametrize(("raw", "notes"), NOTED)
def test_reading_notices_how_a_dossier_was_typed(raw: dict[str, Any], notes: set[str]) -> None:
    assert Dossier.model_validate(raw).notes == notes
    assert Dossier.model_validate_json(json.dumps(raw)).notes == notes


def test_a_text_that_was_changed_keeps_what_was_typed() -> None:
    dossier = Dossier.model_validate({"contact": {"mobile": "１３８０００００００１ "}})
    assert isinstance(dossier.contact, Contact)
    assert isinstance(dossier.contact.mobile, Given)
    assert (dossier.contact.mobile, dossier.contact.mobile.given) == (
        "13800000001",
        "１３８０００００００１ ",
    )
    capital = Dossier.model_validate({"bond": {"amount": "无"}}).bond
    assert capital is not None
    assert not isinstance(capital, Unreadable)
    assert isinstance(capital.amount, Placeholder)


def test_keys_that_no_field_has_are_kept() -> None:
    dossier = Dossier.model_validate({"remarks": 1, "basic": {"fullname": "甲"}})
    assert dossier.model_extra == {"remarks": 1}
    assert isinstance(dossier.basic, BasicInformation)
    assert dossier.basic.model_extra == {"fullname": "甲"}


def test_keys_that_are_no_clean_texts_are_keys_that_no_field_has() -> None:
    dossier = Dossier.model_validate(
        {1: 2, "\ud800": 3, "basic": {None: 4, "full_name": "甲"}, "staff": [{5: 6}]}
    )
    assert dossier.model_extra == {"1": 2, "\ufffd": 3}
    assert dossier.basic == BasicInformation.model_validate({"full_name": "甲", "None": 4})
    assert dossier.notes == {"extra"}


@pytest.mark.parametrize("root", [None, [], "market: hubei", 3])
def test_only_a_root_that_is_no_mapping_is_refused(root: Any) -> None:
    with pytest.raises(ValidationError, match="Input should be a valid dictionary or instance of Dossier"):
        Dossier.model_validate(root)


def test_any_mapping_will_do() -> None:
    raw = MappingProxyType({"market": "hubei", "basic": MappingProxyType({"full_name": "甲"})})
    assert Dossier.model_validate(raw) == Dossier(market="hubei", basic=BasicInformation(full_name="甲"))


def test_a_dossier_may_be_built_by_keywords_from_sections_and_mappings_alike() -> None:
    parts = given("hb_retailer")
    built = Dossier(
        **{
            **parts,
            "contact": Contact(**parts["contact"]),
            "staff": tuple(StaffMember(**row) for row in parts["staff"]),
        }
    )
    assert built == Dossier.model_validate(parts)
    assert built.notes == frozenset()


def test_sections_that_were_read_before_tell_again_how_they_were_typed() -> None:
    assert Dossier(contact=Contact(mobile=" １")).notes == {"padded", "halfwidth"}
    assert Dossier(shareholders=[Shareholder(percent="/"), {"name": "甲"}]).notes == {"placeholder"}  # type: ignore[arg-type, list-item]
    assert Dossier(contact=Contact.model_validate({"telephone": 1})).notes == {"extra"}
    assert Dossier(resource=Resource.model_validate({"other_orders": ["x"]})).notes == {"shape"}
    assert Dossier(account=Account.model_validate({"certificate": {"valid_to": "不久"}})).notes == {
        "unreadable"
    }


class Filing(BaseModel):
    number: int
    dossier: Dossier


def test_a_dossier_may_lie_within_another_model() -> None:
    raw = given("hb_consumer")
    dossier = Dossier.model_validate(raw)
    for filing in (
        Filing.model_validate({"number": 1, "dossier": raw}),
        Filing.model_validate_json(json.dumps({"number": 1, "dossier": raw})),
        Filing(number=1, dossier=dossier),
    ):
        assert filing.dossier == dossier
        assert filing.dossier.notes == frozenset()
    assert Filing(number=1, dossier=dossier).dossier is dossier
    with pytest.raises(ValidationError):
        Filing.model_validate({"number": 1, "dossier": []})


def test_a_dossier_within_a_dossier_within_a_model_does_not_mix_up_notes() -> None:
    class Pair(BaseModel):
        first: Dossier
        second: Dossier

    pair = Pair.model_validate({"first": {"status": " 甲"}, "second": {"status": "甲"}})
    assert (pair.first.notes, pair.second.notes) == (frozenset({"padded"}), frozenset())


def test_copies_and_pickles_keep_everything() -> None:
    dossier = Dossier.model_validate(
        {**given("js_agg_online"), "status": " 已生效", "remarks": 1, "bond": {"amount": "三十"}}
    )
    shallow, deep, thawed = copy.copy(dossier), copy.deepcopy(dossier), pickle.loads(pickle.dumps(dossier))
    assert shallow == dossier
    for twin in (shallow, deep, thawed):
        assert twin.notes == dossier.notes == {"padded", "extra", "unreadable"}
        assert twin.given == dossier.given
        assert twin.model_extra == dossier.model_extra
        assert isinstance(twin.status, Given)
    assert dossier.model_copy(update={"status": "终止"}).status == "终止"
    assert Dossier.model_construct(market="hubei").notes == frozenset()
    assert Dossier.model_construct(market="hubei").given == {}


def test_a_dossier_does_not_change() -> None:
    dossier = Dossier.model_validate(given("hb_consumer"))
    with pytest.raises(ValidationError, match="Instance is frozen"):
        dossier.market = "jiangsu"
    with pytest.raises(ValidationError, match="Instance is frozen"):
        dossier.basic.full_name = "甲"  # type: ignore[union-attr]


def test_how_a_dossier_was_typed_takes_no_part_in_equality() -> None:
    assert Dossier(status=" 甲") == Dossier(status="甲")
    assert Dossier(status="甲") != Dossier(status="乙")
    assert Dossier(status="甲") != "甲"


def test_a_province_may_add_fields_of_its_own() -> None:
    class GuangdongDossier(Dossier):
        spot_account: str | None = None

    dossier = GuangdongDossier.model_validate({"市场成员类型": "售电公司", "spot_account": "S1"})
    assert (dossier.kind, dossier.spot_account, dossier.notes) == ("retailer", "S1", frozenset())
    assert isinstance(dossier, GuangdongDossier)
