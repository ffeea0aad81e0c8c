"""Replaying events: the built-in processes by a list of replays, and what holds of any events whatever."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmos_rules.api import UnknownProcessError
from pmos_rules.findings import Text
from pmos_rules.language.nodes import to_plain
from pmos_rules.language.process_table import Process
from pmos_rules.language.reader import read_yaml
from pmos_rules.models import Dossier
from pmos_rules.processes import Event, Misstep, Permitted, Replay, replay
from pmos_rules.source import SourceText
from tests.built_in import ruleset
from tests.processes.small import TABLE, check, loan

FILE = Path(__file__).with_name("replays.yaml")
NODE, FAULTS = read_yaml(SourceText(FILE.name, FILE.read_text("utf-8")))
assert NODE is not None
assert FAULTS == []
REPLAYS: Any = to_plain(NODE)
DOSSIERS = Path(__file__).parents[1] / "data" / "dossiers"


def misstep(found: Misstep) -> str:
    return (
        f"{found.number} {found.reason} {found.rule or '-'} {'-' if found.follows is None else found.follows}"
    )


def permitted(found: Permitted) -> str:
    return f"{found.event} by {'/'.join(found.by)}"


@pytest.mark.parametrize("case", REPLAYS, ids=lambda case: case["replay"])
def test_events_lead_there(case: Any) -> None:
    market, name = case["of"].split("/")
    # A number in YAML is text to our reader; a caller may hand over anything.
    events = [5 if event == "5" else event for event in case["events"]]
    found = ruleset(market).replay(name, events)
    assert found.state == case["state"]
    assert [misstep(one) for one in found.findings] == case["missteps"]
    assert [permitted(one) for one in found.next] == case["next"]


# -- words ------------------------------------------------------------------------------------------

MESSAGES = [
    (
        ["lend"],
        "“借出”发生于“空闲”状态，此时应为“申请”（读者）",
        "“lend” came in the state “idle”, in which “ask” (by reader) may come",
    ),
    (
        ["ask", {"event": "refuse"}, "ask"],
        "“申请”发生于“已了结”状态，此时应为不再有后续事件",
        "“ask” came in the state “closed”, in which nothing may come",
    ),
    (
        ["ask", {"event": "lend", "by": "路人\n甲"}],
        "“借出”的操作人为“路人 甲”，应为馆员",
        "“lend” was raised by `路人 甲`, expected clerk",
    ),
    (
        ["买" * 50],
        f"办理事件为“{'买' * 40}…”，应为申请、借出、拒绝、bring之一",
        f"`{'买' * 40}…` is no event of this process, expected one of ask, lend, refuse, bring",
    ),
    ([None], "办理事件无法识别", "what happened cannot be read"),
]


@pytest.mark.parametrize(("events", "zh", "en"), MESSAGES)
def test_a_misstep_says_what_was_permitted(events: list[Any], zh: str, en: str) -> None:
    (found,) = replay(loan(), events).findings
    assert (found.message.zh, found.message.en) == (zh, en)


def test_a_misstep_names_what_was_permitted_in_full() -> None:
    (found,) = replay(loan(), ["ask", "bring"]).findings
    assert found.state == "asked"
    assert found.permitted == (
        Permitted("lend", ("clerk",), "lent", ("small.ask_first",), None, "back"),
        Permitted("refuse", ("clerk",), "closed"),
    )


# -- deadlines --------------------------------------------------------------------------------------


def due(*events: Any) -> Any:
    (found,) = replay(loan(), events).next
    return found.deadline


def test_a_deadline_runs_from_the_day_of_the_step_that_starts_it() -> None:
    running = due("ask", {"event": "lend", "at": "2024-09-30"})
    assert running.deadline.name == "back"
    # The National Day holiday lasted from 1 to 7 October.
    assert (running.since, running.earliest, running.latest) == (
        date(2024, 9, 30),
        date(2024, 10, 9),
        date(2024, 10, 10),
    )


def test_a_deadline_is_called_by_its_title_or_else_by_its_name() -> None:
    rules, faults = check(TABLE.replace("title: {zh: 归还, en: Return}, ", ""))
    assert (rules is not None, faults) == (True, [])
    tables = (loan(), rules.processes["loan"].process)  # type: ignore[union-attr] # there are no faults
    assert [table.deadlines[0].title for table in tables] == [Text("归还", "Return"), Text("back", "back")]


def test_a_deadline_whose_start_nobody_dates_has_no_day() -> None:
    running = due("ask", "lend")
    assert (running.since, running.earliest, running.latest) == (None, None, None)


def test_a_deadline_in_a_year_without_a_calendar_has_no_day() -> None:
    running = due("ask", {"event": "lend", "at": date(2999, 1, 5)})
    assert (running.since, running.earliest, running.latest) == (date(2999, 1, 5), None, None)


def test_a_misstep_does_not_stop_a_deadline() -> None:
    events = ["ask", {"event": "lend", "at": "2024-09-06"}]
    assert due(*events, "ask") == due(*events)


def test_the_centre_has_two_to_three_working_days() -> None:
    events = REPLAYS[next(n for n, case in enumerate(REPLAYS) if "the centre's review" in case["replay"])]
    approve, reject = ruleset("jiangsu").replay("paper", events["events"]).next
    assert approve.deadline == reject.deadline
    assert approve.deadline is not None
    assert approve.deadline.deadline.usual
    assert (approve.deadline.earliest, approve.deadline.latest) == (date(2024, 9, 10), date(2024, 9, 11))


# -- any events ---------------------------------------------------------------------------------------

NAMES = st.sampled_from(["ask", "lend", "refuse", "bring", "申请", " LEND", "赠送", ""])
ACTORS = st.sampled_from(["reader", "clerk", "馆员", "x", None, 5])
DAYS = st.sampled_from(["2024-09-06", "2024-02-30", date(2024, 1, 1), date.max, None, 7])
ANYTHING = st.one_of(
    NAMES,
    st.fixed_dictionaries({"event": NAMES}, optional={"by": ACTORS, "at": DAYS}),
    st.builds(Event, NAMES | st.none(), st.sampled_from(["reader", "馆员", None])),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
        max_leaves=3,
    ),
)
EVENTS = st.lists(ANYTHING, max_size=8)
PROCESSES = st.sampled_from(
    [("small", "loan"), ("hubei", "binding"), ("jiangsu", "paper"), ("jiangsu", "online")]
)


def process(key: tuple[str, str]) -> Process:
    return loan() if key == ("small", "loan") else ruleset(key[0]).processes[key[1]]


@st.composite
def plausible(draw: st.DrawFn) -> tuple[Process, list[Any]]:
    """Events of a process that are mostly permitted, with any others among them."""
    table = process(draw(PROCESSES))
    events: list[Any] = []
    for _ in range(draw(st.integers(0, 14))):
        may = [step.on for step in table.steps_from(replay(table, events).state)]
        events.append(draw(st.sampled_from(may) | ANYTHING if may else ANYTHING))
    return table, events


@settings(max_examples=150, deadline=None)
@given(PROCESSES, EVENTS)
def test_no_events_whatever_make_it_raise(key: tuple[str, str], events: list[Any]) -> None:
    found = replay(process(key), events)
    assert len(found.history) == len(events)
    consistent(found)


@settings(max_examples=150, deadline=None)
@given(plausible())
def test_a_history_hangs_together(told: tuple[Process, list[Any]]) -> None:
    consistent(replay(*told))


def consistent(found: Replay) -> None:
    """Each turn begins where the one before it ended; a misstep changes nothing and is a finding."""
    names = {state.name for state in found.process.states}
    state = found.process.start
    for number, turn in enumerate(found.history):
        assert turn.number == number
        assert turn.before == state
        assert turn.after in names
        assert (turn.misstep is None) == turn_is_permitted(found.process, turn)
        if turn.misstep is not None:
            assert turn.after == turn.before == turn.misstep.state
            assert turn.misstep.number == number
            assert turn.misstep.follows is None or turn.misstep.follows < number
        state = turn.after
    assert found.state == state
    assert found.findings == tuple(turn.misstep for turn in found.history if turn.misstep is not None)
    assert [one.event for one in found.next] == [step.on for step in found.process.steps_from(state)]


def turn_is_permitted(table: Process, turn: Any) -> bool:
    """Said over again, in other words than the code's."""
    name = None if turn.event.event is None else table.event_called(turn.event.event)
    by = None if turn.event.by is None else table.actor_called(turn.event.by)
    return any(
        step.on == name and turn.before in step.start and (turn.event.by is None or by in step.by)
        for step in table.steps
    )


