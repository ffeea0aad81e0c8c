"""A question about a process and a dossier → its truth, and the place in the dossier that decides it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pmos_rules.evaluation.reading import MISSING, UNKNOWN, Frame, given, read
from pmos_rules.evaluation.truth import FALSE, NOT_APPLICABLE, TRUE, UNDETERMINED, conjunction
from pmos_rules.formats.values import Unreadable, is_empty
from pmos_rules.language.ir import Implied, Literal, Path, Predicate, ProcessQuery, Told
from pmos_rules.language.walking import tests_of
from pmos_rules.processes import Event, Replay, Turn, arrange, read_event, replay

Place = tuple[int | str, ...]
Condition = Callable[[Predicate, Frame], int]
Answer = tuple[int, Place | None]


@dataclass(frozen=True, slots=True)
class Course:
    """What a dossier tells of a process. ``doubt`` is the place of something that may be an event."""

    replay: Replay
    doubt: Place | None = None

    def unread(self, before: int | None = None) -> Place | None:
        """Where an event stands that cannot be read, among the first so many; or the doubt."""
        turns = self.replay.history[:before]
        unread = (turn.event.place for turn in turns if turn.misstep and turn.misstep.reason == "unreadable")
        return next(unread, self.doubt)


def course_of(told: Told, frame: Frame, condition: Condition) -> Course:
    """Replay what a dossier tells of a process, outright and by its facts."""
    frame = replace(frame, trace=None)
    events, doubt = _events(told, frame)
    implied: list[Event] = []
    for fact in told.implied:
        truth = condition(fact.when, frame)
        place = _place_of(fact, frame)
        if truth == TRUE:
            implied.append(Event(fact.on, _who(fact, frame), _day(fact, frame), True, place))
        elif truth == UNDETERMINED:
            doubt = doubt or place
    return Course(replay(told.process, arrange(told.process, events, implied)), doubt)


def _events(told: Told, frame: Frame) -> tuple[list[Event], Place | None]:
    value, place = given(told.events, frame), frame.place(told.events)
    if isinstance(value, Unreadable):
        return [], place
    rows = value if isinstance(value, tuple) else ()
    return [read_event(row, (*place, number)) for number, row in enumerate(rows) if not is_empty(row)], None


def _place_of(fact: Implied, frame: Frame) -> Place:
    path = next(tests_of(fact.when), None)
    return frame.place(path) if path is not None else ()


def _who(fact: Implied, frame: Frame) -> str | None:
    if isinstance(fact.by, Literal):
        return str(fact.by.value)
    value = read(fact.by, frame) if fact.by is not None else None
    return str(value) if isinstance(value, str) else None


def _day(fact: Implied, frame: Frame) -> date | None:
    value = read(fact.at, frame) if fact.at is not None else None
    return value if isinstance(value, date) else None


def answer(node: ProcessQuery, frame: Frame, condition: Condition, missing: Callable[[Path], int]) -> Answer:
    """The truth of a check; ``missing`` says what a status that is not given leads to."""
    course = course_of(node.told, frame, condition)
    if not course.replay.history and course.doubt is None:
        return NOT_APPLICABLE, None
    if node.asks in ("order_of", "actor_of"):
        return _of_event(node, course, frame)
    unread = course.unread()
    if unread is not None:
        return UNDETERMINED, unread
    if node.asks == "state":
        last = course.replay.history[-1].event.place
        return int(course.replay.state == node.of), last
    return _of_status(node, course.replay, frame, missing)


# -- events -----------------------------------------------------------------------------------------


def _of_event(node: ProcessQuery, course: Course, frame: Frame) -> Answer:
    """False at the first time that it came wrongly; one that has not come decides nothing."""
    answers = list(_answers(node, course, frame))
    if not answers:
        unread = course.unread()
        return (NOT_APPLICABLE, None) if unread is None else (UNDETERMINED, unread)
    truth = conjunction(truth for truth, _ in answers)
    return truth, next(place for found, place in answers if found == truth)


def _answers(node: ProcessQuery, course: Course, frame: Frame) -> Iterator[Answer]:
    for turn in course.replay.turns(node.of):
        if node.asks == "actor_of":
            yield _actor(turn, node, frame)
        else:
            yield _order(turn, course)


def _order(turn: Turn, course: Course) -> Answer:
    """One that would have been permitted had an earlier misstep counted is not blamed: that one has been."""
    unread = course.unread(turn.number)
    if unread is not None:
        return UNDETERMINED, unread
    misstep = turn.misstep
    if misstep is None or misstep.reason != "order":
        return TRUE, turn.event.place
    return (FALSE if misstep.follows is None else NOT_APPLICABLE), turn.event.place


def _actor(turn: Turn, node: ProcessQuery, frame: Frame) -> Answer:
    process, event = node.told.process, turn.event
    place = actor_place(turn.event, node.told, frame)
    if event.by is None:
        return UNDETERMINED, place
    return int(process.actor_called(event.by) in allowed(turn, node)), place


def allowed(turn: Turn, node: ProcessQuery) -> tuple[str, ...]:
    """Who may raise an event in the state in which it came; where it has no place there, in any."""
    process = node.told.process
    step = process.step(node.of, turn.before)
    if step is not None:
        return step.by
    return tuple(dict.fromkeys(actor for step in process.steps_on(node.of) for actor in step.by))


def actor_place(event: Event, told: Told, frame: Frame) -> Place:
    """Where it stands who raised an event."""
    if not event.implied:
        return (*event.place, "by")
    fact = next(fact for fact in told.implied if fact.on == event.event)
    return frame.place(fact.by) if isinstance(fact.by, Path) else event.place


# -- the status ---------------------------------------------------------------------------------------


def _of_status(node: ProcessQuery, now: Replay, frame: Frame, missing: Callable[[Path], int]) -> Answer:
    """The status is judged only where every event was permitted and a source says what it reads."""
    process, path = node.told.process, node.told.status
    assert path is not None
    if now.findings or (node.asks == "agrees" and not process.state(now.state).stated):
        return NOT_APPLICABLE, None
    value: Any = read(path, frame)
    if value is MISSING:
        return missing(path), frame.place(path)
    if value is UNKNOWN or not isinstance(value, str):
        return UNDETERMINED, frame.place(path)
    state = process.state_called(value)
    if node.asks == "agrees":
        return int(state is not None and state.name == now.state), frame.place(path)
    later = process.reachable(node.of)
    if state is None and not all(process.state(name).stated for name in later):
        return UNDETERMINED, frame.place(path)
    return int(state is not None and state.name in later), frame.place(path)
