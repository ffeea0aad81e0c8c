"""Holds a YAML document as it was written: text, lists and mappings, each with its place."""

from dataclasses import dataclass, field

from pmos_rules.source import Span

_FEW = 12
"""So many keys are looked through one by one faster than by an index."""
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
    _index: dict[str, tuple[ScalarNode, "Node"]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def entry(self, key: str) -> "tuple[ScalarNode, Node] | None":
        """A key as it stands there and its value, or None where the key is absent."""
        if len(self.entries) <= _FEW:
            for entry in self.entries:
                if entry[0].text == key:
                    return entry
            return None
        if not self._index:
            self._index.update((entry[0].text, entry) for entry in self.entries)
        return self._index.get(key)

    def get(self, key: str) -> "Node | None":
        """The value of a key, or None where the key is absent."""
        entry = self.entry(key)
        return None if entry is None else entry[1]


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
