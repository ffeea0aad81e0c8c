"""What an evaluation promises whatever stands in a dossier: no exception, the same bytes, nothing personal."""

import json
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import date
from decimal import Context, Inexact, getcontext, localcontext
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmos_rules import Dossier, Evaluator, Report
from pmos_rules.errors import InputError
from tests.built_in import ruleset
from tests.evaluation.odd_dossiers import (
    bases,
    chinese_pointer,
    in_chinese,
    odd_dossiers,
    places,
    shuffled,
)

DAY = date(2026, 11, 21)
pytestmark = pytest.mark.volume
often = settings(max_examples=60, deadline=None, derandomize=True)


def evaluator() -> Evaluator:
    return ruleset("hubei").at(DAY)


def text(dossier: Any) -> str:
    return evaluator().evaluate(dossier).to_json()


def unplaced(report: Report) -> list[tuple[str, ...]]:
    """What a report says, but for where and in which words."""
    return sorted((found.rule, found.outcome, found.severity, found.fingerprint) for found in report.findings)


# -- no exception, the same bytes -------------------------------------------------------------------------


@often
@given(odd_dossiers())
def test_it_never_raises_and_says_the_same_each_time(dossier: dict[str, Any]) -> None:
    said = text(dossier)
    assert said == text(dossier) == text(deepcopy(dossier))
    json.loads(said.encode("utf-8"))
    assert repr(evaluator().evaluate(dossier)).startswith("<Report hubei 2026-11-21 ")


@pytest.mark.parametrize("given", [None, "", "x", 5, True, [], [[]], {1, 2}, object(), {}, {1: 2}, b"{}"])
def test_it_never_raises_for_what_is_no_dossier(given: Any) -> None:
    report = evaluator().evaluate(given)
    assert report.verdict.value == "reject"
    json.loads(report.to_json())


@often
@given(odd_dossiers())
def test_a_mapping_and_a_dossier_are_judged_alike(dossier: dict[str, Any]) -> None:
    assert text(Dossier.model_validate(dossier)) == text(dossier)


@often
@given(odd_dossiers(beyond_json=False))
def test_a_mapping_and_its_json_are_judged_alike(dossier: dict[str, Any]) -> None:
    assert text(Dossier.model_validate_json(json.dumps(dossier))) == text(dossier)


@often
@given(odd_dossiers())
def test_the_callers_decimal_context_takes_no_part(dossier: dict[str, Any]) -> None:
    plain = text(dossier)
    with localcontext(Context(prec=3, traps=[Inexact])) as outside:
        report = evaluator().evaluate(dossier)
        assert report.to_json() == plain
        assert text(Dossier.model_validate(dossier)) == plain
        assert getcontext() is outside
        assert outside.prec == 3


@often
@given(odd_dossiers(), st.randoms(use_true_random=False))
def test_the_order_of_keys_takes_no_part(dossier: dict[str, Any], order: Any) -> None:
    report, other = evaluator().evaluate(dossier), evaluator().evaluate(shuffled(dossier, order))
    assert other.outcomes == report.outcomes
    assert other.verdict == report.verdict
    assert unplaced(other) == unplaced(report)


@often
@given(odd_dossiers())
def test_chinese_keys_lead_to_the_same_and_are_pointed_at(dossier: dict[str, Any]) -> None:
    english, chinese = evaluator().evaluate(dossier), evaluator().evaluate(in_chinese(dossier))
    assert chinese.outcomes == english.outcomes
    assert unplaced(chinese) == unplaced(english)
    assert [found.path for found in chinese.findings] == [chinese_pointer(f.path) for f in english.findings]
    assert [found.label.zh for found in chinese.findings] == [found.label.zh for found in english.findings]


def test_threads_share_an_evaluator() -> None:
    fresh = Evaluator(evaluator().rules, evaluator().schema, DAY)
    dossiers = [{**base, **change} for base in bases() for change in ({}, {"market": "hubei"}, {"staff": []})]
    alone = [text(dossier) for dossier in dossiers]

    def judge_all(first: int) -> list[str]:
        turned = [*dossiers[first:], *dossiers[:first]]
        said = [fresh.evaluate(dossier).to_json() for dossier in turned]
        return [*said[len(said) - first :], *said[: len(said) - first]]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(judge_all, range(8))) == [alone] * 8


def test_threads_share_a_report() -> None:
    dossier = {**deepcopy(bases()[0]), "market": "hubei", "kind": "retailer", "basic": {}}
    alone = text(dossier)
    report = evaluator().evaluate(dossier)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: report.to_json(), range(8))) == {alone}


