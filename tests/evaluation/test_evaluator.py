"""A rule that crashes is a finding of its own; any pydantic class will do; nothing leaks from one rule to another."""

from datetime import date
from decimal import Decimal, localcontext
from typing import Annotated, Any, NamedTuple

import pytest
from pydantic import BaseModel, ConfigDict

from pmos_rules import Dossier, Evaluator
from pmos_rules.api import schema
from pmos_rules.findings import Finding, Outcome, Severity, Verdict
from pmos_rules.formats import types
from pmos_rules.formats.types import ValueType
from pmos_rules.language.rules import load_market
from pmos_rules.language.schema import read_schema
from pmos_rules.language.symbols import PackText
from pmos_rules.source import SourceText
from tests.built_in import ruleset
from tests.evaluation.checks import moody, takes_anything
from tests.evaluation.small import DAY, MANIFEST, judged, load, ruleset_text, whole
from tests.language import example

pytestmark = pytest.mark.usefixtures("odd_checks")
LOOK = """
rules:
  - id: example.pages
    title: {zh: 每页有文字, en: There is text on each page}
    for: attachments.*
    check: {content.image_only_pages: {at_most: 0}}
    if_missing: fail
    cite: "1"
"""
AFTER = {"id": "small.after", "check": {"number": {"above": "5"}}, "if_missing": "fail"}


def hubei() -> Evaluator:
    return ruleset("hubei").at(date(2026, 11, 21))


def found(findings: Any, rule: str) -> Finding:
    (finding,) = [finding for finding in findings if finding.rule == rule]
    assert isinstance(finding, Finding)
    return finding


# -- crashes ------------------------------------------------------------------------------------------------

CRASHES: list[tuple[str, dict[str, Any]]] = [
    ("a check in Python", {"check": {"custom": "crashing", "of": "text"}}),
    ("a format", {"check": {"text": {"format": "crashing"}}}),
    ("a condition", {"when": {"text": {"format": "crashing"}}, "check": "never"}),
    ("a condition of rows", {"check": {"count": {"of": "rows.*", "where": {"text": {"format": "crashing"}}, "at_least": "1"}}}),
    ("a grade", {"check": "never", "severity": [{"when": {"text": {"format": "crashing"}}, "is": "info"}, "warning", ]}),
]  # fmt: skip


@pytest.mark.parametrize(("where", "rule"), CRASHES, ids=[where for where, _ in CRASHES])
def test_a_crash_is_a_finding_of_the_rule_and_the_others_go_on(where: str, rule: dict[str, Any]) -> None:
    crashing = {"id": "small.rule", "if_missing": "not_applicable", **rule}
    report = judged(load({"rules": [crashing, AFTER]}), whole({"text": "甲", "number": 5, "rows": [{"text": "甲"}]}))
    finding = found(report.findings, "small.rule")
    assert finding.outcome is Outcome.ERROR
    assert finding.message.zh == "规则本身出错（LookupError），未能判断：标题"
    assert finding.message.en == "the rule itself crashed (LookupError), so this was not told: title"
    assert finding.fix is not None
    assert finding.fix.zh == "将规则编号和版本告知规则包维护者"
    assert finding.severity is (Severity.WARNING if where == "a grade" else Severity.ERROR)
    assert found(report.findings, "small.after").outcome is Outcome.FAIL
    assert report.outcomes["small.rule"] is Outcome.ERROR
    assert "not to be shown" not in report.to_json()
    assert report.counts["crashed"] == 1


def test_a_crash_on_one_item_is_that_items() -> None:
    rule = {"id": "small.rule", "for": "rows.*", "check": {"custom": "crashing", "of": "text"}, "if_missing": "fail"}
    report = judged(load({"rules": [rule]}), whole({"rows": [{"text": "甲"}, {"number": 1}]}))
    assert [(finding.outcome.value, finding.path) for finding in report.findings] == [
        ("error", "/rows/0"),
        ("fail", "/rows/1/text"),
    ]
    assert report.outcomes["small.rule"] is Outcome.ERROR


