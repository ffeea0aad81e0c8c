"""Turns a market and a kind of filing into the checklist of what an applicant has to prepare."""

from datetime import date

import click

from pmos_rules.cli.check import paint
from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option, read_day
from pmos_rules.cli.settings import Settings, width


@click.command(
    short_help="List what to prepare for a filing (申报准备清单).",
    epilog="Exit codes: 0 listed, 2 no such market or kind, or no law on that day, 3 bad ruleset, 70 internal error.",
)
@click.argument("market")
@click.argument("kind")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html"]),
    default="text",
    show_default=True,
    help="Text for a terminal, Markdown, or one HTML file to print or to tick off.",
)
@click.option("--as-of", callback=read_day, metavar="DAY", help="The day whose law is asked. [default: today]")
@language_option
@debug_option
@click.pass_obj
def checklist(settings: Settings, market: str, kind: str, form: str, as_of: date | None) -> int:
    """List what an applicant has to prepare, before any dossier exists (申报准备清单).

    MARKET is a market, a pack, or a pack's folder; KIND is retailer (售电公司), consumer (电力用户), generator
    (发电企业), binding (绑定零售用户) or aggregation (分布式新能源聚合), as far as the market covers it.

    \b
    pmos-rules checklist hubei generator
    pmos-rules checklist chongqing 电力用户 --as-of 2026-07-01
    pmos-rules checklist hubei retailer --format html > checklist.html

    It says what to fill in, what to attach and under which file names, what else must be so, the steps and the
    deadlines, each with the clause it rests on.
    """
    from pmos_rules.api import load_ruleset

    ruleset = load_ruleset(market)
    found = ruleset.checklist(kind, as_of=as_of or _today(settings, market))
    if form == "html":
        from pmos_rules.rendering.checklist.html import checklist_html

        click.echo(checklist_html(found, language=settings.language), nl=False)
        return ExitCode.ACCEPTED
    from pmos_rules.rendering.checklist import checklist_markdown, checklist_text

    if form == "markdown":
        text = checklist_markdown(found, language=settings.language)
    else:
        text = checklist_text(found, language=settings.language, width=width(), paint=paint)
    click.echo(text, nl=False)
    return ExitCode.ACCEPTED


def _today(settings: Settings, market: str) -> date:
    """Today, which is said: the same command may list something else tomorrow."""
    today = date.today()
    settings.say(
        f"{market}：未写明 --as-of，按今天 {today} 有效的规定列出",
        f"`{market}`: no --as-of is given, so the law of today, {today}, is listed",
    )
    return today
