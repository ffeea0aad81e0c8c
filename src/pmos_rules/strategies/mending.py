"""A predicate that does not hold of a draft → the draft changed so that it does: one function per form.

What is wrong is changed and nothing else; where it can be put right in several ways, a choice decides.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any as Anything
from typing import Final

from pmos_rules.evaluation.checking import check, condition
from pmos_rules.evaluation.processing import course_of
from pmos_rules.evaluation.reading import Frame, rows
from pmos_rules.evaluation.truth import FALSE, NOT_APPLICABLE, TRUE, UNDETERMINED
from pmos_rules.formats.values import Unreadable
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
from pmos_rules.language.process_table import Process, Step
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.walking import paths_in, tests_of
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.edits import Edit, EditError, Steps, make
from pmos_rules.strategies.fields import Fields
from pmos_rules.strategies.solving import Search
from pmos_rules.strategies.violations import events
from pmos_rules.strategies.violations.forms import violate
from pmos_rules.strategies.violations.ground import Change, Ground, Spot

_PROPOSED: Final = 8

@dataclass(frozen=True, slots=True)
class Site:
    """Where a predicate is asked: in the draft as typed, in the dossier as read, and for which rule."""

    ground: Ground
    frame: Frame
    rule: Rule | None
    peers: Callable[[Test], tuple[Test, ...]] = lambda test: ()
    """What is asked besides of the value that a test is about."""

    def truth(self, node: Predicate) -> int:
        """Whether a predicate held when the draft was last read."""
        return check(node, self.frame, self.rule)

    def in_row(self, row: Anything, place: tuple[int | str, ...]) -> "Site":
        """The site inside a row, where a missing value is false."""
        return Site(self.ground.at_row(tuple(map(str, place))), self.frame.at_row(row, place), None)

    def as_condition(self) -> "Site":
        """The same site, where a missing value is false."""
        return replace(self, rule=None)


@dataclass(frozen=True, slots=True)
class Kept:
    """A place that has to stay as it is; of a list only how many items it has."""

    place: Steps
    is_list: bool

    def forbids(self, edit: Edit) -> bool:
        """Whether an edit would change it."""
        place = tuple(edit.path.split("."))
        if self.is_list:
            inside = place if edit.verb != "remove" else place[:-1]
            return self.place[: len(inside)] == inside
        if edit.verb == "add":
            return place[: len(self.place)] == self.place
        return all(step == its for step, its in zip(place, self.place, strict=False))


def kept_by(edit: Edit) -> Kept:
    """What an edit made, to be kept."""
    place = tuple(edit.path.split("."))
    if edit.verb == "remove":
        return Kept(place[:-1] if place[-1].isdecimal() else place, place[-1].isdecimal())
    return Kept(place, edit.verb == "add" or isinstance(edit.value, list))


class Mender:
    """Changes a draft, as far as nothing that has to stay as it is would change."""

    def __init__(self, fields: Fields, choices: Choices, kept: Iterable["Kept"] = ()) -> None:
        self.fields = fields
        self.choices = choices
        self.kept = tuple(kept)
        self.changed: list[Kept] = []
        self.hopeless: set[Test] = set()

    def mend(self, node: Predicate, at: Site, holds: bool = True) -> None:
        """Make a predicate hold, or not."""
        FORMS[type(node)](self, node, at, holds)

    # -- changing ------------------------------------------------------------------------------------

    def make(self, change: Change, ground: Ground) -> bool:
        """Make a change, unless it touches what has to stay; say whether it was made."""
        if any(kept.forbids(edit) for edit in change for kept in self.kept):
            return False
        if any(edit.verb == "set" and not self._fits(edit) for edit in change):
            return False
        draft = ground.dossier
        assert isinstance(draft, dict)
        try:
            make(change, draft)
        except EditError:
            return False
        self.changed += [kept_by(edit) for edit in change]
        return True

    def _fits(self, edit: Edit) -> bool:
        """Whether a value is a list where one belongs: not so where the list that it was for has gone."""
        place = self.pattern(tuple(edit.path.split(".")))
        return self.fields.shape(place).kind != "list" or isinstance(edit.value, list)

    def keeps(self, place: Steps) -> bool:
        """Whether a place has to stay as it is, a list as long as it is."""
        return any(kept.place == place for kept in self.kept)

    def put(self, steps: Steps, value: Anything, ground: Ground) -> bool:
        """Set a place."""
        return self.make(ground.put(steps, value), ground)

    def try_one(self, changes: Iterable[Change], ground: Ground) -> bool:
        """Make one of the first few changes, the first rather than the others."""
        few = list(islice(changes, _PROPOSED))
        while few:
            choices = self.choices
            change = few.pop(0 if choices.chance(2) is False else choices.number(0, len(few) - 1))
            if self.make(change, ground):
                return True
        return False

    def draw(self, at: Steps) -> Anything:
        """Something for a place."""
        return self.fields.draw(self.pattern(at), self.choices)

    def fresh(self, at: Steps) -> Anything:
        """A value for a field that no other is likely to have."""
        pattern = self.pattern(at)
        return self.fields.fresh(pattern, self.fields.shape(pattern), self.choices)

    def give(self, path: Path, at: Site) -> None:
        """Give what a path leads to, where it is not given."""
        for spot in at.ground.spots(path):
            if spot.raw is None and "*" not in spot.steps and not path.supplied:
                self.put(spot.steps, self.draw(spot.steps), at.ground)

    def add_item(self, over: Path, ground: Ground) -> None:
        """Add an item to the list that a path goes over, and to the lists that this lies in."""
        steps: Steps = ()
        for step in over.steps:
            if step != "*":
                steps = (*steps, step)
                continue
            held = ground.at(steps)
            if not held or not isinstance(held, list | dict):
                self.put(steps, self.fields.draw(self.pattern(steps), self.choices), ground)
                held = ground.at(steps)
            first = "0" if isinstance(held, list) else next(iter(held or {"": None}))
            steps = (*steps, first)

    def pattern(self, at: Steps) -> Steps:
        """The steps with `*` for the places in lists."""
        return pattern(at, self.fields)


def pattern(at: Steps, fields: Fields) -> Steps:
    """The steps with `*` for the places in lists and mappings."""
    found: Steps = ()
    for step in at:
        found = (*found, "*" if fields.shape(found).repeats else step)
    return found


# -- connectives ---------------------------------------------------------------------------------------


def mend_all(mender: Mender, node: All, at: Site, holds: bool) -> None:
    if not holds:
        mender.mend(mender.choices.pick(node.of), at, False)
        return
    for part in node.of:
        if at.truth(part) not in (TRUE, NOT_APPLICABLE):
            mender.mend(part, at)


def mend_any(mender: Mender, node: Any, at: Site, holds: bool) -> None:
    if holds:
        mender.mend(mender.choices.pick(node.of), at)
        return
    for part in node.of:
        if at.truth(part) != FALSE:
            mender.mend(part, at, False)


def mend_not(mender: Mender, node: Not, at: Site, holds: bool) -> None:
    if holds and node.given is not None and at.rule is None:
        lacking = [spot for path in tests_of(node.of) for spot in at.ground.spots(path) if spot.raw is None]
        for spot in lacking:  # of what is not there the operator does not hold either
            mender.put(spot.steps, mender.draw(spot.steps), at.ground)
        if lacking:
            return
    mender.mend(node.of, at, not holds)


def mend_condition(mender: Mender, node: Condition, at: Site, holds: bool) -> None:
    mender.mend(node.of, at.as_condition(), holds)


def mend_first_of(mender: Mender, node: FirstOf, at: Site, holds: bool) -> None:
    for when, then in node.branches:
        truth = at.as_condition().truth(when)
        if truth == UNDETERMINED:
            mender.mend(when, at.as_condition(), not mender.choices.chance(2))
            return
        if truth == TRUE:
            mender.mend(then, at, holds)
            return


def mend_constant(mender: Mender, node: Constant, at: Site, holds: bool) -> None:
    """What is decided when a pack is loaded is not for a dossier to change."""


# -- one value -----------------------------------------------------------------------------------------


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
            drawn = mender.fields.draw(mender.pattern(steps), mender.choices)
            mender.put(spot.steps, drawn or mender.fields.example(mender.pattern(steps), mender.choices), at.ground)


def _is_value(path: Path) -> bool:
    return path.shape.kind == "value" and path.scope != "as_of"


def _solve(mender: Mender, node: Test, at: Site, spot: Spot) -> bool:
    """Find a value that keeps to this test and to all that is asked of the same field besides."""
    if _asks_others(node):
        return False
    if node in mender.hopeless:
        return True  # what it is compared with has changed, so that it is for the next round
    wanted = [test for test in dict.fromkeys((node, *at.peers(node))) if not _asks_others(test)]
    search = Search(wanted, spot, at.frame, at.rule, mender.choices, lambda: mender.fresh(spot.steps))
    found = search.value(spot.raw) if spot.raw is not None else None
    if found is None:
        found = search.value(mender.fresh(spot.steps))
    if found is not None:
        return found != spot.raw and mender.put(spot.steps, found, at.ground)
    if _change_others(mender, wanted, at):
        mender.hopeless.add(node)
        return True
    return False


def _asks_others(test: Test) -> bool:
    """Whether somebody else than the applicant supplies what the value is compared with."""
    return any(path.supplied for path in paths_in(test.right))


def _change_others(mender: Mender, wanted: list[Test], at: Site) -> bool:
    """Give what the field may be compared with where it is not given, or give one of these anew."""
    found = [spot for test in wanted for path in _compared_with(test) for spot in at.ground.spots(path)]
    found = [spot for spot in found if "*" not in spot.steps and _is_value(spot.path)]
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


# -- many values ---------------------------------------------------------------------------------------


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
        _add_row(mender, node.where, node.over, place, at.ground)


def _wanted(node: Aggregate, holds: bool) -> list[int]:
    """Numbers of rows that make the comparisons true, or false: at the bound, next to it, far from it."""
    limits = [int(_decimal(limit)) for _, limit in node.comparisons]
    near = {0, *(number for limit in limits for number in (limit, limit + 1, limit - 1, 2 * limit + 3))}
    found = [number for number in sorted(near) if number >= 0 and _all_compare(node, number) == holds]
    return sorted(found, key=lambda number: min(abs(number - limit) for limit in limits)) or [0]


def _all_compare(node: Aggregate, number: int) -> bool:
    return all(_compares(operator, number, _decimal(limit)) for operator, limit in node.comparisons)


def _decimal(operand: Anything) -> Decimal:
    assert isinstance(operand, Literal)
    assert isinstance(operand.value, Decimal)
    return operand.value


def _compares(operator: str, number: int | Decimal, limit: Decimal) -> bool:
    return {
        "equals": number == limit,
        "above": number > limit,
        "at_least": number >= limit,
        "below": number < limit,
        "at_most": number <= limit,
    }[operator]


def _add_row(mender: Mender, where: Predicate | None, over: Path, place: Steps, ground: Ground) -> None:
    held = ground.at(place)
    number = len(held) if isinstance(held, list) else 0
    drawn = mender.fields.example(mender.pattern((*place, "0")), mender.choices)
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
            _add_row(mender, node.where, node.over, place, at.ground)
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


def mend_sequence(mender: Mender, node: Sequence, at: Site, holds: bool) -> None:
    mender.try_one(violate(node, at.ground, holds), at.ground)


# -- attachments, sections, processes, functions -------------------------------------------------------


def mend_attached(mender: Mender, node: Attached, at: Site, holds: bool) -> None:
    """Lay an attachment there, or make one that lies there as it should be; or take it away."""
    if not holds:
        mender.try_one(violate(node, at.ground, False), at.ground)
        return
    there = [
        (row, place)
        for row, place in rows(node.over, at.frame)
        if not isinstance(row, Unreadable) and _lies_in(row, node.slot, at)
    ]
    if there and node.where is not None:
        mender.mend(node.where, at.in_row(*mender.choices.pick(there)))
        return
    place = at.ground.steps(node.over)[:-1]
    held = at.ground.at(place)
    number = len(held) if isinstance(held, list) else 0
    _add_row(mender, node.where, node.over, place, at.ground)
    if node.slot is not None:
        mender.put((*place, str(number), "slot"), node.slot, at.ground)


def _lies_in(row: Anything, slot: str | None, at: Site) -> bool:
    given = getattr(row, "slot", None) or ""
    return slot is None or at.frame.tables.get("slots", {}).get(given, given) == slot


def mend_agree(mender: Mender, node: Agree, at: Site, holds: bool) -> None:
    """Say on the one side what the other says; or something else."""
    if not holds:
        mender.try_one(violate(node, at.ground, False), at.ground)
        return
    left, right = at.ground.steps(node.left), at.ground.steps(node.right)
    groups = list(at.ground.at(left) or {}) if "all" in node.on else list(node.on)
    for group in groups:
        told, other = at.ground.at((*left, group)), at.ground.at((*right, group))
        if told is not None and other is not None and told != other:
            _agree(mender, (*left, group), told, other, at.ground)


def _agree(mender: Mender, steps: Steps, told: Anything, other: Anything, ground: Ground) -> None:
    if isinstance(told, dict) and isinstance(other, dict):
        for key in told.keys() & other.keys():
            if told[key] != other[key]:
                _agree(mender, (*steps, key), told[key], other[key], ground)
    else:
        mender.put(steps, other, ground)


def mend_process(mender: Mender, node: ProcessQuery, at: Site, holds: bool) -> None:
    """Tell of another course, every step of it permitted; a status is set."""
    told, choices = node.told, mender.choices
    if holds and node.asks in ("agrees", "at_or_after"):
        _mend_status(mender, node, at)
        return
    if not holds:
        mender.try_one(violate(node, at.ground, holds), at.ground)
        return
    starts = [step.start[0] for step in told.process.steps_on(node.of)]
    state = node.of if node.asks == "state" else choices.pick(starts)
    courses = list(events.led_to(told.process, state))
    course = list(choices.pick(courses)) if courses else []
    if node.asks != "state":
        course.append(choices.pick(list(events.raised(told.process, node.of))))
        course += _walk(told.process, told.process.step(node.of, state), choices)
    implied = {fact.on for fact in told.implied if at.as_condition().truth(fact.when) == TRUE}
    mender.put(at.ground.steps(told.events), [event for event in course if event["event"] not in implied], at.ground)


def _mend_status(mender: Mender, node: ProcessQuery, at: Site) -> None:
    """Say of the process what its events say."""
    told, process = node.told, node.told.process
    now = course_of(told, at.frame, condition).replay.state
    states = [now] if node.asks == "agrees" else sorted(process.reachable(node.of))
    texts = [text for state in states for text in process.state(state).statuses]
    if told.status is not None:
        mender.put(at.ground.steps(told.status), mender.choices.pick(texts), at.ground)


def _walk(process: Process, after: Step | None, choices: Choices) -> list[dict[str, str]]:
    """Events after a step, each permitted where it comes, by somebody who may raise it."""
    state, course = after.to if after is not None else process.start, []
    for _ in range(choices.number(0, 6)):
        steps = list(process.steps_from(state))
        if not steps:
            break
        step = choices.pick(steps)
        course.append({"event": step.on, "by": process.actor(choices.pick(step.by)).title.zh})
        state = step.to
    return course


def mend_custom(mender: Mender, node: Custom, at: Site, holds: bool) -> None:
    mender.try_one(violate(node, at.ground, holds), at.ground)


FORMS: Final[Mapping[type, Callable[[Mender, Anything, Site, bool], None]]] = {
    Test: mend_test,
    All: mend_all,
    Any: mend_any,
    Not: mend_not,
    Condition: mend_condition,
    FirstOf: mend_first_of,
    Constant: mend_constant,
    Aggregate: mend_aggregate,
    Unique: mend_unique,
    Sequence: mend_sequence,
    Attached: mend_attached,
    Agree: mend_agree,
    ProcessQuery: mend_process,
    Custom: mend_custom,
}
"""By the node of the typed representation."""
