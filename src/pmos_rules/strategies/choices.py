"""A source of whole numbers → every choice that making a dossier takes: of one of several, of a length, of yes or no.

One small interface, so that the same generator serves Hypothesis, which records its choices and shrinks them, and
a seeded source of random numbers, for volume. The first of several and the least of a range are the simplest.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Choices(ABC):
    """Whole numbers, one after the other, each of a range."""

    _serial = 0

    @abstractmethod
    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included; ``low`` is the simplest."""

    def pick(self, options: Sequence[T]) -> T:
        """One of several, of which the first is the simplest."""
        return options[self.number(0, len(options) - 1)] if len(options) > 1 else options[0]

    def serial(self) -> int:
        """How often this was asked before: what tells apart values that would be the same by the same choices."""
        self._serial += 1
        return self._serial - 1

    def chance(self, of: int) -> bool:
        """Yes once in ``of`` times; no is simpler."""
        return self.number(0, of - 1) == of - 1


class Seeded(Choices):
    """Random numbers that are the same for the same seed, on every machine.

    >>> Seeded(7).number(1, 6) == Seeded(7).number(1, 6)
    True
    """

    def __init__(self, seed: int | str) -> None:
        self._random = Random(seed).random

    def number(self, low: int, high: int) -> int:
        """A whole number of the range, all equally likely."""
        return low + int(self._random() * (high - low + 1))


class Simplest(Choices):
    """The simplest choice, each time."""

    def number(self, low: int, high: int) -> int:
        """The least of the range."""
        return low
