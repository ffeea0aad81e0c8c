"""Bound IR → Python expressions that are true only where a rule certainly has nothing to report.

Four questions are put to a predicate, and a generated expression may answer each with yes only where that is
certain; in doubt it is false or raises, and the exact evaluation decides:

- ``fine``: the check holds, or does not apply;
- ``sure``: it is true;
- ``never``: it is false (a condition), or false or not applicable (a check);
- ``refuted``: the check is false, so that the rule has failed.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any as Anything
from typing import Protocol, TypeAlias

from pmos_rules.formats import characters
from pmos_rules.formats.mentions import mentions
from pmos_rules.formats.registry import FORMATS
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
    Test,
    Unique,
)
from pmos_rules.language.paths import parts_of
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.walking import paths_in

DOUBT = "False"


class Names(Protocol):
    """What a block of generated code offers to expressions: variables for values, names for constants.

    ``clean`` says that every value of the dossier could be read.
    """

    clean: bool

    def value(self, path: Path) -> str:
        """A variable, or an attribute of the row, that holds the value at a path."""

    def canonical(self, path: Path) -> str:
        """The same as a canonical code, where the path has a code list."""

    def constant(self, value: Anything) -> str:
        """A name for a constant object."""

    def table(self, name: str) -> str:
        """A name for a code list's table."""

    def rows(self, path: Path) -> str | None:
        """A variable that holds the rows that a path goes over, or None where there is no simple one."""

    def slots(self, path: Path) -> str | None:
        """A variable that holds the set of slots in which something is attached."""

    def may_be_unreadable(self, value: str) -> bool:
        """Whether a variable could hold something that cannot be read."""


Question: TypeAlias = Callable[[Predicate, Names, Rule | None], str]


def fine(node: Predicate, names: Names, rule: Rule | None) -> str:
    """An expression that is true only where the check is true or not applicable."""
    match node:
        case All(of):
            return every([fine(part, names, rule) for part in of])
        case Any(of):
            certain = either([sure(part, names, rule) for part in of])
            harmless = every([fine(part, names, rule) for part in of])
            return either([certain, harmless])
        case Not(of=inner):
            return never(inner, names, rule)
        case FirstOf(branches):
            return _branches(branches, names, rule)
        case Test():
            excuses = [names.value(path) for path in _excusing(node, rule)]
            return either([*(f"{value} is None" for value in excuses), compile_test(node, names, frozenset(excuses))])
        case Agree(left, right):
            return _excused((left, right), names, rule)
        case Custom(of=inputs):
            return _excused(inputs, names, rule)
        case ProcessQuery():
            return compile_process(node, names)
        case _:
            return sure(node, names, rule)


def sure(node: Predicate, names: Names, rule: Rule | None) -> str:
    """An expression that is true only where the predicate is true."""
    match node:
        case All(of):
            return every([sure(part, names, rule) for part in of])
        case Any(of):
            return either([sure(part, names, rule) for part in of])
        case Not(of=inner):
            return _sure_not(inner, names)
        case Condition(of=inner):
            return sure(inner, names, None)
        case Constant(value):
            return str(value)
        case Test():
            return compile_test(node, names)
        case Aggregate():
            return compile_aggregate(node, names, rule)
        case Unique():
            return compile_unique(node, names)
        case Attached():
            return compile_attached(node, names)
        case _:
            return DOUBT


def never(node: Predicate, names: Names, rule: Rule | None) -> str:
    """An expression that is true only where a condition is false, or a check false or not applicable."""
    match node:
        case All(of) if rule is None:
            return either([never(part, names, rule) for part in of])
        case All(of):
            return either([_refuted(part, names) for part in of])
        case Any(of):
            return every([never(part, names, rule) for part in of])
        case Not(of=inner):
            return sure(inner, names, rule)
        case Condition(of=inner):
            return never(inner, names, None)
        case Constant(value):
            return str(not value)
        case Test():
            return _never_test(node, names, rule)
        case Aggregate() | Unique() | Attached():
            return _refuted_form(node, names, rule)
        case ProcessQuery():
            return compile_process(node, names)
        case _:
            return DOUBT


