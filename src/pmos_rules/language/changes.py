"""Rules as written, and what packs above change in them → the rules as they stand, each with its history."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NoReturn

from pmos_rules.findings import Citation, Text
from pmos_rules.language.citing import cite_of
from pmos_rules.language.decoding import child, decode, entries_of, items_of, key_node, start_of, words
from pmos_rules.language.definitions import dated_value, interval
from pmos_rules.language.families import Entry, filled_rule
from pmos_rules.language.faults import Fault, Faults
from pmos_rules.language.market import Market
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode, to_plain
from pmos_rules.language.ruleset import Change, ChangeKind, Interval, ParameterTable
from pmos_rules.language.symbols import FileUnit, PackUnit, Symbols
from pmos_rules.language.syntax import ChangeSyntax, Effective, ParameterSyntax, RuleSyntax
from pmos_rules.source import Diagnostic, Note, Span

_DECISIVE = (
    "for", "when", "unless", "check", "if_missing", "obligation", "severity", "from_stage", "depends_on",
    "applies_to", "effective", "cite", "basis", "reading",
)  # fmt: skip
"""What a rule says; what it is called and how its findings are worded is not part of its digest."""

_KINDS: Sequence[ChangeKind] = ("set", "except", "disable", "replace")


def with_changes(written: Iterable[Entry], market: Market) -> list[Entry]:
    """Every rule as the packs leave it, base packs first; each knows who changed it and its digest."""
    changer = _Changer(market, tuple(written))
    for file in market.symbols.files():
        for syntax, node in _changes(file):
            changer.take(_Written(syntax, node, file))
    changer.check_parents()
    return [replace(entry, digest=digest_of([entry], market.symbols)) for entry in changer.entries]


def _changes(file: FileUnit) -> Iterator[tuple[ChangeSyntax, Node]]:
    return zip(file.syntax.changes, items_of(child(file.node, "changes")), strict=True)


def when_in_force(entry: Entry, faults: Faults) -> Interval:
    """When this version of a rule is in force."""
    return entry.effective or in_force(entry.syntax.effective, entry.node, entry.file.pack, faults)


def in_force(effective: Effective | None, node: Node, pack: PackUnit, faults: Faults) -> Interval:
    """When something is in force: unless it says so itself, when its pack is."""
    if effective is not None:
        return interval(effective, node, faults)
    return interval(pack.manifest.effective, pack.node, faults)


# -- digests -------------------------------------------------------------------------------------------


def digest_of(entries: Sequence[Entry], symbols: Symbols) -> str:
    """A digest of what rules say: of their keys that decide, and of the terms that they use.

    It is the same however the file is laid out, and when only titles or messages change.
    """
    said = [
        {
            "rule": {key: to_plain(value) for key in _DECISIVE if (value := child(entry.node, key)) is not None},
            "each": entry.each,
            "terms": {name: to_plain(symbols.terms[name].node) for name in sorted(_terms(entry.words, symbols))},
        }
        for entry in entries
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _terms(named: Iterable[str], symbols: Symbols) -> set[str]:
    """The terms that some words name, and those that these use."""
    found: set[str] = set()
    left = [word for word in named if word in symbols.terms]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [word for word in words(symbols.terms[name].node) if word in symbols.terms]
    return found


def parameter_digest(table: ParameterTable) -> str:
    """A digest of a parameter's values, whatever clause they rest on."""
    said = [
        (str(value.start), sorted((str(column), str(number)) for column, number in value.columns.items()))
        for value in table.values
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


# -- one change ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Written:
    """A change as written, and where."""

    syntax: ChangeSyntax
    node: Node
    file: FileUnit

    @property
    def pack(self) -> PackUnit:
        return self.file.pack

    @property
    def name(self) -> ScalarNode:
        """What is to be changed."""
        named = child(self.node, "rule") or child(self.node, "parameter")
        assert isinstance(named, ScalarNode)
        return named

    @property
    def kinds(self) -> list[ChangeKind]:
        return [kind for kind in _KINDS if child(self.node, kind) is not None]


@dataclass(frozen=True, slots=True)
class _Made:
    """A change that was applied, and to which rules."""

    written: _Written
    change: Change
    rules: frozenset[str]


@dataclass(slots=True)
class _Changer:
    """Applies one change after the other: ``made`` are those that were, ``entries`` what they leave."""

    market: Market
    original: Sequence[Entry]
    entries: list[Entry] = field(init=False)
    made: list[_Made] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entries = list(self.original)

    @property
    def faults(self) -> Faults:
        return self.market.symbols.faults

    def take(self, written: _Written) -> None:
        """Apply a change, or tell what is wrong with it."""
        try:
            if written.syntax.rule is not None and written.syntax.parameter is None:
                self.change(written)
            elif written.syntax.parameter is not None and written.syntax.rule is None:
                self.change_parameter(written)
            else:
                hint = "name one `rule:` or one `parameter:`"
                self.fail("no-id", "this change does not say what it changes", start_of(written.node), hint)
        except Fault:
            return

    def change(self, written: _Written) -> None:
        targets = self.targets(written)
        change = self.read(written, self.cited(targets[0]))
        self.check(written, change, targets)
        made = _Made(written, change, frozenset(entry.id for entry in targets))
        self.entries = list(self.under(made, self.entries))
        self.made.append(made)

    def seen_by(self, pack: PackUnit) -> list[Entry]:
        """The rules as a pack finds them: with the changes of those that it builds on, and of no others."""
        if all(made.written.pack.name in pack.sees for made in self.made):
            return self.entries
        entries = list(self.original)
        for made in self.made:
            if made.written.pack.name in pack.sees:
                entries = list(self.under(made, entries))
        return entries

    def targets(self, written: _Written) -> list[Entry]:
        """The rule, or the members of the family, in each version that there is of it."""
        name, sees = written.name, written.pack.sees
        found = [entry for entry in self.seen_by(written.pack) if name.text in (entry.id, entry.family)]
        if not found or found[0].file.pack.name not in sees:
            others = [entry for entry in self.entries if entry.file.pack.name in sees - {written.pack.name}]
            known = {named for entry in others for named in (entry.id, entry.family) if named is not None}
            self.faults.unknown("rule", name.text, sorted(known), name.span)
            raise Fault
        if found[0].file.pack.name == written.pack.name:
            message = f"`{name.text}` is a rule of this pack"
            self.fail("own-change", message, name.span, "write it there as it should be")
        return found

    def read(self, written: _Written, before: Citation) -> Change:
        """What a change says."""
        syntax, node, kinds = written.syntax, written.node, written.kinds
        if len(kinds) != 1:
            hint = "write one of `set:`, `except:`, `disable: true` and `replace:`"
            message = "nothing is changed here" if not kinds else "one change does one thing"
            self.fail("no-change" if not kinds else "two-changes", message, start_of(node), hint)
        cite = cite_of(syntax.cite, None, node, written.file, self.market.symbols)
        return Change(
            pack=written.pack.name,
            kind=kinds[0],
            reason=Text(syntax.reason.zh, syntax.reason.en),
            cite=cite,
            before=before,
            keys=tuple(key.text for key, _ in entries_of(child(node, "set"))),
            by=syntax.replace,
            effective=in_force(syntax.effective, node, written.pack, self.faults),
            span=written.name.span,
        )

    def cited(self, entry: Entry) -> Citation:
        """What the rule rested on until now."""
        return cite_of(entry.syntax.cite, None, entry.node, entry.cited_in or entry.file, self.market.symbols)

    # -- what may be wrong ------------------------------------------------------------------------

    def check(self, written: _Written, change: Change, targets: Sequence[Entry]) -> None:
        name = written.name
        for entry in targets:
            if entry.history and entry.history[-1].kind in ("disable", "replace"):
                last = entry.history[-1]
                message = f"`{entry.id}` is disabled already, by `{last.pack}`"
                notes = (Note("it is disabled here", last.span),) if last.span is not None else ()
                self.faults.report("change-of-disabled", message, name.span, "remove this change", notes=notes)
                raise Fault
        self.check_digest(written, digest_of(targets, self.market.symbols))
        if change.kind == "set":
            self.check_settings(written, targets)
        if change.by is not None:
            self.check_successor(written, change.by)
        if all(when_in_force(entry, self.faults).within(change.effective).is_empty for entry in targets):
            message = f"`{name.text}` is not in force on any day of this change"
            self.fail("dead-change", message, name.span, "see `effective` of the rule")
        self.check_applies(written, targets)

    def check_digest(self, written: _Written, digest: str) -> None:
        """What is changed must be what the author of the change had seen."""
        name = written.name
        if written.syntax.digest is None:
            message = f"the change of `{name.text}` does not say which wording of it is changed"
            self.fail("no-digest", message, start_of(written.node), f"add `digest: {digest}`")
        if written.syntax.digest != digest:
            where = child(written.node, "digest")
            assert where is not None
            message = f"`{name.text}` is not what it was when this change was written"
            hint = f"look at it again, and write `digest: {digest}` where the change still holds"
            self.fail("moved-base", message, where.span, hint)

    def check_settings(self, written: _Written, targets: Sequence[Entry]) -> None:
        """Something is set, and not to what it was."""
        settings = child(written.node, "set")
        if not isinstance(settings, MappingNode) or written.syntax.set is None or isinstance(written.syntax.set, dict):
            where = settings or written.node
            self.fail("wrong-shape", "`set` of a rule takes keys of a rule", start_of(where), "write `{severity: …}`")
        if not settings.entries:
            self.fail("no-change", "nothing is changed here", settings.span, "name what the rule says instead")
        for key, value in settings.entries:
            if all(child(entry.node, key.text) == value for entry in targets):
                message = f"`{key.text}` of `{written.name.text}` is that already"
                self.faults.report("dead-change", message, key.span, "remove it", level="warning")

    def check_successor(self, written: _Written, by: str) -> None:
        own = [entry.id for entry in self.entries if entry.file.pack is written.pack]
        if by not in own:
            node = child(written.node, "replace")
            assert node is not None
            self.faults.unknown("rule", by, own, node.span, "it must be a rule of this pack")
            raise Fault

    def check_applies(self, written: _Written, targets: Sequence[Entry]) -> None:
        """A change of what is about nobody in this market changes nothing."""
        market = self.market
        if written.pack is market.own and not any(
            market.applies(kind, entry.file.syntax.applies_to, entry.syntax.applies_to)
            for entry in targets
            for kind in market.kinds
        ):
            message = f"`{written.name.text}` is about no kind of applicant that the pack covers"
            self.faults.report("dead-change", message, written.name.span, "remove this change", level="warning")

    # -- applying it --------------------------------------------------------------------------------

    def under(self, made: _Made, entries: Sequence[Entry]) -> Iterator[Entry]:
        """All rules under a change."""
        for entry in entries:
            if entry.id in made.rules:
                yield from self.versions(entry, made)
            elif entry.id == made.change.by:
                yield replace(entry, replaces=(*entry.replaces, *sorted(made.rules)))
            else:
                yield entry

    def versions(self, entry: Entry, made: _Made) -> Iterator[Entry]:
        """The rule in the versions that the change leaves: before it, under it, after it."""
        change, written = made.change, made.written
        whole = when_in_force(entry, self.faults)
        inside = whole.within(change.effective)
        if inside.is_empty:
            yield entry
            return
        before, after = whole.outside(change.effective)
        is_dated = written.syntax.effective is not None or written.pack is not self.market.own
        if is_dated and not before.is_empty:
            yield replace(entry, effective=before)
        new = self.changed(entry, change, written)
        if new is not None:
            yield replace(new, effective=inside if is_dated else entry.effective)
        if is_dated and not after.is_empty:
            yield replace(entry, effective=after)

    def changed(self, entry: Entry, change: Change, written: _Written) -> Entry | None:
        """The rule under the change; None, and diagnostics, where it cannot be read any more."""
        merged = _MERGE[change.kind](entry, written)
        syntax = self.decoded(merged) if merged is not entry.node else entry.syntax
        if syntax is None:
            return None
        rests_on_it, excepted = change.kind == "set", child(written.node, "except")
        return replace(
            entry,
            node=merged,
            syntax=syntax,
            file=_seeing(entry.file, written.pack),
            words=frozenset(words(merged)),
            cited_in=written.file if rests_on_it else entry.cited_in,
            history=(*entry.history, change),
            excepts=(*entry.excepts, excepted) if excepted is not None else entry.excepts,
        )

    def decoded(self, node: Node) -> RuleSyntax | None:
        problems: list[Diagnostic] = []
        syntax = decode(RuleSyntax, node, problems)
        self.faults.add(problems)
        return syntax

    # -- parameters -----------------------------------------------------------------------------------

    def change_parameter(self, written: _Written) -> None:
        """Other values from a day on; those that the base gives for later days hold no more."""
        symbols, name = self.market.symbols, written.name
        table = symbols.find("parameter", name.text, symbols.parameters, written.pack, name.span)
        if table.pack == written.pack.name:
            message = f"`{name.text}` is a parameter of this pack"
            self.fail("own-change", message, name.span, "write it there as it should be")
        change = self.read(written, table.values[-1].cite)
        rows, values = child(written.node, "set"), written.syntax.set
        if not isinstance(rows, MappingNode) or not rows.entries or not isinstance(values, dict):
            hint = "write `set: {2026-07-01: {value: 10, cite: …}}`"
            self.fail("wrong-shape", "a parameter is given values from a day on", start_of(written.node), hint)
        self.check_digest(written, parameter_digest(table))
        syntax = ParameterSyntax.model_validate({"type": table.type, "values": values})
        new = sorted(
            (dated_value(syntax, day, row, written.file, symbols) for day, row in rows.entries),
            key=lambda value: value.start,
        )
        for value in new:
            if value.columns.keys() != table.values[-1].columns.keys():
                names = ", ".join(f"`{column or 'value'}`" for column in table.values[-1].columns)
                self.fail("lost-column", f"each value of `{name.text}` has {names}", rows.span)
        kept = tuple(value for value in table.values if value.start < new[0].start)
        symbols.parameters[name.text] = replace(table, values=(*kept, *new), history=(*table.history, change))

    # -- two parents ----------------------------------------------------------------------------------

    def check_parents(self) -> None:
        """Two packs of which neither builds on the other, and that change one thing in two ways."""
        own = self.market.own
        for number, one in enumerate(self.made):
            for other in self.made[:number]:
                rules, keys = one.rules & other.rules, _keys(one) & _keys(other)
                if rules and keys and _are_apart(one, other) and not self.is_settled(rules, keys):
                    names = f"`{other.change.pack}` and `{one.change.pack}`"
                    message = f"{names} both change `{min(keys)}` of `{min(rules)}`, in two ways"
                    where = child(own.node, "extends") or own.node
                    notes = [Note("one of them is here", made.written.name.span) for made in (other, one)]
                    hint = f"say in `changes` of `{own.name}` what holds"
                    self.faults.report("parents-disagree", message, where.span, hint, notes=notes)

    def is_settled(self, rules: frozenset[str], keys: set[str]) -> bool:
        """Whether the market's own pack says itself what holds."""
        return any(
            made.written.pack is self.market.own and rules <= made.rules and keys <= _keys(made) for made in self.made
        )

    def fail(self, code: str, message: str, span: Span, help: str | None = None) -> NoReturn:
        self.faults.report(code, message, span, help)
        raise Fault


def _are_apart(one: _Made, other: _Made) -> bool:
    """Whether neither pack builds on the other, and they say different things of what both change."""
    packs = one.written.pack, other.written.pack
    if packs[0].name in packs[1].sees or packs[1].name in packs[0].sees:
        return False
    keys = _keys(one) & _keys(other)
    return one.change.kind != other.change.kind or _said(one, keys) != _said(other, keys)


def _keys(made: _Made) -> set[str]:
    """What a change touches; two packs may each except something."""
    if made.change.kind == "except":
        return set()
    return set(made.change.keys or _DECISIVE)


def _said(made: _Made, keys: set[str]) -> object:
    settings = child(made.written.node, "set")
    return {key: child(settings, key) for key in keys} if settings is not None else made.change.by


def _seeing(file: FileUnit, pack: PackUnit) -> FileUnit:
    """The file, in which names of the changing pack have their meaning too."""
    return replace(file, pack=replace(file.pack, sees=file.pack.sees | pack.sees))


def _set(entry: Entry, written: _Written) -> Node:
    """The keys of `set` in place of the rule's own; it rests on the clause of the change then."""
    settings, cite = child(written.node, "set"), key_node(written.node, "cite")
    assert isinstance(settings, MappingNode)
    filled = filled_rule(settings, entry.each) if entry.each is not None else settings
    rests_on = [(key, value) for key, value in entries_of(written.node) if key.text in ("cite", "basis")]
    assert cite is not None
    return _merged(entry.node, [*filled.entries, *rests_on])


def _except(entry: Entry, written: _Written) -> Node:
    """The rule's own `unless`, or what the change excepts."""
    key, value = next((key, value) for key, value in entries_of(written.node) if key.text == "except")
    before = child(entry.node, "unless")
    unless = replace(key, text="unless")
    if before is None:
        return _merged(entry.node, [(unless, value)])
    either = MappingNode(((replace(key, text="any"), SequenceNode((before, value), value.span)),), value.span)
    return _merged(entry.node, [(unless, either)])


def _unchanged(entry: Entry, written: _Written) -> Node:
    return entry.node


_MERGE: dict[ChangeKind, Callable[[Entry, _Written], Node]] = {
    "set": _set,
    "except": _except,
    "disable": _unchanged,
    "replace": _unchanged,
}


def _merged(node: Node, new: Sequence[tuple[ScalarNode, Node]]) -> MappingNode:
    """A mapping with other values for some keys, which stand where they stood."""
    values = {key.text: (key, value) for key, value in new}
    kept = tuple(values.pop(key.text, (key, value)) for key, value in entries_of(node))
    return MappingNode((*kept, *values.values()), node.span)
