"""Turns the installed packs into a list of markets, or a market's ruleset into a list of its rules."""

from collections.abc import Iterator, Sequence

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option
from pmos_rules.cli.settings import Settings

_SEVERITIES = {
    "zh": {"error": "退回", "warning": "提示", "info": "参考"},
    "en": {"error": "error", "warning": "warning", "info": "info"},
}


@click.command(
    "list",
    short_help="List the markets, or the rules of one (列出规则).",
    epilog="Exit codes: 0 listed, 2 no such market, 3 bad ruleset, 70 internal error.",
)
@click.argument("market", required=False)
@language_option
@debug_option
@click.pass_obj
def list_rules(settings: Settings, market: str | None) -> int:
    """List the markets there are rules for, or the rules of one (列出交易中心或规则).

    MARKET is one of those listed, a pack, or a pack's folder. Of each rule its severity, id and title are
    listed; `pmos-rules explain` says more.

    \b
    pmos-rules list
    pmos-rules list hubei
    pmos-rules list hubei | grep attachment
    """
    rows = list(_markets(settings) if market is None else _rules(market, settings))
    for line in _table(rows):
        click.echo(line)
    return ExitCode.ACCEPTED


def _markets(settings: Settings) -> Iterator[tuple[str, ...]]:
    from pmos_rules.api import installed_markets
    from pmos_rules.rendering import phrases

    words = phrases(settings.language)
    for market, pack in installed_markets().items():
        kinds = (words.kinds.get(kind, kind) for kind in pack.markets[market])
        yield market, pack.title, words.enumeration.join(kinds)


def _rules(market: str, settings: Settings) -> Iterator[tuple[str, ...]]:
    from pmos_rules.api import load_ruleset
    from pmos_rules.rendering import phrases

    words = phrases(settings.language)
    for rule in load_ruleset(market).rules:
        yield _SEVERITIES[settings.language][rule.severity.value], rule.id, words.of(rule.title)


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns as wide as their widest cell, the last one as long as it likes."""
    from pmos_rules.rendering import width_of

    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
