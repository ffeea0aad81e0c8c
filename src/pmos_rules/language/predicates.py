"""A condition or check as written → typed IR; every fault becomes a diagnostic at its place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal as OneOf

from pmos_rules.formats.types import DATE
from pmos_rules.language.checker import Checker
from pmos_rules.language.custom import CUSTOM
from pmos_rules.language.decoding import child, entries_of, start_of
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    Attached,
    Condition,
    Constant,
    Custom,
    FirstOf,
    Not,
    Path,
    Predicate,
    Sequence,
    Unique,
)
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.operators import OPERATORS, check_operators, conjunction, each_of, literals
from pmos_rules.language.paths import Scope, is_path
from pmos_rules.language.process_questions import check_process
from pmos_rules.language.schema import Shape
from pmos_rules.source import suggest

__all__ = ["FORMS", "OPERATORS", "WORDS", "Form", "check_predicate"]

COMPARISONS = ("above", "at_least", "below", "at_most", "equals")
TODAY = Path("as_of", (), shape=Shape("value", type=DATE), supplied=True)
"""The date of the check as a value: it is always there."""
WORDS = {"always": True, "never": False}
"""Terms that need no definition."""


@dataclass(frozen=True, slots=True)
class Form:
    """What stands after a form (the name of a shape in the JSON Schema), and when it holds.

    A wide form takes the whole mapping in which it stands.
    """

    check: Callable[[Checker, ScalarNode, Node, Scope], Predicate]
    takes: str
    says: str
    wide: bool = False


def check_predicate(c: Checker, node: Node, scope: Scope) -> Predicate:
    """Check a predicate: a term's name, or a mapping of paths and forms that must all hold."""
    with c.inside(node):
        return _predicate(c, node, scope)


def _predicate(c: Checker, node: Node, scope: Scope) -> Predicate:
    if isinstance(node, SequenceNode):
        hint = "write `all:` or `any:` before it"
        c.fail("wrong-shape", "expected a mapping or the name of a term here, found a list", node.span, hint)
    if isinstance(node, ScalarNode):
        return _term(c, c.scalar(node), scope)
    if not node.entries:
        c.fail("empty", "this says nothing", node.span, "write `always` or `never` if that is meant")
    for key, _ in node.entries:
        if key.text in FORMS and FORMS[key.text].wide:
            return FORMS[key.text].check(c, key, node, scope)
    return conjunction(c.every(lambda entry: _entry(c, *entry, scope), node.entries))


def _entry(c: Checker, key: ScalarNode, value: Node, scope: Scope) -> Predicate:
    """Check one entry of a conjunction: a form, or a path with what it must be."""
    form = FORMS.get(key.text)
    if form is not None:
        return form.check(c, key, value, scope)
    if "." not in key.text and not is_path(key.text, scope):
        _refuse_word(c, key, scope)
    path = TODAY if key.text == "as_of" else c.path(key, scope)
    return check_operators(c, path, key, value, scope)


def _refuse_word(c: Checker, key: ScalarNode, scope: Scope) -> None:
    """A word that is no path is perhaps a term, an operator or a form."""
    if key.text in c.symbols.terms:
        hint = f"write it alone, such as `when: {key.text}`, or in a list: `all: [{key.text}, …]`"
        c.fail("term-as-path", f"`{key.text}` is a term, not a path", key.span, hint)
    if key.text in OPERATORS:
        before = "this" if scope.here is not scope.dossier else "path"
        hint = f"write `{{{before}: {{{key.text}: …}}}}`"
        c.fail("lost-operator", f"`{key.text}` is an operator, and no path stands before it", key.span, hint)
    near = suggest(key.text, FORMS)
    if near is not None:
        c.fail("unknown-path", f"there is no field or form `{key.text}`", key.span, f"did you mean `{near}`?")


# -- terms ---------------------------------------------------------------------------------------------


def _term(c: Checker, node: ScalarNode, scope: Scope) -> Predicate:
    """The predicate that a term stands for; it is a condition wherever it stands."""
    if node.text in WORDS:
        return Constant(WORDS[node.text])
    found = c.symbols.find("term", node.text, c.symbols.terms, c.pack, node.span)
    if node.text in c.terms_in_use:
        chain = " → ".join((*c.terms_in_use[c.terms_in_use.index(node.text) :], node.text))
        c.fail("cyclic-term", f"these terms stand for one another: {chain}", found.span)
    if not is_predicate(found.node):
        message = f"the term `{node.text}` names paths or fields, not a condition"
        c.fail("wrong-term", message, node.span, f"ask `{{field_in: {node.text}}}`, or put it after `for:`")
    inside = replace(c, terms_in_use=(*c.terms_in_use, node.text))
    return Condition(check_predicate(inside, found.node, _scope_of_term(c, found.node, scope)))


