"""The benchmarks into a table of what takes how long beside what: run `python benchmarks/ratios.py`."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

FOLDER = Path(__file__).parent
FILES = ("test_parse.py", "test_evaluate.py", "test_load.py")
HEAD = ("| what | time | beside | time | ratio |", "|---|--:|---|--:|--:|")


def measured() -> list[dict[str, Any]]:
    """Run every benchmark: what each compared."""
    with TemporaryDirectory() as folder:
        results = Path(folder) / "results.json"
        quietly = ["-q", "-p", "no:cacheprovider", "--benchmark-quiet", "--benchmark-max-time=0.1"]
        code = pytest.main([*quietly, f"--benchmark-json={results}", *(str(FOLDER / file) for file in FILES)])
        if code:
            sys.exit(int(code))
        return [each["extra_info"] for each in json.loads(results.read_text("utf-8"))["benchmarks"]]


def rows(measurements: Iterable[dict[str, Any]]) -> Iterable[str]:
    """A line of the table for each."""
    for each in measurements:
        ratio = each["seconds"] / each["other"]
        times = _time(each["seconds"]), _time(each["other"])
        yield f"| {each['what']} | {times[0]} | {each['beside']} | {times[1]} | {ratio:.2f} |"


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.1f} ms"


if __name__ == "__main__":
    print("", *HEAD, *rows(measured()), sep="\n")