def refuted(node: Predicate, names: Names, rule: Rule) -> str:
    """An expression that is true only where the check is false."""
    match node:
        case All(of):
            return either([refuted(part, names, rule) for part in of])
        case Any(of):
            return every([refuted(part, names, rule) for part in of])
        case Not(of=inner):
            return sure(inner, names, rule)
        case Condition(of=inner):
            return never(inner, names, None)
        case FirstOf(branches):
            return _refuted_branches(branches, names, rule)
        case Constant(value):
            return str(not value)
        case Test():
            demanded = not node.left.supplied and rule.missing(node.left) == "fail"
            missing = f"{names.value(node.left)} is None" if demanded else DOUBT
            return either([missing if node.operator not in _ASKS_ONLY_WHETHER else DOUBT, _refuted(node, names)])
        case _:
            return _refuted_form(node, names, rule)


def _refuted_form(node: Predicate, names: Names, rule: Rule | None) -> str:
    """Where every value can be read, a form over rows is false when it is not true; what is missing raises.

    Of what may not be repeated, two rows that surely count are enough, whatever the others are.
    """
    if not names.clean or not isinstance(node, Aggregate | Unique | Attached):
        return DOUBT
    rows = names.rows(node.over)
    held = compile_unique(node, names, sure) if isinstance(node, Unique) else sure(node, names, rule)
    if rows is None or held == DOUBT or not (isinstance(node, Unique) or _decided(node.where)):
        return DOUBT
    some = "True" if isinstance(node, Attached) else rows  # of an empty list the rule may say something else
    return every([f"{rows}.__class__ is tuple", some, f"not ({held})"])


def _decided(node: Predicate | None) -> bool:
    """Whether a condition is true or false, and `sure` tells which, as soon as all that it reads is readable."""
    match node:
        case None | Constant():
            return True
        case All(of) | Any(of):
            return all(_decided(part) for part in of)
        case Condition(of=inner):
            return _decided(inner)
        case Not(of=Test(operator=operator) as inner, given=given):
            return given is not None and operator not in ("readable", "as_given") and _decided(inner)
        case Test():
            doubtful = node.operator == "as_given" and node.right != Literal("canonical")
            if doubtful or _is_exact_only(node):
                return False
            return not any(path.supplied or _is_doubtful(path) for path in _operands(node))
        case _:
            return False


def _is_doubtful(path: Path) -> bool:
    """Whether what is read at a path need not be told by a value that can be read."""
    return path.part is not None and parts_of(path.shape)[path.part].doubtful


def settled(node: Predicate, names: Names) -> bool:
    """Whether a condition can be told for every dossier that the code is for: nothing in it may be unknown."""
    match node:
        case Test():
            told = names.clean and not _is_exact_only(node)
            return told and not any(
                path.supplied or names.may_be_unreadable(names.value(path)) for path in _operands(node)
            )
        case All(of) | Any(of):
            return all(settled(part, names) for part in of)
        case Not(of=inner) | Condition(of=inner):
            return settled(inner, names)
        case Constant():
            return True
        case _:
            return False


_ONE_WILL_DO = ("same_as_any", "mentions_any_of", "named_in")
_ASKS_ONLY_WHETHER = ("present", "missing", "readable", "as_given")


def _never_test(node: Test, names: Names, rule: Rule | None) -> str:
    if node.operator in ("present", "missing"):
        return _sure_not(node, names)
    if any(path.supplied for path in _operands(node)):
        return _refuted(node, names)
    excuses = _needed(node) if rule is None else _excusing(node, rule)
    return either([*(f"{names.value(path)} is None" for path in excuses), _refuted(node, names)])


