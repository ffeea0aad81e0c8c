"""Rows that rules have looked at, one after the other → the totals of their list.

A total is a fact that says where it stands (`at`, the item and the number of the row that comes next) and how
many rows are left. The row with that number meets it, and what the row comes to makes the next total. Rows that are
told apart by a key also leave a fact with it, so that two with the same key meet.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pmos_rules.compilation.durable.encoding import LIMIT, UNIT

Fact = dict[str, Any]
_COUNTERS: Final = ("sure", "perhaps", "some", "endless", "untold", "unread", "sum")
_STEPS: Final[Mapping[str, Mapping[str, int]]] = {
    "skip": {},
    "sure": {"sure": 1},
    "perhaps": {"perhaps": 1},
    "sure_key": {"sure": 1},
    "perhaps_key": {"perhaps": 1},
    "sure_of_some_key": {"perhaps": 1, "some": 1},
    "endless": {"endless": 1},
    "untold": {"untold": 1},
    "unread": {"unread": 1},
    "unread_list": {"unread": 2},
    "add": {},
}


class Fold:
    """The rows of one list, seen from each of several items."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.totals: dict[int, Fact] = {}
        self.repeated: defaultdict[int, set[tuple[int, bool]]] = defaultdict(set)

    def start(self, item: int, rows: int) -> Fact:
        """The total before the first row."""
        return {"t": f"{self.name}+", "at": f"{item}/0", "left": rows, **dict.fromkeys(_COUNTERS, 0)}

    def rows(self, item: int, facts: Iterable[Fact]) -> Iterable[Fact]:
        """The facts of the rows, each with its place."""
        return ({**fact, "t": self.name, "at": f"{item}/{number}"} for number, fact in enumerate(facts))

    def take(self, run: str, messages: Mapping[str, Fact]) -> list[Fact]:
        """What a rule that fired makes of the totals: the facts to assert next."""
        match run.split(" ", 1)[0]:
            case "total":
                total = messages["total"]
                self.totals[_item(total)] = total
                return []
            case "twice":
                self._repeat(messages["one"], messages["other"])
                return []
            case "next":
                return [self._next(messages["step"], messages["total"])]
            case step:
                return self._step(step, messages["m"])

    def _step(self, step: str, row: Fact) -> list[Fact]:
        """What a row came to, and its key where rows are told apart by one."""
        told = {"t": f"{self.name}>", "at": row["at"], "step": step, "value": row.get("value", 0)}
        if not step.endswith("_key"):
            return [told]
        key = f"{_item(row)}/{row['key']}"
        return [told, {"t": f"{self.name}=", "at": row["at"], "key": key, "sure": step == "sure_key"}]

    def _next(self, step: Fact, total: Fact) -> Fact:
        """The total after a row."""
        counted = {name: total[name] + _STEPS[step["step"]].get(name, 0) for name in _COUNTERS}
        if step["step"] == "add":
            counted["sum"] = max(-LIMIT, min(LIMIT, counted["sum"] + step["value"]))
        at = f"{_item(total)}/{_row(total) + 1}"
        return {"t": total["t"], "at": at, "left": total["left"] - 1, **counted}

    def _repeat(self, one: Fact, other: Fact) -> None:
        """Of two rows with the same key the later one repeats the earlier: surely, or perhaps."""
        first, second = sorted((one, other), key=_row)
        if _row(first) == _row(second):
            return
        repeated = self.repeated[_item(one)]
        repeated.add((_row(second), False))
        if first["sure"] and second["sure"]:
            repeated.add((_row(second), True))

    def total(self, item: int) -> Mapping[str, Any] | None:
        """What all rows came to; None where one of them was not judged."""
        total = self.totals.get(item)
        if total is None:
            return None
        repeats = self.repeated[item]
        sure = total["sure"] - sum(surely for _, surely in repeats)
        every = total["sure"] + total["perhaps"] - sum(not surely for _, surely in repeats)
        unread = total["unread"]
        return {
            "least": UNIT * max(sure, min(total["some"], 1)),
            "most": LIMIT if total["endless"] else UNIT * every,
            "sum": total["sum"],
            "told": not total["untold"],
            "twice": any(surely for _, surely in repeats),
            "perhaps_twice": bool(repeats) or bool(unread and unread + total["sure"] + total["perhaps"] > 1),
        }


def _item(fact: Fact) -> int:
    return int(fact["at"].split("/")[0])


def _row(fact: Fact) -> int:
    return int(fact["at"].split("/")[1])
