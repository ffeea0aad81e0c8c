"""Two predicates → whether one certainly holds only where the other does: what a change of a rule does.

A truth is false, unknown (undetermined or not applicable), or true, in this order; `all` takes the lowest of its
parts, `any` the highest, `not` turns the order round. One predicate is *below* another where its truth is never the
higher one, whatever the dossier. Everything here is decided by structure, and only where it is certain: what is not
told to be below may be so all the same.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any as Anything
from typing import TypeAlias

from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    AsOf,
    Attached,
    Codelist,
    Condition,
    Constant,
    FirstOf,
    Literal,
    Not,
    Path,
    Predicate,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.language.walking import nodes_of, tests_of

Tables: TypeAlias = Mapping[str, Mapping[str, Anything]]
"""Of each code list the canonical value by writing, and under ``NAME.every`` the names of files by writing."""

WITH_DIRECTION = frozenset(
    {
        *("all", "any", "not", "first_of", "count", "sum", "unique", "sequence", "attached", "agree"),
        *("equals", "above", "at_least", "below", "at_most", "not_before", "not_after", "within", "length"),
        *("only", "has", "mentions", "same_as_any", "mentions_any_of", "in", "not_in", "contains_all", "named_in"),
    }
)
"""Operators and forms of which two can be compared even where they say different things."""

WITHOUT_DIRECTION = frozenset(
    {
        *("present", "missing", "whole", "readable"),  # nothing stands after them that could move
        *("matches", "format", "same_as", "apart_from", "as_given"),  # another value is another question
        *("process", "custom"),  # another table of steps, another function
        "field_in",  # decided when the pack is loaded
    }
)
"""Those of which any two that differ are simply different."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a predicate stands to another: it is certainly ``below`` it, ``above`` it, both (the same), or neither."""

    below: bool
    above: bool

    @property
    def is_same(self) -> bool:
        """Whether both are true, false and unknown in the same cases."""
        return self.below and self.above


def order_of(one: Predicate, other: Predicate, tables: tuple[Tables, Tables], *, asked: bool = False) -> Order:
    """How one predicate stands to another, each with its own code lists; ``asked`` where both are conditions."""
    sides = _Sides(tables[0], tables[1], differing(*tables), asked)
    return Order(below=_below(one, other, sides), above=_below(other, one, sides.turned()))


def codelists_of(node: object) -> frozenset[str]:
    """The names of the code lists that the truth of a predicate depends on."""
    paths = {path.codelist for path in nodes_of(Path, node) if path.codelist is not None}
    named = {name for test in nodes_of(Test, node) if test.operator == "named_in" for name, _ in test.options}
    slots = {"slots" for _ in nodes_of(Attached, node)}
    return frozenset(paths | named | slots | {codes.name for codes in nodes_of(Codelist, node)})


def reads_codes(test: Test) -> bool:
    """Whether a code list at the place that is tested has a say: not where only the writing itself is looked at."""
    if test.operator in ("in", "not_in"):
        return isinstance(test.right, Path)
    if test.operator == "as_given":
        return test.right == Literal("canonical")
    return test.operator not in ("present", "missing", "readable", "named_in")


def differing(one: Tables, other: Tables) -> frozenset[str]:
    """The names of the code lists that are not the same on both sides."""
    names = (one.keys() | other.keys()) if one is not other else frozenset[str]()
    return frozenset(name.partition(".")[0] for name in names if one.get(name) != other.get(name))


@dataclass(frozen=True, slots=True)
class _Sides:
    """What the lower and the upper of two predicates are read with; ``asked`` inside a condition."""

    lower: Tables
    upper: Tables
    differing: frozenset[str]
    asked: bool = False
    known: dict[tuple[Predicate, Predicate, bool, bool], bool] = field(default_factory=dict)
    is_turned: bool = False

    def turned(self) -> "_Sides":
        return replace(self, lower=self.upper, upper=self.lower, is_turned=not self.is_turned)

    def asking(self) -> "_Sides":
        return replace(self, asked=True)

    def same_codes(self, *nodes: object) -> bool:
        """Whether every code list that these depend on is the same on both sides."""
        return not self.differing or all(self.differing.isdisjoint(codelists_of(node)) for node in nodes)


def _below(one: Predicate, other: Predicate, sides: _Sides) -> bool:
    key = (one, other, sides.asked, sides.is_turned)
    if key not in sides.known:
        sides.known[key] = _is_below(_plain(one, sides), _plain(other, sides), sides)
    return sides.known[key]


