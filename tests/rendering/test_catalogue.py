"""What small packs become in a catalogue: each entry in words, with its versions, its history, its examples."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pmos_rules.api import schema
from pmos_rules.findings import Outcome, Text
from pmos_rules.language.ruleset import MarketRules
from pmos_rules.rendering.catalogue import Catalogue, Sample, catalogue_markdown, compose
from pmos_rules.rendering.catalogue.model import RuleEntry
from tests.language.test_changes import DOSSIER, change, load


def catalogue(changes: str = "", *samples: Sample) -> Catalogue:
    return compose("here", "本地", [load(changes)], schema(), samples)


def rule(name: str, changes: str = "", *samples: Sample) -> RuleEntry:
    return next(rule for rule in catalogue(changes, *samples).rules if rule.id == name)


def lines(name: str, changes: str = "", *samples: Sample, language: str = "zh") -> list[str]:
    """What Markdown says of one entry, after its title."""
    text = catalogue_markdown(catalogue(changes, *samples), language=language)  # type: ignore[arg-type] # zh or en
    inside = text.split(f'<a id="{name}"></a>\n')[1].split("<a id=")[0]
    return [line for line in inside.splitlines() if line][1:]


def sample(edits: Mapping[str, Any], name: str = "", **outcomes: str) -> Sample:
    dossier = {**DOSSIER, **edits}
    found = {rule.replace("_", "."): Outcome(outcome) for rule, outcome in outcomes.items()}
    return Sample(name, "whole", DOSSIER, dossier if edits else DOSSIER, found)


# -- rules --------------------------------------------------------------------------------------------------


def test_the_packs_own_rules_come_before_those_that_it_inherits() -> None:
    assert [rule.id for rule in catalogue().rules] == [
        "here.status",
        "law.status",
        "law.staff",
        "law.retailer",
        "law.required.basic.full_name",
        "law.required.basic.region",
    ]


def test_a_rule_is_told_by_its_structure() -> None:
    where = rule("law.status").written
    assert lines("law.status") == [
        "`law.status` · 退回 · 继承自 law",
        "- 对象：售电公司",
        "- 适用条件：“基本信息 › 地址”已填写",
        "- 检查：“基本信息 › 状态”应为“入市”",
        "- 严重程度：退回",
        "- 起始环节：保存",
        "- 依据：《办法》3",
        f"- 位置：{where}（摘要 {rule('law.status').versions[0].digest}）",
    ]


def test_a_rule_is_told_in_english_too() -> None:
    assert lines("law.status", language="en")[:4] == [
        "`law.status` · error · inherited from law",
        "- of whom: retailer",
        "- when: “basic › address” is given",
        "- checks: “basic › status” must be “入市”",
    ]


def test_a_change_is_told_with_who_made_it_why_and_by_which_clause() -> None:
    said = lines("law.status", change("rule: law.status, set: {from_stage: trade}"))
    assert said[0] == "`law.status` · 退回 · 有变更 · 继承自 law"
    assert "- 变更：here 改 from\\_stage：另有规定（《指南》9；原依据《办法》3）" in said
    dated = change("rule: law.status, set: {from_stage: trade}, effective: {from: 2026-05-01}")
    assert (
        "- changed: here sets from\\_stage from 2026-05-01: it differs here (Guide, 9; until then Law, 3)"
        in lines("law.status", dated, language="en")
    )


def test_the_versions_of_a_rule_stand_side_by_side() -> None:
    changes = change("rule: law.status, set: {check: {basic.status: 过户}}", ", effective: {from: 2027-01-01}")
    said = lines("law.status", changes)
    first, second = said.index("**至 2027-01-01 前**"), said.index("**自 2027-01-01 起**")
    assert "- 检查：“基本信息 › 状态”应为“入市”" in said[first:second]
    assert "- 检查：“基本信息 › 状态”应为“过户”" in said[second:]
    assert said.count("- 对象：售电公司") == 1
    assert said.index("**各版本**") > second


def test_a_disabled_rule_is_shown_as_such() -> None:
    changes = change("rule: law.status, disable: true")
    assert rule("law.status", changes).is_disabled
    assert lines("law.status", changes)[0] == "`law.status` · 退回 · 已停用 · 继承自 law"
    assert "- 变更：here 停用：另有规定（《指南》9；原依据《办法》3）" in lines("law.status", changes)


def test_a_rule_disabled_from_a_day_on_holds_until_then() -> None:
    changes = change("rule: law.status, disable: true", ", effective: {from: 2027-01-01}")
    said = lines("law.status", changes)
    assert said[0] == "`law.status` · 退回 · 有变更 · 继承自 law"
    assert ("**至 2027-01-01 前**" in said, "**自 2027-01-01 起（已停用）**" in said) == (True, True)


def test_a_rule_that_stands_in_for_another_names_it_and_links_to_it() -> None:
    changes = change("rule: law.status, replace: here.status")
    assert "- 代替：[`law.status`](#law.status)" in lines("here.status", changes)
    assert rule("law.status", changes).is_disabled


def test_a_parameter_is_told_with_its_values_its_rules_and_its_changes() -> None:
    changes = change("parameter: staff_least, set: {2027-01-01: {value: 3, cite: '7'}}")
    assert "- 参数：[`staff_least`](#parameter.staff_least)" in lines("law.staff", changes)
    assert lines("parameter.staff_least", changes) == [
        "`$staff_least` · 有变更 · 继承自 law",
        "- 变更：here 改 2027-01-01：另有规定（《指南》9；原依据《办法》2）",
        "- 用于：[`law.staff`](#law.staff)",
        "| 自 | 值 | 依据 |",
        "| --- | --- | --- |",
        "| 2018-04-01 | 2 | 《办法》2 |",
        "| 2027-01-01 | 3 | 《指南》7 |",
    ]


def test_reserved_ids_are_told_with_their_fixed_severities() -> None:
    assert lines("input.key_twice") == [
        "`input.key_twice` · 退回",
        "- 提示：“…”与“…”是同一栏目，只采用了后者",
        "- 处理：只保留其中一处",
        "- 严重程度：退回",
    ]


# -- several markets ----------------------------------------------------------------------------------------


def other_market() -> MarketRules:
    return replace(load(""), market="there", title=Text("彼地", "There"))


def test_what_is_alike_in_several_markets_is_told_once_with_all_of_them() -> None:
    made = compose("here", "本地", [load(""), other_market()], schema())
    entry = next(rule for rule in made.rules if rule.id == "law.status")
    assert (entry.markets, len(entry.versions)) == (("here", "there"), 1)
    assert "- 交易中心：本地、彼地" in catalogue_markdown(made)


def test_what_a_market_has_changed_is_a_version_of_its_own() -> None:
    changed = load(change("rule: law.status, set: {from_stage: trade}"))
    made = compose("here", "本地", [other_market(), changed], schema())
    entry = next(rule for rule in made.rules if rule.id == "law.status")
    assert [version.from_stage for version in entry.versions] == ["save", "trade"]


# -- examples -----------------------------------------------------------------------------------------------

EXAMPLES: list[tuple[str, dict[str, Any], str]] = [
    ("a value is changed", {"basic": {**DOSSIER["basic"], "status": "甲"}}, "基本信息 › 状态 `注册` → `甲`"),
    (
        "a value is left out",
        {"basic": {key: value for key, value in DOSSIER["basic"].items() if key != "status"}},
        "基本信息 › 状态 `注册` → 不填写",
    ),
    ("a value is blank", {"basic": {**DOSSIER["basic"], "status": ""}}, "基本信息 › 状态 `注册` → 空白"),
    (
        "what cannot be seen is spelt out",
        {"basic": {**DOSSIER["basic"], "status": "注册\u3000\u200b"}},
        "基本信息 › 状态 `注册` → `注册\\u3000\\u200b`",
    ),
    (
        "a section that is new is told field by field",
        {"review": {"status": "approved"}},
        "审核信息 › 审核状态 未填写 → `approved`",
    ),
    (
        "a key may be the label of the form",
        {"审核信息": {"审核状态": "审批通过"}},
        "审核信息 › 审核状态 未填写 → `审批通过`",
    ),
    (
        "a row is added and its personal data are masked",
        {"staff": [*DOSSIER["staff"], {"name": "丁", "id_number": "110101197503120215"}]},
        "从业人员 › 第 4 位 › 姓名 未填写 → `丁`；从业人员 › 第 4 位 › 身份证号 未填写 → `110*************15`",
    ),
    (
        "a long row is told as it is written, with what is personal in it masked",
        {"staff": [*DOSSIER["staff"], {"name": "丁", "id_number": "110101197503120215", "a": 1, "b": 2}]},
        '从业人员 › 第 4 位 未填写 → `{"name": "丁", "id_number": "110*************15", "a": 1, "b": 2}`',
    ),
    ("fewer rows are counted", {"staff": [{"name": "甲"}]}, "从业人员 3 项 → 1 项"),
    ("a secret is not even as long as it is", {"account": {"password": "x"}}, "账户信息 › 密码 未填写 → `******`"),
    (
        "a placeholder is nobody's data",
        {"account": {"password": "/"}},
        "账户信息 › 密码 未填写 → `/`",
    ),
    (
        "of many changes the first are told",
        {"basic": {f"x{number}": number for number in range(9)}},
        "另有其他改动",
    ),
]


@pytest.mark.parametrize(("edits", "said"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])
def test_an_example_is_told_as_what_was_changed(edits: dict[str, Any], said: str) -> None:
    shown = lines("law.status", "", sample(edits, law_status="fail"))[-1]
    assert shown.startswith("  - **不符合** `whole`：")
    assert shown.endswith(said)


def test_of_a_long_text_the_beginning_is_shown() -> None:
    long = sample({"basic": {**DOSSIER["basic"], "status": "甲" * 200}}, law_status="fail")
    assert lines("law.status", "", long)[-1].endswith(f"→ {'甲' * 120}…（共 200 字）")


def test_what_passes_comes_before_what_fails_and_a_case_is_called_by_its_name() -> None:
    failing = sample({"staff": []}, "nobody is too few", law_staff="fail")
    assert lines("law.staff", "", failing, sample({}, law_staff="pass"))[-3:] == [
        "- 示例：",
        "  - **符合** `whole`：完整档案原样",
        "  - **不符合** `whole`：nobody is too few：从业人员 3 项 → `[]`",
    ]


def test_the_plainest_examples_are_shown_and_no_two_that_are_alike() -> None:
    samples = [sample({"as_of": f"2026-07-0{day}"}, law_status="fail") for day in range(1, 6)]
    entry = rule("law.status", "", samples[0], *samples)
    assert [len(entry.examples), entry.more_examples] == [3, 2]
    assert lines("law.status", "", *samples)[-1] == "  - 另有 2 个用例"


def test_a_rule_without_a_case_has_no_examples() -> None:
    assert rule("law.status").examples == ()
    assert "- 示例：" not in lines("law.status")


def test_an_outcome_that_is_neither_is_no_example() -> None:
    assert rule("law.status", "", sample({"stage": "save"}, law_status="undetermined")).examples == ()
