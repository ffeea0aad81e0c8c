"""A predicate → how to decide it by asking for states, values and comparisons, one after the other.

It is written from the truth table, and not from the compiler or the exact evaluator: each ``decide_…`` says in
plain Python what its node comes to, and `asking.ways` turns that into rules.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any as Anything
from typing import Final
from typing import Literal as OneOf

from pmos_rules.compilation.durable.asking import Alpha, Asking
from pmos_rules.compilation.durable.encoding import LIMIT, InexactError, encode
from pmos_rules.compilation.durable.operands import (
    Flag,
    Given,
    Judged,
    Listed,
    Looked,
    Operand,
    PartOf,
    Total,
    Value,
)
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    Attached,
    Codelist,
    Condition,
    Constant,
    Custom,
    FirstOf,
    Literal,
    Lookup,
    Not,
    Path,
    Predicate,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.walking import nodes_of

Truth = OneOf["T", "F", "N", "U"]
MOST_MEMBERS: Final = 12
"""A table with more writings than that is looked up beforehand."""


class CrashedError(Exception):
    """A predicate that was judged beforehand has crashed."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a large predicate that is decided on a fact of its own."""

    of: Predicate


@dataclass(frozen=True, slots=True)
class Ready:
    """A condition on rows that has too many ways through it, and is judged beforehand."""

    of: Predicate


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks: the rule (none in a condition), the truth that counts against it, and where properties are named.

    ``lacking`` is what a missing value makes of a condition: false, and true below the operator `not`.

    ``name`` gives an operand its name on the fact; ``fold`` the number under which the rows of a list are folded,
    None inside a row; ``part`` that of a part that is decided apart, None where nothing is. ``whole`` is the part
    in hand.
    """

    asking: Asking
    name: Callable[[Operand], str]
    fold: Callable[[Aggregate | Unique | Attached], int] | None
    part: Callable[[Predicate, "Asked"], int] | None
    tables: Mapping[str, Mapping[str, Anything]]
    rule: Rule | None = None
    number: int | None = None
    against: Truth = "F"
    lacking: Truth = "F"
    whole: Predicate | None = None

    @property
    def of_condition(self) -> "Asked":
        """The same in a condition, in which a missing value is false."""
        return replace(self, rule=None, number=None, lacking="F")

    # -- questions -------------------------------------------------------------------------------

    def state(self, operand: Operand, among: str = "gmu") -> str:
        """The state of an operand, one letter of those that it can have."""
        name = self.name(operand) + "s"
        told: str = self.asking.choose((name,), [(letter, {name: letter}) for letter in among])
        return told

    def word(self, operand: Operand, among: Iterable[str]) -> str:
        """Which of several words an operand is."""
        name = self.name(operand)
        told: str = self.asking.choose((name,), [(word, {name: word}) for word in among])
        return told

    def holds(self, operand: Operand) -> bool:
        """Whether a flag is set."""
        name = self.name(operand)
        return bool(self.asking.choose((name,), [(True, {name: True}), (False, {name: False})]))

    def is_(self, operand: Operand, relation: str, other: Anything) -> bool:
        """Whether an operand stands in a relation to a value that is written in the rule."""
        name = self.name(operand)
        return self._is(name, relation, other, encode(other))

    def is_to(self, operand: Operand, relation: str, other: Operand, plus: int = 0) -> bool:
        """Whether an operand stands in a relation to another one of the same fact."""
        right: Alpha = {"$m": self.name(other)}
        if plus:
            right = {"$add": {"$l": right, "$r": plus}}
        return self._is(self.name(operand), relation, (self.name(other), plus), right)

    def is_one_of(self, operand: Operand, others: Iterable[Anything]) -> bool:
        """Whether an operand is one of the values that are written in the rule."""
        name = self.name(operand)
        encoded = [encode(other) for other in dict.fromkeys(others)]
        # Not one `$or`: the engine makes a node of its own for each, which rules do not share.
        yes: list[tuple[bool, Alpha]] = [(True, {name: other}) for other in encoded]
        no: Alpha = {"$and": [{"$neq": {name: other}} for other in encoded]}
        return bool(self.asking.choose((name, "in", *encoded), [*yes, (False, no)]))

    def _is(self, name: str, relation: str, other: Anything, right: Anything) -> bool:
        yes, no = _RELATIONS[relation]
        answers = [(True, _alpha(yes, name, right)), (False, _alpha(no, name, right))]
        return bool(self.asking.choose((name, relation, other), answers))

    # -- what is not there -----------------------------------------------------------------------

    def policy(self, path: Path) -> Truth:
        """What a missing value at a path leads to."""
        if self.rule is None:
            return self.lacking
        policies: Mapping[str, Truth] = {"fail": self.against, "undetermined": "U"}
        return policies.get(self.rule.missing(path), "N")

    def absent(self, operands: Iterable[tuple[str, Path]]) -> Truth | None:
        """What states lead to that are not all ``g``: a missing value decides before one that cannot be read."""
        states = list(operands)
        missing = [self.policy(path) for state, path in states if state == "m"]
        if self.against in missing:
            return self.against
        if missing:
            return "U" if "U" in missing else missing[0]
        return "U" if any(state == "u" for state, _ in states) else None


_RELATIONS: Mapping[str, tuple[str, str]] = {
    "==": ("$eq", "$neq"),
    ">": ("$gt", "$lte"),
    ">=": ("$gte", "$lt"),
    "<": ("$lt", "$gte"),
    "<=": ("$lte", "$gt"),
}
RELATION: Mapping[str, str] = {
    "equals": "==",
    "same_as": "==",
    "above": ">",
    "at_least": ">=",
    "below": "<",
    "at_most": "<=",
    "not_before": ">=",
    "not_after": "<=",
}


def _alpha(operator: str, name: str, right: Anything) -> Alpha:
    return {name: right} if operator == "$eq" else {operator: {name: right}}


def decide(node: Predicate | None, c: Asked) -> Truth:
    """The truth of a predicate; of none, that it holds."""
    return "T" if node is None else _DECISIONS[type(node)](node, c)


# -- connectives -------------------------------------------------------------------------------------


def conjunction(of: Iterable[Callable[[], Truth]]) -> Truth:
    """False where one is false, else the strongest unknown, else true."""
    result: Truth = "T"
    for decision in of:
        truth = decision()
        if truth == "F":
            return "F"
        result = _stronger(result, truth)
    return result


def _stronger(one: Truth, other: Truth) -> Truth:
    return "U" if "U" in (one, other) else "N" if "N" in (one, other) else one


def negation(truth: Truth) -> Truth:
    """The other of true and false; what is unknown stays so."""
    opposites: Mapping[Truth, Truth] = {"T": "F", "F": "T"}
    return opposites.get(truth, truth)


def decide_all(node: All, c: Asked) -> Truth:
    return conjunction(_each(node.of, c))


def decide_any(node: Any, c: Asked) -> Truth:
    return negation(conjunction(_negated(part) for part in _each(node.of, c)))


def _negated(decision: Callable[[], Truth]) -> Callable[[], Truth]:
    return lambda: negation(decision())


def _each(parts: Iterable[Predicate], c: Asked) -> list[Callable[[], Truth]]:
    """What may crash comes first: a crash is one whatever the other parts come to."""
    ordered = sorted(parts, key=lambda part: not may_crash(part))
    return [lambda part=part: decide(part, c) for part in ordered]  # type: ignore[misc]  # the default binds it


@cache
def may_crash(part: Predicate) -> bool:
    """Whether Python of a pack stands in it."""
    return any(True for _ in nodes_of(Custom, part)) or any(True for _ in nodes_of(ProcessQuery, part))


def decide_not(node: Not, c: Asked) -> Truth:
    lacking = "F" if node.given is None else negation(c.lacking)
    return negation(decide(node.of, replace(c, against=negation(c.against), lacking=lacking)))


def decide_condition(node: Condition, c: Asked) -> Truth:
    return decide(node.of, c.of_condition)


def decide_first_of(node: FirstOf, c: Asked) -> Truth:
    for when, then in node.branches:
        holds = decide(when, c.of_condition)
        if holds == "T":
            return decide(then, c)
        if holds != "F":
            return "U"
    return "T"


def decide_constant(node: Constant, c: Asked) -> Truth:
    return _truth(node.value)


def _truth(holds: bool) -> Truth:
    return "T" if holds else "F"


# -- one value ---------------------------------------------------------------------------------------

_GIVEN: Final = "gmkuw"


def operand_of(path: Path, exact: bool = False) -> Value:
    """A path's value as an operand."""
    return Value(path, "value", exact and path.type is not None and path.type.order == "number")