# -- nothing personal -------------------------------------------------------------------------------------

PERSONAL = {
    "id_number": "11010119{:02d}03{:02d}0215",
    "legal_rep_id": "42010619{:02d}11{:02d}001X",
    "mobile": "139{:02d}77{:02d}331",
    "bank_account_number": "6222{:02d}9988{:02d}7766",
    "password": "Geheim{:02d}Wort{:02d}!",
    "counterparty_contact": "保密联系人{:02d}甲{:02d}乙丙丁戊",
}
FORMS = ["{}", " {}　", "x{}", "{}{}", "{}９"]


def sensitive(dossier: dict[str, Any], draw: Any) -> dict[str, list[str]]:
    """Put personal data into every personal field, in all kinds of ways; what was put in, by field."""
    numbers = count(10)
    put: dict[str, list[str]] = {name: [] for name in PERSONAL}
    dossier["contact"] = {"mobile": "1"}
    dossier["account"] = {"password": "1", "legal_rep_id": "1"}
    dossier["shared_local"] = {"staff": [{"id_number": "1"}, {"id_number": "1"}]}
    dossier["shared_snapshot"] = {"staff": [{"id_number": "1"}, {"id_number": "1"}]}
    dossier["counterparty_contact"] = "1"
    for place in list(places(dossier)):
        name = place[-1]
        if name in PERSONAL:
            number = next(numbers)
            secret = PERSONAL[name].format(number % 90 + 10, number % 28 + 1)
            put[name].append(secret)
            typed = draw(st.sampled_from(FORMS)).replace("{}", secret)
            holder: Any = dossier
            for step in place[:-1]:
                holder = holder[step]
            holder[name] = draw(st.sampled_from([typed, typed, typed, [typed], {"x": typed}]))
    return put


@often
@given(st.data())
def test_personal_data_appear_nowhere(data: st.DataObject) -> None:
    dossier = data.draw(odd_dossiers(beyond_json=False, copies=False))
    secrets = [secret for put in sensitive(dossier, data.draw).values() for secret in put]
    assert len(secrets) >= 8
    read = Dossier.model_validate(dossier)
    report = evaluator().evaluate(read)
    shown = [report.to_json(), repr(report), repr(read), str(read), *map(repr, report.findings)]
    assert [secret for secret in secrets for said in shown if secret in said] == []


@often
@given(st.data())
def test_who_asks_is_shown_personal_data_but_never_a_password(data: st.DataObject) -> None:
    dossier = data.draw(odd_dossiers(beyond_json=False, copies=False))
    put = sensitive(dossier, data.draw)
    said = evaluator().evaluate({**dossier, "market": "hubei", "kind": "retailer"}, show_personal=True).to_json()
    assert [password for password in put["password"] if password in said] == []


def test_who_asks_sees_what_was_typed() -> None:
    dossier = {"market": "hubei", "kind": "retailer", "contact": {"mobile": "1390000000"}}
    dossier |= {"staff": [{"id_number": "110101197503120216"}], "account": {"password": "geheim12"}}
    report = evaluator().evaluate(dossier, show_personal=True)
    actual = {found.rule: found.actual for found in report.findings}
    assert actual["common.contact.mobile"] == "1390000000"
    assert actual["common.id.resident_id"] == "110101197503120216"
    assert actual["hubei.account.password_has_special"] == "******"
    masked = {found.rule: found.actual for found in evaluator().evaluate(dossier).findings}
    assert masked["common.contact.mobile"] == "******0000"
    assert masked["common.id.resident_id"] == "110*************16"


def test_what_two_places_say_of_a_person_is_masked() -> None:
    dossier = {"market": "hubei", "kind": "retailer"}
    dossier |= {
        "shared_local": {"staff": [{"id_number": "110101197503120215"}]},
        "shared_snapshot": {"staff": [{"id_number": "110101197503120223"}]},
    }
    (found,) = [f for f in evaluator().evaluate(dossier).findings if f.rule == "national.retailer.shared_fields"]
    assert found.message.zh == (
        "本地信息 › 从业人员 › 第 1 位 › 身份证号为“110*************15”，应与“共享信息”（“110*************23”）一致"
    )


@pytest.mark.parametrize("typed", ['{"account": {"password": "Geheim12"', '{"a": 1, "a": "Geheim12"}', '["Geheim12"]'])
def test_an_exception_holds_nothing_of_the_input(typed: str) -> None:
    with pytest.raises(InputError) as raised:
        Dossier.model_validate_json(typed)
    assert "Geheim12" not in f"{raised.value} {raised.value!r}"
