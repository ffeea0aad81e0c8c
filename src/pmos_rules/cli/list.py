"""Turns the installed packs into a list of markets, or a market's ruleset into a list of its rules."""

from collections.abc import Iterable, Iterator
from typing import Any

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option
from pmos_rules.cli.settings import Settings

_SEVERITIES = {
    "zh": {"error": "退回", "warning": "提示", "info": "参考"},
    "en": {"error": "error", "warning": "warning", "info": "info"},
}


@click.command("list", epilog="Exit codes: 0 listed, 2 no such market, 3 bad ruleset, 70 internal error.")
@click.argument("market", required=False)
@click.option("--kind", metavar="KIND", help="Only the rules for this kind of applicant, such as retailer.")
@language_option
@debug_option
@click.pass_obj
def list_rules(settings: Settings, market: str | None, kind: str | None) -> int:
    """List the markets there are rules for, or the rules of one (列出交易中心或规则).

    MARKET is one of those listed, or a pack's folder.

    \b
    pmos-rules list
    pmos-rules list hubei --kind retailer
    """
    for line in _markets() if market is None else _rules(market, kind, settings):
        click.echo(line)
    return ExitCode.ACCEPTED
