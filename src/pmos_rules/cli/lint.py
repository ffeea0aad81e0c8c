"""Turns a rule pack into all that is wrong with it."""

import json
from collections.abc import Callable, Sequence
from importlib.metadata import version
from os.path import relpath
from pathlib import Path

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option
from pmos_rules.cli.settings import Settings
from pmos_rules.source import Diagnostic, render_diagnostic


@click.command(
    short_help="Say what is wrong with a rule pack (检查规则包).",
    epilog="Exit codes: 0 nothing wrong but warnings, 2 no such pack, 3 errors (or warnings, with "
    "--fail-on warning), 70 internal error.",
)
@click.argument("pack")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="Text for people; JSON or SARIF 2.1.0 for editors and CI.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="From which level on the exit code is 3.",
)
@click.option(
    "--cases", is_flag=True, help="Also run the cases, and warn of rules with a bound, value or severity not shown."
)
@debug_option
@click.pass_obj
def lint(settings: Settings, pack: str, form: str, fail_on: str, cases: bool) -> int:
    """Say what is wrong with a rule pack and its cases, all at once and line by line (检查规则包).

    PACK is the folder with pack.yaml in it, or the name of an installed pack.

    \b
    pmos-rules lint my_pack/
    pmos-rules lint hubei --format sarif > hubei.sarif
    """
    from pmos_rules.testing.linting import lint_pack

    settings.language = "en"
    diagnostics = lint_pack(pack, run=cases)
    _RENDERED[form](pack, diagnostics)
    failing = [diagnostic for diagnostic in diagnostics if fail_on == "warning" or diagnostic.level == "error"]
    return ExitCode.BAD_RULESET if failing else ExitCode.ACCEPTED


def _as_text(pack: str, diagnostics: Sequence[Diagnostic]) -> None:
    for diagnostic in diagnostics:
        click.echo(render_diagnostic(diagnostic) + "\n")
    errors = sum(diagnostic.level == "error" for diagnostic in diagnostics)
    click.echo(f"{pack}: {_counted(errors, 'error')}, {_counted(len(diagnostics) - errors, 'warning')}")


def _as_json(pack: str, diagnostics: Sequence[Diagnostic]) -> None:
    from pmos_rules.rendering.diagnostics_data import diagnostics_to_dict

    _echo(diagnostics_to_dict(diagnostics, _relative(pack)))


def _as_sarif(pack: str, diagnostics: Sequence[Diagnostic]) -> None:
    from pmos_rules.rendering.diagnostics_data import diagnostics_to_sarif

    _echo(diagnostics_to_sarif(diagnostics, _relative(pack), version("pmos-rules")))


_RENDERED = {"text": _as_text, "json": _as_json, "sarif": _as_sarif}


def _echo(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _relative(pack: str) -> Callable[[str], str]:
    """Of a source called `hubei/rules.yaml` or by its path: where it lies, seen from where the command runs."""
    from pmos_rules.packs import find_pack, installed_packs

    own = find_pack(pack)
    folders = {**{name: folder.path for name, folder in installed_packs().items()}, own.name: own.path}

    def relative(name: str) -> str:
        first, _, rest = name.partition("/")
        path = folders[first] / rest if first in folders and rest else Path(name)
        return Path(relpath(path)).as_posix()

    return relative


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
