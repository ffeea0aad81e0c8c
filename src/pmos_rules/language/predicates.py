"""A condition or check as written → typed IR; every fault becomes a diagnostic at its place."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal as OneOf
from typing import NoReturn

from pmos_rules.formats.characters import CHARACTERS
from pmos_rules.formats.registry import FORMATS
from pmos_rules.formats.types import ValueType
from pmos_rules.language.custom import CUSTOM
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
    Custom,
    FirstOf,
    Literal,
    Not,
    Operand,
    Parameter,
    Path,
    Predicate,
    Test,
    Unique,
)
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.paths import Scope, UnknownPath, absolute, resolve
from pmos_rules.language.scalars import read_day, read_literal, read_number
from pmos_rules.language.symbols import Symbols
from pmos_rules.source import Span, suggest

COMPARISONS = ("above", "at_least", "below", "at_most", "equals")
Selector = Callable[[str, Span], tuple[tuple[str, ...], ...] | None]


class Fault(Exception):
    """Something is wrong here and has been reported; the rule cannot be checked further."""


@dataclass(slots=True)
class Checker:
    """Checks predicates of one rule against the schema and the names in force."""

    symbols: Symbols
    codelist_of: Mapping[tuple[str, ...], str]
    select: Selector
    terms_in_use: tuple[str, ...] = ()

    # -- predicates ------------------------------------------------------------------------------

    def predicate(self, node: Node, scope: Scope) -> Predicate:
        """Check a predicate: a term's name, or a mapping of paths and forms that must all hold."""
        if isinstance(node, ScalarNode):
            return self.term(node, scope)
        if isinstance(node, SequenceNode):
            self.fail("wrong-shape", "a list is no predicate", node.span, "write `all:` or `any:` before it")
        assert isinstance(node, MappingNode)
        if not node.entries:
            self.fail("empty", "this predicate says nothing", node.span)
        form = next((key.text for key, _ in node.entries if key.text in FORMS), None)
        if form in _WIDE_FORMS:
            return FORMS[form](self, node, scope)
        return conjunction([self.entry(key, value, scope) for key, value in node.entries])

    def entry(self, key: ScalarNode, value: Node, scope: Scope) -> Predicate:
        """Check one entry of a conjunction: a form, or a path with what it must be."""
        if key.text in FORMS:
            return FORMS[key.text](self, MappingNode(((key, value),), value.span), scope)
        if "." not in key.text and key.text in self.symbols.terms and not self.is_path(key.text, scope):
            self.fail(
                "term-as-path",
                f"`{key.text}` is a term, not a path",
                key.span,
                f"write it alone: `when: {key.text}`",
            )
        return self.operators(self.path(key, scope), key, value, scope)

    def term(self, node: ScalarNode, scope: Scope) -> Predicate:
        """The predicate that a term stands for; it is a condition wherever it stands."""
        if node.text in ("always", "never"):
            return Constant(node.text == "always")
        found = self.symbols.terms.get(node.text)
        if found is None:
            self.unknown("term", node.text, self.symbols.terms, node.span)
        if node.text in self.terms_in_use:
            self.fail("cyclic-term", f"the term `{node.text}` stands for itself", found.span)
        if not is_predicate(found.node):
            self.fail(
                "wrong-term", f"the term `{node.text}` names paths or fields, not a condition", node.span
            )
        found.used = True
        inner = replace(self, terms_in_use=(*self.terms_in_use, node.text))
        outermost = Scope(scope.dossier) if scope.item is None or not self.fits(found.node, scope) else scope
        return Condition(inner.predicate(found.node, outermost))

    def fits(self, node: Node, scope: Scope) -> bool:
        """Whether a term's own paths start at the item; a term of dossier fields keeps its meaning in `for`."""
        paths = (
            [key.text for key, _ in node.entries if key.text not in FORMS]
            if isinstance(node, MappingNode)
            else []
        )
        return any(self.is_path(path, scope) for path in paths)

    # -- paths and operands ----------------------------------------------------------------------

    def is_path(self, text: str, scope: Scope) -> bool:
        try:
            resolve(text, scope)
        except UnknownPath:
            return False
        return True

    def path(self, node: ScalarNode, scope: Scope, *, repeats: bool = False) -> Path:
        """Resolve a path; one with `*` only where ``repeats``."""
        try:
            path = resolve(node.text, scope)
        except UnknownPath as error:
            self.fail(error.code, error.message, node.span, error.help)
        if "*" in path.steps and not repeats:
            hint = "use `for`, `count`, `sum` or `unique` to speak of each item"
            self.fail(
                "path-repeats", f"`{node.text}` is many values, and one is wanted here", node.span, hint
            )
        bound = self.codelist_of.get(absolute(path, scope)) if path.part is None else None
        return replace(path, codelist=bound)

    def parameter(self, node: ScalarNode) -> Parameter:
        """`$name` or `$name.column`."""
        name, _, column = node.text[1:].partition(".")
        table = self.symbols.parameters.get(name)
        if table is None:
            self.unknown("parameter", name, self.symbols.parameters, node.span)
        columns = {c for c in table.columns if c is not None}
        if column and column not in columns:
            self.unknown("column", column, sorted(columns), node.span)
        if not column and columns:
            hint = f"write `${name}.{min(columns)}`"
            self.fail("no-column", f"the parameter `{name}` has several values", node.span, hint)
        return Parameter(name, column or None)

    def value(self, node: Node, path: Path) -> Literal | Parameter:
        """A value to compare the path with, read as the path's type."""
        scalar = self.scalar(node)
        if scalar.text.startswith("$"):
            return self.parameter(scalar)
        value_type = self.type_of(path, scalar.span)
        value = read_literal(scalar.text, value_type)
        if value is None:
            wanted = _WANTED.get(value_type.order) or _WANTED.get(value_type.name, "text")
            self.fail(
                "bad-value", f"`{scalar.text}` is not {wanted}, which `{path}` is compared with", scalar.span
            )
        if path.codelist is not None:
            value = self.code(scalar, path.codelist)
        return Literal(value)

    def code(self, node: ScalarNode, codelist: str) -> str:
        """The canonical value of a code."""
        canonical = self.symbols.codelists[codelist].canonical
        if node.text not in canonical:
            near = suggest(node.text, canonical)
            hint = (
                f"did you mean `{near}`?"
                if near
                else f"it may be {'、'.join(self.symbols.codelists[codelist].entries)}"
            )
            self.fail("unknown-code", f"`{node.text}` is not in the code list `{codelist}`", node.span, hint)
        return canonical[node.text]

    def number(self, node: Node) -> Literal | Parameter:
        """A number or a parameter."""
        scalar = self.scalar(node)
        if scalar.text.startswith("$"):
            return self.parameter(scalar)
        number = read_number(scalar.text)
        if number is None:
            self.fail("bad-value", f"`{scalar.text}` is not a number", scalar.span)
        return Literal(number)

    def day(self, node: Node, scope: Scope) -> Operand:
        """A date, `as_of`, `{as_of: 30 days}`, or a path to a date."""
        if isinstance(node, MappingNode) and [key.text for key, _ in node.entries] == ["as_of"]:
            return AsOf(self.number(node.entries[0][1]))
        scalar = self.scalar(node)
        if scalar.text == "as_of":
            return AsOf()
        literal = read_day(scalar.text)
        if literal is not None:
            return Literal(literal)
        path = self.path(scalar, scope)
        self.require(path, scalar.span, "a date", lambda t: t.order == "date")
        return path

    # -- helpers ---------------------------------------------------------------------------------

    def operators(self, path: Path, key: ScalarNode, node: Node, scope: Scope) -> Predicate:
        """What a path must be: a value, one of several, or a mapping of operators."""
        if isinstance(node, ScalarNode):
            if node.is_null:
                self.fail(
                    "empty", f"`{key.text}` is compared with nothing", key.span, "write `missing: true`"
                )
            return Test("equals", path, self.value(node, path))
        if isinstance(node, SequenceNode):
            return self.one_of(path, node)
        assert isinstance(node, MappingNode)
        options = {name.text: value for name, value in node.entries if name.text in _OPTIONS}
        tests: list[Predicate] = []
        for name, value in node.entries:
            if name.text in _OPTIONS:
                self.option_belongs(name, node)
            elif name.text not in OPERATORS:
                near = suggest(name.text, [*OPERATORS, *_OPTIONS])
                hint = f"did you mean `{near}`?" if near else None
                self.fail("unknown-operator", f"there is no operator `{name.text}`", name.span, hint)
            else:
                tests.append(OPERATORS[name.text](self, path, value, options, scope, name))
        if not tests:
            self.fail("empty", "this says nothing of the value", node.span)
        return conjunction(tests)

    def option_belongs(self, name: ScalarNode, node: MappingNode) -> None:
        owner = _OPTIONS[name.text]
        if owner not in (key.text for key, _ in node.entries):
            self.fail("lost-option", f"`{name.text}` goes with `{owner}`, which is not here", name.span)

    def one_of(self, path: Path, node: SequenceNode) -> Predicate:
        operands = [self.value(item, path) for item in node.items]
        values = [operand.value for operand in operands if isinstance(operand, Literal)]
        if len(values) != len(operands) or not values:
            self.fail("bad-value", "a list of values holds one value at least, and no parameters", node.span)
        return Test("one_of", path, Literal(tuple(values)))

    def scalar(self, node: Node) -> ScalarNode:
        if not isinstance(node, ScalarNode) or node.is_null:
            self.fail("wrong-shape", "one value is wanted here", node.span)
        return node

    def yes(self, node: Node) -> bool:
        """`true` or `false`."""
        scalar = self.scalar(node)
        if scalar.text not in ("true", "false"):
            self.fail("bad-value", f"`{scalar.text}` is neither `true` nor `false`", scalar.span)
        return scalar.text == "true"

    def texts(self, node: Node) -> tuple[str, ...]:
        """One text or a list of them."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        return tuple(self.scalar(item).text for item in items)

    def type_of(self, path: Path, span: Span) -> ValueType:
        if path.type is None:
            hint = "say `present: true`, or go on to a field in it"
            self.fail("not-a-value", f"`{path}` is not one value", span, hint)
        return path.type

    def require(self, path: Path, span: Span, wanted: str, holds: Callable[[ValueType], bool]) -> None:
        """The path must have a type for which the operator has a meaning."""
        value_type = self.type_of(path, span)
        if not holds(value_type):
            self.fail(
                "wrong-type",
                f"`{path}` is of type `{value_type.name}`, and this operator needs {wanted}",
                span,
            )

    def fail(self, code: str, message: str, span: Span, help: str | None = None) -> NoReturn:
        self.symbols.report(code, message, span, help)
        raise Fault

    def unknown(self, what: str, name: str, known: Iterable[str], span: Span) -> NoReturn:
        self.symbols.report_unknown(what, name, list(known), span)
        raise Fault


def conjunction(tests: list[Predicate]) -> Predicate:
    """All of them; one alone is itself."""
    return tests[0] if len(tests) == 1 else All(tuple(tests))


def is_predicate(node: Node) -> bool:
    """Whether a term holds a predicate, rather than paths or a selector of fields."""
    return not isinstance(node, SequenceNode) and not (
        isinstance(node, MappingNode) and any(key.text == "fields" for key, _ in node.entries)
    )


_WANTED = {"number": "a number", "date": "a date", "yes_no": "`true` or `false`"}


# -- operators: one small function each -------------------------------------------------------------

Options = Mapping[str, Node]


def check_present(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    return Test("present" if c.yes(node) else "missing", path)


def check_missing(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    return Test("missing" if c.yes(node) else "present", path)


def check_not(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    return Not(c.operators(path, name, node, scope), given=path)


def check_equals(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    if "ignoring" not in options:
        return Test("equals", path, c.value(node, path))
    if c.scalar(options["ignoring"]).text != "case":
        c.fail("bad-value", "only `case` can be ignored", options["ignoring"].span)
    _text_only(c, path, name)
    return Test("equals_ignoring_case", path, Literal(c.scalar(node).text.casefold()))


def _number_test(operator: str) -> Callable[..., Predicate]:
    def check(
        c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
    ) -> Predicate:
        c.require(path, name.span, "a number", lambda t: t.order == "number")
        return Test(operator, path, c.number(node))

    check.__name__ = f"check_{operator}"
    return check


def _date_test(operator: str) -> Callable[..., Predicate]:
    def check(
        c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
    ) -> Predicate:
        c.require(path, name.span, "a date", lambda t: t.order == "date")
        return Test(operator, path, c.day(node, scope))

    check.__name__ = f"check_{operator}"
    return check


def check_within(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    c.require(path, name.span, "a number", lambda t: t.order == "number")
    if "of" not in options:
        c.fail(
            "missing-key",
            "`within` needs `of`, the value to stay near",
            name.span,
            "write `{within: 1, of: …}`",
        )
    other = c.path(c.scalar(options["of"]), scope)
    c.require(other, options["of"].span, "a number", lambda t: t.order == "number")
    return Test("within", path, other, (("by", c.number(node)),))


def check_whole(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    c.require(path, name.span, "a number", lambda t: t.order == "number")
    test = Test("whole", path)
    return test if c.yes(node) else Not(test, given=path)


def check_length(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    _text_only(c, path, name)
    if not isinstance(node, MappingNode):
        number = c.number(node)
        return Test("length", path, None, (("at_least", number), ("at_most", number)))
    bounds = []
    for key, value in node.entries:
        if key.text not in ("at_least", "at_most"):
            c.unknown("bound", key.text, ("at_least", "at_most"), key.span)
        bounds.append((key.text, c.number(value)))
    return Test("length", path, None, tuple(sorted(bounds)))


def check_matches(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    _text_only(c, path, name)
    pattern = c.scalar(node)
    try:
        re.compile(pattern.text)
    except re.error as error:
        c.fail("bad-pattern", f"`{pattern.text}` is not a regular expression: {error.msg}", pattern.span)
    return Test("matches", path, Literal(pattern.text))


def _class_test(operator: str) -> Callable[..., Predicate]:
    def check(
        c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
    ) -> Predicate:
        _text_only(c, path, name)
        names = c.texts(node)
        for item in names:
            if item not in CHARACTERS:
                c.unknown("character class", item, CHARACTERS, node.span)
        return Test(operator, path, Literal(names))

    check.__name__ = f"check_{operator}"
    return check


def check_mentions(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    _text_only(c, path, name)
    extra = tuple((key, Literal(c.texts(options[key]))) for key in ("except", "not_within") if key in options)
    return Test("mentions", path, Literal(c.texts(node)), extra)


def check_format(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    _text_only(c, path, name)
    wanted = c.scalar(node)
    if wanted.text not in FORMATS:
        c.unknown("format", wanted.text, FORMATS, wanted.span)
    return Test("format", path, Literal(wanted.text))


def check_same_as(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    return Test("same_as", path, _comparable(c, path, node, scope))


def check_same_as_any(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    if not isinstance(node, SequenceNode) or not node.items:
        c.fail("wrong-shape", "`same_as_any` takes a list of paths", node.span)
    return Test("same_as_any", path, tuple(_comparable(c, path, item, scope) for item in node.items))


def _set_test(operator: str) -> Callable[..., Predicate]:
    def check(
        c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
    ) -> Predicate:
        scalar = c.scalar(node)
        c.type_of(path, name.span)
        if scalar.text in c.symbols.codelists:
            return Test(operator, path, Codelist(scalar.text))
        if "." not in scalar.text:
            c.unknown("code list", scalar.text, c.symbols.codelists, scalar.span)
        other = c.path(ScalarNode(_from_dossier(scalar.text), scalar.plain, scalar.span), scope)
        if other.shape.kind != "list":
            c.fail("not-a-list", f"`{scalar.text}` is not a list", scalar.span)
        return Test(operator, path, other)

    check.__name__ = f"check_{operator}"
    return check


def _from_dossier(text: str) -> str:
    """Reference data lie at the root, so that no rule need write `dossier.` before them."""
    return f"dossier.{text}" if text.startswith("reference.") else text


def check_named_in(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    _text_only(c, path, name)
    if not isinstance(node, MappingNode):
        c.fail("wrong-shape", "`named_in` takes a mapping of code lists to paths", node.span)
    pairs = []
    for key, value in node.entries:
        if key.text not in c.symbols.codelists:
            c.unknown("code list", key.text, c.symbols.codelists, key.span)
        pairs.append((key.text, c.path(c.scalar(value), scope)))
    return Test("named_in", path, None, tuple(sorted(pairs, key=lambda pair: pair[0])))


def check_readable(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    if not c.yes(node):
        c.fail("bad-value", "`readable` takes `true` only", node.span)
    c.type_of(path, name.span)
    return Test("readable", path)


def check_as_given(
    c: Checker, path: Path, node: Node, options: Options, scope: Scope, name: ScalarNode
) -> Predicate:
    form = c.scalar(node)
    if form.text not in _NORMAL_FORMS:
        c.unknown("normal form", form.text, _NORMAL_FORMS, form.span)
    if form.text == "canonical" and path.codelist is None:
        c.fail("wrong-type", f"`{path}` has no code list, so it has no canonical form", name.span)
    return Test("as_given", path, Literal(form.text))


def _comparable(c: Checker, path: Path, node: Node, scope: Scope) -> Path:
    scalar = c.scalar(node)
    other = c.path(scalar, scope)
    one, two = c.type_of(path, scalar.span), c.type_of(other, scalar.span)
    if (one.order, one.text) != (two.order, two.text):
        message = f"`{path}` of type `{one.name}` cannot be compared with `{other}` of type `{two.name}`"
        c.fail("wrong-type", message, scalar.span)
    return other


def _text_only(c: Checker, path: Path, name: ScalarNode) -> None:
    c.require(path, name.span, "text", lambda t: t.text)


_NORMAL_FORMS = ("trimmed", "halfwidth", "canonical")
_OPTIONS = {"ignoring": "equals", "of": "within", "not_within": "mentions", "except": "mentions"}
OPERATORS: dict[str, Callable[..., Predicate]] = {
    "present": check_present,
    "missing": check_missing,
    "not": check_not,
    "equals": check_equals,
    "above": _number_test("above"),
    "at_least": _number_test("at_least"),
    "below": _number_test("below"),
    "at_most": _number_test("at_most"),
    "not_before": _date_test("not_before"),
    "not_after": _date_test("not_after"),
    "within": check_within,
    "whole": check_whole,
    "length": check_length,
    "matches": check_matches,
    "only": _class_test("only"),
    "has": _class_test("has"),
    "mentions": check_mentions,
    "format": check_format,
    "same_as": check_same_as,
    "same_as_any": check_same_as_any,
    "in": _set_test("in"),
    "not_in": _set_test("not_in"),
    "named_in": check_named_in,
    "readable": check_readable,
    "as_given": check_as_given,
}


# -- forms: one small function each -----------------------------------------------------------------


def check_all(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
    """All of several; what follows a `field_in` that does not hold is about other fields, and is not read."""
    parts: list[Predicate] = []
    for item in _items(c, node):
        parts.append(c.predicate(item, scope))
        if parts[-1] == Constant(False):
            return parts[-1]
    return All(tuple(parts))


def check_any(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
    return Any(_several(c, node, scope))


def check_not_form(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
    return Not(c.predicate(node.entries[0][1], scope))


def check_first_of(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
    branches: list[tuple[Predicate, Predicate]] = []
    for item in _items(c, node):
        keys = _keys(c, item, {"when", "check"}, required=("check",))
        when = Condition(c.predicate(keys["when"], scope)) if "when" in keys else Constant(True)
        if branches and branches[-1][0] == Constant(True):
            c.fail("unreachable-branch", "the branch before this one always holds", item.span)
        branches.append((when, c.predicate(keys["check"], scope)))
    return FirstOf(tuple(branches))


def _aggregate(function: OneOf["count", "sum"]) -> Callable[..., Predicate]:
    def check(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
        keys = _keys(c, node.entries[0][1], {"of", "where", "distinct_by", *COMPARISONS}, required=("of",))
        of = c.scalar(keys["of"])
        over, rows, summed = _rows(c, function, of, scope)
        if function == "sum":
            c.require(summed, of.span, "numbers", lambda t: t.order == "number")
        comparisons = tuple((name, c.number(keys[name])) for name in COMPARISONS if name in keys)
        if not comparisons:
            c.fail(
                "missing-key",
                f"`{function}` is compared with nothing",
                node.entries[0][0].span,
                f"add one of {', '.join(COMPARISONS)}",
            )
        where = Condition(c.predicate(keys["where"], rows)) if "where" in keys else None
        distinct = c.path(c.scalar(keys["distinct_by"]), rows) if "distinct_by" in keys else None
        return Aggregate(function, over, summed, comparisons, where, distinct)

    check.__name__ = f"check_{function}"
    return check


def _rows(c: Checker, form: str, of: ScalarNode, scope: Scope) -> tuple[Path, Scope, Path]:
    """The rows that a path goes over (up to its last `*`), the scope inside them, and the value in each."""
    head, star, rest = of.text.rpartition("*")
    if not star:
        c.path(of, scope)
        hint = f"did you mean `{of.text}.*`?"
        c.fail("not-a-list", f"`{of.text}` is one value, and `{form}` goes over many", of.span, hint)
    c.path(of, scope, repeats=True)
    over = c.path(replace(of, text=head + star), scope, repeats=True)
    inside = scope.into_row(over)
    return over, inside, c.path(replace(of, text=rest.removeprefix(".") or "this"), inside)


def check_unique(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
    keys = _keys(c, node.entries[0][1], {"of", "where", "unless"}, required=("of",))
    over, rows, key = _rows(c, "unique", c.scalar(keys["of"]), scope)
    where = [c.predicate(keys["where"], rows)] if "where" in keys else []
    where += [Not(c.predicate(keys["unless"], rows))] if "unless" in keys else []
    return Unique(over, key, Condition(conjunction(where)) if where else None)


def check_attached(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
    value = node.entries[0][1]
    over = _attachments(c, node, scope)
    if isinstance(value, ScalarNode):
        return Attached(over, slot(c, value))
    if not isinstance(value, MappingNode):
        c.fail("wrong-shape", "`attached` takes a slot or a mapping", value.span)
    named = next((item for key, item in value.entries if key.text == "slot"), None)
    rest = MappingNode(tuple(entry for entry in value.entries if entry[0].text != "slot"), value.span)
    where = Condition(c.predicate(rest, scope.into_row(over))) if rest.entries else None
    return Attached(over, slot(c, c.scalar(named)) if named is not None else None, where)


def _attachments(c: Checker, node: MappingNode, scope: Scope) -> Path:
    """The attachments of the item where it has any, else those of the dossier."""
    key = node.entries[0][0]
    own = "attachments.*" if c.is_path("attachments.*", scope) else "dossier.attachments.*"
    return c.path(ScalarNode(own, True, key.span), scope, repeats=True)


def slot(c: Checker, node: ScalarNode) -> str:
    """A slot's canonical name; it must stand in the code list `slots` where there is one."""
    slots = c.symbols.codelists.get("slots")
    if slots is None:
        return node.text
    if node.text not in slots.canonical:
        c.unknown("slot", node.text, slots.canonical, node.span)
    return slots.canonical[node.text]


