"""Turns the rules of a market, a kind and a day into the definition of another engine."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option, read_day
from pmos_rules.cli.settings import Settings
from pmos_rules.errors import InputError
from pmos_rules.source import suggest


@click.command(
    short_help="Write the rules for another engine (导出规则).",
    epilog="Exit codes: 0 written, 2 no such market or kind, or the file cannot be written, 3 bad ruleset, "
    "70 internal error.",
)
@click.argument("market")
@click.argument("kind")
@click.option(
    "--to",
    "engine",
    type=click.Choice(["durable"]),
    default="durable",
    show_default=True,
    help="The engine that is to run them.",
)
@click.option("--as-of", callback=read_day, metavar="DAY", help="The day whose law is asked. [default: today]")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="[default: stdout]")
@language_option
@debug_option
@click.pass_obj
def export(settings: Settings, market: str, kind: str, engine: str, as_of: date | None, out: Path | None) -> int:
    """Write the rules in force for a kind as another engine's definition (导出规则).

    MARKET is a market or a pack's folder. The file holds the rulesets of durable-rules as JSON, the facts that they
    expect with what each property means, and a list of what those facts bring ready-made, with the reason.

    \b
    pmos-rules export hubei retailer --to durable --as-of 2026-07-01 --out retailer.json
    """
    text = json.dumps(_definition(settings, market, kind, as_of), ensure_ascii=False, indent=1) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return ExitCode.ACCEPTED
    try:
        out.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"无法写入 {out}：{reason}", f"`{out}` cannot be written: {reason}", str(out)) from None
    return ExitCode.ACCEPTED


def _definition(settings: Settings, market: str, kind: str, as_of: date | None) -> dict[str, Any]:
    from pmos_rules.api import load_ruleset
    from pmos_rules.compilation.durable import lower
    from pmos_rules.compilation.durable.exporting import definition_data
    from pmos_rules.compilation.plan import compile_plan

    ruleset = load_ruleset(market)
    if kind not in ruleset.kinds:
        raise _unknown_kind(market, kind, ruleset.kinds)
    day = as_of or _today(settings)
    evaluator = ruleset.at(day)
    plan = compile_plan(evaluator.rules, kind, day, evaluator.schema)
    about = {
        "market": ruleset.id,
        "kind": kind,
        "as_of": day.isoformat(),
        "version": ruleset.version,
        "digest": ruleset.digest,
    }
    return definition_data(lower(plan), about)


def _today(settings: Settings) -> date:
    today = date.today()
    settings.say(
        f"未指定 --as-of，按今天 {today} 有效的规定导出",
        f"no --as-of is given, so the law of today, {today}, is exported",
    )
    return today


def _unknown_kind(market: str, kind: str, kinds: tuple[str, ...]) -> InputError:
    meant = suggest(kind, kinds)
    return InputError(
        f"“{market}”没有申报类型 {kind}，应为 {meant or '、'.join(kinds)}",
        f"`{market}` has no kind `{kind}`, "
        + (f"did you mean `{meant}`?" if meant else f"expected one of {', '.join(kinds)}"),
    )
