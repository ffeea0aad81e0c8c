"""Turns the name of a pack into a folder with all that the pack needs: rules, cases, tests, packaging."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option
from pmos_rules.cli.settings import Settings
from pmos_rules.errors import InputError


@click.command(
    short_help="Lay out a new rule pack (新建规则包).",
    epilog="Exit codes: 0 made, 2 no name for a pack, or something is there already, 70 internal error.",
)
@click.argument("pack")
@click.option("--market", metavar="NAME", help="The market it answers for. [default: as the pack]")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="Where the folder of the pack is made. [default: here]",
)
@language_option
@debug_option
@click.pass_obj
def new(settings: Settings, pack: str, market: str | None, folder: Path) -> int:
    """Lay out a complete rule pack, to be filled with your own rules (新建规则包).

    PACK is its name: lower-case letters, digits and underscores. Every id of a rule in it begins with that
    name. What is made is a Python distribution: it passes lint and test as it stands, and after `pip install`
    it is found as the built-in packs are.

    \b
    pmos-rules new sichuan
    pmos-rules new my_rules --market sichuan --dir ~/packs
    """
    from pmos_rules.packs.laying_out import distribution_of, new_pack

    files = new_pack(pack, market or pack, today=date.today())
    root = folder / distribution_of(pack)
    _make(root)
    write_files(root, files)
    for path in files:
        click.echo(root / path)
    rules = f"{root}/pmos_rules_{pack}/{pack}"
    settings.say(
        f"已新建规则包 {pack}；接下来：pmos-rules test {rules}",
        f"made the pack `{pack}`; go on with: pmos-rules test {rules}",
    )
    return ExitCode.ACCEPTED


def _make(root: Path) -> None:
    """The folder, which must not be there: nothing of anybody's is ever overwritten."""
    try:
        root.mkdir(parents=True)
    except FileExistsError:
        raise InputError(
            f"{root} 已经存在，不作改动；可用 --dir 换一处，或取别的名称",
            f"`{root}` exists and is left as it is; choose another name, or another place with --dir",
        ) from None
    except OSError as error:
        raise _not_writable(root, error) from error


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Writes each text below a folder."""
    try:
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise _not_writable(root, error) from error


def _not_writable(root: Path, error: OSError) -> InputError:
    return InputError(f"{root} 无法写入：{error.strerror}", f"`{root}` cannot be written: {error.strerror}")
