"""Turns what a second engine says of each input into sentences, data and a code."""

from collections.abc import Mapping
from typing import Any

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.settings import Settings
from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.durable import Difference, DurableEngine, Opinion, Said, compare
from pmos_rules.evaluation.judging import Session

_SHOWN = 20


class SecondOpinions:
    """The second engine over several inputs: one process for each set of rules.

    A report is in the words of the first engine. Where the second one says the same of every rule and item it is the
    second one's report as well; where it does not, the report decides nothing.
    """

    def __init__(self, reference: Mapping[str, Any] | None) -> None:
        self.reference = reference
        self.opinions: list[tuple[str, Session, Opinion, tuple[Difference, ...]]] = []
        self._engines: dict[int, DurableEngine] = {}

    def ask(self, name: str, evaluator: Evaluator, given: Any) -> None:
        """Have an input judged; raises MissingEngineError where the engine is not installed."""
        engine = self._engines.get(id(evaluator))
        if engine is None:
            engine = self._engines[id(evaluator)] = DurableEngine(evaluator, reference=self.reference)
        ((session, opinion),) = engine.sessions_and_opinions([given])
        differences = () if opinion.broken else compare(session, opinion)
        self.opinions.append((name, session, opinion, differences))

    @property
    def codes(self) -> list[ExitCode]:
        """`INTERNAL_ERROR` for each input of which the engines do not say the same."""
        return [
            ExitCode.INTERNAL_ERROR
            for _, _, opinion, differences in self.opinions
            if opinion.broken is not None or differences
        ]

    def close(self, settings: Settings) -> None:
        """End the processes, and say of each input what came of it."""
        for engine in self._engines.values():
            engine.close()
        for name, session, opinion, differences in self.opinions:
            for zh, en in _sentences(name, session, opinion, differences):
                settings.say(zh, en)

    def data(self) -> list[dict[str, Any]]:
        """The same for JSON."""
        return [
            {
                "input": name,
                "engine": "durable-rules",
                "judged": len(opinion.said),
                "not_judged": sorted({session.plan.rules[rule].id for rule, _, _ in opinion.unjudged}),
                "broken": None if opinion.broken is None else opinion.broken.en,
                "differences": [_difference(found) for found in differences],
            }
            for name, session, opinion, differences in self.opinions
        ]


def _sentences(
    name: str, session: Session, opinion: Opinion, differences: tuple[Difference, ...]
) -> list[tuple[str, str]]:
    if opinion.broken is not None:
        broken = opinion.broken
        return [(f"{name}：{broken.zh}，报告未经复核", f"`{name}`: {broken.en}, so nothing confirms the report")]
    judged, left = len(opinion.said), len({rule for rule, _, _ in opinion.unjudged})
    zh = f"{name}：第二引擎（durable-rules）判断 {judged} 项，"
    en = f"`{name}`: durable-rules judged {judged} rules and items, "
    if differences:
        number = len(differences)
        zh += f"{number} 项与报告不同，报告不作数"
        en += f"{number} of them otherwise: the report decides nothing"
    else:
        zh, en = zh + "与报告全部一致", en + "and says the same of each"
    if left:
        zh, en = zh + f"；{left} 条规则它无从判断", en + f"; of {left} rules it can say nothing"
    return [(zh, en), *map(_sentence, differences[:_SHOWN])]


def _sentence(found: Difference) -> tuple[str, str]:
    rule = " ".join((found.rule, *map(str, found.item[2])))
    first, second = _words(found.first), _words(found.second)
    return f"{rule}：报告为 {first}，第二引擎为 {second}", f"`{rule}` is {first}, and {second} for durable-rules"


def _words(said: Said | None) -> str:
    if said is None:
        return "-"
    return said.outcome.value if said.severity is None else f"{said.outcome.value} ({said.severity.value})"


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "item": list(found.item[2]),
        "compiled": _words(found.first),
        "durable": _words(found.second),
    }
