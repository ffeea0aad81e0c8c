"""What the caller knows besides the dossier: sets by name, or an object that is asked one question at a time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from pmos_rules import Dossier, InputError, Reference, Report, Ruleset, load_ruleset
from pmos_rules.api import schema
from pmos_rules.evaluation.reference import with_reference

DAY = date(2026, 11, 21)
PACK = """
schema: pmos-rules/1
pack: asking
title: {zh: 规则包, en: A pack}
version: "1"
markets: {asking: {title: {zh: 市场, en: Market}, kinds: [consumer]}}
instruments: {guide: {title: {zh: 指南, en: Guide}}}
"""
RULES = """
schema: pmos-rules/1
ruleset: asking
instrument: guide
rules:
- id: asking.login
  title: {zh: 登录名未被占用, en: The login is free}
  check: {account.login_name: {not_in: reference.taken_logins}}
  if_missing: not_applicable
  cite: "1"
- id: asking.catalog
  title: {zh: 在准入目录中, en: In the catalogue}
  check: {basic.full_name: {in: reference.catalog}}
  if_missing: not_applicable
  cite: "2"
- id: asking.contact
  title: {zh: 联系人已获授权, en: The contact is authorised}
  check: {contact.contact_name: {in: reference.authorised_contacts}}
  if_missing: not_applicable
  cite: "3"
- id: asking.dispatch
  title: {zh: 调度简称一致, en: The dispatch name agrees}
  check: {basic.dispatch_name: {same_as: {lookup: reference.dispatch_names, by: business.uscc}}}
  if_missing: {reference.dispatch_names: fail}
  cite: "4"
- id: asking.region
  title: {zh: 地理区域有效, en: The region is in force}
  check: {basic.region: {in: reference.regions}}
  if_missing: not_applicable
  cite: "5"
- id: asking.not_region
  title: {zh: 不在所列区域, en: Not one of the regions}
  when: {basic.region: {in: reference.regions}}
  check: never
  cite: "6"
- id: asking.every
  title: {zh: 目录不重复, en: No company twice}
  check: {unique: {of: reference.catalog.*}}
  if_missing: not_applicable
  cite: "7"
"""
FILED = {
    "market": "asking",
    "kind": "consumer",
    "account": {"login_name": "abc1"},
    "basic": {"full_name": "甲公司", "region": "重庆市渝北区", "dispatch_name": "甲厂"},
    "business": {"uscc": "91420500ma4f7g1h5k"},
    "contact": {"contact_name": "王五"},
}
KNOWN = {
    "taken_logins": ["abc2"],
    "catalog": ["甲公司", "乙公司"],
    "authorised_contacts": ["王五"],
    "dispatch_names": {"91420500MA4F7G1H5K": "甲厂"},
    "regions": ["重庆市渝北区"],
}
UNKNOWN = dict.fromkeys(
    ("login", "catalog", "contact", "dispatch", "region", "not_region", "every"), "undetermined"
)


class Platform:
    """A platform's own registers; each question is noted."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def login_taken(self, name: str) -> bool | None:
        self.asked.append(f"login {name}")
        return name == "abc2"

    def in_catalog(self, name: str) -> bool | None:
        self.asked.append(f"catalog {name}")
        return name == "甲公司"

    def contact_authorised(self, name: str) -> bool | None:
        self.asked.append(f"contact {name}")
        return name == "王五"

    def dispatch_name(self, uscc: str) -> str | None:
        self.asked.append(f"dispatch {uscc}")
        return {"91420500MA4F7G1H5K": " 甲厂 "}.get(uscc)

    def region(self, name: str) -> bool | None:
        self.asked.append(f"region {name}")
        return None


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    folder = tmp_path_factory.mktemp("asking")
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "rules.yaml").write_text(RULES, "utf-8")
    return load_ruleset(folder)


def judge(ruleset: Ruleset, reference: Any = None, more: Mapping[str, Any] | None = None) -> Report:
    return ruleset.evaluate({**FILED, **(more or {})}, as_of=DAY, reference=reference)


def outcomes(report: Report) -> dict[str, str]:
    """The rules' outcomes; those that failed or cannot be told have a finding, and no others."""
    own = {rule: outcome.value for rule, outcome in report.outcomes.items() if rule.startswith("asking.")}
    shown = {rule for rule, outcome in own.items() if outcome in ("fail", "undetermined", "error")}
    assert {finding.rule for finding in report.findings} == shown
    return {rule.removeprefix("asking."): outcome for rule, outcome in own.items()}


