"""What reading the input noticed is said under a reserved id, with its severity, place and words."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest

from pmos_rules import Dossier, Evaluator
from pmos_rules.evaluation.intake import INPUT_RULES
from pmos_rules.findings import Finding, InputProblem, Severity, Verdict
from tests.built_in import ruleset
from tests.evaluation.small import load, whole

DAY = date(2026, 11, 21)
GOOD = {"market": "hubei", "kind": "retailer"}


class Case(NamedTuple):
    """A dossier, or the problems found with its files, and what is said of it."""

    sentence: str
    rule: str
    severity: str
    path: str
    zh: str
    en: str
    fix: str
    given: Any = GOOD
    problems: tuple[InputProblem, ...] = ()
    label: str | None = None


def file_problem(name: str, **values: str) -> tuple[InputProblem, ...]:
    return (InputProblem(f"input.{name}", "/attachments/0/filename", {"filename": "甲.pdf", **values}),)


RENAME = "改为表单上的栏目名称，或删去"
SHAPE = "按栏目要求的形式填写"
ONE = "只保留其中一处"
CASES = [
    Case("an unknown key with a near one", "input.unknown_key", "warning", "/staf",
         "“staf”不是已知栏目，其内容未被审查，是否应为“staff”",
         "“staf” is no known field, and what it holds was not checked; did you mean “staff”", RENAME,
         {**GOOD, "staf": []}),
    Case("an unknown key without a near one", "input.unknown_key", "warning", "/zzzzzzzz",
         "“zzzzzzzz”不是已知栏目，其内容未被审查", "“zzzzzzzz” is no known field, and what it holds was not checked",
         RENAME, {**GOOD, "zzzzzzzz": 1}),
    Case("an unknown key inside a section", "input.unknown_key", "warning", "/basic/fulname",
         "“fulname”不是已知栏目，其内容未被审查，是否应为“full_name”",
         "“fulname” is no known field, and what it holds was not checked; did you mean “full_name”", RENAME,
         {**GOOD, "basic": {"fulname": "甲"}}, label="基本信息 › fulname"),
    Case("an unknown key inside a row under Chinese keys", "input.unknown_key", "warning", "/股东信息/1/持股比列",
         "“持股比列”不是已知栏目，其内容未被审查，是否应为“持股比例”",
         "“持股比列” is no known field, and what it holds was not checked; did you mean “持股比例”", RENAME,
         {**GOOD, "股东信息": [{"股东名称": "甲"}, {"持股比列": 5}]}, label="股东信息 › 第 2 位 › 持股比列"),
    Case("a key with space around it", "input.unknown_key", "warning", "/ staff",
         "“ staff”不是已知栏目，其内容未被审查，是否应为“staff”",
         "“ staff” is no known field, and what it holds was not checked; did you mean “staff”", RENAME,
         {**GOOD, " staff": []}),
    Case("a key that needs escaping in a pointer", "input.unknown_key", "warning", "/a~1b~0c",
         "“a/b~c”不是已知栏目，其内容未被审查", "“a/b~c” is no known field, and what it holds was not checked", RENAME,
         {**GOOD, "a/b~c": 1}),
    Case("a key that looks like a placeholder of these words", "input.unknown_key", "warning", "/‹hint_zh›",
         "“‹hint_zh›”不是已知栏目，其内容未被审查", "“‹hint_zh›” is no known field, and what it holds was not checked",
         RENAME, {**GOOD, "‹hint_zh›": 1}),
    Case("a field under its English key and its label", "input.key_twice", "error", "/基本信息",
         "“基本信息”与“basic”是同一栏目，只采用了后者", "“基本信息” and “basic” are one field, and only the latter was read",
         ONE, {**GOOD, "基本信息": {"地址": "甲"}, "basic": {"address": "乙"}}),
    Case("a field under two labels", "input.key_twice", "error", "/account/登录账号",
         "“登录账号”与“登录名”是同一栏目，只采用了后者", "“登录账号” and “登录名” are one field, and only the latter was read",
         ONE, {**GOOD, "account": {"登录名": "a", "登录账号": "b"}}),
    Case("a field under two labels, in the other order", "input.key_twice", "error", "/account/登录名",
         "“登录名”与“登录账号”是同一栏目，只采用了后者", "“登录名” and “登录账号” are one field, and only the latter was read",
         ONE, {**GOOD, "account": {"登录账号": "b", "登录名": "a"}}),
    Case("a text for a section", "input.wrong_shape", "error", "/basic",
         "基本信息应为一组栏目，实为一个值", "basic should be a group of fields and is one value", SHAPE,
         {**GOOD, "basic": "甲"}),
    Case("a list for a section", "input.wrong_shape", "error", "/基本信息",
         "基本信息应为一组栏目，实为列表", "basic should be a group of fields and is a list", SHAPE,
         {**GOOD, "基本信息": ["甲"]}),
    Case("a group of fields for a list", "input.wrong_shape", "error", "/staff",
         "从业人员应为列表，实为一组栏目", "staff should be a list and is a group of fields", SHAPE,
         {**GOOD, "staff": {"name": "甲"}}),
    Case("a text for a row", "input.wrong_shape", "error", "/staff/1",
         "从业人员 › 第 2 位应为一组栏目，实为一个值", "staff › 2 should be a group of fields and is one value", SHAPE,
         {**GOOD, "staff": [{"name": "甲"}, "乙"]}),
    Case("a yes for a text", "input.wrong_shape", "error", "/account/login_name",
         "账户信息 › 登录名应为文字，实为“true”", "account › login name should be text and is “true”", SHAPE,
         {**GOOD, "account": {"login_name": True}}),
    Case("a list for a number", "input.wrong_shape", "error", "/staff/0/age",
         "从业人员 › 第 1 位 › 年龄应为一个数，实为列表", "staff › 1 › age should be a number and is a list", SHAPE,
         {**GOOD, "staff": [{"age": [40]}]}),
    Case("a group for a date", "input.wrong_shape", "error", "/business/founded_on",
         "商务信息 › 成立日期应为一个日期，实为一组栏目", "business › founded on should be a date and is a group of fields",
         SHAPE, {**GOOD, "business": {"founded_on": {"year": 2018}}}),
    Case("a list for yes or no", "input.wrong_shape", "error", "/notice_accepted",
         "已阅读注册须知并同意条款应为“是”或“否”，实为列表", "notice accepted should be yes or no and is a list", SHAPE,
         {**GOOD, "notice_accepted": [True]}),
    Case("a list for a period", "input.wrong_shape", "error", "/basic/operating_period",
         "基本信息 › 营业期限应为起止日期，实为列表", "basic › operating period should be a period and is a list", SHAPE,
         {**GOOD, "basic": {"operating_period": [2018, 2028]}}),
    Case("a number of a million digits for a text", "input.wrong_shape", "error", "/account/login_name",
         "账户信息 › 登录名应为文字，实为一个值", "account › login name should be text and is one value", SHAPE,
         {**GOOD, "account": {"login_name": 10**400}}),
    Case("something that no JSON could be", "input.wrong_shape", "error", "/account/login_name",
         "账户信息 › 登录名应为文字，实为其他内容", "account › login name should be text and is something else", SHAPE,
         {**GOOD, "account": {"login_name": {1, 2}}}),
    Case("a list for a mapping", "input.wrong_shape", "error", "/reference/dispatch_names",
         "参照数据 › 调度简称名录应为一组名称和值，实为列表", "reference › dispatch names should be names with values and is a list",
         SHAPE, {**GOOD, "reference": {"dispatch_names": ["甲"]}}),
    Case("a wrong value in a mapping", "input.wrong_shape", "error", "/reference/dispatch_names/X1",
         "参照数据 › 调度简称名录 › X1应为文字，实为列表", "reference › dispatch names › X1 should be text and is a list", SHAPE,
         {**GOOD, "reference": {"dispatch_names": {"X1": ["甲"]}}}),
    Case("a stage that there is not", "input.wrong_shape", "error", "/stage",
         "办理环节应为“保存”“提交”“交易”之一，实为“ 撤回”", "stage should be one of save, submit, trade and is “ 撤回”", SHAPE,
         {**GOOD, "stage": " 撤回"}),
    Case("a list for a dossier", "input.wrong_shape", "error", "",
         "申报档案应为一组栏目，实为列表", "the dossier should be a group of fields and is a list", SHAPE, [GOOD]),
    Case("a text for a dossier", "input.wrong_shape", "error", "",
         "申报档案应为一组栏目，实为一个值", "the dossier should be a group of fields and is one value", SHAPE, "hubei"),
    Case("nothing for a dossier", "input.wrong_shape", "error", "",
         "申报档案应为一组栏目，实为空", "the dossier should be a group of fields and is nothing", SHAPE, None),
    Case("another market", "input.unknown_market", "error", "/交易中心",
         "交易中心为“重庆市”，本规则集适用于“湖北”", "the market is “重庆市”, and this ruleset is for “Hubei”",
         "改用该交易中心的规则集，或更正“交易中心”", {"交易中心": "重庆市", "kind": "retailer"}),
    Case("another kind", "input.unknown_kind", "error", "/kind",
         "申报类型为“aggregation”，本规则集可审查的类型为“售电公司”、“电力用户”、“发电企业”、“售电公司绑定零售用户”",
         "the kind is “aggregation”, and this ruleset covers retailer, consumer, generator, binding",
         "更正“申报类型”；未涵盖的类型须人工审查", {"market": "hubei", "kind": "aggregation"}),
    Case("no kind", "input.unknown_kind", "error", "/kind",
         "申报类型未填写，本规则集可审查的类型为“售电公司”、“电力用户”、“发电企业”、“售电公司绑定零售用户”",
         "the kind is not given, and this ruleset covers retailer, consumer, generator, binding",
         "更正“申报类型”；未涵盖的类型须人工审查", {"market": "hubei"}),
    Case("a kind that is no text is said to be that", "input.wrong_shape", "error", "/kind",
         "申报类型应为文字，实为列表", "kind should be text and is a list", SHAPE, {"market": "hubei", "kind": ["retailer"]}),
    Case("a market that is no text is said to be that", "input.wrong_shape", "error", "/market",
         "交易中心应为文字，实为“true”", "market should be text and is “true”", SHAPE, {"market": True, "kind": "retailer"}),
    Case("a file is missing", "input.file_missing", "error", "/attachments/0/filename",
         "文件“甲.pdf”不在档案文件夹中", "the file “甲.pdf” is not in the folder", "放入该文件，或更正文件名",
         problems=file_problem("file_missing"), label="附件信息 › 甲.pdf"),
    Case("a file lies outside", "input.file_outside_folder", "error", "/attachments/0/filename",
         "文件“甲.pdf”指向档案文件夹之外，未被打开", "the file “甲.pdf” leads out of the folder and was not opened",
         "把文件本身放进档案文件夹", problems=file_problem("file_outside_folder")),
    Case("a file cannot be read", "input.file_unreadable", "error", "/attachments/0/filename",
         "文件“甲.pdf”无法读取：没有权限", "the file “甲.pdf” cannot be read: no permission", "检查文件及其权限后重新放入",
         problems=file_problem("file_unreadable", reason_zh="没有权限", reason_en="no permission")),
    Case("a file is not listed", "input.file_not_listed", "info", "/attachments/0/filename",
         "文件“甲.pdf”不在附件清单中，未被审查", "the file “甲.pdf” is not among the attachments and was not checked",
         "列入“附件”，或移出文件夹", problems=file_problem("file_not_listed")),
    Case("a file is called otherwise on disk", "input.file_name_form", "info", "/attachments/0/filename",
         "文件“甲.pdf”在磁盘上名为“甲.PDF”，字形、大小写或空白不同",
         "the file “甲.pdf” is called “甲.PDF” on disk, with other forms of characters, case or space",
         "上传前按档案中的写法重新命名文件", problems=file_problem("file_name_form", found="甲.PDF")),
]  # fmt: skip


def evaluator() -> Evaluator:
    return ruleset("hubei").at(DAY)


def noticed(given: Any, problems: tuple[InputProblem, ...] = ()) -> Iterator[Finding]:
    report = evaluator().evaluate(given, problems=problems)
    return (finding for finding in report.findings if finding.rule.startswith("input."))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_what_was_noticed_is_said(case: Case) -> None:
    first, *rest = [finding for finding in noticed(case.given, case.problems) if finding.rule == case.rule]
    assert rest == []
    assert (first.message.zh, first.message.en) == (case.zh, case.en)
    assert (first.severity.value, first.path, first.outcome.value) == (case.severity, case.path, "fail")
    assert first.fix is not None
    assert first.fix.zh == case.fix
    assert (first.basis, first.cite, first.reading, first.patch) == ("derived", None, None, None)
    if case.label is not None:
        assert first.label.zh == case.label


def test_a_file_is_named_in_both_languages() -> None:
    (first,) = [found for found in noticed(GOOD, file_problem("file_missing")) if found.rule == "input.file_missing"]
    assert (first.label.zh, first.label.en) == ("附件信息 › 甲.pdf", "attachments › 甲.pdf")


def test_a_finding_is_known_again_under_other_keys() -> None:
    (chinese,), (english,) = (
        list(noticed({**GOOD, rows: [{}, {"持股比列": 5}]})) for rows in ("股东信息", "shareholders")
    )
    assert (chinese.path, english.path) == ("/股东信息/1/持股比列", "/shareholders/1/持股比列")
    assert chinese.fingerprint == english.fingerprint


def test_every_reserved_id_has_a_case() -> None:
    assert {case.rule for case in CASES} == set(INPUT_RULES)


def test_a_value_is_wanted_by_what_it_should_be_and_never_shown() -> None:
    given = {**GOOD, "account": {"password": ["x"], "certificate": {"valid_to": {}}}}
    assert [finding.message.zh for finding in noticed(given)] == [
        "账户信息 › 密码应为文字，实为列表",
        "账户信息 › 数字证书 › 有效期至应为一个日期，实为一组栏目",
    ]


def test_a_clean_dossier_has_none() -> None:
    assert list(noticed(GOOD)) == []
    assert list(noticed({**GOOD, "stage": "保存", "market": "湖北省", "kind": "售电公司"})) == []
    assert list(noticed({"kind": "retailer"})) == []


def test_they_come_first_and_in_a_fixed_order() -> None:
    given = {"kind": "x", "market": "y", "stage": "z", "zz": 1, "basic": 5, "account": {"yy": 1}}
    problems = (*file_problem("file_missing"), *file_problem("file_not_listed"))
    report = evaluator().evaluate(given, problems=problems)
    assert [(found.rule, found.path) for found in report.findings][:8] == [
        ("input.unknown_market", "/market"),
        ("input.unknown_kind", "/kind"),
        ("input.wrong_shape", "/stage"),
        ("input.unknown_key", "/zz"),
        ("input.unknown_key", "/account/yy"),
        ("input.wrong_shape", "/basic"),
        ("input.file_missing", "/attachments/0/filename"),
        ("input.file_not_listed", "/attachments/0/filename"),
    ]


def test_their_outcomes_stand_in_the_report() -> None:
    report = evaluator().evaluate({**GOOD, "zz": 1})
    outcomes = {rule: outcome.value for rule, outcome in report.outcomes.items() if rule in INPUT_RULES}
    assert outcomes == {rule: "fail" if rule == "input.unknown_key" else "pass" for rule in INPUT_RULES}
    assert list(report.outcomes)[: len(INPUT_RULES)] == list(INPUT_RULES)


def test_an_unknown_kind_is_rejected_and_judged_by_what_concerns_everybody() -> None:
    report = evaluator().evaluate({"market": "hubei", "kind": "x", "attachments": [{"size_bytes": 0}]})
    assert (report.kind, report.verdict) == (None, Verdict.REJECT)
    assert [found.rule for found in report.failures] == ["input.unknown_kind", "common.file.not_empty"]


def test_what_was_typed_as_the_kind_is_kept() -> None:
    assert [finding.actual for finding in noticed({"market": "hubei", "kind": " 售 电 "})] == [" 售 电 "]


def test_it_is_said_of_a_dossier_of_which_no_rule_has_anything_to_say() -> None:
    rule = {"id": "small.asked", "check": {"number": {"above": "5"}}, "if_missing": "fail"}
    report = load({"rules": [rule]}).evaluate(whole({"number": 6, "zz": 1}))
    assert [found.rule for found in report.findings] == ["input.unknown_key"]


def test_a_warning_about_the_input_rejects_nobody() -> None:
    findings = list(noticed({**GOOD, "zz": 1}))
    assert [found.severity for found in findings] == [Severity.WARNING]


def test_a_dossier_that_was_read_before_is_judged_alike() -> None:
    given = {**GOOD, "basic": {"fulname": "甲"}, "基本信息": {}, "staff": "x"}
    read = Dossier.model_validate(given)
    assert evaluator().evaluate(read).to_json() == evaluator().evaluate(given).to_json()
