"""Tests → which lines of the engine each of them runs and how long it takes, measured once and kept in a file."""

import ast
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import coverage

from tests.mutation.forks import End, Job, answers
from tests.mutation.session import Tests

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "pmos_rules"
FAILS = -1.0
"""What stands for the seconds of a test that fails as it is."""
TOGETHER = 40
"""So many tests are measured in one process."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What one test runs, as a number with a bit for each line of a file, and its seconds of processor time."""

    seconds: float
    lines: Mapping[str, int]


Reach = dict[str, Reached]


def measured(tests: Tests, names: Sequence[str], workers: int) -> Iterator[Reach]:
    """Each of these tests, as if it ran alone; some at a time."""
    groups = {str(at): names[at : at + TOGETHER] for at in range(0, len(names), TOGETHER)}
    jobs = (Job(at, lambda group=group: _measure(tests, group), 600) for at, group in groups.items())
    for at, answer in answers(jobs, workers):
        assert not isinstance(answer, End), f"could not measure {groups[at]}: {answer}"
        yield {name: _read(seconds, lines) for name, seconds, lines in answer}


def _measure(tests: Tests, names: Sequence[str]) -> list[tuple[str, float, dict[str, str]]]:
    include = [f"{SOURCES}/{package}/*.py" for package in ("formats", "language", "compilation", "evaluation")]
    measuring = coverage.Coverage(data_file=None, include=include, config_file=False)
    measuring.set_option("run:disable_warnings", ["no-data-collected"])
    seconds: dict[str, float] = {}
    measuring.start()
    for name in names:
        measuring.switch_context(name)
        began = time.process_time()
        failed = tests.first_to_fail([name])
        seconds[name] = FAILS if failed else time.process_time() - began
        if failed:
            tests.forgive()
    measuring.stop()
    data = measuring.get_data()
    lines: dict[str, dict[str, str]] = {name: {} for name in names}
    for name in names:
        data.set_query_context(name)
        for file in data.measured_files():
            if found := data.lines(file):
                lines[name][str(Path(file).relative_to(SOURCES))] = hex(bits(found))
    return [(name, seconds[name], lines[name]) for name in names]


def _read(seconds: float, lines: Mapping[str, str]) -> Reached:
    return Reached(seconds, {file: int(bits, 16) for file, bits in lines.items()})


def bits(lines: Iterator[int] | Sequence[int]) -> int:
    """A set of lines as a number."""
    number = 0
    for line in lines:
        number |= 1 << line
    return number


def kept(file: Path) -> Reach:
    """What was measured before."""
    if not file.exists():
        return {}
    read = json.loads(file.read_text("utf-8"))
    return {name: _read(seconds, lines) for name, (seconds, lines) in read.items()}


def keep(reach: Reach, file: Path) -> None:
    """Write down what was measured."""
    written = {
        name: (found.seconds, {path: hex(lines) for path, lines in found.lines.items()})
        for name, found in reach.items()
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(written), "utf-8")


def statement_lines(source: str) -> dict[int, range]:
    """For each line that a statement stands on, all the lines that run when it does.

    For a `def` these are the lines of the whole function; for another statement with a body, the lines of its head.
    """
    found: dict[int, range] = {}
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(body=[first, *_]):
                lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                heads = range(node.lineno, first.lineno)
            case ast.stmt(body=[first, *_]):
                heads = lines = range(node.lineno, max(first.lineno, node.lineno + 1))
            case ast.Match(subject=subject):
                heads = lines = range(node.lineno, (subject.end_lineno or node.lineno) + 1)
            case ast.match_case(pattern=pattern, body=[first, *_]):
                heads = lines = range(pattern.lineno, max(first.lineno, pattern.lineno + 1))
            case ast.stmt():
                heads = lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            case _:
                continue
        for line in heads:
            if line not in found or len(found[line]) > len(lines):
                found[line] = lines
    return found
