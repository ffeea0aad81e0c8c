"""What a process is once it has been checked: states, actors, events, the steps between states, deadlines.

Nothing here knows where in a dossier the events stand; that is the ruleset's business (`ir.Told`).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from pmos_rules.findings import Citation, Text


@dataclass(frozen=True, slots=True)
class Named:
    """A state, actor or event: its name in the table, what people call it, and what else they call it."""

    name: str
    title: Text
    also: tuple[str, ...] = ()

    @property
    def writings(self) -> tuple[str, ...]:
        """Every text that stands for it."""
        return (self.name, self.title.zh, self.title.en, *self.also)


@dataclass(frozen=True, slots=True)
class State(Named):
    """Where a process can stand. ``stated`` is false where no source says what the status reads then."""

    stated: bool = True

    @property
    def statuses(self) -> tuple[str, ...]:
        """The status texts that stand for it."""
        return (self.title.zh, *self.also)


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many working days for an actor; ``usual`` where it is what usually happens, and no promise."""

    name: str
    title: Text
    of: str
    working_days: int
    at_least: int
    cite: Citation
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """An event that actors may raise in some states: where it leads to, what it needs and starts.

    ``order_rule`` and ``actor_rule`` are the rules that a misstep breaks; where no step names one, the rule that asks.
    """

    on: str
    by: tuple[str, ...]
    start: tuple[str, ...]
    to: str
    needs: tuple[str, ...] = ()
    starts: str | None = None
    cite: Citation | None = None
    order_rule: str | None = None
    actor_rule: str | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """A table of steps (办理流程). ``rules`` say of an event which rule asks for its order or its actor."""

    name: str
    title: Text
    start: str
    states: tuple[State, ...]
    actors: tuple[Named, ...]
    events: tuple[Named, ...]
    steps: tuple[Step, ...]
    deadlines: tuple[Deadline, ...] = ()
    cite: Citation | None = None
    rules: tuple[tuple[str, str, str], ...] = field(default=(), compare=False)

    def state(self, name: str) -> State:
        """The state of a name."""
        return next(state for state in self.states if state.name == name)

    def actor(self, name: str) -> Named:
        """The actor of a name."""
        return next(actor for actor in self.actors if actor.name == name)

    def event(self, name: str) -> Named:
        """The event of a name."""
        return next(event for event in self.events if event.name == name)

    def deadline(self, name: str) -> Deadline:
        """The deadline of a name."""
        return next(deadline for deadline in self.deadlines if deadline.name == name)

    def steps_from(self, state: str) -> Iterator[Step]:
        """The steps that may be taken in a state, in the order of the table."""
        return (step for step in self.steps if state in step.start)

    def steps_on(self, event: str) -> Iterator[Step]:
        """The steps that an event takes, in whatever state."""
        return (step for step in self.steps if step.on == event)

    def step(self, event: str | None, state: str) -> Step | None:
        """The step that an event takes in a state, or None where it is not permitted there."""
        return next((step for step in self.steps_from(state) if step.on == event), None)

    def ahead(self, state: str) -> tuple[str, ...]:
        """A state and all that can come after it, the nearest first."""
        found = [state]
        for at in found:
            found += dict.fromkeys(step.to for step in self.steps_from(at) if step.to not in found)
        return tuple(found)

    def reachable(self, state: str) -> frozenset[str]:
        """A state and all that can come after it."""
        return frozenset(self.ahead(state))

    def state_called(self, status: str) -> State | None:
        """The state that a status text stands for, if any."""
        wanted = spelled(status)
        return next((s for s in self.states if wanted in map(spelled, s.statuses)), None)

    def actor_called(self, text: str) -> str | None:
        """The name of the actor that a text stands for, if any."""
        return _called(text, self.actors)

    def event_called(self, text: str) -> str | None:
        """The name of the event that a text stands for, if any."""
        return _called(text, self.events)

    def rule(self, asks: str, event: str, state: str) -> str | None:
        """The rule that a misstep breaks in a state: the one that a step names, else one that asks about the event.

        Of several steps that name one, the step that is nearest to the state was missed.
        """
        nearest = (step for at in self.ahead(state) for step in self.steps_from(at) if step.on == event)
        named = (
            step.order_rule if asks == "order_of" else step.actor_rule
            for step in (*nearest, *self.steps_on(event))
        )
        asking = (rule for asked, of, rule in self.rules if (asked, of) == (asks, event))
        return next(filter(None, (*named, *asking)), None)


N = TypeVar("N", bound=Named)


def _called(text: str, among: Iterable[N]) -> str | None:
    wanted = spelled(text)
    return next((one.name for one in among if wanted in map(spelled, one.writings)), None)


@lru_cache(maxsize=4096)
def spelled(text: str) -> str:
    """A text as it is compared: width, case and space around it do not count."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
