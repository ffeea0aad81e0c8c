"""Rules as written → the checked rules for one kind of applicant."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pmos_rules.findings import Severity, Text
from pmos_rules.language.changes import when_in_force
from pmos_rules.language.checker import Checker
from pmos_rules.language.citing import cite_of
from pmos_rules.language.decoding import child, entries_of, span_at, start_of
from pmos_rules.language.families import Entry
from pmos_rules.language.faults import Fault
from pmos_rules.language.grades import grades_of, levels_of
from pmos_rules.language.ir import Aggregate, All, Any, Attached, Constant, Not, Path, Predicate, Test
from pmos_rules.language.lookalikes import did_you_mean
from pmos_rules.language.market import Market
from pmos_rules.language.nodes import Node, ScalarNode
from pmos_rules.language.operators import conjunction
from pmos_rules.language.paths import Scope, Steps, is_path
from pmos_rules.language.predicates import check_predicate
from pmos_rules.language.reach import can_hold
from pmos_rules.language.ruleset import Arm, Rule, Stage
from pmos_rules.language.selectors import Selector, asks_what_is_required, named_paths
from pmos_rules.language.syntax import Bilingual, as_list
from pmos_rules.language.texts import check_placeholders, text_of
from pmos_rules.language.walking import conjuncts, steps_of, tests_of
from pmos_rules.language.wording import check_wording
from pmos_rules.source import suggest

T = TypeVar("T")
Arms = dict[int, tuple[Arm, ...] | None]
"""By entry: what kinds of applicant have in common; None where it has faults."""


@dataclass(slots=True)
class KindRules:
    """Checks the rules for one kind; those that speak of what is required come last.

    It is not sure what is required where a rule that has faults may have been to require something.
    """

    market: Market
    kind: str | None
    shared: Arms
    is_sure: bool
    selector: Selector = field(init=False)
    required: dict[Steps, Severity] = field(default_factory=dict)

    def check(self, written: Sequence[Entry]) -> tuple[Rule, ...]:
        """The rules that have no faults, in the order in which they are written."""
        asking = {name for name, term in self.market.symbols.terms.items() if asks_what_is_required(term.node)}
        late = [not asking.isdisjoint(entry.words) for entry in written]
        self.selector = Selector(self.market)
        early = [None if is_late else self._checked(entry) for entry, is_late in zip(written, late, strict=True)]
        self.selector = Selector(self.market, dict(self.required))
        rules = [
            self._checked(entry, differs=True) if is_late else rule
            for entry, is_late, rule in zip(written, late, early, strict=True)
        ]
        if self.is_sure:
            for entry, rule in zip(written, rules, strict=True):
                if rule is not None and entry.syntax.if_missing is None:
                    self._check_missing_is_decided(rule)
        return tuple(rule for rule in rules if rule is not None)

    def _checked(self, entry: Entry, *, differs: bool = False) -> Rule | None:
        """The rule, or None and a diagnostic for each of its faults; ``differs`` where kinds share nothing of it."""
        if differs or id(entry) not in self.shared or any("$label" in word for word in entry.words):
            self.shared[id(entry)] = self._arms(entry)
        arms = self.shared[id(entry)]
        rule = attempt(lambda: self._rule(entry, arms or ()))
        if arms is None or isinstance(rule, Fault):
            self.is_sure = self.is_sure and not may_require(entry.words)
            return None
        if not rule.is_disabled:
            self._note_required(rule)
        return rule

    # -- one rule --------------------------------------------------------------------------------

    def _rule(self, entry: Entry, arms: tuple[Arm, ...]) -> Rule:
        syntax = entry.syntax
        title = attempt(lambda: self._title(entry))
        cite = cite_of(syntax.cite, self.kind, entry.node, entry.cited_in or entry.file, self.market.symbols)
        if isinstance(title, Fault):
            raise title
        return Rule(
            id=entry.id,
            title=title,
            arms=arms,
            cite=cite,
            if_missing=syntax.if_missing if isinstance(syntax.if_missing, dict) else {},
            otherwise_missing=syntax.if_missing if isinstance(syntax.if_missing, str) else None,
            basis=syntax.basis or "stated",
            reading=self._text(syntax.reading, entry),
            message=self._text(syntax.message, entry),
            fix=self._text(syntax.fix, entry),
            effective=when_in_force(entry, self.market.symbols.faults),
            from_stage=syntax.from_stage or _stage(arms),
            depends_on=tuple(as_list(syntax.depends_on)),
            breaks_with=tuple(as_list(syntax.breaks_with)),
            pack=entry.file.pack.name,
            family=entry.family,
            span=entry.span,
            levels=levels_of(syntax),
            history=entry.history,
            replaces=entry.replaces,
            digest=entry.digest,
        )

    def _text(self, syntax: Bilingual | None, entry: Entry) -> Text | None:
        return text_of(syntax, self.market.label(entry.each, self.kind) if entry.each is not None else None)

    def _title(self, entry: Entry) -> Text:
        """The title as written, or one made from a check that says all."""
        title = self._text(entry.syntax.title, entry)
        if title is not None:
            return title
        check = child(entry.node, "check")
        if _is_required(check) and entry.each is not None:
            label = self.market.label(entry.each, self.kind)
            return Text(f"须填写“{label}”", f"“{label}” is required")
        attached = child(check, "attached")
        slot = child(attached, "slot") or attached
        if isinstance(slot, ScalarNode):
            return Text(f"须上传“{slot.text}”", f"“{slot.text}” must be attached")
        message, hint = "this rule has no `title`", "say in `zh` and in `en` what the rule asks for"
        self.market.symbols.faults.report("no-title", message, start_of(entry.node), hint)
        raise Fault

    # -- for, when, check, severity ----------------------------------------------------------------

    def _arms(self, entry: Entry) -> tuple[Arm, ...] | None:
        """What the rule asks on each of the paths of `for`; None where it has faults."""
        checker = self.selector.checker(entry.file.pack)
        try:
            scopes = self._scopes(entry, checker)
            arms = tuple(checker.every(lambda scope: self._arm(entry, scope, checker), scopes))
        except Fault:
            return None
        self._check_policy(entry, arms)
        self._check_reach(entry, arms, checker)
        check_placeholders(entry.node, arms, self.market.symbols.faults)
        check_wording(entry.node, entry.syntax, self.market.symbols.faults)
        return arms

    def _scopes(self, entry: Entry, checker: Checker) -> list[Path | None]:
        """The paths of `for`: one, several, or those that a term stands for."""
        node = child(entry.node, "for")
        if node is None:
            return [None]
        found = checker.every(lambda name: self._scope(name, checker), checker.texts(node))
        return [scope for scopes in found for scope in scopes]

    def _scope(self, name: ScalarNode, checker: Checker) -> list[Path]:
        symbols, root = self.market.symbols, self.market.root
        term = symbols.terms.get(name.text)
        if term is None or term.pack not in checker.pack.sees:
            self._refuse_word(name, checker)
            return [self._items(name, checker)]
        paths = named_paths(term)
        if paths:
            return checker.every(lambda path: self._items(path, checker), paths)
        fields = self.selector.select(name, checker.pack)
        return [checker.path(ScalarNode(".".join(steps), True, name.span), root, repeats=True) for steps in fields]

    def _refuse_word(self, name: ScalarNode, checker: Checker) -> None:
        """A word that is neither a field nor a term."""
        symbols = self.market.symbols
        if "." in name.text or is_path(name.text, self.market.root):
            return
        if name.text not in symbols.faults.broken:
            known = [term for term, found in symbols.terms.items() if found.pack in checker.pack.sees]
            near = suggest(name.text, [*known, *self.market.schema.fields])
            hint = did_you_mean(name.text, near) if near else None
            checker.fail("unknown-path", f"there is no field or term `{name.text}`", name.span, hint)
        raise Fault

    def _items(self, name: ScalarNode, checker: Checker) -> Path:
        """A path that `for` can stand on: a list is meant item by item."""
        path = checker.path(name, self.market.root, repeats=True)
        if path.shape.repeats:
            message = f"`{name.text}` is a list, and `for` stands on each of its items"
            checker.fail("for-a-list", message, name.span, f"did you mean `{name.text}.*`?")
        return path

    def _arm(self, entry: Entry, scope_path: Path | None, checker: Checker) -> Arm:
        root = self.market.root
        scope = root if scope_path is None else root.into_item(scope_path)
        when = attempt(lambda: self._when(entry, scope, checker))
        check = attempt(lambda: self._check_of(entry, scope, checker))
        grades = attempt(lambda: grades_of(entry, scope, checker, lambda text: self._text(text, entry)))
        if isinstance(when, Fault) or isinstance(check, Fault) or isinstance(grades, Fault):
            raise Fault
        return Arm(check, grades, scope_path, when)

    def _when(self, entry: Entry, scope: Scope, checker: Checker) -> Predicate | None:
        when, unless = child(entry.node, "when"), child(entry.node, "unless")
        written = [(node, node is unless) for node in (when, unless) if node is not None]

        def part(of: tuple[Node, bool]) -> Predicate:
            predicate = check_predicate(checker, of[0], scope)
            return Not(predicate) if of[1] else predicate

        parts = checker.every(part, written)
        return conjunction(parts) if parts else None

    def _check_of(self, entry: Entry, scope: Scope, checker: Checker) -> Predicate:
        node = child(entry.node, "check")
        assert node is not None
        if not _is_required(node):
            return check_predicate(checker, node, scope)
        if entry.each is None:
            hint = "write `{path: {present: true}}`"
            checker.fail("no-family", "`required` stands in a family of fields", node.span, hint)
        return Test("present", checker.path(ScalarNode(entry.each, True, entry.span), scope))

    # -- whether it can apply at all -------------------------------------------------------------------

    def _check_reach(self, entry: Entry, arms: tuple[Arm, ...], checker: Checker) -> None:
        """A rule must be able to apply, and what a change excepts must be able to occur."""
        faults = self.market.symbols.faults
        if arms and not any(can_hold(arm.when or Constant(True)) for arm in arms):
            message, hint = f"`{entry.id}` can never apply", "nothing is all that its `when` and `unless` ask for"
            faults.report("never-applies", message, span_at(entry.node, "when", "unless"), hint, level="warning")
            return
        for node in entry.excepts:
            excepted = [self._excepted(node, arm, checker) for arm in arms]
            if arms and not any(map(can_hold, excepted)):
                message = f"where `{entry.id}` applies, this never holds, so that it excepts nothing"
                hint = "remove this change, or say what it excepts"
                faults.report("dead-except", message, start_of(node), hint, level="warning")

    def _excepted(self, node: Node, arm: Arm, checker: Checker) -> Predicate:
        """Where the rule would apply but for one of its exceptions."""
        root = self.market.root
        scope = root if arm.scope is None else root.into_item(arm.scope)
        except_ = check_predicate(checker, node, scope)
        others = [
            part if not isinstance(part, Not) else Not(_without(part.of, except_))
            for part in conjuncts(arm.when or Constant(True))
        ]
        return All((*others, except_))

    # -- what a missing value means ------------------------------------------------------------------

    def _check_policy(self, entry: Entry, arms: tuple[Arm, ...]) -> None:
        """What `if_missing` names must be a path that the check reads."""
        read = [name for arm in arms for path in tests_of(arm.check) for name in _names_of(path)]
        for key, _ in entries_of(child(entry.node, "if_missing")):
            if key.text not in read:
                near = suggest(key.text, read)
                hint = f"did you mean `{near}`?" if near else f"it reads {_listed(arms)}"
                message = f"the check does not read `{key.text}`"
                self.market.symbols.faults.report("unread-path", message, key.span, hint)

    def _note_required(self, rule: Rule) -> None:
        for arm in rule.arms:
            for test in conjuncts(arm.check):
                if isinstance(test, Test) and test.operator == "present":
                    steps = steps_of(arm, test.left)
                    if self.required.get(steps) is not Severity.ERROR:
                        self.required[steps] = rule.severity

    def _check_missing_is_decided(self, rule: Rule) -> None:
        """Each path that a check reads is required, or the rule says what it means that it is missing."""
        undecided = {
            path.span: str(path)
            for arm in rule.arms
            for path in tests_of(arm.check, deciding=True)
            if path.scope != "row" and not path.supplied and path.span is not None
            if self.required.get(steps_of(arm, path)) is not Severity.ERROR
        }
        if undecided:
            first = min(undecided, key=lambda span: span.start)
            names = list(dict.fromkeys(undecided.values()))
            what = " or ".join(f"`{name}`" for name in names[:3])
            message = f"nothing says what it means that {what} is missing"
            hint = "add `if_missing:` (`not_applicable`, `fail` or `undetermined`), or require the field"
            self.market.symbols.faults.report("missing-undecided", message, first, hint)


def _without(excluded: Predicate, one: Predicate) -> Predicate:
    """What a rule does not apply to, but for one of the alternatives."""
    if excluded == one:
        return Constant(False)
    if isinstance(excluded, Any) and one in excluded.of:
        at = len(excluded.of) - 1 - excluded.of[::-1].index(one)
        return Any((*excluded.of[:at], *excluded.of[at + 1 :]))
    return excluded


def may_require(named: Iterable[str]) -> bool:
    """Whether a rule with these words may require a field."""
    return not {"required", "present"}.isdisjoint(named)


def attempt(check: Callable[[], T]) -> T | Fault:
    """What checking gives, or the fault in it, so that what stands beside is checked too."""
    try:
        return check()
    except Fault as fault:
        return fault


def _listed(arms: tuple[Arm, ...]) -> str:
    read = dict.fromkeys(str(path) for arm in arms for path in tests_of(arm.check))
    return ", ".join(f"`{path}`" for path in read) or "no path"


def _is_required(check: Node | None) -> bool:
    return isinstance(check, ScalarNode) and check.text == "required"


def _names_of(path: Path) -> tuple[str, ...]:
    """How a path may be written in `if_missing`: inside `for`, one that starts at the dossier says so."""
    return (str(path), f"dossier.{path}") if path.scope == "dossier" else (str(path),)


def _stage(arms: tuple[Arm, ...]) -> Stage:
    """What is not there yet bites on submission; what is wrong in itself bites at once."""
    return "submit" if all(_asks_for_more(part) for arm in arms for part in conjuncts(arm.check)) else "save"


def _asks_for_more(part: Predicate) -> bool:
    if isinstance(part, Aggregate):
        return part.function == "count" and all(name in ("at_least", "above") for name, _ in part.comparisons)
    return isinstance(part, Attached) or (isinstance(part, Test) and part.operator == "present")
