"""A dossier of its own and rulesets written as text: the engine takes any pydantic class and any pack."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import localcontext
from pathlib import Path
from typing import Any

from pmos_rules.compilation.generation import STAGES
from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.describing import Describer
from pmos_rules.evaluation.judging import EXACT, Session
from pmos_rules.evaluation.labels import Places
from pmos_rules.findings import Outcome, Report
from pmos_rules.formats.types import COUNT, YES_NO, Part
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
ANYTHING = frozenset({"shape", "unreadable", "placeholder", "padded", "halfwidth"})


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

    PARTS = {
        "content.is_pdf": Part("content.is_pdf", YES_NO, lambda file: file.looked, supplied=True),
        "content.pages": Part("content.pages", COUNT, lambda file: file.pages, supplied=True),
    }

    slot: Text_ = field("附件栏")
    material: Text_ = field("材料")
    filename: FileName = field("文件名")
    stamped: YesNo = field("已盖章")
    looked: YesNo = field("看过")
    pages: Count = field("页数")


class Row(Fields):
    """A row of a list, which may hold lists in turn."""

    inner: Rows[Fields] = field("下级")
    attachments: Rows[Attachment] = field("附件")
    named: NameByCode = field("名称表")


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

    @property
    def notes(self) -> frozenset[str]:
        """What reading noticed: anything, unless a test knows better."""
        notes: frozenset[str] = (self.__pydantic_private__ or {}).get("notes", ANYTHING)
        return notes


SCHEMA = read_schema(Small)
MANIFEST = """
schema: pmos-rules/1
pack: small
title: {zh: 小规则包, en: A small pack}
version: "1"
markets: {small: {title: {zh: 小市场, en: Small}, kinds: [retailer]}}
instruments: {guide: {title: {zh: 指南, en: Guide}}}
"""


def read_data(file: Path) -> Any:
    """A YAML file as text, None, lists and mappings."""
    node, faults = read_yaml(SourceText(file.name, file.read_text("utf-8")))
    assert node is not None
    assert faults == []
    return to_plain(node)


REQUIRED = [
    {"id": f"small.required.{number}", "for": scope, "check": {name: {"present": "true"} for name in names}}
    for number, (scope, names) in enumerate(
        {
            "rows.*": [*Fields.model_fields, "inner"],
            "rows.*.inner.*": [*Fields.model_fields],
            "section": [*Fields.model_fields],
            "left": [*Row.model_fields],
            "right": [*Row.model_fields],
        }.items()
    )
]
REQUIRED += [
    {"id": "small.required", "check": {name: {"present": "true"} for name in Small.model_fields}},
    {"id": "small.required_values", "for": ["words.*", "named.*"], "check": {"this": {"present": "true"}}},
]
"""Rules that require every field, so that a rule need not say what a missing value makes of it."""


def ruleset_text(group: Mapping[str, Any]) -> str:
    """A rule file as text; what every rule must have and a test does not care about is filled in."""
    written = group["rules"]
    if not all("if_missing" in rule for rule in written):
        written = [*written, *REQUIRED]
    rules = [
        {
            "title": {"zh": "标题", "en": "title"},
            "cite": "1",
            "reading": {"zh": "理解", "en": "reading"},
            **rule,
        }
        for rule in written
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
    return {"market": "small", "kind": "retailer", **given}


def judged(evaluator: Evaluator, given: Mapping[str, Any]) -> Report:
    """The report on a dossier; what the plan found is held to judging every rule on every item."""
    report = evaluator.evaluate(given)
    dossier = evaluator.schema.model.model_validate(given)
    exact = exactly(evaluator, dossier)
    must_agree(said(report), exact)
    if is_read(dossier):
        object.__setattr__(dossier, "__pydantic_private__", {"notes": frozenset({"padded", "halfwidth"})})
        must_agree(said(evaluator.evaluate(dossier)), exact)
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


Said = Counter[str]


def said(report: Report) -> Said:
    """Everything that a report says, but for what reading the input noticed, in no order of its own."""
    return Counter(
        repr((found.rule, found.outcome, found.severity, found.details))
        for found in report.findings
        if not found.rule.startswith("input.")
    )


def must_agree(quick: Said, exact: Said) -> None:
    """What a plan leads to is what judging everything does."""
    assert quick == exact, {"only the plan": list(quick - exact), "only the judge": list(exact - quick)}


def exactly(evaluator: Evaluator, dossier: Any) -> Said:
    """What judging every rule on every item says, without the help of a plan."""
    session, describer = prepare(evaluator, dossier)
    said: dict[Any, str] = {}
    with localcontext(EXACT):
        for number, rule in enumerate(session.plan.rules):
            for hit in session.hits(number):
                judgement = session.judge(hit)
                if judgement.outcome in (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR):
                    details = describer.details(hit, judgement)
                    # what cannot be read keeps every item below it from being judged, and is said once
                    key = (number, details.path) if judgement.broken else hit
                    said[key] = repr((rule.id, judgement.outcome, judgement.severity, details))
    return Counter(said.values())


def prepare(evaluator: Evaluator, dossier: Any) -> tuple[Session, Describer]:
    """A dossier under evaluation, and who puts into words what comes of it."""
    kind = dossier.kind if dossier.kind in evaluator.rules.kinds else None
    prepared = evaluator._prepare(kind)
    stage = STAGES.index(dossier.stage) if dossier.stage in STAGES else 1
    session = Session(prepared.plan, prepared.numbers, dossier, evaluator.as_of, stage)
    places = Places(evaluator.schema, evaluator.rules.labels[kind], lambda: getattr(dossier, "given", None))
    return session, Describer(session, places, prepared.readers, False)
