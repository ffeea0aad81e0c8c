"""Turns a rule's id into what the rule asks for, in words."""

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option
from pmos_rules.cli.rulesets import find_rule
from pmos_rules.cli.settings import Settings


@click.command(epilog="Exit codes: 0 explained, 2 no such rule, 3 bad ruleset, 70 internal error.")
@click.argument("rule")
@click.option(
    "--ruleset", metavar="NAME", help="A market, or a pack's folder. [default: whichever has the rule]"
)
@language_option
@debug_option
@click.pass_obj
def explain(settings: Settings, rule: str, ruleset: str | None) -> int:
    """Say what a rule asks for, of whom, and under which clause (解释规则).

    \b
    pmos-rules explain hubei.retailer.shareholders_sum_100
    pmos-rules explain hubei.retailer.shareholders_sum_100 --lang en
    """
    found = find_rule(rule, ruleset)
    click.echo(found.explain(rule, settings.language))
    return ExitCode.ACCEPTED