@settings(max_examples=150, deadline=None)
@given(plausible(), st.integers(0, 14))
def test_more_events_continue_a_replay(told: tuple[Process, list[Any]], cut: int) -> None:
    table, events = told
    before = replay(table, events[:cut])
    assert replay(table, events[cut:], after=before) == replay(table, events)
    assert before == replay(table, events[:cut])


@settings(max_examples=75, deadline=None)
@given(plausible())
def test_an_event_that_was_permitted_next_is_no_misstep(told: tuple[Process, list[Any]]) -> None:
    found = replay(*told)
    for one in found.next:
        for actor in one.by:
            more = replay(found.process, [Event(one.event, actor)], after=found)
            assert (more.state, more.findings) == (one.to, found.findings)


@settings(max_examples=75, deadline=None)
@given(PROCESSES, EVENTS)
def test_nothing_is_changed(key: tuple[str, str], events: list[Any]) -> None:
    copy = deepcopy(events)
    once, again = replay(process(key), events), replay(process(key), iter(events))
    assert once == again
    assert repr(events) == repr(copy)


def test_a_replay_cannot_be_changed() -> None:
    found = replay(loan(), ["ask"])
    with pytest.raises(FrozenInstanceError):
        found.state = "idle"  # type: ignore[misc]


def test_many_events_take_no_longer_each() -> None:
    """Each of ten thousand missteps is compared with a table, and not with those before it."""
    found = replay(loan(), ["bring"] * 10_000)
    assert len(found.findings) == 10_000
    assert len(replay(loan(), ["ask"], after=found).history) == 10_001


