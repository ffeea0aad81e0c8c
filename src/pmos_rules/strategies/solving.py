"""Everything that is asked of one value, and choices → a value of which all of it holds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from pmos_rules.evaluation.checking import check
from pmos_rules.evaluation.reading import Frame
from pmos_rules.evaluation.truth import NOT_APPLICABLE, TRUE
from pmos_rules.formats.values import FOREVER
from pmos_rules.language.ir import Codelist, Literal, Lookup, Path, Test
from pmos_rules.language.ruleset import Rule
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.violations.ground import Spot, of_whole
from pmos_rules.strategies.violations.operators import VALUES, others

_DEPTH: Final = 7
_BUDGET: Final = 40
_PROPOSED: Final = 8
_FAR: Final = timedelta(days=400)
_SETTING: Final = frozenset({"equals", "one_of", "in", "same_as", "same_as_any", "named_in", "mentions_any_of"})
"""The operators that say what a value is rather than how it should look: what they name is taken first."""


class Search:
    """Looks for a value: what one test proposes is tried with the others, and taken back where they refuse it.

    ``fresh`` draws another value of the field.
    """

    def __init__(
        self,
        wanted: Sequence[Test],
        spot: Spot,
        frame: Frame,
        rule: Rule | None,
        choices: Choices,
        fresh: Callable[[], Any],
    ) -> None:
        self.spot = spot
        self.rule = rule
        self.choices = choices
        self.fresh = fresh
        self.frame = replace(frame, row_place=())
        self.wanted = [
            (test, replace(spot, path=spot.ground.whole(test.left)), _of_row(test, spot.ground.scope))
            for test in sorted(wanted, key=lambda test: test.operator not in _SETTING)
        ]
        self.is_composed = any(
            test.operator in _SETTING and its.path.part is not None for test, its, _ in self.wanted
        )
        self.left = _BUDGET

    def value(self, typed: Any) -> Any:
        """A value of which everything holds, beginning with one; None where none is found."""
        self.left = _BUDGET
        return self._from(typed, _DEPTH)

    def _from(self, typed: Any, depth: int) -> Any:
        shape = self.spot.path.shape
        self.frame.row = shape.type.read(typed) if shape.type is not None else typed
        broken = next(((test, spot) for test, spot, asked in self.wanted if not self._holds(asked)), None)
        if broken is None:
            return typed
        test, spot = broken
        if self.is_composed and test.operator not in _SETTING:
            return None  # of parts that are named, each; to change the rest could only undo them
        proposed = self._proposed(test, spot.imagining(typed))
        while proposed and depth and self.left:
            self.left -= 1
            found = self._from(proposed.pop(self.choices.number(0, len(proposed) - 1)), depth - 1)
            if found is not None:
                return found
        return None

    def _holds(self, asked: Test) -> bool:
        return check(asked, self.frame, self.rule) in (TRUE, NOT_APPLICABLE)

    def _proposed(self, test: Test, spot: Spot) -> list[Any]:
        """What may be typed instead so that a test holds; of text, another first."""
        named = [spot.typed(value) for value in islice(_values(test, spot), _PROPOSED)]
        type_ = spot.path.type
        return [self.fresh(), *named] if type_ is not None and type_.text and spot.path.part is None else named


def _values(test: Test, spot: Spot) -> Iterable[Any]:
    propose = VALUES.get(test.operator)
    return propose(test, spot, True) if propose is not None else _FURTHER.get(test.operator, _none)(test, spot)


def _none(test: Test, spot: Spot) -> Iterator[Any]:
    return iter(())


def _same(test: Test, spot: Spot) -> Iterator[Any]:
    """What stands at the other side."""
    right = test.right
    if isinstance(right, Lookup):
        mapping = spot.ground.steps(right.mapping)
        held = (spot.ground.at((*mapping, str(by.value))) for by in spot.ground.spots(right.by))
        return (value for value in held if value is not None)
    assert isinstance(right, Path)
    return (other.value for other in spot.ground.spots(right) if other.value is not None)


def _members(test: Test, spot: Spot) -> Iterator[Any]:
    if isinstance(test.right, Codelist):
        return iter(dict.fromkeys(spot.ground.tables[test.right.name]))
    assert isinstance(test.right, Path)
    return (other.value for other in spot.ground.spots(test.right) if other.value is not None)


def _strangers(test: Test, spot: Spot) -> Iterator[Any]:
    return others(spot, list(_members(test, spot)))


def _days(test: Test, spot: Spot) -> Iterator[Any]:
    """The limit, and a day far on the right side of it."""
    side = 1 if test.operator == "not_before" else -1
    limits = [test.right.value] if isinstance(test.right, Literal) else list(_same(test, spot))
    for limit in limits:
        if isinstance(limit, date):
            yield limit
            if limit < FOREVER:
                yield limit + side * _FAR


_FURTHER: Final[dict[str, Callable[[Test, Spot], Iterator[Any]]]] = {
    "same_as": _same,
    "in": _members,
    "not_in": _strangers,
    "not_before": _days,
    "not_after": _days,
}
"""The values that are proposed by the operators that could change the other side as well."""


@lru_cache(maxsize=4096)
def _of_row(test: Test, scope: Path | None) -> Test:
    """A test of what is tried, which stands where a row would."""
    return replace(test, left=replace(of_whole(test.left, scope), scope="row", steps=()))
