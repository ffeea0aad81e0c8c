"""Hubei and Chongqing judge the same data differently where their guides differ, and neither speaks for the other."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pmos_rules import Report
from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from pmos_rules.strategies.edits import Edit, apply
from tests.built_in import ruleset

AS_OF = date(2026, 11, 21)
DOSSIERS = Path(__file__).parents[1] / "data" / "dossiers"
FOREIGN = {"hubei": ("chongqing", "jiangsu"), "chongqing": ("hubei", "jiangsu"), "jiangsu": ("hubei", "chongqing"),
           "mengdong": ("hubei", "chongqing", "jiangsu")}  # fmt: skip
KINDS = [("hubei", "consumer"), ("chongqing", "consumer"), ("jiangsu", "consumer"), ("jiangsu", "aggregation"),
         ("mengdong", "aggregation")]  # fmt: skip


class Difference(NamedTuple):
    """A change to a dossier, and what each market's rules make of the result."""

    sentence: str
    change: Mapping[str, Any]
    hubei: Mapping[str, str]
    chongqing: Mapping[str, str]
    base: str = "cq_consumer_direct"


DIFFERENCES = [
    Difference(
        "an extension in capitals is Chongqing's matter only",
        {"attachments.0.filename": "重庆示例_准入目录文件.PDF"},
        hubei={"hubei.file.pdf_only": "pass", "hubei.file.name_format": "fail as error"},
        chongqing={"chongqing.file.pdf_only": "pass", "chongqing.file.ext_lowercase": "fail as error"},
    ),
    Difference(
        "a file of any name will do in Chongqing",
        {"attachments.0.filename": "abc.pdf"},
        hubei={"hubei.file.name_format": "fail as error"},
        chongqing={"chongqing.file.pdf_only": "pass", "chongqing.file.ext_lowercase": "pass"},
    ),
    Difference(
        "a file's name may be of any length in Chongqing",
        {"attachments.0.filename": "重庆示例_二〇二六年度电力用户市场化交易准入目录文件.pdf"},
        hubei={"hubei.file.name_format": "fail as error", "hubei.file.name_length": "fail as error"},
        chongqing={"chongqing.file.pdf_only": "pass"},
    ),
    Difference(
        "the short name with 交易员 is a user name in Chongqing",
        {"account.user_name": "重庆示例交易员"},
        hubei={"hubei.account.user_name_equals_full_name": "fail as error", "hubei.account.user_name_han": "pass"},
        chongqing={"chongqing.account.user_name_full_or_short": "pass", "chongqing.account.user_name_han": "pass"},
    ),
    Difference(
        "a formal account needs a certificate in Hubei whosever it is",
        {"account.state": "formal", "review": {"status": "approved"}, "stage": "trade"},
        hubei={"hubei.account.formal_needs_cfca": "fail as error"},
        chongqing={"chongqing.cert.direct_user_required": "not_applicable"},
        base="cq_consumer_retail",
    ),
    Difference(
        "a direct-trading consumer needs a certificate in Chongqing even with a temporary account",
        {"account.state": "temporary", "account.certificate": None},
        hubei={"hubei.account.formal_needs_cfca": "not_applicable"},
        chongqing={"chongqing.cert.direct_user_required": "fail as warning"},
    ),
    Difference(
        "a unit may be made by hand in Hubei",
        {"units.0.source": "manual"},
        hubei={"hubei.consumer.units_query_or_manual": "pass"},
        chongqing={"chongqing.consumer.units_from_metering_query": "fail as error"},
    ),
    Difference(
        "two units of one metering point are merged in Hubei",
        {"units": [{"name": name, "source": "query", "metering_point_number": "M1"} for name in "甲乙"]},
        hubei={"hubei.consumer.units_merge_duplicates": "fail as info"},
        chongqing={"chongqing.consumer.units_one_point_one_unit": "fail as error"},
    ),
    Difference(
        "a whole city is region enough in Hubei",
        {"basic.region": "重庆市"},
        hubei={"hubei.consumer.required.basic.region": "pass"},
        chongqing={"chongqing.consumer.region_leaf": "fail as error"},
    ),
    Difference(
        "a full name comes from the catalogue in Chongqing",
        {"basic.full_name": "别家有限公司", "account.user_name": "别家有限公司"},
        hubei={"hubei.consumer.required.basic.full_name": "pass", "hubei.account.user_name_equals_full_name": "pass"},
        chongqing={"chongqing.consumer.full_name_from_catalog": "fail as error"},
    ),
    Difference(
        "the other name of a direct-trading consumer is no option in Chongqing",
        {"basic.consumer_type": "大用户"},
        hubei={"hubei.consumer.type_enum": "fail as warning"},
        chongqing={"chongqing.consumer.type_enum": "fail as error"},
    ),
    Difference(
        "a wholesale consumer is a direct-trading one in Hubei",
        {"basic.consumer_type": "批发用户"},
        hubei={"hubei.consumer.type_enum": "pass"},
        chongqing={"chongqing.consumer.type_enum": "fail as error"},
    ),
    Difference(
        "every declared account needs its units in Chongqing",
        {"declared_accounts": ["5000000001", "5000000002"]},
        hubei={"hubei.consumer.units_info_complete": "pass"},
        chongqing={"chongqing.consumer.units_all_accounts_done": "fail as error"},
    ),
    Difference(
        "a unit's type and category are completed in Chongqing",
        {"units.0.type": "", "units.0.high_energy_category": None},
        hubei={"hubei.consumer.units_info_complete": "pass"},
        chongqing={"chongqing.consumer.units_fields_completed": "fail as error"},
    ),
    Difference(
        "ten mebibytes and a byte are too much by each market's own clause",
        {"attachments.0.size_bytes": 10485761},
        hubei={"hubei.file.max_size": "fail as error"},
        chongqing={"chongqing.file.max_size": "fail as error"},
    ),
    Difference(
        "Chongqing's manual names no fields of the business part",
        {"business": {"uscc": "91500112MA5U6W7X8M"}},
        hubei={"hubei.consumer.required.business.bank_name": "fail as error"},
        chongqing={"chongqing.consumer.sections": "pass"},
    ),
]  # fmt: skip
CITED = {"hubei": "hubei-guide-2018", "chongqing": "chongqing-manual-2018"}


