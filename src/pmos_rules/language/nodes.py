"""Holds a YAML document as it was written: text, lists and mappings, each with its place."""

from dataclasses import dataclass, field

from pmos_rules.source import Span

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A piece of text. `plain` is true where it was written without quotation marks, `|` or `>`."""

    text: str
    plain: bool
    span: Span = field(compare=False, repr=False)

    @property
    def is_null(self) -> bool:
        """Whether it says that there is nothing: left out, `~` or `null`, and not quoted."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    items: tuple["Node", ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A mapping in the order in which it was written; no key occurs twice."""

    entries: tuple[tuple[ScalarNode, "Node"], ...]
    span: Span = field(compare=False, repr=False)

    def get(self, key: str) -> "Node | None":
        """The value of a key, or None where the key is absent."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = ScalarNode | SequenceNode | MappingNode

Plain = str | None | list["Plain"] | dict[str, "Plain"]
"""A document without places: text, None, lists and dictionaries."""


def to_plain(node: Node) -> Plain:
    """The document without places; every scalar but null stays text."""
    match node:
        case ScalarNode():
            return None if node.is_null else node.text
        case SequenceNode():
            return [to_plain(item) for item in node.items]
        case _:
            return {key.text: to_plain(value) for key, value in node.entries}