# -- dossiers -----------------------------------------------------------------------------------------


def read(name: str) -> Any:
    node, _ = read_yaml(SourceText(name, (DOSSIERS / name).read_text("utf-8")))
    assert node is not None
    return to_plain(node)


def told(name: str, market: str, process: str) -> Iterator[str]:
    day = date(2026, 11, 21) if market == "hubei" else date(2024, 9, 6)
    for event in ruleset(market).events(process, read(name), as_of=day):
        yield f"{event.event}{'*' if event.implied else ''}"


def test_a_dossier_tells_its_events() -> None:
    assert list(told("hb_binding.yaml", "hubei", "binding")) == ["save", "submit"]


@pytest.mark.parametrize(("channel", "state"), [("paper", "reviewing"), ("online", "effective")])
def test_the_facts_of_a_dossier_stand_where_the_table_has_a_place_for_them(channel: str, state: str) -> None:
    name = f"js_agg_{channel}.yaml"
    events = "allocate* confirm_ticket* send_to_phone* submit preview submit confirm_contact* agree* upload*"
    assert " ".join(told(name, "jiangsu", channel)) == events
    found = ruleset("jiangsu").replay(
        channel, ruleset("jiangsu").events(channel, read(name), as_of=date(2024, 9, 6))
    )
    assert (found.state, found.findings) == (state, ())


def test_a_dossier_may_be_read_already() -> None:
    dossier = Dossier.model_validate(read("hb_binding.yaml"))
    events = ruleset("hubei").events("binding", dossier, as_of=date(2026, 11, 21))
    assert [event.by for event in events] == ["retailer", "retailer"]
    assert [event.place for event in events] == [("events", 0), ("events", 1)]


def test_a_process_that_there_is_not_is_told() -> None:
    with pytest.raises(UnknownProcessError) as error:
        ruleset("hubei").replay("bindng", [])
    assert error.value.en == "`hubei` has no process `bindng`; did you mean `binding`?"
    assert error.value.zh == "“hubei”中没有流程“bindng”，是否应为“binding”"
    with pytest.raises(UnknownProcessError):
        ruleset("hubei").events("paper", {}, as_of=date(2026, 11, 21))
