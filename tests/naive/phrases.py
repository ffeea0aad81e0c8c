"""A predicate → what it asks for, in words: 应不小于 10, should be at least 10; and as a sentence about its paths.

The words are those of the goldens in tests/evaluation/messages.yaml.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pmos_rules.findings import Text
from pmos_rules.formats.characters import CHARACTERS
from pmos_rules.formats.registry import FORMATS
from pmos_rules.formats.types import ValueType
from pmos_rules.language import ir
from tests.naive.naming import Names
from tests.naive.showing import number, show

STATES: Mapping[str, tuple[Text, Text]] = {
    "content.is_pdf": (Text("是 PDF", "be a PDF"), Text("不是 PDF", "not be a PDF")),
    "content.opens": (Text("能打开", "open"), Text("打不开", "not open")),
    "content.encrypted": (Text("已加密", "be encrypted"), Text("未加密", "not be encrypted")),
    "content.text_layer": (Text("有文字层", "have a text layer"), Text("没有文字层", "have no text layer")),
    "is_leaf": (
        Text("选到最末级（区、县、旗或不设区的市）", "be at the lowest level, a district, county or banner"),
        Text("不是最末级", "not be at the lowest level"),
    ),
}
"""A yes or no that is read off a value or a file, as what is so and what is not."""

OPPOSITES = {"in": "not_in", "not_in": "in", "apart_from": "overlapping"}


def expectation(node: Any, names: Names, *, negated: bool = False) -> Text:
    """What a predicate asks for, to stand after a value."""
    if negated and isinstance(node, ir.Test) and node.operator in OPPOSITES:
        node, negated = replace(node, operator=OPPOSITES[node.operator]), False
    wanted = requirement(node, names)
    return (
        Text(f"不应{wanted.zh}", f"should not {wanted.en}")
        if negated
        else Text(f"应{wanted.zh}", f"should {wanted.en}")
    )


def requirement(node: Any, names: Names) -> Text:
    """The same without 应 and *should*."""
    match node:
        case ir.Test():
            return of_test(node, names)
        case ir.Aggregate():
            compared = [(COMPARED[name], number(names.law.value(limit))) for name, limit in node.comparisons]
            zh = "、".join(f"{words.zh} {limit}" for words, limit in compared)
            return Text(zh, "be " + " and ".join(f"{words.en} {limit}" for words, limit in compared))
        case ir.Unique():
            return Text("不重复", "not be repeated")
        case ir.Sequence(contains=contains):
            return Text("依次含有" + quoted(contains, ""), f"have {quoted(contains, ', ')} in this order")
        case ir.Attached(slot=slot, where=where):
            what = Text("附件", "a file") if slot is None else Text(f"“{slot}”", f"“{slot}”")
            if where is None:
                return Text(f"上传{what.zh}", f"attach {what.en}")
            so = sentence(where, names.in_row(node.over))
            return Text(f"上传{what.zh}（{so.zh}）", f"attach {what.en} ({so.en})")
        case ir.Agree(right=right):
            label = names.of(right)
            return Text(f"与“{label.zh}”一致", f"agree with “{label.en}”")
        case ir.Constant(value=value):
            return Text("始终符合", "always hold") if value else Text("不应出现", "never hold")
    return Text("符合规则要求", "meet the rule")


COMPARED = {
    "above": Text("多于", "more than"),
    "at_least": Text("不少于", "at least"),
    "below": Text("少于", "less than"),
    "at_most": Text("不超过", "at most"),
    "equals": Text("为", "exactly"),
}


def quoted(words: tuple[str, ...] | list[str], between: str) -> str:
    return between.join(f"“{word}”" for word in words)


def spaced(text: str) -> str:
    """A text with the space that stands between Chinese and a Latin letter or digit."""
    return f" {text}" if text[:1].isascii() else text


# -- one operator ------------------------------------------------------------------------------------------


def of_test(test: ir.Test, names: Names) -> Text:
    if test.operator in SIMPLE:
        return SIMPLE[test.operator]
    if test.operator in COMPARING:
        words, value = COMPARING[test.operator], operand(test.right, test, names)
        return Text(f"{words.zh}{spaced(value.zh)}", f"{words.en} {value.en}")
    return OTHERS[test.operator](test, names)


SIMPLE = {
    "present": Text("填写", "be given"),
    "missing": Text("留空", "be left empty"),
    "whole": Text("为整数", "be a whole number"),
    "named_in": Text("为所在附件栏或材料的名称", "be the name of the slot or of the material"),
}
COMPARING = {
    "above": Text("大于", "be above"),
    "at_least": Text("不小于", "be at least"),
    "below": Text("小于", "be below"),
    "at_most": Text("不大于", "be at most"),
    "not_before": Text("不早于", "not be before"),
    "not_after": Text("不晚于", "not be after"),
    "matches": Text("符合格式", "match"),
}


def operand(right: Any, test: ir.Test, names: Names) -> Text:
    """What a value is compared with: the label of a field, or a value."""
    match right:
        case ir.Path():
            label = names.of(right)
            return Text(f"“{label.zh}”", f"“{label.en}”")
        case ir.Lookup(mapping=mapping, by=by):
            held, key = names.of(mapping), names.of(by)
            return Text(f"“{held.zh}”中该“{key.zh}”所对应的名称", f"what “{held.en}” gives for “{key.en}”")
    return literal(names.law.value(right), test)


def literal(value: Any, test: ir.Test) -> Text:
    if isinstance(value, Decimal | date | bool):
        return show(value, test.left.type)
    return Text(f"“{value}”", f"“{value}”")


def of_equals(test: ir.Test, names: Names) -> Text:
    if asks_state(test):
        return STATES[test.left.part or ""][0 if names.law.value(test.right) else 1]
    value = operand(test.right, test, names)
    return Text(f"为{spaced(value.zh)}", f"be {value.en}")


def asks_state(test: Any) -> bool:
    return isinstance(test, ir.Test) and test.left.part in STATES and isinstance(test.right, ir.Literal)


def of_one_of(test: ir.Test, names: Names) -> Text:
    values = [literal(value, test) for value in names.law.value(test.right)]
    zh = "、".join(value.zh for value in values)
    space = " " if zh[:1].isascii() else ""
    return Text(f"为{space}{zh}{space}之一", "be one of " + ", ".join(value.en for value in values))


def of_within(test: ir.Test, names: Names) -> Text:
    other, by = operand(test.right, test, names), operand(test.option("by"), test, names)
    return Text(f"与{other.zh}相差不超过 {by.zh}", f"differ from {other.en} by at most {by.en}")


def of_length(test: ir.Test, names: Names) -> Text:
    bounds = {name: number(names.law.value(bound)) for name, bound in test.options}
    least, most = bounds.get("at_least"), bounds.get("at_most")
    if least == most:
        return Text(f"为 {least} 个字", f"have exactly {least} characters")
    zh = [f"不少于 {least} 个字"] * (least is not None) + [f"不超过 {most} 个字"] * (most is not None)
    en = [f"at least {least}"] * (least is not None) + [f"at most {most}"] * (most is not None)
    return Text("、".join(zh), f"have {' and '.join(en)} characters")


def of_classes(test: ir.Test, names: Names) -> Text:
    classes = [CHARACTERS[name] for name in names.law.value(test.right)]
    zh, en = "、".join(one.zh for one in classes), " and ".join(one.en for one in classes)
    return Text(f"只含{zh}", f"consist of {en} only") if test.operator == "only" else Text(f"含有{zh}", f"contain {en}")


def of_mentions(test: ir.Test, names: Names) -> Text:
    words = names.law.value(test.right)
    return Text("写明" + quoted(words, "或"), "mention " + quoted(words, " or "))


def of_format(test: ir.Test, names: Names) -> Text:
    wanted = FORMATS[names.law.value(test.right)].requires
    return Text(f"为{spaced(wanted.zh)}", f"be {wanted.en}")


def of_same_as(test: ir.Test, names: Names) -> Text:
    several = test.right if isinstance(test.right, tuple) else (test.right,)
    others = [operand(one, test, names) for one in several]
    zh, en = "或".join(one.zh for one in others), " or ".join(one.en for one in others)
    if test.operator == "mentions_any_of":
        return Text(f"写有{zh}", f"mention {en}")
    return Text(f"与{zh}一致", f"be the same as {en}")


def of_membership(test: ir.Test, names: Names) -> Text:
    if isinstance(test.right, ir.Codelist):
        codes = list(names.law.codes(test.right.name).entries)
        if test.operator == "not_in":
            return Text("避免填写" + quoted(codes, "、"), "not be " + quoted(codes, ", "))
        return Text(f"为{quoted(codes, '、')}之一", "be one of " + quoted(codes, ", "))
    other = operand(test.right, test, names)
    if test.operator == "not_in":
        return Text(f"不在{other.zh}之列", f"not be among {other.en}")
    return Text(f"在{other.zh}之列", f"be among {other.en}")


def of_contains_all(test: ir.Test, names: Names) -> Text:
    words = names.law.value(test.right)
    return Text("包含" + quoted(words, "和"), "contain " + quoted(words, " and "))


def of_apart_from(test: ir.Test, names: Names) -> Text:
    other = operand(test.right, test, names)
    if test.operator == "overlapping":
        return Text(f"与{other.zh}重叠", f"overlap {other.en}")
    return Text(f"与{other.zh}不重叠", f"not overlap {other.en}")


def readable_as(value_type: ValueType | None) -> Text:
    """What can be read as a type."""
    if value_type is not None and value_type.order == "date":
        return Text("为日期，如 2026-11-21", "be a date such as 2026-11-21")
    if value_type is not None and value_type.order == "number":
        return Text("为数字，如 20000 或 33.34", "be a number such as 20000 or 33.34")
    if value_type is not None and value_type.name == "period":
        return Text("为起止日期，如 2018-01-01 至 2028-01-01", "be a period such as 2018-01-01 至 2028-01-01")
    if value_type is not None and value_type.name == "yes_no":
        return Text("为“是”或“否”", "be yes or no")
    return Text("能够识别", "be readable")


AS_GIVEN = {
    "trimmed": Text("不带空白字符", "have no white space around it or zero-width characters in it"),
    "halfwidth": Text("为半角字符", "be in half-width characters"),
    "canonical": Text("采用规范写法", "be in its canonical form"),
}
OTHERS: Mapping[str, Callable[[ir.Test, Names], Text]] = {
    "equals": of_equals,
    "equals_ignoring_case": of_equals,
    "one_of": of_one_of,
    "within": of_within,
    "length": of_length,
    "only": of_classes,
    "has": of_classes,
    "mentions": of_mentions,
    "format": of_format,
    "same_as": of_same_as,
    "same_as_any": of_same_as,
    "mentions_any_of": of_same_as,
    "in": of_membership,
    "not_in": of_membership,
    "contains_all": of_contains_all,
    "apart_from": of_apart_from,
    "overlapping": of_apart_from,
    "readable": lambda test, names: readable_as(test.left.type),
    "as_given": lambda test, names: AS_GIVEN[names.law.value(test.right)],
}


# -- sentences: what a `where` says -------------------------------------------------------------------------


def sentence(node: Any, names: Names) -> Text:
    """A predicate as a statement: “类型”为“入市”, “type” is “入市”."""
    match node:
        case ir.All(of=of):
            parts = [part for part in of if part != ir.Constant(True)] or [ir.Constant(True)]
            return joined(told(parts, ir.Any, names), "，且", " and ")
        case ir.Any(of=of):
            parts = [part for part in of if part != ir.Constant(False)] or [ir.Constant(False)]
            return joined(told(parts, ir.All, names), "，或", " or ")
        case ir.Condition(of=inner):
            return sentence(inner, names)
        case ir.Not(of=ir.Test(operator="equals" | "one_of") as test) if not asks_state(test):
            subject, wanted = subject_of(test, names), requirement(test, names)
            return Text(f"{subject.zh}不{wanted.zh}", f"{subject.en} is not {wanted.en.removeprefix('be ')}")
        case ir.Not(of=inner):
            said = sentence(inner, names)
            return Text(f"并非（{said.zh}）", f"it is not so that ({said.en})")
        case ir.Attached():
            wanted = requirement(node, names)
            return Text(f"已{wanted.zh}", f"{wanted.en.removeprefix('attach ')} is attached")
        case ir.Constant():
            return requirement(node, names)
    subject, wanted = subject_of(node, names), requirement(node, names)
    zh = {"present": "已填写", "missing": "未填写"}.get(getattr(node, "operator", ""), wanted.zh)
    return Text(f"{subject.zh}{zh}", f"{subject.en} {stated(wanted.en)}")


def told(parts: list[Any], other: type, names: Names) -> list[Text]:
    """Parts of one sentence: one with parts of the other sort in brackets, the same subject said once."""
    said: list[Text] = []
    before: Text | None = None
    for part in parts:
        text = sentence(part, names)
        inner = part.of if isinstance(part, ir.Condition) else part
        if len(parts) > 1 and isinstance(inner, other):
            text = Text(f"（{text.zh}）", f"({text.en})")
        test = part.of if isinstance(part, ir.Not) else part
        subject = subject_of(test, names) if isinstance(test, ir.Test) and not asks_state(test) else None
        if isinstance(part, ir.Not) and isinstance(test, ir.Test) and test.operator not in ("equals", "one_of"):
            subject = None
        if subject is not None and subject == before:
            text = Text(text.zh.removeprefix(subject.zh), text.en.removeprefix(f"{subject.en} "))
        said.append(text)
        before = subject
    return said


def subject_of(node: Any, names: Names) -> Text:
    """What a predicate speaks of."""
    match node:
        case ir.Aggregate(over=over):
            rows = names.in_row(over)
            what = limited(label_of(over, names), node.where, rows)
            if node.function == "sum":
                what = limited(label_of(node.value, rows), node.where, rows)
                return Text(f"{what.zh}的合计", f"the sum of {what.en}")
            if node.distinct_by is None:
                return Text(f"{what.zh}的数量", f"the number of {what.en}")
            key = label_of(node.distinct_by, rows)
            return Text(f"{what.zh}按{key.zh}去重后的数量", f"the number of {what.en}, counted by {key.en},")
        case ir.Unique(over=over):
            rows = names.in_row(over)
            return limited(label_of(node.key, rows), node.where, rows)
        case ir.Custom(of=of):
            return joined([label_of(path, names) for path in of], "、", " and ")
        case ir.Sequence(of=path) | ir.Agree(left=path):
            return label_of(path, names)
    if not asks_state(node):
        return label_of(node.left, names)
    if node.left.part.startswith("content."):
        return Text("文件", "the file")
    return label_of(replace(node.left, part=None), names)


def label_of(path: ir.Path, names: Names) -> Text:
    label = names.of(path)
    return Text(f"“{label.zh}”", f"“{label.en}”")


def limited(what: Text, where: Any, names: Names) -> Text:
    """Rows, and which of them."""
    if where is None:
        return what
    so = sentence(where, names)
    return Text(f"{what.zh}（限{so.zh}者）", f"{what.en} (where {so.en})")


def joined(parts: list[Text], zh: str, en: str) -> Text:
    kept = list(dict.fromkeys(parts))
    return Text(zh.join(part.zh for part in kept), en.join(part.en for part in kept))


VERBS = {
    "be": "is",
    "not be": "is not",
    "have": "has",
    "not open": "does not open",
    "open": "opens",
    "differ": "differs",
    "match": "matches",
    "consist": "consists",
    "contain": "contains",
    "mention": "mentions",
    "agree": "agrees",
    "meet": "meets",
}


def stated(wanted: str) -> str:
    """What is asked for as something that is so."""
    verb = next((verb for verb in VERBS if wanted == verb or wanted.startswith(f"{verb} ")), "")
    return VERBS.get(verb, "") + wanted.removeprefix(verb)
