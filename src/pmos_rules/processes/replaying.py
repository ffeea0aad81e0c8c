"""A process and a row of events → the state, the history, what was not permitted, and what may come next.

Nothing is changed: the same events give the same replay, and more events continue it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from typing import Literal as OneOf

from pmos_rules.findings import Text
from pmos_rules.language.process_table import Deadline, Process, Step
from pmos_rules.processes import wording
from pmos_rules.processes.calendar import working_day_after
from pmos_rules.processes.events import Event, read_event

Reason = OneOf["unreadable", "unknown_event", "order", "actor"]


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that runs: since when, and between which days it should be met, where that can be told.

    ``since`` is None where nobody said when the step was taken; the days are None for a year whose calendar
    of holidays is not known.
    """

    deadline: Deadline
    since: date | None
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Permitted:
    """An event that may come now: who may raise it, the state it leads to, the rules it needs fulfilled.

    ``deadline`` is the one that runs for its actors, ``starts`` the name of the one that it would start.
    """

    event: str
    by: tuple[str, ...]
    to: str
    needs: tuple[str, ...] = ()
    deadline: Due | None = None
    starts: str | None = None


@dataclass(frozen=True, slots=True)
class Misstep:
    """An event that was not permitted: why, in which state, what was permitted, and which rule says so.

    ``follows`` is the number of an earlier one without which this would have been permitted.
    """

    number: int
    event: Event
    reason: Reason
    state: str
    permitted: tuple[Permitted, ...]
    rule: str | None
    follows: int | None
    message: Text


@dataclass(frozen=True, slots=True)
class Turn:
    """One event of the history: the state before and after it. A misstep leaves the state as it was."""

    number: int
    event: Event
    before: str
    after: str
    misstep: Misstep | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """Where a process stands (办理进度) after some events, how it came there, and what may come next."""

    process: Process
    state: str
    history: tuple[Turn, ...]
    findings: tuple[Misstep, ...]
    next: tuple[Permitted, ...]

    def turns(self, event: str) -> Iterator[Turn]:
        """Every turn at which an event came."""
        return (turn for turn in self.history if _name(self.process, turn.event) == event)


def replay(process: Process, events: Iterable[Any], *, after: Replay | None = None) -> Replay:
    """Replay events from the start, or ``after`` an earlier replay.

    An event is an `Event`, a bare name, a mapping, or anything with the attributes ``event``, ``by`` and
    ``at``; actors and events go by the names of the table or by what people call them. Never raises because
    of an event.
    """
    player = _Player(process)
    for turn in after.history if after is not None else ():
        player.take(turn)
    for event in events:
        player.play(read_event(event))
    return player.replay()


