"""A judged hit → where it lies, what is the matter, and what to do: made when somebody asks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any as Anything
from typing import Final, NamedTuple

from pmos_rules.compilation.plan import Hit
from pmos_rules.evaluation.checking import (
    COMPARE,
    bounds,
    check,
    chosen,
    condition,
    lacking,
    literal,
    look_up,
    missing_in,
    names_of,
    overlapping,
    possible_repeats,
    written,
)
from pmos_rules.evaluation.judging import Judgement, Session, place_of, reach
from pmos_rules.evaluation.labels import Key, Places, pointer
from pmos_rules.evaluation.periods import is_whole
from pmos_rules.evaluation.phrases import STATES, Words, expects, readable_as, sentence
from pmos_rules.evaluation.process_phrases import blame, why_not_told
from pmos_rules.evaluation.processing import course_of
from pmos_rules.evaluation.reading import (
    MISSING,
    UNKNOWN,
    Absent,
    Evidence,
    Frame,
    canonical,
    given,
    read,
    read_all,
    read_part,
    values,
)
from pmos_rules.evaluation.reference import Asked
from pmos_rules.evaluation.showing import show, show_number
from pmos_rules.evaluation.truth import FALSE, TRUE, UNDETERMINED
from pmos_rules.findings import Details, Outcome, Text
from pmos_rules.formats.registry import FORMATS
from pmos_rules.formats.values import Placeholder, Unreadable
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Attached,
    Custom,
    Literal,
    Lookup,
    Path,
    Predicate,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.language.ruleset import Arm, Rule
from pmos_rules.language.walking import NEVER_MISSING, tests_of

Reader = tuple[str, str]
"""A rule and the operator with which it asks whether something is given, or readable."""

_OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.FAIL: Text("不符合", "failed"),
    Outcome.UNDETERMINED: Text("待核", "undetermined"),
    Outcome.ERROR: Text("规则出错", "crashed"),
}
_ANY_WILL_DO: Final = ("named_in", "same_as_any", "mentions_any_of")
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


class Doubt(NamedTuple):
    """Why something cannot be told, to stand after its name, and what to do; ``‹label›`` stands for its name."""

    zh: str
    en: str
    fix: Text


_SUPPLY = Text("补充“‹label›”后再查", "supply “‹label›” and check again")
UNREADABLE: Final = Doubt("无法识别", "cannot be read", Text("改正“‹label›”后再查", "mend “‹label›” and check again"))
NOT_SUPPLIED: Final = Doubt("未提供", "is not given", _SUPPLY)
NOT_FILLED_IN: Final = Doubt("未填写", "is not given", _SUPPLY)
NOT_SCANNED: Final = Doubt(
    "的文件内容未提供",
    "has no file content to look at",
    Text("提供文件内容后再查", "supply the file itself and check again"),
)
NOT_ANSWERED: Final = Doubt("未能查得", "could not be asked", _SUPPLY)
NOT_ENOUGH: Final = Doubt(
    "的信息不足", "does not tell enough", Text("核对“‹label›”后再查", "check “‹label›” and try again")
)


def _doubt(why: Text, is_to_mend: bool) -> Doubt:
    """A reason that something cannot be told, and whether to mend or to supply what it is about."""
    return Doubt(why.zh, why.en, UNREADABLE.fix if is_to_mend else _SUPPLY)


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes the findings of one evaluation."""

    session: Session
    places: Places
    readers: Mapping[Key, tuple[Reader, ...]]
    personal: bool

    def details(self, hit: Hit, judgement: Judgement) -> Details:
        """Everything that a finding says in words."""
        rule = self.session.plan.rules[hit[0]]
        arm = rule.arms[hit[1]]
        if judgement.outcome is Outcome.ERROR:
            return self.crashed(rule, self.item_place(arm, hit), judgement.crash)
        trace: list[Evidence] = []
        frame = self.session.frame(arm, hit[2], trace)
        if frame is None:
            return self.doubtful(rule, judgement.broken or (), UNREADABLE)
        if condition(arm.when, frame) != TRUE:
            return self.undetermined(rule, trace, self.item_place(arm, hit))
        trace.clear()
        check(arm.check, frame, rule)
        if judgement.outcome is Outcome.UNDETERMINED:
            return self.undetermined(rule, trace, self.item_place(arm, hit))
        return self.failed(rule, judgement, trace, self.item_place(arm, hit), arm.check)

    def item_place(self, arm: Arm, hit: Hit) -> Key:
        return place_of(arm.scope.steps, hit[2]) if arm.scope is not None else ()

    # -- fail ----------------------------------------------------------------------------------------

    def failed(
        self, rule: Rule, judgement: Judgement, trace: list[Evidence], item: Key, asked: Predicate
    ) -> Details:
        evidence = next(filter(_counts_against, trace), None)
        said = self.state(evidence, rule) if evidence is not None else self.plain(rule, item)
        if evidence is not None and isinstance(asked, All) and evidence.node in asked.of:
            said = _joined([said, *(self.state(e, rule) for e in trace if _is_further(e, evidence, asked))])
        grade = judgement.grade
        message = (grade.message if grade else None) or rule.message
        fix = (grade.fix if grade else None) or rule.fix
        if message is not None and said.actual is None and "‹actual›" in message.zh:
            message = None  # what a rule says of a value is not said of a place where none stands
        return Details(
            path=self.places.pointer(said.place),
            label=said.label,
            message=said.message if message is None else _filled(message, said),
            actual=said.actual.zh if said.actual is not None else None,
            expected=said.expected,
            fix=said.fix if fix is None else _filled(fix, said),
            patch=self.patch(evidence, said),
            english_path=pointer(said.place),
        )

    def plain(self, rule: Rule, item: Key) -> Statement:
        """Where no single value is to blame, what the rule asks for."""
        label, title = self.places.label(item), rule.title
        message = Text(f"{label.zh}不符合要求：{title.zh}", f"{label.en} does not meet this: {title.en}")
        return Statement(item, label, None, title, message, Text("按规则要求改正", "mend it as the rule asks"))

    def missing(self, place: Key, expected: Text | None = None) -> Statement:
        """What is said of a place where nothing stands."""
        label, short = self.places.label(place), self.places.short(place)
        message = Text(f"{label.zh}未填写，应填写", f"{label.en} is not given, and should be")
        fix = Text(f"填写“{short.zh}”", f"fill in “{short.en}”")
        return Statement(place, label, None, expected or Text("应填写", "should be given"), message, fix)

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
        return self.doubtful(rule, *self.reason(next(e for e in trace if e.truth == UNDETERMINED), item))

    def doubtful(self, rule: Rule, place: Key, doubt: Doubt) -> Details:
        """That a place keeps a rule from being told, why, and what to do about it."""
        label, title = self.places.label(place), rule.title
        doubt = self.misread(place) if doubt is UNREADABLE else doubt
        return Details(
            path=self.places.pointer(place),
            label=label,
            message=Text(
                f"{label.zh}{doubt.zh}，无法判断：{title.zh}",
                f"{label.en} {doubt.en}, so this cannot be told: {title.en}",
            ),
            fix=Text(doubt.fix.zh.replace("‹label›", label.zh), doubt.fix.en.replace("‹label›", label.en)),
            caused_by=self.causes(place, rule),
            english_path=pointer(place),
        )

    def misread(self, place: Key) -> Doubt:
        """That a place cannot be read: what stands there, and what could be read there."""
        value, value_type = self.value_at(place), self.places.type_at(place)
        if not isinstance(value, Unreadable) or value.reason == "shape" or value_type is None:
            return UNREADABLE
        actual, wanted = show(value, value_type, personal=self.personal), readable_as(value_type)
        fix = Text(
            f"改正“‹label›”（应{wanted.zh}）后再查",
            f"mend “‹label›”, which should {wanted.en}, and check again",
        )
        return Doubt(f"为“{actual.zh}”，无法识别", f"is “{actual.en}”, which cannot be read", fix)

    def reason(self, evidence: Evidence, item: Key) -> tuple[Key, Doubt]:
        """The first place that keeps a test from being told, and why."""
        node, frame = evidence.node, evidence.frame
        if isinstance(node, Aggregate | Unique | Attached):
            return self.broken_row(node, frame)
        if isinstance(node, Agree) and evidence.place is not None:
            return self.broken_side(node, frame, evidence.place), UNREADABLE
        if isinstance(node, ProcessQuery):
            place = self.unread(evidence.place or item)
            return place, _doubt(*why_not_told(node, self.value_at(place)))
        absent = missing_in(evidence)
        if absent is not None:
            return self.not_there(absent, node, frame)
        if isinstance(node, Test) and node.operator == "apart_from":
            period = self.doubtful_period(node, frame)
            if period is not None:
                return period
        for path in tests_of(node):
            if path.repeats or path.shape.kind == "list":
                found = self.broken_member(path, frame)
                if found is not None:
                    return found
                continue
            value, place = given(path, frame), frame.place(path)
            if isinstance(value, Unreadable):
                return self.unread(place), UNREADABLE
            if isinstance(value, Asked):
                return place, NOT_ANSWERED
            if value is UNKNOWN:
                return place, NOT_SCANNED if (path.part or "").startswith("content.") else NOT_SUPPLIED
        said = self.unsaid(node, frame)
        return said or (next((_before_star(path, frame) for path in tests_of(node)), item), NOT_ENOUGH)

    def not_there(self, path: Path, node: Anything, frame: Frame) -> tuple[Key, Doubt]:
        """That a value is not there, or only a placeholder, or that a mapping has no entry for a key."""
        if isinstance(node, Test) and _is_entry(path, node, frame):
            assert isinstance(node.right, Lookup)
            key = self.path_label(node.right.by, frame)
            return frame.place(path), _doubt(Text(f"中没有该{key.zh}", f"has no entry for the {key.en}"), False)
        is_typed = not path.repeats and isinstance(given(path, frame), Placeholder)
        return _before_star(path, frame), NOT_ENOUGH if is_typed else NOT_SUPPLIED

    def unsaid(self, node: Anything, frame: Frame) -> tuple[Key, Doubt] | None:
        """What cannot be told from values that can be read: an entry of a mapping that cannot."""
        if not isinstance(node, Test) or not isinstance(node.right, Lookup):
            return None
        held, key = read(node.right.mapping, frame), read(node.right.by, frame)
        return (*frame.place(node.right.mapping), written(node.right, key, held) or ""), UNREADABLE

    def doubtful_period(self, node: Test, frame: Frame) -> tuple[Key, Doubt] | None:
        """The first period that keeps from telling whether two are apart, where both sides are there."""
        assert isinstance(node.right, Path)
        value, others = read(node.left, frame), read_all(node.right, frame)
        found = overlapping(node, frame)
        if found is None or any(isinstance(side, Absent | Asked | Unreadable) for side in (value, others)):
            return None
        other, place = found if is_whole(value) else (value, frame.place(node.left))
        if isinstance(other, Unreadable):
            return self.unread(place), UNREADABLE
        return place, _doubt(Text("的起止日期不全或颠倒", "lacks one of its ends, or ends before it starts"), True)

    def broken_member(self, path: Path, frame: Frame) -> tuple[Key, Doubt] | None:
        """The first value of several that cannot be read, or the list that nobody gave."""
        held = read_all(path, frame)
        if isinstance(held, Absent):
            return _before_star(path, frame), NOT_SUPPLIED
        if isinstance(held, Asked):
            return frame.place(path), NOT_ANSWERED
        each = path if path.repeats else replace(path, steps=(*path.steps, "*"), codelist=None)
        broken = (place for value, place in values(each, frame) if isinstance(value, Unreadable))
        place = next(broken, None)
        return None if place is None else (self.unread(place), UNREADABLE)

    def unread(self, place: Key) -> Key:
        """The place as far as it could be walked: to what cannot be read."""
        return place[: reach(self.session.dossier, place)[1]]

    def broken_row(self, node: Aggregate | Unique | Attached, frame: Frame) -> tuple[Key, Doubt]:
        """The first row that keeps a form over rows from being told."""
        doubted = possible_repeats(node, frame) if isinstance(node, Unique) else chosen(node, frame)
        for inside, truth in doubted:
            if isinstance(inside.row, Unreadable):
                return self.unread(inside.row_place), UNREADABLE
            if isinstance(node, Attached) and node.slot and isinstance(inside.row.slot, Unreadable):
                return (*inside.row_place, "slot"), UNREADABLE
            if truth == UNDETERMINED:
                inside.trace = []
                condition(node.where, inside)
                doubt = next(e for e in inside.trace if e.truth == UNDETERMINED)
                return self.reason(doubt, inside.row_place)
            key = _key_of(node)
            value = read(key, inside) if key is not None else None
            if key is not None and isinstance(value, Unreadable):
                return inside.place(key), UNREADABLE
            if isinstance(value, Absent) and isinstance(node, Aggregate) and node.function == "sum":
                return inside.place(node.value), NOT_FILLED_IN
        return _before_star(node.over, frame), NOT_SUPPLIED

    def broken_side(self, node: Agree, frame: Frame, place: Key) -> Key:
        """The side that cannot be read where two are compared."""
        left, right = frame.place(node.left), frame.place(node.right)
        there = isinstance(self.value_at(place), Unreadable)
        return place if there else (*right, *place[len(left) :])

    def crashed(self, rule: Rule, place: Key, crash: str | None) -> Details:
        """That a rule crashed while it judged."""
        return self.broken_rule(
            place,
            Text(
                f"规则本身出错（{crash}），未能判断：{rule.title.zh}",
                f"the rule itself crashed ({crash}), so this was not told: {rule.title.en}",
            ),
        )

    def unexplained(self, hit: Hit, judgement: Judgement, crash: str) -> Details:
        """That a rule crashed while its finding was put into words."""
        rule = self.session.plan.rules[hit[0]]
        outcome, title = _OUTCOMES[judgement.outcome], rule.title
        return self.broken_rule(
            self.item_place(rule.arms[hit[1]], hit),
            Text(
                f"{outcome.zh}，规则出错（{crash}）而未能说明：{title.zh}",
                f"{outcome.en}, and the rule crashed ({crash}) before it could say why: {title.en}",
            ),
        )

    def broken_rule(self, place: Key, message: Text) -> Details:
        return Details(
            path=self.places.pointer(place),
            label=self.places.label(place),
            message=message,
            fix=Text(
                "将规则编号和版本告知规则包维护者",
                "tell the maintainer of the rule pack the rule's id and version",
            ),
            english_path=pointer(place),
        )

    def causes(self, place: Key, rule: Rule) -> tuple[str, ...]:
        """The rules whose own finding on the same place comes first."""
        steps = tuple("*" if isinstance(step, int) else step for step in place)
        value = self.value_at(place)
        if isinstance(value, Unreadable) and value.reason == "shape":
            return ("input.wrong_shape",)
        asks = "readable" if isinstance(value, Unreadable) else "present"
        return tuple(
            name
            for name, operator in self.readers.get(steps, ())
            if name != rule.id and operator == asks and self.session.outcome(self.session.numbers[name]) is Outcome.FAIL
        )

    # -- what one piece of evidence says ---------------------------------------------------------------------

    def words(self, frame: Frame) -> Words:
        return Words(
            label=lambda path: self.path_label(path, frame),
            codes=lambda name: tuple(dict.fromkeys(frame.tables[name].values())),
            inside=lambda over: self.words(self.within(over, frame)),
        )

    def path_label(self, path: Path, frame: Frame) -> Text:
        if path.scope == "as_of":
            return Text("审查日期", "the date of the check")
        label = self._of_many(path, frame) if path.repeats else self.places.short(frame.place(path))
        if path.part is None:
            return label
        part = PARTS.get(path.part)
        return Text(f"{label.zh}的{part.zh}", f"{part.en} of {label.en}") if part else label

    def _of_many(self, path: Path, frame: Frame) -> Text:
        """What the values of a list are called: the field in its rows, or the list where it has none."""
        place = tuple(0 if step == "*" else step for step in frame.place(path))
        rows = self.places.short(place[: len(place) - path.steps[::-1].index("*") - 1])
        if path.steps[-1] == "*":
            return rows
        own = self.places.short(place)
        return Text(f"{rows.zh} › {own.zh}", f"{rows.en} › {own.en}")

    def state(self, evidence: Evidence, rule: Rule) -> Statement:
        node = evidence.node
        if isinstance(node, Aggregate):
            return self.state_aggregate(node, evidence)
        if isinstance(node, Unique):
            return self.state_unique(node, evidence)
        if isinstance(node, Sequence):
            return self.state_sequence(node, evidence)
        if isinstance(node, Attached):
            return self.state_attached(node, evidence)
        if isinstance(node, Agree):
            return self.state_agree(node, evidence)
        if isinstance(node, Custom):
            return self.state_custom(node, evidence, rule)
        if isinstance(node, ProcessQuery):
            return self.state_process(node, evidence)
        if isinstance(node, Test):
            return self.state_test(node, evidence)
        return self.plain(rule, evidence.frame.item_place)

    def state_test(self, node: Test, evidence: Evidence) -> Statement:
        frame = evidence.frame
        place, missing = self.blamed(node, evidence)
        label = self.places.label(place) if place != ("as_of",) else self.path_label(node.left, frame)
        expected = expects(node, self.words(frame), negated=evidence.truth == TRUE)
        if node.operator == "named_in":
            names = names_of(node, frame)
            expected = Text(
                f"应为{'或'.join(f'“{name}”' for name in names)}",
                f"should be {' or '.join(f'“{n}”' for n in names)}",
            )
        elif node.operator == "format" and not missing:
            expected = _with_check_character(expected, node, read(node.left, frame))
        elif node.right == Literal("canonical") and not missing:
            code = canonical(node.left, given(node.left, frame), frame)
            expected = Text(f"应写作“{code}”", f"should be written “{code}”")
        value = given(node.left, frame)
        if missing:
            return self.missing_value(node, frame, place, expected)
        if node.operator == "missing":
            return self.unwanted(value, node, place, expected)
        if node.operator == "contains_all" and isinstance(value, tuple):
            return self.state_contains_all(node, frame, label, expected, value)
        if node.left.scope == "as_of" and node.operator == "apart_from":
            return self.state_of_today(node, frame, place, label, expected)
        state = STATES.get(node.left.part or "")
        if state is not None and isinstance(value, bool) and str(node.left.part).startswith("content."):
            return self.state_of_file(place, state[0] if value else state[1], expected)
        if node.left.part == "is_leaf":
            node = replace(node, left=replace(node.left, part=None, part_type=None))
            value = given(node.left, frame)
        actual = show(value, node.left.type, personal=self.personal)
        subject = label if node.left.part is None else self._with_part(label, node.left)
        wanted = self._with_value(expected, node, frame)
        message = Text(f"{subject.zh}为“{actual.zh}”，{wanted.zh}", f"{subject.en} is “{actual.en}” and {wanted.en}")
        fix, off = self.correct(place, node, expected), self.difference(value, node)
        return Statement(place, label, actual, expected, message, fix, off)

    def correct(self, place: Key, node: Test, expected: Text) -> Text:
        """What to do about a value, or about the part of it that is wrong."""
        short, part = self.places.short(place), PARTS.get(node.left.part or "")
        about = Text(part.zh, f"its {part.en}") if part is not None else Text("", "it")
        return Text(f"更正“{short.zh}”，{about.zh}{expected.zh}", f"correct “{short.en}”: {about.en} {expected.en}")

    def missing_value(self, node: Test, frame: Frame, place: Key, expected: Text) -> Statement:
        """Nothing stands there, or something of which there is no such part, or a placeholder."""
        said = self.missing(place, expected)
        path = node.left
        whole = given(replace(path, part=None, part_type=None), frame)
        if frame.place(path) != place or isinstance(whole, Absent | Unreadable):
            return said
        if path.part is not None and path.shape.type is None:
            message = Text(
                f"{said.label.zh}{NOT_SCANNED.zh}，{expected.zh}",
                f"{said.label.en} {NOT_SCANNED.en}, and {expected.en}",
            )
            return replace(said, message=message, fix=NOT_SCANNED.fix)
        actual = show(whole, path.shape.type, personal=self.personal)
        part = PARTS.get(path.part or "")
        if part is None:
            message = Text(
                f"{said.label.zh}为“{actual.zh}”，应填写实际内容",
                f"{said.label.en} is “{actual.en}”, and something should be given",
            )
            return replace(said, actual=actual, message=message)
        message = Text(
            f"{said.label.zh}为“{actual.zh}”，没有{part.zh}，{part.zh}{expected.zh}",
            f"{said.label.en} is “{actual.en}” and has no {part.en}, which {expected.en}",
        )
        return replace(said, actual=actual, message=message, fix=self.correct(place, node, expected))

    def unwanted(self, value: Anything, node: Test, place: Key, expected: Text) -> Statement:
        """Something stands where nothing should."""
        label, short = self.places.label(place), self.places.short(place)
        actual = show(value, node.left.type, personal=self.personal)
        one = node.left.type is not None
        found = Text(f"为“{actual.zh}”" if one else f"{actual.zh}", f"is “{actual.en}”" if one else f"is {actual.en}")
        if isinstance(value, tuple | Mapping):
            found = Text(f"有 {actual.zh}", f"has {actual.en}")
        message = Text(f"{label.zh}{found.zh}，{expected.zh}", f"{label.en} {found.en} and {expected.en}")
        fix = Text(f"清空“{short.zh}”", f"leave “{short.en}” empty")
        return Statement(place, label, actual, expected, message, fix)

    def state_custom(self, node: Custom, evidence: Evidence, rule: Rule) -> Statement:
        """A check in Python says no more than that it did not hold."""
        frame, path = evidence.frame, node.of[0]
        absent = missing_in(evidence)
        if absent is not None:
            return self.missing(_before_star(absent, frame))
        said = self.plain(rule, _before_star(path, frame))
        if len(node.of) != 1 or path.repeats:
            return said
        actual = show(given(path, frame), path.type, personal=self.personal)
        message = Text(
            f"{said.label.zh}为“{actual.zh}”，不符合要求：{rule.title.zh}",
            f"{said.label.en} is “{actual.en}” and does not meet this: {rule.title.en}",
        )
        return replace(said, actual=actual, message=message)

    def state_of_file(self, place: Key, found: Text, expected: Text) -> Statement:
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
        """Where one value should equal another, say what the other is, behind its name."""
        named: Path | None = None
        match node.right:
            case Path() if node.operator == "apart_from":
                found = overlapping(node, frame)
                other, value_type, named = found[0] if found is not None else None, node.right.type, node.right
            case Path():
                other, value_type, named = read(node.right, frame), node.right.type, node.right
            case Lookup(by=by):
                other, value_type = look_up(node.right, read(by, frame), frame), node.left.type
                if other is MISSING:
                    return Text(f"{expected.zh}（其中没有）", f"{expected.en} (which it has not)")
            case _:
                return expected
        if other is None or isinstance(other, Absent | Unreadable | Asked | tuple):
            return expected
        shown = show(other, value_type, personal=self.personal)
        zh, en = (f"“{name}”" for name in self.path_label(named, frame)) if named is not None else ("", "")
        if not zh or zh not in expected.zh:
            return Text(f"{expected.zh}（“{shown.zh}”）", f"{expected.en} (“{shown.en}”)")
        return Text(
            expected.zh.replace(zh, f"{zh}（“{shown.zh}”）", 1),
            expected.en.replace(en, f"{en} (“{shown.en}”)", 1),
        )

    def state_of_today(
        self, node: Test, frame: Frame, place: Key, label: Text, expected: Text
    ) -> Statement:
        """The date of the check lies in a period, which is what is to be looked at, or in none."""
        found = overlapping(node, frame)
        day = show(frame.as_of, None)
        if found is None:
            message = Text(
                f"审查日期为“{day.zh}”，{expected.zh}",
                f"the date of the check is “{day.en}” and {expected.en}",
            )
            actual = day
        else:
            actual = show(found[0], node.right.type if isinstance(node.right, Path) else None)
            message = Text(
                f"{label.zh}为“{actual.zh}”，应不含审查日期 {day.zh}",
                f"{label.en} is “{actual.en}” and should not contain {day.en}, the date of the check",
            )
        fix = Text(f"核对“{label.zh}”", f"look at “{label.en}” again")
        return Statement(place, label, actual, expected, message, fix)

    def state_contains_all(
        self, node: Test, frame: Frame, label: Text, expected: Text, value: tuple[Anything, ...]
    ) -> Statement:
        shown = [show(item, None) for item in value if item is not None]
        actual = Text("、".join(x.zh for x in shown), ", ".join(x.en for x in shown))
        more = lacking(node, frame)
        if not more:
            message = Text(
                f"{label.zh}为“{actual.zh}”，{expected.zh}", f"{label.en} is “{actual.en}” and {expected.en}"
            )
            fix = Text(f"更正“{label.zh}”，{expected.zh}", f"correct “{label.en}”: it {expected.en}")
            return Statement(frame.place(node.left), label, actual, expected, message, fix)
        zh, en = "".join(f"“{item}”" for item in more), ", ".join(f"“{item}”" for item in more)
        message = Text(
            f"{label.zh}为“{actual.zh}”，缺{zh}，{expected.zh}",
            f"{label.en} is “{actual.en}”, which lacks {en}, and {expected.en}",
        )
        fix = Text(f"在“{label.zh}”中补充{zh}", f"add {en} to {label.en}")
        return Statement(frame.place(node.left), label, actual, expected, message, fix)

    def blamed(self, node: Test, evidence: Evidence) -> tuple[Key, bool]:
        """The place that is to be mended, and whether it is one where nothing stands."""
        frame, left = evidence.frame, evidence.frame.place(node.left)
        if node.operator in NEVER_MISSING:
            return left, node.operator != "missing" and isinstance(given(node.left, frame), Absent)
        absent = missing_in(evidence)
        if absent is None:
            found = overlapping(node, frame) if node.left.scope == "as_of" and node.operator == "apart_from" else None
            return (left if found is None else found[1]), False
        is_there = read(node.left, frame) is not MISSING
        if (is_there and node.operator in _ANY_WILL_DO) or _is_entry(absent, node, frame):
            return left, not is_there
        return _before_star(absent, frame), True

    def difference(self, value: Anything, node: Test) -> str | None:
        if isinstance(value, Decimal) and isinstance(node.right, Literal) and isinstance(node.right.value, Decimal):
            return show_number(abs(value - node.right.value))
        if node.operator == "length" and isinstance(value, str):
            least, most = node.option("at_least"), node.option("at_most")
            if most is not None and len(value) > literal(most):
                return show_number(len(value) - literal(most))
            if least is not None and len(value) < literal(least):
                return show_number(literal(least) - len(value))
        return None

    def state_aggregate(self, node: Aggregate, evidence: Evidence) -> Statement:
        frame = evidence.frame
        place = _before_star(node.over, frame)
        label = self.places.label(place)
        expected = expects(node, self.words(frame))
        low, _ = bounds(node, frame)
        number = Decimal(low)
        percent = "%" if node.value.type is not None and node.value.type.name == "percent" else ""
        shown = f"{show_number(number)}{percent}"
        unmet = next((c for c in node.comparisons if not COMPARE[c[0]](number, literal(c[1]))), None)
        if unmet is None:  # the list is missing, and that is what the rule says of it
            return self.missing(place)
        off = _lacking(node, number, unmet[0], literal(unmet[1]))
        if node.function == "sum":
            what = self.path_label(node.value, self.within(node.over, frame))
            message = Text(
                f"{label.zh}的{what.zh}合计为 {shown}，{expected.zh}{percent}",
                f"{what.en} of {label.en} adds up to {shown} and {expected.en}{percent}",
            )
            fix = Text(
                f"更正各项{what.zh}，现相差 {show_number(off)}{percent}",
                f"correct them; the difference is {show_number(off)}{percent}",
            )
        else:
            unit = "人" if place[:1] in (("staff",), ("shareholders",)) else "项"
            kind = self.counted(node, frame, number)
            message = Text(
                f"{label.zh}中{kind.zh}为 {shown} {unit}，{expected.zh} {unit}",
                f"{label.en} has {shown}{kind.en} and {expected.en.replace('should be', 'should have', 1)}",
            )
            fix = _count_fix(unmet[0] in ("above", "at_least") or number < literal(unmet[1]), off, unit, label)
        return Statement(place, label, Text(shown, shown), expected, message, fix, show_number(off))

    def counted(self, node: Aggregate, frame: Frame, number: Decimal) -> Text:
        """What is counted: which rows, and how often each."""
        inside = self.within(node.over, frame)
        zh, en = "数量", " entry" if number == 1 else " entries"
        if node.where is not None:
            where = sentence(node.where, self.words(inside))
            zh, en = f"{where.zh}{_space_after(where.zh)}的数量", f"{en} for which {where.en}"
        if node.distinct_by is not None:
            distinct = self.path_label(node.distinct_by, inside)
            zh, en = f"{zh.removesuffix('数量')}按{distinct.zh}去重后的数量", f"{en}, counted by {distinct.en},"
        return Text(zh, en)

    def within(self, over: Path, frame: Frame) -> Frame:
        """A frame in which paths of rows have the labels that they have in every row."""
        return frame.at_row(None, tuple(0 if step == "*" else step for step in frame.place(over)))

    def state_unique(self, node: Unique, evidence: Evidence) -> Statement:
        place = evidence.place
        if place is None:
            return self.missing(_before_star(node.over, evidence.frame))
        label = self.places.label(place)
        row = self.places.short(place[: len(place) - len(node.key.steps)])
        value = read_part(node.key, self.value_at(place), self.session.as_of)
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
            Text(f"更正或删去{row.zh}", f"correct or remove entry {row.en}"),
        )

    def value_at(self, place: Key) -> Anything:
        return reach(self.session.dossier, place)[0]

    def state_process(self, node: ProcessQuery, evidence: Evidence) -> Statement:
        frame, place = evidence.frame, evidence.place or evidence.frame.place(node.told.events)
        label, short = self.places.label(place), self.places.short(place)
        status = node.told.status
        if status is not None and place == frame.place(status) and read(status, frame) is MISSING:
            message = Text(f"{label.zh}未填写，应填写", f"{label.en} is not given, and should be")
            fix = Text(f"填写“{short.zh}”", f"fill in “{short.en}”")
            return Statement(place, label, None, expects(node, self.words(frame)), message, fix)
        course = course_of(node.told, frame, condition)
        said = blame(node, course, evidence.place, frame, negated=evidence.truth == TRUE)
        found = said.found
        message = Text(
            f"{label.zh}{found.zh}，{said.expected.zh}", f"{label.en} {found.en} and {said.expected.en}"
        )
        return Statement(place, label, said.actual, said.expected, message, said.fix)

    def state_sequence(self, node: Sequence, evidence: Evidence) -> Statement:
        frame = evidence.frame
        place = _before_star(node.of, frame)
        label = self.places.label(place)
        expected = expects(node, self.words(frame), negated=evidence.truth == TRUE)
        found = [show(value, node.of.type, personal=self.personal) for value, _ in values(node.of, frame)]
        if not found:
            message = Text(f"{label.zh}未填写，应填写", f"{label.en} is not given, and should be")
            fix = Text(f"填写“{self.places.short(place).zh}”", f"fill in “{self.places.short(place).en}”")
            return Statement(place, label, None, expected, message, fix)
        actual = Text("、".join(x.zh for x in found), ", ".join(x.en for x in found))
        message = Text(
            f"{label.zh}为“{actual.zh}”，{expected.zh}", f"{label.en} is “{actual.en}” and {expected.en}"
        )
        fix = Text(f"按顺序办理，{expected.zh}", f"take the steps in order: it {expected.en}")
        return Statement(place, label, actual, expected, message, fix)

    def state_attached(self, node: Attached, evidence: Evidence) -> Statement:
        frame = evidence.frame
        place = frame.place(node.over)[:-1]
        label = self.places.label(place)
        expected = expects(node, self.words(frame))
        fitting = Text("符合条件的", "fitting ") if node.where is not None else Text("", "")
        what = Text("文件", "file") if node.slot is None else Text(f"“{node.slot}”", f"“{node.slot}”")
        message = Text(
            f"{label.zh}中未见{fitting.zh}{what.zh}，{expected.zh}",
            f"{label.en} has no {fitting.en}{what.en}; {expected.en.removeprefix('should ')}",
        )
        if node.slot is None:
            return Statement(place, label, None, expected, message, Text("上传符合条件的文件", "attach such a file"))
        fix = Text(f"在“{node.slot}”栏上传扫描件", f"attach the scan in the slot “{node.slot}”")
        slot = Text(f"{label.zh} › {node.slot}", f"{label.en} › {node.slot}")
        return Statement(place, slot, None, expected, message, fix)

    def state_agree(self, node: Agree, evidence: Evidence) -> Statement:
        frame = evidence.frame
        absent = missing_in(evidence)
        if absent is not None:
            return self.missing(frame.place(absent))
        assert evidence.place is not None
        place, left = evidence.place, frame.place(node.left)
        label, value_type = self.places.label(place), self.places.type_at(place)
        other = self.value_at((*frame.place(node.right), *place[len(left) :]))
        actual = show(self.value_at(place), value_type, personal=self.personal)
        wanted = show(other, value_type, personal=self.personal)
        expected = expects(node, self.words(frame))
        return Statement(
            place,
            label,
            actual,
            expected,
            Text(
                f"{label.zh}为“{actual.zh}”，{expected.zh.removesuffix('一致')}（“{wanted.zh}”）一致",
                f"{label.en} is “{actual.en}” and {expected.en} (“{wanted.en}”)",
            ),
            Text("核对两处信息，改为一致", "compare the two and make them agree"),
        )


