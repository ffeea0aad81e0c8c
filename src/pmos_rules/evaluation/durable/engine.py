"""An evaluator and a dossier → the outcome of each rule on each item, as durable-rules judges it."""

import importlib.util
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import localcontext
from itertools import count
from typing import Any, Final

from pmos_rules.compilation.durable import Definition, lower
from pmos_rules.errors import PmosRulesError
from pmos_rules.evaluation.durable.child import Broken, Child
from pmos_rules.evaluation.durable.facts import Facts, Place
from pmos_rules.evaluation.evaluator import Evaluator
from pmos_rules.evaluation.judging import EXACT, Session
from pmos_rules.evaluation.reference import with_reference
from pmos_rules.findings import Outcome, Severity, worst

Item = tuple[int, int, Place]
"""A rule, its arm and the key of an item, as in `plan.Hit`."""
_NUMBERS: Final = count()
_AHEAD: Final = 8
"""How many dossiers are on their way at once: the processes work side by side."""


class MissingEngineError(PmosRulesError):
    """durable-rules is not installed."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the second engine says of a rule on an item."""

    outcome: Outcome
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the second engine says of a dossier.

    ``said`` has one entry for each rule, arm and item. What is in ``unjudged`` it could say nothing of: a value
    has no exact form for it. Where its process broke it says nothing at all.
    """

    said: Mapping[Item, Said] = field(default_factory=dict)
    unjudged: frozenset[Item] = frozenset()
    broken: Broken | None = None

    def outcomes(self, rules: Iterable[str]) -> Mapping[str, Outcome]:
        """The worst outcome of each rule, by id; ``rules`` are the ids in the order of the plan."""
        found: dict[int, list[Outcome]] = {}
        for (rule, _, _), said in self.said.items():
            found.setdefault(rule, []).append(said.outcome)
        return {name: worst(found.get(number, [])) for number, name in enumerate(rules)}


class DurableEngine:
    """The rules of an evaluator in durable-rules, in a process of its own that may crash without harm.

    ``reference`` is what the caller knows besides, as `Evaluator.evaluate` takes it in a mapping. Raises
    MissingEngineError where durable-rules is not installed. Several engines may share a ``child``, and are for one
    thread at a time.
    """

    def __init__(
        self, evaluator: Evaluator, *, reference: Mapping[str, Any] | None = None, child: Child | None = None
    ) -> None:
        if child is None and importlib.util.find_spec("durable") is None:
            raise MissingEngineError(
                "第二引擎未安装：pip install 'pmos-rules[durable]'（需要 C 编译器，CPython 3.12 及以下）",
                "the second engine is not installed: pip install 'pmos-rules[durable]' (it needs a C compiler, and "
                "CPython 3.12 or before)",
            )
        self.evaluator = evaluator
        self.reference = reference
        self.child = child or Child()
        self._definitions: dict[str | None, Definition] = {}
        self._defined: dict[str | None, int] = {}
        self._number = next(_NUMBERS)

    def __enter__(self) -> "DurableEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self.child.close()

    def definition(self, session: Session, kind: str | None) -> Definition:
        """The rules for a kind as durable-rules has them, made once."""
        if kind not in self._definitions:
            self._definitions[kind] = lower(session.plan)
        return self._definitions[kind]

    def evaluate(self, dossier: Any) -> Opinion:
        """What the second engine says of a dossier, or a plain mapping that holds one."""
        return next(self.evaluate_all([dossier]))

    def evaluate_all(self, dossiers: Iterable[Any]) -> Iterator[Opinion]:
        """What it says of each of many, some on their way while others are read."""
        return (opinion for _, opinion in self.sessions_and_opinions(dossiers))

    def sessions_and_opinions(self, dossiers: Iterable[Any]) -> Iterator[tuple[Session, Opinion]]:
        """The same, each with the session that the first engine can judge it by."""
        waiting: deque[_Asked] = deque()
        for dossier in dossiers:
            waiting.append(self._ask(dossier))
            if len(waiting) > _AHEAD:
                yield self._told(waiting)
        while waiting:
            yield self._told(waiting)

    def _ask(self, dossier: Any) -> "_Asked":
        session = self.evaluator.session(dossier)
        if self.reference is not None:
            session.dossier = with_reference(session.dossier, self.reference, self.evaluator.schema)
        kind = session.dossier.kind if session.dossier.kind in self.evaluator.rules.kinds else None
        definition = self.definition(session, kind)
        with localcontext(EXACT):
            facts = Facts(definition, session)
            asked = _Asked(kind, definition, session, facts.request(), facts.places())
        self._send(asked)
        return asked

    def _send(self, asked: "_Asked") -> None:
        name = f"{self._number}.{asked.kind}"
        asked.defines = not self.child.is_running or self._defined.get(asked.kind) != self.child.started
        if asked.defines:
            self.child.send({"define": name, "rulesets": asked.definition.rulesets})
            self._defined[asked.kind] = self.child.started
        self.child.send({"judge": name, **asked.request})

    def _told(self, waiting: "deque[_Asked]") -> tuple[Session, Opinion]:
        asked = waiting.popleft()
        told = self._receive(asked)
        if isinstance(told, Broken):
            if not self.child.is_running:
                # The one in hand broke it; the others never reached it.
                for other in waiting:
                    self._send(other)
            return asked.session, Opinion(broken=told)
        return asked.session, _opinion(asked, told)

    def _receive(self, asked: "_Asked") -> Any | Broken:
        told = self.child.receive()
        if asked.defines and not isinstance(told, Broken) and "error" not in told:
            told = self.child.receive()
        if not isinstance(told, Broken) and "error" in told:
            return Broken("raised", told["error"])
        return told


@dataclass(slots=True)
class _Asked:
    """A dossier that is with the second engine; ``defines`` where its rules were sent just before."""

    kind: str | None
    definition: Definition
    session: Session
    request: Mapping[str, Any]
    places: list[tuple[Any, Place]]
    defines: bool = False


def _opinion(asked: _Asked, told: Mapping[str, Any]) -> Opinion:
    said: dict[Item, Said] = {}
    double: set[Item] = set()
    for number, run in told["said"]:
        verdict = asked.definition.verdicts[run]
        if verdict.part is not None:
            continue
        item = (verdict.rule, verdict.arm, asked.places[number][1])
        if item in said:
            double.add(item)
        said[item] = Said(Outcome(verdict.outcome), verdict.severity)
    expected = {(rule, arm, key) for made, key in asked.places for rule, arm in made.arms}
    unjudged = (expected - said.keys()) | double
    return Opinion({item: told for item, told in said.items() if item not in double}, frozenset(unjudged))