def compares(path: Path) -> bool:
    """Whether the values at a path have an exact form: texts, numbers, days, yes and no."""
    value_type = path.type
    return value_type is not None and (
        value_type.order != "none" or value_type.name == "yes_no" or (value_type.text and value_type.name != "raw")
    )


def decide_test(node: Test, c: Asked) -> Truth:
    """Where two values are compared, on a fact of its own: the engine puts that off, and goes on as if it held."""
    if c.part is not None and node != c.whole and isinstance(node.right, Path | Lookup | tuple):
        return decide_part(Part(node), c)
    return _TESTS.get(node.operator, decide_flag)(node, c)


def decide_flag(node: Test, c: Asked) -> Truth:
    """A test of one value that reaches the second engine as yes or no; its states are decided here."""
    absent = c.absent([(c.state(operand_of(node.left)), node.left)])
    return _truth(c.holds(Flag(node))) if absent is None else absent


def decide_comparison(node: Test, c: Asked) -> Truth:
    """A value and a literal, or two values."""
    if isinstance(node.right, Path):
        return _decide_pair(node, node.right, c)
    assert isinstance(node.right, Literal)
    if not compares(node.left) or not is_exact(node.right.value):
        return decide_flag(node, c)
    left = operand_of(node.left)
    absent = c.absent([(c.state(left), node.left)])
    return _truth(c.is_(left, RELATION[node.operator], node.right.value)) if absent is None else absent