def _is_below(one: Predicate, other: Predicate, sides: _Sides) -> bool:
    if one == Constant(False) or other == Constant(True):
        return True
    if one == other and sides.same_codes(one):
        return True
    match one, other:
        case _, All(of):
            return all(_below(one, part, sides) for part in of)
        case Any(of), _:
            return all(_below(part, other, sides) for part in of)
    if isinstance(one, All) and any(_below(part, other, sides) for part in one.of):
        return True
    if isinstance(other, Any) and any(_below(one, part, sides) for part in other.of):
        return True
    below = _BELOW.get(type(one)) if type(one) is type(other) else None
    return below is not None and below(one, other, sides)


def _plain(node: Predicate, sides: _Sides) -> Predicate:
    """The same without what makes no difference to its truth, and with `not` as far inside as it goes."""
    match node:
        case Condition(of) if sides.asked or isinstance(of, Constant):
            return _plain(of, sides)
        case Not(of, given) if given is None or not sides.asked:
            return _denied(of, node, sides)
    return node


def _denied(of: Predicate, node: Predicate, sides: _Sides) -> Predicate:
    match _plain(of, sides):
        case Constant(value):
            return Constant(not value)
        case All(of=parts):
            return Any(tuple(_plain(Not(part), sides) for part in parts))
        case Any(of=parts):
            return All(tuple(_plain(Not(part), sides) for part in parts))
        case Not(of=inner, given=given) if given is None or not sides.asked:
            return inner
        case plain:
            return Not(plain)


# -- connectives ---------------------------------------------------------------------------------------


def below_not(one: Not, other: Not, sides: _Sides) -> bool:
    """What is asked for less often is denied more often; a missing value makes a condition false either way."""
    if sides.asked and other.given is not None and (one.given != other.given or _reads(one) != _reads(other)):
        return False
    return _below(other.of, one.of, sides.turned())


def _reads(node: Not) -> tuple[str, frozenset[Path]]:
    """Which values count as missing for what is denied, and where they lie."""
    operator, paths = node.of.operator if isinstance(node.of, Test) else "", frozenset(tests_of(node.of))
    if operator in ("present", "missing"):
        return "anything", paths
    return "placeholders" if operator in ("in", "not_in", "readable", "as_given") else "", paths


def below_condition(one: Condition, other: Condition, sides: _Sides) -> bool:
    return _below(one.of, other.of, sides.asking())


def below_first_of(one: FirstOf, other: FirstOf, sides: _Sides) -> bool:
    """The same cases in the same order; where none of them is met the check holds."""
    if len(one.branches) < len(other.branches):
        return False
    pairs = list(zip(one.branches, other.branches, strict=False))
    return all(
        case == case_too and sides.same_codes(case) and _below(check, check_too, sides)
        for (case, check), (case_too, check_too) in pairs
    )


# -- one value -----------------------------------------------------------------------------------------


def below_test(one: Test, other: Test, sides: _Sides) -> bool:
    if one.left != other.left:
        return False
    if one.operator == other.operator and one.operator in _TESTS:
        compare, reads_codes = _TESTS[one.operator]
        return (reads_codes or sides.same_codes(one, other)) and compare(one, other, sides)
    if one.operator in _VALUES:
        return _below_values(one, other, sides)
    return _is_within(_bounds(one), _bounds(other))


_VALUES = ("equals", "one_of")


def _below_values(one: Test, other: Test, sides: _Sides) -> bool:
    """One of certain values, each of which the other test admits."""
    values = _writings(one, sides.lower)
    if values is None:
        return False
    if other.operator in _VALUES:
        admitted = _writings(other, sides.upper)
        return admitted is not None and values <= admitted
    if other.operator == "equals_ignoring_case":
        admitted = frozenset({_value(other.right)})
        return sides.same_codes(one) and {str(value).casefold() for value in _literals(one)} <= admitted
    return all(_is_within((_Bound("equals", value),), _bounds(other)) for value in values) and bool(_bounds(other))


def _writings(node: Test, tables: Tables) -> frozenset[Anything] | None:
    """Everything that may be typed for one of the values to be meant; None where that depends on the day."""
    if not isinstance(node.right, Literal):
        return None
    return _meaning(_literals(node), tables.get(node.left.codelist or "", {}))


