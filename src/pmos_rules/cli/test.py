"""Turns the cases of a rule pack into those that are not as they say, and into what all of them leave out."""

import json
from collections.abc import Sequence
from typing import Any

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option
from pmos_rules.cli.settings import Settings
from pmos_rules.cli.test_data import coverage_data, fire_matrix_data, mutation_data, run_data
from pmos_rules.cli.test_progress import progress
from pmos_rules.cli.test_text import coverage_lines, fire_matrix_lines, mutation_lines, run_lines


@click.command(
    epilog="Exit codes: 0 all as they say, 1 some not, or fewer changes noticed than --fail-under, 2 no such pack "
    "or rule, 3 bad ruleset or case file, 70 internal error."
)
@click.argument("pack")
@click.option(
    "--untested",
    is_flag=True,
    help="Also list what no case shows: of each rule that it passes and "
    "that it fails, a value missing, either side of a bound, each severity.",
)
@click.option(
    "--coverage",
    is_flag=True,
    help="Also show of each rule how often it has each outcome, and how much of its branches and bounds is shown.",
)
@click.option(
    "--fire-matrix",
    is_flag=True,
    help="Also break every rule on every base dossier with one change, and list what nothing breaks.",
)
@click.option(
    "--mutate",
    is_flag=True,
    help="Also change each rule of the pack a little, in every way, and list the changes that no case notices.",
)
@click.option("--rule", metavar="ID", help="With --mutate: only this rule, or this family.")
@click.option("--sample", metavar="N", type=click.IntRange(min=1), help="With --mutate: only so many changes.")
@click.option("--seed", metavar="S", type=int, default=0, show_default=True, help="Draws the sample.")
@click.option(
    "--fail-under",
    metavar="PERCENT",
    type=click.FloatRange(0, 100),
    help="With --mutate: exit with 1 where fewer changes are noticed.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="en",
    show_default=True,
    help="Language in which changes to rules are told.",
)
@debug_option
@click.pass_obj
def test(
    settings: Settings,
    pack: str,
    untested: bool,
    coverage: bool,
    fire_matrix: bool,
    mutate: bool,
    rule: str | None,
    sample: int | None,
    seed: int,
    fail_under: float | None,
    form: str,
    lang: Any,
) -> int:
    """Run the cases of a rule pack (运行规则包的用例).

    PACK is the folder with pack.yaml in it, or the name of an installed pack. Its cases are the files
    cases/*.yaml: each changes a complete dossier and says which rules then fail.

    \b
    pmos-rules test my_pack/
    pmos-rules test hubei --untested
    pmos-rules test my_pack/ --coverage --fire-matrix
    pmos-rules test my_pack/ --mutate --fail-under 90
    """
    from pmos_rules import testing

    settings.language = lang
    _check_options(mutate, rule=rule, sample=sample, fail_under=fail_under)
    run = testing.run_cases(pack)
    parts: list[_Part] = []
    if untested:
        lacking = testing.untested_rules(pack, run)
        parts.append(("untested", [str(found) for found in lacking], [str(found) for found in lacking]))
    if coverage:
        rows = testing.coverage(pack, run)
        parts.append(("coverage", coverage_data(rows), coverage_lines(rows)))
    if fire_matrix:
        fired = testing.fire_matrix_of(pack, run)
        parts.append(("fire_matrix", fire_matrix_data(fired), fire_matrix_lines(fired)))
    changed = None
    if mutate:
        with progress() as tell:
            changed = testing.mutate_rules(pack, run=run, rule=rule, sample=sample, seed=seed, progress=tell)
        parts.append(("mutation", mutation_data(changed, lang), mutation_lines(changed, lang)))
    if form == "json":
        data = {**run_data(run), **{name: data for name, data, _ in parts}}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _echo(run_lines(run), parts, pack, run)
    is_low = changed is not None and fail_under is not None and changed.percent < fail_under
    if any(diagnostic.level == "error" for diagnostic in run.diagnostics):
        return ExitCode.BAD_RULESET
    return ExitCode.FINDINGS if run.failures or is_low else ExitCode.ACCEPTED


_Part = tuple[str, Any, Sequence[str]]
"""One of what was asked for besides: its name and data in JSON, and its lines."""


def _check_options(mutate: bool, **others: object) -> None:
    """What only goes with --mutate is of no use without."""
    for name, value in others.items():
        if value is not None and not mutate:
            raise click.UsageError(f"--{name.replace('_', '-')} goes with --mutate")


def _echo(lines: Sequence[str], parts: Sequence[_Part], pack: str, run: Any) -> None:
    for line in lines:
        click.echo(line)
    for _, _, said in parts:
        for line in said:
            click.echo(line)
    click.echo(f"{pack}: {len(run.results)} cases, {len(run.failures) or 'none'} failed")
