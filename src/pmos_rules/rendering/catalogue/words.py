"""Holds the words of a catalogue, in Chinese and in English, and joins texts into others."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from pmos_rules.findings import Severity, Text
from pmos_rules.formats.vocabulary import KINDS as _KINDS
from pmos_rules.language.ruleset import Basis, Stage
from pmos_rules.rendering.catalogue.model import Clause
from pmos_rules.rendering.phrases import phrases

MIB: Final = Decimal(1024 * 1024)

TITLE = Text("{}：规则目录", "{}: catalogue of rules")

RULES = Text("规则", "Rules")
GUIDANCE = Text("指引", "Guidance")
PROCESSES = Text("办理流程", "Processes")
PARAMETERS = Text("参数", "Parameters")
CODELISTS = Text("代码表", "Code lists")
INPUTS = Text("读取档案", "Reading the input")

PLACES = Text("逐项检查", "for each of")
WHEN = Text("适用条件", "when")
CHECK = Text("检查", "checks")
MISSING = Text("缺值", "missing")
SEVERITY = Text("严重程度", "severity")
STAGE = Text("起始环节", "from stage")
CLAUSE = Text("依据", "clause")
READING = Text("条文理解", "reading")
FIX = Text("处理", "to mend")
IN_FORCE = Text("施行", "in force")
HISTORY = Text("变更", "changed")
READS = Text("参数", "parameters")
LISTS = Text("代码表", "code lists")
KINDS = Text("对象", "of whom")
MARKETS = Text("交易中心", "markets")
REPLACES = Text("代替", "in place of")
AFTER = Text("先看", "after")
WITH = Text("同时不符合", "breaks with")
WRITTEN = Text("位置", "written in")
TOPIC = Text("类别", "topic")
START = Text("起始状态", "starts in")
NEEDS = Text("须符合", "needs")
USED_BY = Text("用于", "used by")
FIELDS = Text("用于栏目", "of the fields")
SAYS = Text("提示", "says")
EXAMPLES = Text("示例", "examples")
ALL_VERSIONS = Text("各版本", "every version")
MORE_EXAMPLES = Text("另有 {} 个用例", "and {} more cases")

FROM = Text("自", "from")
VALUE = Text("值", "value")
ALSO = Text("也可写作", "also written")
NAMED = Text("文件可命名为", "file may be named")
ACCEPTS = Text("可用材料", "materials that may lie there")
STEP_HEADS = (
    Text("状态", "state"),
    Text("事件", "event"),
    Text("操作人", "by"),
    Text("到达", "to"),
    Text("起算", "starts"),
    CLAUSE,
)
DEADLINE_HEADS = (Text("期限", "deadline"), Text("谁", "of whom"), Text("时间", "time"), CLAUSE)
WORKING_DAYS = Text("{} 个工作日", "{} working days")
USUAL = Text("通常，非承诺", "usual, no promise")
SIZE = Text("{} MiB（{} 字节）", "{} MiB ({} bytes)")

ALWAYS = Text("始终", "always")
DISABLED = Text("已停用", "disabled")
CHANGED = Text("有变更", "changed")
PASSES = Text("符合", "passes")
FAILS = Text("不符合", "fails")
AS_IT_STANDS = Text("完整档案原样", "the complete dossier as it stands")
AND_MORE = Text("另有其他改动", "and other changes")
LEFT_OUT = Text("不填写", "left out")
NOT_GIVEN = Text("未填写", "not given")
WRITTEN_AT = Text("{}（摘要 {}）", "{} (digest {})")

SEVERITIES: Final[Mapping[Severity, Text]] = {
    Severity.ERROR: Text("退回", "error"),
    Severity.WARNING: Text("提示", "warning"),
    Severity.INFO: Text("参考", "info"),
}
BASES: Final[Mapping[Basis, Text]] = {
    "stated": Text("条款明文", "stated"),
    "screenshot": Text("仅见于截图", "screenshot"),
    "derived": Text("推定", "derived"),
}
STAGES: Final[Mapping[Stage, Text]] = {
    "save": Text("保存", "save"),
    "submit": Text("提交", "submit"),
    "trade": Text("交易", "trade"),
}
TOPICS: Final[Mapping[str, Text]] = {
    "step": Text("步骤", "step"),
    "deadline": Text("期限", "deadline"),
    "document": Text("材料", "document"),
    "permission": Text("允许", "permission"),
    "advice": Text("建议", "advice"),
    "background": Text("背景", "background"),
}
UNITS: Final[Mapping[str, Text]] = {
    "person": Text("人", "people"),
    "type": Text("类", "types"),
    "bytes": Text("字节", "bytes"),
    "days": Text("天", "days"),
    "money": Text("元", "yuan"),
    "count": Text("", ""),
}
_KIND_NAMES: Final = {kind: name for name, kind in reversed([*_KINDS.items()])}

# What the page itself says: its search, its filters, its hints.
SEARCH = Text("搜索规则、条文、编号　/", "Search rules, clauses, ids   /")
FILTERS = Text("筛选", "Filters")
PACK = Text("规则包", "Pack")
EVERY = Text("全部", "all")
OWN = Text("本规则包", "this pack")
OWN_AND_INHERITED = Text("含继承的规则", "with inherited rules")
BASIS = Text("依据性质", "Basis")
KIND = Text("申报类型", "Kind")
RESET = Text("清除筛选", "Clear")
OPEN_ALL = Text("全部展开", "Expand all")
CLOSE_ALL = Text("全部收起", "Collapse all")
NONE_FOUND = Text("没有符合条件的条目", "Nothing matches")
SHOWN = Text("显示 {} / {} 项", "{} of {} shown")
INHERITED = Text("继承自", "inherited from")


def filled(text: Text, *others: Text) -> Text:
    """A text with others in its gaps."""
    return Text(text.zh.format(*(one.zh for one in others)), text.en.format(*(one.en for one in others)))


def without_values(text: Text) -> Text:
    """A message with dots where values will stand, and without the hint that only some have."""
    return Text(*(_VALUE.sub("…", _HINT.sub("", side)) for side in text))


_HINT: Final = re.compile("‹hint_(zh|en)›")
_VALUE: Final = re.compile("‹[a-z_]+›")


def listed(texts: Iterable[Text]) -> Text:
    """Texts one after another."""
    found = list(texts)
    return Text("、".join(text.zh for text in found), ", ".join(text.en for text in found))


def joined(text: Text, remark: Text) -> Text:
    """A text and a remark in brackets."""
    return Text(f"{text.zh}（{remark.zh}）", f"{text.en} ({remark.en})")


def kind(name: str) -> Text:
    """What a kind of applicant is called."""
    return Text(_KIND_NAMES.get(name, name), name)


def cited(clause: Clause, basis: Basis) -> Text:
    """A clause as one refers to it, with how it says so, and with whom it is for where others have another."""
    text = Text(phrases("zh").cited(clause.cite, basis), phrases("en").cited(clause.cite, basis))
    return joined(text, listed(map(kind, clause.kinds))) if clause.kinds else text