def _meaning(values: frozenset[Anything], table: Mapping[str, Anything]) -> frozenset[Anything]:
    return frozenset(
        {writing for writing, code in table.items() if code in values}
        | {value for value in values if value not in table}
    )


def _literals(node: Test) -> frozenset[Anything]:
    value = _value(node.right)
    return frozenset(value) if isinstance(value, tuple) else frozenset({value})


def _value(operand: Anything) -> Anything:
    return operand.value if isinstance(operand, Literal) else None


def _below_within(one: Test, other: Test, sides: _Sides) -> bool:
    least, most = _value(one.option("by")), _value(other.option("by"))
    return one.right == other.right and isinstance(least, Decimal) and isinstance(most, Decimal) and least <= most


def _below_length(one: Test, other: Test, sides: _Sides) -> bool:
    return _is_within(*(tuple(_Bound(name, _value(n)) for name, n in node.options) for node in (one, other)))


def _below_only(one: Test, other: Test, sides: _Sides) -> bool:
    return _literals(one) <= _literals(other)


def _below_has(one: Test, other: Test, sides: _Sides) -> bool:
    return _literals(one) >= _literals(other)


def _below_mentions(one: Test, other: Test, sides: _Sides) -> bool:
    """Fewer words that would do, more in which they do not count, fewer in which they do after all."""

    def words(node: Test, option: str) -> frozenset[Anything]:
        return frozenset(_value(node.option(option)) or ())

    return (
        _literals(one) <= _literals(other)
        and words(one, "not_within") >= words(other, "not_within")
        and words(one, "except") <= words(other, "except")
    )


def _below_any_of(one: Test, other: Test, sides: _Sides) -> bool:
    """Fewer paths to agree with; in a check it matters as well which of them is missing."""
    assert isinstance(one.right, tuple) and isinstance(other.right, tuple)
    return sides.asked and frozenset(one.right) <= frozenset(other.right)


def _below_in(one: Test, other: Test, sides: _Sides) -> bool:
    if not isinstance(one.right, Codelist) or not isinstance(other.right, Codelist):
        return False
    return sides.lower[one.right.name].keys() <= sides.upper[other.right.name].keys()


def _below_not_in(one: Test, other: Test, sides: _Sides) -> bool:
    if not isinstance(one.right, Codelist) or not isinstance(other.right, Codelist):
        return False
    return sides.lower[one.right.name].keys() >= sides.upper[other.right.name].keys()


def _below_contains_all(one: Test, other: Test, sides: _Sides) -> bool:
    return one.options == other.options and _literals(one) >= _literals(other)


def _below_named_in(one: Test, other: Test, sides: _Sides) -> bool:
    """The same code lists, in which nothing may be called what it may not be called in the other."""
    return one.options == other.options and all(
        names.get(writing, frozenset({writing})) <= names_too.get(writing, frozenset({writing}))
        for name, _ in one.options
        for names, names_too in [(sides.lower[f"{name}.every"], sides.upper[f"{name}.every"])]
        for writing in names.keys() | names_too.keys()
    )


_Compare: TypeAlias = Callable[[Test, Test, _Sides], bool]
_TESTS: Mapping[str, tuple[_Compare, bool]] = {  # True where the code lists of either side are looked at
    "within": (_below_within, False),
    "length": (_below_length, False),
    "only": (_below_only, False),
    "has": (_below_has, False),
    "mentions": (_below_mentions, False),
    "same_as_any": (_below_any_of, False),
    "mentions_any_of": (_below_any_of, False),
    "in": (_below_in, True),
    "not_in": (_below_not_in, True),
    "contains_all": (_below_contains_all, False),
    "named_in": (_below_named_in, True),
}


# -- bounds --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bound:
    """A comparison with a number or a day; with a number of days where it moves with the date of the check."""

    name: str
    limit: Anything

    def implies(self, other: "_Bound") -> bool:
        """Whether what keeps this bound keeps the other one."""
        if not isinstance(self.limit, Decimal | date) or type(self.limit) is not type(other.limit):
            return False
        if self.name == "equals":
            return _KEPT[other.name](self.limit, other.limit)
        if other.name == "equals" or (self.name in _LOWER) != (other.name in _LOWER):
            return False
        one: Anything = self.limit
        further = one > other.limit if self.name in _LOWER else one < other.limit
        return bool(further) or (one == other.limit and (self.name in _OPEN or other.name not in _OPEN))


