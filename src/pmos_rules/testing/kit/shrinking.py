"""A dossier with a property → a smaller one that still has it: keys, items and characters left out, greedily."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """What is left of a dossier, how many others were tried on the way, and whether nothing more can be left out."""

    dossier: dict[str, Any]
    tried: int
    is_minimal: bool


def shrink(
    dossier: Mapping[str, Any],
    holds: Callable[[dict[str, Any]], bool],
    *,
    keep: Collection[str] = (),
    most: int = 300,
) -> Shrunk:
    """Leave out of a dossier whatever can be, while it ``holds``; the same dossier gives the same each time.

    Keys of the root that are to ``keep`` stay as they are. At most ``most`` dossiers are tried, each once.

    >>> shrink({"a": [1, 2, 3], "b": "xyz"}, lambda d: 2 in d.get("a", ())).dossier
    {'a': [2]}
    """
    shrinker = _Shrinker(dict(dossier), holds, frozenset(keep), most)
    is_minimal = shrinker.run()
    return Shrunk(shrinker.best, len(shrinker.seen), is_minimal)


class _Shrinker:
    """The smallest dossier so far."""

    def __init__(
        self, dossier: dict[str, Any], holds: Callable[[dict[str, Any]], bool], keep: frozenset[str], most: int
    ) -> None:
        self.best = dossier
        self.holds = holds
        self.keep = keep
        self.most = most
        self.seen: set[str] = set()

    def run(self) -> bool:
        """Go over the dossier until nothing more can be left out; no where the tries were spent before."""
        while len(self.seen) < self.most:
            before = self.best
            for steps in _places(self.best, self.keep):
                self._reduce(steps)
            if self.best is before:
                return len(self.seen) < self.most
        return False

    def _reduce(self, steps: Steps) -> None:
        """Leave out parts of what stands at a place, if anything still does: half of them, a quarter, each."""
        value = _at(self.best, steps)
        size = len(_parts(value, steps, self.keep))
        while size >= 1:
            start = 0
            while start < len(parts := _parts(_at(self.best, steps), steps, self.keep)):
                if not self._try(steps, parts[start : start + size]):
                    start += size
            size //= 2
        if isinstance(value, int | float) and not isinstance(value, bool):
            any(self._put(steps, simple) for simple in (0, 1) if simple < abs(value))

    def _try(self, steps: Steps, parts: list[Any]) -> bool:
        return self._put(steps, _without(_at(self.best, steps), parts))

    def _put(self, steps: Steps, value: Any) -> bool:
        """Take the value if the dossier still holds with it."""
        candidate = _with(self.best, steps, value)
        key = json.dumps(candidate, ensure_ascii=False, default=str)
        if key in self.seen or len(self.seen) >= self.most:
            return False
        self.seen.add(key)
        if not self.holds(deepcopy(candidate)):
            return False
        self.best = candidate
        return True


def _places(value: Any, keep: frozenset[str], steps: Steps = ()) -> Iterator[Steps]:
    """Every place, the root first; of a dossier that gets smaller meanwhile, not all are still there."""
    level: list[tuple[Steps, Any]] = [(steps, value)]
    while level:
        yield from (at for at, _ in level)
        level = [((*at, key), below) for at, inside in level for key, below in _below(inside) if at or key not in keep]


def _below(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _parts(value: Any, steps: Steps, keep: frozenset[str]) -> list[Any]:
    """What can be left out of a value: keys, items, characters; by number where it has an order."""
    if isinstance(value, dict):
        return [key for key in value if steps or key not in keep]
    return list(range(len(value))) if isinstance(value, list | str) else []


def _without(value: Any, parts: list[Any]) -> Any:
    gone = set(parts)
    if isinstance(value, dict):
        return {key: kept for key, kept in value.items() if key not in gone}
    left = [item for number, item in enumerate(value) if number not in gone]
    return "".join(left) if isinstance(value, str) else left


def _at(value: Any, steps: Steps) -> Any:
    """What stands at a place; None where it is gone."""
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _with(value: Any, steps: Steps, new: Any) -> Any:
    """A copy with another value at a place; what does not lie on the way is shared."""
    if not steps:
        return new
    step, *rest = steps
    copied = value.copy()
    copied[step] = _with(value[step], tuple(rest), new)
    return copied
