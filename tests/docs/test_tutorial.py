"""The tutorial, as somebody goes through it: its files are written, its commands run, its outputs are what comes out.

Where the words have changed on purpose, `REWRITE_TUTORIAL=1 pytest tests/docs/test_tutorial.py` writes the outputs
anew, to be read before they are kept.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from pmos_rules.cli import checking, new
from pmos_rules.cli.program import run
from tests.docs.blocks import ROOT

PAGE = ROOT / "docs" / "tutorial.md"
_BLOCK = re.compile(r"^```(console|yaml|diff)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)

_PIP = ["-m", "pip", "install", "--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check"]
# The command line in a process of its own, which sees what was installed meanwhile.
_COMMAND_LINE = f"""
from pmos_rules.cli import checking, main
from {__name__} import WrittenOn
checking.date = WrittenOn
main()
"""


class WrittenOn(date):
    """The day on which the page was written, for whoever asks for today."""

    @classmethod
    def today(cls) -> date:  # type: ignore[override]  # a plain date, as the real one gives
        return date(2026, 11, 22)


@dataclass
class Reader:
    """Somebody in a folder, who does what the page says; what pip installs goes to `site`."""

    folder: Path
    site: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, command: str) -> str:
        """What a command writes on a terminal."""
        match shlex.split(command):
            case ["cd", place]:
                self.folder = (self.folder / place).resolve()
                return ""
            case ["pmos-rules", *arguments] if not self.site.exists():
                os.chdir(self.folder)
                run(arguments)
                return "".join(self.capsys.readouterr())
            case ["pmos-rules", *arguments]:
                return self.python("-c", _COMMAND_LINE, *arguments)
            case ["pytest", *arguments]:
                return self.python("-m", "pytest", "-p", "no:cacheprovider", *arguments)
            case ["pip", "install", *arguments]:
                return self.python(*_PIP, "--target", str(self.site), *arguments)
        raise AssertionError(f"the page has a command that is not known here: {command}")

    def python(self, *arguments: str) -> str:
        ended = subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": f"{self.site}{os.pathsep}{ROOT}", "PYTHONUTF8": "1", "PYTEST_ADDOPTS": ""},
        )
        return re.sub(r"in [0-9.]+s", "in 2.00s", ended.stdout + ended.stderr)

    def console(self, text: str) -> str:
        """A block of commands, each with what it really writes."""
        commands = [line for line in text.splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{self.run(line[2:])}" for line in commands)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, "utf-8")

    def edit(self, path: str, text: str) -> None:
        """Lines that begin with `-` give way to those with `+`; the others tell where."""
        marked = [(line[0], line[1:]) for line in text.splitlines()]
        old, new = ("".join(f"{line}\n" for mark, line in marked if mark in kept) for kept in (" -", " +"))
        before = (self.folder / path).read_text("utf-8")
        assert before.count(old) == 1, f"{path} has not once: {old}"
        self.write(path, before.replace(old, new))


def gone_through(page: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """Each block of commands as it stands, and with what the commands really wrote."""
    for language, path, body in _BLOCK.findall(page):
        if language == "console":
            yield body, reader.console(body)
        elif path and language == "yaml":
            reader.write(path, body)
        elif path:
            reader.edit(path, body)


def test_whoever_does_what_it_says_sees_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for module in (checking, new):
        monkeypatch.setattr(module, "date", WrittenOn)
    pytest.importorskip("setuptools", minversion="77", reason="pip would have to fetch it")
    (tmp_path / "empty").mkdir()
    text = PAGE.read_text("utf-8")
    seen = list(gone_through(text, Reader(tmp_path / "empty", tmp_path / "site", capsys)))
    if os.environ.get("REWRITE_TUTORIAL"):
        for before, after in seen:
            text = text.replace(f"```console\n{before}```", f"```console\n{after}```", 1)
        PAGE.write_text(text, "utf-8")
    shown = [body for language, _, body in _BLOCK.findall(text) if language == "console"]
    assert len(shown) > 10
    assert [written for _, written in seen] == shown