_LOWER = frozenset({"above", "at_least", "not_before"})
_OPEN = frozenset({"above", "below"})
_KEPT: Mapping[str, Callable[[Anything, Anything], bool]] = {
    "equals": lambda value, limit: bool(value == limit),
    "above": lambda value, limit: bool(value > limit),
    "at_least": lambda value, limit: bool(value >= limit),
    "not_before": lambda value, limit: bool(value >= limit),
    "below": lambda value, limit: bool(value < limit),
    "at_most": lambda value, limit: bool(value <= limit),
    "not_after": lambda value, limit: bool(value <= limit),
}


def _bounds(test: Test) -> tuple[_Bound, ...]:
    """What a test on a number or a day compares with, where that is a value."""
    if test.operator not in _KEPT or test.operator == "equals":
        return ()
    match test.right:
        case Literal(value):
            return (_Bound(test.operator, value),)
        case AsOf(days=Literal(value=days)):
            return (_Bound(test.operator, Decimal(days)),)  # type: ignore[arg-type] # a number of days
    return ()


def _is_within(bounds: Iterable[_Bound], others: Iterable[_Bound]) -> bool:
    """Whether every one of the other bounds is implied by one of these; not where there is none to compare."""
    found, wanted = tuple(bounds), tuple(others)
    return bool(found) and bool(wanted) and all(any(one.implies(other) for one in found) for other in wanted)


# -- many values ---------------------------------------------------------------------------------------


def below_aggregate(one: Aggregate, other: Aggregate, sides: _Sides) -> bool:
    """The same rows or fewer for what is to be at least, the same or more for what is to be at most."""
    if (one.function, one.over, one.value) != (other.function, other.over, other.value):
        return False
    fewer, more = _counts_fewer(one, other, sides), _counts_fewer(other, one, sides.turned())
    if one.function == "sum" and not (fewer and more):
        return False
    found = [_Bound(name, _value(limit)) for name, limit in one.comparisons]
    return all(
        any(bound.implies(wanted) for bound in found)
        and (fewer or wanted.name in ("below", "at_most"))
        and (more or wanted.name in _LOWER)
        for wanted in (_Bound(name, _value(limit)) for name, limit in other.comparisons)
    )


def _counts_fewer(one: Aggregate, other: Aggregate, sides: _Sides) -> bool:
    """Whether it counts no more rows than the other."""
    if other.distinct_by not in (None, one.distinct_by) or not sides.same_codes(one.distinct_by):
        return False
    return _below(one.where or _ALWAYS, other.where or _ALWAYS, sides.asking())


_ALWAYS = Constant(True)


def below_unique(one: Unique, other: Unique, sides: _Sides) -> bool:
    """The same rows or more."""
    if (one.over, one.key) != (other.over, other.key) or not sides.same_codes(one.key):
        return False
    return _below(other.where or _ALWAYS, one.where or _ALWAYS, sides.turned().asking())


def below_sequence(one: Sequence, other: Sequence, sides: _Sides) -> bool:
    """The same values in the same order, and perhaps others between."""
    rest = iter(one.contains)
    return one.of == other.of and sides.same_codes(one) and all(value in rest for value in other.contains)


def below_attached(one: Attached, other: Attached, sides: _Sides) -> bool:
    """The same slot under the same names or fewer, and files of which as much is asked or more."""
    if one.over != other.over or not _below(one.where or _ALWAYS, other.where or _ALWAYS, sides.asking()):
        return False
    if one.slot is None or other.slot is None:
        return other.slot is None
    lower, upper = sides.lower.get("slots", {}), sides.upper.get("slots", {})
    return _meaning(frozenset({one.slot}), lower) <= _meaning(frozenset({other.slot}), upper)


def below_agree(one: Agree, other: Agree, sides: _Sides) -> bool:
    """The same sections in the same groups or more."""
    if (one.left, one.right) != (other.left, other.right) or not sides.same_codes(one):
        return False
    return one.on == ("all",) or set(one.on) >= set(other.on)


_BELOW: Mapping[type, Callable[[Anything, Anything, _Sides], bool]] = {
    Not: below_not,
    Condition: below_condition,
    FirstOf: below_first_of,
    Test: below_test,
    Aggregate: below_aggregate,
    Unique: below_unique,
    Sequence: below_sequence,
    Attached: below_attached,
    Agree: below_agree,
}
