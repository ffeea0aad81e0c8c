"""A family of rules as written → its members, with ``$each`` and ``$label`` filled in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pmos_rules.language.decoding import child, decode, key_node
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.symbols import FileUnit, Symbols
from pmos_rules.language.syntax import RuleSyntax
from pmos_rules.source import Span

_PLACE = re.compile(r"\$(each|label)\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as written, with its full id, and the path or value that a family gave it."""

    id: str
    syntax: RuleSyntax
    node: Node
    file: FileUnit
    span: Span
    family: str | None = None
    each: str | None = None


def entries(file: FileUnit, symbols: Symbols) -> Iterator[Entry]:
    """Every rule of a file, families expanded, in the order in which they are written."""
    rules = child(file.node, "rules")
    for syntax, node in zip(
        file.syntax.rules, rules.items if isinstance(rules, SequenceNode) else (), strict=True
    ):
        if syntax.family is None:
            if syntax.id is None:
                symbols.report(
                    "missing-key",
                    "the key `id` is missing here",
                    _start(node),
                    "a rule has an `id` or a `family`",
                )
                continue
            named = child(node, "id")
            yield Entry(syntax.id, syntax, node, file, named.span if named else _start(node))
        elif syntax.id is not None:
            symbols.report("two-names", "a rule has an `id` or a `family`, not both", _start(node))
        elif syntax.each is None:
            symbols.report(
                "missing-key",
                "the key `each` is missing here",
                _start(node),
                "say what each rule of the family is about",
            )
        else:
            yield from _members(syntax.family, node, file, symbols)


def _members(family: str, node: Node, file: FileUnit, symbols: Symbols) -> Iterator[Entry]:
    each = child(node, "each")
    for suffix, value, span in _each(each, symbols):
        filled = _fill(node, {"each": value, "label": value})
        syntax = decode(RuleSyntax, filled, symbols.diagnostics)
        if syntax is not None:
            yield Entry(f"{family}.{suffix}", syntax, filled, file, span, family, value)


def _each(node: Node | None, symbols: Symbols) -> Iterator[tuple[str, str, Span]]:
    """Suffix of the id, value of ``$each``, and where it was written."""
    if isinstance(node, SequenceNode):
        yield from (
            (item.text, item.text, item.span) for item in node.items if isinstance(item, ScalarNode)
        )
    elif isinstance(node, MappingNode):
        for key, value in node.entries:
            if isinstance(value, ScalarNode):
                yield key.text, value.text, key.span
            else:
                yield from _branch(key.text, value, symbols)


def _branch(prefix: str, node: Node, symbols: Symbols) -> Iterator[tuple[str, str, Span]]:
    if isinstance(node, SequenceNode):
        for item in node.items:
            if isinstance(item, ScalarNode):
                path = f"{prefix}.{item.text}"
                yield path, path, item.span
            else:
                symbols.report("wrong-shape", "a name of a field is wanted here", item.span)
    elif isinstance(node, MappingNode):
        for key, value in node.entries:
            yield from _branch(f"{prefix}.{key.text}", value, symbols)


def _fill(node: Node, values: dict[str, str]) -> Node:
    """The same node with every ``$each`` replaced; places stay where they were written."""
    if isinstance(node, ScalarNode):
        if "$" not in node.text:
            return node
        return ScalarNode(_PLACE.sub(lambda found: values[found[1]], node.text), node.plain, node.span)
    if isinstance(node, SequenceNode):
        return SequenceNode(tuple(_fill(item, values) for item in node.items), node.span)
    return MappingNode(
        tuple(
            (key, value) if key.text == "each" else (_filled_key(key, values), _fill(value, values))
            for key, value in node.entries
        ),
        node.span,
    )


def _filled_key(key: ScalarNode, values: dict[str, str]) -> ScalarNode:
    return (
        ScalarNode(_PLACE.sub(lambda found: values[found[1]], key.text), key.plain, key.span)
        if "$" in key.text
        else key
    )


def _start(node: Node) -> Span:
    """The first key of an entry: a short place to point at."""
    return node.entries[0][0].span if isinstance(node, MappingNode) and node.entries else node.span


def span_of(node: Node, key: str, otherwise: Span) -> Span:
    """Where a key of an entry was written."""
    found = key_node(node, key)
    return found.span if found is not None else otherwise
