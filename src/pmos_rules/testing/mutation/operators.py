"""One operator on one value → what it becomes when a rule is changed a little: a function for each sort of operator."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from pmos_rules.language.ir import Literal, Not, Parameter, Path, Test
from pmos_rules.testing.mutation.limits import shifts, swaps
from pmos_rules.testing.mutation.mutation import Mutation, Parameters, became, dropped, put, without
from pmos_rules.testing.steps import step_of
from pmos_rules.testing.wording import plain, words

Mutate = Callable[[Test, Parameters], Iterator[Mutation]]

OPPOSITES: Final[Mapping[str, str]] = {
    "present": "missing",
    "missing": "present",
    "in": "not_in",
    "not_in": "in",
}
NEXT: Final[Mapping[str, str]] = {
    "above": "at_least",
    "at_least": "above",
    "below": "at_most",
    "at_most": "below",
}
_STRICTLY: Final[Mapping[str, str]] = {"not_before": "not_after", "not_after": "not_before"}


def mutate_test(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """Every small change of a test."""
    for mutate in MUTATIONS[test.operator]:
        yield from mutate(test, parameters)


def mutate_denied(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """It must not hold; what is missing stays what it was."""
    yield put("not", became(words(test), f"not ({words(test)})"), Not(test, test.left))


def mutate_opposite(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    other = OPPOSITES[test.operator]
    yield put(other, became(test.operator, other, words(test)), replace(test, operator=other))


def mutate_next(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """The limit itself counts on the other side."""
    other = NEXT[test.operator]
    yield put(other, became(test.operator, other, words(test)), replace(test, operator=other))


def mutate_limit(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """The limit one step up, one step down, or another parameter."""
    for mutation in moved(test.right, step_of(test.left.type), words(test), parameters):
        yield replace(mutation, node=replace(test, right=mutation.node))


def mutate_strictly(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """Of two days in the dossier the same one counts no more."""
    if isinstance(test.right, Path):
        strictly = Not(replace(test, operator=_STRICTLY[test.operator]), test.left)
        yield put("strictly", became(test.operator, f"{_ADVERBS[test.operator]}", words(test)), strictly)


_ADVERBS = {"not_before": "after", "not_after": "before"}


def mutate_options_limit(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """`length` and `within`: their limits stand in options."""
    for name, limit in test.options:
        step = step_of(test.left.type) if test.operator == "within" else step_of(None)
        for mutation in moved(limit, step, words(test), parameters):
            options = tuple((key, mutation.node if key == name else value) for key, value in test.options)
            yield replace(mutation, place=(name,), node=replace(test, options=options))
    if test.operator == "length" and len(test.options) > 1:
        for at, (name, limit) in enumerate(test.options):
            said = dropped(f"{name} {words(limit)}", words(test))
            yield put(f"without {name}", said, replace(test, options=without(test.options, at)))


def moved(limit: Any, step: Any, where: str, parameters: Parameters) -> Iterator[Mutation]:
    """A limit moved by a step, or another parameter in its place."""
    for shifted in shifts(limit, step):
        sign = "+" if shifted.by > 0 else "−"
        said = became(words(limit), f"{words(limit)} {sign} {plain(abs(shifted.by))}", where)
        yield put(f"{sign} step", said, shifted)
    if isinstance(limit, Parameter):
        for other in swaps(limit, parameters):
            yield put(words(other), became(words(limit), words(other), where), other)


def mutate_members(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """One of several values, words or classes of characters less; of one alone, see `mutate_denied`."""
    assert isinstance(test.right, Literal)
    held: Any = test.right.value
    members = held if isinstance(held, tuple) else tuple(sorted(held))
    for at, member in enumerate(members if len(members) > 1 else ()):
        less = type(held)(without(members, at))
        said = dropped(plain(member), words(test))
        yield put(f"without {plain(member)}", said, replace(test, right=Literal(less)))


def mutate_paths(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """One of the paths less."""
    assert isinstance(test.right, tuple)
    for at, path in enumerate(test.right if len(test.right) > 1 else ()):
        yield put(f"without {at}", dropped(words(path), words(test)), replace(test, right=without(test.right, at)))


def mutate_case(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """Only in lower case."""
    said = dropped("ignoring: case", words(test))
    yield put("equals", said, replace(test, operator="equals"))


def mutate_exceptions(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """`mentions` without its exceptions, one word at a time."""
    for at, (name, option) in enumerate(test.options):
        held = option.value if isinstance(option, Literal) else ()
        listed = held if isinstance(held, tuple) else (held,)
        for number, word in enumerate(listed):
            rest = without(listed, number)
            kept = ((name, Literal(rest)),) if rest else ()
            options = (*test.options[:at], *kept, *test.options[at + 1 :])
            said = dropped(f"{name}: {plain(word)}", words(test))
            yield put(f"without {name} {plain(word)}", said, replace(test, options=options))


def mutate_options(test: Test, parameters: Parameters) -> Iterator[Mutation]:
    """One of the code lists of `named_in` less."""
    for at, (name, path) in enumerate(test.options if len(test.options) > 1 else ()):
        said = dropped(f"{name}: {words(path)}", words(test))
        yield put(f"without {name}", said, replace(test, options=without(test.options, at)))


MUTATIONS: Final[Mapping[str, tuple[Mutate, ...]]] = {
    "present": (mutate_opposite,),
    "missing": (mutate_opposite,),
    "equals": (mutate_denied,),
    "equals_ignoring_case": (mutate_denied, mutate_case),
    "one_of": (mutate_denied, mutate_members),
    "above": (mutate_next, mutate_limit),
    "at_least": (mutate_next, mutate_limit),
    "below": (mutate_next, mutate_limit),
    "at_most": (mutate_next, mutate_limit),
    "not_before": (mutate_limit, mutate_strictly),
    "not_after": (mutate_limit, mutate_strictly),
    "within": (mutate_options_limit,),
    "whole": (mutate_denied,),
    "length": (mutate_options_limit,),
    "matches": (mutate_denied,),
    "only": (mutate_denied, mutate_members),
    "has": (mutate_denied, mutate_members),
    "mentions": (mutate_denied, mutate_members, mutate_exceptions),
    "format": (mutate_denied,),
    "same_as": (mutate_denied,),
    "same_as_any": (mutate_denied, mutate_paths),
    "mentions_any_of": (mutate_denied, mutate_paths),
    "in": (mutate_opposite,),
    "not_in": (mutate_opposite,),
    "contains_all": (mutate_denied, mutate_members),
    "apart_from": (mutate_denied,),
    "named_in": (mutate_denied, mutate_options),
    "readable": (mutate_denied,),
    "as_given": (mutate_denied,),
}
"""What becomes of each operator, by its name in the typed rules."""
