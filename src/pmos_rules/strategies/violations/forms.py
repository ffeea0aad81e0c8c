"""A predicate that should hold, or should not → changes that make it so: one function per form."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice, product
from typing import Any as Anything
from typing import Final

from pmos_rules.language.custom import PROPOSALS
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    Attached,
    Condition,
    Constant,
    Custom,
    FirstOf,
    Literal,
    Not,
    Path,
    Predicate,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.strategies.edits import Edit, Steps
from pmos_rules.strategies.violations import events
from pmos_rules.strategies.violations.ground import Change, Ground, Spot, together
from pmos_rules.strategies.violations.operators import OPERATORS, others
from pmos_rules.strategies.violations.writing import sample

_TOGETHER: Final = 3
"""So many changes of each part are tried together with those of the other parts."""
_MOST: Final = 200


def violate(node: Predicate, ground: Ground, holds: bool = False) -> Iterator[Change]:
    """Changes that should make a predicate false, or true with ``holds``; the likeliest first."""
    return FORMS[type(node)](node, ground, holds)


def violate_test(node: Test, ground: Ground, holds: bool) -> Iterator[Change]:
    return OPERATORS[node.operator](node, ground, holds)


# -- connectives ---------------------------------------------------------------------------------------


def violate_all(node: All, ground: Ground, holds: bool) -> Iterator[Change]:
    return _each_and_together(node.of, ground, holds) if holds else _each(node.of, ground, holds)


def violate_any(node: Any, ground: Ground, holds: bool) -> Iterator[Change]:
    return _each(node.of, ground, holds) if holds else _each_and_together(node.of, ground, holds)


def _each(parts: Iterable[Predicate], ground: Ground, holds: bool) -> Iterator[Change]:
    return in_turn([violate(part, ground, holds) for part in parts])


def _each_and_together(parts: Iterable[Predicate], ground: Ground, holds: bool) -> Iterator[Change]:
    """One part alone, since the others may be so already; then all of them at once."""
    found = [list(islice(violate(part, ground, holds), _MOST)) for part in parts]
    yield from in_turn([iter(changes) for changes in found])
    yield from (together(*changes) for changes in product(*(changes[:_TOGETHER] for changes in found)))


def in_turn(streams: list[Iterator[Change]]) -> Iterator[Change]:
    """One change of each stream in turn, so that a long one does not hide the others."""
    while streams:
        left = []
        for stream in streams:
            change = next(stream, None)
            if change is not None:
                left.append(stream)
                yield change
        streams = left


def violate_not(node: Not, ground: Ground, holds: bool) -> Iterator[Change]:
    return violate(node.of, ground, not holds)


def violate_condition(node: Condition, ground: Ground, holds: bool) -> Iterator[Change]:
    return violate(node.of, ground, holds)


def violate_first_of(node: FirstOf, ground: Ground, holds: bool) -> Iterator[Change]:
    """Break the check of a branch, go into another branch, or do both."""
    for _, check in node.branches:
        yield from violate(check, ground, holds)
    for when, check in node.branches:
        enter = list(islice(violate(when, ground, True), _TOGETHER))
        yield from enter
        breaking = islice(violate(check, ground, holds), _TOGETHER)
        yield from (together(*both) for both in product(enter, breaking))


def violate_constant(node: Constant, ground: Ground, holds: bool) -> Iterator[Change]:
    """What is decided when a pack is loaded is not for a dossier to change."""
    return iter(())


# -- many values ---------------------------------------------------------------------------------------


def violate_aggregate(node: Aggregate, ground: Ground, holds: bool) -> Iterator[Change]:
    return violate_count(node, ground, holds) if node.function == "count" else violate_sum(node, ground, holds)


def violate_count(node: Aggregate, ground: Ground, holds: bool) -> Iterator[Change]:
    """One row fewer, one that no longer counts, two with the same key; fewer, or more, rows at once."""
    fewer = (change for row in _rows(node.over, ground) for change in ground.drop(row))
    others = (change for row in _rows(node.over, ground) for change in _uncounted(node, ground.at_row(row), holds))
    repeated = _repeated(node.distinct_by, node.over, ground) if node.distinct_by is not None else iter(())
    yield from in_turn([fewer, others, repeated, _resized(node, ground), _uncounted_but(node, ground, holds)])


def _uncounted(node: Aggregate, row: Ground, holds: bool) -> Iterator[Change]:
    if node.where is not None:
        yield from islice(violate(node.where, row, holds), _TOGETHER)


def _uncounted_but(node: Aggregate, ground: Ground, holds: bool) -> Iterator[Change]:
    """No row counts any more but the first ones: one fewer than a bound says, or none at all."""
    for _, limit in node.comparisons:
        assert isinstance(limit, Literal)
        assert isinstance(limit.value, Decimal)
        for left in dict.fromkeys((int(limit.value) - 1, 0)):
            rest = [ground.at_row(row) for row in _rows(node.over, ground)[max(left, 0) :]]
            for number in range(_TOGETHER if rest else 0):
                changes = (next(islice(_uncounted(node, row, holds), number, None), ()) for row in rest)
                yield together(*changes)


def _resized(node: Aggregate, ground: Ground) -> Iterator[Change]:
    """The list with as many rows as a bound says, one fewer, or one more."""
    place, rows = _list(node.over, ground)
    model = rows[-1] if rows else sample(node.over.shape, ground.as_of)
    for _, limit in node.comparisons:
        assert isinstance(limit, Literal)
        assert isinstance(limit.value, Decimal)
        for length in (int(limit.value) - 1, int(limit.value) + 1, int(limit.value)):
            if 0 <= length != len(rows):
                yield ground.put(place, [*rows[:length], *([model] * (length - len(rows)))])


def _list(over: Path, ground: Ground) -> tuple[Steps, list[Anything]]:
    """The list that a path goes over, and where it lies."""
    place = ground.steps(over)[:-1]
    held = ground.at(place)
    return place, held if isinstance(held, list) else []


def violate_sum(node: Aggregate, ground: Ground, holds: bool) -> Iterator[Change]:
    """One more, or one less, in one of the rows."""
    for row in _rows(node.over, ground):
        for spot in ground.at_row(row).spots(node.value):
            if isinstance(spot.value, Decimal):
                yield from (spot.put(spot.value + step) for step in (1, -1))


def violate_unique(node: Unique, ground: Ground, holds: bool) -> Iterator[Change]:
    """The value of one row in another; a row twice."""
    if holds:
        return
    yield from _repeated(node.key, node.over, ground)
    place, rows = _list(node.over, ground)
    twice = [*rows, rows[0]] if rows else [sample(node.over.shape, ground.as_of)] * 2
    yield ground.put(place, twice)
    for row in _rows(node.over, ground)[:1]:
        for spot in ground.at_row(row).spots(node.key):
            value = next(others(spot, []))
            yield together(*(other.put(value) for other in _keys(node.key, node.over, ground)[:2]))


def _repeated(key: Path, over: Path, ground: Ground) -> Iterator[Change]:
    spots = _keys(key, over, ground)
    for spot in spots:
        for other in spots:
            if other is not spot and other.value is not None and other.value != spot.value:
                yield spot.put(other.value)


def _keys(key: Path, over: Path, ground: Ground) -> list[Spot]:
    return [spot for row in _rows(over, ground) for spot in ground.at_row(row).spots(key)]


def _rows(over: Path, ground: Ground) -> list[Steps]:
    return [place for place in ground.places(over) if "*" not in place]


def violate_sequence(node: Sequence, ground: Ground, holds: bool) -> Iterator[Change]:
    steps = ground.steps(node.of)
    place = steps[: steps.index("*")]
    held = ground.at(place)
    told = list(node.contains) if holds else held if isinstance(held, list) else []
    yield from [ground.put(place, told)] if holds else (ground.put(place, found) for found in events.disordered(told))
    if not holds:
        yield ground.put(place, list(node.contains[:-1]))


# -- attachments, sections, processes, functions -------------------------------------------------------


def violate_attached(node: Attached, ground: Ground, holds: bool) -> Iterator[Change]:
    """Take the attachment away, or make it another; or lay one there."""
    rows = [row for row in _rows(node.over, ground) if lies_in(row, node.slot, ground)]
    place, held = _list(node.over, ground)
    if not holds:
        for row in rows:
            yield from ground.drop(row)
        gone = {int(row[-1]) for row in rows}
        yield ground.put(place, [item for at, item in enumerate(held) if at not in gone])
    elif node.where is None:
        yield (Edit("add", ".".join(ground.spelled(place)), {"slot": node.slot} if node.slot else {}),)
    if node.where is not None:
        for row in rows:
            yield from violate(node.where, ground.at_row(row), holds)


def lies_in(row: Steps, slot: str | None, ground: Ground) -> bool:
    """Whether the file of a row lies in a slot, whatever the slot is called; in any where none is named."""
    given = ground.at((*row, "slot"))
    return slot is None or ground.tables.get("slots", {}).get(given, given) == slot


def violate_agree(node: Agree, ground: Ground, holds: bool) -> Iterator[Change]:
    """Give the one side what the other does not say; where the other says nothing either, give both."""
    if holds:
        return
    for one, other in ((node.left, node.right), (node.right, node.left)):
        for spot in _fields(one, node.on, ground):
            steps = spot.steps[len(ground.steps(one)) :]
            told = ground.at((*ground.steps(other), *steps))
            if told is not None:
                yield from (ground.put(spot.steps, value) for value in _differing(told))
    for spot in _fields(node.left, node.on, ground):
        steps = spot.steps[len(ground.steps(node.left)) :]
        right = ground.put((*ground.steps(node.right), *steps), "乙")
        yield together(ground.put(spot.steps, "甲"), right)


def _fields(side: Path, groups: Iterable[str], ground: Ground) -> Iterator[Spot]:
    """Every text of the groups of a side, whether given or not."""
    section = side.shape.section
    start = ground.steps(side)
    for name, known in section.fields.items() if section is not None else ():
        if name not in groups and "all" not in groups:
            continue
        if known.shape.section is None:
            yield Spot(ground, side, (*start, name))
        else:
            texts = (key for key, field in known.shape.section.fields.items() if field.shape.type is not None)
            yield from (Spot(ground, side, (*start, name, key)) for key in texts)


def _differing(told: Anything) -> Iterator[Anything]:
    if isinstance(told, str):
        yield f"{told}甲"


def violate_process(node: ProcessQuery, ground: Ground, holds: bool) -> Iterator[Change]:
    """Other events, events by others, another status; and other facts that stand for events."""
    told, process = node.told, node.told.process
    place = ground.steps(told.events)
    held = ground.at(place)
    happened = held if isinstance(held, list) else []
    if node.asks in ("agrees", "at_or_after") and told.status is not None:
        for spot in ground.spots(told.status):
            yield from (spot.put(text) for state in process.states for text in state.statuses)
    if node.asks == "actor_of":
        yield from (ground.put(place, found) for found in events.by_another(happened, process, node.of))
    if node.asks == "order_of":
        yield from (ground.put(place, found) for found in events.with_event(happened, process, node.of))
    if holds or node.asks == "state":
        for state in process.states if node.asks != "state" else (process.state(node.of),):
            yield from (ground.put(place, found) for found in events.led_on(happened, process, state.name))
            yield from (ground.put(place, found) for found in events.led_to(process, state.name))
    yield from (ground.put(place, found) for found in events.disordered(happened))
    for fact in told.implied:
        if isinstance(fact.by, Path):
            for spot in ground.spots(fact.by):
                yield from (spot.put(actor.title.zh) for actor in process.actors)
        yield from violate(fact.when, ground, False)
        yield from violate(fact.when, ground, True)


def violate_custom(node: Custom, ground: Ground, holds: bool) -> Iterator[Change]:
    """What was registered with the function; without that, another number, a row fewer."""
    proposals = PROPOSALS.get(node.function)
    if proposals is not None:
        places = [_place(path, ground) for path in node.of]
        found = proposals([ground.at(place) for place in places], dict(node.arguments), holds)
        yield from (ground.put(places[number], value) for number, value in found)
        return
    for path in node.of:
        for spot in ground.spots(path):
            if path.shape.type is not None:
                yield from (spot.put(value) for value in others(spot, [spot.value]))
            elif "*" in path.steps:
                yield from ground.drop(spot.steps)


def _place(path: Path, ground: Ground) -> Steps:
    """Where what a path reads was typed: for one that ends in `*`, the list."""
    steps = ground.steps(path)
    return steps[:-1] if steps[-1] == "*" else steps


FORMS: Final[Mapping[type, Callable[[Anything, Ground, bool], Iterator[Change]]]] = {
    Test: violate_test,
    All: violate_all,
    Any: violate_any,
    Not: violate_not,
    Condition: violate_condition,
    FirstOf: violate_first_of,
    Constant: violate_constant,
    Aggregate: violate_aggregate,
    Unique: violate_unique,
    Sequence: violate_sequence,
    Attached: violate_attached,
    Agree: violate_agree,
    ProcessQuery: violate_process,
    Custom: violate_custom,
}
"""By the node of the typed representation."""
