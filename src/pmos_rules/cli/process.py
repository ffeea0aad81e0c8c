"""Turns a market and the name of a process into a table of its steps, or into a diagram."""

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option
from pmos_rules.cli.settings import Settings
from pmos_rules.errors import InputError
from pmos_rules.source import suggest


@click.command(
    short_help="Show the steps of a process (办理流程).",
    epilog="Exit codes: 0 shown, 2 no such market or process, 3 bad ruleset, 70 internal error.",
)
@click.argument("market")
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "mermaid"]),
    default="table",
    show_default=True,
    help="A table, or a Mermaid state diagram.",
)
@language_option
@debug_option
@click.pass_obj
def process(settings: Settings, market: str, name: str | None, form: str) -> int:
    """Show who may take which step of a process, from which state to which (办理流程).

    MARKET is a market, a pack, or a pack's folder; NAME is one of its processes. Without a name the
    processes that there are are listed.

    \b
    pmos-rules process hubei
    pmos-rules process hubei binding
    pmos-rules process jiangsu paper --format mermaid --lang en
    """
    from pmos_rules.api import load_ruleset
    from pmos_rules.rendering.process_text import process_diagram, process_table

    processes = load_ruleset(market).processes
    if name is None:
        for known in processes.values():
            title = known.title
            click.echo(f"{known.name}  {title.zh if settings.language == 'zh' else title.en}")
        return ExitCode.ACCEPTED
    if name not in processes:
        raise _unknown(market, name, list(processes))
    render = process_table if form == "table" else process_diagram
    click.echo(render(processes[name], settings.language), nl=False)
    return ExitCode.ACCEPTED


def _unknown(market: str, name: str, known: list[str]) -> InputError:
    meant = suggest(name, known)
    if not known:
        return InputError(f"{market} 没有办理流程", f"`{market}` has no process", name)
    there = f"应为 {meant}" if meant else f"应为 {'、'.join(known)} 之一"
    there_en = f"did you mean `{meant}`?" if meant else f"expected one of {', '.join(known)}"
    return InputError(
        f"{market} 没有流程 {name}，{there}", f"`{market}` has no process `{name}`, {there_en}", name
    )