def _with_check_character(expected: Text, node: Test, value: Anything) -> Text:
    """Where a check character can be computed, which one it should be."""
    closing = FORMATS[str(literal(node.right))].closing
    last = closing(value) if closing is not None and isinstance(value, str) else None
    if last is None:
        return expected
    zh = f"{expected.zh}；按前面各位计算，末位应为“{last}”"
    return Text(zh, f"{expected.en}; by the others the last should be “{last}”")


def _before_star(path: Path, frame: Frame) -> Key:
    """Where a value lies, or the list that it is one of."""
    place = frame.place(path)
    return place[: place.index("*")] if path.repeats else place


def _key_of(node: Aggregate | Unique | Attached) -> Path | None:
    """What is read of each row besides what `where` asks."""
    match node:
        case Aggregate(function="sum", value=value):
            return value
        case Aggregate(distinct_by=key) | Unique(key=key):
            return key
    return None


def _lacking(node: Aggregate, number: Decimal, name: str, limit: Decimal) -> Decimal:
    """By how much a number misses a limit; one that must not be reached is missed by one more row."""
    beyond = 1 if name in ("above", "below") and node.function == "count" else 0
    return abs(number - limit) + beyond


def _count_fix(more: bool, off: Decimal, unit: str, label: Text) -> Text:
    number = show_number(off)
    if more:
        return Text(f"在“{label.zh}”中再补 {number} {unit}", f"add {number} more to {label.en}")
    return Text(f"从“{label.zh}”中减去 {number} {unit}", f"take {number} away from {label.en}")


