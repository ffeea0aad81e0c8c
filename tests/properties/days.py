"""A day of the law and a dossier → the days around it on which nothing can come out differently."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from pydantic import BaseModel

from pmos_rules import Ruleset
from pmos_rules.formats.resident_id import birth_date
from pmos_rules.formats.values import Period, Placeholder, Unreadable
from pmos_rules.language.ir import AsOf, Literal, Parameter
from pmos_rules.language.walking import nodes_of
from tests.built_in import ruleset
from tests.properties.subjects import Subject

_DAY = timedelta(days=1)
_YEARS = 130


def another_day_of_the_same_law(subject: Subject) -> Iterator[str]:
    """Where neither the law changes nor a date of the dossier is reached, the day asked about is nothing.

    No rule is left out: of those that look at the day, the days on which they can come out differently are worked out.
    """
    here, choices = subject.generator.as_of, subject.choices
    days = sorted({*law_days(subject.generator.market), *dossier_days(subject)})
    first = days[at - 1] if (at := bisect_right(days, here)) else here - timedelta(days=400)
    last = days[at] - _DAY if (at := bisect_left(days, here + _DAY)) < len(days) else here + timedelta(days=4000)
    one = subject.report()
    for there in {first, last, first + _DAY * choices.number(0, (last - first).days)} - {here}:
        two = ruleset(subject.generator.market).at(there).evaluate(subject.dossier)
        if two.verdict != one.verdict or two.outcomes != one.outcomes:
            changed = [rule for rule in one.outcomes if one.outcomes[rule] != two.outcomes[rule]]
            yield f"{here} and {there}: {one.verdict}, {two.verdict}, {changed}"
        if [told(found) for found in one.findings] != [told(found) for found in two.findings]:
            yield f"{here} and {there}: the findings differ"


def told(found: Any) -> tuple[Any, ...]:
    """What a finding says, but for its words, which may name the day."""
    return found.rule, found.outcome, found.severity, found.path, found.actual, found.patch, found.caused_by


@cache
def law_days(market: str) -> tuple[date, ...]:
    """The days from which the law of a market is another: rules, parameters, codes and the whole of it."""
    rules = ruleset(market).market_rules
    intervals = [rules.effective]
    intervals += [rule.effective for of_kind in rules.rules.values() for rule in of_kind]
    intervals += [rule.effective for rule in rules.disabled.values()]
    intervals += [code.effective for table in rules.codelists.values() for code in table.entries.values()]
    days = {day for interval in intervals for day in (interval.start, interval.until) if day is not None}
    days |= {value.start for table in rules.parameters.values() for value in table.values}
    return tuple(sorted(days))


def dossier_days(subject: Subject) -> Iterator[date]:
    """The days on which a rule that looks at the day may come to say something else of the dossier.

    A date and the day may be compared strictly or not: both the date and the one after it count. Of an identity number
    it is each birthday.
    """
    dossier = subject.evaluator.schema.model.model_validate(subject.dossier)
    shifts = shifts_of(subject.generator.market)
    for value in values_below(dossier):
        for shift in shifts:
            yield from (value - shift + step * _DAY for step in (0, 1) if is_usual(value))


def is_usual(day: date) -> bool:
    """Whether there are days around it: not so of 长期."""
    return date(1000, 1, 1) < day < date(9000, 1, 1)


@cache
def shifts_of(market: str) -> frozenset[timedelta]:
    """By how many days rules move the day before they compare a date with it; nought among them."""
    rules = ruleset(market).market_rules
    found = {timedelta()}
    for rule in (rule for of_kind in rules.rules.values() for rule in of_kind):
        for node in nodes_of(AsOf, rule):
            found |= {timedelta(days=int(number)) for number in days_of(node.days, ruleset(market))}
    return frozenset(found)


def days_of(operand: Literal | Parameter, rules: Ruleset) -> Iterator[Any]:
    """The number of days that an operand stands for, at any time."""
    if isinstance(operand, Literal):
        yield operand.value
    else:
        for value in rules.market_rules.parameters[operand.name].values:
            yield value.columns[operand.column]


def values_below(value: Any) -> Iterator[date]:
    """Every date in a dossier, and each birthday of whoever has an identity number in it."""
    match value:
        case BaseModel():
            for name in type(value).model_fields:
                yield from values_below(getattr(value, name))
        case tuple() | list():
            for item in value:
                yield from values_below(item)
        case dict():
            for item in value.values():
                yield from values_below(item)
        case Unreadable() | Placeholder():
            return
        case date():
            yield value
        case Period():
            yield from (end for end in (value.start, value.until) if isinstance(end, date))
        case str() if len(value) == 18 and isinstance(born := birth_date(value), date):
            yield from (birthday(born, year) for year in range(born.year, born.year + _YEARS))


def birthday(born: date, year: int) -> date:
    """The day of a year on which somebody is a year older."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
