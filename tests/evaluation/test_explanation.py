"""A rule is explained in both languages: what it asks, of whom, when, from which day, by which clause."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pmos_rules.evaluation.explanation import explain
from pmos_rules.language.ruleset import MarketRules
from tests.evaluation.small import SCHEMA, load

pytestmark = pytest.mark.usefixtures("odd_checks")
NAMES: Mapping[str, Any] = {
    "parameters": {
        "most": {"values": {"2018-04-01": {"value": "5", "cite": "1"}, "2026-08-01": {"value": "9", "cite": "2"}}},
        "notice": {"values": {"2018-04-01": {"some": "30", "cite": "1"}}},
    },
    "codelists": {"slots": ["执照"], "choices": {"of": "choice", "甲": {"also": ["甲方"]}, "乙": {}}},
    "terms": {
        "big": {"number": {"above": "5"}},
        "one_or_two": {"any": [{"number": "1"}, {"number": "2"}]},
        "numbers": {"fields": {"type": "count"}},
        "none": {"fields": {"type": "count", "codelist": "any"}},
    },
    "labels": {"text": "正文"},
}
# a check, and what it asks for
CHECKS: list[tuple[Any, str, str]] = [
    ({"text": {"present": "true"}}, "“正文”应填写", "“text” must be given"),
    ({"rows": {"missing": "true"}}, "“列表”应留空", "“rows” must be left empty"),
    ({"text": {"readable": "true"}}, "“正文”应能够识别", "“text” must be readable"),
    ({"number": {"above": "$most"}}, "“数量”应大于 9", "“number” must be above 9"),
    (
        {"end": {"not_before": {"as_of": "$notice.some"}}},
        "“截止日期”应不早于审查日期后 30 日",
        "“end” must not be before 30 days after the date of the check",
    ),
    (
        {"day": {"not_after": {"as_of": "30 days"}}},
        "“日期”应不晚于审查日期后 30 日",
        "“day” must not be after 30 days after the date of the check",
    ),
    (
        {"as_of": {"not_before": "2026-01-01"}},
        "“审查日期”应不早于 2026-01-01",
        "“the date of the check” must not be before 2026-01-01",
    ),
    (
        {"text": {"mentions_any_of": ["name", "choice"]}},
        "“正文”应写有“名称”或“选项”",
        "“text” must mention “name” or “choice”",
    ),
    ({"day": {"not_after": "as_of"}}, "“日期”应不晚于审查日期", "“day” must not be after the date of the check"),
    ({"choice": {"in": "choices"}}, "“选项”应为“甲”、“乙”之一", "“choice” must be one of “甲”, “乙”"),
    (
        {"number": {"within": "1", "of": "limit"}},
        "“数量”应与“限额”相差不超过 1",
        "“number” must differ from “limit” by at most 1",
    ),
    (
        {"all": [{"text": "甲"}, {"number": {"whole": "true"}}]},
        "“正文”应为“甲”，且“数量”应为整数",
        "“text” must be “甲” and “number” must be a whole number",
    ),
    (
        {"any": [{"text": "甲"}, {"number": {"not": {"whole": "true"}}}]},
        "“正文”应为“甲”，或并非（“数量”为整数）",
        "“text” must be “甲” or it is not so that (“number” is a whole number)",
    ),
    ({"not": {"text": "甲"}}, "“正文”不为“甲”", "“text” is not “甲”"),
    (
        {"all": [{"text": "甲"}, {"any": [{"number": "1"}, {"number": "2"}]}]},
        "“正文”应为“甲”，且（“数量”应为 1，或应为 2）",
        "“text” must be “甲” and (“number” must be 1 or must be 2)",
    ),
    (
        {"any": [{"text": "甲"}, {"all": [{"number": "1"}, {"number": "2"}]}]},
        "“正文”应为“甲”，或（“数量”应为 1，且应为 2）",
        "“text” must be “甲” or (“number” must be 1 and must be 2)",
    ),
    (
        {"all": [{"text": "甲"}, "one_or_two"]},
        "“正文”应为“甲”，且（“数量”应为 1，或应为 2）",
        "“text” must be “甲” and (“number” must be 1 or must be 2)",
    ),
    (
        {"all": [{"text": {"length": "2"}}, {"not": {"text": ["甲", "乙"]}}]},
        "“正文”应为 2 个字，且不为“甲”、“乙”之一",
        "“text” must have exactly 2 characters and is not one of “甲”, “乙”",
    ),
    ({"not": {"number": {"whole": "true"}}}, "并非（“数量”为整数）", "it is not so that (“number” is a whole number)"),
    ("big", "“数量”应大于 5", "“number” must be above 5"),
    ("never", "不应出现", "never hold"),
    ("always", "始终符合", "always hold"),
    (
        {"first_of": [{"when": "big", "check": {"text": "甲"}}, {"check": {"text": {"length": "2"}}}]},
        "若“数量”大于 5，则“正文”应为“甲”；否则“正文”应为 2 个字",
        "if “number” is above 5, “text” must be “甲”; otherwise “text” must have exactly 2 characters",
    ),
    (
        {"count": {"of": "rows.*", "at_least": "3"}},
        "“列表 › 各项”的数量应不少于 3",
        "the number of “rows › each” must be at least 3",
    ),
    (
        {"count": {"of": "rows.*", "where": {"text": "甲"}, "distinct_by": "code", "at_most": "$most", "above": "1"}},
        "“列表 › 各项”（限“列表 › 各项 › 文本”为“甲”者）按“列表 › 各项 › 编码”去重后的数量应多于 1、不超过 9",
        "the number of “rows › each” (where “rows › each › text” is “甲”), counted by “rows › each › code”, must be more than 1 and at most 9",
    ),
    (
        {"sum": {"of": "rows.*.percent", "equals": "100"}},
        "“列表 › 各项 › 比例”的合计应为 100",
        "the sum of “rows › each › percent” must be exactly 100",
    ),
    (
        {"sum": {"of": "rows.*.money", "where": {"text": {"present": "true"}}, "below": "3"}},
        "“列表 › 各项 › 金额(万元)”（限“列表 › 各项 › 文本”已填写者）的合计应少于 3",
        "the sum of “rows › each › money” (where “rows › each › text” is given) must be less than 3",
    ),
    ({"unique": {"of": "rows.*.code"}}, "“列表 › 各项 › 编码”应不重复", "“rows › each › code” must not be repeated"),
    (
        {"unique": {"of": "words.*", "where": {"this": {"length": "2"}}}},
        "“词语 › 各项”（限“词语 › 各项”为 2 个字者）应不重复",
        "“words › each” (where “words › each” has exactly 2 characters) must not be repeated",
    ),
    ({"attached": "执照"}, "上传“执照”", "attach “执照”"),
    (
        {"attached": {"material": "说明"}},
        "上传附件（“附件 › 各项 › 材料”为“说明”）",
        "attach a file (“attachments › each › material” is “说明”)",
    ),
    (
        {"attached": {"slot": "执照", "content.is_pdf": "true"}},
        "上传“执照”（文件是 PDF）",
        "attach “执照” (the file is a PDF)",
    ),
    ({"not": {"attached": "执照"}}, "并非（已上传“执照”）", "it is not so that (“执照” is attached)"),
    (
        {"not": {"attached": {"material": "说明"}}},
        "并非（已上传附件（“附件 › 各项 › 材料”为“说明”））",
        "it is not so that (a file (“attachments › each › material” is “说明”) is attached)",
    ),
    (
        {"agree": {"left": "left", "right": "right", "on": ["text"]}},
        "“左侧”应与“右侧”一致",
        "“left” must agree with “right”",
    ),
    (
        {"custom": "even", "of": ["number", "limit"]},
        "“数量”、“限额”应符合规则要求",
        "“number” and “limit” must meet the rule",
    ),
]
# a condition, and when it holds
CONDITIONS: list[tuple[Any, str, str]] = [
    ({"text": {"present": "true"}}, "“正文”已填写", "“text” is given"),
    ({"rows": {"missing": "true"}}, "“列表”未填写", "“rows” is left empty"),
    (
        {"number": {"within": "1", "of": "limit"}},
        "“数量”与“限额”相差不超过 1",
        "“number” differs from “limit” by at most 1",
    ),
    (
        {"any": [{"text": "甲"}, {"number": {"not": {"whole": "true"}}}]},
        "“正文”为“甲”，或并非（“数量”为整数）",
        "“text” is “甲” or it is not so that (“number” is a whole number)",
    ),
    ("never", "不应出现", "never hold"),
    ("always", "始终符合", "always hold"),
    (
        {"count": {"of": "rows.*", "where": {"text": "甲"}, "distinct_by": "code", "at_most": "$most", "above": "1"}},
        "“列表 › 各项”（限“列表 › 各项 › 文本”为“甲”者）按“列表 › 各项 › 编码”去重后的数量多于 1、不超过 9",
        "the number of “rows › each” (where “rows › each › text” is “甲”), counted by “rows › each › code”, is more than 1 and at most 9",
    ),
    (
        {"sum": {"of": "rows.*.money", "where": {"text": {"present": "true"}}, "below": "3"}},
        "“列表 › 各项 › 金额(万元)”（限“列表 › 各项 › 文本”已填写者）的合计少于 3",
        "the sum of “rows › each › money” (where “rows › each › text” is given) is less than 3",
    ),
    ({"unique": {"of": "rows.*.code"}}, "“列表 › 各项 › 编码”不重复", "“rows › each › code” is not repeated"),
    ({"attached": "执照"}, "已上传“执照”", "“执照” is attached"),
    (
        {"attached": {"material": "说明"}},
        "已上传附件（“附件 › 各项 › 材料”为“说明”）",
        "a file (“attachments › each › material” is “说明”) is attached",
    ),
    ({"agree": {"left": "left", "right": "right", "on": ["text"]}}, "“左侧”与“右侧”一致", "“left” agrees with “right”"),
    (
        {"custom": "even", "of": ["number", "limit"]},
        "“数量”、“限额”符合规则要求",
        "“number” and “limit” meets the rule",
    ),
]


def market(rule: Mapping[str, Any]) -> MarketRules:
    written = {"id": "small.rule", "if_missing": "not_applicable", **rule}
    return load({**NAMES, "rules": [written]}).rules


def lines(rule: Mapping[str, Any], lang: str) -> dict[str, str]:
    """The explanation by the words that its lines start with."""
    rules = market(rule)
    (found,) = [known for known in rules.rules[rules.kinds[0]] if known.id == "small.rule"]
    first, *rest = explain(found, rules, SCHEMA, lang).splitlines()
    assert first == "small.rule"
    return dict(line.strip().split("：" if lang == "zh" else ": ", 1) for line in rest)


@pytest.mark.parametrize(("check", "zh", "en"), CHECKS)
def test_a_check_is_a_sentence(check: Any, zh: str, en: str) -> None:
    assert lines({"check": check}, "zh")["检查"] == zh
    assert lines({"check": check}, "en")["checks"] == en


@pytest.mark.parametrize(("when", "zh", "en"), CONDITIONS)
def test_a_condition_is_a_sentence(when: Any, zh: str, en: str) -> None:
    assert lines({"when": when, "check": "never"}, "zh")["适用条件"] == zh
    assert lines({"when": when, "check": "never"}, "en")["when"] == en


def test_a_selector_of_fields_leaves_no_trace() -> None:
    asks = {"for": ["number", "text"], "check": {"all": [{"field_in": "numbers"}, {"this": {"present": "true"}}]}}
    assert lines(asks, "zh")["检查"] == "“该项”应填写"
    when = {"for": "number", "when": {"any": [{"field_in": "numbers"}]}, "check": {"this": {"present": "true"}}}
    assert lines(when, "zh")["适用条件"] == "始终符合"


def test_the_items_are_named_and_too_many_are_cut_short() -> None:
    few = {"for": ["rows.*", "rows.*.inner.*.code", "period.until"], "check": "never"}
    assert lines(few, "zh")["逐项检查"] == "列表 › 各项、列表 › 各项 › 下级 › 各项 › 编码、期间的截止日"
    assert lines(few, "en")["for each of"] == "rows › each, rows › each › inner › each › code, last day of period"
    many = {"for": ["text", "name", "code", "url", "file", "slot", "material"], "check": "never"}
    assert lines(many, "zh")["逐项检查"] == "正文、名称、编码、网址、文件名、附件栏等 7 项"


def test_paths_are_named_from_where_they_start() -> None:
    rule = {"for": "rows.*.code", "check": {"beside.text": {"same_as": "dossier.text"}}}
    assert lines(rule, "zh")["检查"] == "“列表 › 各项 › 文本”应与“正文”一致"


def test_everything_else_is_a_line_each() -> None:
    rule = {
        "check": {"number": {"above": "5"}},
        "title": {"zh": "数量大于五", "en": "A number above five"},
        "if_missing": "fail",
        "severity": [{"when": "big", "is": "info"}, "error"],
        "basis": "screenshot",
        "effective": {"from": "2026-01-01", "until": "2027-01-01"},
        "from_stage": "trade",
        "fix": {"zh": "改大", "en": "make it larger"},
        "cite": "2.3",
    }
    assert lines(rule, "zh") == {
        "要求": "数量大于五",
        "对象": "售电公司",
        "检查": "“数量”应大于 5",
        "缺值": "缺值时不符合",
        "严重程度": "若“数量”大于 5，则参考；否则退回",
        "起始环节": "交易",
        "依据": "《指南》2.3（仅见于截图）",
        "施行": "自 2026-01-01 起，至 2027-01-01 前",
        "理解": "理解",
        "处理": "改大",
        "位置": lines(rule, "zh")["位置"],
        "摘要": "1dc7484d15f9",
    }
    assert lines(rule, "en") == {
        "asks": "A number above five",
        "of whom": "retailer",
        "checks": "“number” must be above 5",
        "missing": "fails where a value is missing",
        "severity": "info if “number” is above 5; otherwise error",
        "from stage": "trade",
        "cites": "Guide, 2.3 (seen in a screenshot only)",
        "in force": "from 2026-01-01 until 2027-01-01",
        "reading": "reading",
        "to mend": "make it larger",
        "written in": lines(rule, "en")["written in"],
        "digest": "1dc7484d15f9",
    }
    assert lines(rule, "zh")["位置"].startswith("rules.yaml:1:")


def test_the_rules_that_it_waits_for_are_named() -> None:
    rules = load({"rules": [{"id": f"small.{n}", "check": "never"} for n in "ab"] + [waiting()]}).rules
    (rule,) = [known for known in rules.rules[rules.kinds[0]] if known.id == "small.c"]
    assert "  先看：small.a、small.b\n" in explain(rule, rules, SCHEMA, "zh")
    assert "  after: small.a, small.b\n" in explain(rule, rules, SCHEMA, "en")


def waiting() -> dict[str, Any]:
    return {
        "id": "small.c",
        "check": "never",
        "depends_on": ["small.a", "small.b"],
        "effective": {"until": "2027-01-01"},
    }


def test_a_rule_about_fields_of_which_there_are_none_is_explained() -> None:
    rules = market({"for": "none", "check": {"this": {"present": "true"}}, "severity": "warning"})
    (rule,) = [known for known in rules.rules[rules.kinds[0]] if known.id == "small.rule"]
    assert explain(rule, rules, SCHEMA, "zh").splitlines()[3:5] == ["  检查：始终符合", "  严重程度：提示"]


def test_a_rule_that_was_not_written_anywhere_has_no_place() -> None:
    rules = market({"check": "never"})
    rule = replace(rules.rules[rules.kinds[0]][0], span=None)
    assert "位置" not in explain(rule, rules, SCHEMA, "zh")


def test_a_rule_may_have_no_reading() -> None:
    assert "理解" not in lines({"check": "never", "reading": None}, "zh")


def test_every_path_may_have_a_policy_of_its_own() -> None:
    rule = {"check": {"number": {"same_as": "limit"}}, "if_missing": {"number": "fail", "limit": "undetermined"}}
    assert lines(rule, "zh")["缺值"] == "“数量”缺值时不符合；“限额”缺值时待核"
    assert lines(rule, "en")["missing"] == "fails where “number” is missing; is undetermined where “limit” is missing"