def check_agree(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
    keys = _keys(c, node.entries[0][1], {"left", "right", "on"}, required=("left", "right", "on"))
    left, right = (c.path(c.scalar(keys[side]), scope) for side in ("left", "right"))
    groups = c.texts(keys["on"])
    for side in (left, right):
        if side.shape.section is None and side.steps:
            c.fail("not-a-section", f"`{side}` is not a section", keys["on"].span)
    for group in groups:
        if group != "all" and left.shape.section is not None and group not in left.shape.section.fields:
            c.unknown("field", group, left.shape.section.fields, keys["on"].span)
    return Agree(left, right, groups)


def check_custom(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
    entries = {key.text: value for key, value in node.entries}
    name = c.scalar(entries["custom"])
    if name.text not in CUSTOM:
        c.unknown("custom check", name.text, CUSTOM, name.span)
    of = entries.get("of")
    if of is None:
        c.fail("missing-key", "`custom` needs `of`, the paths that it reads", name.span)
    paths = of.items if isinstance(of, SequenceNode) else (of,)
    inputs = tuple(c.path(c.scalar(item), scope, repeats=True) for item in paths)
    arguments = {key: c.texts(value) for key, value in entries.items() if key not in ("custom", "of")}
    return Custom(name.text, inputs, tuple(sorted(arguments.items())))


def check_field_in(c: Checker, node: MappingNode, scope: Scope) -> Predicate:
    name = c.scalar(node.entries[0][1])
    if scope.item is None:
        c.fail("no-item", "`field_in` asks about the field of `for`, and this rule has none", name.span)
    fields = c.select(name.text, name.span)
    if fields is None:
        raise Fault
    return Constant(scope.item.steps in fields)


def _several(c: Checker, node: MappingNode, scope: Scope) -> tuple[Predicate, ...]:
    return tuple(c.predicate(item, scope) for item in _items(c, node))


def _items(c: Checker, node: MappingNode) -> tuple[Node, ...]:
    key, value = node.entries[0]
    if not isinstance(value, SequenceNode) or not value.items:
        c.fail("wrong-shape", f"`{key.text}` takes a list", value.span)
    return value.items


def _keys(c: Checker, node: Node, known: set[str], required: tuple[str, ...] = ()) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        c.fail("wrong-shape", "a mapping is wanted here", node.span)
    found = {}
    for key, value in node.entries:
        if key.text not in known:
            near = suggest(key.text, known)
            c.fail(
                "unknown-key",
                f"there is no key `{key.text}` here",
                key.span,
                f"did you mean `{near}`?" if near else None,
            )
        found[key.text] = value
    for name in required:
        if name not in found:
            c.fail(
                "missing-key",
                f"the key `{name}` is missing here",
                node.span,
                f"add `{name}:` to this mapping",
            )
    return found


_WIDE_FORMS = {"custom"}
FORMS: dict[str, Callable[[Checker, MappingNode, Scope], Predicate]] = {
    "all": check_all,
    "any": check_any,
    "not": check_not_form,
    "first_of": check_first_of,
    "count": _aggregate("count"),
    "sum": _aggregate("sum"),
    "unique": check_unique,
    "attached": check_attached,
    "agree": check_agree,
    "custom": check_custom,
    "field_in": check_field_in,
}