def _sure_not(node: Predicate, names: Names) -> str:
    """True only where the predicate is false with all that it reads given."""
    match node:
        case Test(operator="present", left=left):
            return compile_test(Test("missing", left), names)
        case Test(operator="missing", left=left):
            return compile_test(Test("present", left), names)
        case Test():
            return _refuted(node, names)
        case Not(of=inner):
            return sure(inner, names, None)
        case Condition(of=inner):
            return never(inner, names, None)
        case Constant(value):
            return str(not value)
        case _:
            return DOUBT


def _refuted(node: Predicate, names: Names) -> str:
    """True only where a test has everything that it needs, and does not hold."""
    if not isinstance(node, Test) or node.operator in ("present", "missing"):
        return _sure_not(node, names)
    if node.operator in ("readable", "as_given") or _is_exact_only(node):
        return DOUBT
    held = _held(node, names)
    return DOUBT if held == DOUBT else every([*_readable(node, names), f"not ({held})"])


def _readable(node: Test, names: Names, there: frozenset[str] = frozenset()) -> list[str]:
    """That every operand is there and can be read; those known to be there are not asked again."""
    tests = []
    others = _operands(node)[1:]
    one_will_do = node.operator in _ONE_WILL_DO
    demanded = [node.left, *(path for path in others if path.supplied or not one_will_do)]
    needed = {names.value(path) for path in demanded} - there
    for value in dict.fromkeys(names.value(path) for path in _operands(node)):
        tests += [f"{value} is not None"] if value in needed else []
        tests += [f"{value}.__class__ not in UNREAD"] if names.may_be_unreadable(value) else []
    tests += [names.value(path) for path in demanded if path.shape.repeats and not path.supplied]
    if node.operator in ("in", "not_in") and isinstance(node.right, Path) and not names.clean:
        tests.append(f"UNREADABLE not in {{x.__class__ for x in {names.value(node.right)}}}")
    if one_will_do:
        tests.append(either([f"{names.value(path)} is not None" for path in others]))
    return tests


def _operands(node: Test) -> list[Path]:
    right = node.right if isinstance(node.right, tuple) else (node.right,)
    options = (operand for _, operand in node.options)
    return [path for operand in (node.left, *right, *options) for path in paths_in(operand)]


def _is_exact_only(node: Test) -> bool:
    """Whether a test is left to the exact evaluation, but for what is plain to see."""
    if node.operator == "apart_from" or isinstance(node.right, Lookup):
        return True
    if node.operator == "contains_all" and node.options:
        return True
    return any(path.repeats for path in _operands(node))


def _needed(node: Test) -> list[Path]:
    """The operands without any one of which the test has nothing to say."""
    if node.operator in _ONE_WILL_DO:
        return [node.left]
    return [path for path in _operands(node) if not path.repeats]


def _excusing(node: Test, rule: Rule | None) -> list[Path]:
    """The operands that make the rule have nothing to say where they are missing.

    None where the rule has more to say of one of them: two may be missing, and then the stricter counts.
    """
    if node.operator in ("present", "missing"):
        return []
    if node.operator in ("readable", "as_given"):
        return [node.left]
    # A mapping that was given may lack the key, and then it is its own policy that counts.
    held = node.right.mapping if isinstance(node.right, Lookup) else None
    excused = all(
        _excuses_when_given(path, rule) if path is held else path.supplied or _excuses(path, rule)
        for path in _operands(node)
    )
    return [path for path in _needed(node) if excused and not path.supplied]


def _excused(paths: tuple[Path, ...], names: Names, rule: Rule | None) -> str:
    """That something is missing of what a form reads, where the rule has nothing to say then."""
    if not all(_excuses(path, rule) for path in paths):
        return DOUBT
    return either([f"{names.value(_before_rows(path))} is None" for path in paths])


def _before_rows(path: Path) -> Path:
    """The list that a path with ``*`` goes over first."""
    return Path(path.scope, path.steps[: path.steps.index("*")]) if "*" in path.steps else path


def _excuses_when_given(path: Path, rule: Rule | None) -> bool:
    return rule is not None and rule.missing(path) == "not_applicable"


