"""Told events and events implied by facts → one row of events, each where the process has a place for it."""

from collections.abc import Iterable, Iterator, Sequence

from pmos_rules.language.process_table import Process
from pmos_rules.processes.events import Event


def arrange(process: Process, told: Sequence[Event], implied: Iterable[Event]) -> tuple[Event, ...]:
    """Put implied events among the told ones.

    Facts have no place in time. An implied event is needed only where no told event says the same; it comes
    before the told event that is not permitted without it, and otherwise at the end, in the order given.
    """
    said = {process.event_called(event.event) for event in told if event.event is not None}
    waiting = [event for event in implied if event.event not in said]
    return tuple(_arranged(process, told, waiting))


def _arranged(process: Process, told: Sequence[Event], waiting: list[Event]) -> Iterator[Event]:
    state = process.start
    for event in told:
        name = process.event_called(event.event) if event.event is not None else None
        if waiting and process.step(name, state) is None:
            for needed in _needed(process, state, name, waiting):
                waiting.remove(needed)
                state = _after(process, state, needed.event)
                yield needed
        state = _after(process, state, name)
        yield event
    yield from waiting


def _needed(process: Process, state: str, name: str | None, waiting: Sequence[Event]) -> list[Event]:
    """The implied events that lead from a state to one where an event is permitted; none if they do not."""
    taken: list[Event] = []
    for event in waiting:
        if process.step(event.event, state) is not None:
            taken.append(event)
            state = _after(process, state, event.event)
            if process.step(name, state) is not None:
                return taken
    return []


def _after(process: Process, state: str, event: str | None) -> str:
    step = process.step(event, state)
    return state if step is None else step.to
