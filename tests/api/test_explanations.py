"""A rule of each form is explained in both languages as written beside it.

`REWRITE_EXPLANATIONS=1 pytest tests/api/test_explanations.py` writes the texts anew, to be read before they are kept.
"""

import os
from pathlib import Path

import pytest

from pmos_rules import load_ruleset
from tests.language.example import MANIFEST, NAMES

HERE = Path(__file__).parent / "explanations"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_are_explained_as_written(tmp_path: Path, lang: str) -> None:
    rules = (HERE / "rules.yaml").read_text("utf-8")
    for name, text in (("pack.yaml", MANIFEST), ("names.yaml", NAMES), ("rules.yaml", rules)):
        (tmp_path / name).write_text(text, "utf-8")
    ruleset = load_ruleset(tmp_path)
    own = [rule.id for rule in ruleset.rules if not rule.id.startswith("example.known")]
    said = "\n\n".join(ruleset.explain(rule, lang=lang) for rule in own) + "\n"
    written = HERE / f"rules.{lang}.txt"
    if os.environ.get("REWRITE_EXPLANATIONS"):
        written.write_text(said, "utf-8")
    assert said == written.read_text("utf-8")