def _excuses(path: Path, rule: Rule | None) -> bool:
    return rule is not None and not path.supplied and rule.missing(path) == "not_applicable"


# -- operators: an expression that is true only where the test holds -----------------------------------


def compile_test(node: Test, names: Names, there: frozenset[str] = frozenset()) -> str:
    """A test with everything that it needs; one that nothing could pass asks first that there is something."""
    if _is_exact_only(node):
        return compile_among(node, names) if node.operator == "in" else DOUBT
    held = _held(node, names)
    # Of two fields both may hold the same placeholder, which as a text is no later than itself.
    if node.operator in ("not_in", "same_as", "format") or isinstance(node.right, Path):
        return every([*_readable(node, names, there), held])
    return held


def _held(node: Test, names: Names) -> str:
    return _OPERATORS[node.operator](node, names)


def compile_present(node: Test, names: Names) -> str:
    value = names.value(node.left)
    shape = node.left.shape
    if node.left.part is None and shape.section is not None:
        return f"{value}.__class__ is {names.constant(shape.section.model)} and not is_empty({value})"
    return f"bool({value})" if shape.repeats else f"{value} is not None"


def compile_missing(node: Test, names: Names) -> str:
    value = names.value(node.left)
    if node.left.supplied:
        return DOUBT
    return f"not {value}" if node.left.shape.repeats else f"{value} is None"


def _literal(symbol: str) -> Callable[[Test, Names], str]:
    def compile_comparison(node: Test, names: Names) -> str:
        if isinstance(node.right, Literal) and isinstance(node.right.value, bool):
            return f"{names.value(node.left)} is {node.right.value}"
        right = names.canonical(node.right) if isinstance(node.right, Path) else _constant(node.right, names)
        return f"{names.canonical(node.left)} {symbol} {right}"

    return compile_comparison


def _constant(operand: Anything, names: Names) -> str:
    assert isinstance(operand, Literal)
    return names.constant(operand.value)


def compile_equals_ignoring_case(node: Test, names: Names) -> str:
    return f"{names.canonical(node.left)}.casefold() == {_constant(node.right, names)}"


def compile_one_of(node: Test, names: Names) -> str:
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    return f"{names.canonical(node.left)} in {names.constant(frozenset(node.right.value))}"


def compile_within(node: Test, names: Names) -> str:
    assert isinstance(node.right, Path)
    by = _constant(node.option("by"), names)
    return f"-{by} <= {names.value(node.left)} - {names.value(node.right)} <= {by}"


def compile_whole(node: Test, names: Names) -> str:
    value = names.value(node.left)
    return f"{value} == {value}.to_integral_value()"


def compile_length(node: Test, names: Names) -> str:
    bounds = dict(node.options)
    low = f"{_constant(bounds['at_least'], names)} <= " if "at_least" in bounds else ""
    high = f" <= {_constant(bounds['at_most'], names)}" if "at_most" in bounds else ""
    return f"{low}len({names.canonical(node.left)}){high}"


def compile_matches(node: Test, names: Names) -> str:
    assert isinstance(node.right, Literal)
    matches = names.constant(re.compile(str(node.right.value)).fullmatch)
    return f"{matches}({names.canonical(node.left)}) is not None"


def compile_only(node: Test, names: Names) -> str:
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    pattern = characters.only(node.right.value)
    return f"{names.constant(pattern.fullmatch)}({names.canonical(node.left)}) is not None"


def compile_has(node: Test, names: Names) -> str:
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    value = names.canonical(node.left)
    return every([f"{names.constant(characters.has(c).search)}({value}) is not None" for c in node.right.value])


def compile_mentions(node: Test, names: Names) -> str:
    assert isinstance(node.right, Literal)
    lists = [node.right.value, *(_tuple(node.option(option)) for option in ("not_within", "except"))]
    arguments = ", ".join(names.constant(words) for words in lists)
    return f"{names.constant(mentions)}({names.canonical(node.left)}, {arguments})"


