"""Rules before and after, as `rule_differences.yaml` has them, loaded as two small packs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmos_rules.language.rules import load_market
from pmos_rules.language.ruleset import MarketRules
from pmos_rules.language.symbols import PackText
from pmos_rules.rendering.difference import RulesetDifference, compare
from pmos_rules.source import SourceText
from tests.evaluation.small import DAY, MANIFEST, SCHEMA, read_data, ruleset_text

PAIRS = read_data(Path(__file__).with_name("rule_differences.yaml"))
CODELISTS: Mapping[str, Any] = {
    "many": ["甲", "乙"],
    "few": ["甲"],
    "others": ["丙"],
    "slots": {"合同": {}, "执照": {}},
    "materials": {"协议": {}},
}
SHARED: Mapping[str, Any] = {
    "parameters": {
        "least": {"values": {"2018-04-01": {"value": "10", "cite": "1"}}},
        "more": {"values": {"2018-04-01": {"value": "12", "cite": "2"}}},
    },
    "terms": {"listed": {"text": "甲"}, "both_listed": {"text": "甲", "other_text": "甲"}},
}
OTHER = {"id": "small.other", "check": {"text": "甲"}, "if_missing": "not_applicable"}


def sides(pair: Mapping[str, Any], *, turned: bool = False) -> tuple[MarketRules, MarketRules]:
    """The pack with the rule before, and with the rule after."""
    before, after = (_market(pair, number) for number in ((1, 0) if turned else (0, 1)))
    return before, after


def _market(pair: Mapping[str, Any], number: int) -> MarketRules:
    lists = pair["codelists"][number] if "codelists" in pair else {}
    rule: dict[str, Any] = {"check": {"number": "1"}, "if_missing": "not_applicable", **pair.get("with", {})}
    for key, value in pair.items():
        if key not in ("direction", "codelists", "with"):
            rule[key] = value[number] if isinstance(value, list) else value
    group = {**SHARED, "codelists": {**CODELISTS, **lists}, "rules": [{"id": "small.rule", **rule}, OTHER]}
    return load(ruleset_text(group))


def load(text: str, manifest: str = MANIFEST) -> MarketRules:
    """A pack of one file, for the small dossier."""
    files = (SourceText("rules.yaml", text),)
    return load_market((PackText("small", SourceText("pack.yaml", manifest), files),), "small", SCHEMA)


def difference(pair: Mapping[str, Any], *, turned: bool = False) -> RulesetDifference:
    """What is told of the two."""
    before, after = sides(pair, turned=turned)
    return compare((before, "small", DAY), (after, "small", DAY), SCHEMA)
