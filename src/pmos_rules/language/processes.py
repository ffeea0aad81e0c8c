"""The `processes:` of rule files → checked tables; unknown names, dead ends, doubles become diagnostics."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from pmos_rules.findings import Citation, Text
from pmos_rules.language.checker import Checker
from pmos_rules.language.citing import cite_of
from pmos_rules.language.decoding import child, entries_of, items_of, key_node
from pmos_rules.language.faults import Fault
from pmos_rules.language.ir import Implied, Literal, Path, ProcessQuery, Told
from pmos_rules.language.nodes import Node, ScalarNode
from pmos_rules.language.paths import Scope, is_path
from pmos_rules.language.predicates import check_predicate
from pmos_rules.language.process_table import Deadline, Named, Process, State, Step, spelled
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.symbols import FileUnit, Symbols
from pmos_rules.language.syntax import (
    Bilingual,
    Cite,
    DeadlineSyntax,
    NamedSyntax,
    ProcessSyntax,
    StateSyntax,
    StepSyntax,
    as_list,
)
from pmos_rules.language.walking import nodes_of
from pmos_rules.source import Span


def define_processes(symbols: Symbols, root: Scope) -> None:
    """Check every process of every file; those that stand the test are kept in the symbols."""
    for file in symbols.files():
        holder = child(file.node, "processes")
        for name, syntax in file.syntax.processes.items():
            key, node = key_node(holder, name), child(holder, name)
            assert key is not None and node is not None  # the shape was checked from these nodes
            if name in symbols.declared_processes:
                hint = "give one of the two another name"
                symbols.faults.report("duplicate-name", f"`{name}` is defined already", key.span, hint)
                continue
            symbols.declared_processes[name] = key.span
            checker = Checker(symbols, file.pack, _no_fields)
            told = _Table(name, syntax, node, key, file, checker, root).told()
            if told is not None:
                symbols.processes[name] = told


def _no_fields(term: ScalarNode) -> NoReturn:
    """A process has no `for`, without which nobody asks for the fields of a term."""
    raise AssertionError(term.text)


def with_rules(told: Told, rules: Iterable[Rule]) -> Told:
    """The same process, knowing which rules ask about it."""
    asked = tuple(
        (query.asks, query.of, rule.id)
        for rule in rules
        for query in nodes_of(ProcessQuery, tuple(arm.check for arm in rule.arms))
        if query.told.process.name == told.process.name and query.asks in ("order_of", "actor_of")
    )
    return replace(told, process=replace(told.process, rules=asked))


def check_needs(symbols: Symbols, known: Iterable[str]) -> None:
    """The rules that steps need or name must be there."""
    known = sorted(known)
    for file in symbols.files():
        holder = child(file.node, "processes")
        for name, process in file.syntax.processes.items():
            steps = items_of(child(child(holder, name), "steps"))
            for syntax, node in zip(process.steps, steps, strict=True):
                named: list[tuple[str, str | None]] = [("needs", rule) for rule in as_list(syntax.needs)]
                named += [("order_rule", syntax.order_rule), ("actor_rule", syntax.actor_rule)]
                for key, rule in named:
                    if rule is not None and rule not in known:
                        symbols.faults.unknown("rule", rule, known, _place(node, key, rule))


@dataclass(slots=True)
class _Table:
    """Checks one process."""

    name: str
    syntax: ProcessSyntax
    node: Node
    key: ScalarNode
    file: FileUnit
    checker: Checker
    root: Scope
    faults: bool = False

    def told(self) -> Told | None:
        """The process with where it is told; None, and diagnostics, where it has faults."""
        process = Process(
            name=self.name,
            title=_text(self.syntax.title),
            start=self.known("state", self.syntax.start, self.syntax.states, child(self.node, "start")),
            states=tuple(_state(name, state) for name, state in self.syntax.states.items()),
            actors=_named(self.syntax.actors),
            events=tuple(self.events()),
            steps=tuple(self.steps()),
            deadlines=tuple(self.deadlines()),
            cite=self.cite(self.syntax.cite, self.node) if self.syntax.cite is not None else None,
        )
        self.check_writings("actors", process.actors)
        self.check_writings("names", process.events)
        self.check_statuses(process)
        if not self.faults:
            self.check_reached(process)
        try:
            told = Told(process, self.events_path(), self.status_path(), tuple(self.implied()))
        except Fault:
            return None
        return None if self.faults else told

    # -- names -----------------------------------------------------------------------------------

    def fault(self, code: str, message: str, span: Span, help: str | None = None) -> None:
        self.faults = True
        self.checker.symbols.faults.report(code, message, span, help)

    def known(self, what: str, name: str, among: Iterable[str], node: Node | None) -> str:
        """A name of the process, or a diagnostic."""
        among = list(among)
        if name not in among:
            self.faults = True
            span = _of_text(node, name)
            self.checker.symbols.faults.unknown(what, name, among, span or self.key.span)
        return name

    def events(self) -> Iterator[Named]:
        """Every event that a step takes, named where `names:` names it."""
        taken = list(dict.fromkeys(step.on for step in self.syntax.steps))
        names = child(self.node, "names")
        for name in self.syntax.names:
            key = key_node(names, name)
            self.known("event", name, taken, key)
        for name in taken:
            said = self.syntax.names.get(name)
            yield _named({name: said})[0] if said is not None else Named(name, Text(name, name))

    def check_writings(self, section: str, among: Iterable[Named]) -> None:
        """No text may stand for two actors or two events."""
        seen: dict[str, str] = {}
        for one in among:
            for writing in one.writings:
                if seen.setdefault(spelled(writing), one.name) != one.name:
                    first = seen[spelled(writing)]
                    message = f"`{writing}` stands for both `{first}` and `{one.name}`"
                    key = key_node(child(self.node, section), one.name)
                    hint = "give one of the two another name"
                    self.fault("ambiguous-name", message, key.span if key else self.key.span, hint)

    def check_statuses(self, process: Process) -> None:
        """No status text may stand for two states."""
        seen: dict[str, str] = {}
        for state in process.states:
            for status in state.statuses:
                first = seen.setdefault(spelled(status), state.name)
                if first != state.name:
                    message = f"the status text `{status}` stands for both `{first}` and `{state.name}`"
                    node = child(child(self.node, "states"), state.name)
                    hint = "give one of the two another text"
                    self.fault("ambiguous-status", message, _of_text(node, status) or self.key.span, hint)

    # -- steps and deadlines ------------------------------------------------------------------------

    def steps(self) -> Iterator[Step]:
        seen: set[tuple[str, str]] = set()
        for syntax, node in zip(self.syntax.steps, items_of(child(self.node, "steps")), strict=True):
            step = self.step(syntax, node)
            for state in step.start:
                if (step.on, state) in seen:
                    message = f"`{step.on}` already leads somewhere from `{state}`"
                    hint = "one event has one step from one state; name the actors of both in one `by`"
                    self.fault("two-steps", message, _place(node, "from", state), hint)
                seen.add((step.on, state))
            yield step

    def step(self, syntax: StepSyntax, node: Node) -> Step:
        def known(what: str, key: str, written: str | list[str], among: Iterable[str]) -> tuple[str, ...]:
            return tuple(self.known(what, name, among, child(node, key)) for name in as_list(written))

        return Step(
            on=syntax.on,
            by=known("actor", "by", syntax.by, self.syntax.actors),
            start=known("state", "from", syntax.start, self.syntax.states),
            to=self.known("state", syntax.to, self.syntax.states, child(node, "to")),
            needs=tuple(as_list(syntax.needs)),
            starts=None
            if syntax.starts is None
            else self.known("deadline", syntax.starts, self.syntax.deadlines, child(node, "starts")),
            cite=self.cite(syntax.cite, node) if syntax.cite is not None else None,
            order_rule=syntax.order_rule,
            actor_rule=syntax.actor_rule,
        )

    def deadlines(self) -> Iterator[Deadline]:
        started = {step.starts for step in self.syntax.steps}
        is_sure = started <= {None, *self.syntax.deadlines}
        for name, syntax in self.syntax.deadlines.items():
            holder = child(self.node, "deadlines")
            node, key = child(holder, name), key_node(holder, name)
            assert node is not None and key is not None
            if name not in started and is_sure:
                self.fault("unused-deadline", f"no step starts the deadline `{name}`", key.span)
            deadline = self.deadline(name, syntax, node)
            if deadline is not None:
                yield deadline

    def deadline(self, name: str, syntax: DeadlineSyntax, node: Node) -> Deadline | None:
        most, least = int(syntax.working_days), int(syntax.at_least or 1)
        if least > most:
            message = f"`at_least` {least} is more than `working_days` {most}"
            self.fault("empty-interval", message, _of_text(child(node, "at_least"), str(least)) or node.span)
        of = self.known("actor", syntax.of, self.syntax.actors, child(node, "of"))
        cite = self.cite(syntax.cite or self.syntax.cite, node)
        title = _text(syntax.title) if syntax.title is not None else Text(name, name)
        return None if cite is None else Deadline(name, title, of, most, least, cite, syntax.usual)

    def cite(self, written: Cite | None, node: Node) -> Citation | None:
        try:
            return cite_of(written, None, node, self.file, self.checker.symbols)
        except Fault:
            self.faults = True
            return None

    def check_reached(self, process: Process) -> None:
        reached = process.reachable(process.start)
        for state in process.states:
            if state.name not in reached:
                key = key_node(child(self.node, "states"), state.name)
                message = f"no step leads to the state `{state.name}`"
                hint = f"add a step `{{to: {state.name}}}`, or leave the state out"
                self.fault("unreachable-state", message, key.span if key else self.key.span, hint)

    # -- where it stands in the dossier ---------------------------------------------------------------

    def events_path(self) -> Path:
        node = self.scalar("events")
        path = self.checker.path(node, self.root)
        element = path.shape.element
        section = element.section if element is not None else None
        if path.shape.kind != "list" or section is None or "event" not in section.fields:
            message = f"`{node.text}` is not a list of events"
            hint = "each has a field `event`, and may have `by` and `at`"
            self.checker.fail("not-a-list", message, node.span, hint)
        return path

    def status_path(self) -> Path | None:
        if self.syntax.status is None:
            return None
        node = self.scalar("status")
        return self.of_type("text", "status", node)

    def of_type(self, needs: str, name: str, node: ScalarNode) -> Path:
        """The path under a key, which takes values of one type."""
        path = self.checker.path(node, self.root)
        self.checker.require(path, replace(node, text=name), needs)
        return path

    def scalar(self, key: str) -> ScalarNode:
        node = child(self.node, key)
        assert isinstance(node, ScalarNode)
        return node

    def implied(self) -> Iterator[Implied]:
        taken = {step.on for step in self.syntax.steps}
        for syntax, node in zip(self.syntax.implied, items_of(child(self.node, "implied")), strict=True):
            self.known("event", syntax.on, taken, child(node, "on"))
            when = child(node, "when")
            assert when is not None
            condition = check_predicate(self.checker, when, self.root)
            yield Implied(syntax.on, condition, self.who(child(node, "by")), self.when(child(node, "at")))

    def who(self, node: Node | None) -> Path | Literal | None:
        """An actor of the process, or a path that says who it was."""
        if not isinstance(node, ScalarNode):
            return None
        if node.text in self.syntax.actors:
            return Literal(node.text)
        if "." not in node.text and not is_path(node.text, self.root):
            self.known("actor", node.text, self.syntax.actors, node)
            return None
        return self.of_type("text", "by", node)

    def when(self, node: Node | None) -> Path | None:
        if not isinstance(node, ScalarNode):
            return None
        return self.of_type("date", "at", node)


def _text(syntax: Bilingual) -> Text:
    return Text(syntax.zh, syntax.en)


def _named(syntax: Mapping[str, NamedSyntax]) -> tuple[Named, ...]:
    return tuple(Named(name, _text(said), tuple(said.also)) for name, said in syntax.items())


def _state(name: str, syntax: str | StateSyntax) -> State:
    if isinstance(syntax, str):
        return State(name, Text(syntax, name.replace("_", " ")))
    return State(name, _text(syntax), tuple(syntax.also), not syntax.unstated)


def _place(node: Node, key: str, text: str) -> Span:
    """Where a text stands under a key."""
    return _of_text(child(node, key), text) or node.span


def _of_text(node: Node | None, text: str) -> Span | None:
    """Where a text stands in a scalar, or in a list or mapping; the whole where it is not found there."""
    found = next((scalar.span for scalar in _scalars(node) if scalar.text == text), None)
    return found or (node.span if node is not None else None)


def _scalars(node: Node | None) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    for inner in (*items_of(node), *(value for _, value in entries_of(node))):
        yield from _scalars(inner)