def _scope_of_term(c: Checker, node: Node, scope: Scope) -> Scope:
    """Where a term's own paths start: at the item if one leads somewhere there, else at the dossier."""
    return scope if any(is_path(path, scope) for path in _own_paths(node)) else scope.outermost()


def _own_paths(node: Node) -> Iterator[str]:
    """The keys of a predicate that are no forms, also inside `all`, `any` and `not`."""
    for key, value in entries_of(node):
        if key.text in ("all", "any", "not"):
            for part in value.items if isinstance(value, SequenceNode) else (value,):
                yield from _own_paths(part)
        elif key.text not in FORMS:
            yield key.text


def is_predicate(node: Node) -> bool:
    """Whether a term holds a predicate, rather than paths or a selector of fields."""
    return not isinstance(node, SequenceNode) and child(node, "fields") is None


# -- connectives ---------------------------------------------------------------------------------------


def check_all(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    """All of several; what follows a `field_in` that does not hold is about other fields, and is not read."""
    about_others = False

    def part(item: Node) -> Predicate:
        nonlocal about_others
        found = Constant(False) if about_others else check_predicate(c, item, scope)
        about_others = found == Constant(False)
        return found

    parts = c.every(part, c.items(name, node))
    return Constant(False) if about_others else All(tuple(parts))


def check_any(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    return Any(tuple(c.every(lambda item: check_predicate(c, item, scope), c.items(name, node))))


def check_not(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    return Not(check_predicate(c, node, scope))


def check_first_of(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    conditions: list[Predicate] = []

    def branch(item: Node) -> tuple[Predicate, Predicate]:
        keys = c.keys(item, ("when", "check"), required=("check",))
        when = Condition(check_predicate(c, keys["when"], scope)) if "when" in keys else Constant(True)
        refuse_unreachable(c, when, conditions, item)
        conditions.append(when)
        return when, check_predicate(c, keys["check"], scope)

    return FirstOf(tuple(c.every(branch, c.items(name, node))))


def refuse_unreachable(c: Checker, when: Predicate, earlier: list[Predicate], node: Node) -> None:
    """Tell where a branch can never be the first that holds."""
    if Constant(True) in earlier:
        hint = "put the branch without `when` last"
        c.fail("unreachable-branch", "the branch before this one always holds", start_of(node), hint)
    if when in earlier and not (isinstance(when, Condition) and isinstance(when.of, Constant)):
        c.fail("unreachable-branch", "an earlier branch has the same condition", start_of(node))
    word = child(node, "when")
    if isinstance(word, ScalarNode) and word.text == "never":
        c.fail("unreachable-branch", "this branch never holds", start_of(node), "leave it out")


# -- many values ---------------------------------------------------------------------------------------


def _aggregate(function: OneOf["count", "sum"]) -> Callable[[Checker, ScalarNode, Node, Scope], Predicate]:
    def check(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
        keys = c.keys(node, ("of", "where", "distinct_by", *COMPARISONS), required=("of",))
        of = c.scalar(keys["of"])
        over, rows, summed = _rows(c, function, of, scope)
        if function == "sum":
            c.require(summed, replace(of, text=function), "number")
        comparisons = tuple((name, c.number(keys[name])) for name in COMPARISONS if name in keys)
        if not comparisons:
            hint = f"add one of {', '.join(f'`{name}`' for name in COMPARISONS)}"
            c.fail("empty", f"`{function}` is compared with nothing", name.span, hint)
        assert isinstance(node, MappingNode)
        written = {key.text: key for key, _ in node.entries}
        c.can_hold([(written[name], bound) for name, bound in comparisons])
        where = Condition(check_predicate(c, keys["where"], rows)) if "where" in keys else None
        distinct = c.path(c.scalar(keys["distinct_by"]), rows) if "distinct_by" in keys else None
        return Aggregate(function, over, summed, comparisons, where, distinct)

    return check


def _rows(c: Checker, form: str, of: ScalarNode, scope: Scope) -> tuple[Path, Scope, Path]:
    """The rows that a path goes over (up to its last `*`), the scope inside them, and the value in each."""
    whole = c.path(of, scope, repeats=True)
    head, star, rest = of.text.rpartition("*")
    if not star:
        hint = f"did you mean `{of.text}.*`?" if whole.shape.repeats else None
        message = f"`{form}` goes over many values, and `{of.text}` is {'a list' if hint else 'one'}"
        c.fail("not-a-list", message, of.span, hint)
    over = c.path(replace(of, text=head + star), scope, repeats=True)
    inside = scope.into_row(over)
    return over, inside, c.path(replace(of, text=rest.removeprefix(".") or "this"), inside)


def check_unique(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    keys = c.keys(node, ("of", "where", "unless"), required=("of",))
    over, rows, key = _rows(c, "unique", c.scalar(keys["of"]), scope)
    where = [check_predicate(c, keys["where"], rows)] if "where" in keys else []
    where += [Not(check_predicate(c, keys["unless"], rows))] if "unless" in keys else []
    return Unique(over, key, Condition(conjunction(where)) if where else None)


def check_sequence(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    keys = c.keys(node, ("of", "contains"), required=("of", "contains"))
    of = c.scalar(keys["of"])
    path = c.path(of, scope, repeats=True)
    if not path.repeats:
        message = f"`sequence` goes over many values, and `{of.text}` is one"
        c.fail("not-a-list", message, of.span, each_of(c, path, scope))
    c.require(path, name, "text")
    contains = c.items(ScalarNode("contains", True, name.span), keys["contains"])
    return Sequence(path, tuple(map(str, literals(c, path, c.every(c.scalar, contains)))))


# -- attachments, sections, functions, fields ------------------------------------------------------------


def check_attached(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    """The attachments are those of the item where it has any, else those of the dossier."""
    own = "attachments.*" if is_path("attachments.*", scope) else "dossier.attachments.*"
    over = c.path(replace(name, text=own), scope, repeats=True)
    if isinstance(node, ScalarNode):
        return Attached(over, c.slot(c.scalar(node)))
    if isinstance(node, SequenceNode):
        hint = "write a rule for each slot, or a family with `check: {attached: $each}`"
        c.fail("wrong-shape", "`attached` takes a slot or a mapping, found a list", node.span, hint)
    named = child(node, "slot")
    rest = MappingNode(tuple(entry for entry in node.entries if entry[0].text != "slot"), node.span)
    where = Condition(check_predicate(c, rest, scope.into_row(over))) if rest.entries else None
    return Attached(over, c.slot(c.scalar(named)) if named is not None else None, where)


def check_agree(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    keys = c.keys(node, ("left", "right", "on"), required=("left", "right", "on"))
    left, right = (_section(c, c.scalar(keys[side]), scope) for side in ("left", "right"))
    groups = c.texts(keys["on"])
    for side in (left, right):
        for group in groups:
            fields = side.shape.section.fields if side.shape.section is not None else {}
            if group.text != "all" and group.text not in fields:
                c.unknown("field", group.text, fields, group.span)
    return Agree(left, right, tuple(group.text for group in groups))


def _section(c: Checker, node: ScalarNode, scope: Scope) -> Path:
    path = c.path(node, scope)
    if path.shape.section is None or path.part is not None:
        c.fail("not-a-section", f"`{node.text}` is not a section", node.span)
    return path


def check_custom(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    """A custom check takes the whole mapping: what it reads, and whatever else it wants to be told."""
    entries = {key.text: value for key, value in entries_of(node)}
    function = c.scalar(entries.pop("custom"))
    if function.text not in CUSTOM:
        hint = "register it with `register_check`, in a package that is imported before the rules are loaded"
        c.unknown("custom check", function.text, CUSTOM, function.span, hint)
    if "of" not in entries:
        c.fail("missing-key", "the key `of` is missing here", name.span, "add `of:` with the paths that it reads")
    inputs = tuple(c.path(item, scope, repeats=True) for item in c.texts(entries.pop("of")))
    arguments = {key: tuple(text.text for text in c.texts(value)) for key, value in entries.items()}
    return Custom(function.text, inputs, tuple(sorted(arguments.items())))


def check_field_in(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    term = c.scalar(node)
    if scope.item is None:
        c.fail("no-item", "`field_in` asks about the field of `for`, and there is none here", name.span)
    return Constant(scope.item.steps in c.select(term))


FORMS: Mapping[str, Form] = {
    "all": Form(check_all, "predicates", "every one holds"),
    "any": Form(check_any, "predicates", "one of them holds"),
    "not": Form(check_not, "predicate", "it does not hold"),
    "first_of": Form(
        check_first_of,
        "branches",
        "the check of the first branch whose `when` holds; where none does, it holds",
    ),
    "count": Form(_aggregate("count"), "count", "so many rows; `distinct_by` counts rows with the same key once"),
    "sum": Form(_aggregate("sum"), "sum", "the exact total is so much; `where` chooses rows"),
    "unique": Form(check_unique, "unique", "no two rows have the same value; `where` and `unless` choose rows"),
    "sequence": Form(
        check_sequence, "sequence", "these values occur in this order; others may stand between"
    ),
    "attached": Form(
        check_attached, "attached", "a file lies in the slot, and what stands besides `slot` holds for it"
    ),
    "agree": Form(
        check_agree,
        "agree",
        "two sections say the same in these groups, as far as both speak; `on: all` for every group",
    ),
    "process": Form(
        check_process,
        "text",
        "a process answers with yes: the event came when (`order_of`) and from whom (`actor_of`) it was "
        "permitted, the `status` agrees with what happened, or it stands in a `state`",
        wide=True,
    ),
    "custom": Form(check_custom, "text", "a registered Python function says so", wide=True),
    "field_in": Form(
        check_field_in,
        "text",
        "the field that `for` stands on is one of the term's; decided when the pack is loaded",
    ),
}
