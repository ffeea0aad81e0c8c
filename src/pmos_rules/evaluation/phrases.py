"""Typed IR → what it asks for, in Chinese and English: 应为…, should be …; also negated, and as a condition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any as Anything

from pmos_rules.evaluation.process_phrases import requirement_of, sentence_of
from pmos_rules.evaluation.showing import show, show_number
from pmos_rules.findings import Text
from pmos_rules.formats.characters import CHARACTERS
from pmos_rules.formats.registry import FORMATS
from pmos_rules.formats.types import ValueType
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    AsOf,
    Attached,
    Codelist,
    Condition,
    Constant,
    Custom,
    FirstOf,
    Literal,
    Lookup,
    Not,
    Parameter,
    Path,
    Predicate,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)

# What a yes or no that is read off a value or a file says of it.
STATES: Mapping[str, tuple[Text, Text]] = {
    "content.is_pdf": (Text("是 PDF", "be a PDF"), Text("不是 PDF", "not be a PDF")),
    "content.opens": (Text("能打开", "open"), Text("打不开", "not open")),
    "content.encrypted": (Text("已加密", "be encrypted"), Text("未加密", "not be encrypted")),
    "is_leaf": (
        Text("选到最末级（区、县、旗或不设区的市）", "be at the lowest level, a district, county or banner"),
        Text("不是最末级", "not be at the lowest level"),
    ),
    "content.text_layer": (Text("有文字层", "have a text layer"), Text("没有文字层", "have no text layer")),
}

Label = Callable[[Path], Text]


@dataclass(frozen=True, slots=True)
class Words:
    """What phrases need to know besides the IR: what paths are called, and what is in a code list.

    Of many words that would do, ``most`` are named; all of them where it is None. ``shown`` is how a code list's
    value is written out.
    """

    label: Label
    codes: Callable[[str], tuple[str, ...]]
    inside: "Callable[[Path], Words]"
    parameter: Callable[[Parameter], Text] = lambda parameter: Text(f"${parameter.name}", f"${parameter.name}")
    most: int | None = None
    shown: Callable[[str | None, str], str] = lambda codelist, value: value


def expects(node: Predicate, words: Words, *, negated: bool = False) -> Text:
    """What a predicate asks for, ready to stand after a value: 应不小于 10, should be at least 10."""
    opposite = _OPPOSITES.get(node.operator) if negated and isinstance(node, Test) else None
    if opposite is not None and isinstance(node, Test):
        node, negated = replace(node, operator=opposite), False
    wanted = requirement(node, words)
    if negated:
        return Text(f"不应{wanted.zh}", f"should not {wanted.en}")
    return Text(f"应{wanted.zh}", f"should {wanted.en}")


def requirement(node: Predicate, words: Words) -> Text:
    """The same without 应 and *should*: 不小于 10, be at least 10."""
    return _DESCRIBED[type(node)](node, words)


def sentence(node: Predicate, words: Words, *, asked: bool = False) -> Text:
    """A predicate as a sentence about its paths: “类型”为“入市”, what is so, or what is ``asked``."""
    match node:
        case All(of):
            parts = [part for part in of if part != Constant(True)] or [Constant(True)]
            return _joined(_told(parts, Any, words, asked), "，且", " and ")
        case Any(of):
            parts = [part for part in of if part != Constant(False)] or [Constant(False)]
            return _joined(_told(parts, All, words, asked), "，或", " or ")
        case Condition(of=inner):
            return sentence(inner, words, asked=asked)
        case Not(of=Test(operator="equals" | "one_of") as test) if not _asks_state(test):
            subject, wanted = _subject(test, words), requirement(test, words)
            return Text(f"{subject.zh}不{wanted.zh}", f"{subject.en} is not {wanted.en.removeprefix('be ')}")
        case Not(of=inner):
            said = sentence(inner, words)
            return Text(f"并非（{said.zh}）", f"it is not so that ({said.en})")
        case FirstOf(branches):
            return _branches(branches, words)
        case Attached() if not asked:
            return _attached(node, words)
        case ProcessQuery():
            return sentence_of(node)
        case Constant() | Attached():
            return requirement(node, words)
        case _:
            return _of_subject(_subject(node, words), node, requirement(node, words), asked)


def _told(parts: list[Predicate], other: type[Predicate], words: Words, asked: bool) -> list[Text]:
    """The parts of a conjunction or of alternatives.

    One of the ``other`` sort stands in brackets; of tests on one value, only the first says whose it is.
    """
    said: list[Text] = []
    before: Text | None = None
    for part in parts:
        text, subject = sentence(part, words, asked=asked), _plain_subject(part, words)
        if len(parts) > 1 and _is_mixed(part, other):
            text = Text(f"（{text.zh}）", f"({text.en})")
        if subject is not None and subject == before:
            text = Text(text.zh.removeprefix(subject.zh), text.en.removeprefix(f"{subject.en} "))
        said.append(text)
        before = subject
    return said


def _plain_subject(part: Predicate, words: Words) -> Text | None:
    match part:
        case Not(of=Test(operator="equals" | "one_of") as test) | (Test() as test):
            return None if _asks_state(test) else _subject(test, words)
    return None


def _is_mixed(part: Predicate, other: type[Predicate]) -> bool:
    """Whether a part is of the other sort and has parts of its own."""
    match part:
        case Condition(of=inner):
            return _is_mixed(inner, other)
        case All(of) | Any(of) if isinstance(part, other):
            return sum(not isinstance(one, Constant) for one in of) > 1
    return False


def _of_subject(subject: Text, node: Predicate, wanted: Text, asked: bool) -> Text:
    if asked:
        return Text(f"{subject.zh}应{wanted.zh}", f"{subject.en} must {wanted.en}")
    operator = node.operator if isinstance(node, Test) else ""
    return Text(f"{subject.zh}{_GIVEN.get(operator, wanted.zh)}", f"{subject.en} {_stated(wanted.en)}")


def _subject(node: Test | Aggregate | Unique | Sequence | Agree | Custom, words: Words) -> Text:
    """What a predicate speaks of."""
    match node:
        case Test(left=left):
            if not _asks_state(node):
                return _quoted(words.label(left))
            is_file = (left.part or "").startswith("content.")
            return Text("文件", "the file") if is_file else _quoted(words.label(replace(left, part=None)))
        case Sequence(of=of):
            return _quoted(words.label(of))
        case Aggregate():
            return _rows_of(node, words)
        case Unique(over=over, key=key, where=where):
            rows = words.inside(over)
            return _limited(_quoted(rows.label(key)), where, rows)
        case Agree(left=left):
            return _quoted(words.label(left))
        case _:
            return _joined([_quoted(words.label(path)) for path in node.of], "、", " and ")


def _rows_of(node: Aggregate, words: Words) -> Text:
    rows = words.inside(node.over)
    if node.function == "sum":
        what = _limited(_quoted(rows.label(node.value)), node.where, rows)
        return Text(f"{what.zh}的合计", f"the sum of {what.en}")
    what = _limited(_quoted(words.label(node.over)), node.where, rows)
    if node.distinct_by is None:
        return Text(f"{what.zh}的数量", f"the number of {what.en}")
    key = _quoted(rows.label(node.distinct_by))
    return Text(f"{what.zh}按{key.zh}去重后的数量", f"the number of {what.en}, counted by {key.en},")


def _limited(what: Text, where: Predicate | None, words: Words) -> Text:
    if where is None:
        return what
    said = sentence(where, words)
    return Text(f"{what.zh}（限{said.zh}者）", f"{what.en} (where {said.en})")


def _quoted(label: Text) -> Text:
    return Text(f"“{label.zh}”", f"“{label.en}”")


def _branches(branches: tuple[tuple[Predicate, Predicate], ...], words: Words) -> Text:
    said = []
    for when, check in branches:
        if_so, then = sentence(when, words), sentence(check, words, asked=True)
        always = when == Constant(True)
        said.append(
            Text(
                f"否则{then.zh}" if always else f"若{if_so.zh}，则{then.zh}",
                f"otherwise {then.en}" if always else f"if {if_so.en}, {then.en}",
            )
        )
    return _joined(said, "；", "; ")


def _attached(node: Attached, words: Words) -> Text:
    wanted = requirement(node, words)
    return Text(f"已{wanted.zh}", f"{wanted.en.removeprefix('attach ')} is attached")


def _asks_state(node: Test) -> bool:
    return node.left.part in STATES and isinstance(node.right, Literal)


_GIVEN: Mapping[str, str] = {"present": "已填写", "missing": "未填写"}
_STATED: Mapping[str, str] = {
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


def _stated(wanted: str) -> str:
    """What is asked for as something that is so: *be above 5* as *is above 5*.

    >>> _stated("not be before 2026-07-01"), _stated("have at least 2 characters")
    ('is not before 2026-07-01', 'has at least 2 characters')
    """
    verb = next((verb for verb in _STATED if f"{wanted} ".startswith(f"{verb} ")), "")
    return _STATED.get(verb, "") + wanted.removeprefix(verb)


# -- operators ----------------------------------------------------------------------------------------


def describe_test(node: Test, words: Words) -> Text:
    return _OPERATORS[node.operator](node, words)


def _operand(operand: Anything, node: Test, words: Words) -> Text:
    match operand:
        case Path():
            label = words.label(operand)
            return Text(f"“{label.zh}”", f"“{label.en}”")
        case Parameter():
            return words.parameter(operand)
        case AsOf(days=days):
            return _as_of(days, words)
        case Lookup(mapping=mapping, by=by):
            held, key = words.label(mapping), words.label(by)
            return Text(f"“{held.zh}”中该“{key.zh}”所对应的名称", f"what “{held.en}” gives for “{key.en}”")
        case Literal(value=value):
            return _literal(value, node, words)
    raise AssertionError(operand)


def _as_of(days: Literal | Parameter, words: Words) -> Text:
    if isinstance(days, Literal) and days.value == 0:
        return Text("审查日期", "the date of the check")
    number = words.parameter(days) if isinstance(days, Parameter) else Text(str(days.value), str(days.value))
    return Text(f"审查日期后 {number.zh} 日", f"{number.en} days after the date of the check")


def _literal(value: object, node: Test, words: Words) -> Text:
    if isinstance(value, Decimal | date | bool):
        return show(value, node.left.type)
    shown = words.shown(node.left.codelist, str(value))
    return Text(f"“{shown}”", f"“{shown}”")


def _compared(zh: str, en: str) -> Callable[[Test, Words], Text]:
    def describe(node: Test, words: Words) -> Text:
        right = _operand(node.right, node, words)
        return Text(f"{zh}{_space(right.zh)}{right.zh}", f"{en} {right.en}")

    return describe


def _space(text: str) -> str:
    """The space that stands between Chinese and a Latin letter or digit."""
    return " " if text[:1].isascii() else ""


def describe_equals(node: Test, words: Words) -> Text:
    if _asks_state(node) and isinstance(node.right, Literal):
        return STATES[node.left.part or ""][0 if node.right.value else 1]
    right = _operand(node.right, node, words)
    return Text(f"为{_space(right.zh)}{right.zh}", f"be {right.en}")


def describe_one_of(node: Test, words: Words) -> Text:
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    named, more = _first(node.right.value, words)
    values = [_literal(value, node, words) for value in named]
    zh, en = "、".join(value.zh for value in values) + more.zh, ", ".join(v.en for v in values) + more.en
    space = _space(zh)
    return Text(f"为{space}{zh}{space}之一", f"be one of {en}")


def _first(values: tuple[Anything, ...], words: Words) -> tuple[tuple[Anything, ...], Text]:
    """The words that are named, and how many there are where some are not."""
    if words.most is None or len(values) <= words.most:
        return values, Text("", "")
    more = len(values) - words.most
    return values[: words.most], Text(f"等 {len(values)} 种", f" and {more} more")


def describe_within(node: Test, words: Words) -> Text:
    other, by = _operand(node.right, node, words), _operand(node.option("by"), node, words)
    return Text(f"与{other.zh}相差不超过 {by.zh}", f"differ from {other.en} by at most {by.en}")


def describe_length(node: Test, words: Words) -> Text:
    limits = ((name, limit) for name, limit in node.options if isinstance(limit, Literal | Parameter))
    bounds = {name: limit_of(limit, words) for name, limit in limits}
    least, most = bounds.get("at_least"), bounds.get("at_most")
    if least is not None and least == most:
        return Text(f"为 {least.zh} 个字", f"have exactly {least.en} characters")
    zh = [f"不少于 {least.zh} 个字" if least else "", f"不超过 {most.zh} 个字" if most else ""]
    en = [f"at least {least.en}" if least else "", f"at most {most.en}" if most else ""]
    return Text("、".join(filter(None, zh)), f"have {' and '.join(filter(None, en))} characters")


def describe_classes(node: Test, words: Words) -> Text:
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    classes = [CHARACTERS[name] for name in node.right.value]
    zh, en = "、".join(c.zh for c in classes), " and ".join(c.en for c in classes)
    return Text(f"只含{zh}", f"consist of {en} only") if node.operator == "only" else Text(f"含有{zh}", f"contain {en}")


def describe_mentions(node: Test, words: Words) -> Text:
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    named, more = _first(node.right.value, words)
    zh, en = "或".join(f"“{w}”" for w in named), " or ".join(f"“{w}”" for w in named)
    return Text(f"写明{zh}{more.zh}", f"mention {en}{more.en}")


def describe_format(node: Test, words: Words) -> Text:
    assert isinstance(node.right, Literal)
    form = FORMATS[str(node.right.value)]
    return Text(f"为{_space(form.requires.zh)}{form.requires.zh}", f"be {form.requires.en}")


def describe_same_as_any(node: Test, words: Words) -> Text:
    assert isinstance(node.right, tuple)
    labels = [_operand(path, node, words) for path in node.right]
    return Text(f"与{'或'.join(x.zh for x in labels)}一致", f"be the same as {' or '.join(x.en for x in labels)}")


def describe_mentions_any_of(node: Test, words: Words) -> Text:
    assert isinstance(node.right, tuple)
    labels = [_operand(path, node, words) for path in node.right]
    return Text(f"写有{'或'.join(x.zh for x in labels)}", f"mention {' or '.join(x.en for x in labels)}")


def describe_membership(node: Test, words: Words) -> Text:
    negative = node.operator == "not_in"
    if isinstance(node.right, Codelist):
        codes, more = _first(words.codes(node.right.name), words)
        zh, en = "、".join(f"“{code}”" for code in codes) + more.zh, ", ".join(f"“{code}”" for code in codes) + more.en
        return Text(f"避免填写{zh}", f"not be {en}") if negative else Text(f"为{zh}之一", f"be one of {en}")
    other = _operand(node.right, node, words)
    if negative:
        return Text(f"不在{other.zh}之列", f"not be among {other.en}")
    return Text(f"在{other.zh}之列", f"be among {other.en}")


def describe_contains_all(node: Test, words: Words) -> Text:
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    zh, en = "和".join(f"“{w}”" for w in node.right.value), " and ".join(f"“{w}”" for w in node.right.value)
    return Text(f"包含{zh}", f"contain {en}")


def describe_apart_from(node: Test, words: Words) -> Text:
    other = _operand(node.right, node, words)
    if node.operator == "overlapping":
        return Text(f"与{other.zh}重叠", f"overlap {other.en}")
    return Text(f"与{other.zh}不重叠", f"not overlap {other.en}")


def describe_named_in(node: Test, words: Words) -> Text:
    return Text("为所在附件栏或材料的名称", "be the name of the slot or of the material")


def describe_readable(node: Test, words: Words) -> Text:
    return readable_as(node.left.type)


def readable_as(value_type: ValueType | None) -> Text:
    """What a value must look like to be read as its type: 为日期，如 2026-11-21, be a date such as 2026-11-21."""
    name, order = (value_type.name, value_type.order) if value_type is not None else ("", "none")
    if order == "date":
        return Text("为日期，如 2026-11-21", "be a date such as 2026-11-21")
    if order == "number":
        return Text("为数字，如 20000 或 33.34", "be a number such as 20000 or 33.34")
    if name == "period":
        return Text("为起止日期，如 2018-01-01 至 2028-01-01", "be a period such as 2018-01-01 至 2028-01-01")
    if name == "yes_no":
        return Text("为“是”或“否”", "be yes or no")
    return Text("能够识别", "be readable")


def describe_as_given(node: Test, words: Words) -> Text:
    assert isinstance(node.right, Literal)
    return {
        "trimmed": Text("不带空白字符", "have no white space around it or zero-width characters in it"),
        "halfwidth": Text("为半角字符", "be in half-width characters"),
        "canonical": Text("采用规范写法", "be in its canonical form"),
    }[str(node.right.value)]


_OPERATORS: Mapping[str, Callable[[Test, Words], Text]] = {
    "present": lambda node, words: Text("填写", "be given"),
    "missing": lambda node, words: Text("留空", "be left empty"),
    "equals": describe_equals,
    "equals_ignoring_case": describe_equals,
    "one_of": describe_one_of,
    "above": _compared("大于", "be above"),
    "at_least": _compared("不小于", "be at least"),
    "below": _compared("小于", "be below"),
    "at_most": _compared("不大于", "be at most"),
    "not_before": _compared("不早于", "not be before"),
    "not_after": _compared("不晚于", "not be after"),
    "within": describe_within,
    "whole": lambda node, words: Text("为整数", "be a whole number"),
    "length": describe_length,
    "matches": _compared("符合格式", "match"),
    "only": describe_classes,
    "has": describe_classes,
    "mentions": describe_mentions,
    "format": describe_format,
    "same_as": lambda node, words: Text(
        f"与{_operand(node.right, node, words).zh}一致",
        f"be the same as {_operand(node.right, node, words).en}",
    ),
    "same_as_any": describe_same_as_any,
    "mentions_any_of": describe_mentions_any_of,
    "in": describe_membership,
    "not_in": describe_membership,
    "contains_all": describe_contains_all,
    "apart_from": describe_apart_from,
    "overlapping": describe_apart_from,
    "named_in": describe_named_in,
    "readable": describe_readable,
    "as_given": describe_as_given,
}

# What is asked for where an operator should not hold, rather than two negations in one sentence.
_OPPOSITES = {"in": "not_in", "not_in": "in", "apart_from": "overlapping"}


# -- forms --------------------------------------------------------------------------------------------


def describe_constant(node: Constant, words: Words) -> Text:
    return Text("始终符合", "always hold") if node.value else Text("不应出现", "never hold")


def describe_aggregate(node: Aggregate, words: Words) -> Text:
    compared = [(name, limit_of(limit, words)) for name, limit in node.comparisons]
    zh = "、".join(f"{_COMPARED[name].zh} {limit.zh}" for name, limit in compared)
    en = " and ".join(f"{_COMPARED[name].en} {limit.en}" for name, limit in compared)
    return Text(zh, f"be {en}")


def limit_of(limit: Literal | Parameter, words: Words) -> Text:
    """The number that an aggregate or a length is compared with."""
    if isinstance(limit, Parameter):
        return words.parameter(limit)
    assert isinstance(limit.value, Decimal)
    return Text(show_number(limit.value), show_number(limit.value))


_COMPARED = {
    "above": Text("多于", "more than"),
    "at_least": Text("不少于", "at least"),
    "below": Text("少于", "less than"),
    "at_most": Text("不超过", "at most"),
    "equals": Text("为", "exactly"),
}


def describe_unique(node: Unique, words: Words) -> Text:
    return Text("不重复", "not be repeated")


def describe_sequence(node: Sequence, words: Words) -> Text:
    zh, en = "".join(f"“{w}”" for w in node.contains), ", ".join(f"“{w}”" for w in node.contains)
    return Text(f"依次含有{zh}", f"have {en} in this order")


def describe_attached(node: Attached, words: Words) -> Text:
    what = f"“{node.slot}”" if node.slot is not None else "附件"
    en = f"“{node.slot}”" if node.slot is not None else "a file"
    if node.where is None:
        return Text(f"上传{what}", f"attach {en}")
    where = sentence(node.where, words.inside(node.over))
    return Text(f"上传{what}（{where.zh}）", f"attach {en} ({where.en})")


def describe_agree(node: Agree, words: Words) -> Text:
    other = words.label(node.right)
    return Text(f"与“{other.zh}”一致", f"agree with “{other.en}”")


def describe_process(node: ProcessQuery, words: Words) -> Text:
    return requirement_of(node)


def describe_custom(node: Custom, words: Words) -> Text:
    return Text("符合规则要求", "meet the rule")


def _joined(parts: list[Text], zh: str, en: str) -> Text:
    kept = list(dict.fromkeys(parts))
    return Text(zh.join(part.zh for part in kept), en.join(part.en for part in kept))


_DESCRIBED: Mapping[type, Callable[[Anything, Words], Text]] = {
    Test: describe_test,
    Constant: describe_constant,
    Aggregate: describe_aggregate,
    Unique: describe_unique,
    Sequence: describe_sequence,
    Attached: describe_attached,
    Agree: describe_agree,
    ProcessQuery: describe_process,
    Custom: describe_custom,
}
