"""Located nodes → the shape of a file, with a diagnostic at every place where the shape is wrong."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import get_annotations
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from pmos_rules.language.faults import it_may_be
from pmos_rules.language.lookalikes import as_meant, did_you_mean
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode, to_plain
from pmos_rules.language.scalars import why_no_day
from pmos_rules.language.syntax import by_alias
from pmos_rules.source import Diagnostic, Span, suggest

P = TypeVar("P", bound=BaseModel)

_SHAPES = {"string_type": "text", "list_type": "a list", "dict_type": "a mapping", "model_type": "a mapping"}
_PREDICATES = ("check", "when", "unless")


def decode(model: type[P], node: Node, diagnostics: list[Diagnostic]) -> P | None:
    """Read a node as a part of the language; None, and a diagnostic for each fault, where it has faults."""
    try:
        return model.model_validate(to_plain(node))
    except ValidationError as error:
        diagnostics += _diagnostics(_problems(error, node, model))
        return None


def decode_most(
    model: type[P], node: Node, parts: Sequence[str], diagnostics: list[Diagnostic]
) -> tuple[P | None, Node, list[Node]]:
    """Read a node as a part of the language, leaving out what has faults below the keys ``parts``.

    So one rule with a mistake hides no mistake of another. Gives the part (None where a fault lies elsewhere)
    with the node that is left, and what was left out: items of lists, and keys of mappings.
    """
    try:
        return model.model_validate(to_plain(node)), node, []
    except ValidationError as error:
        problems = _problems(error, node, model)
    diagnostics += _diagnostics(problems)
    places = {problem.loc[:2] for problem in problems}
    if not all(len(place) == 2 and place[0] in parts for place in places):
        return None, node, []
    left, out = _without(node, places)
    return model.model_validate(to_plain(left)), left, out


def child(node: Node | None, key: str) -> Node | None:
    """The value of a key of a mapping node, or None."""
    return node.get(key) if isinstance(node, MappingNode) else None


def key_node(node: Node | None, key: str) -> ScalarNode | None:
    """The key itself, as written, or None."""
    entry = node.entry(key) if isinstance(node, MappingNode) else None
    return None if entry is None else entry[0]


def start_of(node: Node) -> Span:
    """A short place to point at: the first key of a mapping, else all of it."""
    return node.entries[0][0].span if isinstance(node, MappingNode) and node.entries else node.span


def span_at(node: Node, *keys: str) -> Span:
    """Where the value of the first of the keys stands that is there; else where the mapping begins."""
    found = (child(node, key) for key in keys)
    return start_of(next((value for value in found if value is not None), node))


def items_of(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; of all else, none."""
    return node.items if isinstance(node, SequenceNode) else ()


def entries_of(node: Node | None) -> tuple[tuple[ScalarNode, Node], ...]:
    """The keys of a mapping with their values; of all else, none."""
    return node.entries if isinstance(node, MappingNode) else ()


def scalars(node: Node | None) -> tuple[ScalarNode, ...]:
    """The texts of a list, or the one text that stands for a list of one."""
    items = node.items if isinstance(node, SequenceNode) else (node,)
    return tuple(item for item in items if isinstance(item, ScalarNode))


def names_in(node: Node | None) -> tuple[ScalarNode, ...]:
    """The keys of a mapping, else its texts."""
    return tuple(key for key, _ in node.entries) if isinstance(node, MappingNode) else scalars(node)


def words(node: Node) -> Iterator[str]:
    """Every key and text in a node."""
    if isinstance(node, ScalarNode):
        yield node.text
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from words(item)
    else:
        for key, value in node.entries:
            yield key.text
            yield from words(value)


def _without(node: Node, places: set[tuple[int | str, ...]]) -> tuple[Node, list[Node]]:
    """The node without the items and keys at the places, and those."""
    assert isinstance(node, MappingNode)
    entries, out = [], []
    for key, value in node.entries:
        left: Node = value
        if isinstance(value, SequenceNode):
            kept = tuple(item for at, item in enumerate(value.items) if (key.text, at) not in places)
            out += [item for at, item in enumerate(value.items) if (key.text, at) in places]
            left = SequenceNode(kept, value.span)
        elif isinstance(value, MappingNode):
            out += [name for name, _ in value.entries if (key.text, name.text) in places]
            left = MappingNode(
                tuple(entry for entry in value.entries if (key.text, entry[0].text) not in places), value.span
            )
        entries.append((key, left))
    return MappingNode(tuple(entries), node.span), out