@dataclass(slots=True)
class _Player:
    """Takes one event after the other. ``as_if`` are the states in which the process might stand had missteps
    counted, each with the number of the first such misstep; of the state in which it does stand, None.
    """

    process: Process
    history: list[Turn] = field(default_factory=list)
    last: Turn | None = None
    as_if: dict[str, int | None] = field(default_factory=dict)

    @property
    def state(self) -> str:
        return self.process.start if self.last is None else self.last.after

    def play(self, event: Event) -> None:
        before, number = self.state, len(self.history)
        name = _name(self.process, event)
        step = self.process.step(name, before)
        reason = self.reason(event, name, step)
        if reason is None and step is not None:
            self.take(Turn(number, event, before, step.to))
            return
        assert reason is not None
        misstep = Misstep(
            number=number,
            event=event,
            reason=reason,
            state=before,
            permitted=self.permitted(),
            rule=self.process.rule("actor_of" if reason == "actor" else "order_of", name or "", before),
            follows=self.follows(name) if reason == "order" else None,
            message=_message(self.process, event, name, reason, before),
        )
        self.take(Turn(number, event, before, before, misstep))

    def take(self, turn: Turn) -> None:
        as_if: dict[str, int | None] = {turn.after: None}
        for state, first in self.had_it_counted(turn):
            as_if.setdefault(state, first)
        self.as_if = as_if
        self.history.append(turn)
        self.last = turn if turn.misstep is None else self.last

    def reason(self, event: Event, name: str | None, step: Step | None) -> Reason | None:
        if event.event is None:
            return "unreadable"
        if name is None:
            return "unknown_event"
        if step is None:
            return "order"
        # Who raised it may be left out; somebody else may not have.
        wrong = event.by is not None and self.process.actor_called(event.by) not in step.by
        return "actor" if wrong else None

    def follows(self, name: str | None) -> int | None:
        """The first misstep without which the event would have been permitted."""
        blamed = (first for state, first in self.as_if.items() if self.process.step(name, state) is not None)
        return min((first for first in blamed if first is not None), default=None)

    def had_it_counted(self, turn: Turn) -> Iterator[tuple[str, int | None]]:
        """Where every state that it might stand in leads, had the event counted there and had it not."""
        name = _name(self.process, turn.event)
        for state, first in (self.as_if or {turn.before: None}).items():
            step = self.process.step(name, state)
            if step is None or turn.misstep is not None:
                yield state, first
            if step is not None and turn.misstep is not None:
                yield step.to, turn.number if first is None else first
            elif step is not None:
                yield step.to, first
        if turn.misstep is not None:
            for step in self.meant(turn, name):
                if step.to not in self.as_if:
                    yield step.to, turn.number

    def meant(self, turn: Turn, name: str | None) -> Iterator[Step]:
        """The steps that a misstep may have been meant for; of what cannot be read, all permitted ones."""
        if turn.event.event is None:
            return self.process.steps_from(turn.before)
        return self.process.steps_on(name or "")

    def permitted(self) -> tuple[Permitted, ...]:
        """What may come now, in the order of the table."""
        running = self.running()
        return tuple(
            Permitted(
                step.on,
                step.by,
                step.to,
                step.needs,
                running if running is not None and running.deadline.of in step.by else None,
                step.starts,
            )
            for step in self.process.steps_from(self.state)
        )

    def running(self) -> Due | None:
        """The deadline that the step into the present state started."""
        if self.last is None:
            return None
        step = self.process.step(_name(self.process, self.last.event), self.last.before)
        if step is None or step.starts is None:
            return None
        return due(self.process.deadline(step.starts), self.last.event.at)

    def replay(self) -> Replay:
        missteps = tuple(turn.misstep for turn in self.history if turn.misstep is not None)
        return Replay(self.process, self.state, tuple(self.history), missteps, self.permitted())


def _name(process: Process, event: Event) -> str | None:
    return process.event_called(event.event) if event.event is not None else None


def due(deadline: Deadline, since: date | None) -> Due:
    """A deadline that runs since a day."""
    if since is None:
        return Due(deadline, None, None, None)
    days = (working_day_after(since, number) for number in (deadline.at_least, deadline.working_days))
    return Due(deadline, since, *days)


def _message(process: Process, event: Event, name: str | None, reason: Reason, state: str) -> Text:
    at, may = wording.states(process, [state]), wording.what_may_come(process, state)
    if reason == "unreadable":
        return Text("办理事件无法识别", "what happened cannot be read")
    if name is None:
        known = [known.title for known in process.events]
        given = wording.quoted(event.event or "")
        return Text(
            f"办理事件为“{given}”，应为{'、'.join(title.zh for title in known)}之一",
            f"`{given}` is no event of this process, expected one of "
            + ", ".join(title.en for title in known),
        )
    what = wording.event(process, name)
    if reason == "order":
        return Text(
            f"{what.zh}发生于{at.zh}状态，此时应为{may.zh}",
            f"{what.en} came in the state {at.en}, in which {may.en} may come",
        )
    step = process.step(name, state)
    by = wording.who(process, step.by if step is not None else ())
    given = wording.quoted(event.by or "")
    return Text(
        f"{what.zh}的操作人为“{given}”，应为{by.zh}", f"{what.en} was raised by `{given}`, expected {by.en}"
    )
