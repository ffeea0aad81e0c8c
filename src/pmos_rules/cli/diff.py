"""Turns two packs, or a pack and two days, into what differs between their rules."""

import json
from datetime import date

import click

from pmos_rules.cli.check import paint
from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option, read_day
from pmos_rules.cli.settings import Settings, width


def read_days(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[date, ...]:
    """Callback of an option that takes several days."""
    return tuple(day for value in values if (day := read_day(ctx, param, value)) is not None)


@click.command(
    short_help="Say what changes between days or packs (比较规则).",
    epilog="Exit codes: 0 compared, 1 there is a difference and --exit-code is given, 2 usage, or no such market or "
    "kind, 3 bad ruleset, 70 internal error.",
)
@click.argument("pack")
@click.argument("other", required=False, metavar="[PACK_B]")
@click.option(
    "--at",
    "days",
    multiple=True,
    callback=read_days,
    metavar="DAY",
    help="The day whose law is compared; twice for the day before and the day after. [default: today]",
)
@click.option("--kind", metavar="KIND", help="Compare this kind of filing only.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for a terminal, or JSON for a program.",
)
@click.option("--exit-code", is_flag=True, help="End with 1 where there is a difference.")
@language_option
@debug_option
@click.pass_obj
def diff(
    settings: Settings,
    pack: str,
    other: str | None,
    days: tuple[date, ...],
    kind: str | None,
    form: str,
    exit_code: bool,
) -> int:
    """Say which rules appear, vanish, tighten, loosen or change (比较规则).

    PACK is a market, a pack, or a pack's folder. It is compared with itself on two days, or with PACK_B: another
    market, or the next version of the same pack in another folder.

    \b
    pmos-rules diff hubei --at 2018-04-01 --at 2026-07-01
    pmos-rules diff hubei chongqing --kind consumer --at 2026-07-01
    pmos-rules diff old/guangxi new/guangxi --exit-code --format json

    A rule is said to tighten or to loosen only where that is certain; else it has changed.
    """
    from pmos_rules.api import load_ruleset
    from pmos_rules.rendering.difference import difference_text, difference_to_dict

    before_day, after_day = _days(settings, days, is_alone=other is None)
    before = load_ruleset(pack)
    after = before if other is None else load_ruleset(other)
    found = before.diff(after, as_of=before_day, other_as_of=after_day, kind=kind)
    if form == "json":
        click.echo(json.dumps(difference_to_dict(found), ensure_ascii=False, indent=2))
    else:
        click.echo(difference_text(found, language=settings.language, width=width(), paint=paint), nl=False)
    return ExitCode.FINDINGS if found and exit_code else ExitCode.ACCEPTED


def _days(settings: Settings, days: tuple[date, ...], *, is_alone: bool) -> tuple[date, date]:
    """The day on each side; two packs may be compared on one and the same."""
    if len(days) > 2 or (is_alone and len(days) != 2):
        message = "give `--at` twice, for the day before and the day after"
        raise click.UsageError(message if is_alone else "give `--at` once for both packs, or once for each")
    if not days:
        today = date.today()
        settings.say(
            f"未写明 --at，比较今天 {today} 有效的规定", f"no --at is given, so the law of today, {today}, is compared"
        )
        return today, today
    return days[0], days[-1]
