"""A dossier as it was read → what is the matter with the input itself: the reserved ids `input.*`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pmos_rules.findings import Severity, Text
from pmos_rules.formats.values import Given, Unreadable
from pmos_rules.formats.vocabulary import KINDS, STAGES
from pmos_rules.language.ruleset import MarketRules
from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.source import suggest
from tests.naive.places import Form, Place, pointer

IDS = (
    "input.unknown_key",
    "input.key_twice",
    "input.wrong_shape",
    "input.unknown_market",
    "input.unknown_kind",
    "input.file_missing",
    "input.file_outside_folder",
    "input.file_unreadable",
    "input.file_not_listed",
    "input.file_name_form",
)
"""Every reserved id; those about files come of scanning a folder, and are none of this evaluator's business."""

TITLES: Mapping[str, tuple[Severity, Text, Text]] = {
    "input.unknown_key": (
        Severity.WARNING,
        Text("档案中没有不认识的栏目", "no key is unknown"),
        Text("改为表单上的栏目名称，或删去", "use the name of a field on the form, or remove it"),
    ),
    "input.key_twice": (
        Severity.ERROR,
        Text("同一栏目只填一次", "no field is given twice"),
        Text("只保留其中一处", "keep one of the two"),
    ),
    "input.wrong_shape": (
        Severity.ERROR,
        Text("各栏内容的形式正确", "every field has the shape that it should"),
        Text("按栏目要求的形式填写", "give it in the shape that the field has"),
    ),
    "input.unknown_market": (
        Severity.ERROR,
        Text("交易中心属于本规则集", "the market is one that the ruleset answers for"),
        Text("改用该交易中心的规则集，或更正“交易中心”", "use that market's ruleset, or correct the market"),
    ),
    "input.unknown_kind": (
        Severity.ERROR,
        Text("申报类型属于本规则集", "the kind of applicant is one that the ruleset covers"),
        Text(
            "更正“申报类型”；未涵盖的类型须人工审查", "correct the kind; what is not covered is for a person to check"
        ),
    ),
}
"""Severity, title and fix."""