def test_without_reference_data_nothing_can_be_told(ruleset: Ruleset) -> None:
    report = judge(ruleset)
    assert outcomes(report) == UNKNOWN
    assert report.verdict.value == "undetermined"


def test_the_report_says_what_to_supply(ruleset: Ruleset) -> None:
    found = {finding.rule: finding for finding in judge(ruleset).findings}
    login, dispatch = found["asking.login"], found["asking.dispatch"]
    assert (login.path, login.message.zh) == (
        "/reference/taken_logins",
        "参照数据 › 已占用登录名未提供，无法判断：登录名未被占用",
    )
    assert login.fix is not None
    assert login.fix.zh == "补充“参照数据 › 已占用登录名”后再查"
    assert (dispatch.path, dispatch.message.en) == (
        "/reference/dispatch_names",
        "reference › dispatch names is not given, so this cannot be told: The dispatch name agrees",
    )


@pytest.mark.parametrize(
    "given",
    [
        KNOWN,
        {
            "已占用登录名": ["abc2"],
            "准入目录": ["甲公司"],
            "授权联系人名单": ["王五"],
            "调度简称名录": {"91420500MA4F7G1H5K": "甲厂"},
            "地理区域名录": ["重庆市渝北区"],
        },
    ],
    ids=["English keys", "Chinese keys"],
)
@pytest.mark.parametrize("by_caller", [True, False], ids=["by the caller", "in the dossier"])
def test_sets_are_taken_by_name(ruleset: Ruleset, given: Mapping[str, Any], by_caller: bool) -> None:
    report = judge(ruleset, given) if by_caller else judge(ruleset, None, {"reference": given})
    passed = dict.fromkeys(("login", "catalog", "contact", "dispatch", "region", "every"), "pass")
    assert outcomes(report) == {**passed, "not_region": "fail"}


def test_a_set_that_is_given_and_empty_is_given(ruleset: Ruleset) -> None:
    empty = {
        **dict.fromkeys(("taken_logins", "catalog", "authorised_contacts", "regions"), ()),
        "dispatch_names": {},
    }
    assert outcomes(judge(ruleset, empty)) == {
        "login": "pass",
        "catalog": "fail",
        "contact": "fail",
        "dispatch": "fail",
        "region": "fail",
        "not_region": "not_applicable",
        "every": "pass",
    }


def test_what_the_caller_gives_stands_before_what_the_dossier_says(ruleset: Ruleset) -> None:
    own = {"reference": {"taken_logins": ["abc1"], "catalog": ["甲公司"]}}
    told = outcomes(judge(ruleset, {"taken_logins": [], "catalog": None}, own))
    assert (told["login"], told["catalog"], told["contact"]) == ("pass", "pass", "undetermined")


def test_a_dossier_that_was_read_already_is_left_as_it_is(ruleset: Ruleset) -> None:
    dossier = Dossier.model_validate(FILED)
    report = ruleset.evaluate(dossier, as_of=DAY, reference=KNOWN)
    assert outcomes(report)["login"] == "pass"
    assert dossier.reference is None
    assert outcomes(ruleset.evaluate(dossier, as_of=DAY)) == UNKNOWN


def test_sets_can_be_read_once_for_many_dossiers(ruleset: Ruleset) -> None:
    known = Dossier.model_validate({"reference": KNOWN}).reference
    assert outcomes(judge(ruleset, known))["catalog"] == "pass"


def test_an_object_is_asked(ruleset: Ruleset) -> None:
    platform: Reference = Platform()
    assert outcomes(judge(ruleset, platform)) == {
        "login": "pass",
        "catalog": "pass",
        "contact": "pass",
        "dispatch": "pass",
        "region": "undetermined",
        "not_region": "undetermined",
        "every": "undetermined",
    }


def test_its_answers_can_fail_a_rule(ruleset: Ruleset) -> None:
    other = {
        "account": {"login_name": "abc2"},
        "basic": {"full_name": "丙公司", "dispatch_name": "乙厂"},
        "contact": {"contact_name": "李四"},
    }
    report = judge(ruleset, Platform(), other)
    assert outcomes(report) == {
        "login": "fail",
        "catalog": "fail",
        "contact": "fail",
        "dispatch": "fail",
        "region": "not_applicable",
        "not_region": "not_applicable",
        "every": "undetermined",
    }
    said = {finding.rule: finding.message.zh for finding in report.failures}
    assert said["asking.login"] == "账户信息 › 登录名为“abc2”，应不在“已占用登录名”之列"
    assert (
        said["asking.dispatch"]
        == "基本信息 › 调度简称为“乙厂”，应与“调度简称名录”中该“统一社会信用代码”所对应的名称一致（“甲厂”）"
    )


