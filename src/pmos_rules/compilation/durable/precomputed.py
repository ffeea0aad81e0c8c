"""What reaches the second engine ready-made → a list of it, with the reason and the rules: there independence ends."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any as Anything
from typing import Final

from pmos_rules.compilation.durable.definition import Precomputed
from pmos_rules.compilation.durable.operands import Flag, Judged, Looked, Operand, Value
from pmos_rules.findings import Text
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    Attached,
    Condition,
    Custom,
    FirstOf,
    Lookup,
    Not,
    Path,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.walking import nodes_of

_REGEX: Final = Text(
    "durable-rules 的正则是另一种方言：没有 \\d 和锚点，含汉字的区间会使进程崩溃",
    "its regular expressions are another dialect, without `\\d` and anchors; a range of Chinese characters crashes it",
)
_LIST: Final = Text("它不能在一条规则里走完一个列表", "it cannot go through a list inside one rule")
_INSIDE: Final = Text(
    "列表的每一行里又有列表，它只折叠一层", "there is a list inside the rows of a list, and it folds one at a time"
)
_OTHER: Final = Text(
    "该值没有可精确比较的形式，或条件的情形过多", "the value has no exact form for it, or the condition too many ways"
)
REASONS: Final[Mapping[str, Text]] = {
    "agree": Text("它不能逐项比较两个部分", "it cannot compare two sections field by field"),
    "apart_from": Text(
        "期间的起止可能未写明，比较要枚举全部期间", "ends of periods may be unknown, and every period is compared"
    ),
    "attached": _INSIDE,
    "as_given": Text(
        "怎样写的只有读取时知道", "how a value was typed is known only while it is read"
    ),
    "contains_all": _LIST,
    "count": _INSIDE,
    "custom": Text("这是规则包里的 Python 函数", "it is a Python function of a pack"),
    "equals_ignoring_case": Text(
        "大小写由我们归一，比较由它做", "we fold the case, it compares"
    ),
    "format": Text("它不会算校验码", "it cannot compute check digits"),
    "has": _REGEX,
    "in": Text(
        "代码表太长、不是文本，或是由他人提供的名单", "the list is long, not of texts, or supplied by somebody else"
    ),
    "length": Text("字数由我们数，比较由它做", "we count the characters, it compares"),
    "lookup": Text("对照表由我们查，比较由它做", "we look the value up, it compares"),
    "matches": _REGEX,
    "mentions": Text("它没有“包含”这一运算", "it has no operator for a text within a text"),
    "named_in": Text("文件名称要查两张代码表", "the names of a file are looked up in two code lists"),
    "only": _REGEX,
    "process": Text(
        "它的状态图不拒绝不允许的步骤，也读不出当前状态",
        "its state charts do not refuse a step that is not allowed, and their state cannot be read",
    ),
    "sequence": _LIST,
    "sum": _INSIDE,
    "unique": _INSIDE,
    "whole": Text("它没有取余运算", "it has no remainder"),
}
_SAME: Final = {"not_in": "in", "mentions_any_of": "mentions"}
_FORMS: Final[Mapping[type, str]] = {
    Agree: "agree",
    Attached: "attached",
    Unique: "unique",
    Custom: "custom",
    ProcessQuery: "process",
    Sequence: "sequence",
}
_Known = dict[Anything, str]


def precomputed(rules: Iterable[Rule], operands: Iterable[Operand]) -> tuple[Precomputed, ...]:
    """By operator or form, in the order of their names: why it comes ready-made, and in which rules."""
    known: _Known = {}
    for operand in operands:
        _add(known, operand)
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for rule in rules:
        for node in _nodes(rule):
            if node in known:
                found[known[node]][rule.id] = None
    return tuple(Precomputed(what, REASONS.get(what, _OTHER), tuple(ids)) for what, ids in sorted(found.items()))


def _add(known: _Known, operand: Operand) -> None:
    """A node that comes ready-made, by its name; or the path whose value does."""
    match operand:
        case Flag(test=test):
            known[test] = _name(test)
        case Judged(node=node):
            known[node] = _name(node)
        case Looked(lookup=lookup):
            known[lookup] = "lookup"
        case Value(path=path, reading=reading) if reading != "value":
            known[path, reading] = "length" if reading == "length" else "equals_ignoring_case"


def _name(node: Anything) -> str:
    if isinstance(node, Test):
        return _SAME.get(node.operator, node.operator)
    if isinstance(node, Aggregate):
        return node.function
    return _FORMS.get(type(node), "where")


def _nodes(rule: Rule) -> Iterator[Anything]:
    """Every node of a rule, and what of a value's path is not the value itself."""
    for arm in rule.arms:
        everything = (arm.when, arm.check, arm.grades)
        for kind in _KINDS:
            found: Iterator[Anything] = nodes_of(kind, everything)
            for node in found:
                yield node
                if isinstance(node, Test) and isinstance(node.left, Path):
                    yield node.left, {"length": "length", "equals_ignoring_case": "folded"}.get(node.operator)


_KINDS: Final[tuple[type, ...]] = (
    Test, Lookup, Sequence, Agree, ProcessQuery, Custom, All, Any, Not, Condition, FirstOf, Aggregate, Unique, Attached,
)  # fmt: skip
