"""A question about a process → its answer: the table of questions of docs/reference/processes.md.

Which events were permitted is what `replay` says: the reference describes it, and it has tests of its own.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from pmos_rules.formats.values import Unreadable
from pmos_rules.language.ir import Condition, FirstOf, Implied, Literal, Not, Path, Predicate, ProcessQuery, Test
from pmos_rules.processes import Event, Replay, Turn, arrange, read_event, replay
from tests.naive.operators import missing, told, untold
from tests.naive.reading import Here, Look, Place, is_empty, look, start_of, walk
from tests.naive.truth import Answer, Why, all_of

Ask = Callable[[Predicate, Here], Answer]


def ask(node: ProcessQuery, here: Here, condition: Ask) -> Answer:
    """The answer; where nothing has happened there is none, which is false in a condition."""
    happened, doubt = course(node, here, condition)
    if not happened.history and doubt is None:
        return Answer("N")
    if node.asks in ("order_of", "actor_of"):
        return of_event(node, happened, doubt, here)
    unread = unread_before(happened, len(happened.history)) or doubt
    if unread is not None:
        return Answer("U", (Why(node, unread.place, "unreadable", unread.value, None, here, more=happened),))
    if node.asks == "state":
        last = happened.history[-1].event.place
        return told(node, happened.state == node.of, Look("given", happened.state, last), None, here, more=happened)
    return of_status(node, happened, here)


def course(node: ProcessQuery, here: Here, condition: Ask) -> tuple[Replay, Look | None]:
    """What the dossier tells of the process, outright and by its facts; and what may be an event and cannot be read."""
    process = node.told.process
    listed = look(node.told.events, here, placeholders=True)
    doubt = listed if listed.state == "unreadable" else None
    found = enumerate(listed.value) if isinstance(listed.value, tuple) else ()
    events = [read_event(row, (*listed.place, number)) for number, row in found if not is_empty(row)]
    implied = []
    for fact in node.told.implied:
        holds = condition(fact.when, here)
        if holds.truth == "T":
            implied.append(Event(fact.on, who(fact, here), day_of(fact, here), True, place_of(fact, here)))
        elif holds.truth == "U":
            doubt = doubt or Look("unreadable", None, place_of(fact, here))
    return replay(process, arrange(process, events, implied)), doubt


def place_of(fact: Implied, here: Here) -> Place:
    """Where a fact stands: what its condition looks at first."""
    path = first_path(fact.when)
    return walk(*start_of(path, here), path.steps)[1] if path is not None else ()


def first_path(node: Any) -> Path | None:
    match node:
        case Test(left=left):
            return left
        case Not(of=inner) | Condition(of=inner):
            return first_path(inner)
        case FirstOf(branches=branches):
            return next((path for branch in branches for part in branch if (path := first_path(part))), None)
    return next((path for part in getattr(node, "of", ()) if (path := first_path(part))), None)


def who(fact: Implied, here: Here) -> str | None:
    """Who raised an event that a fact stands for."""
    if isinstance(fact.by, Literal):
        return str(fact.by.value)
    value = look(fact.by, here).value if fact.by is not None else None
    return str(value) if isinstance(value, str) else None


def day_of(fact: Implied, here: Here) -> date | None:
    """When it was."""
    value = look(fact.at, here).value if fact.at is not None else None
    return value if isinstance(value, date) else None


# -- events ------------------------------------------------------------------------------------------------


def of_event(node: ProcessQuery, happened: Replay, doubt: Look | None, here: Here) -> Answer:
    """Each time the event came. An event that cannot be read, and stands before, may have been any."""
    turns = list(happened.turns(node.of))
    if not turns:
        unread = unread_before(happened, len(happened.history)) or doubt
        if unread is None:
            return Answer("N")
        return Answer("U", (Why(node, unread.place, "unreadable", unread.value, None, here, more=happened),))
    judge = of_order if node.asks == "order_of" else of_actor
    return all_of(judge(node, turn, happened, doubt, here) for turn in turns)


def of_order(node: ProcessQuery, turn: Turn, happened: Replay, doubt: Look | None, here: Here) -> Answer:
    """Whether it was permitted in the state it came in; not asked where only an earlier misstep made it wrong."""
    seen = Look("given", turn, turn.event.place)
    unread = unread_before(happened, turn.number) or doubt
    if unread is not None:
        return Answer("U", (Why(node, unread.place, "unreadable", unread.value, None, here, more=happened),))
    wrong = turn.misstep is not None and turn.misstep.reason == "order"
    if wrong and turn.misstep is not None and turn.misstep.follows is not None:
        return Answer("N")
    return told(node, not wrong, seen, None, here, more=happened)


def of_actor(node: ProcessQuery, turn: Turn, happened: Replay, doubt: Look | None, here: Here) -> Answer:
    """Whether somebody raised it who may."""
    place = actor_place(turn.event, node, here)
    if turn.event.by is None:
        value = walk(here.dossier, (), place)[0]
        return untold(
            node, Look("unreadable" if isinstance(value, Unreadable) else "unknown", value, place), None, here
        )
    may = turn.event.by and node.told.process.actor_called(turn.event.by) in allowed(node, turn)
    return told(node, bool(may), Look("given", turn, place), None, here, more=happened)


def allowed(node: ProcessQuery, turn: Turn) -> tuple[str, ...]:
    """Who may raise it in that state; where it has no place there, who may at all."""
    process = node.told.process
    step = process.step(node.of, turn.before)
    return step.by if step is not None else tuple(dict.fromkeys(a for s in process.steps_on(node.of) for a in s.by))


def actor_place(event: Event, node: ProcessQuery, here: Here) -> Place:
    """Where it stands who raised an event."""
    if not event.implied:
        return (*event.place, "by")
    fact = next(fact for fact in node.told.implied if fact.on == event.event)
    return walk(*start_of(fact.by, here), fact.by.steps)[1] if isinstance(fact.by, Path) else event.place


def unread_before(happened: Replay, number: int) -> Look | None:
    """The first event that cannot be read, among the first so many."""
    unread = (t for t in happened.history[:number] if t.misstep is not None and t.misstep.reason == "unreadable")
    turn = next(unread, None)
    return Look("unreadable", None, turn.event.place) if turn is not None else None


# -- the status --------------------------------------------------------------------------------------------


def of_status(node: ProcessQuery, happened: Replay, here: Here) -> Answer:
    """The status, which is judged only after no misstep, and in a state of which a source says what it reads."""
    process, path = node.told.process, node.told.status
    assert path is not None
    if happened.findings or (node.asks == "agrees" and not process.state(happened.state).stated):
        return Answer("N")
    seen = look(path, here)
    if seen.state == "missing":
        return missing(node, [(path, seen)], here)
    if seen.state != "given":
        return untold(node, seen, path, here)
    state = process.state_called(seen.value)
    name = state.name if state is not None else None
    if node.asks == "agrees":
        return told(node, name == happened.state, seen, path, here, more=happened)
    later = process.reachable(node.of)
    if state is None and not all(process.state(one).stated for one in later):
        return Answer("U", (Why(node, seen.place, "unsure", seen.value, path, here),))
    return told(node, name in later, seen, path, here, more=happened)
