"""A pack with more than fifty mistakes, each another: all are told at once, each once and at its place.

`REWRITE_DIAGNOSTICS=1 pytest tests/language/test_fifty_mistakes.py` writes `fifty/expected.txt` anew, to be read
before it is kept.
"""

import os
import re
from pathlib import Path

from pmos_rules.source import render_diagnostic
from pmos_rules.testing.linting import lint_pack

HERE = Path(__file__).parent / "fifty"
EXPECTED = HERE / "expected.txt"


def test_every_mistake_is_told_once_and_at_its_place() -> None:
    found = lint_pack(HERE / "pack")
    said = "".join(f"{render_diagnostic(diagnostic)}\n\n" for diagnostic in found).replace(f"{HERE}/", "")
    if os.environ.get("REWRITE_DIAGNOSTICS"):
        EXPECTED.write_text(said, "utf-8")
    assert said == EXPECTED.read_text("utf-8")
    assert len({(diagnostic.span.source.name, diagnostic.span.start, diagnostic.code) for diagnostic in found}) >= 50


def test_every_rule_but_those_that_are_right_has_one_mistake() -> None:
    told = re.findall(r"^fifty/rules\.yaml:(\d+):\d+: (?:error|warning)", EXPECTED.read_text("utf-8"), re.MULTILINE)
    lines = (HERE / "pack" / "rules.yaml").read_text("utf-8").splitlines()
    rules = [number for number, line in enumerate(lines, 1) if line.startswith("  - {")]
    right = [number for number in rules if str(number) not in told]
    assert [lines[number - 1].split(",")[0] for number in right] == ["  - {id: fifty.first"]
    assert sorted(told) == sorted(set(told))