def changed(difference: Difference) -> dict[str, Any]:
    file = DOSSIERS / f"{difference.base}.yaml"
    node, faults = read_yaml(SourceText(file.name, file.read_text("utf-8")))
    assert node is not None
    assert faults == []
    base: Any = to_plain(node)
    return apply(tuple(Edit("set", path, value) for path, value in difference.change.items()), base)


def judged(difference: Difference, market: str) -> Report:
    return ruleset(market).evaluate(changed(difference) | {"market": market}, as_of=AS_OF)


def said(report: Report, rule: str) -> str:
    severities = [found.severity.value for found in report.failures if found.rule == rule]
    return f"fail as {severities[0]}" if severities else report.outcomes[rule].value


@pytest.mark.parametrize("market", ["hubei", "chongqing"])
@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.sentence)
def test_each_market_judges_by_its_own_guide(difference: Difference, market: str) -> None:
    expected: Mapping[str, str] = getattr(difference, market)
    report = judged(difference, market)
    assert {rule: said(report, rule) for rule in expected} == expected
    assert not [rule for rule in report.outcomes if rule.startswith(FOREIGN[market])]
    own = (found for found in report.failures if found.rule.startswith(market))
    assert {found.cite.instrument for found in own} <= {CITED[market]}


@pytest.mark.parametrize(("market", "kind"), KINDS)
def test_no_rule_of_another_market_is_asked(market: str, kind: str) -> None:
    report = ruleset(market).evaluate({"kind": kind, "market": market}, as_of=AS_OF)
    assert not [rule for rule in report.outcomes if rule.startswith(FOREIGN[market])]


@pytest.mark.parametrize("market", FOREIGN)
def test_no_guidance_of_another_market_is_given(market: str) -> None:
    assert not [entry.id for entry in ruleset(market).guidance if entry.id.startswith(FOREIGN[market])]


@pytest.mark.parametrize(
    ("rule", "markets"),
    [
        ("national.jiangsu.retail_legal_rep_authorisation", {"jiangsu"}),
        ("national.aggregation.mengdong_modes", {"mengdong"}),
    ],
)
def test_a_nationwide_report_speaks_of_one_market_to_that_market_only(rule: str, markets: set[str]) -> None:
    assert {market for market in FOREIGN if rule in {known.id for known in ruleset(market).rules}} == markets
