"""Packs as text → the rules of one market, checked for every kind of applicant that it covers."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pmos_rules.findings import Citation, Severity, Text
from pmos_rules.formats.types import TYPES
from pmos_rules.language.decoding import child
from pmos_rules.language.families import Entry, entries, span_of
from pmos_rules.language.ir import (
    Aggregate,
    All,
    Attached,
    Condition,
    Constant,
    Not,
    Path,
    Predicate,
    Test,
)
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.paths import Base, Scope, UnknownPath, absolute, every_field, resolve
from pmos_rules.language.predicates import Checker, Fault, is_predicate
from pmos_rules.language.ruleset import Arm, Grade, Guidance, Interval, MarketRules, Rule, Stage
from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.language.symbols import FileUnit, PackText, Symbols, interval, read_packs, section_of
from pmos_rules.language.syntax import AppliesTo, Bilingual, GradeSyntax, as_list
from pmos_rules.language.walking import tests_of
from pmos_rules.source import Diagnostic, RulesetError, Span, suggest

KINDS = ("retailer", "consumer", "generator", "binding", "aggregation")
_FROM_OBLIGATION = {
    "must": Severity.ERROR,
    "must_not": Severity.ERROR,
    "should": Severity.WARNING,
    "may": Severity.INFO,
    "info": Severity.INFO,
}


def load_market(texts: tuple[PackText, ...], market: str | None, schema: SectionSchema) -> MarketRules:
    """Check packs, base packs first, for one market; raises RulesetError with every diagnostic.

    ``market`` None checks a pack that answers for no market of its own.
    """
    rules, diagnostics = check_market(texts, market, schema)
    if rules is None or any(diagnostic.level == "error" for diagnostic in diagnostics):
        raise RulesetError(diagnostics)
    return rules


def check_market(
    texts: tuple[PackText, ...], market: str | None, schema: SectionSchema
) -> tuple[MarketRules | None, list[Diagnostic]]:
    """The rules of a market and everything that is wrong with them."""
    symbols = read_packs(texts)
    if len(symbols.packs) < len(texts):
        return None, symbols.diagnostics
    rules = _Market(symbols, market, schema).load(_digest(texts))
    return rules, sorted(symbols.diagnostics, key=lambda d: (d.span.source.name, d.span.start, d.code))


def _digest(texts: tuple[PackText, ...]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        for source in (text.manifest, *text.files):
            digest.update(source.text.encode())
    return digest.hexdigest()[:16]


@dataclass(slots=True)
class _Market:
    """Checks every rule of a market once for each kind."""

    symbols: Symbols
    market: str | None
    schema: SectionSchema
    codelist_of: dict[tuple[str, ...], str] = field(default_factory=dict)

    def load(self, digest: str) -> MarketRules:
        own = self.symbols.packs[-1].manifest
        answered = own.markets.get(self.market or "")
        kinds = tuple(answered.kinds) if answered else KINDS
        self.bind_codelists()
        written = self.entries()
        rules: dict[str | None, tuple[Rule, ...]] = {}
        for kind in (*kinds, None):
            rules[kind] = _Kind(self, kind, [e for e in written if self.applies(e, kind)]).rules()
        self.check_references(rules)
        self.check_unused_terms()
        title = answered.title if answered else own.title
        return MarketRules(
            market=self.market or own.pack,
            title=Text(title.zh, title.en),
            version=own.version,
            digest=digest,
            effective=interval(own.effective, child(self.symbols.packs[-1].node, "effective"), self.symbols),
            kinds=kinds,
            rules=rules,
            parameters=self.symbols.parameters,
            codelists=self.symbols.codelists,
            labels={kind: self.labels(kind) for kind in (*kinds, None)},
            guidance=tuple(self.guidance()),
            packs=tuple(pack.manifest.pack for pack in self.symbols.packs),
        )

    def root(self) -> Scope:
        return Scope(Base("dossier", Shape("section", section=self.schema)))

    def bind_codelists(self) -> None:
        for table in self.symbols.codelists.values():
            for text in table.of:
                try:
                    self.codelist_of[resolve(text, self.root()).steps] = table.name
                except UnknownPath as error:
                    assert table.span is not None
                    self.symbols.report(error.code, error.message, table.span, error.help)

    def entries(self) -> list[Entry]:
        """Every rule as written; an id that stands twice for one kind is a diagnostic."""
        found = [entry for file in self.symbols.files() for entry in entries(file, self.symbols)]
        for entry in found:
            namespace = entry.file.pack.manifest.pack
            if entry.id.split(".")[0] != namespace:
                message = f"the id `{entry.id}` does not start with `{namespace}.`, the name of its pack"
                self.symbols.report("wrong-namespace", message, entry.span)
        return found

    def applies(self, entry: Entry, kind: str | None) -> bool:
        """Whether a rule is about this market and kind, by its file and by itself."""
        return all(
            self.within(applies, kind)
            for applies in (entry.file.syntax.applies_to, entry.syntax.applies_to)
            if applies
        )

    def within(self, applies: AppliesTo, kind: str | None) -> bool:
        markets, kinds = as_list(applies.market), as_list(applies.kind)
        return (not markets or self.market in markets or self.market is None) and (not kinds or kind in kinds)

    def labels(self, kind: str | None) -> Mapping[str, str]:
        labels: dict[str, str] = {}
        for file in self.symbols.files():
            if file.syntax.applies_to is None or self.within(file.syntax.applies_to, kind):
                labels.update(file.syntax.labels)
                self.check_labels(file)
        return labels

    def check_labels(self, file: FileUnit) -> None:
        node = child(file.node, "labels")
        for key, _ in node.entries if isinstance(node, MappingNode) else ():
            try:
                resolve(key.text, self.root())
            except UnknownPath as error:
                self.symbols.report(error.code, error.message, key.span, error.help)

    def guidance(self) -> Iterator[Guidance]:
        for file in self.symbols.files():
            nodes = child(file.node, "guidance")
            for syntax, node in zip(
                file.syntax.guidance, nodes.items if isinstance(nodes, SequenceNode) else (), strict=True
            ):
                cite = self.cite(syntax.cite, None, file, node)
                if cite is not None:
                    kinds = as_list(syntax.applies_to.kind) if syntax.applies_to else []
                    yield Guidance(
                        syntax.id,
                        Text(syntax.title.zh, syntax.title.en),
                        cite,
                        syntax.topic,
                        syntax.basis or "stated",
                        text_of(syntax.reading),
                        frozenset(kinds) or None,
                        file.pack.manifest.pack,
                    )

    def cite(self, written: object, kind: str | None, file: FileUnit, node: Node) -> Citation | None:
        section, instrument = section_of(written, kind)
        where = span_of(node, "cite", span_of(node, "id", node.span))
        if section is None:
            self.symbols.report("no-citation", "this cites no clause", _short(node), "add `cite:`")
            return None
        return self.symbols.cite(section, instrument or file.syntax.instrument, where)

    def check_references(self, rules: Mapping[str | None, tuple[Rule, ...]]) -> None:
        known = {rule.id for of_kind in rules.values() for rule in of_kind}
        for rule in {rule.id: rule for of_kind in rules.values() for rule in of_kind}.values():
            for other in (*rule.depends_on, *rule.breaks_with):
                if other not in known and rule.span is not None:
                    self.symbols.report_unknown("rule", other, sorted(known), rule.span)
        for of_kind in rules.values():
            self.check_cycles({rule.id: rule for rule in of_kind})

    def check_cycles(self, rules: Mapping[str, Rule]) -> None:
        done: set[str] = set()

        def visit(rule: Rule, above: tuple[str, ...]) -> None:
            if rule.id in above and rule.span is not None:
                chain = " → ".join((*above[above.index(rule.id) :], rule.id))
                self.symbols.report(
                    "cyclic-dependency", f"these rules wait for one another: {chain}", rule.span
                )
            elif rule.id not in done:
                for other in rule.depends_on:
                    if other in rules:
                        visit(rules[other], (*above, rule.id))
                done.add(rule.id)

        for rule in rules.values():
            visit(rule, ())

    def check_unused_terms(self) -> None:
        own = self.symbols.packs[-1] if self.symbols.packs else None
        for name, term in self.symbols.terms.items():
            if not term.used and term.file.pack is own and is_predicate(term.node):
                message = f"the term `{name}` is used by no rule"
                self.symbols.diagnostics.append(
                    Diagnostic("unused-term", message, term.span, level="warning")
                )


def _short(node: Node) -> Span:
    return node.entries[0][0].span if isinstance(node, MappingNode) and node.entries else node.span


def text_of(syntax: Bilingual | None) -> Text | None:
    """Both languages, or nothing."""
    return None if syntax is None else Text(syntax.zh, syntax.en)


@dataclass(slots=True)
class _Kind:
    """Checks the rules in force for one kind; those that speak of what is required come last."""

    market: _Market
    kind: str | None
    written: list[Entry]
    required: dict[tuple[str, ...], Severity] = field(default_factory=dict)
    checked: dict[int, Rule | None] = field(default_factory=dict)

    def rules(self) -> tuple[Rule, ...]:
        self.check_ids()
        late = [entry for entry in self.written if self.asks_what_is_required(entry)]
        for entry in self.written:
            if entry not in late:
                self.check(entry)
        for entry in late:
            self.check(entry)
        found = [(entry, self.checked[id(entry)]) for entry in self.written]
        for entry, rule in found:
            if rule is not None:
                self.check_missing_is_decided(entry, rule)
        return tuple(rule for _, rule in found if rule is not None)

    @property
    def symbols(self) -> Symbols:
        return self.market.symbols

    def check_ids(self) -> None:
        seen: dict[str, Entry] = {}
        for entry in self.written:
            if entry.id in seen and seen[entry.id] is not entry:
                first = seen[entry.id].span
                self.symbols.report(
                    "duplicate-id", f"the id `{entry.id}` is given already at {first}", entry.span
                )
            seen[entry.id] = entry

    def asks_what_is_required(self, entry: Entry) -> bool:
        return any(
            "required_by" in _words(self.symbols.terms[name].node)
            for name in _words(entry.node)
            if name in self.symbols.terms
        )

    def check(self, entry: Entry) -> None:
        try:
            rule = self.rule(entry)
        except Fault:
            rule = None
        self.checked[id(entry)] = rule
        if rule is not None:
            self.note_required(rule)

    def note_required(self, rule: Rule) -> None:
        for arm in rule.arms:
            for test in _conjuncts(arm.check):
                if isinstance(test, Test) and test.operator == "present":
                    steps = steps_of(arm, test.left)
                    if self.required.get(steps) is not Severity.ERROR:
                        self.required[steps] = rule.severity

    # -- one rule --------------------------------------------------------------------------------

    def rule(self, entry: Entry) -> Rule:
        syntax, node, file = entry.syntax, entry.node, entry.file
        cite = self.market.cite(syntax.cite, self.kind, file, node)
        arms = tuple(self.arm(entry, scope) for scope in self.scopes(entry))
        rule = Rule(
            id=entry.id,
            title=self.title(entry),
            arms=arms,
            cite=cite or Citation("", "", Text("", "")),
            basis=syntax.basis or "stated",
            reading=text_of(syntax.reading),
            message=text_of(syntax.message),
            fix=text_of(syntax.fix),
            effective=self.effective(entry),
            from_stage=syntax.from_stage or _stage(arms),
            depends_on=tuple(as_list(syntax.depends_on)),
            breaks_with=tuple(as_list(syntax.breaks_with)),
            pack=file.pack.manifest.pack,
            family=entry.family,
            span=entry.span,
        )
        return self.with_policy(rule, entry)

    def effective(self, entry: Entry) -> Interval:
        if entry.syntax.effective is not None:
            return interval(entry.syntax.effective, child(entry.node, "effective"), self.symbols)
        pack = entry.file.pack
        return interval(pack.manifest.effective, child(pack.node, "effective"), self.symbols)

    def with_policy(self, rule: Rule, entry: Entry) -> Rule:
        written = entry.syntax.if_missing
        if isinstance(written, str):
            return replace(rule, otherwise_missing=written)
        if not written:
            return rule
        read = {name for path in paths_of(rule) for name in _names_of(path)}
        node = child(entry.node, "if_missing")
        for key, _ in node.entries if isinstance(node, MappingNode) else ():
            if key.text not in read:
                near = suggest(key.text, sorted(read))
                hint = (
                    f"did you mean `{near}`?"
                    if near
                    else f"it reads {', '.join(f'`{path}`' for path in sorted(read))}"
                )
                self.symbols.report("unread-path", f"the check does not read `{key.text}`", key.span, hint)
        return replace(rule, if_missing=written)

    def title(self, entry: Entry) -> Text:
        if entry.syntax.title is not None:
            return Text(entry.syntax.title.zh, entry.syntax.title.en)
        check = child(entry.node, "check")
        if isinstance(check, ScalarNode) and check.text == "required" and entry.each:
            label = self.label(entry.each)
            return Text(f"须填写“{label}”", f"“{label}” is required")
        attached = child(check, "attached")
        named = attached if isinstance(attached, ScalarNode) else child(attached, "slot")
        if isinstance(named, ScalarNode):
            return Text(f"须上传“{named.text}”", f"“{named.text}” must be attached")
        self.symbols.report(
            "missing-key",
            "the key `title` is missing here",
            _short(entry.node),
            "say in zh and en what the rule asks for",
        )
        return Text(entry.id, entry.id)

    def label(self, path: str) -> str:
        labels = self.market.labels(self.kind)
        if path in labels:
            return labels[path]
        section, label = self.market.schema, path
        for step in path.split("."):
            known = section.fields.get(step)
            if known is None:
                return path
            label, section = known.label, known.shape.section or section
        return label

    # -- scope, when, check, severity ---------------------------------------------------------------

    def checker(self) -> Checker:
        return Checker(self.symbols, self.market.codelist_of, self.select)

    def scopes(self, entry: Entry) -> list[Path | None]:
        """The paths of `for`: one, several, or those that a term stands for."""
        node = child(entry.node, "for")
        if node is None:
            return [None]
        items = node.items if isinstance(node, SequenceNode) else (node,)
        return [scope for item in items for scope in self.scope(item)]

    def scope(self, node: Node) -> Iterator[Path]:
        checker = self.checker()
        name = checker.scalar(node)
        term = self.symbols.terms.get(name.text)
        if term is None or "." in name.text:
            yield checker.path(name, self.market.root(), repeats=True)
            return
        term.used = True
        if isinstance(term.node, SequenceNode):
            for item in term.node.items:
                yield checker.path(checker.scalar(item), self.market.root(), repeats=True)
            return
        fields = self.select(name.text, name.span)
        if fields is None:
            raise Fault
        for steps in fields:
            yield checker.path(replace(name, text=".".join(steps)), self.market.root(), repeats=True)

    def arm(self, entry: Entry, scope_path: Path | None) -> Arm:
        scope = self.market.root() if scope_path is None else self.market.root().into_item(scope_path)
        checker = self.checker()
        when = self.condition(entry, scope, checker)
        check = self.check_of(entry, scope, checker)
        return Arm(check, self.grades(entry, scope, checker), scope_path, when)

    def condition(self, entry: Entry, scope: Scope, checker: Checker) -> Predicate | None:
        when, unless = child(entry.node, "when"), child(entry.node, "unless")
        parts = [checker.predicate(when, scope)] if when is not None else []
        parts += [Not(checker.predicate(unless, scope))] if unless is not None else []
        return None if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))

    def check_of(self, entry: Entry, scope: Scope, checker: Checker) -> Predicate:
        node = child(entry.node, "check")
        assert node is not None
        if isinstance(node, ScalarNode) and node.text == "required":
            if entry.each is None:
                checker.fail(
                    "no-family",
                    "`required` stands in a family of fields",
                    node.span,
                    "write `{field: {present: true}}`",
                )
            return Test("present", checker.path(ScalarNode(entry.each, True, entry.span), scope))
        return checker.predicate(node, scope)

    def grades(self, entry: Entry, scope: Scope, checker: Checker) -> tuple[Grade, ...]:
        syntax = entry.syntax
        default = _FROM_OBLIGATION[syntax.obligation or "must"]
        written = syntax.severity
        if written is None:
            return (Grade(default),)
        if isinstance(written, str):
            if (
                Severity(written) is not default
                and syntax.reading is None
                and (syntax.basis or "stated") == "stated"
            ):
                self.symbols.report(
                    "severity-without-reading",
                    f"`{written}` departs from the obligation's `{default.value}`, and no `reading` says why",
                    span_of(entry.node, "severity", entry.span),
                    "add `reading:`, or say `obligation: should`",
                )
            return (Grade(Severity(written)),)
        return self.graded(written, entry, scope, checker)

    def graded(
        self, written: Sequence[object], entry: Entry, scope: Scope, checker: Checker
    ) -> tuple[Grade, ...]:
        node = child(entry.node, "severity")
        assert isinstance(node, SequenceNode)
        grades = []
        for syntax, item in zip(written, node.items, strict=True):
            last = item is node.items[-1]
            if isinstance(syntax, GradeSyntax):
                when_node = child(item, "when")
                assert when_node is not None
                when = checker.predicate(when_node, scope)
                grades.append(
                    Grade(
                        Severity(syntax.level), Condition(when), text_of(syntax.message), text_of(syntax.fix)
                    )
                )
            else:
                grades.append(Grade(Severity(str(syntax))))
            if isinstance(syntax, GradeSyntax) == last:
                hint = "end the list with a bare level, such as `error`"
                code = "open-severity" if last else "unreachable-branch"
                message = (
                    "the last entry has a condition"
                    if last
                    else "the entries after this one are never reached"
                )
                self.symbols.report(code, message, item.span, hint if last else None)
        return tuple(grade for grade in grades if grade.when != Condition(Constant(False)))

    # -- selectors of fields -------------------------------------------------------------------------

    def select(self, name: str, span: Span) -> tuple[tuple[str, ...], ...] | None:
        """The fields that a term stands for, as steps from the dossier; None, and a diagnostic, where it has none."""
        term = self.symbols.terms.get(name)
        if term is None:
            self.symbols.report_unknown("term", name, list(self.symbols.terms), span)
            return None
        term.used = True
        checker = self.checker()
        if isinstance(term.node, SequenceNode):
            paths = (
                checker.path(checker.scalar(item), self.market.root(), repeats=True)
                for item in term.node.items
            )
            return tuple(absolute(path) for path in paths)
        selector = child(term.node, "fields")
        if not isinstance(selector, MappingNode):
            self.symbols.report("wrong-term", f"the term `{name}` names no fields", span)
            return None
        chosen = [steps for steps, shape, supplied in self.fields() if self.chosen(selector, steps, shape)]
        for extra, keep in (("also", True), ("but_not", False)):
            named = child(term.node, extra)
            items = named.items if isinstance(named, SequenceNode) else ()
            steps_named = [
                checker.path(checker.scalar(item), self.market.root(), repeats=True).steps for item in items
            ]
            chosen = (
                [*chosen, *(s for s in steps_named if s not in chosen)]
                if keep
                else [s for s in chosen if s not in steps_named]
            )
        return tuple(chosen)

    def fields(self) -> Iterator[tuple[tuple[str, ...], Shape, bool]]:
        return (
            (s, shape, supplied)
            for s, shape, supplied in every_field(self.market.schema)
            if not supplied and s[0] not in _ECHOES
        )

    def chosen(self, selector: MappingNode, steps: tuple[str, ...], shape: Shape) -> bool:
        return all(
            _SELECTORS[key.text](self, value, steps, shape)
            if key.text in _SELECTORS
            else self.no_selector(key)
            for key, value in selector.entries
        )

    def no_selector(self, key: ScalarNode) -> bool:
        self.symbols.report_unknown("selector", key.text, list(_SELECTORS), key.span)
        return False

    # -- paths that a check reads without saying what a missing value means ----------------------------

    def check_missing_is_decided(self, entry: Entry, rule: Rule) -> None:
        if isinstance(entry.syntax.if_missing, str):
            return
        for arm in rule.arms:
            for path in undecided(arm, rule):
                steps = steps_of(arm, path)
                if self.required.get(steps) is not Severity.ERROR and entry.syntax.if_missing is None:
                    message = f"nothing says what it means that `{path}` is missing"
                    hint = "add `if_missing: not_applicable`, `fail` or `undetermined`, or require the field"
                    self.symbols.report(
                        "missing-undecided", message, span_of(entry.node, "check", entry.span), hint
                    )


_ECHOES = ("extracted", "synced", "shared_local", "shared_snapshot", "reference")


def _by_type(kind: _Kind, node: Node, steps: tuple[str, ...], shape: Shape) -> bool:
    names = [
        item.text
        for item in (node.items if isinstance(node, SequenceNode) else (node,))
        if isinstance(item, ScalarNode)
    ]
    for name in names:
        if name not in (*TYPES, "decimal"):
            kind.symbols.report_unknown("type", name, [*TYPES, "decimal"], node.span)
    own = shape.type
    return own is not None and (own.name in names or (own.order == "number" and "decimal" in names))


def _by_text(kind: _Kind, node: Node, steps: tuple[str, ...], shape: Shape) -> bool:
    return shape.type is not None and shape.type.text and shape.type.name != "secret"


def _by_required(kind: _Kind, node: Node, steps: tuple[str, ...], shape: Shape) -> bool:
    levels = [
        item.text
        for item in (node.items if isinstance(node, SequenceNode) else (node,))
        if isinstance(item, ScalarNode)
    ]
    return steps in kind.required and kind.required[steps].value in levels


def _by_codelist(kind: _Kind, node: Node, steps: tuple[str, ...], shape: Shape) -> bool:
    name = node.text if isinstance(node, ScalarNode) else ""
    bound = kind.market.codelist_of.get(steps)
    return bound is not None and name in ("any", bound)


_SELECTORS = {"type": _by_type, "text": _by_text, "required_by": _by_required, "codelist": _by_codelist}


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, ScalarNode):
        yield node.text
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _words(item)
    else:
        for key, value in node.entries:
            yield key.text
            yield from _words(value)


def _conjuncts(predicate: Predicate) -> Iterator[Predicate]:
    if isinstance(predicate, All):
        for part in predicate.of:
            yield from _conjuncts(part)
    else:
        yield predicate


def _stage(arms: tuple[Arm, ...]) -> Stage:
    """What is not there yet bites on submission; what is wrong in itself bites at once."""
    return "submit" if all(_asks_for_more(part) for arm in arms for part in _conjuncts(arm.check)) else "save"


def _asks_for_more(part: Predicate) -> bool:
    if isinstance(part, Aggregate):
        return part.function == "count" and all(name in ("at_least", "above") for name, _ in part.comparisons)
    return isinstance(part, Attached) or (isinstance(part, Test) and part.operator == "present")


def paths_of(rule: Rule) -> Iterator[Path]:
    """Every path that the checks of a rule read."""
    for arm in rule.arms:
        yield from tests_of(arm.check)


def undecided(arm: Arm, rule: Rule) -> Iterator[Path]:
    """The paths whose missing value the rule must say something about."""
    for path in tests_of(arm.check, deciding=True):
        if path.scope != "row" and not path.supplied and not rule.if_missing.keys() & _names_of(path):
            yield path


def steps_of(arm: Arm, path: Path) -> tuple[str, ...]:
    """The steps from the dossier to what an arm reads."""
    start = arm.scope.steps if arm.scope is not None else ()
    return (*{"item": start, "beside": start[:-1]}.get(path.scope, ()), *path.steps)


def _names_of(path: Path) -> tuple[str, ...]:
    """How a path may be written in `if_missing`: inside `for`, one that starts at the dossier says so."""
    return (str(path), f"dossier.{path}") if path.scope == "dossier" else (str(path),)
