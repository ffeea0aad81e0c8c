"""A small pack with a name of each sort, and what rules written into it come to."""

from pmos_rules.api import schema
from pmos_rules.language.rules import load_market
from pmos_rules.language.ruleset import MarketRules, Rule
from pmos_rules.language.symbols import PackText
from pmos_rules.source import SourceText

MANIFEST = """
schema: pmos-rules/1
pack: example
title: {zh: 示例, en: Example}
version: "1"
markets: {example: {title: {zh: 示例, en: Example}, kinds: [retailer, consumer]}}
instruments: {guide: {title: {zh: 指南, en: Guide}}}
"""
NAMES = """
schema: pmos-rules/1
ruleset: example
instrument: guide
parameters:
  staff_total: {values: {2018-04-01: {no_grid: 10, with_grid: 20, cite: "1"}}}
  size_max: {type: bytes, values: {2018-04-01: {value: 10 MiB, cite: "1"}}}
codelists:
  retailer_type:
    of: basic.retailer_type
    无配网运营权售电公司: {}
    有配网运营权售电公司: {also: [有配电网运营权售电公司]}
  slots:
    工商营业执照: {}
    信用承诺书: {}
  materials:
    情况说明: {}
terms:
  with_grid: {basic.retailer_type: 有配网运营权售电公司}
  code_fields: {fields: {type: [code, uscc]}}
rules:
  - id: example.known
    title: {zh: 已知, en: Known}
    for: code_fields
    when: with_grid
    check: {this: {length: {at_most: $size_max}}, count: {of: dossier.staff.*, at_least: $staff_total.no_grid}}
    if_missing: fail
    cite: "1"
  - family: example.known
    check: required
    each: {basic: [full_name], business: [uscc]}
    cite: "1"
"""

HEAD = "schema: pmos-rules/1\nruleset: example\ninstrument: guide\n"
RULE = """
rules:
  - id: example.rule
    title: {zh: 规则, en: A rule}
    if_missing: fail
    cite: "1"
"""


def pack(*files: str, manifest: str = MANIFEST, names: str = NAMES) -> tuple[PackText, ...]:
    """The example pack with further files."""
    texts = [SourceText(f"rules{number}.yaml", HEAD + text) for number, text in enumerate(files, 1)]
    return (PackText("example", SourceText("pack.yaml", manifest), (SourceText("names.yaml", names), *texts)),)


def load(*files: str, manifest: str = MANIFEST, names: str = NAMES) -> MarketRules:
    """The rules of the example market."""
    return load_market(pack(*files, manifest=manifest, names=names), "example", schema())


def rule(written: str, more: str = "") -> Rule:
    """One rule of which only what matters is written, as it reads for a retailer."""
    indented = "".join(f"    {line}\n" for line in written.strip().splitlines())
    return next(rule for rule in load(more + RULE + indented).rules["retailer"] if rule.id == "example.rule")
