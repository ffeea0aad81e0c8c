"""A question about a process → what it asks for, and what is the matter where the answer is no."""

from dataclasses import dataclass
from typing import Any

from pmos_rules.evaluation.processing import Course, Place, actor_place, allowed
from pmos_rules.evaluation.reading import Frame, read
from pmos_rules.findings import Text
from pmos_rules.formats.values import Unreadable
from pmos_rules.language.ir import ProcessQuery
from pmos_rules.processes import Turn, wording


def requirement_of(node: ProcessQuery) -> Text:
    """What it asks for, without 应 and *should*."""
    process = node.told.process
    match node.asks:
        case "order_of":
            starts = wording.states(process, (s for step in process.steps_on(node.of) for s in step.start))
            return Text(f"在{starts.zh}状态下发生", f"come in the state {starts.en}")
        case "actor_of":
            actors = dict.fromkeys(by for step in process.steps_on(node.of) for by in step.by)
            by = wording.who(process, actors)
            return Text(f"由{by.zh}操作", f"be raised by {by.en}")
        case "state":
            state = wording.states(process, [node.of])
            return Text(f"处于{state.zh}状态", f"be in the state {state.en}")
        case "agrees":
            return Text("与办理进度一致", "agree with what has happened")
        case _:  # at_or_after
            state = wording.status(process, node.of)
            return Text(f"为{state.zh}或其后的状态", f"be {state.en} or a later state")


def sentence_of(node: ProcessQuery) -> Text:
    """The same with its subject, for explanations."""
    process, wanted = node.told.process, requirement_of(node)
    if node.asks in ("order_of", "actor_of"):
        what = wording.event(process, node.of)
        return Text(f"{what.zh}{wanted.zh}", f"{what.en} must {wanted.en}")
    title = process.title
    subject = Text("的状态", "the status of ") if node.asks != "state" else Text("", "")
    return Text(f"“{title.zh}”{subject.zh}{wanted.zh}", f"{subject.en}“{title.en}” must {wanted.en}")


@dataclass(frozen=True, slots=True)
class Blame:
    """What is the matter: actual, expected, what to do; ``subject`` stands after the label of the place."""

    actual: Text
    expected: Text
    subject: Text
    fix: Text

    @property
    def found(self) -> Text:
        """What was found at the place: `subject` with the actual value in it."""
        zh, en = self.subject.zh, self.subject.en
        return Text(zh.replace("{}", self.actual.zh), en.replace("{}", self.actual.en))


def blame(
    node: ProcessQuery, course: Course, place: Place | None, frame: Frame, *, negated: bool = False
) -> Blame:
    """Say what is wrong with the event or the status at a place; ``negated`` where it should not hold."""
    process, now = node.told.process, course.replay
    wanted = requirement_of(node)
    expected = Text(f"应{wanted.zh}", f"should {wanted.en}")
    if negated:
        expected = Text(f"不应{wanted.zh}", f"should not {wanted.en}")
    match node.asks:
        case "order_of":
            turn = next(turn for turn in now.turns(node.of) if turn.event.place == place)
            return _of_order(node, turn, expected)
        case "actor_of":
            turn = next(t for t in now.turns(node.of) if actor_place(t.event, node.told, frame) == place)
            return _of_actor(node, turn, expected if negated else None)
        case "state":
            actual = process.state(now.state).title
            subject = Text("之后处于“{}”状态", "left it in the state “{}”")
            it = Text(expected.zh, f"it {expected.en}")
            return Blame(actual, it, subject, Text("核对办理进度", "check how far it has come"))
        case "agrees" if not negated:
            state = wording.status(process, now.state)
            expected = Text(f"应为{state.zh}", f"should be {state.en}")
    return _of_status(node, expected, frame)


def _of_status(node: ProcessQuery, expected: Text, frame: Frame) -> Blame:
    status = node.told.status
    given = wording.quoted(str(read(status, frame))) if status is not None else ""
    return Blame(
        Text(given, given),
        expected,
        Text("为“{}”", "is “{}”"),
        Text("以平台显示的状态为准，核对办理事件", "go by what the platform shows, and check the events"),
    )


def _of_order(node: ProcessQuery, turn: Turn, expected: Text) -> Blame:
    process = node.told.process
    what, may = wording.event(process, node.of), wording.what_may_come(process, turn.before)
    return Blame(
        process.state(turn.before).title,
        expected,
        Text(f"为{what.zh}，发生于“{{}}”状态", f"is {what.en}, which came in the state “{{}}”"),
        Text(f"按次序办理，此时应为{may.zh}", f"keep to the order: what may come there is {may.en}"),
    )


def _of_actor(node: ProcessQuery, turn: Turn, expected: Text | None) -> Blame:
    process, given = node.told.process, turn.event.by or ""
    known = process.actor_called(given)
    shown = wording.quoted(given)
    by = wording.who(process, allowed(turn, node))
    what = wording.event(process, node.of)
    return Blame(
        process.actor(known).title if known is not None else Text(shown, shown),
        expected or Text(f"应为{by.zh}", f"should be {by.en}"),
        Text("为“{}”", "is “{}”"),
        Text(f"由{by.zh}{what.zh}", f"have {by.en} raise {what.en}"),
    )


def why_not_told(node: ProcessQuery, value: Any) -> tuple[Text, bool]:
    """Why nothing can be said, and whether something is to be mended rather than supplied."""
    if isinstance(value, Unreadable):
        return Text("无法识别", "cannot be read"), True
    if node.asks == "at_or_after" and isinstance(value, str):
        return Text("不是已知的状态", "is no status that any source names"), True
    return Text("未提供", "is not given"), False
