"""A decision in plain Python → every way through it: which answers were given, and what it came to.

The decision asks its questions through `Asking`. It is run once for each way through it, each time with other
answers, so that the ways are apart from one another and together leave nothing out: of the rules made from them
exactly one fires.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

R = TypeVar("R")
Alpha = dict[str, Any]
"""A condition on one fact, as durable-rules writes it."""


class TooManyWaysError(Exception):
    """There are more ways through a decision than rules should be made of."""


@dataclass(frozen=True, slots=True)
class Way(Generic[R]):
    """One way through a decision: the conditions under which it is taken, and what it comes to."""

    conditions: tuple[Alpha, ...]
    result: R


@dataclass(slots=True)
class Asking:
    """The answers of one run: those prescribed, and from there on the first of each question."""

    prescribed: Sequence[int]
    taken: list[int] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    conditions: list[Alpha] = field(default_factory=list)
    known: dict[Hashable, Any] = field(default_factory=dict)

    def choose(self, question: Hashable, answers: Sequence[tuple[Any, Alpha]]) -> Any:
        """One of the answers, each with its condition; the same question has the same answer."""
        if question in self.known:
            return self.known[question]
        at = len(self.taken)
        chosen = self.prescribed[at] if at < len(self.prescribed) else 0
        answer, condition = answers[chosen]
        self.taken.append(chosen)
        self.open.append(len(answers))
        self.conditions.append(condition)
        self.known[question] = answer
        return answer


def ways(decision: Callable[[Asking], R], most: int) -> list[Way[R]]:
    """Every way through a decision, first answers first; raises TooManyWaysError beyond ``most``."""
    found: list[Way[R]] = []
    waiting: list[tuple[int, ...]] = [()]
    while waiting:
        if len(found) == most:
            raise TooManyWaysError
        asking = Asking(waiting.pop())
        result = decision(asking)
        found.append(Way(tuple(asking.conditions), result))
        fresh = range(len(asking.taken) - 1, len(asking.prescribed) - 1, -1)
        for at in reversed(fresh):
            others = (*range(1, asking.open[at]),)
            waiting += [(*asking.taken[:at], other) for other in reversed(others)]
    return found