def _space_after(text: str) -> str:
    """The space that stands between a Latin letter or digit and Chinese."""
    return " " if text[-1:].isascii() else ""


def _is_entry(path: Path, node: Test, frame: Frame) -> bool:
    """Whether what is missing at a path is an entry of a mapping that was given."""
    is_mapping = isinstance(node.right, Lookup) and path == node.right.mapping
    return is_mapping and isinstance(read(path, frame), Mapping | Asked)


def _counts_against(evidence: Evidence) -> bool:
    """Whether it is what a rule fails for: something false, or under a negation something true."""
    if evidence.frame.against == FALSE:
        return evidence.truth == FALSE
    return evidence.truth == TRUE and isinstance(evidence.node, Test | Sequence | ProcessQuery)


def _is_further(evidence: Evidence, first: Evidence, asked: All) -> bool:
    """Whether it is another of several things asked at once that does not hold either."""
    return evidence is not first and evidence.truth == FALSE and evidence.node in asked.of


def _joined(said: list[Statement]) -> Statement:
    """The first statement, which also says what the others say."""
    messages, fixes = (dict.fromkeys(getattr(one, part) for one in said) for part in ("message", "fix"))
    message, fix = (
        Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))
        for texts in (messages, fixes)
    )
    return replace(said[0], message=message, fix=fix)


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
    return _PLACEHOLDER.sub(lambda found: values[found[1]](), text)


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
    "is_leaf": Text("是否为最末级", "being the lowest level"),
    "content.is_pdf": Text("内容是否为 PDF", "being a PDF"),
    "content.opens": Text("能否打开", "being openable"),
    "content.encrypted": Text("是否加密", "being encrypted"),
    "content.pages": Text("页数", "number of pages"),
    "content.text_layer": Text("有无文字层", "having a text layer"),
    "content.image_only_pages": Text("纯图像页数", "number of image-only pages"),
}
