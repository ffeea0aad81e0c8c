"""What reading the input noticed → findings under the reserved ids ``input.*``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from pmos_rules.evaluation.labels import Key, Places, pointer
from pmos_rules.findings import About, Details, Finding, InputProblem, Outcome, Severity, Text
from pmos_rules.formats.values import Given, Unreadable
from pmos_rules.formats.vocabulary import KINDS, STAGES
from pmos_rules.language.ruleset import MarketRules
from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.source import suggest


@dataclass(frozen=True, slots=True)
class InputRule:
    """A reserved id: its severity, title, and what it says and advises; ``‹name›`` stands for a value."""

    severity: Severity
    title: Text
    message: Text
    fix: Text


_NAME: Final = re.compile("‹([a-z_]+)›")
_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
INPUT_RULES: Final[Mapping[str, InputRule]] = {
    "input.unknown_key": InputRule(
        _W,
        Text("档案中没有不认识的栏目", "no key is unknown"),
        Text(
            "“‹key›”不是已知栏目，其内容未被审查‹hint_zh›",
            "“‹key›” is no known field, and what it holds was not checked‹hint_en›",
        ),
        Text("改为表单上的栏目名称，或删去", "use the name of a field on the form, or remove it"),
    ),
    "input.key_twice": InputRule(
        _E,
        Text("同一栏目只填一次", "no field is given twice"),
        Text(
            "“‹key›”与“‹other›”是同一栏目，只采用了后者",
            "“‹key›” and “‹other›” are one field, and only the latter was read",
        ),
        Text("只保留其中一处", "keep one of the two"),
    ),
    "input.wrong_shape": InputRule(
        _E,
        Text("各栏内容的形式正确", "every field has the shape that it should"),
        Text("‹label›应为‹wanted_zh›，实为‹found_zh›", "‹label› should be ‹wanted_en› and is ‹found_en›"),
        Text("按栏目要求的形式填写", "give it in the shape that the field has"),
    ),
    "input.unknown_market": InputRule(
        _E,
        Text("交易中心属于本规则集", "the market is one that the ruleset answers for"),
        Text(
            "交易中心为“‹actual›”，本规则集适用于“‹wanted_zh›”",
            "the market is “‹actual›”, and this ruleset is for “‹wanted_en›”",
        ),
        Text("改用该交易中心的规则集，或更正“交易中心”", "use that market's ruleset, or correct the market"),
    ),
    "input.unknown_kind": InputRule(
        _E,
        Text("申报类型属于本规则集", "the kind of applicant is one that the ruleset covers"),
        Text(
            "申报类型‹found_zh›，本规则集可审查的类型为‹wanted_zh›",
            "the kind ‹found_en›, and this ruleset covers ‹wanted_en›",
        ),
        Text(
            "更正“申报类型”；未涵盖的类型须人工审查",
            "correct the kind; what is not covered is for a person to check",
        ),
    ),
    "input.file_missing": InputRule(
        _E,
        Text("档案所列文件都在文件夹中", "every file that is named is there"),
        Text("文件“‹filename›”不在档案文件夹中", "the file “‹filename›” is not in the folder"),
        Text("放入该文件，或更正文件名", "add the file, or correct its name"),
    ),
    "input.file_outside_folder": InputRule(
        _E,
        Text("文件都在档案文件夹之内", "every file lies inside the folder"),
        Text(
            "文件“‹filename›”指向档案文件夹之外，未被打开",
            "the file “‹filename›” leads out of the folder and was not opened",
        ),
        Text("把文件本身放进档案文件夹", "put the file itself into the folder"),
    ),
    "input.file_unreadable": InputRule(
        _E,
        Text("文件都能读取", "every file can be read"),
        Text("文件“‹filename›”无法读取：‹reason_zh›", "the file “‹filename›” cannot be read: ‹reason_en›"),
        Text("检查文件及其权限后重新放入", "check the file and its permissions, and add it again"),
    ),
    "input.file_not_listed": InputRule(
        _I,
        Text("文件夹中的文件都列在档案中", "every file in the folder is named in the dossier"),
        Text(
            "文件“‹filename›”不在附件清单中，未被审查",
            "the file “‹filename›” is not among the attachments and was not checked",
        ),
        Text("列入“附件”，或移出文件夹", "list it among the attachments, or take it out of the folder"),
    ),
    "input.file_name_form": InputRule(
        _I,
        Text("文件名的写法与档案一致", "a file's name is written alike on disk and in the dossier"),
        Text(
            "文件“‹filename›”在磁盘上名为“‹found›”，字形、大小写或空白不同",
            "the file “‹filename›” is called “‹found›” on disk, with other forms of characters, case or space",
        ),
        Text("上传前按档案中的写法重新命名文件", "rename the file as the dossier has it before uploading it"),
    ),
}

_SHAPES: Final[Mapping[str, Text]] = {
    "section": Text("一组栏目", "a group of fields"),
    "list": Text("列表", "a list"),
    "mapping": Text("一组名称和值", "names with values"),
}
_VALUES: Final[Mapping[str, Text]] = {
    "yes_no": Text("“是”或“否”", "yes or no"),
    "period": Text("起止日期", "a period"),
    "none": Text("文字", "text"),
    "number": Text("一个数", "a number"),
    "date": Text("一个日期", "a date"),
}


def input_findings(
    dossier: Any, root: Any, rules: MarketRules, problems: tuple[InputProblem, ...], places: Places
) -> Iterator[Finding]:
    """Every finding about the input itself, in a fixed order."""
    if root is not None:
        given = None if root == () else root
        yield _finding("input.wrong_shape", (), places, _shape_values(Shape("section"), given))
    else:
        yield from _filing(dossier, rules, places)
    notes = getattr(dossier, "notes", ("extra", "shape"))
    if "extra" in notes or "shape" in notes:
        yield from _walk(dossier, Shape("section", section=places.schema), (), places)
    for problem in problems:
        yield _from_problem(problem)


def _filing(dossier: Any, rules: MarketRules, places: Places) -> Iterator[Finding]:
    """Market, kind and stage: whether the right rules are being asked."""
    market, kind, stage = dossier.market, dossier.kind, dossier.stage
    # What is no text has the wrong shape, and is reported as such below.
    if isinstance(market, str) and market != rules.market:
        wanted = {"wanted_zh": rules.title.zh, "wanted_en": rules.title.en}
        yield _finding("input.unknown_market", ("market",), places, {"actual": _typed(market), **wanted})
    if kind is None or (isinstance(kind, str) and kind not in rules.kinds):
        yield _finding("input.unknown_kind", ("kind",), places, _kind_values(kind, rules))
    if isinstance(stage, str) and stage not in STAGES.values():
        wanted = {"wanted_zh": f"“{'”“'.join(STAGES)}”之一", "wanted_en": f"one of {', '.join(STAGES.values())}"}
        found = f"“{_typed(stage)}”"
        yield _finding("input.wrong_shape", ("stage",), places, {**wanted, "found_zh": found, "found_en": found})


def _kind_values(kind: str | None, rules: MarketRules) -> Mapping[str, str]:
    names = {name: word for word, name in reversed(list(KINDS.items()))}
    wanted = {
        "wanted_zh": "、".join(f"“{names.get(kind, kind)}”" for kind in rules.kinds),
        "wanted_en": ", ".join(rules.kinds),
    }
    if kind is None:
        return {**wanted, "found_zh": "未填写", "found_en": "is not given"}
    typed = _typed(kind)
    return {**wanted, "found_zh": f"为“{typed}”", "found_en": f"is “{typed}”", "actual": typed}


def _typed(value: str) -> str:
    return value.given if isinstance(value, Given) else value


def _walk(value: Any, shape: Shape, place: Key, places: Places) -> Iterator[Finding]:
    """Every key that no field has, and every value of the wrong shape, below a place."""
    if isinstance(value, Unreadable):
        if value.reason == "shape":
            yield _finding("input.wrong_shape", place, places, _shape_values(shape, value.given))
    elif isinstance(value, tuple) and shape.element is not None:
        for number, item in enumerate(value):
            yield from _walk(item, shape.element, (*place, number), places)
    elif isinstance(value, Mapping) and shape.element is not None:
        for name, item in value.items():
            yield from _walk(item, shape.element, (*place, name), places)
    elif shape.section is not None and value is not None:
        for key in value.model_extra or ():
            yield _extra(str(key), shape.section, value, place, places)
        for name, known in shape.section.fields.items():
            yield from _walk(getattr(value, name, None), known.shape, (*place, name), places)


def _extra(key: str, section: SectionSchema, holder: Any, place: Key, places: Places) -> Finding:
    """A key that was not read: because its field was read under another, or because there is no such field."""
    known = section.by_key(key)
    where = places.pointer(place) + pointer((key,))
    if known is not None and known.name in holder.model_fields_set:
        other = places.key((*place, known.name))
        return _finding("input.key_twice", (*place, key), places, {"key": key, "other": other}, where)
    near = suggest(key.strip(), section.keys())
    hints = (
        {"hint_zh": f"，是否应为“{near}”", "hint_en": f"; did you mean “{near}”"}
        if near
        else {"hint_zh": "", "hint_en": ""}
    )
    return _finding("input.unknown_key", (*place, key), places, {"key": key, **hints}, where)


def _shape_values(shape: Shape, found: Any) -> Mapping[str, str]:
    wanted, is_found = _wanted(shape), _found(found)
    return {"wanted_zh": wanted.zh, "wanted_en": wanted.en, "found_zh": is_found.zh, "found_en": is_found.en}


def _wanted(shape: Shape) -> Text:
    if shape.type is None:
        return _SHAPES[shape.kind]
    return _VALUES.get(shape.type.name) or _VALUES[shape.type.order]


def _found(value: Any) -> Text:
    match value:
        case bool():
            return Text(f"“{str(value).lower()}”", f"“{str(value).lower()}”")
        case str() | int() | float() | Decimal():
            return Text("一个值", "one value")
        case Mapping():
            return _SHAPES["section"]
        case list() | tuple():
            return _SHAPES["list"]
        case None:
            return Text("空", "nothing")
        case _:
            return Text("其他内容", "something else")


def _finding(rule: str, place: Key, places: Places, values: Mapping[str, str], where: str | None = None) -> Finding:
    def describe() -> Details:
        label = places.label(place)
        path = places.pointer(place) if where is None else where
        return _details(rule, label, path, values, pointer(place))

    return _made(rule, describe)


def _from_problem(problem: InputProblem) -> Finding:
    name = problem.values.get("filename", problem.pointer)
    label = Text(f"附件信息 › {name}", f"attachments › {name}")
    return _made(problem.id, partial(_details, problem.id, label, problem.pointer, problem.values, problem.pointer))


def _made(rule: str, describe: Any) -> Finding:
    known = INPUT_RULES[rule]
    return Finding(About(rule, known.title, None, "derived", None), Outcome.FAIL, known.severity, describe)


def _details(rule: str, label: Text, path: str, values: Mapping[str, str], english: str) -> Details:
    known = INPUT_RULES[rule]
    return Details(
        path=path,
        label=label,
        message=Text(
            _fill(known.message.zh, {**values, "label": label.zh}),
            _fill(known.message.en, {**values, "label": label.en}),
        ),
        actual=values.get("actual"),
        fix=known.fix,
        english_path=english,
    )


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Every ‹name› replaced; what was typed may hold such brackets itself."""
    return _NAME.sub(lambda found: values[found[1]], text)
