"""Turns a market, a kind and a seed into dossiers with known answers, as lines of JSON and as folders of files."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

import click

from pmos_rules.cli.exit_codes import ExitCode
from pmos_rules.cli.options import debug_option, language_option, read_day
from pmos_rules.cli.settings import Settings
from pmos_rules.cli.test_progress import progress
from pmos_rules.errors import InputError, PmosRulesError

_LINES = "kit.jsonl"


@click.command(
    short_help="Make dossiers with known answers (生成测试档案).",
    epilog="Exit codes: 0 written, 1 some dossiers could not be made, 2 usage, no such market, kind or rule, or "
    "nothing can be written there, 3 bad ruleset, 70 internal error.",
)
@click.argument("market")
@click.argument("kind")
@click.option(
    "--violate",
    metavar="RULE",
    multiple=True,
    help="Break this rule; may be repeated. `all`: every rule that can be broken, after dossiers that break none. "
    "[default: none]",
)
@click.option(
    "-n",
    "--number",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="So many dossiers, or so many for each rule.",
)
@click.option("--seed", metavar="S", type=int, default=0, show_default=True, help="The same seed, the same dossiers.")
@click.option(
    "--as-of",
    callback=read_day,
    metavar="DAY",
    help="The day by whose law they are made. [default: one on which all that is known is in force]",
)
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write the lines there.")
@click.option(
    "--files",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Also write each dossier as a folder with real files, and the lines to DIR/{_LINES}.",
)
@language_option
@debug_option
@click.pass_obj
def generate(
    settings: Settings,
    market: str,
    kind: str,
    violate: tuple[str, ...],
    number: int,
    seed: int,
    as_of: date | None,
    out: Path | None,
    files: Path | None,
) -> int:
    """Make dossiers from the rules, each with the findings to expect (生成测试档案).

    MARKET is a market or a pack's folder, KIND a kind of filing such as retailer or 售电公司. Each line is a dossier,
    the rule that it breaks, if any, and what the rules say of it. Companies, people and numbers are invented.

    \b
    pmos-rules generate hubei retailer -n 100
    pmos-rules generate hubei retailer --violate hubei.retailer.staff_total_no_grid -n 5
    pmos-rules generate hubei retailer --violate all --seed 7 --out kit.jsonl
    pmos-rules generate hubei retailer --violate hubei.file.max_size --files dossiers/

    `pmos-rules check` on a folder that --files wrote gives the findings of its line.
    """
    from pmos_rules.api import load_ruleset
    from pmos_rules.testing.kit import line_of, plan_kit, write_folder

    ruleset = load_ruleset(market)
    plan = plan_kit(ruleset, kind, violate=violate, number=number, seed=seed, as_of=as_of)
    target = files / _LINES if files is not None and out is None else out
    unmade: dict[str, PmosRulesError] = {}
    written = 0
    with _written(target) as lines, progress() as tell:
        for entry in plan.entries(unmade.__setitem__):
            lines.write(line_of(entry if files is None else write_folder(entry, files, ruleset)) + "\n")
            written += 1
            if tell is not None and target is not None:
                tell(written + len(unmade), len(plan))
    for name, error in unmade.items():
        settings.say(f"未生成 {name}：{error.zh}", f"`{name}` was not made: {error.en}")
    if target is not None:
        settings.say(f"已写入 {target}：{written} 份档案", f"wrote {written} dossiers to `{target}`")
    return ExitCode.FINDINGS if unmade else ExitCode.ACCEPTED


@contextmanager
def _written(target: Path | None) -> Iterator[IO[str]]:
    """Where the lines go; raises InputError where they cannot."""
    if target is None:
        yield sys.stdout
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        file = target.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise InputError(f"无法写入 {target}（{why}）", f"`{target}` cannot be written: {why}", str(target)) from None
    with file:
        yield file
