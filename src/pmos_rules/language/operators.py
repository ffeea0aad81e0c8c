"""What must hold of one value, as written → tests of typed IR: one small function for each operator."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal as OneOf

from pmos_rules.formats.characters import CHARACTERS
from pmos_rules.formats.registry import FORMATS
from pmos_rules.language.checker import NOUNS, Checker, describe
from pmos_rules.language.decoding import child, start_of
from pmos_rules.language.ir import All, Codelist, Literal, Lookup, Not, Operand, Path, Predicate, Test
from pmos_rules.language.lookalikes import did_you_mean
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.paths import Scope, is_path
from pmos_rules.language.patterns import refusal_of
from pmos_rules.language.schema import Shape
from pmos_rules.source import suggest

Needs = OneOf["anything", "value", "text", "number", "date"]


@dataclass(frozen=True, slots=True)
class Use:
    """An operator where it is used: of which path, under which name, with what after it, in which scope."""

    path: Path
    name: ScalarNode
    node: Node
    scope: Scope
    options: Mapping[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operator:
    """What an operator goes with, what stands after it (a shape of the JSON Schema), and when it holds."""

    check: Callable[[Checker, Use], Predicate]
    needs: Needs
    takes: str
    says: str
    options: tuple[str, ...] = ()


def check_operators(c: Checker, path: Path, key: ScalarNode, node: Node, scope: Scope) -> Predicate:
    """What a path must be: a value, one of several, or a mapping of operators."""
    if isinstance(node, ScalarNode):
        if node.is_null:
            hint = f"write `{{{key.text}: {{missing: true}}}}` if nothing should be given"
            c.fail("empty", f"`{key.text}` is compared with nothing", key.span, hint)
        return Test("equals", path, c.value(node, path))
    if isinstance(node, SequenceNode):
        return _one_of(c, path, node)
    used = c.every(
        lambda name: _checked(c, _use(c, path, name, node, scope)),
        [name for name, _ in node.entries if name.text not in _OPTIONS],
    )
    for name, _ in node.entries:
        owner = _OPTIONS.get(name.text)
        if owner is not None and child(node, owner) is None:
            c.fail("lost-option", f"`{name.text}` goes with `{owner}`, which is not here", name.span)
    if not used:
        c.fail("empty", f"nothing is said of `{key.text}`", key.span)
    c.can_hold([(use.name, bound) for use, test in used for bound in _bounds(test)])
    return conjunction([test for _, test in used])


def _checked(c: Checker, use: Use) -> tuple[Use, Predicate]:
    return use, OPERATORS[use.name.text].check(c, use)


def _use(c: Checker, path: Path, name: ScalarNode, node: MappingNode, scope: Scope) -> Use:
    operator = OPERATORS.get(name.text)
    if operator is None:
        near = suggest(name.text, [*OPERATORS, *_OPTIONS])
        hint = did_you_mean(name.text, near) if near else None
        c.fail("unknown-operator", f"there is no operator `{name.text}`", name.span, hint)
    c.require(path, name, operator.needs, _suited)
    values = {key.text: value for key, value in node.entries}
    options = {option: values[option] for option in operator.options if option in values}
    return Use(path, name, values[name.text], scope, options)


def _suited(noun: str) -> str | None:
    """The operators that go with numbers, dates or text."""
    names = [f"`{name}`" for name, operator in OPERATORS.items() if NOUNS.get(operator.needs) == noun]
    return f"with {noun} go {', '.join(names)}" if names else None


def _bounds(test: Predicate) -> Sequence[Operand]:
    return (test.right,) if isinstance(test, Test) and isinstance(test.right, Literal) else ()


def _one_of(c: Checker, path: Path, node: SequenceNode) -> Predicate:
    return Test("one_of", path, Literal(literals(c, path, c.texts(node))))


def conjunction(tests: Sequence[Predicate]) -> Predicate:
    """All of them; one alone is itself."""
    return tests[0] if len(tests) == 1 else All(tuple(tests))


# -- presence and equality ---------------------------------------------------------------------------


def check_present(c: Checker, use: Use) -> Predicate:
    return Test("present" if c.yes(use.node) else "missing", use.path)


def check_missing(c: Checker, use: Use) -> Predicate:
    return Test("missing" if c.yes(use.node) else "present", use.path)


def check_not(c: Checker, use: Use) -> Predicate:
    return Not(check_operators(c, use.path, use.name, use.node, use.scope), given=use.path)


def check_equals(c: Checker, use: Use) -> Predicate:
    if "ignoring" not in use.options:
        return Test("equals", use.path, c.value(use.node, use.path))
    ignored = c.scalar(use.options["ignoring"])
    if ignored.text != "case":
        c.fail("bad-value", f"`{ignored.text}` cannot be ignored, only `case` can", ignored.span)
    c.require(use.path, replace(ignored, text="ignoring"), "text")
    return Test("equals_ignoring_case", use.path, Literal(c.scalar(use.node).text.casefold()))


def check_same_as(c: Checker, use: Use) -> Predicate:
    if isinstance(use.node, MappingNode):
        return Test("same_as", use.path, _lookup(c, use, use.node))
    return Test("same_as", use.path, _comparable(c, use, use.node))


def _lookup(c: Checker, use: Use, node: MappingNode) -> Lookup:
    """`{lookup: …, by: …}`: what a mapping holds for a key."""
    keys = c.keys(node, ("lookup", "by"), required=("lookup", "by"))
    named, by = c.scalar(keys["lookup"]), c.scalar(keys["by"])
    mapping, key = c.path(_from_dossier(named, use.scope), use.scope), c.path(by, use.scope)
    if mapping.shape.kind != "mapping":
        c.fail("not-a-mapping", f"`{named.text}` is not a mapping", named.span)
    c.require(key, by, "text")
    _alike(c, use, mapping, mapping.shape.element, named)
    return Lookup(mapping, key)


def check_same_as_any(c: Checker, use: Use) -> Predicate:
    return Test("same_as_any", use.path, tuple(_comparable(c, use, item) for item in c.items(use.name, use.node)))


def check_mentions_any_of(c: Checker, use: Use) -> Predicate:
    paths = tuple(_comparable(c, use, item) for item in c.items(use.name, use.node))
    return Test("mentions_any_of", use.path, paths)


def _comparable(c: Checker, use: Use, node: Node) -> Path:
    scalar = c.scalar(node)
    other = c.path(scalar, use.scope)
    _alike(c, use, other, other.shape, scalar)
    return other


def _alike(c: Checker, use: Use, other: Path, held: Shape | None, at: ScalarNode) -> None:
    """Two values can be compared; ``held`` is what lies at the other path."""
    one = c.type_of(use.path, use.name.span)
    two = other.part_type or (held.type if held is not None else None) or c.type_of(other, at.span)
    if describe(one) != describe(two):
        message = f"`{use.path}` is {describe(one)}, and `{at.text}`, which it is compared with, {describe(two)}"
        c.fail("wrong-type", message, at.span)


# -- numbers and dates -------------------------------------------------------------------------------


def _number_test(operator: str) -> Callable[[Checker, Use], Predicate]:
    def check(c: Checker, use: Use) -> Predicate:
        return Test(operator, use.path, c.number(use.node))

    return check


def _date_test(operator: str) -> Callable[[Checker, Use], Predicate]:
    def check(c: Checker, use: Use) -> Predicate:
        return Test(operator, use.path, c.day(use.node, use.scope))

    return check


def check_within(c: Checker, use: Use) -> Predicate:
    if "of" not in use.options:
        hint = "write `{within: 1, of: …}`"
        c.fail("missing-key", "`within` needs `of`, the number to stay near", use.name.span, hint)
    scalar = c.scalar(use.options["of"])
    other = c.path(scalar, use.scope)
    c.same_order(other, scalar, "number")
    return Test("within", use.path, other, (("by", c.number(use.node)),))


def check_whole(c: Checker, use: Use) -> Predicate:
    test = Test("whole", use.path)
    return test if c.yes(use.node) else Not(test, given=use.path)


# -- text --------------------------------------------------------------------------------------------


def check_length(c: Checker, use: Use) -> Predicate:
    if not isinstance(use.node, MappingNode):
        number = c.number(use.node)
        return Test("length", use.path, None, (("at_least", number), ("at_most", number)))
    bounds = c.keys(use.node, ("at_least", "at_most"))
    if not bounds:
        c.fail("empty", "`length` is compared with nothing", use.name.span)
    read = {name: c.number(value) for name, value in bounds.items()}
    c.can_hold([(key, read[key.text]) for key, _ in use.node.entries])
    return Test("length", use.path, None, tuple(sorted(read.items())))


def check_matches(c: Checker, use: Use) -> Predicate:
    pattern = c.scalar(use.node)
    refused = refusal_of(pattern.text)
    if refused is not None:
        cannot = "is not a regular expression that can be used" if refused.code == "bad-pattern" else "could take long"
        written = pattern.text if len(pattern.text) <= 60 else f"{pattern.text[:60]}..."
        c.fail(refused.code, f"`{written}` {cannot}: {refused.reason}", pattern.span, refused.help)
    return Test("matches", use.path, Literal(pattern.text))


def _class_test(operator: str) -> Callable[[Checker, Use], Predicate]:
    def check(c: Checker, use: Use) -> Predicate:
        names = c.texts(use.node)
        for name in names:
            if name.text not in CHARACTERS:
                c.unknown("character class", name.text, CHARACTERS, name.span)
        return Test(operator, use.path, Literal(_as_text(names)))

    return check


def check_mentions(c: Checker, use: Use) -> Predicate:
    options = tuple((name, Literal(_as_text(c.texts(node)))) for name, node in sorted(use.options.items()))
    return Test("mentions", use.path, Literal(_as_text(c.texts(use.node))), options)


def check_format(c: Checker, use: Use) -> Predicate:
    wanted = c.scalar(use.node)
    if wanted.text not in FORMATS:
        c.unknown("format", wanted.text, FORMATS, wanted.span)
    return Test("format", use.path, Literal(wanted.text))


def check_named_in(c: Checker, use: Use) -> Predicate:
    if not isinstance(use.node, MappingNode) or not use.node.entries:
        hint = "write `{slots: slot, materials: material}`"
        c.fail("wrong-shape", "`named_in` takes a mapping of code lists to paths", start_of(use.node), hint)
    pairs = []
    for key, value in use.node.entries:
        table = c.symbols.find("code list", key.text, c.symbols.codelists, c.pack, key.span)
        pairs.append((table.name, c.path(c.scalar(value), use.scope)))
    return Test("named_in", use.path, None, tuple(sorted(pairs, key=lambda pair: pair[0])))


def _as_text(nodes: Sequence[ScalarNode]) -> tuple[str, ...]:
    return tuple(node.text for node in nodes)


# -- sets and ways of writing ------------------------------------------------------------------------


def _set_test(operator: str) -> Callable[[Checker, Use], Predicate]:
    def check(c: Checker, use: Use) -> Predicate:
        named = c.scalar(use.node)
        if "." not in named.text:
            return Test(operator, use.path, _codelist(c, named))
        other = c.path(_from_dossier(named, use.scope), use.scope, repeats=True)
        if other.repeats:
            _alike(c, use, other, other.shape, named)
        elif other.shape.kind != "list":
            hint = each_of(c, other, use.scope) or "to compare with one field use `same_as`"
            c.fail("not-a-list", f"`{named.text}` is not a list", named.span, hint)
        return Test(operator, use.path, other)

    return check


def _from_dossier(node: ScalarNode, scope: Scope) -> ScalarNode:
    """Reference data lie at the root, so that no rule about items need write `dossier.` before them."""
    is_elsewhere = node.text.startswith("reference.") and scope.here is not scope.dossier
    return replace(node, text=f"dossier.{node.text}") if is_elsewhere else node


def each_of(c: Checker, path: Path, scope: Scope) -> str | None:
    """What may be meant by a path that is a single value."""
    prefix = "dossier." if path.scope == "dossier" and scope.here.scope != "dossier" else ""
    starred = (".".join((*path.key[:at], "*", *path.key[at:])) for at in range(1, len(path.key) + 1))
    meant = next((text for text in starred if is_path(prefix + text, scope)), None)
    return f"did you mean `{prefix}{meant}`?" if meant else None


def check_contains_all(c: Checker, use: Use) -> Predicate:
    element = use.path.shape.element
    if use.path.part is not None or use.path.shape.kind != "list" or element is None or element.type is None:
        c.fail("not-a-list", f"`{use.path}` is not a list of values", use.name.span)
    item = replace(use.path, steps=(*use.path.steps, "*"), shape=element)
    item = replace(item, codelist=use.scope.codelists.get((*use.scope.absolute(use.path), "*")))
    wanted = literals(c, item, c.texts(use.node))
    codes = (("codes", Codelist(item.codelist)),) if item.codelist is not None else ()
    return Test("contains_all", use.path, Literal(wanted), codes)


def literals(c: Checker, path: Path, items: Sequence[ScalarNode]) -> tuple[object, ...]:
    """Values written in the rule, read as those that lie at a path."""

    def value(item: ScalarNode) -> object:
        read = c.value(item, path)
        if not isinstance(read, Literal):
            hint = "write `any:` with an entry for each value"
            c.fail("bad-value", "a parameter cannot stand in a list of values", item.span, hint)
        return read.value

    return tuple(c.every(value, items))


def check_apart_from(c: Checker, use: Use) -> Predicate:
    scalar = c.scalar(use.node)
    other = c.path(_from_dossier(scalar, use.scope), use.scope, repeats=True)
    if other.type is None:
        message = f"`{scalar.text}` is not one value"
        c.fail("not-a-value", message, scalar.span, each_of(c, other, use.scope))
    for path, node in ((use.path, use.name), (other, scalar)):
        value_type = c.type_of(path, node.span)
        if value_type.name != "period" and value_type.order != "date":
            message = f"a period or a date is wanted here, and `{path}` is {describe(value_type)}"
            c.fail("wrong-type", message, node.span)
    return Test("apart_from", use.path, other)


def _codelist(c: Checker, named: ScalarNode) -> Codelist:
    return Codelist(c.symbols.find("code list", named.text, c.symbols.codelists, c.pack, named.span).name)


def check_readable(c: Checker, use: Use) -> Predicate:
    if not c.yes(use.node):
        c.fail("bad-value", "`readable` takes `true` only", use.node.span, "write `not: {readable: true}`")
    return Test("readable", use.path)


def check_as_given(c: Checker, use: Use) -> Predicate:
    form = c.scalar(use.node)
    if form.text not in NORMAL_FORMS:
        c.unknown("normal form", form.text, NORMAL_FORMS, form.span)
    if form.text == "canonical" and use.path.codelist is None:
        message = f"`{use.path}` has no code list, so it has no canonical form"
        c.fail("wrong-type", message, form.span, "bind a code list to it with `of:`")
    return Test("as_given", use.path, Literal(form.text))


NORMAL_FORMS = ("trimmed", "halfwidth", "canonical")

OPERATORS: Mapping[str, Operator] = {
    "present": Operator(check_present, "anything", "flag", "something was given, readable or not"),
    "missing": Operator(check_missing, "anything", "flag", "nothing was given"),
    "not": Operator(check_not, "anything", "operand", "the operators or value after it do not hold"),
    "equals": Operator(
        check_equals,
        "value",
        "scalar",
        "it is that value; with `ignoring: case` in either case of letters",
        ("ignoring",),
    ),
    "above": Operator(_number_test("above"), "number", "number", "greater"),
    "at_least": Operator(_number_test("at_least"), "number", "number", "greater or equal"),
    "below": Operator(_number_test("below"), "number", "number", "less"),
    "at_most": Operator(_number_test("at_most"), "number", "number", "less or equal"),
    "not_before": Operator(_date_test("not_before"), "date", "day", "that day or later"),
    "not_after": Operator(_date_test("not_after"), "date", "day", "that day or earlier"),
    "within": Operator(check_within, "number", "number", "no further than that from the other number", ("of",)),
    "whole": Operator(check_whole, "number", "flag", "it has no decimals"),
    "length": Operator(check_length, "text", "length", "it has so many characters"),
    "matches": Operator(check_matches, "text", "text", "the whole text fits the regular expression"),
    "only": Operator(_class_test("only"), "text", "classes", "every character is of one of the classes"),
    "has": Operator(_class_test("has"), "text", "classes", "a character of each class is in it"),
    "mentions": Operator(
        check_mentions,
        "text",
        "texts",
        "one of the words is in it outside every `not_within` word, or inside an `except` word",
        ("except", "not_within"),
    ),
    "format": Operator(check_format, "text", "format", "the registered format's test holds"),
    "same_as": Operator(
        check_same_as,
        "value",
        "same_as",
        "the two values are the same; with `lookup`, what the mapping gives for the value of `by`",
    ),
    "same_as_any": Operator(check_same_as_any, "value", "paths", "it is the same as one of them"),
    "mentions_any_of": Operator(
        check_mentions_any_of, "text", "paths", "the value of one of them is in it"
    ),
    "in": Operator(
        _set_test("in"),
        "value",
        "text",
        "it is in the code list, in a list of `reference`, or among the values of a path with `*`",
    ),
    "not_in": Operator(_set_test("not_in"), "value", "text", "it is not"),
    "contains_all": Operator(
        check_contains_all, "anything", "texts", "every one of the texts is in the list"
    ),
    "apart_from": Operator(
        check_apart_from,
        "value",
        "text",
        "it has no day in common with the period, or with any of those of a path with `*`",
    ),
    "named_in": Operator(
        check_named_in, "text", "mapping", "in one of the code lists, it is a name for the value at the path"
    ),
    "readable": Operator(check_readable, "value", "flag", "what was given can be read as the field's type"),
    "as_given": Operator(
        check_as_given,
        "value",
        "normal_form",
        "it was typed in that form: `trimmed`, `halfwidth`, or `canonical` for a field with a code list",
    ),
}
_OPTIONS = {option: name for name, operator in OPERATORS.items() for option in operator.options}
