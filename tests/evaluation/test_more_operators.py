"""Operators and forms over many values: what they come to, what they say, and what is wrong with a rule that uses them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmos_rules import RulesetError
from pmos_rules.api import check_pack
from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.explanation import explain
from pmos_rules.findings import Finding
from tests.evaluation.small import judged, load, read_data, whole
from tests.evaluation.tables import Row, name, rows_of

TABLE = read_data(Path(__file__).parents[1] / "data" / "more_operators.yaml")
ROWS = rows_of(TABLE)


@cache
def evaluator(group: int) -> Evaluator:
    return load(TABLE[group])


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_row_of_the_table_holds(row: Row) -> None:
    report = judged(evaluator(row.group), whole(row.says["given"]))
    outcomes = row.says["outcomes"]
    assert {rule: report.outcomes[f"small.{rule}"].value for rule in outcomes} == outcomes
    for rule, places in row.says.get("at", {}).items():
        found = [finding.path for finding in report.findings if finding.rule == f"small.{rule}"]
        assert found == (places if isinstance(places, list) else [places])


SOME = st.sampled_from([None, "a", "b", "c", "submit", "/", ["x"], " a "])
PERIOD = st.sampled_from(
    [
        None,
        "/",
        "x",
        {"from": "2026-06-01"},
        {"to": "2026-05-01"},
        "2026-05-01至2026-06-01",
        "2026-06-02至2026-06-01",
    ]
)
FIELDS = {"text": SOME, "name": SOME, "code": SOME, "number": SOME, "day": SOME, "period": PERIOD}
INNER = st.fixed_dictionaries({}, optional=FIELDS)
ROW = st.one_of(
    st.just("x"), st.fixed_dictionaries({}, optional={**FIELDS, "inner": st.lists(INNER, max_size=2)})
)
WORDS = st.one_of(SOME, st.lists(SOME, max_size=3))
MAPPING = st.one_of(st.just("x"), st.dictionaries(st.sampled_from(["A", "b"]), SOME, max_size=2))
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        **FIELDS,
        "words": WORDS,
        "rows": st.one_of(st.just("x"), st.lists(ROW, max_size=3)),
        "section": INNER,
        "named": MAPPING,
        "reference": st.fixed_dictionaries(
            {}, optional={"taken": WORDS, "rows": st.lists(INNER), "names": MAPPING}
        ),
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(GIVEN)
@pytest.mark.parametrize("group", [n for n, held in enumerate(TABLE) if "regions" not in held["about"]])
def test_the_plan_and_the_exact_evaluation_agree_on_any_values(
    group: int, dossier: Mapping[str, Any]
) -> None:
    judged(evaluator(group), whole(dossier))


# -- words --------------------------------------------------------------------------------------------


def finding(
    check: Mapping[str, Any], filed: Mapping[str, Any], policy: str = "not_applicable", **more: Any
) -> Finding:
    """What the only rule says of a dossier."""
    rule = {"id": "small.asked", "check": check, "if_missing": policy, **more}
    report = judged(load({"rules": [rule]}), whole(filed))
    return next(found for found in report.findings if found.rule == "small.asked")


TWO = {"rows": [{"text": "a"}, {"text": "b"}]}
PERIODS = {"rows": [{"period": "2026-01-01至2026-01-31"}, {"period": "2026-06-01至2026-12-31"}]}
NAMES = {"reference": {"names": {"A1": "乙"}}}
SAID = [
    (
        {"text": {"in": "rows.*.text"}},
        {"text": "c", **TWO},
        "文本为“c”，应在“列表 › 文本”之列",
        "text is “c” and should be among “rows › text”",
    ),
    (
        {"text": {"not_in": "rows.*.text"}},
        {"text": "a", **TWO},
        "文本为“a”，应不在“列表 › 文本”之列",
        "text is “a” and should not be among “rows › text”",
    ),
    (
        {"text": {"not": {"in": "rows.*.text"}}},
        {"text": "a", **TWO},
        "文本为“a”，应不在“列表 › 文本”之列",
        "text is “a” and should not be among “rows › text”",
    ),
    (
        {"words": {"contains_all": ["a", "b", "c"]}},
        {"words": ["b", "x"]},
        "词语为“b、x”，缺“a”“c”，应包含“a”和“b”和“c”",
        "words is “b, x”, which lacks “a”, “c”, and should contain “a” and “b” and “c”",
    ),
    (
        {"words": {"not": {"contains_all": ["a"]}}},
        {"words": ["a"]},
        "词语为“a”，不应包含“a”",
        "words is “a” and should not contain “a”",
    ),
    (
        {"period": {"apart_from": "rows.*.period"}},
        {"period": "2026-05-01至2026-06-01", **PERIODS},
        "期间为“2026-05-01 至 2026-06-01”，应与“列表 › 期间”（“2026-06-01 至 2026-12-31”）不重叠",
        "period is “2026-05-01 to 2026-06-01” and should not overlap “rows › period” (“2026-06-01 to 2026-12-31”)",
    ),
    (
        {"period": {"not": {"apart_from": "rows.*.period"}}},
        {"period": "2026-05-01至2026-05-02", **PERIODS},
        "期间为“2026-05-01 至 2026-05-02”，应与“列表 › 期间”重叠",
        "period is “2026-05-01 to 2026-05-02” and should overlap “rows › period”",
    ),
    (
        {"as_of": {"apart_from": "rows.*.period"}},
        PERIODS,
        "列表 › 第 2 项 › 期间为“2026-06-01 至 2026-12-31”，应不含审查日期 2026-07-01",
        "rows › 2 › period is “2026-06-01 to 2026-12-31” and should not contain 2026-07-01, the date of the check",
    ),
    (
        {"as_of": {"not": {"apart_from": "section.period"}}},
        {"section": {"period": "2026-01-01至2026-02-01"}},
        "审查日期为“2026-07-01”，应与“期间”重叠",
        "the date of the check is “2026-07-01” and should overlap “period”",
    ),
    (
        {"as_of": {"not_before": "2027-01-01"}},
        {},
        "审查日期为“2026-07-01”，应不早于 2027-01-01",
        "the date of the check is “2026-07-01” and should not be before 2027-01-01",
    ),
    (
        {"sequence": {"of": "rows.*.text", "contains": ["a", "b", "a"]}},
        TWO,
        "列表为“a、b”，应依次含有“a”“b”“a”",
        "rows is “a, b” and should have “a”, “b”, “a” in this order",
    ),
    (
        {"not": {"sequence": {"of": "rows.*.text", "contains": ["a", "b"]}}},
        TWO,
        "列表为“a、b”，不应依次含有“a”“b”",
        "rows is “a, b” and should not have “a”, “b” in this order",
    ),
    (
        {"name": {"same_as": {"lookup": "reference.names", "by": "code"}}},
        {"name": "甲", "code": "a1", **NAMES},
        "名称为“甲”，应与“名称表”中该“编码”所对应的名称一致（“乙”）",
        "name is “甲” and should be the same as what “names” gives for “code” (“乙”)",
    ),
    (
        {"region.is_leaf": "true"},
        {"region": "湖北省武汉市"},
        "地区为“湖北省武汉市”，应选到最末级（区、县、旗或不设区的市）",
        "region is “湖北省武汉市” and should be at the lowest level, a district, county or banner",
    ),
]


@pytest.mark.parametrize(("check", "filed", "zh", "en"), SAID, ids=[zh for _, _, zh, _ in SAID])
def test_a_failure_is_said_in_both_languages(
    check: Mapping[str, Any], filed: Mapping[str, Any], zh: str, en: str
) -> None:
    found = finding(check, filed)
    assert (found.message.zh, found.message.en) == (zh, en)


MISSING = [
    ({"text": {"in": "rows.*.text"}}, {"text": "a"}, "列表未填写，应填写"),
    ({"words": {"contains_all": ["a"]}}, {}, "词语未填写，应填写"),
    ({"period": {"apart_from": "rows.*.period"}}, {"period": "2026-05-01至2026-06-01"}, "列表未填写，应填写"),
    ({"sequence": {"of": "rows.*.text", "contains": ["a"]}}, {}, "列表未填写，应填写"),
    (
        {"name": {"same_as": {"lookup": "reference.names", "by": "code"}}},
        {"name": "甲"},
        "编码未填写，应填写",
    ),
    (
        {"name": {"same_as": {"lookup": "reference.names", "by": "code"}}},
        {"name": "甲", "code": "b1", **NAMES},
        "名称为“甲”，应与“名称表”中该“编码”所对应的名称一致（其中没有）",
    ),
]


@pytest.mark.parametrize(("check", "filed", "zh"), MISSING, ids=[str(check) for check, _, _ in MISSING])
def test_what_is_missing_and_fails_is_named(
    check: Mapping[str, Any], filed: Mapping[str, Any], zh: str
) -> None:
    assert finding(check, filed, "fail").message.zh == zh


def test_what_nobody_supplied_is_asked_for() -> None:
    found = finding({"text": {"not_in": "reference.taken"}}, {"text": "a"})
    assert found.message.zh == "参照数据 › 已占用未提供，无法判断：标题"
    assert found.fix is not None
    assert found.fix.zh == "补充“参照数据 › 已占用”后再查"


def test_a_rule_explains_itself() -> None:
    checks = {
        "in": {"text": {"in": "rows.*.text"}},
        "contains": {"words": {"contains_all": ["a", "b"]}},
        "apart": {"as_of": {"apart_from": "rows.*.period"}},
        "sequence": {"sequence": {"of": "rows.*.text", "contains": ["a", "b"]}},
        "lookup": {"name": {"same_as": {"lookup": "reference.names", "by": "code"}}},
        "leaf": {"region.is_leaf": "true"},
    }
    rules = [{"id": f"small.{name}", "check": check, "if_missing": "fail"} for name, check in checks.items()]
    loaded = load({"rules": rules})
    said = {
        rule.id: next(
            line.removeprefix("  检查：")
            for line in explain(rule, loaded.rules, loaded.schema, "zh").splitlines()
            if line.startswith("  检查：")
        )
        for rule in loaded.rules.rules[loaded.rules.kinds[0]]
        if rule.id.removeprefix("small.") in checks
    }
    assert said == {
        "small.in": "“文本”应在“列表 › 各项 › 文本”之列",
        "small.contains": "“词语”应包含“a”和“b”",
        "small.apart": "“审查日期”应与“列表 › 各项 › 期间”不重叠",
        "small.sequence": "“列表 › 各项 › 文本”应依次含有“a”“b”",
        "small.lookup": "“名称”应与“参照数据 › 名称表”中该“编码”所对应的名称一致",
        "small.leaf": "“地区”应选到最末级（区、县、旗或不设区的市）",
    }


# -- diagnostics --------------------------------------------------------------------------------------

FAULTS = [
    ({"text": {"in": "section.text"}}, "not-a-list", "`section.text` is not a list", "to compare with one field use `same_as`"),
    (
        {"text": {"in": "rows.text"}},
        "unknown-path",
        "there is no field `rows.text`",
        "did you mean `rows.*.text`?",
    ),
    (
        {"text": {"in": "rows.*"}},
        "not-a-value",
        "`rows.*` is a section, and one value is wanted here",
        "go on to a field in it, or ask whether it is `present`",
    ),
    (
        {"text": {"in": "rows.*.number"}},
        "wrong-type",
        "`text` is text, and `rows.*.number`, which it is compared with, a number",
        None,
    ),
    ({"text": {"contains_all": ["a"]}}, "not-a-list", "`text` is not a list of values", None),
    ({"rows": {"contains_all": ["a"]}}, "not-a-list", "`rows` is not a list of values", None),
    ({"words": {"contains_all": []}}, "empty", "a value is wanted here", None),
    (
        {"text": {"apart_from": "rows.*.period"}},
        "wrong-type",
        "a period or a date is wanted here, and `text` is text",
        None,
    ),
    (
        {"period": {"apart_from": "rows"}},
        "not-a-value",
        "`rows` is not one value",
        "did you mean `rows.*`?",
    ),
    (
        {"period": {"apart_from": "rows.*.text"}},
        "wrong-type",
        "a period or a date is wanted here, and `rows.*.text` is text",
        None,
    ),
    (
        {"sequence": {"of": "section.text", "contains": ["a"]}},
        "not-a-list",
        "`sequence` goes over many values, and `section.text` is one",
        None,
    ),
    (
        {"sequence": {"of": "words", "contains": ["a"]}},
        "not-a-list",
        "`sequence` goes over many values, and `words` is one",
        "did you mean `words.*`?",
    ),
    (
        {"sequence": {"of": "words.*"}},
        "missing-key",
        "the key `contains` is missing here",
        "add `contains:` to this mapping",
    ),
    (
        {"sequence": {"of": "words.*", "contains": "a"}},
        "wrong-shape",
        "`contains` takes a list",
        "begin each item with `- `, or write `[…, …]`",
    ),
    (
        {"name": {"same_as": {"lookup": "reference.taken", "by": "code"}}},
        "not-a-mapping",
        "`reference.taken` is not a mapping",
        None,
    ),
    (
        {"number": {"same_as": {"lookup": "reference.names", "by": "code"}}},
        "wrong-type",
        "`number` is a number, and `reference.names`, which it is compared with, text",
        None,
    ),
    (
        {"name": {"same_as": {"lookup": "reference.names"}}},
        "missing-key",
        "the key `by` is missing here",
        "add `by:` to this mapping",
    ),
]


@pytest.mark.parametrize(
    ("check", "code", "message", "help"), FAULTS, ids=[str(fault[0]) for fault in FAULTS]
)
def test_a_slip_is_told_when_the_pack_is_loaded(
    check: Mapping[str, Any], code: str, message: str, help: str | None
) -> None:
    with pytest.raises(RulesetError) as raised:
        load({"rules": [{"id": "small.asked", "check": check, "if_missing": "fail"}]})
    (found,) = [problem for problem in raised.value.diagnostics if problem.level == "error"]
    assert (found.code, found.message, found.help) == (code, message, help)


MANIFEST = """
schema: pmos-rules/1
pack: bare
title: {zh: 规则包, en: A pack}
version: "1"
instruments: {guide: {title: {zh: 指南, en: Guide}}}
"""
RULES = """
schema: pmos-rules/1
ruleset: bare
instrument: guide
rules:
- {id: bare.asked, title: {zh: 标题, en: title}, check: {as_of: {apart_from: resource.effective_periods.*}}, cite: "1"}
"""


def test_a_list_that_is_missing_must_be_decided_upon_and_the_date_of_the_check_not(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(MANIFEST, "utf-8")
    (tmp_path / "rules.yaml").write_text(RULES, "utf-8")
    assert [problem.message for problem in check_pack(tmp_path)] == [
        "nothing says what it means that `resource.effective_periods.*` is missing"
    ]