def test_what_waits_for_a_rule_that_crashed_is_silent() -> None:
    crashing = {"id": "small.rule", "check": {"custom": "crashing", "of": "text"}, "if_missing": "fail"}
    report = judged(load({"rules": [crashing, {**AFTER, "depends_on": "small.rule"}]}), whole({"text": "甲"}))
    assert report.outcomes["small.after"] is Outcome.NOT_APPLICABLE
    assert report.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("first", "zh", "en"),
    [
        (False, "不符合，规则出错（IndexError）而未能说明：标题", "failed, and the rule crashed (IndexError) before it could say why: title"),
        (None, "待核，规则出错（IndexError）而未能说明：标题", "undetermined, and the rule crashed (IndexError) before it could say why: title"),
    ],
)  # fmt: skip
def test_a_crash_while_a_finding_is_put_into_words_leaves_the_finding(first: bool | None, zh: str, en: str) -> None:
    rule = {"id": "small.rule", "for": "rows.*", "check": {"custom": "moody", "of": "text"}, "if_missing": "fail"}
    moody.says = [first]
    report = load({"rules": [rule, AFTER]}).evaluate(whole({"number": 5, "rows": [{"text": "甲"}]}))
    finding = found(report.findings, "small.rule")
    assert finding.outcome is (Outcome.FAIL if first is False else Outcome.UNDETERMINED)
    assert (finding.message.zh, finding.message.en, finding.path) == (zh, en, "/rows/0")
    assert found(report.findings, "small.after").message.zh == "数量为“5”，应大于 5"


def test_a_rule_that_spoils_the_decimal_context_spoils_no_other() -> None:
    sloppy = {"id": "small.rule", "check": {"custom": "sloppy", "of": "text"}, "if_missing": "fail"}
    exact = {"id": "small.sum", "check": {"sum": {"of": "rows.*.percent", "equals": "100"}}, "if_missing": "fail"}
    evaluator = load({"rules": [sloppy, exact]})
    given = whole({"text": "甲", "rows": [{"percent": "33.33"}, {"percent": "66.67"}]})
    first, second = evaluator.evaluate(given), evaluator.evaluate(given)
    assert second.outcomes["small.sum"] is Outcome.PASS
    assert first.to_json() == second.to_json()


def test_what_cannot_be_read_is_said_once_of_all_that_lies_in_it() -> None:
    places = ["rows.*", "rows.*.inner.*"]
    rule = {"id": "small.rule", "for": places, "check": {"text": "甲"}, "if_missing": "fail"}
    report = load({"rules": [rule]}).evaluate(whole({"rows": "不详"}))
    assert [(found.rule, found.path) for found in report.findings] == [
        ("input.wrong_shape", "/rows"),
        ("small.rule", "/rows"),
    ]


@pytest.mark.parametrize("asked", [{"readable": "true"}, {"as_given": "trimmed"}])
def test_of_how_something_was_typed_nothing_is_said_where_nothing_can_be_read(asked: dict[str, str]) -> None:
    rule = {"id": "small.rule", "for": "rows.*", "check": {"text": asked}, "if_missing": "not_applicable"}
    report = judged(load({"rules": [rule]}), whole({"rows": "不详"}))
    assert [found.rule for found in report.findings] == ["input.wrong_shape"]
    assert report.outcomes["small.rule"] is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "check",
    [{"mobile": {"same_as": "section.mobile"}}, {"agree": {"left": "left", "right": "section", "on": ["mobile"]}}],
)
def test_who_asks_for_personal_data_sees_what_a_value_is_compared_with(check: dict[str, Any]) -> None:
    evaluator = load({"rules": [{"id": "small.rule", "check": check, "if_missing": "fail"}]})
    own, other = "13800000000", "13900000001"
    given = whole({"mobile": own, "left": {"mobile": own}, "section": {"mobile": other}})
    for asked in (True, False):
        (finding,) = evaluator.evaluate(given, show_personal=asked).findings
        for said in (finding.message.zh, finding.message.en):
            assert [own in said, other in said] == [asked, asked]


# -- item by item -------------------------------------------------------------------------------------------

STAGED = [
    {"id": "small.saved", "check": {"number": {"above": "5"}}, "from_stage": "save", "if_missing": "fail"},
    {"id": "small.submitted", "check": {"text": "甲"}, "from_stage": "submit", "if_missing": "undetermined"},
    {"id": "small.traded", "check": {"percent": {"above": "5"}}, "from_stage": "trade", "if_missing": "fail"},
    {"id": "small.sum", "check": {"sum": {"of": "rows.*.percent", "equals": "100"}}, "if_missing": "fail"},
    {"id": "small.retailers", "applies_to": {"kind": "retailer"}, "check": {"choice": "甲"}, "if_missing": "fail"},
]
FAULTY = {"number": 5, "percent": 5, "rows": [{"percent": "33.335"}, {"percent": "66.666"}]}


