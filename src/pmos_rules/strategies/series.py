"""A seed → dossiers one after the other, by the thousand: some drawn afresh, most of them one drawn before, varied.

What takes long is to bring a draft that was drawn field by field to where all its rules are satisfied at once. From
one that has come there it is not far to the next, which differs in a few fields; so a series goes on from those, like
a random walk, along several ways that start afresh now and then.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final

from pmos_rules.strategies.choices import Choices, Seeded

Draft = dict[str, Any]

_WAYS: Final = 12
_FRESH: Final = 12
"""Once in so many times a way starts afresh."""


class Series(Iterator[Draft]):
    """Endless; the same for the same seed. Where no dossier is found it raises, and goes on with the next."""

    def __init__(
        self, fresh: Callable[[Choices], Draft], varied: Callable[[Draft, Choices], Draft], seed: int | str
    ) -> None:
        self._fresh = fresh
        self._varied = varied
        self._seed = seed
        self._number = 0
        self._ways: list[Draft] = []

    def __next__(self) -> Draft:
        """The next dossier; raises what the drawing of one raises."""
        self._number += 1
        choices = Seeded(f"{self._seed}/{self._number}")
        if len(self._ways) < _WAYS:
            self._ways.append(self._fresh(choices))
            return deepcopy(self._ways[-1])
        way = choices.number(0, _WAYS - 1)
        self._ways[way] = self._fresh(choices) if choices.chance(_FRESH) else self._varied(self._ways[way], choices)
        return deepcopy(self._ways[way])
