"""The code generated of a few small rules is what is written down, word for word: that is the plain way to say it.

`REWRITE_GENERATED=1 pytest tests/compilation/test_generated_code.py` writes `generated.txt` anew, to be read before it
is kept.
"""

import os
from pathlib import Path

from pmos_rules.compilation.plan import compile_plan
from tests.evaluation.small import DAY, SCHEMA, load, read_data

RULES = Path(__file__).with_name("generated.yaml")
CODE = Path(__file__).with_name("generated.txt")


def test_the_code_is_what_is_written_down() -> None:
    held = read_data(RULES)
    rules = [{"id": f"small.{rule}", "if_missing": "not_applicable", **says} for rule, says in held["rules"].items()]
    market = load({**held, "rules": rules}).rules
    source = compile_plan(market, market.kinds[0], DAY, SCHEMA).source
    if os.environ.get("REWRITE_GENERATED"):
        CODE.write_text(f"{source}\n", "utf-8")
    assert source == CODE.read_text("utf-8").rstrip("\n")