def is_exact(value: Anything) -> bool:
    """Whether a value written in a rule stands on the grid of the second engine."""
    try:
        encoded = encode(value, exact=True)
    except InexactError:
        return False
    return not isinstance(value, Decimal) or abs(encoded) < LIMIT


def _decide_pair(node: Test, other: Path, c: Asked) -> Truth:
    if not (compares(node.left) and compares(other)):
        return decide_judged(node, c)
    left, right = operand_of(node.left, True), operand_of(other, True)
    absent = c.absent([(c.state(left), node.left), (c.state(right), other)])
    return _truth(c.is_to(left, RELATION[node.operator], right)) if absent is None else absent


def decide_within(node: Test, c: Asked) -> Truth:
    by = node.option("by")
    assert isinstance(node.right, Path) and isinstance(by, Literal)
    if not (compares(node.left) and compares(node.right) and is_exact(by.value)):
        return decide_judged(node, c)
    left, right, distance = operand_of(node.left, True), operand_of(node.right, True), encode(by.value)
    absent = c.absent([(c.state(left), node.left), (c.state(right), node.right)])
    if absent is not None:
        return absent
    return _truth(c.is_to(left, "<=", right, distance) and c.is_to(right, "<=", left, distance))


def decide_equals_ignoring_case(node: Test, c: Asked) -> Truth:
    assert isinstance(node.right, Literal)
    absent = c.absent([(c.state(operand_of(node.left)), node.left)])
    return _truth(c.is_(Value(node.left, "folded"), "==", node.right.value)) if absent is None else absent


def decide_one_of(node: Test, c: Asked) -> Truth:
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    if not compares(node.left) or not all(map(is_exact, node.right.value)):
        return decide_flag(node, c)
    left = operand_of(node.left)
    absent = c.absent([(c.state(left), node.left)])
    return _truth(c.is_one_of(left, node.right.value)) if absent is None else absent


def decide_length(node: Test, c: Asked) -> Truth:
    absent = c.absent([(c.state(operand_of(node.left)), node.left)])
    if absent is not None:
        return absent
    bounds = [(name, option.value) for name, option in node.options if isinstance(option, Literal)]
    return _truth(all(c.is_(Value(node.left, "length"), RELATION[name], limit) for name, limit in bounds))


def decide_present(node: Test, c: Asked) -> Truth:
    state = c.state(Given(node.left), _GIVEN)
    return "U" if state == "k" else _truth(state != "m")


def decide_missing(node: Test, c: Asked) -> Truth:
    return negation(decide_present(node, c))


