"""The program as a process: its help, its start, its streams."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

from pmos_rules.cli import check as check_module
from pmos_rules.cli import settings
from pmos_rules.cli.exit_codes import ExitCode, worst
from pmos_rules.cli.program import pmos_rules as group
from tests.cli.conftest import Run

WORLD = Path(__file__).parent / "world"


def start(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from pmos_rules.cli import main; main(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        check=False,
        cwd=WORLD,
        env={**os.environ, **(environment or {})},
    )


@pytest.mark.parametrize("verb", sorted(group.commands))
def test_the_help_of_every_verb_has_examples_and_exit_codes(pmos_rules: Run, verb: str) -> None:
    said = pmos_rules(verb, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"\n  pmos-rules {verb} " in said.out
    assert "\n  Exit codes: 0 " in said.out


def test_the_help_names_every_verb_in_full(pmos_rules: Run) -> None:
    said = pmos_rules("--help")
    assert said.code == 0
    assert sorted(group.commands) == ["catalogue", "check", "checklist", "diff", "explain", "export", "generate", "kit", "lint", "list", "new", "process", "schema", "test"]
    for verb in group.commands.values():
        assert f"  {verb.name:9}  {verb.get_short_help_str(limit=70)}\n" in said.out
        assert not verb.get_short_help_str(limit=70).endswith("...")


def test_the_version_is_the_distributions(pmos_rules: Run) -> None:
    said = pmos_rules("--version")
    assert said.code == 0
    assert said.out.startswith("pmos-rules ")


@pytest.mark.parametrize("module", ["pydantic", "yaml", "pypdf", "stdnum", "wcwidth"])
def test_help_is_quick_because_it_loads_nothing_that_only_a_verb_needs(module: str) -> None:
    code = (
        "import sys\nfrom pmos_rules.cli.program import run\n"
        f"run(['--help'])\nprint({module!r} in sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ended.stderr.strip() == b"False"


@pytest.mark.parametrize("encoding", ["ascii", "cp936", "latin-1"])
def test_output_is_utf8_whatever_the_console_says(encoding: str) -> None:
    ended = start("check", "good.yaml", "--ruleset", "pack", environment={"PYTHONIOENCODING": encoding})
    assert ended.returncode == 0
    assert "结论：通过；未发现问题" in ended.stdout.decode("utf-8").splitlines()


def test_a_file_name_that_is_no_text_is_no_accident() -> None:
    ended = start("check", "\udcff.yaml")
    assert (ended.returncode, ended.stderr.decode("utf-8")) == (2, "文件 \ufffd.yaml：文件不存在\n")


def test_a_reader_that_goes_away_is_no_accident() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-c", "from pmos_rules.cli import main; main(['list', 'pack'])"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        cwd=WORLD,
    )
    os.close(writing)
    assert (process.returncode, process.stderr) == (141, b"")


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "is_coloured", lambda: True)
    monkeypatch.setattr(check_module, "is_coloured", lambda: True)
    assert check_module.paint("结论：退回", "reject") == click.style("结论：退回", fg="red", bold=True)
    assert check_module.paint("规则", "plain") == click.style("规则")


@pytest.mark.parametrize(
    ("is_terminal", "environment", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_no_color_and_pipes_are_respected(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, environment: dict[str, str], expected: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal, raising=False)
    assert settings.is_coloured() is expected


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("300", 100)])
def test_lines_are_as_wide_as_the_terminal_within_reason(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert settings.width() == 80
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert settings.width() == width


def test_of_several_codes_the_documented_order_decides() -> None:
    order = [70, 3, 2, 1, 4, 0]
    for place, code in enumerate(order):
        assert worst(ExitCode(other) for other in order[place:]) == code
    assert worst([]) is ExitCode.ACCEPTED
