"""A test of one value that does not hold → another value, or another to compare it with."""

from collections.abc import Iterator

from pmos_rules.language.ir import (
    Path,
    Test,
)
from pmos_rules.language.walking import paths_in
from pmos_rules.strategies.mending.mender import Mender, Site
from pmos_rules.strategies.solving import Search
from pmos_rules.strategies.violations.forms import violate
from pmos_rules.strategies.violations.ground import Spot


def mend_test(mender: Mender, node: Test, at: Site, holds: bool) -> None:
    if node.operator in ("present", "missing"):
        _mend_presence(mender, node, at, holds == (node.operator == "present"))
        return
    spots = [spot for spot in at.ground.spots(node.left) if "*" not in spot.steps]
    if holds and node.operator in ("readable", "as_given"):
        for spot in spots:
            mender.put(spot.steps, mender.fresh(spot.steps), at.ground)
        return
    if holds and len(spots) == 1 and _is_value(at.ground.whole(node.left)):
        if spots[0].raw is None:
            mender.put(spots[0].steps, mender.draw(spots[0].steps), at.ground)
        if _solve(mender, node, at, spots[0]):
            return
    mender.try_one(violate(node, at.ground, holds), at.ground)


def _mend_presence(mender: Mender, node: Test, at: Site, present: bool) -> None:
    for spot in at.ground.spots(node.left):
        if not present:
            mender.try_one(at.ground.drop(spot.steps), at.ground)
        elif spot.raw is None or spot.raw in ({}, [], ""):
            steps = tuple("0" if step == "*" else step for step in spot.steps)
            mender.put(spot.steps, mender.fields.example(mender.fields.pattern(steps), mender.choices), at.ground)


def _is_value(path: Path) -> bool:
    return path.shape.kind == "value" and path.scope != "as_of"


def _solve(mender: Mender, node: Test, at: Site, spot: Spot) -> bool:
    """Find a value that keeps to this test and to all that is asked of the same field besides."""
    if _asks_others(node):
        return False
    wanted = [test for test in dict.fromkeys((node, *at.peers(node))) if not _asks_others(test)]
    compared = [other for test in wanted for path in _compared_with(test) for other in at.ground.spots(path)]
    if any(mender.has_changed(other.steps) for other in compared):
        return True  # the site is older than what it is compared with, so that it is for the next round
    search = Search(wanted, spot, at.frame, at.rule, mender.choices, lambda: mender.fresh(spot.steps))
    found = search.value(spot.raw) if spot.raw is not None else None
    if found is None:
        found = search.value(mender.fresh(spot.steps))
    if found is not None:
        return found != spot.raw and mender.put(spot.steps, found, at.ground)
    return _change_one(mender, compared, at)


def _asks_others(test: Test) -> bool:
    """Whether somebody else than the applicant supplies what the value is compared with."""
    return any(path.supplied for path in paths_in(test.right))


def _change_one(mender: Mender, compared: list[Spot], at: Site) -> bool:
    """Give what the field may be compared with where it is not given, or give one of these anew."""
    found = [spot for spot in compared if "*" not in spot.steps and _is_value(spot.path)]
    if not found:
        return False
    spot = next((spot for spot in found if spot.raw is None), None) or mender.choices.pick(found)
    return mender.put(spot.steps, mender.draw(spot.steps), at.ground)


def _compared_with(test: Test) -> Iterator[Path]:
    """The fields that say what a value should be."""
    if test.operator in ("same_as", "same_as_any", "mentions_any_of"):
        for operand in test.right if isinstance(test.right, tuple) else (test.right,):
            yield from paths_in(operand)
    elif test.operator == "named_in":
        yield from (path for _, path in test.options if isinstance(path, Path))
