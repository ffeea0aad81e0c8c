"""What two engines say of one dossier → where they differ, by rule and item."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import localcontext

from pmos_rules.evaluation.durable.engine import Item, Opinion, Said
from pmos_rules.evaluation.judging import EXACT, Session
from pmos_rules.findings import Outcome

_SHOWN = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR)


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule and an item of which the engines do not say the same; None where one of them knows no such item."""

    rule: str
    item: Item
    first: Said | None
    second: Said | None


def compare(session: Session, opinion: Opinion) -> tuple[Difference, ...]:
    """Every rule and item, in the order of the rules; severities count where something is not a pass."""
    with localcontext(EXACT):
        return tuple(_differences(session, opinion))


def _differences(session: Session, opinion: Opinion) -> Iterator[Difference]:
    left = dict(opinion.said)
    for number, rule in enumerate(session.plan.rules):
        for hit in session.hits(number):
            judgement = session.judge(hit)
            severity = judgement.severity if judgement.outcome in _SHOWN else None
            first, second = Said(judgement.outcome, severity), left.pop(hit, None)
            if first != second and hit not in opinion.unjudged:
                yield Difference(rule.id, hit, first, second)
    for item, second in left.items():
        yield Difference(session.plan.rules[item[0]].id, item, None, second)
