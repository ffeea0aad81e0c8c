"""A severity as written → its grades, of which the first that holds decides."""

from collections.abc import Callable

from pmos_rules.findings import Severity, Text
from pmos_rules.language.checker import Checker
from pmos_rules.language.decoding import child, span_at, start_of
from pmos_rules.language.families import Entry
from pmos_rules.language.ir import Condition, Constant, Predicate
from pmos_rules.language.nodes import SequenceNode
from pmos_rules.language.paths import Scope
from pmos_rules.language.predicates import check_predicate, refuse_unreachable
from pmos_rules.language.ruleset import Grade
from pmos_rules.language.syntax import Bilingual, GradeSyntax, Level, RuleSyntax

Words = Callable[[Bilingual | None], Text | None]
_FROM_OBLIGATION = {
    "must": Severity.ERROR,
    "must_not": Severity.ERROR,
    "should": Severity.WARNING,
    "may": Severity.INFO,
    "info": Severity.INFO,
}


def grades_of(entry: Entry, scope: Scope, checker: Checker, words: Words) -> tuple[Grade, ...]:
    """The grades of a rule on one of the paths of its `for`; what can never hold there is left out."""
    default = _FROM_OBLIGATION[entry.syntax.obligation or "must"]
    written = entry.syntax.severity
    if written is None:
        return (Grade(default),)
    levels = [written] if isinstance(written, str) else [_level(grade) for grade in written]
    _check_reading(entry, levels, default, checker)
    if isinstance(written, str):
        return (Grade(Severity(written)),)
    node = child(entry.node, "severity")
    assert isinstance(node, SequenceNode)
    return _graded(written, node, scope, checker, words)


def levels_of(syntax: RuleSyntax) -> tuple[Severity, ...]:
    """Every severity that a rule as written can have, heaviest first."""
    written = syntax.severity or _FROM_OBLIGATION[syntax.obligation or "must"].value
    levels = {Severity(_level(grade)) for grade in ([written] if isinstance(written, str) else written)}
    return tuple(level for level in Severity if level in levels)


def _level(grade: Level | GradeSyntax) -> Level:
    return grade.level if isinstance(grade, GradeSyntax) else grade


def _check_reading(entry: Entry, levels: list[Level], default: Severity, checker: Checker) -> None:
    """What departs from how the clause speaks needs a reason."""
    syntax = entry.syntax
    departing = next((level for level in levels if level != default.value), None)
    if departing is None or syntax.reading is not None or syntax.basis not in (None, "stated"):
        return
    message = f"`{departing}` departs from the obligation's `{default.value}`, and no `reading` says why"
    hint = "add `reading:`, or an `obligation:` that gives this severity"
    checker.symbols.faults.report("severity-without-reading", message, span_at(entry.node, "severity"), hint)


def _graded(
    written: list[Level | GradeSyntax], node: SequenceNode, scope: Scope, checker: Checker, words: Words
) -> tuple[Grade, ...]:
    grades: list[Grade] = []
    conditions: list[Predicate] = []
    for syntax, item in zip(written, node.items, strict=True):
        when_node = child(item, "when")
        when = Constant(True) if when_node is None else Condition(check_predicate(checker, when_node, scope))
        refuse_unreachable(checker, when, conditions, item)
        conditions.append(when)
        if isinstance(syntax, GradeSyntax):
            grades.append(Grade(Severity(syntax.level), when, words(syntax.message), words(syntax.fix)))
        else:
            grades.append(Grade(Severity(syntax)))
    if conditions[-1:] != [Constant(True)]:
        message = "nothing is said of where none of the conditions holds"
        hint = "end the list with a bare level, such as `error`"
        checker.fail("open-severity", message, start_of(node.items[-1]), hint)
    return tuple(grade for grade in grades if grade.when != Condition(Constant(False)))
