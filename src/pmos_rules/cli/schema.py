"""Turns the rule language into the JSON Schemas by which editors complete and check what is typed."""

from pathlib import Path

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.new import write_files
from pmos_rules.cli.options import debug_option, language_option
from pmos_rules.cli.settings import Settings


@click.command(
    short_help="Write the JSON Schemas for editors (编辑器补全).",
    epilog="Exit codes: 0 written, 2 the folder cannot be written, 70 internal error.",
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@language_option
@debug_option
@click.pass_obj
def schema(settings: Settings, folder: Path) -> int:
    """Write the JSON Schemas with which editors complete, check and explain rules (编辑器补全).

    FOLDER is the folder above the pack's, where `new` puts them; the first line of each rule file names them.
    They belong to the installed version of pmos-rules: write them again after an upgrade.

    \b
    pmos-rules schema pmos_rules_sichuan
    """
    from pmos_rules.packs.laying_out import schemas

    made = schemas()
    write_files(folder, made)
    for name in made:
        click.echo(folder / name)
    return ExitCode.ACCEPTED
