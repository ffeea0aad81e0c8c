"""Turns a rule pack into all that is wrong with it."""

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option
from pmos_rules.cli.settings import Settings
from pmos_rules.source import Diagnostic, RulesetError, render_diagnostic


@click.command(
    short_help="Say what is wrong with a rule pack (检查规则包).",
    epilog="Exit codes: 0 nothing wrong but warnings, 2 no such pack, 3 errors, 70 internal error.",
)
@click.argument("pack")
@debug_option
@click.pass_obj
def lint(settings: Settings, pack: str) -> int:
    """Say what is wrong with a rule pack, all at once and line by line (检查规则包).

    PACK is the folder with pack.yaml in it, or the name of an installed pack.

    \b
    pmos-rules lint my_pack/
    pmos-rules lint hubei
    """
    settings.language = "en"
    diagnostics = _diagnostics(pack)
    for diagnostic in diagnostics:
        click.echo(render_diagnostic(diagnostic) + "\n")
    errors = sum(diagnostic.level == "error" for diagnostic in diagnostics)
    click.echo(f"{pack}: {_counted(errors, 'error')}, {_counted(len(diagnostics) - errors, 'warning')}")
    return ExitCode.BAD_RULESET if errors else ExitCode.ACCEPTED


def _diagnostics(pack: str) -> list[Diagnostic]:
    from pmos_rules.api import check_pack

    try:
        return check_pack(pack)
    except RulesetError as error:
        return list(error.diagnostics)


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
