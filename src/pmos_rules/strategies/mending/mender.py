"""A change of a draft → made, unless it touches what has to stay; and where a predicate is asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any as Anything
from typing import Final, TypeAlias

from pmos_rules.evaluation.checking import check
from pmos_rules.evaluation.reading import Frame
from pmos_rules.language.ir import (
    Path,
    Predicate,
    Test,
)
from pmos_rules.language.ruleset import Rule
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.edits import Edit, EditError, Steps, make
from pmos_rules.strategies.fields import Fields
from pmos_rules.strategies.violations.ground import Change, Ground

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

    def __init__(self, forms: "Forms", fields: Fields, choices: Choices, kept: Iterable["Kept"] = ()) -> None:
        self.forms = forms
        self.fields = fields
        self.choices = choices
        self.kept = tuple(kept)
        self.changed: list[Kept] = []

    def mend(self, node: Predicate, at: Site, holds: bool = True) -> None:
        """Make a predicate hold, or not."""
        self.forms[type(node)](self, node, at, holds)

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
        place = self.fields.pattern(tuple(edit.path.split(".")))
        return self.fields.shape(place).kind != "list" or isinstance(edit.value, list)

    def has_changed(self, place: Steps) -> bool:
        """Whether a place, or what it lies in, was changed since the draft was judged."""
        return any(place[: len(made.place)] == made.place for made in self.changed)

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
        return self.fields.draw(self.fields.pattern(at), self.choices)

    def fresh(self, at: Steps) -> Anything:
        """A value for a field that no other is likely to have."""
        known = self.fields.pattern(at)
        return self.fields.fresh(known, self.fields.shape(known), self.choices)

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
                self.put(steps, self.fields.draw(self.fields.pattern(steps), self.choices), ground)
                held = ground.at(steps)
            first = "0" if isinstance(held, list) else next(iter(held or {"": None}))
            steps = (*steps, first)


Mend: TypeAlias = Callable[[Mender, Anything, Site, bool], None]
Forms: TypeAlias = Mapping[type, Mend]
"""What makes a predicate hold, or not, by the node of the typed representation."""
