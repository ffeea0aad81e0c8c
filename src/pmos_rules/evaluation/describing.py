"""A judged hit → where it lies, what is the matter, and what to do: made when somebody asks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any as Anything

from pmos_rules.compilation.plan import Hit
from pmos_rules.evaluation.checking import bounds, check, chosen, condition, differences, literal, names_of
from pmos_rules.evaluation.judging import Judgement, Session, place_of
from pmos_rules.evaluation.labels import Key, Places, pointer
from pmos_rules.evaluation.phrases import STATES, Words, expects, sentence
from pmos_rules.evaluation.reading import Absent, Evidence, Frame, given, read
from pmos_rules.evaluation.showing import show, show_number
from pmos_rules.evaluation.truth import FALSE, TRUE, UNDETERMINED
from pmos_rules.findings import Details, Outcome, Text
from pmos_rules.formats.values import Placeholder, Unreadable
from pmos_rules.language.ir import Aggregate, Agree, Attached, Literal, Path, Test, Unique
from pmos_rules.language.ruleset import Arm, Rule
from pmos_rules.language.walking import tests_of

_PLACEHOLDER = re.compile("‹([a-z]+)›")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a piece of evidence says: where, of what, actual, expected, by how much, and what to do."""

    place: Key
    label: Text
    actual: Text | None
    expected: Text
    message: Text
    fix: Text
    difference: str | None = None


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes the findings of one evaluation."""

    session: Session
    places: Places
    readers: Mapping[Key, tuple[str, ...]]
    personal: bool

    def details(self, hit: Hit, judgement: Judgement) -> Details:
        """Everything that a finding says in words."""
        rule = self.session.plan.rules[hit[0]]
        arm = rule.arms[hit[1]]
        if judgement.outcome is Outcome.ERROR:
            return self.crashed(rule, arm, hit, judgement)
        trace: list[Evidence] = []
        frame = self.session.frame(arm, hit[2], trace)
        if frame is None:
            return self.unreadable_item(rule, judgement.broken or ())
        if condition(arm.when, frame) != TRUE:
            return self.undetermined(rule, trace, self.item_place(arm, hit))
        trace.clear()
        check(arm.check, frame, rule)
        if judgement.outcome is Outcome.UNDETERMINED:
            return self.undetermined(rule, trace, self.item_place(arm, hit))
        return self.failed(rule, judgement, trace, self.item_place(arm, hit))

    def item_place(self, arm: Arm, hit: Hit) -> Key:
        return place_of(arm.scope.steps, hit[2]) if arm.scope is not None else ()

    # -- fail ----------------------------------------------------------------------------------------

    def failed(self, rule: Rule, judgement: Judgement, trace: list[Evidence], item: Key) -> Details:
        evidence = next((e for e in trace if e.truth == FALSE), None)
        evidence = evidence or next((e for e in trace if isinstance(e.node, Test) and e.truth == TRUE), None)
        said = self.state(evidence, rule) if evidence is not None else self.plain(rule, item)
        grade = judgement.grade
        message = (grade.message if grade else None) or rule.message or said.message
        fix = (grade.fix if grade else None) or rule.fix or said.fix
        return Details(
            path=self.places.pointer(said.place),
            label=said.label,
            message=_filled(message, said),
            actual=said.actual.zh if said.actual is not None else None,
            expected=said.expected,
            fix=_filled(fix, said),
            patch=self.patch(evidence, said),
            english_path=pointer(said.place),
        )

    def plain(self, rule: Rule, item: Key) -> Statement:
        label = self.places.label(item)
        return Statement(
            item, label, None, rule.title, rule.title, Text("按规则要求改正", "mend it as the rule asks")
        )

    def patch(self, evidence: Evidence | None, said: Statement) -> tuple[Mapping[str, Anything], ...] | None:
        """Only where the meaning of the value stays what it is: space, width, another writing of a code."""
        if evidence is None or not isinstance(evidence.node, Test) or evidence.node.operator != "as_given":
            return None
        node = evidence.node
        value = given(node.left, evidence.frame)
        if not isinstance(value, str) or (node.left.type is not None and node.left.type.personal):
            return None
        if node.left.codelist is not None:
            value = evidence.frame.tables[node.left.codelist].get(value, value)
        return ({"op": "replace", "path": self.places.pointer(said.place), "value": str(value)},)

    # -- undetermined and error ----------------------------------------------------------------------------

    def undetermined(self, rule: Rule, trace: list[Evidence], item: Key) -> Details:
        evidence = next((e for e in trace if e.truth == UNDETERMINED), None)
        place, reason, unreadable = self.reason(evidence, item)
        label = self.places.label(place)
        fix = (
            Text(f"改正“{label.zh}”后再查", f"mend “{label.en}” and check again")
            if unreadable
            else Text(f"补充“{label.zh}”后再查", f"supply “{label.en}” and check again")
        )
        title = rule.title
        return Details(
            path=self.places.pointer(place),
            label=label,
            message=Text(
                f"{label.zh}{reason.zh}，无法判断：{title.zh}",
                f"{label.en} {reason.en}, so this cannot be told: {title.en}",
            ),
            fix=fix,
            caused_by=self.causes(place, rule),
            english_path=pointer(place),
        )

    def reason(self, evidence: Evidence | None, item: Key) -> tuple[Key, Text, bool]:
        not_given = Text("未提供", "is not given")
        if evidence is None:
            return item, not_given, False
        if isinstance(evidence.node, Aggregate | Unique | Attached):
            return self.broken_row(evidence)
        for path in _paths(evidence.node):
            value = given(path, evidence.frame)
            place = evidence.frame.place(path)
            if isinstance(value, Unreadable):
                return place, Text("无法识别", "cannot be read"), True
            if isinstance(value, Absent):
                unread = path.part is not None and path.part.startswith("content.")
                return (
                    place,
                    Text("的文件内容未提供", "has no file content to look at") if unread else not_given,
                    False,
                )
        return item, not_given, False

    def broken_row(self, evidence: Evidence) -> tuple[Key, Text, bool]:
        """The first row that keeps an aggregate from being told."""
        node, frame = evidence.node, evidence.frame
        key = (
            node.value
            if isinstance(node, Aggregate) and node.function == "sum"
            else getattr(node, "key", None)
        )
        for inside, truth in chosen(node, frame):
            if isinstance(inside.row, Unreadable):
                return inside.row_place, Text("无法识别", "cannot be read"), True
            if key is not None:
                value = read(key, inside)
                if isinstance(value, Unreadable):
                    return inside.place(key), Text("无法识别", "cannot be read"), True
                if isinstance(value, Absent):
                    return inside.place(key), Text("未填写", "is not given"), False
            if truth == UNDETERMINED:
                return inside.row_place, Text("无法识别", "cannot be read"), True
        return frame.place(node.over)[:-1], Text("未提供", "is not given"), False

    def unreadable_item(self, rule: Rule, place: Key) -> Details:
        label = self.places.label(place)
        return Details(
            path=self.places.pointer(place),
            label=label,
            message=Text(
                f"{label.zh}无法识别，无法判断：{rule.title.zh}",
                f"{label.en} cannot be read, so this cannot be told: {rule.title.en}",
            ),
            fix=Text(f"改正“{label.zh}”后再查", f"mend “{label.en}” and check again"),
            caused_by=("input.wrong_shape",),
            english_path=pointer(place),
        )

    def crashed(self, rule: Rule, arm: Arm, hit: Hit, judgement: Judgement) -> Details:
        place = self.item_place(arm, hit)
        label = self.places.label(place)
        return Details(
            path=self.places.pointer(place),
            label=label,
            message=Text(
                f"规则本身出错（{judgement.crash}），未能判断：{rule.title.zh}",
                f"the rule itself crashed ({judgement.crash}), so this was not told: {rule.title.en}",
            ),
            fix=Text(
                "将规则编号和版本告知规则包维护者",
                "tell the maintainer of the rule pack the rule's id and version",
            ),
            english_path=pointer(place),
        )

    def causes(self, place: Key, rule: Rule) -> tuple[str, ...]:
        """The rules whose own finding on the same place comes first."""
        steps = tuple("*" if isinstance(step, int) else step for step in place)
        value = self.session.dossier
        for step in place:
            value = (
                getattr(value, step, None)
                if isinstance(step, str)
                else (value[step] if isinstance(value, tuple) else None)
            )
            if isinstance(value, Unreadable) and value.reason == "shape":
                return ("input.wrong_shape",)
        return tuple(name for name in self.readers.get(steps, ()) if name != rule.id)

    # -- what one piece of evidence says ---------------------------------------------------------------------

    def words(self, frame: Frame) -> Words:
        return Words(
            label=lambda path: self.path_label(path, frame),
            codes=lambda name: tuple(dict.fromkeys(frame.tables[name].values())),
        )

    def path_label(self, path: Path, frame: Frame) -> Text:
        label = self.places.short(frame.place(path))
        if path.part is None:
            return label
        part = PARTS.get(path.part)
        return Text(f"{label.zh}的{part.zh}", f"{part.en} of {label.en}") if part else label

    def state(self, evidence: Evidence, rule: Rule) -> Statement:
        node = evidence.node
        if isinstance(node, Aggregate):
            return self.state_aggregate(node, evidence)
        if isinstance(node, Unique):
            return self.state_unique(node, evidence)
        if isinstance(node, Attached):
            return self.state_attached(node, evidence)
        if isinstance(node, Agree):
            return self.state_agree(node, evidence)
        if isinstance(node, Test):
            return self.state_test(node, evidence)
        frame = evidence.frame
        return self.plain(rule, frame.item_place)

    def state_test(self, node: Test, evidence: Evidence) -> Statement:
        frame = evidence.frame
        place, missing = self.blamed(node, frame)
        label = self.places.label(place)
        expected = expects(node, self.words(frame), negated=evidence.truth == TRUE)
        if node.operator == "named_in":
            names = names_of(node, frame)
            expected = Text(
                f"应为{'或'.join(f'“{name}”' for name in names)}",
                f"should be {' or '.join(f'“{n}”' for n in names)}",
            )
        value = given(node.left, frame)
        if missing:
            actual: Text | None = None
            message = Text(f"{label.zh}未填写，应填写", f"{label.en} is not given, and should be")
            fix = Text(f"填写“{self.places.short(place).zh}”", f"fill in “{self.places.short(place).en}”")
            return Statement(place, label, actual, expected, message, fix)
        state = STATES.get(node.left.part or "")
        if state is not None and isinstance(value, bool):
            return self.state_of_file(node, place, state[0] if value else state[1], expected)
        actual = show(value, node.left.type, personal=self.personal)
        subject = label if node.left.part is None else self._with_part(label, node.left)
        wanted = self._with_value(expected, node, frame)
        message = Text(
            f"{subject.zh}为“{actual.zh}”，{wanted.zh}", f"{subject.en} is “{actual.en}” and {wanted.en}"
        )
        fix = Text(
            f"更正“{self.places.short(place).zh}”，{expected.zh}",
            f"correct “{self.places.short(place).en}”: it {expected.en}",
        )
        return Statement(place, label, actual, expected, message, fix, self.difference(value, node))

    def state_of_file(self, node: Test, place: Key, found: Text, expected: Text) -> Statement:
        label = self.places.label(place)
        message = Text(
            f"{label.zh}的文件{found.zh}，{expected.zh}",
            f"the file at {label.en} is found to {found.en} and {expected.en}",
        )
        fix = Text("用原件重新扫描后上传", "scan the original anew and attach that")
        return Statement(place, label, found, expected, message, fix)

    def _with_part(self, label: Text, path: Path) -> Text:
        part = PARTS.get(path.part or "")
        return Text(f"{label.zh}的{part.zh}", f"the {part.en} of {label.en}") if part else label

    def _with_value(self, expected: Text, node: Test, frame: Frame) -> Text:
        """Where one value should equal another, say what the other is."""
        if not isinstance(node.right, Path):
            return expected
        other = read(node.right, frame)
        if isinstance(other, Absent | Unreadable | tuple):
            return expected
        shown = show(other, node.right.type, personal=self.personal)
        return Text(f"{expected.zh}（“{shown.zh}”）", f"{expected.en} (“{shown.en}”)")

    def blamed(self, node: Test, frame: Frame) -> tuple[Key, bool]:
        """The place that is to be mended, and whether it is one where nothing stands."""
        value = given(node.left, frame)
        absent = isinstance(value, Absent) or (
            isinstance(value, Placeholder) and read(node.left, frame) is not value
        )
        if node.operator == "missing":
            return frame.place(node.left), False
        if absent:
            return frame.place(node.left), True
        if isinstance(node.right, Path) and isinstance(read(node.right, frame), Absent):
            return frame.place(node.right), True
        return frame.place(node.left), False

    def difference(self, value: Anything, node: Test) -> str | None:
        if (
            isinstance(value, Decimal)
            and isinstance(node.right, Literal)
            and isinstance(node.right.value, Decimal)
        ):
            return show_number(abs(value - node.right.value))
        if node.operator == "length" and isinstance(value, str):
            most = node.option("at_most")
            return show_number(len(value) - literal(most)) if most is not None else None
        return None

    def state_aggregate(self, node: Aggregate, evidence: Evidence) -> Statement:
        frame = evidence.frame
        place = frame.place(node.over)[:-1]
        label = self.places.label(place)
        expected = expects(node, self.words(frame))
        low, _ = bounds(node, frame)
        number = Decimal(low)
        percent = "%" if node.value.type is not None and node.value.type.name == "percent" else ""
        shown = f"{show_number(number)}{percent}"
        off = abs(number - literal(node.comparisons[0][1]))
        if node.function == "sum":
            what = self.places.short((*place, 0, *node.value.steps))
            message = Text(
                f"{label.zh}的{what.zh}合计为 {shown}，{expected.zh}{percent}",
                f"{what.en} of {label.en} adds up to {shown} and {expected.en}{percent}",
            )
            fix = Text(
                f"更正各项{what.zh}，现相差 {show_number(off)}",
                f"correct them; the difference is {show_number(off)}",
            )
        else:
            unit = "人" if place[:1] in (("staff",), ("shareholders",)) else "项"
            kind = self.counted(node, frame)
            message = Text(
                f"{label.zh}中{kind.zh}为 {shown} {unit}，{expected.zh} {unit}",
                f"{label.en} has {shown}{kind.en} and {expected.en}",
            )
            fix = self.count_fix(node, number, off, unit, label)
        return Statement(place, label, Text(shown, shown), expected, message, fix, show_number(off))

    def counted(self, node: Aggregate, frame: Frame) -> Text:
        """What is counted: which rows, and how often each."""
        inside = frame.at_row(None, (*frame.place(node.over)[:-1], 0))
        distinct = self.path_label(node.distinct_by, inside) if node.distinct_by is not None else None
        zh = f"按{distinct.zh}去重后的数量" if distinct else "数量"
        en = f" entries that differ in {distinct.en}" if distinct else " entries"
        if node.where is None:
            return Text(zh, en)
        where = sentence(node.where, self.words(inside))
        return Text(f"{where.zh}的{zh}", f"{en} for which {where.en}")

    def count_fix(self, node: Aggregate, number: Decimal, off: Decimal, unit: str, label: Text) -> Text:
        name, limit = node.comparisons[0]
        if number < literal(limit) or name == "above":
            return Text(
                f"在“{label.zh}”中再补 {show_number(off)} {unit}",
                f"add {show_number(off)} more to {label.en}",
            )
        return Text(
            f"从“{label.zh}”中减去 {show_number(off)} {unit}", f"take {show_number(off)} away from {label.en}"
        )

    def state_unique(self, node: Unique, evidence: Evidence) -> Statement:
        place = evidence.place or evidence.frame.place(node.over)
        label = self.places.label(place)
        row = next(iter(at for at in reversed(place) if isinstance(at, int)), 0)
        value = self.value_at(place)
        actual = show(value, node.key.type, personal=self.personal)
        return Statement(
            place,
            label,
            actual,
            Text("应不重复", "should not be repeated"),
            Text(
                f"{label.zh}为“{actual.zh}”，与前面的一项重复，应不重复",
                f"{label.en} is “{actual.en}”, which an earlier entry has too, and should not be repeated",
            ),
            Text(f"更正或删去第 {row + 1} 项", f"correct or remove entry {row + 1}"),
        )

    def value_at(self, place: Key) -> Anything:
        value = self.session.dossier
        for step in place:
            value = value[step] if isinstance(step, int) else getattr(value, step, None)
        return value

    def state_attached(self, node: Attached, evidence: Evidence) -> Statement:
        frame = evidence.frame
        place = frame.place(node.over)[:-1]
        label = self.places.label(place)
        expected = expects(node, self.words(frame))
        slot = node.slot or "附件"
        message = Text(
            f"{label.zh}中未见“{slot}”，{expected.zh}", f"{label.en} has no “{slot}” and {expected.en}"
        )
        fix = Text(f"在“{slot}”栏上传扫描件", f"attach the scan in the slot “{slot}”")
        return Statement(
            place, Text(f"{label.zh} › {slot}", f"{label.en} › {slot}"), None, expected, message, fix
        )

    def state_agree(self, node: Agree, evidence: Evidence) -> Statement:
        frame = evidence.frame
        place = evidence.place or frame.place(node.left)
        label = self.places.label(place)
        sides = [read(side, frame) for side in (node.left, node.right)]
        rest = next(differences(node, sides), ())
        other = self.value_at((*frame.place(node.right), *rest))
        actual, wanted = show(self.value_at(place), None), show(other, None)
        expected = expects(node, self.words(frame))
        return Statement(
            place,
            label,
            actual,
            expected,
            Text(
                f"{label.zh}为“{actual.zh}”，{expected.zh}（“{wanted.zh}”）",
                f"{label.en} is “{actual.en}” and {expected.en} (“{wanted.en}”)",
            ),
            Text("核对两处信息，改为一致", "compare the two and make them agree"),
        )


def _paths(node: Anything) -> list[Path]:
    return [path for path in tests_of(node) if "*" not in path.steps]


def _filled(text: Text, said: Statement) -> Text:
    """Fill ‹actual›, ‹expected›, ‹label› and ‹difference› in."""
    return Text(_fill(text.zh, said, "zh"), _fill(text.en, said, "en"))


def _fill(text: str, said: Statement, language: str) -> str:
    values: dict[str, Callable[[], str]] = {
        "actual": lambda: getattr(said.actual, language) if said.actual is not None else "",
        "expected": lambda: str(getattr(said.expected, language)),
        "label": lambda: str(getattr(said.label, language)),
        "difference": lambda: said.difference or "",
    }
    return _PLACEHOLDER.sub(lambda found: values[found[1]]() if found[1] in values else found[0], text)


PARTS: Mapping[str, Text] = {
    "host": Text("主机名", "host"),
    "stem": Text("主名", "stem"),
    "extension": Text("扩展名", "extension"),
    "company": Text("公司名称部分", "company part"),
    "material": Text("材料名称部分", "material part"),
    "organisation_code": Text("第 9 至 17 位", "characters 9 to 17"),
    "birth_date": Text("出生日期", "birth date"),
    "age": Text("推算年龄", "age"),
    "start": Text("起始日", "first day"),
    "until": Text("截止日", "last day"),
    "level": Text("级别", "level"),
    "content.is_pdf": Text("内容是否为 PDF", "being a PDF"),
    "content.opens": Text("能否打开", "being openable"),
    "content.encrypted": Text("是否加密", "being encrypted"),
    "content.pages": Text("页数", "number of pages"),
    "content.text_layer": Text("有无文字层", "having a text layer"),
    "content.image_only_pages": Text("纯图像页数", "number of image-only pages"),
}
