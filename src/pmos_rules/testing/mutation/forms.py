"""A predicate → every predicate that is one small change away: a function for each sort of node."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any as Anything
from typing import Final

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
    Not,
    Predicate,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.testing.mutation.mutation import Mutation, Parameters, became, dropped, inside, put, without
from pmos_rules.testing.mutation.operators import NEXT, moved, mutate_test
from pmos_rules.testing.steps import step_of
from pmos_rules.testing.wording import words


def mutations(node: Predicate, parameters: Parameters) -> Iterator[Mutation]:
    """Every predicate that is one small change away, outer changes first."""
    yield from MUTATIONS[type(node)](node, parameters)


def mutate_all(node: All, parameters: Parameters) -> Iterator[Mutation]:
    if len(node.of) > 1:
        yield put("any", became("all", "any", words(node)), Any(node.of))
    yield from _one_less(node, parameters, "all")


def mutate_any(node: Any, parameters: Parameters) -> Iterator[Mutation]:
    if len(node.of) > 1:
        yield put("all", became("any", "all", words(node)), All(node.of))
    yield from _one_less(node, parameters, "any")


def _one_less(node: All | Any, parameters: Parameters, name: str) -> Iterator[Mutation]:
    for at, part in enumerate(node.of):
        if len(node.of) > 1:
            rest = without(node.of, at)
            said = dropped(words(part), words(node))
            yield put(f"without {at}", said, rest[0] if len(rest) == 1 else replace(node, of=rest))

        def rebuilt(new: Anything, at: int = at) -> Predicate:
            return replace(node, of=_with(node.of, at, new))

        yield from inside(at, mutations(part, parameters), rebuilt)


def mutate_not(node: Not, parameters: Parameters) -> Iterator[Mutation]:
    yield put("not", became(words(node), words(node.of)), node.of)
    yield from inside("not", mutations(node.of, parameters), lambda new: replace(node, of=new))


def mutate_condition(node: Condition, parameters: Parameters) -> Iterator[Mutation]:
    yield from inside("of", mutations(node.of, parameters), Condition)


def mutate_first_of(node: FirstOf, parameters: Parameters) -> Iterator[Mutation]:
    for at, (when, then) in enumerate(node.branches):
        said = dropped(f"when: {words(when)}", "first_of")
        yield put(f"without {at}", said, replace(node, branches=without(node.branches, at)))

        for side, (name, part) in enumerate((("when", when), ("check", then))):

            def rebuilt(new: Anything, at: int = at, side: int = side) -> FirstOf:
                branch = _with(node.branches[at], side, new)
                return replace(node, branches=_with(node.branches, at, branch))

            yield from inside(f"{at}.{name}", mutations(part, parameters), rebuilt)


def mutate_constant(node: Constant, parameters: Parameters) -> Iterator[Mutation]:
    yield put("constant", became(words(node), words(Constant(not node.value))), Constant(not node.value))


def mutate_aggregate(node: Aggregate, parameters: Parameters) -> Iterator[Mutation]:
    step = step_of(None if node.function == "count" else node.value.type)
    for at, (name, limit) in enumerate(node.comparisons):
        if name in NEXT:
            said = became(name, NEXT[name], words(node))
            yield put(f"{at} {NEXT[name]}", said, _compared(node, at, NEXT[name], limit))
        for mutation in moved(limit, step, words(node), parameters):
            yield put(f"{at} {mutation.name}", mutation.says, _compared(node, at, name, mutation.node))
    if node.distinct_by is not None:
        said = dropped(f"distinct_by: {node.distinct_by}", words(node))
        yield put("without distinct_by", said, replace(node, distinct_by=None))
    yield from _where(node, parameters)


def _compared(node: Aggregate, at: int, name: str, limit: Anything) -> Aggregate:
    return replace(node, comparisons=_with(node.comparisons, at, (name, limit)))


def mutate_unique(node: Unique, parameters: Parameters) -> Iterator[Mutation]:
    yield _denied(node)
    yield from _where(node, parameters)


def mutate_attached(node: Attached, parameters: Parameters) -> Iterator[Mutation]:
    yield _denied(node)
    if node.slot is not None:
        yield put("without slot", dropped(f"slot: {node.slot}", words(node)), replace(node, slot=None))
    yield from _where(node, parameters)


def _where(node: Aggregate | Unique | Attached, parameters: Parameters) -> Iterator[Mutation]:
    if node.where is None:
        return
    said = dropped(f"where: {words(node.where)}", words(replace(node, where=None)))
    yield put("without where", said, replace(node, where=None))
    yield from inside("where", mutations(node.where, parameters), lambda new: replace(node, where=new))


def mutate_sequence(node: Sequence, parameters: Parameters) -> Iterator[Mutation]:
    for at, name in enumerate(node.contains if len(node.contains) > 1 else ()):
        said = dropped(name, words(node))
        yield put(f"without {at}", said, replace(node, contains=without(node.contains, at)))
    turned = replace(node, contains=node.contains[::-1])
    yield put("turned round", became(words(node), words(turned)), turned)


def mutate_agree(node: Agree, parameters: Parameters) -> Iterator[Mutation]:
    yield _denied(node)
    for at, group in enumerate(node.on if len(node.on) > 1 else ()):
        yield put(f"without {group}", dropped(group, words(node)), replace(node, on=without(node.on, at)))


def mutate_process(node: ProcessQuery, parameters: Parameters) -> Iterator[Mutation]:
    yield _denied(node)
    if node.asks == "order_of":
        yield put("actor_of", became("order_of", "actor_of", words(node)), replace(node, asks="actor_of"))
    if node.asks == "actor_of":
        yield put("order_of", became("actor_of", "order_of", words(node)), replace(node, asks="order_of"))


def mutate_custom(node: Custom, parameters: Parameters) -> Iterator[Mutation]:
    yield _denied(node)


def _denied(node: Predicate) -> Mutation:
    return put("not", became(words(node), f"not ({words(node)})"), Not(node))


def _with(parts: tuple[Anything, ...], at: int, part: Anything) -> tuple[Anything, ...]:
    return (*parts[:at], part, *parts[at + 1 :])


MUTATIONS: Final[Mapping[type, Callable[[Anything, Parameters], Iterator[Mutation]]]] = {
    All: mutate_all,
    Any: mutate_any,
    Not: mutate_not,
    Condition: mutate_condition,
    FirstOf: mutate_first_of,
    Constant: mutate_constant,
    Test: mutate_test,
    Aggregate: mutate_aggregate,
    Unique: mutate_unique,
    Attached: mutate_attached,
    Sequence: mutate_sequence,
    Agree: mutate_agree,
    ProcessQuery: mutate_process,
    Custom: mutate_custom,
}
