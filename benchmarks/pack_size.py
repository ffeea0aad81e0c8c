"""Packs of different sizes into a table of how long one rule takes: run `python benchmarks/pack_size.py`.

A pack that is twice as large should take twice as long, so that the time of one rule stays what it is.
"""

from datetime import date
from pathlib import Path
from time import perf_counter

from pmos_rules.api import schema
from pmos_rules.evaluation import Evaluator
from pmos_rules.language.rules import load_market
from pmos_rules.language.symbols import PackText
from pmos_rules.source import SourceText
from pmos_rules.testing.linting import lint_pack

ROOT = Path(__file__).parent.parent
FIFTY = ROOT / "tests" / "language" / "fifty" / "pack"
SIZES = (125, 250, 500, 1000, 2000)
HEAD = ("| rules | load and check | compile | of 500 rules | of a rule, in ms |", "|--:|--:|--:|--:|--:|")
MANIFEST = """schema: pmos-rules/1
pack: big
title: {zh: 大, en: Big}
version: "1"
markets: {big: {title: {zh: 大, en: Big}, kinds: [retailer]}}
instruments: {guide: {title: {zh: 指南, en: Guide}}}
"""
RULES = """schema: pmos-rules/1
ruleset: big
instrument: guide
terms:
  listed: {basic.status: 入市}
rules:
"""
COUNTING = """- id: big.rule_%(number)d
  title: {zh: 规则%(number)d, en: Rule %(number)d}
  when: {any: [listed, {bond.amount: {above: %(number)d}}]}
  check: {count: {of: staff.*, where: {education: 学历%(number)d}, at_least: 3}}
  if_missing: fail
  cite: "1"
"""
EACH_ITEM = """- id: big.rule_%(number)d
  title: {zh: 规则%(number)d, en: Rule %(number)d}
  for: shareholders.*
  when: {name: {mentions: 甲%(number)d}}
  check: {percent: {above: %(number)d, at_most: 9999}, name: {length: {at_most: 30}}}
  if_missing: fail
  severity: [{when: {percent: {above: 50}}, is: warning}, error]
  reading: {zh: 读, en: so}
  cite: "1"
"""


def pack(size: int) -> tuple[PackText, ...]:
    """A pack of so many rules, every third of which counts."""
    rules = "".join((EACH_ITEM if number % 3 else COUNTING) % {"number": number} for number in range(size))
    return (PackText("big", SourceText("pack.yaml", MANIFEST), (SourceText("rules.yaml", RULES + rules),)),)


def measured(size: int) -> tuple[float, float]:
    """Seconds to load and check a pack, and to compile it for a day and judge a first dossier."""
    texts = pack(size)
    start = perf_counter()
    rules = load_market(texts, "big", schema())
    loaded = perf_counter()
    Evaluator(rules, schema(), date(2026, 1, 1)).evaluate({"market": "big", "kind": "retailer"})
    return loaded - start, perf_counter() - loaded


def row(size: int, beside: float) -> str:
    """A line of the table."""
    load, compile_ = min(measured(size) for _ in range(2))
    times = f"{load:.2f} s | {compile_:.2f} s | {(load + compile_) / beside:.2f}"
    return f"| {size} | {times} | {(load + compile_) / size * 1e3:.2f} |"


if __name__ == "__main__":
    schema()
    beside = sum(min(measured(500) for _ in range(2)))
    print("", *HEAD, *(row(size, beside) for size in SIZES), sep="\n")
    lint_pack(FIFTY)
    start = perf_counter()
    told = len(lint_pack(FIFTY))
    print(f"\n{told} mistakes in a pack and its cases: {perf_counter() - start:.2f} s")
