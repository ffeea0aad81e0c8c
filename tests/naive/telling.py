"""A judgement → where the fault lies, and what is said of it in both languages.

The sentences are those of the goldens in tests/evaluation/messages.yaml and tests/processes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pmos_rules.findings import Text
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
    Parameter,
    Path,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from tests.naive import of_processes
from tests.naive.forms import COMPARISONS
from tests.naive.judging import Court, Judgement
from tests.naive.law import Law
from tests.naive.naming import PARTS, TODAY, Names
from tests.naive.operators import accepted_names
from tests.naive.phrases import STATES, expectation, readable_as, sentence
from tests.naive.places import Form, Place
from tests.naive.readers import Readers
from tests.naive.reading import Look, canonical, look, values, walk
from tests.naive.showing import number, show
from tests.naive.truth import Why


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a place."""

    place: Place
    label: Text
    message: Text
    fix: Text
    actual: Text | None = None
    expected: Text | None = None
    difference: str = ""
    patch: list[Mapping[str, Any]] | None = None
    caused_by: tuple[str, ...] = ()


def culprit(judgement: Judgement) -> Why | None:
    """What is to blame; nothing in particular where a form should not hold and does."""
    for why in judgement.why:
        if judgement.outcome != "fail" or not why.negated or isinstance(why.node, Test | Sequence | ProcessQuery):
            return None if why.matter == "constant" else why
    return None


def place_of(judgement: Judgement, court: Court, form: Form) -> Place:
    """Where the fault lies."""
    if judgement.broken is not None:
        return judgement.broken
    why = culprit(judgement) if judgement.outcome != "error" else None
    return why.place if why is not None else judgement.item.place


def tell(judgement: Judgement, court: Court, form: Form, readers: Readers) -> Said:
    """Everything that a finding says."""
    if judgement.outcome == "error":
        return crashed(judgement, form)
    if judgement.outcome == "undetermined":
        return Doubts(judgement, court, form, readers).tell()
    return Failures(judgement, form, court.law).tell()


def crashed(judgement: Judgement, form: Form) -> Said:
    """The rule itself crashed."""
    title, place = judgement.rule.title, judgement.item.place
    return Said(
        place,
        form.label(place),
        Text(
            f"规则本身出错（{judgement.crash}），未能判断：{title.zh}",
            f"the rule itself crashed ({judgement.crash}), so this was not told: {title.en}",
        ),
        Text("将规则编号和版本告知规则包维护者", "tell the maintainer of the rule pack the rule's id and version"),
    )


# -- what cannot be told -------------------------------------------------------------------------------------


MEND = Text("改正“‹label›”后再查", "mend “‹label›” and check again")
SUPPLY = Text("补充“‹label›”后再查", "supply “‹label›” and check again")
CHECK = Text("核对“‹label›”后再查", "check “‹label›” and try again")
UNREADABLE = (Text("无法识别", "cannot be read"), MEND)
NOT_SUPPLIED = (Text("未提供", "is not given"), SUPPLY)
NOT_FILLED_IN = (Text("未填写", "is not given"), SUPPLY)
NOT_ENOUGH = (Text("的信息不足", "does not tell enough"), CHECK)
NOT_SCANNED = (
    Text("的文件内容未提供", "has no file content to look at"),
    Text("提供文件内容后再查", "supply the file itself and check again"),
)
NO_ENDS = (Text("的起止日期不全或颠倒", "lacks one of its ends, or ends before it starts"), MEND)
NO_STATUS = (Text("不是已知的状态", "is no status that any source names"), MEND)