def test_a_question_is_asked_once_and_in_normal_form(ruleset: Ruleset) -> None:
    platform = Platform()
    report = judge(ruleset, platform)
    outcomes(report)
    report.to_json()
    assert sorted(platform.asked) == [
        "catalog 甲公司",
        "contact 王五",
        "dispatch 91420500MA4F7G1H5K",
        "login abc1",
        "region 重庆市渝北区",
    ]


def test_where_it_cannot_say_the_dossier_may(ruleset: Ruleset) -> None:
    silent = SimpleNamespace(login_taken=lambda name: None, dispatch_name=lambda uscc: None)
    known = outcomes(judge(ruleset, silent, {"reference": KNOWN}))
    assert known == {**dict.fromkeys(UNKNOWN, "pass"), "not_region": "fail"}
    assert outcomes(judge(ruleset, silent)) == UNKNOWN


def test_where_it_cannot_say_a_set_of_the_dossier_may_hold_the_value(ruleset: Ruleset) -> None:
    silent = SimpleNamespace(region=lambda name: None)
    listed = {"reference": {"regions": ["重庆市渝北区"]}}
    assert outcomes(judge(ruleset, silent, listed))["region"] == "pass"


def test_a_mapping_that_could_not_be_asked_is_told(ruleset: Ruleset) -> None:
    silent = SimpleNamespace(dispatch_name=lambda uscc: None)
    (found,) = (each for each in judge(ruleset, silent).findings if each.rule == "asking.dispatch")
    assert (found.path, found.message.en) == (
        "/reference/dispatch_names",
        "reference › dispatch names could not be asked, so this cannot be told: The dispatch name agrees",
    )


def test_a_dossier_without_reference_data_takes_none() -> None:
    with pytest.raises(TypeError, match=r"^this dossier has no reference data$"):
        with_reference(None, {}, replace(schema(), fields={}))


def test_what_it_could_not_say_is_told(ruleset: Ruleset) -> None:
    found = {finding.rule: finding for finding in judge(ruleset, Platform()).findings}
    region = found["asking.region"]
    assert (region.path, region.message.zh, region.message.en) == (
        "/reference/regions",
        "参照数据 › 地理区域名录未能查得，无法判断：地理区域有效",
        "reference › regions could not be asked, so this cannot be told: The region is in force",
    )


def test_an_object_need_not_answer_every_question(ruleset: Ruleset) -> None:
    told = outcomes(judge(ruleset, SimpleNamespace(login_taken=lambda name: True)))
    assert told == {**UNKNOWN, "login": "fail"}


def test_a_question_that_raises_is_the_error_of_the_rule_that_asked(ruleset: Ruleset) -> None:
    class Broken(Platform):
        def in_catalog(self, name: str) -> bool | None:
            raise ConnectionError(f"no database for {name}")

    report = judge(ruleset, Broken())
    told = outcomes(report)
    assert (told["catalog"], told["login"]) == ("error", "pass")
    (crash,) = [finding for finding in report.findings if finding.rule == "asking.catalog"]
    assert (
        crash.message.en
        == "the rule itself crashed (ConnectionError), so this was not told: In the catalogue"
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"taken_login": []}, "reference data have no `taken_login`; did you mean `taken_logins`?"),
        ({"holidays": []}, "reference data have no `holidays`"),
        ({"taken_logins": "abc1"}, "`taken_logins` of the reference data should be a list of texts"),
        ({"catalog": [["甲公司"]]}, "`catalog` of the reference data should be a list of texts"),
        ({"dispatch_names": ["甲厂"]}, "`dispatch_names` of the reference data should be a mapping of texts"),
    ],
)
def test_sets_that_cannot_be_meant_are_refused(ruleset: Ruleset, given: Any, message: str) -> None:
    with pytest.raises(InputError) as raised:
        judge(ruleset, given)
    assert str(raised.value) == message


def test_what_can_be_neither_read_nor_asked_is_refused(ruleset: Ruleset) -> None:
    with pytest.raises(
        TypeError, match=r"^reference data are a mapping, or an object with one of the methods `login"
    ):
        judge(ruleset, ["abc1"])
