"""Turns the cases of a rule pack into a list of those that do not come out as they say."""

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option
from pmos_rules.cli.settings import Settings
from pmos_rules.source import render_diagnostic


@click.command(
    epilog="Exit codes: 0 all as they say, 1 some not, 2 no such pack, 3 bad ruleset or case file, "
    "70 internal error."
)
@click.argument("pack")
@click.option(
    "--untested",
    is_flag=True,
    help="Also list what no case shows: of each rule that it passes and "
    "that it fails, a value missing, either side of a bound, each severity.",
)
@debug_option
@click.pass_obj
def test(settings: Settings, pack: str, untested: bool) -> int:
    """Run the cases of a rule pack (运行规则包的用例).

    PACK is the folder with pack.yaml in it, or the name of an installed pack. Its cases are the files
    cases/*.yaml: each changes a complete dossier and says which rules then fail.

    \b
    pmos-rules test my_pack/
    pmos-rules test hubei --untested
    """
    from pmos_rules.testing import run_cases, untested_rules

    settings.language = "en"
    run = run_cases(pack)
    for diagnostic in run.diagnostics:
        click.echo(render_diagnostic(diagnostic) + "\n")
    for failed in run.failures:
        click.echo(f"{failed.file}:{failed.line}: {failed.name}")
        for difference in failed.differences:
            click.echo(f"    {difference}")
        click.echo()
    for rule in untested_rules(pack, run) if untested else ():
        click.echo(rule)
    click.echo(f"{pack}: {len(run.results)} cases, {len(run.failures) or 'none'} failed")
    if any(diagnostic.level == "error" for diagnostic in run.diagnostics):
        return ExitCode.BAD_RULESET
    return ExitCode.FINDINGS if run.failures else ExitCode.ACCEPTED