@dataclass(frozen=True, slots=True)
class Doubts:
    """Why a rule cannot be told, and what to do about it."""

    judgement: Judgement
    court: Court
    form: Form
    readers: Readers

    def tell(self) -> Said:
        place = place_of(self.judgement, self.court, self.form)
        label, title = self.form.label(place), self.judgement.rule.title
        why, fix = self.reason(place)
        return Said(
            place,
            label,
            Text(
                f"{label.zh}{why.zh}，无法判断：{title.zh}", f"{label.en} {why.en}, so this cannot be told: {title.en}"
            ),
            Text(fix.zh.replace("‹label›", label.zh), fix.en.replace("‹label›", label.en)),
            caused_by=self.causes(place),
        )

    def reason(self, place: Place) -> tuple[Text, Text]:
        """Why, to stand after the label of the place, and what to do."""
        why = culprit(self.judgement)
        if self.judgement.broken is not None or why is None:
            return self.misread(place)
        match why.node, why.matter:
            case ProcessQuery(), "unsure":
                return NO_STATUS
            case ProcessQuery(), _:
                return UNREADABLE if isinstance(self.at(place), Unreadable) else NOT_SUPPLIED
            case Test(right=Lookup(mapping=mapping, by=by)), "missing" if self.is_entry(why, mapping):
                key = Names(self.form, self.court.law, why.here).of(by)  # type: ignore[arg-type]
                return Text(f"中没有该{key.zh}", f"has no entry for the {key.en}"), SUPPLY
            case Aggregate(function="sum", value=value), "missing" | "unknown" if why.path == value:
                return NOT_FILLED_IN
            case _, "unsure":
                return NOT_ENOUGH
            case Test(), "missing" if isinstance(why.value, Placeholder):
                return NOT_ENOUGH
            case _, "ends":
                return NO_ENDS
        if why.matter == "unreadable":
            return self.misread(place)
        is_content = isinstance(why.path, Path) and (why.path.part or "").startswith("content.")
        return NOT_SCANNED if is_content else NOT_SUPPLIED

    def at(self, place: Place) -> Any:
        return walk(self.court.dossier, (), place)[0]

    def is_entry(self, why: Why, mapping: Path) -> bool:
        """Whether it is an entry that is missing, of a mapping that was given."""
        return why.path == mapping and look(mapping, self.court.here()).state == "given"

    def misread(self, place: Place) -> tuple[Text, Text]:
        """What stands there that cannot be read, and what could be."""
        value, value_type = self.at(place), self.form.type_at(place)
        if not isinstance(value, Unreadable) or value.reason == "shape" or value_type is None:
            return UNREADABLE
        shown, wanted = show(value, value_type), readable_as(value_type)
        return (
            Text(f"为“{shown.zh}”，无法识别", f"is “{shown.en}”, which cannot be read"),
            Text(f"改正“‹label›”（应{wanted.zh}）后再查", f"mend “‹label›”, which should {wanted.en}, and check again"),
        )

    def causes(self, place: Place) -> tuple[str, ...]:
        """The rules that say of the place itself what is the matter with it."""
        value = self.at(place)
        if isinstance(value, Unreadable) and value.reason == "shape":
            return ("input.wrong_shape",)
        steps = tuple("*" if isinstance(step, int) else step for step in place)
        asking = self.readers.of(steps, "readable" if isinstance(value, Unreadable) else "present")
        found = (rule for rule in asking if rule.id != self.judgement.rule.id)
        return tuple(rule.id for rule in found if self.court.outcome(rule) == "fail")


GIVEN = Text("应填写", "should be given")


