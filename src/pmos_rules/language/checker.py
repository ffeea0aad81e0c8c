"""A name, path or value as written → what it means where it stands: what every operator and form asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NoReturn, TypeVar

from pmos_rules.formats.types import ValueType
from pmos_rules.language.decoding import start_of
from pmos_rules.language.faults import Fault, it_may_be
from pmos_rules.language.ir import AsOf, Literal, Operand, Parameter, Path
from pmos_rules.language.limits import DEEPEST_PREDICATE, MOST_PREDICATES
from pmos_rules.language.lookalikes import did_you_mean
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.paths import Scope, Steps, UnknownPath, resolve
from pmos_rules.language.ruleset import CodelistTable
from pmos_rules.language.scalars import read_day, read_literal, read_number, why_no_day
from pmos_rules.language.symbols import PackUnit, Symbols
from pmos_rules.source import Span, suggest

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class Effort:
    """How many predicates of a rule have been checked, and in how many of them the one at hand stands."""

    predicates: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Checker:
    """Knows the names that a rule may use, and tells what is wrong; ``select`` gives the fields of a term."""

    symbols: Symbols
    pack: PackUnit
    select: Callable[[ScalarNode], tuple[Steps, ...]]
    terms_in_use: tuple[str, ...] = ()
    effort: Effort = field(default_factory=Effort)

    @contextmanager
    def inside(self, node: Node) -> Iterator[None]:
        """While a predicate is being checked: there may be so many in one rule, and so deep in one another."""
        self.effort.predicates += 1
        self.effort.depth += 1
        try:
            if self.effort.predicates > MOST_PREDICATES + 1:
                raise Fault
            if self.effort.predicates > MOST_PREDICATES:
                message = f"this rule has more than {MOST_PREDICATES} conditions, those in its terms among them"
                self.fail("too-large", message, start_of(node), "split the rule, or what it is `for`")
            if self.effort.depth > DEEPEST_PREDICATE:
                self.fail("too-deep", f"conditions nest deeper than {DEEPEST_PREDICATE} here", start_of(node))
            yield
        finally:
            self.effort.depth -= 1

    # -- paths -----------------------------------------------------------------------------------

    def path(self, node: ScalarNode, scope: Scope, *, repeats: bool = False) -> Path:
        """Resolve a path; one with `*` only where ``repeats``."""
        try:
            path = resolve(node.text, scope, node.span)
        except UnknownPath as error:
            # Of a family every member says the same here, and looking for what was meant takes a while.
            told = self.symbols.faults.is_told(error.code, node.span)
            self.fail(error.code, error.message, node.span, None if told else error.help)
        if "*" in path.steps and not repeats:
            hint = "use `for`, `count`, `sum` or `unique` to speak of each item"
            message = f"`{node.text}` is many values, and one is wanted here"
            self.fail("path-repeats", message, node.span, hint)
        return path

    def type_of(self, path: Path, span: Span) -> ValueType:
        """The type of the value at a path; a section or a list has none."""
        if path.type is None:
            message = f"`{path}` is {_holder(path)}, and one value is wanted here"
            hint = (
                "speak of each item with `for`, `count`, `sum` or `unique`"
                if path.shape.repeats
                else "go on to a field in it, or ask whether it is `present`"
            )
            self.fail("not-a-value", message, span, hint)
        return path.type

    def require(
        self, path: Path, name: ScalarNode, needs: str, help: Callable[[str], str | None] | None = None
    ) -> None:
        """The path must be of a type for which an operator or form has a meaning."""
        if needs == "anything":
            return
        value_type = self.type_of(path, name.span)
        if needs != "value" and not _IS[needs](value_type):
            noun = describe(value_type)
            message = f"`{name.text}` goes with {NOUNS[needs]}, and `{path}` is {noun}"
            self.fail("wrong-type", message, name.span, help(noun) if help else None)

    # -- values ----------------------------------------------------------------------------------

    def value(self, node: Node, path: Path) -> Literal | Parameter:
        """A value to compare the path with, read as the path's type."""
        scalar = self.scalar(node)
        value_type = self.type_of(path, scalar.span)
        if scalar.text.startswith("$"):
            if value_type.order != "number":
                message = f"a parameter is a number, and `{path}` is {describe(value_type)}"
                self.fail("wrong-type", message, scalar.span)
            return self.parameter(scalar)
        value = read_literal(scalar.text, value_type)
        if value is None:
            message = f"`{scalar.text}` cannot be compared with `{path}`, which is {describe(value_type)}"
            self.fail("bad-value", message, scalar.span, _how_to_write(value_type, path))
        if path.codelist is not None:
            return Literal(self.code(scalar, path.codelist))
        self.check_name(scalar, path)
        return Literal(value)

    def code(self, node: ScalarNode, codelist: str) -> str:
        """The canonical value of a code."""
        table = self.symbols.codelists[codelist]
        canonical = table.canonical
        if node.text not in canonical:
            self.no_code(node, f"`{node.text}` is not in the code list `{codelist}`", table, "unknown-code")
        return canonical[node.text]

    def slot(self, node: ScalarNode, *, what: str = "slot") -> str:
        """A slot's canonical name; it must stand in the code list `slots` where there is one."""
        table = self.symbols.codelists.get(f"{what}s")
        if table is None:
            return node.text
        canonical = table.canonical
        if node.text not in canonical:
            self.no_code(node, f"there is no {what} `{node.text}` in `{table.name}`", table, f"unknown-{what}")
        return canonical[node.text]

    def check_name(self, node: ScalarNode, path: Path) -> None:
        """What the slot or the material of an attachment is compared with must be one."""
        for what in ("slot", "material"):
            if path.steps[-1:] == (what,) and path.part is None:
                self.slot(node, what=what)

    def no_code(self, node: ScalarNode, message: str, table: CodelistTable, code: str) -> NoReturn:
        """Tell that a code is not in a list, with the nearest one, or all of a short list."""
        near = suggest(node.text, table.canonical)
        self.fail(code, message, node.span, did_you_mean(node.text, near) if near else it_may_be(table.entries))

    def number(self, node: Node) -> Literal | Parameter:
        """A number or a parameter."""
        scalar = self.scalar(node)
        if scalar.text.startswith("$"):
            return self.parameter(scalar)
        number = read_number(scalar.text)
        if number is None:
            hint = "write it in digits, with a unit where it has one: `10`, `10 MiB`, `30 days`"
            self.fail("bad-value", f"`{scalar.text}` is not a number", scalar.span, hint)
        return Literal(number)

    def parameter(self, node: ScalarNode) -> Parameter:
        """`$name` or `$name.column`."""
        name, _, column = node.text[1:].partition(".")
        table = self.symbols.find("parameter", name, self.symbols.parameters, self.pack, node.span)
        columns = sorted(column for column in table.columns if column is not None)
        if column and column not in columns:
            self.unknown("column", column, columns, node.span)
        if not column and None not in table.columns:
            hint = f"write {' or '.join(f'`${name}.{column}`' for column in columns)}"
            self.fail("no-column", f"the parameter `{name}` has several values", node.span, hint)
        return Parameter(name, column or None)

    def day(self, node: Node, scope: Scope) -> Operand:
        """A date, `as_of`, `{as_of: 30 days}`, or a path to a date."""
        if isinstance(node, MappingNode):
            return AsOf(self.number(self.keys(node, ("as_of",), required=("as_of",))["as_of"]))
        scalar = self.scalar(node)
        if scalar.text == "as_of":
            return AsOf()
        literal = read_day(scalar.text)
        if literal is not None:
            return Literal(literal)
        if scalar.text[:1].isdigit():
            message, hint = why_no_day(scalar.text)
            self.fail("bad-date", message, scalar.span, hint)
        path = self.path(scalar, scope)
        self.same_order(path, scalar, "date")
        return path

    def same_order(self, path: Path, node: ScalarNode, order: str) -> None:
        """A path that stands where a value of an order is wanted."""
        value_type = self.type_of(path, node.span)
        if value_type.order != order:
            message = f"expected {NOUNS[order]} here, and `{node.text}` is {describe(value_type)}"
            self.fail("wrong-type", message, node.span)

    # -- shapes ----------------------------------------------------------------------------------

    def scalar(self, node: Node) -> ScalarNode:
        """One value."""
        if not isinstance(node, ScalarNode):
            what = "a list" if isinstance(node, SequenceNode) else "a mapping"
            self.fail("wrong-shape", f"expected one value here, found {what}", start_of(node))
        if node.is_null:
            self.fail("empty", "a value is wanted here", node.span)
        return node

    def yes(self, node: Node) -> bool:
        """`true` or `false`."""
        scalar = self.scalar(node)
        if scalar.text not in ("true", "false"):
            self.fail("bad-value", f"`{scalar.text}` is neither `true` nor `false`", scalar.span)
        return scalar.text == "true"

    def texts(self, node: Node) -> tuple[ScalarNode, ...]:
        """One text or a list of them."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        if not items:
            self.fail("empty", "a value is wanted here", node.span)
        return tuple(self.every(self.scalar, items))

    def items(self, name: ScalarNode, node: Node) -> tuple[Node, ...]:
        """The items of a list that says something."""
        if not isinstance(node, SequenceNode):
            hint = "begin each item with `- `, or write `[…, …]`"
            self.fail("wrong-shape", f"`{name.text}` takes a list", start_of(node), hint)
        if not node.items:
            self.fail("empty", f"`{name.text}` has an empty list", node.span)
        return node.items

    def keys(self, node: Node, known: Sequence[str], required: Sequence[str] = ()) -> dict[str, Node]:
        """The entries of a mapping that takes certain keys."""
        if not isinstance(node, MappingNode):
            hint = f"write `{{{', '.join(f'{key}: …' for key in required or known)}}}`"
            self.fail("wrong-shape", "expected a mapping here", start_of(node), hint)
        for key, _ in node.entries:
            if key.text not in known:
                near = suggest(key.text, known)
                meant = did_you_mean(key.text, near) if near else it_may_be(known)
                self.fail("unknown-key", f"there is no key `{key.text}` here", key.span, meant)
        found = {key.text: value for key, value in node.entries}
        for name in required:
            if name not in found:
                hint = f"add `{name}:` to this mapping"
                self.fail("missing-key", f"the key `{name}` is missing here", start_of(node), hint)
        return found

    # -- faults ----------------------------------------------------------------------------------

    def every(self, check: Callable[[T], R], things: Iterable[T]) -> list[R]:
        """What checking each thing gives; a fault in one hides none in another."""
        results, faulty = [], False
        for thing in things:
            try:
                results.append(check(thing))
            except Fault:
                faulty = True
        if faulty:
            raise Fault
        return results

    def fail(self, code: str, message: str, span: Span, help: str | None = None) -> NoReturn:
        """Tell a fault and give the rule up."""
        self.symbols.faults.report(code, message, span, help)
        raise Fault

    def unknown(self, what: str, name: str, known: Iterable[str], span: Span, help: str | None = None) -> NoReturn:
        """Tell that a name is not known, and give the rule up."""
        self.symbols.faults.unknown(what, name, known, span, help)
        raise Fault

    def can_hold(self, bounds: Sequence[tuple[ScalarNode, Operand]]) -> None:
        """Bounds written with numbers or dates must leave something between them."""
        lower = [(bound.value, key) for key, bound in bounds if isinstance(bound, Literal) and key.text in _LOWER]
        upper = [(bound.value, key) for key, bound in bounds if isinstance(bound, Literal) and key.text in _UPPER]
        for least, low in lower:
            for most, high in upper:
                strict = "above" in (low.text, high.text) or "below" in (low.text, high.text)
                if low is not high and (_is_less(most, least) or (strict and most == least)):
                    message = f"nothing is both `{low.text}` {least} and `{high.text}` {most}"
                    self.fail("empty-range", message, max(low.span, high.span, key=lambda span: span.start))


def _is_less(one: object, other: object) -> bool:
    if isinstance(one, date) and isinstance(other, date):
        return one < other
    return isinstance(one, Decimal) and isinstance(other, Decimal) and one < other


_LOWER = ("above", "at_least", "equals", "not_before")
_UPPER = ("below", "at_most", "equals", "not_after")

NOUNS: Mapping[str, str] = {"text": "text", "number": "a number", "date": "a date"}
_IS: Mapping[str, Callable[[ValueType], bool]] = {
    "text": lambda value_type: value_type.text,
    "number": lambda value_type: value_type.order == "number",
    "date": lambda value_type: value_type.order == "date",
}
_OTHERS = {"yes_no": "yes or no", "period": "a period"}


def describe(value_type: ValueType) -> str:
    """What a type is, for somebody who writes rules."""
    for noun, holds in _IS.items():
        if holds(value_type):
            return NOUNS[noun]
    return _OTHERS.get(value_type.name, f"of type {value_type.name}")


def _holder(path: Path) -> str:
    """What lies at a path that has no value of its own."""
    return "a section" if path.shape.section is not None else "a list" if path.shape.repeats else "raw data"


def _how_to_write(value_type: ValueType, path: Path) -> str | None:
    if value_type.order == "number":
        return "write it in digits, with a unit where it has one: `10`, `10 MiB`, `30 days`"
    if value_type.order == "date":
        return "write a day of the calendar as 2018-04-01"
    if value_type.name == "yes_no":
        return "write `true` or `false`"
    parts = " or ".join(f"`{path}.{part}`" for part in value_type.parts)
    return f"compare {parts}" if parts else None
