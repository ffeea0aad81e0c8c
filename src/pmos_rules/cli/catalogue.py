"""Turns a rule pack into a catalogue of all that it says."""

from pathlib import Path

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option
from pmos_rules.cli.settings import Settings
from pmos_rules.errors import InputError


@click.command(
    short_help="Make a page of all that a pack says (规则目录).",
    epilog="Exit codes: 0 made, 2 no such pack or a file that cannot be written, 3 bad ruleset or case file, "
    "70 internal error.",
)
@click.argument("pack")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "markdown"]),
    default="html",
    show_default=True,
    help="One HTML file in both languages with a search and filters, or Markdown in one language.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write it. [default: standard output]",
)
@language_option
@debug_option
@click.pass_obj
def catalogue(settings: Settings, pack: str, form: str, output: Path | None) -> int:
    """Make a page of all that a rule pack says, to be read or published (规则目录).

    PACK is the name of an installed pack, a market, or a pack's folder. Each rule stands there in plain words with
    its clause, dates, history, and examples from the pack's cases; guidance, processes, parameters and code lists
    follow, and what the pack inherits. --lang is the language that the page opens in.

    \b
    pmos-rules catalogue hubei --output hubei.html
    pmos-rules catalogue my_pack/ --format markdown --lang en > RULES.md
    """
    text = _made(pack, form, settings)
    if output is None:
        click.echo(text, nl=False)
        return ExitCode.ACCEPTED
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise InputError(
            f"无法写入 {output}：{error.strerror}", f"`{output}` cannot be written: {error.strerror}", str(output)
        ) from None
    return ExitCode.ACCEPTED


def _made(pack: str, form: str, settings: Settings) -> str:
    from pmos_rules.api import load_rulesets
    from pmos_rules.testing import collect_cases, samples_of

    first, *others = load_rulesets(pack)
    found = first.catalogue(*others, samples=samples_of(collect_cases(pack)))
    if form == "markdown":
        from pmos_rules.rendering.catalogue import catalogue_markdown

        return catalogue_markdown(found, language=settings.language)
    from pmos_rules.rendering.catalogue.html import catalogue_html

    return catalogue_html(found, language=settings.language)
