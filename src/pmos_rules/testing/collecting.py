"""The case files of a pack → cases ready to run, and a diagnostic for all that cannot be meant."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pmos_rules.findings import Outcome, Severity
from pmos_rules.language.decoding import child, decode, items_of, key_node
from pmos_rules.language.nodes import Node, SequenceNode
from pmos_rules.language.reader import read_yaml
from pmos_rules.language.syntax import as_list
from pmos_rules.packs.reading import read_within
from pmos_rules.source import Diagnostic, Span, suggest
from pmos_rules.strategies.edits import Edit, EditError, apply
from pmos_rules.testing.bases import Bases
from pmos_rules.testing.case import Base, Case, Expectation, Rules
from pmos_rules.testing.case_file import CaseFile, CaseSyntax, Situation, TableSyntax

_COLUMNS = {
    "pass": "passing",
    "fail": "failing",
    "undetermined": "undetermined",
    "not_applicable": "not_applicable",
}


def collect(
    folder: Path, others: Sequence[Path], markets: Mapping[str, Callable[[], Rules]]
) -> tuple[list[Case], list[Diagnostic]]:
    """Read every case file of the pack in ``folder``; bases may also lie in the ``others``."""
    problems: list[Diagnostic] = []
    bases = Bases([folder, *others])
    once = {market: cache(load) for market, load in markets.items()}
    cases = [
        case
        for file in sorted((folder / "cases").glob("*.yaml"))
        for case in _of_file(file, bases, once, problems)
    ]
    return cases, problems


def _of_file(
    file: Path, bases: Bases, markets: Mapping[str, Callable[[], Rules]], problems: list[Diagnostic]
) -> Iterator[Case]:
    source = read_within(file.parent.parent, file, str(file))
    if isinstance(source, Diagnostic):
        problems.append(source)
        return
    node, found = read_yaml(source)
    problems += found
    content = None if found or node is None else decode(CaseFile, node, problems)
    if content is None or node is None:
        return
    if content.market not in markets:
        problems.append(_unknown_market(content.market, _at(node, "market"), markets))
        return
    yield from _File(content, node, bases, markets[content.market](), problems).cases()


def _unknown_market(market: str, span: Span, known: Iterable[str]) -> Diagnostic:
    near = suggest(market, known)
    help = f"did you mean `{near}`?" if near else f"known are {', '.join(known)}"
    return Diagnostic("unknown-market", f"no pack answers for the market `{market}`", span, help)


class _File:
    """One case file while it is being read: what it says, where it says it, and what is wrong so far."""

    def __init__(
        self, content: CaseFile, node: Node, bases: Bases, rules: Rules, problems: list[Diagnostic]
    ) -> None:
        self.content = content
        self.node = node
        self.bases = bases
        self.rules = rules
        self.problems = problems

    def cases(self) -> Iterator[Case]:
        yield from self.of_bases()
        for case, node in zip(self.content.cases, items_of(child(self.node, "cases")), strict=True):
            yield from self.of_case(case, node)
        for table, node in zip(self.content.tables, items_of(child(self.node, "tables")), strict=True):
            yield from self.of_table(table, node)

    def of_bases(self) -> Iterator[Case]:
        """One case for each base of the file: that it breaks nothing."""
        for name, span in self.named_bases().items():
            base = self.bases.find(name, self.content.market, self.rules, span, self.problems)
            if base is not None and self.content.base_findings is None:
                yield Case(f"base {name} is accepted with no finding", span, base, base.dossier, None)

    def named_bases(self) -> dict[str, Span]:
        """Every base that the file names, with the place where it does so first."""
        named = {self.content.base: _at(self.node, "base")}
        for key, situations in (("cases", self.content.cases), ("tables", self.content.tables)):
            for situation, node in zip(situations, items_of(child(self.node, key)), strict=True):
                if situation.base:
                    named.setdefault(situation.base, _at(node, "base"))
        return named

    def of_case(self, case: CaseSyntax, node: Node) -> Iterator[Case]:
        base = self.base(case)
        self.known(case.fails, child(node, "fails"))
        self.known(case.also, child(node, "also"))
        self.known(case.severity, child(node, "severity"))
        self.pointers(case.fails, child(node, "fails"))
        dossier = self.changed(base, self.edits(case, node))
        if base is None or dossier is None:
            return
        expected = Expectation(
            {rule: tuple(as_list(places)) for rule, places in case.fails.items()},
            {rule: Outcome(outcome) for rule, outcome in case.also.items()},
            {rule: Severity(severity) for rule, severity in case.severity.items()},
        )
        yield Case(case.case, _at(node, "case"), base, dossier, expected, _tags(case))

    def of_table(self, table: TableSyntax, node: Node) -> Iterator[Case]:
        base = self.base(table)
        if table.rule and table.at:
            self.known([table.rule], child(node, "rule"))
            rows = self.of_rule(table, node, table.rule, table.at, base)
        elif table.family and table.make_missing:
            rows = self.of_family(table, node, table.family, base)
        else:
            message = "a table has `rule` and `at`, or `family` and `make_missing: each`"
            self.problems.append(Diagnostic("wrong-shape", message, node.span))
            return
        yield from rows

    def of_rule(
        self, table: TableSyntax, node: Node, rule: str, at: str, base: Base | None
    ) -> Iterator[Case]:
        """One case for each value: set at the place, it gives the rule the outcome of its column."""
        for column, attribute in _COLUMNS.items():
            for value, place in zip(getattr(table, attribute), items_of(child(node, column)), strict=True):
                edit = _Placed(Edit("set", at, value), _at(node, "at"))
                name = f"{rule} is {column} where {at} is {_short(value)}"
                yield from self.row(table, node, base, edit, place.span, name, {rule: Outcome(column)})
        if table.missing:
            edit = _Placed(Edit("remove", at), _at(node, "at"))
            name = f"{rule} is {table.missing} where {at} is missing"
            also = {rule: Outcome(table.missing)}
            yield from self.row(table, node, base, edit, _at(node, "missing"), name, also)

    def row(
        self,
        table: TableSyntax,
        node: Node,
        base: Base | None,
        edit: "_Placed",
        span: Span,
        name: str,
        also: Mapping[str, Outcome],
    ) -> Iterator[Case]:
        dossier = self.changed(base, [*self.edits(table, node), edit])
        if base is not None and dossier is not None:
            severities = _weights(table, [rule for rule, outcome in also.items() if outcome is Outcome.FAIL])
            expected = Expectation(also=also, severities=severities, others="anything")
            yield Case(name, span, base, dossier, expected, _tags(table))

    def of_family(self, table: TableSyntax, node: Node, family: str, base: Base | None) -> Iterator[Case]:
        """One case for each path of the family that the base fills: left out, just that rule fails."""
        span = _at(node, "family")
        rules = self.rules.family(family)
        if not rules:
            self.problems.append(self.unknown(family, span, "family", _prefixes(self.rules.ids)))
        if base is None:
            return
        for rule in rules:
            path = rule.removeprefix(f"{family}.")
            if path in table.but_not or base.report.outcomes.get(rule) is not Outcome.PASS:
                continue
            dossier = self.changed(base, [*self.edits(table, node), _Placed(Edit("remove", path), span)])
            if dossier is not None:
                expected = Expectation({rule: None}, severities=_weights(table, [rule]), others="may not apply")
                yield Case(f"{rule} fails where {path} is missing", span, base, dossier, expected, _tags(table))

    def base(self, situation: Situation) -> Base | None:
        """The base of a case or table; that it can be used has been looked at before."""
        return self.bases.get(situation.base or self.content.base, self.content.market)

    def edits(self, situation: CaseSyntax | TableSyntax, node: Node) -> list["_Placed"]:
        """Every edit with its place; the shorthands `as_of` and `stage` come first."""
        shorthands = (("as_of", situation.as_of), ("stage", situation.stage))
        edits = [_Placed(Edit("set", key, value), _at(node, key)) for key, value in shorthands if value]
        setting = "set" if isinstance(situation, CaseSyntax) else "with"
        edits += _assignments("set", situation.assign, child(node, setting))
        if isinstance(situation, CaseSyntax):
            edits += _removals(situation.remove, child(node, "remove"))
            edits += _assignments("add", situation.add, child(node, "add"))
        return edits

    def changed(self, base: Base | None, edits: Sequence["_Placed"]) -> Mapping[str, Any] | None:
        """The base with the edits; None, and a diagnostic, where one does not fit it."""
        if base is None:
            return None
        spans = {id(placed.edit): placed.span for placed in edits}
        try:
            return apply(tuple(placed.edit for placed in edits), base.dossier)
        except EditError as error:
            where = spans[id(error.edit)]
            self.problems.append(Diagnostic("edit-does-not-fit", error.message, where, error.help))
            return None

    def known(self, rules: Iterable[str], node: Node | None) -> None:
        for rule in rules:
            if rule not in self.rules.ids:
                place = key_node(node, rule) or node or self.node
                self.problems.append(self.unknown(rule, place.span, "rule", self.rules.ids))

    def unknown(self, name: str, span: Span, what: str, candidates: Iterable[str]) -> Diagnostic:
        near = suggest(name, candidates)
        message = f"there is no {what} `{name}` among the rules of market `{self.content.market}`"
        return Diagnostic(f"unknown-{what}", message, span, f"did you mean `{near}`?" if near else None)

    def pointers(self, fails: Mapping[str, str | list[str]], node: Node | None) -> None:
        for rule, places in fails.items():
            for place in as_list(places):
                if place and not place.startswith("/"):
                    value = child(node, rule) or self.node
                    message = f"`{place}` is no JSON pointer, expected a path such as `/staff/8/id_number`"
                    meant = "/" + place.replace(".", "/")
                    help = f"did you mean `{meant}`?"
                    self.problems.append(Diagnostic("bad-pointer", message, value.span, help))


class _Placed:
    """An edit and where it was written."""

    def __init__(self, edit: Edit, span: Span) -> None:
        self.edit = edit
        self.span = span


def _assignments(verb: str, values: Mapping[str, Any], node: Node | None) -> list[_Placed]:
    return [
        _Placed(Edit(verb, path, value), place.span)
        for path, value in values.items()
        if (place := key_node(node, path)) is not None
    ]


def _removals(paths: str | list[str], node: Node | None) -> list[_Placed]:
    places = items_of(node) if isinstance(node, SequenceNode) else [node] if node is not None else []
    return [
        _Placed(Edit("remove", path), place.span) for path, place in zip(as_list(paths), places, strict=True)
    ]


def _tags(situation: Situation) -> frozenset[str]:
    return frozenset(as_list(situation.tags))


def _weights(table: TableSyntax, failing: Iterable[str]) -> dict[str, Severity]:
    """The severity with which rules fail, where the table says one."""
    return dict.fromkeys(failing, Severity(table.severity)) if table.severity else {}


def _at(node: Node, key: str) -> Span:
    """Where the value of a key stands; where it is not written, where the mapping begins."""
    return (child(node, key) or node).span


def _prefixes(ids: Iterable[str]) -> list[str]:
    """Every id without its last words, once."""
    words = (rule.split(".") for rule in ids)
    return list(dict.fromkeys(".".join(rule[:end]) for rule in words for end in range(2, len(rule))))


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}..."