def decide_readable(node: Test, c: Asked) -> Truth:
    state = c.state(Given(node.left), _GIVEN)
    if state in "mk" or (state == "w" and c.rule is not None):
        return _not_asked(state, c)
    return _truth(state == "g")


def _not_asked(state: str, c: Asked) -> Truth:
    """How something was typed is nothing to ask of what cannot be read or is not there."""
    if c.rule is not None:
        return "N"
    return c.lacking if state == "m" else "F"


def decide_as_given(node: Test, c: Asked) -> Truth:
    state = c.state(Given(node.left), _GIVEN)
    if state != "g":
        return _not_asked(state, c)
    return _truth(c.holds(Flag(node)))


def decide_membership(node: Test, c: Asked) -> Truth:
    """In a code list; membership of a list that somebody supplies comes judged."""
    if not isinstance(node.right, Codelist):
        return decide_judged(node, c)
    state = c.state(Given(node.left), _GIVEN)
    absent = c.absent([("u" if state in "kuw" else state, node.left)])
    if absent is not None:
        return absent
    among = c.holds(Flag(node)) if _is_long(node, c) else c.is_one_of(_as_typed(node), c.tables[node.right.name])
    return _truth(among if node.operator == "in" else not among)


def _is_long(node: Test, c: Asked) -> bool:
    """Whether a code list is to be looked up beforehand: it is long, or not about texts."""
    assert isinstance(node.right, Codelist)
    is_text = node.left.type is not None and node.left.type.text
    return not is_text or not compares(node.left) or len(c.tables[node.right.name]) > MOST_MEMBERS


def _as_typed(node: Test) -> Value:
    """The value itself, and not the code that it stands for: a list may be of another field."""
    return Value(replace(node.left, codelist=None))


def decide_same_as(node: Test, c: Asked) -> Truth:
    if not isinstance(node.right, Lookup):
        return decide_comparison(node, c)
    if not compares(node.left):
        return decide_judged(node, c)
    left, by, wanted = operand_of(node.left, True), operand_of(node.right.by), Looked(node.right)
    states = ((c.state(left), node.left), (c.state(by), node.right.by), (c.state(wanted), node.right.mapping))
    absent = c.absent(states)
    return _truth(c.is_to(left, "==", wanted)) if absent is None else absent


def decide_any_of(node: Test, c: Asked) -> Truth:
    """The same as one that is there, or containing it; where none is, those that are not there decide."""
    assert isinstance(node.right, tuple)
    others = [path for path in node.right if isinstance(path, Path)]
    if not all(map(compares, (node.left, *others))):
        return decide_judged(node, c)
    left = c.state(operand_of(node.left, True))
    states = [c.state(operand_of(path, True)) for path in others]
    missing = [] if any(state != "m" for state in states) else list(zip(states, others, strict=True))
    absent = c.absent([(left, node.left), *missing])
    if absent is not None:
        return absent
    there = [number for number, state in enumerate(states) if state == "g"]
    if any(_is_like(node, number, others[number], c) for number in there):
        return "T"
    return "U" if "u" in states else "F"


def _is_like(node: Test, number: int, other: Path, c: Asked) -> bool:
    if node.operator == "mentions_any_of":
        return c.holds(Flag(node, number))
    return c.is_to(operand_of(node.left, True), "==", operand_of(other, True))


# -- many values -------------------------------------------------------------------------------------


def _missing_list(node: Aggregate | Unique, c: Asked) -> Truth | None:
    """What a list that is not there leads to; a count of it is 0 unless the rule says something."""
    listed = c.word(Listed(node.over), ("some", "none", "k") if not node.over.supplied else ("some", "empty", "k"))
    if listed in ("some", "empty"):
        return None
    if listed == "k":
        return "U"
    if isinstance(node, Aggregate) and node.function == "count" and not _is_said(node.over, c.rule):
        return None
    return c.policy(node.over)


def _is_said(path: Path, rule: Rule | None) -> bool:
    return rule is not None and (
        rule.otherwise_missing is not None or not rule.if_missing.keys().isdisjoint((str(path), f"dossier.{path}"))
    )


