"""The events that a dossier tells of → the same with one left out, moved, repeated, added, or by somebody else."""

from collections.abc import Iterable, Iterator
from typing import Any

from pmos_rules.language.process_table import Process

Events = list[Any]


def disordered(events: Events) -> Iterator[Events]:
    """One event fewer, two neighbours exchanged, one repeated."""
    for at in range(len(events)):
        yield events[:at] + events[at + 1 :]
    for at in range(1, len(events)):
        yield [*events[: at - 1], events[at], events[at - 1], *events[at + 1 :]]
    for at in range(len(events)):
        yield [*events[: at + 1], *events[at:]]


def with_event(events: Events, process: Process, name: str) -> Iterator[Events]:
    """An event more, at the end or at the beginning, by each who may raise it."""
    for event in raised(process, name):
        yield [*events, event]
        yield [event, *events]


def by_another(events: Events, process: Process, name: str) -> Iterator[Events]:
    """The event by each of the other actors; added at the end where it has not come."""
    actors = [actor.title.zh for actor in process.actors]
    for at, given in enumerate(events):
        if process.event_called(_name(given)) == name:
            for actor in actors:
                yield [*events[:at], {"event": _name(given), "by": actor}, *events[at + 1 :]]
    yield from ([*events, {"event": name, "by": actor}] for actor in actors)


def led_on(events: Events, process: Process, state: str) -> Iterator[Events]:
    """The events, and the steps that lead on to a state from wherever they may have led."""
    for way in _ways(process, state):
        yield events + way


def led_to(process: Process, state: str) -> Iterator[Events]:
    """The steps that lead to a state from the start, if any do."""
    if process.start == state:
        yield []
    yield from (way for way in _ways(process, state) if way and _starts(way, process))


def _starts(way: Events, process: Process) -> bool:
    return any(process.start in step.start for step in process.steps_on(way[0]["event"]))


def _ways(process: Process, wanted: str) -> list[Events]:
    """A shortest way to a state from every state that leads there, as events."""
    ways: dict[str, Events] = {wanted: []}
    found = [wanted]
    for state in found:
        for step in process.steps:
            for start in step.start if step.to == state else ():
                if start not in ways:
                    event = {"event": step.on, "by": process.actor(step.by[0]).title.zh}
                    ways[start] = [event, *ways[state]]
                    found.append(start)
    return list(ways.values())


def raised(process: Process, name: str) -> Iterable[dict[str, str]]:
    """An event, once by each who may raise it."""
    actors = dict.fromkeys(actor for step in process.steps_on(name) for actor in step.by)
    return [{"event": name, "by": process.actor(actor).title.zh} for actor in actors]


def _name(event: Any) -> str:
    return str(event.get("event") if isinstance(event, dict) else event)