@pytest.mark.parametrize("kind", ["retailer", "consumer", None])
@pytest.mark.parametrize("stage", ["save", "submit", "trade", "later", None])
def test_who_asks_item_by_item_is_told_what_a_report_says(stage: str | None, kind: str | None) -> None:
    evaluator = load({"rules": STAGED})
    given = whole({**FAULTY, "stage": stage, "kind": kind})
    report = evaluator.evaluate(given)
    with localcontext(prec=2):
        session, hits = evaluator.hits(given)
    assert session.plan is evaluator.plan(kind)
    assert [(session.plan.rules[hit[0]].id, judgement.outcome) for hit, judgement in hits] == [
        (finding.rule, finding.outcome) for finding in report.findings if not finding.rule.startswith("input.")
    ]
    asked = evaluator.session(given)
    outcomes = {rule: asked.outcome(number) for rule, number in asked.numbers.items()}
    assert outcomes == {rule: report.outcomes[rule] for rule in asked.numbers}
    assert ("small.retailers" in outcomes) is (kind == "retailer")
    assert outcomes["small.traded"] is (Outcome.FAIL if stage == "trade" else Outcome.NOT_APPLICABLE)
    assert outcomes["small.submitted"] is (Outcome.NOT_APPLICABLE if stage == "save" else Outcome.UNDETERMINED)


# -- formats and checks of others ---------------------------------------------------------------------------


def test_a_format_is_asked_about_readable_text_only() -> None:
    rule = {"id": "small.rule", "check": {"text": {"format": "anything"}}, "if_missing": "not_applicable"}
    evaluator = load({"rules": [rule]})
    outcomes = [judged(evaluator, whole({"text": text})).outcomes["small.rule"] for text in ("甲", None, ["甲"])]
    assert outcomes == [Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED]
    assert set(takes_anything.asked) == {"甲"}


def test_a_format_need_not_be_hashable() -> None:
    rule = {"id": "small.rule", "check": {"text": {"format": "unhashable"}}, "if_missing": "fail"}
    evaluator = load({"rules": [rule]})
    assert judged(evaluator, whole({"text": "甲"})).outcomes["small.rule"] is Outcome.PASS
    assert judged(evaluator, whole({"text": "乙"})).outcomes["small.rule"] is Outcome.FAIL


# -- any pydantic class -------------------------------------------------------------------------------------


class Reading(NamedTuple):
    """How a field of somebody else's class says what type it has."""

    value_type: ValueType
    shape: str = "value"


class Unit(BaseModel):
    """A row of somebody else's dossier."""

    number: Annotated[Decimal | None, Reading(types.COUNT)] = None


class Plain(BaseModel):
    """Somebody else's dossier, that knows nothing of this library but the types."""

    model_config = ConfigDict(extra="allow")

    market: Annotated[str | None, Reading(types.TEXT)] = None
    kind: Annotated[str | None, Reading(types.TEXT)] = None
    stage: Annotated[str | None, Reading(types.TEXT)] = None
    name: Annotated[str | None, Reading(types.NAME)] = None
    units: tuple[Unit, ...] | None = None


def plain() -> Evaluator:
    rules = [
        {"id": "small.name", "check": {"name": {"length": "2"}}, "if_missing": "fail"},
        {"id": "small.units", "for": "units.*", "check": {"number": {"above": "0"}}, "if_missing": "not_applicable"},
        {"id": "small.typed", "check": {"name": {"as_given": "trimmed"}}, "if_missing": "fail"},
    ]
    schema = read_schema(Plain)
    text = PackText("small", SourceText("pack", MANIFEST), (SourceText("rules", ruleset_text({"rules": rules})),))
    return Evaluator(load_market((text,), "small", schema), schema, DAY)


def test_any_pydantic_class_is_a_dossier() -> None:
    given = {"market": "small", "kind": "retailer", "name": "甲乙丙", "units": [{"number": 1}, {"number": 0}], "x": 1}
    report = plain().evaluate(given)
    assert [(finding.rule, finding.path) for finding in report.findings] == [
        ("input.unknown_key", "/x"),
        ("small.name", "/name"),
        ("small.units", "/units/1/number"),
    ]
    assert report.findings[1].message.zh == "name为“甲乙丙”，应为 2 个字"
    assert plain().evaluate(Plain(**given)).to_json() == report.to_json()


