"""Turns a rule's id into what the rule asks for, in words."""

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option
from pmos_rules.cli.settings import Settings
from pmos_rules.errors import InputError
from pmos_rules.source import suggest


@click.command(
    short_help="Say what a rule asks for (解释规则).",
    epilog="Exit codes: 0 explained, 2 no such rule, 3 bad ruleset, 70 internal error.",
)
@click.argument("rule")
@click.option(
    "--ruleset",
    metavar="NAME",
    help="A market, or a pack's folder. [default: an installed one with the rule]",
)
@language_option
@debug_option
@click.pass_obj
def explain(settings: Settings, rule: str, ruleset: str | None) -> int:
    """Say what a rule asks for, of whom, and under which clause (解释规则).

    RULE is an id as it stands in a report.

    \b
    pmos-rules explain hubei.retailer.shareholders_sum_100
    pmos-rules explain hubei.retailer.shareholders_sum_100 --lang en
    pmos-rules explain my.rule --ruleset my_pack/
    """
    click.echo(_explained(rule, [ruleset] if ruleset else _likely_first(rule), settings.language))
    return ExitCode.ACCEPTED


def _likely_first(rule: str) -> list[str]:
    """The installed markets, first the one that the id begins with."""
    from pmos_rules.api import installed_markets

    return sorted(installed_markets(), key=lambda market: market != rule.split(".")[0])


def _explained(rule: str, names: list[str], language: str) -> str:
    from pmos_rules.api import load_ruleset

    known: dict[str, None] = {}
    for name in names:
        ruleset = load_ruleset(name)
        ids = dict.fromkeys(found.id for found in ruleset.rules)
        if rule in ids:
            return ruleset.explain(rule, lang=language)
        known |= ids
    meant = suggest(rule, known)
    raise InputError(
        f"没有规则 {rule}，" + (f"应为 {meant}" if meant else "pmos-rules list 加交易中心可列出全部规则"),
        f"there is no rule `{rule}`, "
        + (f"did you mean `{meant}`?" if meant else "`pmos-rules list MARKET` lists them all"),
        rule,
    )
