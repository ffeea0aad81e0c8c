"""A count, a sum or a list without repetition that does not hold → rows added, left out or changed."""

from decimal import Decimal
from typing import Any as Anything

from pmos_rules.evaluation.checking import COMPARE, check
from pmos_rules.evaluation.reading import rows
from pmos_rules.evaluation.truth import TRUE
from pmos_rules.formats.values import Unreadable
from pmos_rules.language.ir import (
    Aggregate,
    All,
    Attached,
    Literal,
    Path,
    Predicate,
    Unique,
)
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.edits import Edit, Steps
from pmos_rules.strategies.mending.mender import Mender, Site
from pmos_rules.strategies.violations.forms import lies_in, violate
from pmos_rules.strategies.violations.ground import Ground, Spot


def mend_aggregate(mender: Mender, node: Aggregate, at: Site, holds: bool) -> None:
    (mend_count if node.function == "count" else mend_sum)(mender, node, at, holds)


def mend_count(mender: Mender, node: Aggregate, at: Site, holds: bool) -> None:
    """Add rows that count, make some count, or leave some out, until there are as many as are wanted."""
    there = [(row, place) for row, place in rows(node.over, at.frame) if not isinstance(row, Unreadable)]
    counted = [found for found in there if node.where is None or at.in_row(*found).truth(node.where) == TRUE]
    wanted = mender.choices.pick(_wanted(node, holds))
    place = at.ground.steps(node.over)[:-1]
    for _, row_place in reversed(counted[wanted:]):
        mender.try_one(at.ground.drop(tuple(map(str, row_place))), at.ground)
    lacking = wanted - len(counted)
    others = [found for found in there if found not in counted]
    may_grow = not mender.keeps(place)
    for found in others[: max(lacking, 0)]:
        if node.where is not None and (not may_grow or mender.choices.chance(4)):
            mender.mend(node.where, at.in_row(*found))
            lacking -= 1
    for _ in range(lacking if may_grow else 0):
        add_row(mender, node.where, node.over, place, at.ground)


def _wanted(node: Aggregate, holds: bool) -> list[int]:
    """Numbers of rows that make the comparisons true, or false: at the bound, next to it, far from it."""
    limits = [int(_decimal(limit)) for _, limit in node.comparisons]
    near = {0, *(number for limit in limits for number in (limit, limit + 1, limit - 1, 2 * limit + 3))}
    found = [number for number in sorted(near) if number >= 0 and _all_compare(node, number) == holds]
    return sorted(found, key=lambda number: min(abs(number - limit) for limit in limits)) or [0]


def _all_compare(node: Aggregate, number: int) -> bool:
    return all(COMPARE[operator](number, _decimal(limit)) for operator, limit in node.comparisons)


def _decimal(operand: Anything) -> Decimal:
    assert isinstance(operand, Literal)
    assert isinstance(operand.value, Decimal)
    return operand.value


def add_row(mender: Mender, where: Predicate | None, over: Path, place: Steps, ground: Ground) -> None:
    held = ground.at(place)
    number = len(held) if isinstance(held, list) else 0
    drawn = mender.fields.example(mender.fields.pattern((*place, "0")), mender.choices)
    if isinstance(held, list):
        if not mender.make((Edit("add", ".".join(ground.spelled(place)), [drawn]),), ground):
            return
    elif not mender.put(place, [drawn], ground):
        return
    if where is not None:
        for part in where.of if isinstance(where, All) else (where,):
            mender.try_one(violate(part, ground.at_row((*place, str(number))), True), ground)


def mend_sum(mender: Mender, node: Aggregate, at: Site, holds: bool) -> None:
    """Share the total out over the rows, in two decimals or in four; what has to stay takes its part."""
    limits = [(operator, _decimal(limit)) for operator, limit in node.comparisons]
    place = at.ground.steps(node.over)[:-1]
    total = next((limit for operator, limit in limits if holds and operator in ("equals", "at_least", "at_most")), None)
    if total is None:
        total = limits[0][1] + mender.choices.pick((Decimal("0.01"), Decimal("-0.01"), Decimal(1), Decimal("-1")))
    free = []
    for spot in _summed(node, at.ground):
        if not mender.keeps(spot.steps):
            free.append(spot)
        elif isinstance(spot.value, Decimal):
            total -= spot.value
    if not free:
        before = len(at.ground.at(place) or ())
        for _ in range(mender.choices.pick((1, 2, 3, 7))):
            add_row(mender, node.where, node.over, place, at.ground)
        free = _summed(node, at.ground)[before:]
    for spot, share in zip(free, _shares(total, len(free), mender.choices), strict=True):
        mender.put(spot.steps, f"{share:f}", at.ground)


def _summed(node: Aggregate, ground: Ground) -> list[Spot]:
    """What is summed up, row by row."""
    places = [place for place in ground.places(node.over) if "*" not in place]
    return [spot for place in places for spot in ground.at_row(place).spots(node.value)]


def _shares(total: Decimal, number: int, choices: Choices) -> list[Decimal]:
    """So many parts that add up to the total exactly, none of them rounded; positive, but for one if need be."""
    if number == 0:
        return []
    scale = choices.pick((2, 2, 4))
    left = int(total.scaleb(scale))
    evenly = not choices.chance(2)
    parts = []
    for others in range(number - 1, 0, -1):
        fair = left // (others + 1)
        part = fair if evenly else choices.number(1, max(1, 2 * fair - 1))
        parts.append(max(1, min(part, left - others)))
        left -= parts[-1]
    return [Decimal(part).scaleb(-scale) for part in (left, *parts)]


def mend_unique(mender: Mender, node: Unique, at: Site, holds: bool) -> None:
    """Another value for each row that has one again; or the value of one row for another."""
    if not holds:
        mender.try_one(violate(node, at.ground, False), at.ground)
        return
    seen: set[Anything] = set()
    for row, place in rows(node.over, at.frame):
        if isinstance(row, Unreadable) or (
            node.where is not None and check(node.where, at.frame.at_row(row, place), None) != TRUE
        ):
            continue
        for spot in at.in_row(row, place).ground.spots(node.key):
            if spot.value is not None and spot.value in seen:
                mender.put(spot.steps, mender.fresh(spot.steps), at.ground)
            seen.add(spot.value)


def mend_attached(mender: Mender, node: Attached, at: Site, holds: bool) -> None:
    """Lay an attachment there, or make one that lies there as it should be; or take it away."""
    if not holds:
        mender.try_one(violate(node, at.ground, False), at.ground)
        return
    there = [
        (row, place)
        for row, place in rows(node.over, at.frame)
        if not isinstance(row, Unreadable) and lies_in(tuple(map(str, place)), node.slot, at.ground)
    ]
    if there and node.where is not None:
        mender.mend(node.where, at.in_row(*mender.choices.pick(there)))
        return
    place = at.ground.steps(node.over)[:-1]
    held = at.ground.at(place)
    number = len(held) if isinstance(held, list) else 0
    add_row(mender, node.where, node.over, place, at.ground)
    if node.slot is not None:
        mender.put((*place, str(number), "slot"), node.slot, at.ground)
