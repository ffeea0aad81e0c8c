"""The pages on the conformance kit: the entry is one, the table of answers is right, the codes mean rules."""

import json
from pathlib import Path

from pmos_rules.testing.kit import comparison_text
from pmos_rules.testing.kit.answer import Answer, answer_of
from pmos_rules.testing.kit.codes import read_codes
from pmos_rules.testing.kit.lines import entry_of, line_of
from tests.docs.blocks import block, code, marked, table
from tests.testing.kit.standin import CODE, SHARES, STAFF, failing, hubei, small_kit

REFERENCE = "docs/reference/conformance-kit.md"
HOW_TO = "docs/how-to/test-a-platform.md"


def test_the_entry_is_one_as_it_is_written() -> None:
    shown = json.loads(block(REFERENCE, "json", "entry"))
    entry = entry_of(json.dumps(shown))
    assert json.loads(line_of(entry)) == shown
    (made,) = small_kit(SHARES, seed=7).entries
    real = json.loads(line_of(made))
    assert list(real) == list(shown)
    assert {**real, "dossier": None, "edition": None} == {**shown, "dossier": None, "edition": None}


def test_every_key_of_a_line_is_told() -> None:
    keys = [key for row in table(REFERENCE, "## A line") for key in code(row[0])]
    shown = json.loads(block(REFERENCE, "json", "entry"))
    assert sorted(keys) == sorted([*shown, "folder"])


def test_every_answer_of_the_table_is_one() -> None:
    for row in table(REFERENCE, "## An answer"):
        for said in code(row[0]):
            assert isinstance(answer_of(json.loads(said)), Answer), said


def test_the_codes_mean_rules(tmp_path: Path) -> None:
    file = tmp_path / "codes.yaml"
    file.write_text(block(HOW_TO, "yaml", "codes"), "utf-8")
    assert read_codes(hubei(), file).rules_of("E101") == {SHARES}


def test_the_table_is_what_is_said() -> None:
    def nine(dossier: dict[str, object]) -> list[str]:
        return [rule for rule in failing(dossier) if rule != STAFF]

    said = comparison_text(small_kit(STAFF, CODE).compare(nine, shrink_tries=0), language="en")
    assert said.startswith(marked(HOW_TO, "comparison"))
