"""A question about a process that is answered with no → what is the matter, in words."""

from dataclasses import dataclass
from typing import Any

from pmos_rules.findings import Text
from pmos_rules.language.ir import ProcessQuery
from pmos_rules.processes import Turn, wording
from tests.naive.processes import allowed
from tests.naive.truth import Why


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was found at the place, what should be there, and what to do."""

    actual: Text
    found: Text
    expected: Text
    fix: Text


def requirement(node: ProcessQuery) -> Text:
    """What is asked for."""
    process = node.told.process
    match node.asks:
        case "order_of":
            states = wording.states(process, (state for step in process.steps_on(node.of) for state in step.start))
            return Text(f"在{states.zh}状态下发生", f"come in the state {states.en}")
        case "actor_of":
            by = wording.who(process, dict.fromkeys(actor for step in process.steps_on(node.of) for actor in step.by))
            return Text(f"由{by.zh}操作", f"be raised by {by.en}")
        case "state":
            state = wording.states(process, [node.of])
            return Text(f"处于{state.zh}状态", f"be in the state {state.en}")
        case "agrees":
            return Text("与办理进度一致", "agree with what has happened")
        case "at_or_after":
            status = wording.status(process, node.of)
            return Text(f"为{status.zh}或其后的状态", f"be {status.en} or a later state")


def expected(node: ProcessQuery, *, negated: bool) -> Text:
    wanted = requirement(node)
    return (
        Text(f"不应{wanted.zh}", f"should not {wanted.en}")
        if negated
        else Text(f"应{wanted.zh}", f"should {wanted.en}")
    )


def wrong(node: ProcessQuery, why: Why) -> Wrong:
    """What is the matter at a place."""
    process, wanted, found = node.told.process, expected(node, negated=why.negated), why.value
    if node.asks == "order_of":
        assert isinstance(found, Turn)
        state, what = process.state(found.before).title, wording.event(process, node.of)
        may = wording.what_may_come(process, found.before)
        return Wrong(
            state,
            Text(f"为{what.zh}，发生于“{state.zh}”状态", f"is {what.en}, which came in the state “{state.en}”"),
            wanted,
            Text(f"按次序办理，此时应为{may.zh}", f"keep to the order: what may come there is {may.en}"),
        )
    if node.asks == "actor_of":
        assert isinstance(found, Turn)
        by, what = wording.who(process, allowed(node, found)), wording.event(process, node.of)
        known, given = process.actor_called(found.event.by or ""), wording.quoted(found.event.by or "")
        actor = process.actor(known).title if known is not None else Text(given, given)
        if not why.negated:
            wanted = Text(f"应为{by.zh}", f"should be {by.en}")
        fix = Text(f"由{by.zh}{what.zh}", f"have {by.en} raise {what.en}")
        return Wrong(actor, Text(f"为“{actor.zh}”", f"is “{actor.en}”"), wanted, fix)
    happened: Any = why.more
    if node.asks == "state":
        title = process.state(happened.state).title
        found_there = Text(f"之后处于“{title.zh}”状态", f"left it in the state “{title.en}”")
        return Wrong(
            title, found_there, Text(wanted.zh, f"it {wanted.en}"), Text("核对办理进度", "check how far it has come")
        )
    if node.asks == "agrees" and not why.negated:
        status = wording.status(process, happened.state)
        wanted = Text(f"应为{status.zh}", f"should be {status.en}")
    given = wording.quoted(str(found))
    return Wrong(
        Text(given, given),
        Text(f"为“{given}”", f"is “{given}”"),
        wanted,
        Text("以平台显示的状态为准，核对办理事件", "go by what the platform shows, and check the events"),
    )
