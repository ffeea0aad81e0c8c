"""Lines of JSON with facts → lines of JSON with the rules that fired: the process that durable-rules may crash.

It is the only module that imports durable-rules, and is only ever run as a program. A line either defines
rulesets, `{"define": name, "rulesets": …}`, or gives the facts of one dossier to be judged by some,
`{"judge": name, "rows": …, "facts": …}`; each is answered by one line.

What durable-rules does not survive is kept from it: one set of rulesets per definition, made once; one session
with a fixed id at a time, with an ``open`` fact first and deleted at the end; facts one by one, each with an id of
its own; no thread and no clock.
"""

import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from durable.engine import MessageNotHandledException, Ruleset

from pmos_rules.evaluation.durable.folding import Fold

Fact = dict[str, Any]
Fired = tuple[str, Mapping[str, Fact]]
_SESSION: Final = "0"


class EngineError(Exception):
    """durable-rules reported an error of its own."""


class Session:
    """The rulesets of one definition, and the facts of one dossier at a time."""

    def __init__(self, name: str, rulesets: Mapping[str, Any]) -> None:
        self.fired: list[Fired] = []
        self.rulesets = {key: Ruleset(f"{name}.{key}", self, rules) for key, rules in rulesets.items()}
        self.open: list[str] = []
        self.facts = 0

    def get_action(self, name: str) -> Callable[[Any], None]:
        """What durable-rules calls when a rule fires, by the rule's `run`; it takes exactly one argument."""

        def fire(closure: Any) -> None:
            self.fired.append((name, closure._m))

        return fire

    def tell(self, ruleset: str, fact: Fact) -> list[Fired]:
        """Assert one fact; what fired."""
        if ruleset not in self.open:
            self.open.append(ruleset)
            self._tell(ruleset, {"t": "open"})
            self.fired.clear()
        self._tell(ruleset, fact)
        fired, self.fired = self.fired, []
        return fired

    def _tell(self, ruleset: str, fact: Fact) -> None:
        rules = self.rulesets[ruleset]
        self.facts += 1
        try:
            handle = rules.assert_fact({**fact, "id": str(self.facts), "sid": _SESSION})
        except MessageNotHandledException:
            return
        rules.do_actions(handle, _complain)

    def close(self) -> None:
        """Forget the dossier."""
        for ruleset in self.open:
            self.rulesets[ruleset].delete_state(_SESSION)
        self.open.clear()
        self.fired.clear()
        self.facts = 0


def _complain(error: Any, state: Any) -> None:
    if error:
        raise EngineError(str(error))
    if state and state.get("exception"):
        raise EngineError(state["exception"])


def judge(session: Session, rows: list[Any], facts: list[Any]) -> list[tuple[int, str]]:
    """The number of each fact with the rules that it set off."""
    try:
        totals = dict(_folded(session, rows))
        said: list[tuple[int, str]] = []
        known: dict[str, str] = {}
        for number, (ruleset, item, fact, later) in enumerate(facts):
            filled = fact | _filled(later, totals, known)
            for run, _ in session.tell(ruleset, filled):
                said.append((number, run))
                known[f"{run.rsplit(' ', 1)[-1]}@{item}"] = run.split(" ", 1)[0]
        return said
    finally:
        session.close()


def _folded(session: Session, rows: list[Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The totals of every list, seen from every item."""
    for name, ruleset, items in rows:
        fold = Fold(name)
        for item, facts in enumerate(items):
            waiting: deque[Fact] = deque((fold.start(item, len(facts)), *fold.rows(item, facts)))
            while waiting:
                for run, messages in session.tell(ruleset, waiting.popleft()):
                    waiting.extend(fold.take(run, messages))
        for item in range(len(items)):
            if (total := fold.total(item)) is not None:
                yield f"{name}@{item}", total


_SPOKEN: Final = ("fail", "undetermined", "error")


def _filled(later: Mapping[str, list[Any]], totals: Mapping[str, Any], known: Mapping[str, str]) -> Fact:
    """The properties of a fact that earlier facts decide; what they left open is left out."""
    found: Fact = {}
    for name, (kind, *of) in later.items():
        match kind:
            case "total" if of[0] in totals:
                found[name] = totals[of[0]][of[1]]
            case "spoken":
                found[name] = any(known.get(other) in _SPOKEN for other in of[0])
            case "part" if of[0] in known:
                found[name] = known[of[0]]
    return found


def serve(lines: Iterator[str], answer: Callable[[str], None]) -> None:
    """Answer every line; an error is an answer too."""
    sessions: dict[str, Session] = {}
    for line in lines:
        asked = json.loads(line)
        try:
            if "define" in asked:
                sessions[asked["define"]] = Session(asked["define"], asked["rulesets"])
                told: Any = {"defined": asked["define"]}
            else:
                told = {"said": judge(sessions[asked["judge"]], asked["rows"], asked["facts"])}
        except Exception as error:  # noqa: BLE001 - whatever the engine raises is its answer
            told = {"error": f"{type(error).__name__}: {getattr(error, 'message', error)}"[:500]}
        answer(json.dumps(told, ensure_ascii=True))


def main() -> None:
    """Serve standard input; what the engine itself prints must not get among the answers."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(line: str) -> None:
        answers.write(line + "\n")
        answers.flush()

    serve(iter(sys.stdin.readline, ""), answer)


if __name__ == "__main__":
    main()