def _tuple(operand: Anything) -> Anything:
    return operand.value if isinstance(operand, Literal) else ()


def compile_format(node: Test, names: Names) -> str:
    assert isinstance(node.right, Literal)
    form, value = FORMATS[str(node.right.value)], names.canonical(node.left)
    part = parts_of(node.left.shape).get(form.part or "") if node.left.part is None else None
    if part is None or form.rest is None:
        return f"{names.constant(form.check)}({value})"
    has_part = f"{names.value(replace(node.left, part=part.name, part_type=part.type))} is not None"
    return every([has_part, f"{names.constant(form.rest)}({value})"])


def compile_same_as_any(node: Test, names: Names) -> str:
    value = names.canonical(node.left)
    assert isinstance(node.right, tuple)
    others = [f"{value} == {names.canonical(path)}" for path in node.right if isinstance(path, Path)]
    return every([*_is_there(value, names), either(others)])


def compile_mentions_any_of(node: Test, names: Names) -> str:
    value = names.canonical(node.left)
    assert isinstance(node.right, tuple)
    others = [names.canonical(path) for path in node.right if isinstance(path, Path)]
    held = [every([*_is_there(other, names), f"{other} in {value}"]) for other in others]
    return every([*_is_there(value, names), either(held)])


def _is_there(value: str, names: Names) -> list[str]:
    readable = [f"{value}.__class__ not in UNREAD"] if names.may_be_unreadable(value) else []
    return [f"{value} is not None", *readable]


def compile_in(node: Test, names: Names) -> str:
    if isinstance(node.right, Codelist):
        if names.clean and node.left.type is not None and not node.left.type.text:
            return f"{names.value(node.left)} in ()"  # no placeholder was typed, and all else is no text
        return f"{names.value(node.left)} in {names.table(node.right.name)}"
    assert isinstance(node.right, Path)
    return f"{names.value(node.left)} in {names.value(node.right)}"


def compile_among(node: Test, names: Names) -> str:
    """In one of the rows of a list; whether it is in none is left to the exact evaluation."""
    assert isinstance(node.right, Path)
    steps = node.right.steps
    first = steps.index("*") + 1
    rows = names.rows(Path(node.right.scope, steps[:first]))
    if rows is None or "*" in steps[first:]:
        return DOUBT
    value = names.canonical(node.left)
    row = replace(node.right, scope="row", steps=steps[first:])
    there = [f"{value} is not None", f"{value}.__class__ not in UNREAD"]
    return every([*there, f"{value} in [{_Row(names).canonical(row)} for r in {rows}]"])


def compile_contains_all(node: Test, names: Names) -> str:
    if not names.clean or node.options:
        return DOUBT
    assert isinstance(node.right, Literal) and isinstance(node.right.value, tuple)
    value, wanted = names.value(node.left), names.constant(frozenset(node.right.value))
    return f"{value}.__class__ is tuple and {wanted}.issubset({value})"


def compile_not_in(node: Test, names: Names) -> str:
    return compile_in(node, names).replace(" in ", " not in ", 1)


def compile_named_in(node: Test, names: Names) -> str:
    value = names.value(node.left)
    tests = []
    for codelist, path in node.options:
        assert isinstance(path, Path)
        code = names.value(path)
        tests.append(f"{value} in {names.table(codelist + '.every')}.get({code}, ({code},))")
    return every([f"{value} is not None", either(tests)])


def compile_readable(node: Test, names: Names) -> str:
    value = names.value(node.left)
    return f"{value} is not None and {value}.__class__ is not UNREADABLE"


def compile_as_given(node: Test, names: Names) -> str:
    assert isinstance(node.right, Literal)
    value = names.value(node.left)
    if node.right.value == "canonical":
        table = names.table(node.left.codelist or "")
        readable = [f"{value}.__class__ is not UNREADABLE"] if names.may_be_unreadable(value) else []
        return every([f"{value} is not None", *readable, f"{table}.get({value}, {value}) == {value}"])
    return f"{value} is not None and {value}.__class__ not in AS_TYPED"


