"""What is told of a rule that changed: its direction, its aspects, their words; and that a direction is true."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.language.operators import OPERATORS
from pmos_rules.language.predicates import FORMS
from pmos_rules.language.strictness import WITH_DIRECTION, WITHOUT_DIRECTION
from pmos_rules.rendering.difference import Direction
from tests.rendering.rule_pairs import PAIRS, difference

pytestmark = pytest.mark.usefixtures("odd_checks")
WORDS = Path(__file__).with_name("rule_differences.txt")
_TURNED = {"tightens": "loosens", "loosens": "tightens"}


def test_of_every_operator_and_form_it_is_decided_whether_it_has_a_direction() -> None:
    assert WITH_DIRECTION.isdisjoint(WITHOUT_DIRECTION)
    assert OPERATORS.keys() | FORMS.keys() == WITH_DIRECTION | WITHOUT_DIRECTION


def test_every_operator_and_form_is_in_the_table() -> None:
    words = set(json.dumps(PAIRS).replace('"', " ").replace(":", " ").split())
    assert (OPERATORS.keys() | FORMS.keys()) - words == {"process", "field_in"}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: json.dumps(pair, ensure_ascii=False))
def test_the_direction_is_as_the_table_says_and_the_other_way_round(pair: dict[str, Any]) -> None:
    for turned in (False, True):
        found = difference(pair, turned=turned)
        expected = _TURNED.get(pair["direction"], pair["direction"]) if turned else pair["direction"]
        assert [rule.direction.value for rule in found.changed] == ([] if expected == "same" else [expected])
        assert found.appears == found.vanishes == ()
        assert found.unchanged == (2 if expected == "same" else 1)


def test_every_change_in_words() -> None:
    lines = []
    for pair in PAIRS:
        for rule in difference(pair).changed:
            lines += [f"{aspect.name} {aspect.direction}" for aspect in rule.aspects]
            lines += [
                f"    {before} → {after}"
                for aspect in rule.aspects
                for before, after in zip(aspect.before or ("—", "—"), aspect.after or ("—", "—"), strict=True)
            ]
    seen = "\n".join(lines) + "\n"
    if os.environ.get("REWRITE_DIFFERENCES"):
        WORDS.write_text(seen, "utf-8")
    assert seen == WORDS.read_text("utf-8")


def test_the_table_has_every_direction_and_every_aspect() -> None:
    found = [rule for pair in PAIRS for rule in difference(pair).changed]
    assert {rule.direction for rule in found} == set(Direction)
    assert {aspect.name for rule in found for aspect in rule.aspects} == {
        *("for", "when", "check", "codes", "if_missing", "severity", "from_stage", "depends_on", "effective"),
        *("cite", "basis", "title", "message", "fix", "reading"),
    }
