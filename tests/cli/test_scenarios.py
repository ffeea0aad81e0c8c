"""Whole runs, exactly as a user sees them: `scenarios/*.txt`, started in a copy of the folder `world`.

Each file holds a command, its exit code, and what it wrote. Where the words have changed on purpose,
`REWRITE_SCENARIOS=1 pytest tests/cli/test_scenarios.py` writes them anew, to be read before they are kept.
"""

import os
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Said

HERE = Path(__file__).parent
SCENARIOS = sorted((HERE / "scenarios").glob("*.txt"))


def written(command: str, said: Said) -> str:
    """The run as a scenario file has it."""
    parts = [f"$ {command}", f"--- exit code {int(said.code)}"]
    parts += [f"--- {name}\n{text}" for name, text in (("stdout", said.out), ("stderr", said.err)) if text]
    return "\n".join(parts).rstrip("\n") + "\n"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_the_run_is_as_written(scenario: Path, pmos_rules: Run) -> None:
    shutil.copytree(HERE / "world", ".", dirs_exist_ok=True)
    command = scenario.read_text("utf-8").split("\n", 1)[0].removeprefix("$ ")
    seen = written(command, pmos_rules(*shlex.split(command)[1:]))
    if os.environ.get("REWRITE_SCENARIOS"):
        scenario.write_text(seen, "utf-8")
    assert seen == scenario.read_text("utf-8")
