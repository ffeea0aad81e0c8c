"""A dossier with its lists in another order: the same is said of it, but for where."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pmos_rules import Report
from pmos_rules.findings import Finding
from pmos_rules.language.ir import Agree, Custom, ProcessQuery, Sequence, Unique
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.schema import Shape
from pmos_rules.language.walking import nodes_of
from pmos_rules.strategies import Choices
from tests.properties.subjects import Subject

Steps = tuple[str, ...]


def order_of_lists(subject: Subject) -> Iterator[str]:
    """The order of rows is nothing to the rules, but where events follow one another.

    Of two equal rows the second is blamed, and of two lists that should agree a row that stands beside another: there
    the places are compared without the numbers of rows.
    """
    fixed = {path for rule in subject.generator.plan.rules for path in in_order(rule)}
    moved: dict[str, str] = {}
    shape = Shape("section", section=subject.evaluator.schema)
    other = permuted(subject.dossier, shape, subject.choices, fixed, moved)
    one, two = subject.report(), subject.report(other)
    yield from different(one, two, {rule.id for rule in subject.generator.plan.rules if blames_a_row(rule)}, moved)


def in_order(rule: Rule) -> Iterator[Steps]:
    """The lists in which a rule reads one thing after another."""
    for node in nodes_of(Sequence, rule):
        yield node.of.steps[:-1] if node.of.steps[-1] == "*" else node.of.steps
    for query in nodes_of(ProcessQuery, rule):
        yield query.told.events.steps[:-1] if query.told.events.steps[-1] == "*" else query.told.events.steps


def blames_a_row(rule: Rule) -> bool:
    """Whether the rule is about rows taken together, of which it has to name one."""
    return any(next(nodes_of(form, rule), None) is not None for form in (Unique, Agree, Custom))


def permuted(
    value: Any,
    shape: Shape | None,
    choices: Choices,
    fixed: set[Steps],
    moved: dict[str, str],
    new: str = "",
    old: str = "",
) -> Any:
    """The value with every list that may be in some other order; ``moved`` maps each new place to the old one."""
    if isinstance(value, Mapping):
        fields = shape.section.fields if shape is not None and shape.section is not None else {}
        inside = {key: fields[key].shape if key in fields else None for key in value}
        return {
            key: permuted(item, inside[key], choices, fixed, moved, f"{new}/{key}", f"{old}/{key}")
            for key, item in value.items()
        }
    if not isinstance(value, list):
        return value
    numbers = list(range(len(value)))
    if tuple(step for step in old.split("/")[1:] if not step.isdecimal()) not in fixed:
        shuffle(numbers, choices)
    element = shape.element if shape is not None else None
    rows = []
    for at, number in enumerate(numbers):
        moved[f"{new}/{at}"] = f"{old}/{number}"
        rows.append(permuted(value[number], element, choices, fixed, moved, f"{new}/{at}", f"{old}/{number}"))
    return rows


def shuffle(numbers: list[int], choices: Choices) -> None:
    """Another order, by choices."""
    for at in range(len(numbers) - 1, 0, -1):
        other = choices.number(0, at)
        numbers[at], numbers[other] = numbers[other], numbers[at]


def different(one: Report, two: Report, loose: set[str], moved: Mapping[str, str]) -> Iterator[str]:
    """What two reports say differently; places of the second are those of the first once they are moved back."""
    if one.verdict != two.verdict:
        yield f"verdict {one.verdict}, then {two.verdict}"
    for rule, outcome in one.outcomes.items():
        if two.outcomes[rule] != outcome:
            yield f"{rule}: {outcome}, then {two.outcomes[rule]}"
    before = Counter(said(found, loose, {}) for found in one.findings)
    after = Counter(said(found, loose, moved) for found in two.findings)
    yield from (f"only before: {each}" for each in (before - after).elements())
    yield from (f"only after: {each}" for each in (after - before).elements())


def said(found: Finding, loose: set[str], moved: Mapping[str, str]) -> tuple[str, ...]:
    """What a finding says, but for the numbers of rows in its words."""
    if found.rule in loose:
        return (found.rule, found.outcome, found.severity, unnumbered(found.path))
    return (
        found.rule,
        found.outcome,
        found.severity,
        moved_back(found.path, moved),
        str(found.actual),
        str(found.expected),
    )


def moved_back(path: str, moved: Mapping[str, str]) -> str:
    """Where a place was before the rows were moved."""
    steps = path.split("/")
    for end in range(len(steps), 0, -1):
        place = "/".join(steps[:end])
        if place in moved:
            return "/".join([moved[place], *steps[end:]])
    return path


def unnumbered(path: str) -> str:
    """A place with ``*`` for each number of a row."""
    return "/".join("*" if step.isdecimal() else step for step in path.split("/"))
