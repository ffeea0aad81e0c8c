"""Turns a kit and somebody's own checker into a table of agreements and disagreements, and an exit code."""

import json
from datetime import date
from pathlib import Path

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option, read_day
from pmos_rules.cli.settings import Settings, width
from pmos_rules.cli.test_progress import progress
from pmos_rules.findings import Severity


@click.command(
    short_help="Hold your own checker to the rules (一致性测试).",
    epilog="Exit codes: 0 agreed on every dossier, 1 disagreed or not answered, 2 usage, no such market, kind, kit or "
    "checker, 3 bad ruleset, 70 internal error.",
)
@click.argument("market")
@click.argument("kind", required=False)
@click.option(
    "--checker",
    required=True,
    help="What is tested: a URL of this machine, a command, or a Python function as `module:function`.",
)
@click.option("--lines", is_flag=True, help="Start a command once, with a dossier a line, not once for each.")
@click.option(
    "--codes",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What the checker's own codes mean: a YAML or JSON mapping of code to rule.",
)
@click.option("--violate", metavar="RULE", multiple=True, help="Only dossiers that break this rule; may be repeated.")
@click.option(
    "-n", "--number", type=click.IntRange(min=1), default=1, show_default=True, help="So many dossiers for each rule."
)
@click.option("--seed", metavar="S", type=int, default=0, show_default=True, help="The same seed, the same dossiers.")
@click.option("--as-of", callback=read_day, metavar="DAY", help="The day by whose law they are made.")
@click.option(
    "--least",
    type=click.Choice(["error", "warning", "info"]),
    default="info",
    show_default=True,
    help="The lightest finding that the checker has to have.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    help="For each dossier.",
)
@click.option(
    "--shrink",
    metavar="N",
    type=click.IntRange(min=0),
    default=300,
    show_default=True,
    help="Try so many dossiers at most to find the smallest one for a disagreement.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@language_option
@debug_option
@click.pass_obj
def kit(
    settings: Settings,
    market: str,
    kind: str | None,
    checker: str,
    lines: bool,
    codes: Path | None,
    violate: tuple[str, ...],
    number: int,
    seed: int,
    as_of: date | None,
    least: str,
    timeout: float,
    shrink: int,
    form: str,
) -> int:
    """Hold your own checker to the rules, dossier by dossier (一致性测试).

    MARKET and KIND say which dossiers to make, as for `generate`; a file that `generate` wrote may stand in their
    place. The checker is given each dossier as JSON and answers with JSON, such as "accept", or
    {"verdict": "reject", "rules": ["hubei.retailer.staff_unique"]}.

    \b
    pmos-rules kit hubei retailer --checker http://127.0.0.1:8000/registrations
    pmos-rules kit hubei retailer --checker './check.sh --strict' --lines
    pmos-rules kit hubei retailer --checker platform.rules:check --codes codes.yaml -n 5
    pmos-rules kit kit.jsonl --checker platform.rules:check --format json

    For each rule it says how often the two agree, and for each disagreement the smallest dossier that shows it.
    """
    from pmos_rules.api import load_ruleset
    from pmos_rules.testing.kit import checker_named, comparison_text, comparison_to_dict, make_kit, read_kit

    asked = checker_named(checker, timeout=timeout, lines=lines)
    if kind is None:
        given = read_kit(Path(market))
        if not given.is_of_this_edition:
            settings.say(
                f"{market} 按另一版规则生成，与已安装的 {given.ruleset.version} 版不同，结论可能不同",
                f"`{market}` was made by other rules than the {given.ruleset.version} installed; answers may differ",
            )
    else:
        rules = violate or ("all",)
        given = make_kit(load_ruleset(market), kind, violate=rules, number=number, seed=seed, as_of=as_of)
    for name in given.unmade:
        settings.say(f"未生成 {name}", f"`{name}` could not be made")
    with progress() as tell:
        found = given.compare(asked, codes=codes, least=Severity(least), shrink_tries=shrink, progress=tell)
    if form == "json":
        click.echo(json.dumps(comparison_to_dict(found), ensure_ascii=False, indent=2, default=str))
    else:
        click.echo(comparison_text(found, language=settings.language, width=width()), nl=False)
    return ExitCode.ACCEPTED if found.agrees else ExitCode.FINDINGS