# -- what fails ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Failures:
    """What is wrong, what should be, and what to do about it."""

    judgement: Judgement
    form: Form
    law: Law

    def tell(self) -> Said:
        why, asked = culprit(self.judgement), self.judgement.item.arm.check
        said = self.state(why) if why is not None else self.plain(self.judgement.item.place)
        if why is not None and isinstance(asked, All) and why.node in asked.of:
            further = [one for one in self.judgement.why if one is not why and one.node in asked.of and not one.negated]
            said = together([said, *map(self.state, further)])
        grade, rule = self.judgement.grade, self.judgement.rule
        message, fix = (grade and grade.message) or rule.message, (grade and grade.fix) or rule.fix
        if message is not None and (said.actual is not None or "‹actual›" not in message.zh):
            said = replace(said, message=filled(message, said))
        if fix is not None:
            said = replace(said, fix=filled(fix, said))
        return said

    def names(self, why: Why) -> Names:
        assert why.here is not None
        return Names(self.form, self.law, why.here)  # type: ignore[arg-type]

    def expected(self, why: Why) -> Text:
        return expectation(why.node, self.names(why), negated=why.negated)

    def plain(self, place: Place) -> Said:
        """Nothing in particular is to blame."""
        label, title = self.form.label(place), self.judgement.rule.title
        return Said(
            place,
            label,
            Text(f"{label.zh}不符合要求：{title.zh}", f"{label.en} does not meet this: {title.en}"),
            Text("按规则要求改正", "mend it as the rule asks"),
            expected=title,
        )

    def missing(self, place: Place, expected: Text = GIVEN) -> Said:
        """Nothing stands there."""
        label, short = self.form.label(place), self.form.short(place)
        return Said(
            place,
            label,
            Text(f"{label.zh}未填写，应填写", f"{label.en} is not given, and should be"),
            Text(f"填写“{short.zh}”", f"fill in “{short.en}”"),
            expected=expected,
        )

    def state(self, why: Why) -> Said:
        match why.node:
            case Test():
                return OfTest(self, why, why.node).tell()
            case Aggregate() as node:
                return self.of_aggregate(why, node)
            case Unique() as node:
                return self.of_unique(why, node)
            case Sequence() as node:
                return self.of_sequence(why, node)
            case Attached() as node:
                return self.of_attached(why, node)
            case Agree():
                return self.of_agree(why)
            case Custom() as node:
                return self.of_custom(why, node)
            case ProcessQuery() as node:
                return self.of_process(why, node)
        return self.plain(why.place)

    def of_aggregate(self, why: Why, node: Aggregate) -> Said:
        """A count or a total: how many there are, how many there should be, how many to add or take away."""
        names, place = self.names(why), why.place
        label = self.form.label(place)
        amount = Decimal(why.value) if isinstance(why.value, int | Decimal) else Decimal(0)
        unmet = [
            (name, self.law.value(at))
            for name, at in node.comparisons
            if not COMPARISONS[name](amount, self.law.value(at))
        ]
        if not unmet:
            return self.missing(place)
        name, limit = unmet[0]
        expected, off = expectation(node, names), abs(amount - limit)
        if node.function == "sum":
            percent = "%" if node.value.type is not None and node.value.type.name == "percent" else ""
            shown, what = f"{number(amount)}{percent}", names.in_row(node.over).of(node.value)
            message = Text(
                f"{label.zh}的{what.zh}合计为 {shown}，{expected.zh}{percent}",
                f"{what.en} of {label.en} adds up to {shown} and {expected.en}{percent}",
            )
            fix = Text(
                f"更正各项{what.zh}，现相差 {number(off)}{percent}",
                f"correct them; the difference is {number(off)}{percent}",
            )
            return Said(place, label, message, fix, Text(shown, shown), expected, number(off))
        shown, unit = number(amount), "人" if place[:1] in (("staff",), ("shareholders",)) else "项"
        off += name in ("above", "below")  # one that must not be reached is missed by one more
        what = self.counted(why, node, amount)
        message = Text(
            f"{label.zh}中{what.zh}为 {shown} {unit}，{expected.zh} {unit}",
            f"{label.en} has {shown}{what.en} and {expected.en.replace('should be', 'should have', 1)}",
        )
        if name in ("above", "at_least") or amount < limit:
            fix = Text(f"在“{label.zh}”中再补 {number(off)} {unit}", f"add {number(off)} more to {label.en}")
        else:
            fix = Text(f"从“{label.zh}”中减去 {number(off)} {unit}", f"take {number(off)} away from {label.en}")
        return Said(place, label, message, fix, Text(shown, shown), expected, number(off))

    def counted(self, why: Why, node: Aggregate, amount: Decimal) -> Text:
        """What is counted."""
        inside = self.names(why).in_row(node.over)
        zh, en = "", " entry" if amount == 1 else " entries"
        if node.where is not None:
            where = sentence(node.where, inside)
            zh, en = where.zh + (" " if where.zh[-1:].isascii() else "") + "的", f"{en} for which {where.en}"
        if node.distinct_by is not None:
            key = inside.of(node.distinct_by)
            zh, en = f"{zh}按{key.zh}去重后的", f"{en}, counted by {key.en},"
        return Text(f"{zh}数量", en)

    def of_unique(self, why: Why, node: Unique) -> Said:
        if why.matter == "missing":
            return self.missing(why.place)
        label, row = self.form.label(why.place), self.form.short(why.place[: len(why.place) - len(node.key.steps)])
        actual = show(raw_value(why), node.key.type)
        return Said(
            why.place,
            label,
            Text(
                f"{label.zh}为“{actual.zh}”，与前面的一项重复，应不重复",
                f"{label.en} is “{actual.en}”, which an earlier entry has too, and should not be repeated",
            ),
            Text(f"更正或删去{row.zh}", f"correct or remove entry {row.en}"),
            actual,
            Text("应不重复", "should not be repeated"),
        )

    def of_sequence(self, why: Why, node: Sequence) -> Said:
        label, expected, short = self.form.label(why.place), self.expected(why), self.form.short(why.place)
        found = [show(row.value, node.of.type) for row in values(node.of, why.here)]  # type: ignore[arg-type]
        if not found:
            return replace(self.missing(why.place, expected), fix=Text(f"填写“{short.zh}”", f"fill in “{short.en}”"))
        actual = Text("、".join(one.zh for one in found), ", ".join(one.en for one in found))
        return Said(
            why.place,
            label,
            Text(f"{label.zh}为“{actual.zh}”，{expected.zh}", f"{label.en} is “{actual.en}” and {expected.en}"),
            Text(f"按顺序办理，{expected.zh}", f"take the steps in order: it {expected.en}"),
            actual,
            expected,
        )

    def of_attached(self, why: Why, node: Attached) -> Said:
        label, expected = self.form.label(why.place), self.expected(why)
        fitting = Text("符合条件的", "fitting ") if node.where is not None else Text("", "")
        what = Text("文件", "file") if node.slot is None else Text(f"“{node.slot}”", f"“{node.slot}”")
        message = Text(
            f"{label.zh}中未见{fitting.zh}{what.zh}，{expected.zh}",
            f"{label.en} has no {fitting.en}{what.en}; {expected.en.removeprefix('should ')}",
        )
        if node.slot is None:
            return Said(why.place, label, message, Text("上传符合条件的文件", "attach such a file"), expected=expected)
        return Said(
            why.place,
            Text(f"{label.zh} › {node.slot}", f"{label.en} › {node.slot}"),
            message,
            Text(f"在“{node.slot}”栏上传扫描件", f"attach the scan in the slot “{node.slot}”"),
            expected=expected,
        )

    def of_agree(self, why: Why) -> Said:
        if why.matter == "missing":
            return self.missing(why.place)
        label, value_type, difference = self.form.label(why.place), self.form.type_at(why.place), why.more
        actual, other = (show(getattr(difference, side), value_type) for side in ("left", "right"))
        expected = self.expected(why)
        return Said(
            why.place,
            label,
            Text(
                f"{label.zh}为“{actual.zh}”，{expected.zh.removesuffix('一致')}（“{other.zh}”）一致",
                f"{label.en} is “{actual.en}” and {expected.en} (“{other.en}”)",
            ),
            Text("核对两处信息，改为一致", "compare the two and make them agree"),
            actual,
            expected,
        )

    def of_custom(self, why: Why, node: Custom) -> Said:
        if why.matter == "missing":
            return self.missing(why.place)
        said = self.plain(why.place)
        if len(node.of) != 1 or node.of[0].repeats:
            return said
        actual, title = show(raw_value(why), node.of[0].type), self.judgement.rule.title
        message = Text(
            f"{said.label.zh}为“{actual.zh}”，不符合要求：{title.zh}",
            f"{said.label.en} is “{actual.en}” and does not meet this: {title.en}",
        )
        return replace(said, actual=actual, message=message)

    def of_process(self, why: Why, node: ProcessQuery) -> Said:
        if why.matter == "missing":
            return self.missing(why.place, of_processes.expected(node, negated=why.negated))
        label = self.form.label(why.place)
        wrong = of_processes.wrong(node, why)
        return Said(
            why.place,
            label,
            Text(
                f"{label.zh}{wrong.found.zh}，{wrong.expected.zh}",
                f"{label.en} {wrong.found.en} and {wrong.expected.en}",
            ),
            wrong.fix,
            wrong.actual,
            wrong.expected,
        )


