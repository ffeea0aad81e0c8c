"""Turns dossiers into reports on stdout and an exit code."""

import json
from collections import Counter
from datetime import date
from typing import Any

import click

from pmos_rules.cli.checking import Checking
from pmos_rules.cli.exit_codes import code_of, worst
from pmos_rules.cli.inputs import read_reference
from pmos_rules.cli.options import debug_option, language_option, read_day
from pmos_rules.cli.settings import Settings, is_coloured, width
from pmos_rules.findings import Report, Severity, Text, Verdict

_COLOURS: dict[str, dict[str, Any]] = {
    "accept": {"fg": "green", "bold": True},
    "reject": {"fg": "red", "bold": True},
    "undetermined": {"fg": "yellow", "bold": True},
    "title": {"bold": True},
    "place": {"bold": True},
    "plain": {},
    "dim": {"dim": True},
}


@click.command(
    epilog="Exit codes: 0 accepted, 1 findings at or above --fail-on, 2 usage or unreadable input, 3 bad "
    "ruleset, 4 nothing failed but something cannot be judged yet, 70 internal error; of several inputs the "
    "worst, in the order 70, 3, 2, 1, 4, 0."
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--ruleset", metavar="NAME", help="A market, or a pack's folder. [default: the dossier's market]"
)
@click.option(
    "--as-of",
    callback=read_day,
    metavar="DAY",
    help="The day whose law is asked. [default: the dossier's as_of]",
)
@click.option(
    "--reference",
    metavar="FILE",
    help="Reference data, as under `reference` in a dossier: admission catalogue, taken logins ...",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="The lightest finding that gives exit code 1.",
)
@click.option(
    "--engine",
    type=click.Choice(["compiled", "durable"]),
    default="compiled",
    show_default=True,
    help="durable: have durable-rules judge every rule too (extra `durable`); 70 where the engines differ.",
)
@click.option(
    "--show-personal",
    is_flag=True,
    help="Show identity, mobile and account numbers in full; never passwords.",
)
@language_option
@debug_option
@click.pass_obj
def check(
    settings: Settings,
    paths: tuple[str, ...],
    ruleset: str | None,
    as_of: date | None,
    reference: str | None,
    form: str,
    fail_on: str,
    engine: str,
    show_personal: bool,
) -> int:
    """Check dossiers against a centre's rules (审查申报档案).

    PATH is a dossier folder (dossier.yaml with its attachments beside it, which are looked at too), a YAML
    or JSON file, or - for standard input.

    \b
    pmos-rules check dossier/
    pmos-rules check a.yaml b.json --as-of 2026-07-01 --fail-on warning
    pmos-rules check - --format json < dossier.json
    pmos-rules check dossier/ --reference catalogue.yaml

    The report says what must be corrected, what must be supplied before anything can be said, and what to
    look at again, each with the clause it rests on. Personal data is masked in it.
    """
    known = None if reference is None else read_reference(reference)
    checking = Checking(
        settings, ruleset=ruleset, as_of=as_of, reference=known, show_personal=show_personal, engine=engine
    )
    for path in paths:
        report = checking.check(path)
        if report is not None and form == "text":
            _print_text(report, path, settings, is_first=len(checking.reports) == 1)
    if form == "json":
        _print_json(checking)
    elif len(paths) > 1:
        _print_summary(checking, settings)
    if checking.second is not None:
        checking.second.close(settings)
    codes = [code_of(report, Severity(fail_on)) for _, report in checking.reports]
    return worst([*codes, *checking.codes])


def _print_text(report: Report, name: str, settings: Settings, *, is_first: bool) -> None:
    from pmos_rules.rendering import render_text

    text = render_text(report, name=name, language=settings.language, width=width(), paint=paint)
    click.echo(text if is_first else "\n" + text, nl=False)


def paint(line: str, role: str) -> str:
    """A line of a report in its colour, where there are colours."""
    return click.style(line, **_COLOURS[role]) if is_coloured() else line


def _print_json(checking: Checking) -> None:
    from pmos_rules.rendering import reports_to_dict

    errors = ((name, Text(complaint.zh, complaint.en)) for name, complaint in checking.errors)
    data = reports_to_dict(checking.reports, errors)
    if checking.second is not None:
        data = {**data, "second_engine": checking.second.data()}
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _print_summary(checking: Checking, settings: Settings) -> None:
    """A line that counts the verdicts, for who checked many."""
    seen = Counter(report.verdict for _, report in checking.reports)
    verdicts = seen[Verdict.REJECT], seen[Verdict.UNDETERMINED], seen[Verdict.ACCEPT], len(checking.errors)
    template = (
        "共 {} 份：退回 {}，尚不能判断 {}，通过 {}，未能审查 {}"
        if settings.language == "zh"
        else "{} dossiers: {} sent back, {} cannot be judged yet, {} accepted, {} not checked"
    )
    line = template.format(sum(verdicts), *verdicts)
    click.echo("\n" + line if checking.reports else line)
