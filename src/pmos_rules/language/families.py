"""A rule or a family of rules as written → its members, with ``$each`` and ``$label`` filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pmos_rules.language.decoding import child, decode, items_of, start_of, words
from pmos_rules.language.faults import Enough, Faults
from pmos_rules.language.limits import MOST_FILLED, MOST_RULES
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.ruleset import Change, Interval
from pmos_rules.language.symbols import FileUnit
from pmos_rules.language.syntax import RuleSyntax
from pmos_rules.source import Diagnostic, Span

_PLACE = re.compile(r"\$(each|label)\b")
# What is read off the nodes and not off the syntax, so that filling it in needs no second decoding.
_READ_AS_NODES = frozenset({"for", "when", "unless", "check"})
_WORDS = frozenset({"title", "reading", "message", "fix", "severity"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as written, with its full id, every word in it, and the value that a family gave it.

    What packs above changed in it is filled in: ``cited_in`` is the file of the change that it then rests on,
    ``effective`` when this version of it is in force where changes have dates.
    """

    id: str
    syntax: RuleSyntax
    node: Node
    file: FileUnit
    span: Span
    words: frozenset[str]
    family: str | None = None
    each: str | None = None
    cited_in: FileUnit | None = None
    effective: Interval | None = None
    history: tuple[Change, ...] = ()
    replaces: tuple[str, ...] = ()
    excepts: tuple[Node, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True)
class _Member:
    """The end of a member's id, what ``$each`` stands for, and where it was written."""

    suffix: str
    value: str
    span: Span


@dataclass(slots=True)
class Room:
    """How many rules there may still be, and how many characters families may still be when written out."""

    rules: int = MOST_RULES
    characters: int = MOST_FILLED

    def take(self, characters: int, at: Span, faults: Faults) -> None:
        """Make a rule; where there is no room left, that is told and nothing else is looked at."""
        self.rules -= 1
        self.characters -= characters
        if self.rules < 0:
            self.refuse(f"the pack and those that it builds on have more than {MOST_RULES} rules", at, faults)
        if self.characters < 0:
            self.refuse(f"the families, written out, have more than {MOST_FILLED} characters", at, faults)

    def refuse(self, message: str, at: Span, faults: Faults) -> None:
        faults.report("too-large", message, at, "split the pack")
        raise Enough


def entries(file: FileUnit, faults: Faults, room: Room) -> Iterator[Entry]:
    """Every rule of a file, families expanded, in the order in which they are written."""
    for syntax, node in zip(file.syntax.rules, items_of(child(file.node, "rules")), strict=True):
        named = child(node, "id") or child(node, "family")
        if named is None:
            hint = "give the rule an `id`, or a `family` with `each`"
            faults.report("no-id", "this rule has no `id`", start_of(node), hint)
        elif syntax.id is not None and syntax.family is not None:
            hint = "keep `family` and `each` for several rules, `id` for one"
            faults.report("two-names", "this rule has both an `id` and a `family`", start_of(node), hint)
        elif syntax.id is not None:
            room.take(0, named.span, faults)
            yield Entry(syntax.id, syntax, node, file, named.span, frozenset(words(node)))
        else:
            yield from _members(syntax, node, file, faults, room)


def _members(syntax: RuleSyntax, node: Node, file: FileUnit, faults: Faults, room: Room) -> Iterator[Entry]:
    each = child(node, "each")
    members = list(_each(each, faults))
    if each is None or each == MappingNode((), each.span) or each == SequenceNode((), each.span):
        hint = "write `each: {name: value}`, `each: {section: [fields]}` or `each: [paths]`"
        faults.report("no-members", "this family has no members", start_of(node), hint)
    size, places = _size_of(node)
    for member in members:
        room.take(size + places * len(member.value), member.span, faults)
        filled = filled_rule(node, member.value)
        own = syntax if _same_syntax(node, filled) else _decoded(filled, faults)
        if own is not None:
            full, named = f"{syntax.family}.{member.suffix}", frozenset(words(filled))
            yield Entry(full, own, filled, file, member.span, named, syntax.family, member.value)


def _size_of(node: Node) -> tuple[int, int]:
    """How many characters a member has, and in how many places more may be filled in."""
    assert isinstance(node, MappingNode)
    said = [word for key, part in node.entries if key.text != "each" for word in words(part)]
    return sum(map(len, said)), sum(word.count("$") for word in said)


def _each(node: Node | None, faults: Faults, prefix: str = "") -> Iterator[_Member]:
    """The leaves of a tree of paths, or the names and values of a mapping."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            if isinstance(item, ScalarNode):
                path = f"{prefix}{item.text}"
                yield _Member(path, path, item.span)
            else:
                faults.report("wrong-shape", "expected the name of a field here", start_of(item))
    elif isinstance(node, MappingNode):
        for key, value in node.entries:
            if isinstance(value, ScalarNode) and not prefix:
                yield _Member(key.text, value.text, key.span)
            elif isinstance(value, ScalarNode):
                faults.report("wrong-shape", f"`{key.text}` takes a list of fields", value.span)
            else:
                yield from _each(value, faults, f"{prefix}{key.text}.")


def _decoded(node: Node, faults: Faults) -> RuleSyntax | None:
    problems: list[Diagnostic] = []
    syntax = decode(RuleSyntax, node, problems)
    faults.add(problems)
    return syntax


def filled_rule(node: Node, value: str) -> MappingNode:
    """One member, without the others; ``$label`` in texts stays, since each kind calls a field as it does."""
    whole, words = {"each": value, "label": value}, {"each": value}
    assert isinstance(node, MappingNode)
    entries = tuple(
        (key, _fill(part, words if key.text in _WORDS else whole)) for key, part in node.entries if key.text != "each"
    )
    return MappingNode(entries, node.span)


def _same_syntax(node: Node, filled: MappingNode) -> bool:
    """Whether filling in changed nothing but what is read off the nodes."""
    return all(key.text in _READ_AS_NODES or child(node, key.text) is new for key, new in filled.entries)


def _fill(node: Node, values: Mapping[str, str]) -> Node:
    """The node with every ``$each`` replaced, itself where there is none; places stay as they were."""
    if isinstance(node, ScalarNode):
        return _filled(node, values)
    if isinstance(node, SequenceNode):
        items = tuple(_fill(item, values) for item in node.items)
        changed = any(new is not old for new, old in zip(items, node.items, strict=True))
        return SequenceNode(items, node.span) if changed else node
    entries = tuple((_filled(key, values), _fill(value, values)) for key, value in node.entries)
    changed = any(
        key is not old_key or value is not old
        for (key, value), (old_key, old) in zip(entries, node.entries, strict=True)
    )
    return MappingNode(entries, node.span) if changed else node


def _filled(scalar: ScalarNode, values: Mapping[str, str]) -> ScalarNode:
    if "$" not in scalar.text:
        return scalar
    text = _PLACE.sub(lambda found: values.get(found[1], found[0]), scalar.text)
    return scalar if text == scalar.text else ScalarNode(text, scalar.plain, scalar.span)