SECTION, LIST = Text("一组栏目", "a group of fields"), Text("列表", "a list")
WANTED: Mapping[str, Text] = {
    "section": SECTION,
    "list": LIST,
    "mapping": Text("一组名称和值", "names with values"),
    "number": Text("一个数", "a number"),
    "date": Text("一个日期", "a date"),
    "period": Text("起止日期", "a period"),
    "yes_no": Text("“是”或“否”", "yes or no"),
}


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing about the input: the id, the place, the pointer into the input as given, and the message."""

    rule: str
    place: Place
    path: str
    message: Text
    actual: str | None = None


def notice(dossier: Any, root: Any, rules: MarketRules, form: Form) -> Iterator[Noticed]:
    """Everything about the input, first what it is about, then key by key. ``root`` is what is no mapping, in a list."""
    if root:
        yield wrong_shape((), form, Shape("section"), root[0])
    else:
        yield from about(dossier, rules, form)
        yield from below(dossier, Shape("section", section=form.schema), (), form)


def about(dossier: Any, rules: MarketRules, form: Form) -> Iterator[Noticed]:
    """Market, kind and stage."""
    if isinstance(dossier.market, str) and dossier.market != rules.market:
        typed = as_typed(dossier.market)
        message = Text(
            f"交易中心为“{typed}”，本规则集适用于“{rules.title.zh}”",
            f"the market is “{typed}”, and this ruleset is for “{rules.title.en}”",
        )
        yield Noticed("input.unknown_market", ("market",), form.pointer(("market",)), message, typed)
    kind = dossier.kind
    if kind is None or (isinstance(kind, str) and kind not in rules.kinds):
        typed = as_typed(kind) if kind is not None else ""
        found = Text(f"为“{typed}”", f"is “{typed}”") if kind is not None else Text("未填写", "is not given")
        names = "、".join(f"“{next((zh for zh, en in KINDS.items() if en == one), one)}”" for one in rules.kinds)
        message = Text(
            f"申报类型{found.zh}，本规则集可审查的类型为{names}",
            f"the kind {found.en}, and this ruleset covers {', '.join(rules.kinds)}",
        )
        yield Noticed("input.unknown_kind", ("kind",), form.pointer(("kind",)), message, typed or None)
    if isinstance(dossier.stage, str) and dossier.stage not in STAGES.values():
        typed = as_typed(dossier.stage)
        wanted = Text("、".join(f"“{zh}”" for zh in STAGES) + "之一", "one of " + ", ".join(STAGES.values()))
        wanted = Text(wanted.zh.replace("”、“", "”“"), wanted.en)
        yield misshapen(("stage",), form, wanted, Text(f"“{typed}”", f"“{typed}”"))


def as_typed(value: str) -> str:
    return value.given if isinstance(value, Given) else value


def below(value: Any, shape: Shape, place: Place, form: Form) -> Iterator[Noticed]:
    """At and below a place: keys that no field has, then values of the wrong shape."""
    match value:
        case Unreadable(reason="shape", given=given):
            yield wrong_shape(place, form, shape, given)
        case tuple() if shape.element is not None:
            for number, item in enumerate(value):
                yield from below(item, shape.element, (*place, number), form)
        case dict() if shape.element is not None:
            for name, item in value.items():
                yield from below(item, shape.element, (*place, name), form)
        case _ if shape.section is not None and hasattr(value, "model_extra"):
            for key in value.model_extra or ():
                yield extra(str(key), value, shape.section, place, form)
            for name, known in shape.section.fields.items():
                yield from below(getattr(value, name, None), known.shape, (*place, name), form)


def extra(key: str, holder: Any, section: SectionSchema, place: Place, form: Form) -> Noticed:
    """A key that was not read: its field was given under another, or there is no such field."""
    path = form.pointer(place) + pointer((key,))
    known = section.by_key(key)
    if known is not None and known.name in holder.model_fields_set:
        other = form.walk((*place, known.name))[-1].spelt
        message = Text(
            f"“{key}”与“{other}”是同一栏目，只采用了后者",
            f"“{key}” and “{other}” are one field, and only the latter was read",
        )
        return Noticed("input.key_twice", (*place, key), path, message)
    near = suggest(key.strip(), section.keys())
    hint = Text(f"，是否应为“{near}”", f"; did you mean “{near}”") if near else Text("", "")
    message = Text(
        f"“{key}”不是已知栏目，其内容未被审查{hint.zh}",
        f"“{key}” is no known field, and what it holds was not checked{hint.en}",
    )
    return Noticed("input.unknown_key", (*place, key), path, message)


def wrong_shape(place: Place, form: Form, shape: Shape, found: Any) -> Noticed:
    """What should be there and what is."""
    if shape.type is None:
        wanted = WANTED[shape.kind]
    else:
        wanted = WANTED.get(shape.type.name) or WANTED.get(shape.type.order) or Text("文字", "text")
    return misshapen(place, form, wanted, what_is(found))


def misshapen(place: Place, form: Form, wanted: Text, found: Text) -> Noticed:
    label = form.label(place)
    message = Text(f"{label.zh}应为{wanted.zh}，实为{found.zh}", f"{label.en} should be {wanted.en} and is {found.en}")
    return Noticed("input.wrong_shape", place, form.pointer(place), message)


def what_is(value: Any) -> Text:
    """What something of the wrong shape is."""
    match value:
        case bool():
            return Text(f"“{str(value).lower()}”", f"“{str(value).lower()}”")
        case str() | int() | float() | Decimal():
            return Text("一个值", "one value")
        case Mapping():
            return SECTION
        case list() | tuple():
            return LIST
        case None:
            return Text("空", "nothing")
    return Text("其他内容", "something else")