def decide_aggregate(node: Aggregate, c: Asked) -> Truth:
    if c.fold is None:
        return decide_judged(node, c)
    missing = _missing_list(node, c)
    if missing is not None:
        return missing
    rows = c.fold(node)
    if node.function == "sum" and not c.holds(Total(rows, "told")):
        return "U"
    least, most = (Total(rows, "least"), Total(rows, "most"))
    if node.function == "sum":
        least = most = Total(rows, "sum")
    return conjunction(
        lambda name=name, limit=limit: _between(name, limit, least, most, c)  # type: ignore[misc]  # bound
        for name, limit in node.comparisons
    )


def _between(name: str, limit: Literal, least: Total, most: Total, c: Asked) -> Truth:
    """Whether a number that lies between two others certainly meets a limit."""
    value = limit.value
    if name == "equals":
        if c.is_(least, ">", value) or c.is_(most, "<", value):
            return "F"
        return "T" if c.is_(least, ">=", value) and c.is_(most, "<=", value) else "U"
    low = c.is_(least, RELATION[name], value)
    high = low if least == most else c.is_(most, RELATION[name], value)
    return _truth(low) if low == high else "U"


def decide_unique(node: Unique, c: Asked) -> Truth:
    if c.fold is None:
        return decide_judged(node, c)
    missing = _missing_list(node, c)
    if missing is not None:
        return missing
    rows = c.fold(node)
    if c.holds(Total(rows, "twice")):
        return "F"
    return "U" if c.holds(Total(rows, "perhaps_twice")) else "T"


def decide_attached(node: Attached, c: Asked) -> Truth:
    if c.fold is None:
        return decide_judged(node, c)
    rows = c.fold(node)
    if c.is_(Total(rows, "least"), ">=", Decimal(1)):
        return "T"
    return "U" if c.is_(Total(rows, "most"), ">=", Decimal(1)) else "F"


# -- what comes decided or judged --------------------------------------------------------------------------------


def decide_judged(node: Predicate, c: Asked) -> Truth:
    """A predicate that was judged beforehand: here independence ends."""
    # A row whose condition crashes fits no rule: then nothing is said of what asks for its list.
    words = _words(node) if c.fold is not None else _words(node)[:4]
    return _told(c.word(Judged(node, c.number, c.against, c.lacking), words))


def decide_ready(node: Ready, c: Asked) -> Truth:
    """A condition that is judged beforehand as a whole."""
    return decide_judged(node.of, c)


def decide_part(node: Part, c: Asked) -> Truth:
    """A part of a large predicate, decided on a fact of its own."""
    assert c.part is not None
    return _told(c.word(PartOf(c.part(node.of, c)), _words(node.of)))


def _words(node: Predicate) -> tuple[str, ...]:
    return ("T", "F", "N", "U") + (("E",) if may_crash(node) else ())


def _told(word: str) -> Truth:
    if word == "E":
        raise CrashedError
    truth: Truth = word  # type: ignore[assignment]  # one of the words
    return truth


_TESTS: Mapping[str, Callable[[Test, Asked], Truth]] = {
    **dict.fromkeys(("equals", "above", "at_least", "below", "at_most", "not_before", "not_after"), decide_comparison),
    "equals_ignoring_case": decide_equals_ignoring_case,
    "one_of": decide_one_of,
    "within": decide_within,
    "length": decide_length,
    "present": decide_present,
    "missing": decide_missing,
    "readable": decide_readable,
    "as_given": decide_as_given,
    "in": decide_membership,
    "not_in": decide_membership,
    "same_as": decide_same_as,
    "same_as_any": decide_any_of,
    "mentions_any_of": decide_any_of,
    "contains_all": decide_judged,
    "apart_from": decide_judged,
    "named_in": decide_judged,
}
_DECISIONS: Mapping[type, Callable[[Anything, Asked], Truth]] = {
    All: decide_all,
    Any: decide_any,
    Not: decide_not,
    Condition: decide_condition,
    FirstOf: decide_first_of,
    Constant: decide_constant,
    Test: decide_test,
    Aggregate: decide_aggregate,
    Unique: decide_unique,
    Sequence: decide_judged,
    Attached: decide_attached,
    Agree: decide_judged,
    ProcessQuery: decide_judged,
    Custom: decide_judged,
    Part: decide_part,
    Ready: decide_ready,
}
