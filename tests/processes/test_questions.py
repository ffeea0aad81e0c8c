"""What rules say of a process: the exact evaluation, the generated function, and both in words."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmos_rules.evaluation.explanation import explain
from pmos_rules.findings import Outcome, Report
from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from tests.processes.small import SCHEMA, dossier, evaluator, rules

FILE = Path(__file__).with_name("questions.yaml")

NODE, FAULTS = read_yaml(SourceText(FILE.name, FILE.read_text("utf-8")))
assert NODE is not None
assert FAULTS == []
CASES: Any = to_plain(NODE)
RULES = [rule.id for rule in rules().rules["binding"]]


def judged(given: Any) -> Report:
    """The report; what the generated function found is held to the exact evaluation of every rule."""
    report = evaluator().evaluate(dossier(given))
    shown = {finding.rule: finding.outcome for finding in report.findings if finding.rule in RULES}
    silent = (Outcome.PASS, Outcome.NOT_APPLICABLE)
    assert shown == {rule: report.outcomes[rule] for rule in RULES if report.outcomes[rule] not in silent}
    assert all(finding.message.zh and finding.message.en for finding in report.findings)
    return report


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_rules_come_out_so(case: Any) -> None:
    report = judged(case["given"])
    expected = dict.fromkeys(RULES, "not_applicable")
    expected |= {f"small.{rule}": outcome for rule, outcome in case["expect"].items()}
    assert {rule: report.outcomes[rule].value for rule in RULES} == expected


EVENTS = st.lists(
    st.one_of(
        st.sampled_from(["ask", "lend", "bring", "refuse", "申请", "赠送", ""]),
        st.fixed_dictionaries(
            {"event": st.sampled_from(["ask", "lend", "bring", "refuse", None, "/"])},
            optional={"by": st.sampled_from(["reader", "馆员", "x", None, [1]])},
        ),
        st.sampled_from([None, 5, [], {}]),
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "events": EVENTS | st.sampled_from(["x", {}]),
            "status": st.sampled_from(["已申请", "已借出", "x", " ", ["x"]]),
            "confirmation": st.fixed_dictionaries(
                {"decision": st.sampled_from(["同意", "不同意", None, ["x"]])},
                optional={"by": st.sampled_from(["馆员", "读者", ["x"]])},
            ),
            "review": st.fixed_dictionaries({"status": st.sampled_from(["approved", "pending", ["x"]])}),
        },
    )
)
def test_the_generated_function_overlooks_nothing(given: Any) -> None:
    judged(given)


def test_a_dossier_without_events_asks_nothing_exactly() -> None:
    found: list[Any] = []
    plan = evaluator()._prepare("binding").plan
    plan.run_clean(SCHEMA.model.model_validate(dossier({"status": "已借出"})), 1, found.append)
    assert found == []


def told(given: Any, rule: str) -> Any:
    report = evaluator().evaluate(dossier(given))
    return next(finding for finding in report.findings if finding.rule == f"small.{rule}")


WORDS = [
    (
        {"events": [{"event": "lend", "by": "clerk"}]},
        "ask_first",
        "/events/0",
        "办理事件 › 第 1 项为“借出”，发生于“空闲”状态，应在“已申请”状态下发生",
        "events › 1 is “lend”, which came in the state “idle” and should come in the state “asked”",
        "按次序办理，此时应为“申请”（读者）",
        "keep to the order: what may come there is “ask” (by reader)",
    ),
    (
        {"events": ["ask", {"event": "lend", "by": "读者"}]},
        "clerk_lends",
        "/events/1/by",
        "办理事件 › 第 2 项 › 操作人为“读者”，应为馆员",
        "events › 2 › by is “reader” and should be clerk",
        "由馆员“借出”",
        "have clerk raise “lend”",
    ),
    (
        {"events": ["ask", "lend"]},
        "clerk_lends",
        "/events/1/by",
        "办理事件 › 第 2 项 › 操作人未提供，无法判断：馆员借出",
        "events › 2 › by is not given, so this cannot be told: The clerk lends",
        "补充“办理事件 › 第 2 项 › 操作人”后再查",
        "supply “events › 2 › by” and check again",
    ),
    (
        {"events": ["ask"], "confirmation": {"decision": "同意", "by": "读者"}},
        "clerk_lends",
        "/confirmation/by",
        "分布式新能源确认 › 确认方为“读者”，应为馆员",
        "confirmation › by is “reader” and should be clerk",
        "由馆员“借出”",
        "have clerk raise “lend”",
    ),
    (
        {"events": ["ask"], "status": "已借出"},
        "status",
        "/status",
        "数据状态为“已借出”，应为“已申请”",
        "status is “已借出” and should be “已申请” (asked)",
        "以平台显示的状态为准，核对办理事件",
        "go by what the platform shows, and check the events",
    ),
    (
        {"events": ["ask"]},
        "status",
        "/status",
        "数据状态未填写，应填写",
        "status is not given, and should be",
        "填写“数据状态”",
        "fill in “status”",
    ),
    (
        {"events": ["ask"], "status": "处理中"},
        "status_later",
        "/status",
        "数据状态不是已知的状态，无法判断：状态不退",
        "status is no status that any source names, so this cannot be told: The status does not go back",
        "改正“数据状态”后再查",
        "mend “status” and check again",
    ),
    (
        {"events": ["ask", "lend"], "status": "已借出"},
        "not_lent",
        "/events/1",
        "办理事件 › 第 2 项之后处于“已借出”状态，不应处于“已借出”状态",
        "events › 2 left it in the state “lent” and it should not be in the state “lent”",
        "核对办理进度",
        "check how far it has come",
    ),
    (
        {"events": [["x"], "lend"]},
        "ask_first",
        "/events/0",
        "办理事件 › 第 1 项无法识别，无法判断：先申请",
        "events › 1 cannot be read, so this cannot be told: Ask first",
        "改正“办理事件 › 第 1 项”后再查",
        "mend “events › 1” and check again",
    ),
]


@pytest.mark.parametrize(("given", "rule", "path", "zh", "en", "fix_zh", "fix_en"), WORDS)
def test_a_finding_says_what_is_the_matter(
    given: Any, rule: str, path: str, zh: str, en: str, fix_zh: str, fix_en: str
) -> None:
    finding = told(given, rule)
    assert finding.path == path
    assert (finding.message.zh, finding.message.en) == (zh, en)
    assert (finding.fix.zh, finding.fix.en) == (fix_zh, fix_en)


EXPLAINED = {
    "ask_first": ("“借出”在“已申请”状态下发生", "“lend” must come in the state “asked”"),
    "clerk_lends": ("“借出”由馆员操作", "“lend” must be raised by clerk"),
    "status": ("“借用”的状态与办理进度一致", "the status of “A loan” must agree with what has happened"),
    "status_later": (
        "“借用”的状态为“已申请”或其后的状态",
        "the status of “A loan” must be “已申请” (asked) or a later state",
    ),
    "not_lent": (
        "并非（“借用”处于“已借出”状态）",
        "it is not so that (“A loan” must be in the state “lent”)",
    ),
}


@pytest.mark.parametrize(("name", "said"), EXPLAINED.items(), ids=EXPLAINED)
def test_a_question_is_explained(name: str, said: tuple[str, str]) -> None:
    rule = next(rule for rule in rules().rules["binding"] if rule.id == f"small.{name}")
    assert f"检查：{said[0]}\n" in explain(rule, rules(), SCHEMA, "zh")
    assert f"checks: {said[1]}\n" in explain(rule, rules(), SCHEMA, "en")
