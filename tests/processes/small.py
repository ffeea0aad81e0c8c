"""A small process over the dossier's own fields, and the rules that ask about it, as text."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from pmos_rules.evaluation import Evaluator
from pmos_rules.language.process_table import Process
from pmos_rules.language.rules import check_market, load_market
from pmos_rules.language.ruleset import MarketRules
from pmos_rules.language.schema import read_schema
from pmos_rules.language.symbols import PackText
from pmos_rules.models import Dossier
from pmos_rules.source import Diagnostic, SourceText

DAY = date(2026, 7, 1)
SCHEMA = read_schema(Dossier)
MANIFEST = SourceText(
    "pack.yaml",
    """
schema: pmos-rules/1
pack: small
title: {zh: 小规则包, en: A small pack}
version: "1"
markets: {small: {title: {zh: 小市场, en: Small}, kinds: [binding]}}
instruments: {guide: {title: {zh: 指南, en: Guide}}}
""",
)
# A loan: asked for, answered by either of two, and paid back within three working days.
TABLE = """\
schema: pmos-rules/1
ruleset: small
instrument: guide
processes:
  loan:
    title: {zh: 借用, en: A loan}
    cite: "1"
    events: events
    status: status
    start: idle
    states:
      idle: {zh: 空闲, en: idle, unstated: true}
      asked: {zh: 已申请, en: asked, also: [申请中]}
      lent: {zh: 已借出, en: lent}
      closed: {zh: 已了结, en: closed, unstated: true}
    actors:
      reader: {zh: 读者, en: reader}
      clerk: {zh: 馆员, en: clerk, also: [管理员]}
    names:
      ask: {zh: 申请, en: ask}
      lend: {zh: 借出, en: lend}
      refuse: {zh: 拒绝, en: refuse}
    implied:
    - {on: lend, when: {confirmation.decision: 同意}, by: confirmation.by, at: confirmation.at}
    - {on: bring, when: {review.status: approved}, by: reader}
    steps:
    - {on: ask, by: reader, from: idle, to: asked, cite: "1.1"}
    - {on: lend, by: clerk, from: asked, to: lent, needs: small.ask_first, starts: back, cite: "1.2"}
    - {on: refuse, by: clerk, from: asked, to: closed}
    - {on: bring, by: [reader, clerk], from: lent, to: closed}
    deadlines:
      back: {title: {zh: 归还, en: Return}, working_days: 3, at_least: 2, of: reader, cite: "1.3"}
rules:
- {id: small.ask_first, title: {zh: 先申请, en: Ask first}, check: {process: loan, order_of: lend}, cite: "1.2"}
- {id: small.clerk_lends, title: {zh: 馆员借出, en: The clerk lends}, check: {process: loan, actor_of: lend}, cite: "1.2"}
- {id: small.bring_last, title: {zh: 后归还, en: Return last}, check: {process: loan, order_of: bring}, cite: "1.3"}
- {id: small.status, title: {zh: 状态一致, en: The status agrees}, check: {process: loan, status: agrees},
   if_missing: fail, cite: "1.4"}
- {id: small.status_later, title: {zh: 状态不退, en: The status does not go back}, when: {process: loan, state: [asked, lent]},
   check: {process: loan, status: {at_or_after: asked}}, if_missing: undetermined, cite: "1.4"}
- {id: small.not_lent, title: {zh: 未借出, en: Not lent}, check: {not: {process: loan, state: lent}}, cite: "1.4"}
"""


def check(text: str) -> tuple[MarketRules | None, list[Diagnostic]]:
    """The rules of a file, and what is wrong with them."""
    return check_market((PackText("small", MANIFEST, (SourceText("rules.yaml", text),)),), "small", SCHEMA)


@cache
def rules() -> MarketRules:
    """The rules about the loan."""
    return load_market((PackText("small", MANIFEST, (SourceText("rules.yaml", TABLE),)),), "small", SCHEMA)


@cache
def evaluator() -> Evaluator:
    """The same, compiled."""
    return Evaluator(rules(), SCHEMA, DAY)


def loan() -> Process:
    """The process."""
    return rules().processes["loan"].process


def dossier(given: Mapping[str, Any]) -> dict[str, Any]:
    """A dossier of the small market, by way of JSON so that it is as a caller gives it."""
    plain: dict[str, Any] = json.loads(json.dumps({"market": "small", "kind": "binding", **given}))
    return plain