# -- what pydantic complains of ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Problem:
    """One complaint: the node that it is about, the nearest key above it, and the part that stands there."""

    kind: str
    loc: tuple[int | str, ...]
    context: Mapping[str, Any]
    node: Node
    key: str | None
    part: type[BaseModel] | None = None

    @property
    def is_key(self) -> bool:
        """Whether it is about a key, and not about a value."""
        return self.loc[-1] == "[key]"

    @property
    def is_shape(self) -> bool:
        """Whether it says that a list, a mapping or text was wanted."""
        return self.kind in _SHAPES or (self.kind == "literal_error" and not isinstance(self.node, ScalarNode))

    @property
    def name(self) -> str:
        """The key that is missing or unknown."""
        return str(self.loc[-1])


def _problems(error: ValidationError, root: Node, model: type[BaseModel]) -> list[_Problem]:
    return [
        _located(problem["type"], problem["loc"], problem.get("ctx", {}), root, model)
        for problem in error.errors(include_url=False, include_input=False)
    ]


def _located(
    kind: str, loc: tuple[int | str, ...], context: Mapping[str, Any], root: Node, model: type[BaseModel]
) -> _Problem:
    """Walk as far as the location leads; steps that name a member of a union lead nowhere and are skipped."""
    end = loc[:-1] if kind == "extra_forbidden" else loc
    node, key, above = _follow(root, end)
    if loc[-1:] == ("[key]",):
        node = key_node(above, str(loc[-2])) or node
    return _Problem(kind, loc, context, node, key, _part_at(model, end))


def _follow(root: Node, loc: Sequence[int | str]) -> tuple[Node, str | None, Node]:
    """The node at a location, the nearest key above it, and the node that it lies in."""
    node, above, key = root, root, None
    for step in loc:
        found = _step(node, step)
        if found is not None:
            node, above, key = found, node, step if isinstance(step, str) else key
    return node, key, above


def _step(node: Node, step: int | str) -> Node | None:
    if isinstance(node, SequenceNode) and isinstance(step, int):
        return node.items[step]
    return child(node, step) if isinstance(step, str) else None


