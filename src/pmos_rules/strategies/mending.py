"""A predicate that does not hold of a draft → the draft changed so that it does: one function per form.

What is wrong is changed and nothing else; where it can be put right in several ways, a choice decides.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any as Anything
from typing import Final

from pmos_rules.evaluation.checking import check
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
from pmos_rules.language.process_table import Process
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.walking import paths_in
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.edits import Edit, EditError, Steps, make
from pmos_rules.strategies.fields import Fields
from pmos_rules.strategies.violations.forms import violate
from pmos_rules.strategies.violations.ground import Change, Ground, Spot

_PROPOSED: Final = 8
_DEPTH: Final = 7
_BUDGET: Final = 60
_SETTING: Final = frozenset({"equals", "one_of", "in", "same_as", "same_as_any", "named_in", "mentions_any_of"})
"""The operators that say what a value is rather than how it should look: what they name is taken first."""


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


class Mender:
    """Changes a draft, as far as nothing that has to stay as it is would change."""

    def __init__(self, fields: Fields, choices: Choices, kept: Iterable[Steps] = ()) -> None:
        self.fields = fields
        self.choices = choices
        self.kept = tuple(kept)
        self.changed: set[Steps] = set()
        self.hopeless: set[Test] = set()

    def mend(self, node: Predicate, at: Site, holds: bool = True) -> None:
        """Make a predicate hold, or not."""
        FORMS[type(node)](self, node, at, holds)

    # -- changing ------------------------------------------------------------------------------------

    def make(self, change: Change, ground: Ground) -> bool:
        """Make a change, unless it touches what has to stay; say whether it was made."""
        places = [tuple(edit.path.split(".")) for edit in change]
        if any(_overlap(place, kept) for place in places for kept in self.kept):
            return False
        if any(edit.verb == "set" and not self._fits(place, edit.value) for place, edit in zip(places, change)):
            return False
        draft = ground.dossier
        assert isinstance(draft, dict)
        try:
            make(change, draft)
        except EditError:
            return False
        self.changed.update(places)
        return True

    def _fits(self, place: Steps, value: Anything) -> bool:
        """Whether a value is a list where one belongs: not so where the list that it was for has gone."""
        return self.fields.shape(self.pattern(place)).kind != "list" or isinstance(value, list)

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


def _overlap(one: Steps, other: Steps) -> bool:
    return all(step == its for step, its in zip(one, other, strict=False))


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
        for spot in at.ground.spots(node.given):
            if spot.raw is None:
                mender.put(spot.steps, mender.fields.draw(mender.pattern(spot.steps), mender.choices), at.ground)
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
    if node in mender.hopeless:
        return True  # what it is compared with has changed, so that it is for the next round
    wanted = sorted(dict.fromkeys((node, *at.peers(node))), key=lambda test: test.operator not in _SETTING)
    wanted = [test for test in wanted if not _asks_others(test)]
    if _asks_others(node):
        return False
    before = spot.raw
    if _search(mender, wanted, at, spot, _DEPTH, [_BUDGET]):
        return spot.raw != before
    if mender.put(spot.steps, mender.fresh(spot.steps), at.ground) and _search(
        mender, wanted, at, spot, _DEPTH, [_BUDGET]
    ):
        return True
    if spot.raw != before:
        _restore(mender, spot, before)
    if _change_others(mender, wanted, at):
        mender.hopeless.add(node)
        return True
    return False


def _asks_others(test: Test) -> bool:
    """Whether somebody else than the applicant supplies what the value is compared with."""
    return any(path.supplied for path in paths_in(test.right))


def _change_others(mender: Mender, wanted: list[Test], at: Site) -> bool:
    """Give what the field may be compared with where it is not given, or give it anew."""
    alike = (test for test in wanted if test.operator in ("same_as", "same_as_any", "mentions_any_of"))
    others = [part for test in alike for part in (test.right if isinstance(test.right, tuple) else (test.right,))]
    found = [spot for other in others for path in paths_in(other) for spot in at.ground.spots(path)]
    for spot in [spot for spot in found if spot.raw is None] or found[-1:]:
        if "*" not in spot.steps and _is_value(spot.path):
            return mender.put(spot.steps, mender.fresh(spot.steps), at.ground)
    return False


def _restore(mender: Mender, spot: Spot, before: Anything) -> None:
    if before is None:
        make(tuple(spot.ground.drop(spot.steps))[0], spot.ground.dossier)  # type: ignore[arg-type]
    else:
        make(spot.ground.put(spot.steps, before), spot.ground.dossier)  # type: ignore[arg-type]


def _search(mender: Mender, wanted: list[Test], at: Site, spot: Spot, depth: int, budget: list[int]) -> bool:
    broken = next((test for test in wanted if not _holds(test, spot, at)), None)
    if broken is None:
        return True
    if depth == 0 or budget[0] <= 0:
        return False
    if broken.operator not in _SETTING and any(_sets_apart(test, broken, at) for test in wanted):
        return False
    before = spot.raw
    where = ".".join(at.ground.spelled(spot.steps))
    own = (change for change in violate(broken, at.ground, True) if _only_at(change, where))
    few = list(islice(own, _PROPOSED))
    anew = at.ground.put(spot.steps, mender.fresh(spot.steps))
    few.insert(0 if spot.path.part is None and spot.path.shape.type.text else len(few), anew)
    while few and budget[0] > 0:
        budget[0] -= 1
        change = few.pop(mender.choices.number(0, len(few) - 1))
        if not mender.make(change, at.ground):
            continue
        if _search(mender, wanted, at, spot, depth - 1, budget):
            return True
        _restore(mender, spot, before)
    return False


def _sets_apart(test: Test, broken: Test, at: Site) -> bool:
    """Whether a test names the values of a part of the field, so that a change of the rest could only undo it."""
    return test.operator in _SETTING and at.ground.whole(test.left).part is not None and test is not broken


def _only_at(change: Change, where: str) -> bool:
    return len(change) == 1 and change[0].path == where and change[0].verb == "set" or _nests(change, where)


def _nests(change: Change, where: str) -> bool:
    """Whether a change makes the place with the sections above it."""
    return len(change) == 1 and change[0].verb == "set" and where.startswith(change[0].path + ".")


def _holds(test: Test, spot: Spot, at: Site) -> bool:
    """Whether a test holds of what stands there now, which the dossier as read does not know yet."""
    left = at.ground.whole(test.left)
    assert left.shape.type is not None
    frame = replace(at.frame, row=left.shape.type.read(spot.raw), row_place=())
    return check(replace(test, left=replace(left, scope="row", steps=())), frame, at.rule) in (TRUE, NOT_APPLICABLE)


# -- many values ---------------------------------------------------------------------------------------


def mend_aggregate(mender: Mender, node: Aggregate, at: Site, holds: bool) -> None:
    (mend_count if node.function == "count" else mend_sum)(mender, node, at, holds)


def mend_count(mender: Mender, node: Aggregate, at: Site, holds: bool) -> None:
    """Add rows that count, or leave some out, until there are as many as are wanted."""
    counted = [
        (row, place)
        for row, place in rows(node.over, at.frame)
        if not isinstance(row, Unreadable)
        and (node.where is None or check(node.where, at.frame.at_row(row, place), None) == TRUE)
    ]
    wanted = mender.choices.pick(_wanted(node, holds))
    place = at.ground.steps(node.over)[:-1]
    if wanted < len(counted):
        for _, row_place in reversed(counted[wanted:]):
            mender.try_one(at.ground.drop(tuple(map(str, row_place))), at.ground)
        return
    for _ in range(wanted - len(counted)):
        _add_row(mender, node.where, node.over, place, at.ground)


def _wanted(node: Aggregate, holds: bool) -> list[int]:
    """Numbers of rows that make the comparisons true, or false: at the bound, next to it, far from it."""
    limits = [int(_decimal(limit)) for _, limit in node.comparisons]
    near = sorted({number for limit in limits for number in (limit, limit + 1, limit - 1, 2 * limit + 3, 0) if number >= 0})
    found = [number for number in near if all(_compares(o, number, _decimal(v)) for o, v in node.comparisons) == holds]
    return sorted(found, key=lambda number: min(abs(number - limit) for limit in limits)) or [0]


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
    """Share the total out over the rows, in two decimals or in four."""
    limits = [(operator, _decimal(limit)) for operator, limit in node.comparisons]
    place = at.ground.steps(node.over)[:-1]
    if not at.ground.at(place):
        for _ in range(mender.choices.pick((1, 2, 3, 7))):
            _add_row(mender, node.where, node.over, place, at.ground)
    held = at.ground.at(place)
    number = len(held) if isinstance(held, list) else 0
    total = next((limit for operator, limit in limits if holds and operator in ("equals", "at_least", "at_most")), None)
    if total is None:
        total = limits[0][1] + mender.choices.pick((Decimal("0.01"), Decimal("-0.01"), Decimal(1), Decimal("-1")))
    if "*" in node.value.steps[:-1] or number == 0:
        return
    for index, share in enumerate(_shares(total, number, mender.choices)):
        steps = (*place, str(index), *node.value.steps)
        mender.put(steps, f"{share:f}", at.ground)


def _shares(total: Decimal, number: int, choices: Choices) -> list[Decimal]:
    """So many positive parts that add up to the total exactly, none of them rounded."""
    scale = choices.pick((2, 2, 4))
    units = int(total.scaleb(scale))
    if units < number:
        return [total] + [Decimal(0)] * (number - 1)
    parts = []
    for left in range(number - 1, 0, -1):
        parts.append(choices.number(1, max(1, 2 * (units // (left + 1)) - 1)) if choices.chance(2) else units // (left + 1))
        parts[-1] = min(parts[-1], units - left)
        units -= parts[-1]
    return [Decimal(part).scaleb(-scale) for part in (*parts, units)]


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
    given = getattr(row, "slot", None)
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
    told = node.told
    if not holds or node.asks not in ("order_of", "actor_of"):
        mender.try_one(violate(node, at.ground, holds), at.ground)
        return
    implied = {fact.on for fact in told.implied if at.as_condition().truth(fact.when) == TRUE}
    course = [event for event in _walk(told.process, mender.choices) if event["event"] not in implied]
    mender.put(at.ground.steps(told.events), course, at.ground)


def _walk(process: Process, choices: Choices) -> list[dict[str, str]]:
    """Events from the start on, each permitted where it comes, by somebody who may raise it."""
    state, course = process.start, []
    for _ in range(choices.number(0, 2 * len(process.states))):
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
