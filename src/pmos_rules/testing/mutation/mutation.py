"""What a mutation is: where in a rule, what was done, in words, and what stands there instead."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmos_rules.findings import Text
from pmos_rules.language.ruleset import ParameterTable

Place = tuple[int | str, ...]
Parameters = Mapping[str, ParameterTable]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of a node. ``name`` tells it apart from others at its ``place``, whichever field it reads."""

    place: Place
    name: str
    says: Text
    node: Any


def put(name: str, says: Text, node: Any) -> Mutation:
    """A mutation of the node itself."""
    return Mutation((), name, says, node)


def inside(step: int | str, mutations: Iterable[Mutation], rebuild: Callable[[Any], Any]) -> Iterator[Mutation]:
    """Mutations of a part, as mutations of the whole."""
    for mutation in mutations:
        yield Mutation((step, *mutation.place), mutation.name, mutation.says, rebuild(mutation.node))


def without(parts: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    """All but one of several."""
    return (*parts[:at], *parts[at + 1 :])


# -- what is said of them --------------------------------------------------------------------------------


def dropped(what: str, where: str) -> Text:
    """Something was left out."""
    return Text(f"去掉 {where} 中的 {what}", f"without {what} in {where}")


def became(before: str, after: str, where: str | None = None) -> Text:
    """Something became something else."""
    zh, en = (f"{where} 中的 ", f" in {where}") if where else ("", "")
    return Text(f"{zh}{before} 换成 {after}", f"{before} → {after}{en}")
