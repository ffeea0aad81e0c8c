"""Outside Hubei too, a rule whose severity depends on the dossier has the one that its statement says."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from pmos_rules.strategies.edits import Edit, apply
from tests.built_in import ruleset

DOSSIERS = Path(__file__).parents[1] / "data" / "dossiers"


class Grade(NamedTuple):
    """A change to a base dossier, the severity with which a rule then fails, and the verdict."""

    sentence: str
    base: str
    rule: str
    severity: str
    verdict: str
    change: Mapping[str, Any] = {}
    remove: tuple[str, ...] = ()


BLANKS = "jiangsu.aggregation.contract_blank_placeholder"
REASON = "jiangsu.aggregation.reject_reason"
ENDS = "jiangsu.aggregation.reject_terminates"
REFUSED = {"confirmation.decision": "不同意"}
GRADES = [
    Grade("a notice that nobody mentions", "cq_consumer_direct", "chongqing.notice.read_and_accept", "warning", "accept",
          remove=("notice_accepted",)),
    Grade("a notice that is not accepted", "cq_consumer_direct", "chongqing.notice.read_and_accept", "error", "reject",
          {"notice_accepted": False}),
    Grade("a user name with a digit", "cq_consumer_direct", "chongqing.account.user_name_han", "info", "accept",
          {"account.user_name": "重庆示例2"}),
    Grade("a user name without Chinese characters", "cq_consumer_direct", "chongqing.account.user_name_han", "error", "reject",
          {"account.user_name": "CQ User"}),
    Grade("a direct-trading consumer without a certificate", "cq_consumer_direct", "chongqing.cert.direct_user_required",
          "warning", "accept", {"account.certificate": None}),
    Grade("a direct-trading consumer without a certificate that wants to trade", "cq_consumer_direct",
          "chongqing.cert.direct_user_required", "error", "reject", {"account.certificate": None, "stage": "trade"}),
    Grade("a representative without an identity card", "cq_consumer_direct", "chongqing.account.legal_rep_id_real",
          "warning", "accept", {"account.legal_rep_id": "E12345678", "account.legal_rep_id_type": "护照"}),
    Grade("a representative without any number", "cq_consumer_direct", "chongqing.account.legal_rep_id_real",
          "error", "reject", {"account.legal_rep_id": ""}),
    Grade("an expired certificate that need not be", "cq_consumer_retail", "national.lifecycle.material_valid",
          "warning", "accept", {"account.certificate": {"valid_to": "2026-11-20"}}),
    Grade("an expired certificate", "cq_consumer_direct", "national.lifecycle.material_valid",
          "error", "reject", {"account.certificate": {"valid_to": "2026-11-20"}}),
    Grade("a slash for the other party's contact", "js_agg_online", "jiangsu.aggregation.counterparty_contact",
          "warning", "accept", {"counterparty_contact": "/"}),
    Grade("no contact of the other party", "js_agg_online", "jiangsu.aggregation.counterparty_contact",
          "error", "reject", {"counterparty_contact": ""}),
    Grade("a blank in the contract", "js_agg_online", BLANKS, "error", "reject", {"contract.fields.甲方合同编号": "　"}),
    Grade("a dash in the contract", "js_agg_online", BLANKS, "warning", "accept", {"contract.fields.甲方合同编号": "-"}),
    Grade("a full-width slash in the contract", "js_agg_online", BLANKS, "info", "accept", {"contract.fields.甲方合同编号": "／"}),
    Grade("a refusal without a reason", "js_agg_online", REASON, "error", "reject", REFUSED | {"status": "终止"}, ("upload",)),
    Grade("a refusal with a slash as its reason", "js_agg_online", REASON, "warning", "accept",
          REFUSED | {"status": "终止", "confirmation.reason": "/"}, ("upload",)),
    Grade("a contract uploaded after a refusal", "js_agg_online", ENDS, "error", "reject",
          REFUSED | {"status": "终止", "confirmation.reason": "价格不合适"}),
    Grade("an order still open after a refusal", "js_agg_online", ENDS, "warning", "accept",
          REFUSED | {"status": "待受理", "confirmation.reason": "价格不合适"}, ("upload",)),
]  # fmt: skip


def dossier(grade: Grade) -> dict[str, Any]:
    file = DOSSIERS / f"{grade.base}.yaml"
    node, faults = read_yaml(SourceText(file.name, file.read_text("utf-8")))
    assert node is not None
    assert faults == []
    base: Any = to_plain(node)
    setting = (Edit("set", path, value) for path, value in grade.change.items())
    return apply((*setting, *(Edit("remove", path) for path in grade.remove)), base)


@pytest.mark.parametrize("grade", GRADES, ids=lambda grade: grade.sentence)
def test_a_rule_weighs_as_much_as_its_statement_says(grade: Grade) -> None:
    given = dossier(grade)
    report = ruleset(given["market"]).evaluate(given, as_of=date.fromisoformat(given["as_of"]))
    assert [found.severity.value for found in report.failures if found.rule == grade.rule] == [grade.severity]
    assert report.verdict.value == grade.verdict
