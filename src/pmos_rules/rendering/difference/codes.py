"""A code list on two sides → which values it gains, loses, or calls otherwise."""

from collections.abc import Iterable, Iterator

from pmos_rules.findings import Text
from pmos_rules.language.ruleset import Code, CodelistTable
from pmos_rules.rendering.difference.law import Law
from pmos_rules.rendering.difference.model import CodelistChanged

_MOST = 8
"""So many values are named; of more, only how many they are."""


def compare_codelists(before: Law, after: Law) -> Iterator[CodelistChanged]:
    """Every code list of which the values of the day differ."""
    for name in dict.fromkeys((*before.codelists, *after.codelists)):
        found = _compared(name, before.codelists.get(name), after.codelists.get(name))
        if found.added or found.removed or found.changed:
            yield found


def _compared(name: str, before: CodelistTable | None, after: CodelistTable | None) -> CodelistChanged:
    old = before.entries if before is not None else {}
    new = after.entries if after is not None else {}
    return CodelistChanged(
        name,
        added=tuple(value for value in new if value not in old),
        removed=tuple(value for value in old if value not in new),
        changed=tuple(value for value in new if value in old and _names(old[value]) != _names(new[value])),
    )


def _names(code: Code) -> tuple[tuple[str, ...], ...]:
    return code.also, code.named, code.accepts


def code_changes(names: Iterable[str], before: Law, after: Law) -> Iterator[Text]:
    """What became of code lists, in words."""
    for name in names:
        found = _compared(name, before.codelists.get(name), after.codelists.get(name))
        if found != CodelistChanged(name):
            said = in_words(found)
            yield Text(f"{name} {said.zh}", f"{name} {said.en}")


def in_words(found: CodelistChanged) -> Text:
    """Which values a code list gains, loses, and calls otherwise."""
    parts = [
        (found.added, "增加", "gains"),
        (found.removed, "去掉", "loses"),
        (found.changed, "改变写法", "calls otherwise"),
    ]
    said = [(values, zh, en) for values, zh, en in parts if values]
    return Text(
        "；".join(f"{zh}{_listed(values).zh}" for values, zh, _ in said),
        "; ".join(f"{en} {_listed(values).en}" for values, _, en in said),
    )


def _listed(values: tuple[str, ...]) -> Text:
    if len(values) > _MOST:
        return Text(f" {len(values)} 个值", f"{len(values)} values")
    return Text("、".join(f"“{value}”" for value in values), ", ".join(f"“{value}”" for value in values))
