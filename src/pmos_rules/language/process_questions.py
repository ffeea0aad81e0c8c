"""A question about a process, as written → typed IR: of an event its order or actor, of the status, of the state."""

from collections.abc import Callable, Mapping
from typing import Literal as OneOf

from pmos_rules.language.checker import Checker
from pmos_rules.language.faults import Fault
from pmos_rules.language.ir import Any, Predicate, ProcessQuery, Told
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode
from pmos_rules.language.operators import conjunction
from pmos_rules.language.paths import Scope


def check_process(c: Checker, name: ScalarNode, node: Node, scope: Scope) -> Predicate:
    """The whole mapping: which process, and what is asked about it."""
    keys = c.keys(node, ("process", *_QUESTIONS), required=("process",))
    process = c.scalar(keys.pop("process"))
    told = c.symbols.processes.get(process.text)
    if told is None and process.text in c.symbols.declared_processes:
        raise Fault  # its own faults have been told
    if told is None:
        c.unknown("process", process.text, c.symbols.processes, process.span)
    if not keys:
        hint = "add `order_of:`, `actor_of:`, `status:` or `state:` beside it"
        c.fail("missing-key", f"nothing is asked about the process `{process.text}`", process.span, hint)
    return conjunction([_QUESTIONS[key](c, told, value) for key, value in keys.items()])


def _event_question(asks: OneOf["order_of", "actor_of"]) -> Callable[[Checker, Told, Node], Predicate]:
    def check(c: Checker, told: Told, node: Node) -> Predicate:
        event = c.scalar(node)
        known = [named.name for named in told.process.events]
        if event.text not in known:
            c.unknown("event", event.text, known, event.span)
        return ProcessQuery(told, asks, event.text)

    return check


def check_state(c: Checker, told: Told, node: Node) -> Predicate:
    """One state, or one of several."""
    asked: list[Predicate] = [ProcessQuery(told, "state", _state(c, told, item)) for item in c.texts(node)]
    return asked[0] if len(asked) == 1 else Any(tuple(asked))


def check_status(c: Checker, told: Told, node: Node) -> Predicate:
    """`agrees`, or `{at_or_after: state}`."""
    if told.status is None:
        message = f"the process `{told.process.name}` does not say where the status stands"
        c.fail("no-status", message, node.span, "add `status:` to the process")
    if isinstance(node, MappingNode):
        keys = c.keys(node, ("at_or_after",), required=("at_or_after",))
        return ProcessQuery(told, "at_or_after", _state(c, told, c.scalar(keys["at_or_after"])))
    wanted = c.scalar(node)
    if wanted.text != "agrees":
        hint = "write `agrees`, or `{at_or_after: …}` with a state"
        c.fail("bad-value", f"`{wanted.text}` is nothing that a status can be asked", wanted.span, hint)
    return ProcessQuery(told, "agrees")


def _state(c: Checker, told: Told, state: ScalarNode) -> str:
    known = [named.name for named in told.process.states]
    if state.text not in known:
        c.unknown("state", state.text, known, state.span)
    return state.text


_QUESTIONS: Mapping[str, Callable[[Checker, Told, Node], Predicate]] = {
    "order_of": _event_question("order_of"),
    "actor_of": _event_question("actor_of"),
    "status": check_status,
    "state": check_state,
}
