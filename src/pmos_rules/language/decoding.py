"""Located nodes → the shape of a file, with a diagnostic at every place where the shape is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode, to_plain
from pmos_rules.language.syntax import Part, by_alias
from pmos_rules.source import Diagnostic, Span, suggest

P = TypeVar("P", bound=Part)


def decode(model: type[P], node: Node, diagnostics: list[Diagnostic]) -> P | None:
    """Read a node as a part of the language; None, and a diagnostic for each fault, where it has faults."""
    try:
        return model.model_validate(to_plain(node))
    except ValidationError as error:
        diagnostics += _located(error, node, model)
        return None


def child(node: Node | None, key: str) -> Node | None:
    """The value of a key of a mapping node, or None."""
    if isinstance(node, MappingNode):
        return next((value for name, value in node.entries if name.text == key), None)
    return None


def key_node(node: Node | None, key: str) -> ScalarNode | None:
    """The key itself, as written, or None."""
    if isinstance(node, MappingNode):
        return next((name for name, _ in node.entries if name.text == key), None)
    return None


def _located(error: ValidationError, root: Node, model: type[Part]) -> Iterable[Diagnostic]:
    """One diagnostic per place; of several complaints about one place, the one that looked deepest."""
    by_place: dict[int, tuple[int, Diagnostic]] = {}
    for problem in error.errors(include_url=False, include_context=True, include_input=False):
        if problem["type"] == "extra_forbidden":
            *above, key = problem["loc"]
            node, depth, _ = _follow(root, above)
            place, diagnostic = hash((id(node), key)), _unknown_key(node, str(key), _model_at(model, above))
        else:
            node, depth, rest = _follow(root, problem["loc"])
            place, diagnostic = hash((id(node), rest)), _diagnostic(problem, node, rest)
        if place not in by_place or by_place[place][0] < depth:
            by_place[place] = (depth, diagnostic)
    return _without_parents([diagnostic for _, diagnostic in by_place.values()])


def _without_parents(found: list[Diagnostic]) -> Iterable[Diagnostic]:
    """Drop a complaint about the shape of a node where a deeper one lies inside it."""
    for diagnostic in found:
        if diagnostic.code == "wrong-shape" and any(
            _inside(other.span, diagnostic.span) for other in found if other is not diagnostic
        ):
            continue
        yield diagnostic


def _inside(inner: Span | None, outer: Span | None) -> bool:
    if inner is None or outer is None:
        return False
    return (
        outer.start <= inner.start
        and inner.end <= outer.end
        and (outer.start, outer.end) != (inner.start, inner.end)
    )


def _follow(node: Node, loc: Sequence[int | str]) -> tuple[Node, int, tuple[int | str, ...]]:
    """Walk as far as the location leads; parts that name a member of a union lead nowhere and are skipped."""
    depth = 0
    rest: list[int | str] = []
    for step in loc:
        found = _step(node, step)
        if found is None:
            rest.append(step)
            continue
        node, depth, rest = found, depth + 1, []
    return node, depth, tuple(rest)


def _step(node: Node, step: int | str) -> Node | None:
    if isinstance(node, SequenceNode) and isinstance(step, int):
        return node.items[step] if step < len(node.items) else None
    return child(node, step) if isinstance(step, str) else None


def _diagnostic(problem: Any, node: Node, rest: tuple[int | str, ...]) -> Diagnostic:
    kind = problem["type"]
    context = problem.get("ctx", {})
    if kind == "missing":
        return _missing(node, str(rest[-1]))
    if kind == "literal_error":
        return _unknown_value(node, context["expected"])
    if kind == "string_pattern_mismatch":
        return Diagnostic(
            "bad-name", f"`{_text(node)}` does not have the form of {_form(context['pattern'])}", node.span
        )
    if kind in ("string_too_short", "too_short"):
        return Diagnostic("empty", "this must not be empty", node.span)
    return Diagnostic("wrong-shape", f"expected {_expected(kind)} here, found {_found(node)}", node.span)


def _missing(node: Node, key: str) -> Diagnostic:
    where = node.entries[0][0].span if isinstance(node, MappingNode) and node.entries else node.span
    return Diagnostic(
        "missing-key", f"the key `{key}` is missing here", where, f"add `{key}:` to this mapping"
    )


def _unknown_key(node: Node, key: str, model: type[Part] | None) -> Diagnostic:
    name = key_node(node, key)
    near = suggest(key, by_alias(model)) if model else None
    hint = f"did you mean `{near}`?" if near else None
    return Diagnostic("unknown-key", f"there is no key `{key}` here", name.span if name else node.span, hint)


def _model_at(model: type[Part] | None, loc: Sequence[int | str]) -> type[Part] | None:
    """The part of the language that stands at a location, to name the keys that it takes."""
    for step in loc:
        if model is None:
            return None
        attribute = by_alias(model).get(str(step))
        if attribute is not None:
            model = next(_parts(model.model_fields[attribute].annotation), model)
    return model


def _parts(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


def _unknown_value(node: Node, expected: str) -> Diagnostic:
    choices = [choice for choice in expected.replace(" or ", ", ").replace("'", "").split(", ") if choice]
    near = suggest(_text(node), choices)
    hint = f"did you mean `{near}`?" if near else f"it may be {', '.join(choices)}"
    return Diagnostic(
        "unknown-value", f"`{_text(node)}` is not one of the values that stand here", node.span, hint
    )


def _text(node: Node) -> str:
    return node.text if isinstance(node, ScalarNode) else _found(node)


def _found(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return "nothing" if node.is_null else f"the text `{node.text}`"
    return "a list" if isinstance(node, SequenceNode) else "a mapping"


def _expected(kind: str) -> str:
    if "dict" in kind or "model" in kind or "mapping" in kind:
        return "a mapping"
    return "a list" if "list" in kind else "text"


def _form(pattern: str) -> str:
    if "\\d{4}" in pattern:
        return "a date such as 2018-04-01"
    if "+$" in pattern and "\\." in pattern:
        return "an id such as `hubei.retailer.staff_unique`: lower-case words, digits and `_`, joined by dots"
    return "a name: lower-case letters, digits and `_`"
