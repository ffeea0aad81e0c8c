"""What reading the input noticed → findings under the reserved ids ``input.*``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from pmos_rules.evaluation.labels import Key, Places, pointer
from pmos_rules.findings import About, Details, Finding, InputProblem, Outcome, Severity, Text
from pmos_rules.formats.values import Unreadable
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
            "交易中心为“‹actual›”，本规则集适用于“‹wanted›”",
            "the market is “‹actual›”, and this ruleset is for “‹wanted›”",
        ),
        Text("改用该交易中心的规则集，或更正“交易中心”", "use that market's ruleset, or correct the market"),
    ),
    "input.unknown_kind": InputRule(
        _E,
        Text("申报类型属于本规则集", "the kind of applicant is one that the ruleset covers"),
        Text(
            "申报类型为“‹actual›”，本规则集可审查的类型为‹wanted›",
            "the kind is “‹actual›”, and this ruleset covers ‹wanted›",
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
    "value": Text("一个值", "one value"),
    "section": Text("一组栏目", "a group of fields"),
    "list": Text("列表", "a list"),
    "mapping": Text("一组名称和值", "names with values"),
    "raw": Text("任意内容", "anything"),
}


def input_findings(
    dossier: Any, root: Any, rules: MarketRules, problems: tuple[InputProblem, ...], places: Places
) -> Iterator[Finding]:
    """Every finding about the input itself, in a fixed order."""
    if not isinstance(root, Mapping) and root is not None:
        yield _finding("input.wrong_shape", (), places, _shape_values(Shape("section"), root))
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
    if market is not None and market != rules.market:
        yield _finding(
            "input.unknown_market", ("market",), places, {"actual": _text(market), "wanted": rules.market}
        )
    if kind not in rules.kinds:
        yield _finding(
            "input.unknown_kind", ("kind",), places, {"actual": _text(kind), "wanted": "、".join(rules.kinds)}
        )
    if stage is not None and stage not in ("save", "submit", "trade") and not isinstance(stage, Unreadable):
        wanted = {"wanted_zh": "save、submit 或 trade", "wanted_en": "save, submit or trade"}
        yield _finding(
            "input.wrong_shape",
            ("stage",),
            places,
            {**wanted, "found_zh": f"“{stage}”", "found_en": f"“{stage}”"},
        )


def _text(value: Any) -> str:
    return "未填写" if value is None or isinstance(value, Unreadable) else str(value)


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
            yield _extra(str(key), shape.section, place, places)
        for name, known in shape.section.fields.items():
            yield from _walk(getattr(value, name, None), known.shape, (*place, name), places)


def _extra(key: str, section: SectionSchema, place: Key, places: Places) -> Finding:
    known = section.by_key(key.strip())
    where = places.pointer(place) + pointer((key,))
    if known is not None:
        other = places.pointer((*place, known.name)).rsplit("/", 1)[-1]
        return _finding("input.key_twice", (*place, key), places, {"key": key, "other": other}, where)
    near = suggest(key, section.keys())
    hints = (
        {"hint_zh": f"，是否应为“{near}”", "hint_en": f"; did you mean “{near}”"}
        if near
        else {"hint_zh": "", "hint_en": ""}
    )
    return _finding("input.unknown_key", (*place, key), places, {"key": key, **hints}, where)


def _shape_values(shape: Shape, found: Any) -> Mapping[str, str]:
    wanted, is_found = _SHAPES[shape.kind], _SHAPES[_shape_of(found)]
    return {"wanted_zh": wanted.zh, "wanted_en": wanted.en, "found_zh": is_found.zh, "found_en": is_found.en}


def _shape_of(value: Any) -> str:
    if isinstance(value, Mapping):
        return "section"
    return "list" if isinstance(value, list | tuple) else "value"


def _finding(
    rule: str, place: Key, places: Places, values: Mapping[str, str], where: str | None = None
) -> Finding:
    def describe() -> Details:
        label = places.label(place)
        path = places.pointer(place) if where is None else where
        return _details(
            rule, label, path, {"label": label.zh, "label_en": label.en, **values}, pointer(place)
        )

    return _made(rule, describe)


def _from_problem(problem: InputProblem) -> Finding:
    name = problem.values.get("filename", problem.pointer)
    label = Text(f"附件信息 › {name}", f"attachments › {name}")
    return _made(
        problem.id, partial(_details, problem.id, label, problem.pointer, problem.values, problem.pointer)
    )


def _made(rule: str, describe: Any) -> Finding:
    known = INPUT_RULES[rule]
    return Finding(About(rule, known.title, None, "derived", None), Outcome.FAIL, known.severity, describe)


def _details(rule: str, label: Text, path: str, values: Mapping[str, str], english: str) -> Details:
    known = INPUT_RULES[rule]
    return Details(
        path=path,
        label=label,
        message=Text(_fill(known.message.zh, values), _fill(known.message.en, {**values, "label": label.en})),
        actual=values.get("actual"),
        fix=known.fix,
        english_path=english,
    )


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"‹{name}›", value)
    return text