_OPERATORS: dict[str, Callable[[Test, Names], str]] = {
    "present": compile_present,
    "missing": compile_missing,
    "equals": _literal("=="),
    "equals_ignoring_case": compile_equals_ignoring_case,
    "one_of": compile_one_of,
    "above": _literal(">"),
    "at_least": _literal(">="),
    "below": _literal("<"),
    "at_most": _literal("<="),
    "not_before": _literal(">="),
    "not_after": _literal("<="),
    "within": compile_within,
    "whole": compile_whole,
    "length": compile_length,
    "matches": compile_matches,
    "only": compile_only,
    "has": compile_has,
    "mentions": compile_mentions,
    "format": compile_format,
    "same_as": _literal("=="),
    "same_as_any": compile_same_as_any,
    "mentions_any_of": compile_mentions_any_of,
    "in": compile_in,
    "not_in": compile_not_in,
    "contains_all": compile_contains_all,
    "named_in": compile_named_in,
    "readable": compile_readable,
    "as_given": compile_as_given,
}


# -- forms ----------------------------------------------------------------------------------------------


def compile_aggregate(node: Aggregate, names: Names, rule: Rule | None) -> str:
    """Of an empty list the rule may have something to say, so that it is left to the exact evaluation."""
    rows = names.rows(node.over)
    if rows is None:
        return DOUBT
    compared = [_COMPARED[node.function](node, name, _constant(n, names), rows, names) for name, n in node.comparisons]
    said = rule is not None and (rule.otherwise_missing is not None or rule.if_missing)
    return every([rows, *compared] if said else compared)


def compile_count(node: Aggregate, name: str, limit: str, rows: str, names: Names) -> str:
    """Exact where every value can be read; otherwise a lower bound for `at_least`, an upper one for `at_most`."""
    if not names.clean and name in ("at_most", "below"):
        return f"{rows} is not None and len({rows}) {_SYMBOL[name]} {limit}"
    if name == "equals" and not names.clean:
        return DOUBT
    if names.clean and not _decided(node.where):
        return DOUBT
    row = _Row(names)
    key = row.canonical(node.distinct_by) if node.distinct_by is not None else "r"
    read = [] if names.clean else list(dict.fromkeys(f"{x}.__class__ is not UNREADABLE" for x in ("r", key)))
    where = every([*read, sure(node.where, row, None) if node.where is not None else "True"])
    keys = f"[{key} for r in {rows} if {where}]"
    return f"{'len' if node.distinct_by is None else 'distinct'}({keys}) {_SYMBOL[name]} {limit}"


def compile_sum(node: Aggregate, name: str, limit: str, rows: str, names: Names) -> str:
    if node.where is not None:
        return DOUBT
    return f"{rows} and sum([{_in_row(node.value, names)} for r in {rows}]) {_SYMBOL[name]} {limit}"


_COMPARED = {"count": compile_count, "sum": compile_sum}
_SYMBOL = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<=", "equals": "=="}


def compile_unique(node: Unique, names: Names, counts: Question | None = None) -> str:
    """All given values differ, and all of them can be read: of the rows that may count, or that surely do."""
    rows = names.rows(node.over)
    if rows is None:
        return DOUBT
    row = _Row(names)
    where = f"not ({never(node.where, row, None)})" if node.where is not None else "True"
    if counts is not None and node.where is not None:
        where = counts(node.where, row, None)
    differ = "all_differ" if names.clean else "all_differ_and_readable"
    return every([rows, f"{differ}([{row.canonical(node.key)} for r in {rows} if {where}])"])


def compile_attached(node: Attached, names: Names) -> str:
    slots = names.slots(node.over)
    if node.where is None and node.slot is not None and slots is not None:
        return f"{names.constant(node.slot)} in {slots}"
    rows = names.rows(node.over)
    if rows is None or node.where is None:
        return DOUBT
    row = _Row(names)
    table = names.table("slots")
    in_slot = f"{table}.get(r.slot, r.slot) == {names.constant(node.slot)} and " if node.slot is not None else ""
    return f"any({in_slot}({sure(node.where, row, None)}) for r in {rows})"