def _part_at(annotation: Any, loc: Sequence[int | str]) -> type[BaseModel] | None:
    """The part of the language at a location, to name the keys that it takes."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _part_in(annotation, loc)
    if get_origin(annotation) in (dict, list):
        return _part_at(get_args(annotation)[-1], loc[1:])
    # Of a union: the location names the member that was tried, or leaves it out.
    tried = (_part_at(member, left) for member in get_args(annotation) for left in (loc, loc[1:]))
    return next((part for part in tried if part is not None), None)


def _part_in(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel] | None:
    if not loc:
        return model
    attribute = by_alias(model).get(str(loc[0]))
    if attribute is not None:
        return _part_at(model.model_fields[attribute].annotation, loc[1:])
    return _part_at(get_annotations(model).get("__pydantic_extra__"), loc)


# -- in words ----------------------------------------------------------------------------------------


def _diagnostics(problems: list[_Problem]) -> list[Diagnostic]:
    """One diagnostic for each place; a wrong shape is told only where no member of a union has another."""
    plain = [problem for problem in problems if not problem.is_shape]
    shapes: dict[int, list[_Problem]] = {}
    for problem in problems:
        if problem.is_shape and not any(_inside(other.node.span, problem.node.span) for other in plain):
            shapes.setdefault(id(problem.node), []).append(problem)
    places = [group[0].node.span for group in shapes.values()]
    deepest = [
        group
        for group, place in zip(shapes.values(), places, strict=True)
        if not any(_inside(other, place) for other in places if other != place)
    ]
    told = [_told(problem) for problem in plain if not _is_misspelt(problem, plain)]
    return list(dict.fromkeys([*told, *map(_wrong_shape, deepest)]))


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_misspelt(problem: _Problem, others: list[_Problem]) -> bool:
    """Whether a key is missing because it stands there with a mistake."""
    return problem.kind == "missing" and any(
        other.kind == "extra_forbidden"
        and other.node is problem.node
        and suggest(other.name, _keys_of(other)) == problem.name
        for other in others
    )


def _keys_of(problem: _Problem) -> list[str]:
    return list(by_alias(problem.part)) if problem.part is not None else []


def _told(problem: _Problem) -> Diagnostic:
    return _TOLD[problem.kind](problem)


def _missing(problem: _Problem) -> Diagnostic:
    message = f"the key `{problem.name}` is missing here"
    return Diagnostic("missing-key", message, start_of(problem.node), f"add `{problem.name}:` to this mapping")


def _unknown_key(problem: _Problem) -> Diagnostic:
    known = _keys_of(problem)
    near = suggest(problem.name, known)
    hint = did_you_mean(problem.name, near) if near else it_may_be(known)
    key = key_node(problem.node, problem.name) or problem.node
    return Diagnostic("unknown-key", f"there is no key `{problem.name}` here", key.span, hint)


def _unknown_value(problem: _Problem) -> Diagnostic:
    word = _text(problem.node)
    choices = re.findall("'([^']+)'", problem.context["expected"])
    near = suggest(word, choices)
    hint = did_you_mean(word, near) if near else it_may_be(choices)
    message = f"there is no kind `{word}`" if problem.is_key else f"`{word}` is no value of `{problem.key}`"
    return Diagnostic("unknown-value", message, problem.node.span, hint)


def _bad_form(problem: _Problem) -> Diagnostic:
    word, pattern, span = _text(problem.node), problem.context["pattern"], problem.node.span
    if pattern.startswith("^[1-9]"):
        return Diagnostic("bad-value", f"`{word}` is not a whole number such as 3", span)
    if r"\d" in pattern:
        message, meant = why_no_day(word)
        return Diagnostic("bad-date", message, span, meant)
    if r"\." in pattern:
        hint = _look(word) or "write lower-case words, digits and `_`, joined by dots"
        return Diagnostic("bad-name", f"`{word}` is not an id such as `hubei.retailer.staff_unique`", span, hint)
    hint = _look(word) or "write lower-case letters, digits and `_`, a letter first"
    return Diagnostic("bad-name", f"`{word}` is not a name such as `staff_total`", span, hint)


def _look(word: str) -> str | None:
    """A hint for a name that only looks as it should."""
    meant = as_meant(word)
    return did_you_mean(word, meant) if meant != word else None


def _empty(problem: _Problem) -> Diagnostic:
    return Diagnostic("empty", f"`{problem.key}` must not be empty", problem.node.span)


def _wrong_shape(group: list[_Problem]) -> Diagnostic:
    """What several members of a union say of one place, said once."""
    node, key = group[0].node, group[0].key
    wanted = " or ".join(dict.fromkeys(_SHAPES.get(problem.kind, "text") for problem in group))
    message = f"expected {wanted} for {f'`{key}`' if key is not None else 'the file'}, found {_found(node)}"
    return Diagnostic("wrong-shape", message, start_of(node), _example(group))


def _example(group: list[_Problem]) -> str | None:
    first = group[0]
    if first.key in _PREDICATES and isinstance(first.node, SequenceNode):
        return "write `all:` or `any:` before the list"
    part = next((problem.part for problem in group if problem.kind == "model_type"), None)
    if part is not None:
        return f"write `{{{', '.join(f'{key}: …' for key in by_alias(part))}}}`"
    if all(problem.kind != "list_type" for problem in group):
        return None
    return f"write `[{first.node.text}]`" if isinstance(first.node, ScalarNode) else "begin each item with `- `"


def _text(node: Node) -> str:
    return node.text if isinstance(node, ScalarNode) else ""


def _found(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return "nothing" if node.is_null else f"the text `{node.text}`"
    return "a list" if isinstance(node, SequenceNode) else "a mapping"


_TOLD = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _unknown_value,
    "string_pattern_mismatch": _bad_form,
    "string_too_short": _empty,
    "too_short": _empty,
}