def raw_value(why: Why) -> Any:
    """The value at the path of what is to blame, before a code list says what it stands for."""
    assert isinstance(why.path, Path)
    return look(replace(why.path, codelist=None), why.here, placeholders=True).value  # type: ignore[arg-type]


def together(said: list[Said]) -> Said:
    """The first, which also says what the others say."""
    messages, fixes = dict.fromkeys(one.message for one in said), dict.fromkeys(one.fix for one in said)
    return replace(
        said[0],
        message=Text("；".join(one.zh for one in messages), "; ".join(one.en for one in messages)),
        fix=Text("；".join(one.zh for one in fixes), "; ".join(one.en for one in fixes)),
    )


def filled(text: Text, said: Said) -> Text:
    """A message that a rule brings, with ‹actual›, ‹expected›, ‹label› and ‹difference› filled in."""

    def fill(written: str, language: str) -> str:
        held = {"actual": said.actual, "expected": said.expected, "label": said.label}
        values = {name: getattr(value, language) if value is not None else "" for name, value in held.items()}
        values["difference"] = said.difference
        return re.sub("‹([a-z]+)›", lambda found: str(values[found[1]]), written)

    return Text(fill(text.zh, "zh"), fill(text.en, "en"))


# -- one operator ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfTest:
    """What is said of a value that an operator does not hold of."""

    failures: Failures
    why: Why
    test: Test

    @property
    def form(self) -> Form:
        return self.failures.form

    @property
    def names(self) -> Names:
        return self.failures.names(self.why)

    def tell(self) -> Said:
        test, why = self.test, self.why
        place, expected, seen = why.place, self.expected(), self.seen()
        label = TODAY if test.left.scope == "as_of" and place == ("as_of",) else self.form.label(place)
        part = test.left.part or ""
        if why.matter == "missing" or (test.operator == "present" and not why.negated):
            return self.of_missing(expected)
        if test.operator == "missing":
            return self.unwanted(seen.value, label, expected)
        if test.operator == "contains_all":
            return self.of_contains_all(seen.value, label, expected)
        if test.operator == "apart_from" and test.left.scope == "as_of":
            return self.of_today(label, expected)
        if part in STATES and part.startswith("content.") and isinstance(seen.value, bool):
            return self.of_file(seen.value, label, expected)
        if part == "is_leaf":
            whole = replace(test.left, part=None, part_type=None)
            seen, part = look(whole, why.here, placeholders=True), ""  # type: ignore[arg-type]
            actual = show(seen.value, whole.type)
        else:
            actual = show(seen.value, test.left.type)
        called = PARTS.get(part)
        subject = label if called is None else Text(f"{label.zh}的{called.zh}", f"the {called.en} of {label.en}")
        wanted = self.with_other(expected)
        return Said(
            place,
            label,
            Text(f"{subject.zh}为“{actual.zh}”，{wanted.zh}", f"{subject.en} is “{actual.en}” and {wanted.en}"),
            self.correct(expected, part),
            actual,
            expected,
            self.difference(seen.value),
            self.patch(seen.value),
        )

    def seen(self) -> Look:
        """What stands there as it was typed."""
        return look(replace(self.test.left, codelist=None), self.why.here, placeholders=True)  # type: ignore[arg-type]

    def expected(self) -> Text:
        """What the operator asks for; of some, more than can be said without the value."""
        test, why, seen = self.test, self.why, self.seen()
        expected = self.failures.expected(why)
        if test.operator == "named_in":
            names = accepted_names(test, why.here)  # type: ignore[arg-type]
            zh, en = "或".join(f"“{name}”" for name in names), " or ".join(f"“{name}”" for name in names)
            return Text(f"应为{zh}", f"should be {en}")
        if test.operator == "format" and why.matter != "missing":
            closing = FORMATS[self.failures.law.value(test.right)].closing
            last = closing(seen.value) if closing is not None and isinstance(seen.value, str) else None
            if last is not None:
                return Text(
                    f"{expected.zh}；按前面各位计算，末位应为“{last}”",
                    f"{expected.en}; by the others the last should be “{last}”",
                )
        if (
            test.operator == "as_given"
            and why.matter != "missing"
            and self.failures.law.value(test.right) == "canonical"
        ):
            code = canonical(test.left, seen.value, why.here)  # type: ignore[arg-type]
            return Text(f"应写作“{code}”", f"should be written “{code}”")
        return expected

    def correct(self, expected: Text, part: str) -> Text:
        short, called = self.form.short(self.why.place), PARTS.get(part)
        about = Text("", "it") if called is None else Text(called.zh, f"its {called.en}")
        return Text(f"更正“{short.zh}”，{about.zh}{expected.zh}", f"correct “{short.en}”: {about.en} {expected.en}")

    def of_missing(self, expected: Text) -> Said:
        """Nothing stands there, or a placeholder, or something that has no such part."""
        said = self.failures.missing(self.why.place, expected)
        path = self.test.left
        whole = look(replace(path, part=None, part_type=None, codelist=None), self.why.here, placeholders=True)  # type: ignore[arg-type]
        if whole.place != self.why.place or whole.state != "given":
            return said
        if path.part is not None and path.shape.type is None:
            why, fix = NOT_SCANNED
            return replace(
                said,
                message=Text(f"{said.label.zh}{why.zh}，{expected.zh}", f"{said.label.en} {why.en}, and {expected.en}"),
                fix=fix,
            )
        actual, called = show(whole.value, path.shape.type), PARTS.get(path.part or "")
        if called is None:
            message = Text(
                f"{said.label.zh}为“{actual.zh}”，应填写实际内容",
                f"{said.label.en} is “{actual.en}”, and something should be given",
            )
            return replace(said, actual=actual, message=message)
        message = Text(
            f"{said.label.zh}为“{actual.zh}”，没有{called.zh}，{called.zh}{expected.zh}",
            f"{said.label.en} is “{actual.en}” and has no {called.en}, which {expected.en}",
        )
        return replace(said, actual=actual, message=message, fix=self.correct(expected, path.part or ""))

    def unwanted(self, value: Any, label: Text, expected: Text) -> Said:
        """Something stands where nothing should."""
        actual, short = show(value, self.test.left.type), self.form.short(self.why.place)
        if isinstance(value, tuple | Mapping):
            found = Text(f"有 {actual.zh}", f"has {actual.en}")
        elif self.test.left.type is not None:
            found = Text(f"为“{actual.zh}”", f"is “{actual.en}”")
        else:
            found = Text(actual.zh, f"is {actual.en}")
        return Said(
            self.why.place,
            label,
            Text(f"{label.zh}{found.zh}，{expected.zh}", f"{label.en} {found.en} and {expected.en}"),
            Text(f"清空“{short.zh}”", f"leave “{short.en}” empty"),
            actual,
            expected,
        )

    def of_contains_all(self, value: Any, label: Text, expected: Text) -> Said:
        """A list, what it holds, and what it lacks."""
        shown = [show(item, None) for item in value if item is not None]
        actual = Text("、".join(one.zh for one in shown), ", ".join(one.en for one in shown))
        law, codes = self.failures.law, self.test.option("codes")
        there = {law.canonical(codes.name, str(item)) if codes is not None else item for item in value}  # type: ignore[union-attr]
        lacking = [one for one in law.value(self.test.right) if one not in there]
        more = Text("", "")
        fix = Text(f"更正“{label.zh}”，{expected.zh}", f"correct “{label.en}”: it {expected.en}")
        if lacking:
            zh, en = "".join(f"“{one}”" for one in lacking), ", ".join(f"“{one}”" for one in lacking)
            more, fix = (
                Text(f"缺{zh}，", f", which lacks {en},"),
                Text(f"在“{label.zh}”中补充{zh}", f"add {en} to {label.en}"),
            )
        message = Text(
            f"{label.zh}为“{actual.zh}”，{more.zh}{expected.zh}",
            f"{label.en} is “{actual.en}”{more.en} and {expected.en}",
        )
        return Said(self.why.place, label, message, fix, actual, expected)

    def of_today(self, label: Text, expected: Text) -> Said:
        """The date of the check lies in a period, or in none."""
        day, found = show(self.failures.law.day, None), self.why.more
        if found is None:
            actual = day
            message = Text(
                f"审查日期为“{day.zh}”，{expected.zh}", f"the date of the check is “{day.en}” and {expected.en}"
            )
        else:
            actual = show(found.value, self.test.right.type if isinstance(self.test.right, Path) else None)  # type: ignore[attr-defined]
            message = Text(
                f"{label.zh}为“{actual.zh}”，应不含审查日期 {day.zh}",
                f"{label.en} is “{actual.en}” and should not contain {day.en}, the date of the check",
            )
        fix = Text(f"核对“{label.zh}”", f"look at “{label.en}” again")
        return Said(self.why.place, label, message, fix, actual, expected)

    def of_file(self, value: bool, label: Text, expected: Text) -> Said:
        """What was found in a file."""
        found = STATES[self.test.left.part or ""][0 if value else 1]
        return Said(
            self.why.place,
            label,
            Text(
                f"{label.zh}的文件{found.zh}，{expected.zh}",
                f"the file at {label.en} is found to {found.en} and {expected.en}",
            ),
            Text("用原件重新扫描后上传", "scan the original anew and attach that"),
            found,
            expected,
        )

    def with_other(self, expected: Text) -> Text:
        """Where one value is compared with another, what the other is, behind its name."""
        right = self.test.right
        if isinstance(right, Lookup):
            if self.why.more is None:
                return Text(f"{expected.zh}（其中没有）", f"{expected.en} (which it has not)")
            shown = show(self.why.more, self.test.left.type)
            return Text(f"{expected.zh}（“{shown.zh}”）", f"{expected.en} (“{shown.en}”)")
        if not isinstance(right, Path):
            return expected
        if self.test.operator == "apart_from":
            other: Any = self.why.more.value if self.why.more is not None else None  # type: ignore[attr-defined]
        else:
            seen = look(replace(right, codelist=None), self.why.here)  # type: ignore[arg-type]
            other = seen.value if seen.state == "given" and not right.repeats else None
        if other is None or isinstance(other, Unreadable | tuple):
            return expected
        shown, name = show(other, right.type), self.names.of(right)
        if f"“{name.zh}”" not in expected.zh:
            return Text(f"{expected.zh}（“{shown.zh}”）", f"{expected.en} (“{shown.en}”)")
        return Text(
            expected.zh.replace(f"“{name.zh}”", f"“{name.zh}”（“{shown.zh}”）", 1),
            expected.en.replace(f"“{name.en}”", f"“{name.en}” (“{shown.en}”)", 1),
        )

    def difference(self, value: Any) -> str:
        """By how much a number or a length misses what it should be."""
        law = self.failures.law
        if isinstance(self.test.right, Literal | Parameter):
            wanted = law.value(self.test.right)
            if isinstance(value, Decimal) and isinstance(wanted, Decimal):
                return number(abs(value - wanted))
        if self.test.operator == "length" and isinstance(value, str):
            bounds = {name: law.value(bound) for name, bound in self.test.options}
            if len(value) > bounds.get("at_most", len(value)):
                return number(len(value) - bounds["at_most"])
            if len(value) < bounds.get("at_least", 0):
                return number(bounds["at_least"] - len(value))
        return ""

    def patch(self, value: Any) -> list[Mapping[str, Any]] | None:
        """Only where the meaning stays what it is: the same value without blanks, in half width, or as on the list."""
        value_type = self.test.left.type
        if (
            self.test.operator != "as_given"
            or not isinstance(value, str)
            or (value_type is not None and value_type.personal)
        ):
            return None
        mended = canonical(self.test.left, value, self.why.here)  # type: ignore[arg-type]
        return [{"op": "replace", "path": self.form.pointer(self.why.place), "value": str(mended)}]