def compile_process(node: ProcessQuery, names: Names) -> str:
    """That nothing has happened: no event was told, and no fact stands for one."""
    facts = [never(fact.when, names, None) for fact in node.told.implied]
    return every([f"{names.value(node.told.events)} is None", *facts])


class _Row:
    """The names inside a comprehension over rows: a path of the row is an attribute of ``r``."""

    def __init__(self, outer: Names) -> None:
        self.outer = outer
        self.clean = outer.clean

    def value(self, path: Path) -> str:
        return _in_row(path, self.outer) if path.scope == "row" else self.outer.value(path)

    def canonical(self, path: Path) -> str:
        value = self.value(path)
        return value if path.codelist is None else f"{self.outer.table(path.codelist)}.get({value}, {value})"

    def constant(self, value: Anything) -> str:
        return self.outer.constant(value)

    def table(self, name: str) -> str:
        return self.outer.table(name)

    def rows(self, path: Path) -> str | None:
        return None

    def slots(self, path: Path) -> str | None:
        return None

    def may_be_unreadable(self, value: str) -> bool:
        return not self.clean or not value.startswith("r.")


def _in_row(path: Path | None, names: Names) -> str:
    assert path is not None
    value = ".".join(("r", *path.steps))
    if path.part is None:
        return value
    return f"{names.constant(path_part(path))}({value})"


def path_part(path: Path) -> Callable[..., Anything]:
    """The function that reads the part at the end of a path inside a row."""
    part = parts_of(path.shape)[path.part or ""]
    if part.needs_as_of or part.doubtful:
        raise NotImplementedError
    return part.read


def _branches(branches: tuple[tuple[Predicate, Predicate], ...], names: Names, rule: Rule | None) -> str:
    result = "True"
    for when, check in reversed(branches):
        first = every([sure(when, names, None), fine(check, names, rule)])
        result = either([first, every([never(when, names, None), result])])
    return result


def _refuted_branches(branches: tuple[tuple[Predicate, Predicate], ...], names: Names, rule: Rule) -> str:
    result = DOUBT
    for when, check in reversed(branches):
        first = every([sure(when, names, None), refuted(check, names, rule)])
        result = either([first, every([never(when, names, None), result])])
    return result


class _Joined(str):
    """Expressions joined by ``and`` or ``or``, which remembers them so that none is asked twice."""

    word: str
    parts: tuple[str, ...]

    def __new__(cls, word: str, parts: list[str]) -> "_Joined":
        self = super().__new__(cls, f" {word} ".join(f"({part})" for part in parts))
        self.word, self.parts = word, tuple(parts)
        return self


def _flat(word: str, parts: list[str]) -> list[str]:
    flat = [
        one for part in parts for one in (part.parts if isinstance(part, _Joined) and part.word == word else (part,))
    ]
    return list(dict.fromkeys(flat))


def every(parts: list[str]) -> str:
    """An expression that is true where all of several are."""
    kept = [part for part in _flat("and", parts) if part != "True"]
    if DOUBT in kept:
        return DOUBT
    return _Joined("and", kept) if len(kept) > 1 else kept[0] if kept else "True"


def either(parts: list[str]) -> str:
    """An expression that is true where one of several is."""
    kept = [part for part in _flat("or", parts) if part != DOUBT]
    if "True" in kept:
        return "True"
    return _Joined("or", kept) if len(kept) > 1 else kept[0] if kept else DOUBT


def presuming_not(denied: str, claim: str) -> str:
    """What is left to ask of a claim where an expression is known to be false."""
    false = _flat("or", [denied])
    known = {f"not ({part})" for part in false}
    known |= {part.removesuffix("None") + "not None" for part in false if part.endswith(" is None")}
    return every([part for part in _flat("and", [claim]) if part not in known])