def test_what_a_class_refuses_is_no_dossier() -> None:
    report = plain().evaluate({"kind": "retailer", "units": [{"number": "五"}]})
    assert report.findings[0].rule == "input.wrong_shape"
    assert report.verdict is Verdict.REJECT


# -- what else a report says ----------------------------------------------------------------------------------


def test_a_report_says_what_it_rests_on() -> None:
    report = hubei().evaluate({"market": "hubei", "kind": "售电公司", "stage": "保存"})
    assert (report.ruleset, report.market, report.kind, report.stage) == ("hubei", "hubei", "retailer", "save")
    assert (report.as_of, report.version) == (date(2026, 11, 21), hubei().rules.version)
    assert report.digest == hubei().rules.digest
    assert report.counts == {"error": 0, "warning": 1, "info": 0, "undetermined": 0, "crashed": 0}


def test_a_rule_that_cannot_be_told_names_the_rule_that_says_why() -> None:
    given = {"market": "hubei", "kind": "retailer", "shareholders": [{"name": "甲", "percent": "六成"}]}
    given |= {"staff": [{"name": "乙", "age": 40}], "business": {"licence_valid_from": "明天"}}
    findings = hubei().evaluate(given).findings
    assert found(findings, "hubei.retailer.shareholders_sum_100").caused_by == ("common.number.parse",)
    missing = hubei().evaluate({**given, "shareholders": [{"name": "甲"}]}).findings
    assert found(missing, "hubei.retailer.shareholders_sum_100").caused_by == (
        "hubei.retailer.shareholder_row_complete",
    )


PATCHED: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("space is taken off", {"basic": {"full_name": " 甲公司　"}}, "common.text.padded", "/basic/full_name", "甲公司"),
    ("width is folded", {"商务信息": {"统一社会信用代码": "９１"}}, "common.text.fullwidth", "/商务信息/统一社会信用代码", "91"),
    ("a code is written as on the form", {"basic": {"retailer_type": "有配電網運營權售電公司"}}, "common.text.traditional",
     "/basic/retailer_type", "有配网运营权售电公司"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "given", "rule", "path", "value"), PATCHED, ids=[row[0] for row in PATCHED])
def test_what_is_safe_is_patched(sentence: str, given: dict[str, Any], rule: str, path: str, value: str) -> None:
    dossier = {"market": "hubei", "kind": "retailer", **given}
    finding = found(hubei().evaluate(dossier).findings, rule)
    assert finding.patch == ({"op": "replace", "path": path, "value": value},)


def test_what_is_personal_or_means_something_else_is_not_patched() -> None:
    given = {"contact": {"mobile": " １３８"}, "basic": {"full_name": "甲"}, "account": {"user_name": "乙"}}
    findings = hubei().evaluate({"market": "hubei", "kind": "retailer", **given}).findings
    patches = {finding.rule: finding.patch for finding in findings if finding.patch is not None}
    assert patches == {}
    assert "common.text.fullwidth" in {finding.rule for finding in findings}


def test_what_was_typed_without_being_noticed_is_found_all_the_same() -> None:
    rule = {"id": "small.rule", "for": "basic.full_name", "check": {"this": {"as_given": "halfwidth"}}}
    text = ruleset_text({"rules": [{**rule, "if_missing": "not_applicable"}]})
    schema = read_schema(Dossier)
    packs = (PackText("small", SourceText("pack", MANIFEST), (SourceText("rules", text),)),)
    evaluator = Evaluator(load_market(packs, "small", schema), schema, DAY)
    report = evaluator.evaluate({"market": "small", "kind": "retailer", "basic": {"full_name": "甲（乙）"}})
    assert [finding.rule for finding in report.findings] == ["small.rule"]


def test_that_nobody_looked_into_a_file_is_said_as_such() -> None:
    evaluator = Evaluator(example.load(LOOK), schema(), date(2026, 11, 21))
    given = {"market": "example", "kind": "retailer", "attachments": [{"filename": "a.pdf"}]}
    (found,) = (each for each in evaluator.evaluate(given).findings if each.rule == "example.pages")
    assert (found.message.zh, found.fix and found.fix.zh) == (
        "附件信息 › 第 1 项的文件内容未提供，应不大于 0",
        "提供文件内容后再查",
    )
