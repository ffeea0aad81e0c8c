"""The texts of a rule as written → both languages, with what may be filled in checked."""

import re
from collections.abc import Iterator

from pmos_rules.findings import Text
from pmos_rules.language.decoding import child, entries_of, items_of, scalars
from pmos_rules.language.faults import Faults
from pmos_rules.language.ir import Aggregate, Path, Predicate, Test
from pmos_rules.language.nodes import Node, ScalarNode
from pmos_rules.language.ruleset import Arm
from pmos_rules.language.syntax import Bilingual
from pmos_rules.language.walking import parts_of
from pmos_rules.source import Span

PLACEHOLDERS = ("actual", "expected", "label", "difference")
_PLACEHOLDER = re.compile("‹([^›]*)›")


def text_of(syntax: Bilingual | None, label: str | None = None) -> Text | None:
    """Both languages, with ``$label`` filled in; or nothing."""
    if syntax is None:
        return None
    if label is None:
        return Text(syntax.zh, syntax.en)
    return Text(syntax.zh.replace("$label", label), syntax.en.replace("$label", label))


def check_placeholders(rule: Node, arms: tuple[Arm, ...], faults: Faults) -> None:
    """What messages want filled in must be something that a finding knows."""
    for text, is_filled in _texts(rule):
        for found in _PLACEHOLDER.finditer(text.text):
            where = place_in(text, found[0])
            if found[1] not in PLACEHOLDERS:
                faults.unknown("placeholder", found[0], [f"‹{name}›" for name in PLACEHOLDERS], where)
            elif not is_filled:
                message = f"`{found[0]}` stands for something in `message` and `fix` only"
                faults.report("lost-placeholder", message, where)
            elif found[1] == "difference" and not any(_is_measured(arm.check) for arm in arms):
                hint = "a number, a length, `count` and `sum` have one"
                faults.report("no-difference", "this check has no `‹difference›`", where, hint)


def _texts(rule: Node) -> Iterator[tuple[ScalarNode, bool]]:
    """Every text, and whether it is filled in."""
    for key in ("title", "reading"):
        yield from ((text, False) for text in _languages(child(rule, key)))
    for holder in (rule, *items_of(child(rule, "severity"))):
        for key in ("message", "fix"):
            yield from ((text, True) for text in _languages(child(holder, key)))


def _languages(node: Node | None) -> Iterator[ScalarNode]:
    for _, value in entries_of(node):
        yield from scalars(value)


def place_in(text: ScalarNode, written: str) -> Span:
    """The characters themselves, unless the text was written in a way that hides them."""
    at = text.span.text.find(written)
    if at < 0:
        return text.span
    return text.span._replace(start=text.span.start + at, end=text.span.start + at + len(written))


def _is_measured(check: Predicate) -> bool:
    return any(
        isinstance(part, Aggregate) or (isinstance(part, Test) and (part.operator == "length" or _is_number(part.left)))
        for part in parts_of(check)
    )


def _is_number(path: Path) -> bool:
    return path.type is not None and path.type.order == "number"
