"""Turns a name on the command line into a loaded ruleset."""

from typing import Any

from pmos_rules.errors import InputError
from pmos_rules.source import suggest


def find_rule(rule: str, name: str | None) -> Any:
    """The ruleset that has the rule: the named one, else the first of the installed; raises `InputError`."""
    from pmos_rules.api import installed_markets, load_ruleset

    markets = list(installed_markets())
    likely = rule.split(".")[0]
    names = [name] if name else sorted(markets, key=lambda market: market != likely)
    known: dict[str, None] = {}
    for candidate in names:
        ruleset = load_ruleset(candidate)
        ids = dict.fromkeys(found.id for found in ruleset.rules)
        if rule in ids:
            return ruleset
        known |= ids
    meant = suggest(rule, known)
    raise InputError(
        f"没有规则 {rule}" + (f"，应为 {meant}" if meant else "；pmos-rules list 列出全部规则"),
        f"there is no rule `{rule}`, " + (f"did you mean `{meant}`?" if meant else "see `pmos-rules list`"),
        rule,
    )
