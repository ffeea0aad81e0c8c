"""A dossier of its own and rulesets written as text: the engine takes any pydantic class and any pack."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import localcontext
from operator import itemgetter
from pathlib import Path
from typing import Any

from pmos_rules.compilation.generation import STAGES
from pmos_rules.compilation.plan import Found
from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.describing import Describer
from pmos_rules.evaluation.evaluator import _EXACT, _by_rule, _findings
from pmos_rules.evaluation.judging import Session
from pmos_rules.evaluation.labels import Places
from pmos_rules.findings import Finding, Report
from pmos_rules.formats.types import YES_NO, Part
from pmos_rules.formats.values import Placeholder, Unreadable
from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.language.rules import load_market
from pmos_rules.language.schema import read_schema
from pmos_rules.language.symbols import PackText
from pmos_rules.models.fields import (
    Code,
    Count,
    Date,
    EndDate,
    FileName,
    Kind,
    Market,
    Money,
    Name,
    NameByCode,
    One,
    Percent,
    PeriodOfDays,
    PersonalCode,
    Region,
    ResidentId,
    Rows,
    Secret,
    Stage,
    Text_,
    Texts,
    Url,
    Uscc,
    YesNo,
    field,
)
from pmos_rules.models.section import Section
from pmos_rules.source import SourceText

DAY = date(2026, 7, 1)


class Fields(Section):
    """One field of each type; those called `seen…` are for somebody else to supply."""

    text: Text_ = field("文本")
    other_text: Text_ = field("另一文本")
    name: Name = field("名称")
    code: Code = field("编码")
    choice: Text_ = field("选项")
    number: Count = field("数量")
    limit: Count = field("限额")
    percent: Percent = field("比例")
    money: Money = field("金额(万元)")
    day: Date = field("日期")
    later: Date = field("后一日期")
    end: EndDate = field("截止日期")
    period: PeriodOfDays = field("期间")
    yes: YesNo = field("是否")
    url: Url = field("网址")
    file: FileName = field("文件名")
    slot: Text_ = field("附件栏")
    material: Text_ = field("材料")
    id_number: ResidentId = field("身份证号")
    uscc: Uscc = field("信用代码")
    region: Region = field("地区")
    mobile: PersonalCode = field("手机")
    secret: Secret = field("密码")
    seen: Count = field("查得数量", supplied=True)
    seen_text: Text_ = field("查得文本", supplied=True)
    seen_day: Date = field("查得日期", supplied=True)
    seen_yes: YesNo = field("查得是否", supplied=True)


class Attachment(Section):
    """A file in a slot; what is in it is known where somebody looked."""

    PARTS = {"content.is_pdf": Part("content.is_pdf", YES_NO, lambda file: file.looked, supplied=True)}

    slot: Text_ = field("附件栏")
    material: Text_ = field("材料")
    filename: FileName = field("文件名")
    stamped: YesNo = field("已盖章")
    looked: YesNo = field("看过")


class Row(Fields):
    """A row of a list, which may hold lists in turn."""

    inner: Rows[Fields] = field("下级")
    attachments: Rows[Attachment] = field("附件")


class Reference(Section):
    """What others know."""

    taken: Texts = field("已占用")
    rows: Rows[Fields] = field("名册")
    names: NameByCode = field("名称表")


class Small(Fields):
    """The whole dossier."""

    market: Market = field("交易中心")
    kind: Kind = field("申报类型")
    stage: Stage = field("办理环节")
    rows: Rows[Row] = field("列表")
    section: One[Fields] = field("一组")
    left: One[Row] = field("左侧")
    right: One[Row] = field("右侧")
    words: Texts = field("词语")
    named: NameByCode = field("名称表")
    attachments: Rows[Attachment] = field("附件")
    reference: One[Reference] = field("参照数据", supplied=True)


SCHEMA = read_schema(Small)
MANIFEST = """
schema: pmos-rules/1
pack: small
title: {zh: 小规则包, en: A small pack}
version: "1"
markets: {small: {title: {zh: 小市场, en: Small}, kinds: [thing]}}
instruments: {guide: {title: {zh: 指南, en: Guide}}}
"""


def read_data(file: Path) -> Any:
    """A YAML file as text, None, lists and mappings."""
    node, faults = read_yaml(SourceText(file.name, file.read_text("utf-8")))
    assert node is not None
    assert faults == []
    return to_plain(node)


def ruleset_text(group: Mapping[str, Any]) -> str:
    """A rule file as text; what every rule must have and a test does not care about is filled in."""
    rules = [
        {"title": {"zh": "标题", "en": "title"}, "cite": "1", "reading": {"zh": "理解", "en": "reading"}, **rule}
        for rule in group["rules"]
    ]
    head = {"schema": "pmos-rules/1", "ruleset": "small", "instrument": "guide"}
    rest = {key: group[key] for key in ("parameters", "codelists", "terms", "labels") if key in group}
    return json.dumps({**head, **rest, "rules": rules}, ensure_ascii=False)


def load(group: Mapping[str, Any], as_of: date = DAY) -> Evaluator:
    """The rules of a group, checked and ready."""
    files = (SourceText("rules.yaml", ruleset_text(group)),)
    rules = load_market((PackText("small", SourceText("pack.yaml", MANIFEST), files),), "small", SCHEMA)
    return Evaluator(rules, SCHEMA, as_of)


def whole(given: Mapping[str, Any]) -> dict[str, Any]:
    """A dossier of the small market with these values."""
    return {"market": "small", "kind": "thing", **given}


def judged(evaluator: Evaluator, given: Mapping[str, Any]) -> Report:
    """The report on a dossier; what the plan found is held to judging every rule on every item."""
    report = evaluator.evaluate(given)
    exact = said(exactly(evaluator, given))
    assert said(report.findings) == exact
    dossier = evaluator.schema.model.model_validate(given)
    if is_read(dossier):
        assert said(quickly(evaluator, dossier)) == exact
    return report


def is_read(value: Any) -> bool:
    """Whether everything in a dossier could be read, so that the quicker of the two functions may look."""
    match value:
        case Unreadable() | Placeholder():
            return False
        case Section():
            return all(is_read(getattr(value, name)) for name in type(value).model_fields)
        case tuple():
            return all(map(is_read, value))
        case dict():
            return all(map(is_read, value.values()))
        case _:
            return True


def quickly(evaluator: Evaluator, dossier: Any) -> list[Finding]:
    """What the function for dossiers without anything unreadable says."""
    session, describer = prepare(evaluator, dossier)
    found: list[Found] = []
    session.plan.run_clean(dossier, session.stage, found.append)
    session.plan.run_hygiene(dossier, session.stage, found.append)
    session.found = _by_rule(found)
    with localcontext(_EXACT):
        return _findings(sorted(found, key=itemgetter(0)), session, describer)


def exactly(evaluator: Evaluator, given: Any) -> list[Finding]:
    """What judging every rule on every item says, without the help of a plan."""
    session, describer = prepare(evaluator, evaluator.schema.model.model_validate(given))
    numbers = range(len(session.plan.rules))
    with localcontext(_EXACT):
        every = [(*hit, -1) for number in numbers for hit in session.hits(number)]
        return _findings(every, session, describer)


def prepare(evaluator: Evaluator, dossier: Any) -> tuple[Session, Describer]:
    """A dossier under evaluation, and who puts into words what comes of it."""
    kind = dossier.kind if dossier.kind in evaluator.rules.kinds else None
    prepared = evaluator._prepare(kind)
    stage = STAGES.index(dossier.stage) if dossier.stage in STAGES else 1
    session = Session(prepared.plan, prepared.numbers, dossier, evaluator.as_of, stage)
    places = Places(evaluator.schema, evaluator.rules.labels[kind], getattr(dossier, "given", None))
    return session, Describer(session, places, prepared.readers, False)


def said(findings: Any) -> list[str]:
    """Everything that findings say, but for what reading the input noticed, in no order of its own."""
    return sorted(
        json.dumps(found.to_dict(), ensure_ascii=False)
        for found in findings
        if not found.rule.startswith("input.")
    )
