"""The reference of the rule language: its examples load, and its tables say what the code says."""

import pytest

from pmos_rules.formats.characters import CHARACTERS
from pmos_rules.formats.registry import FORMATS
from pmos_rules.language.custom import CUSTOM
from pmos_rules.language.predicates import FORMS, OPERATORS
from pmos_rules.language.rules import check_market
from pmos_rules.language.schema import read_schema
from pmos_rules.language.symbols import PackText
from pmos_rules.language.syntax import RuleSyntax, by_alias
from pmos_rules.models import Dossier
from pmos_rules.source import SourceText
from tests.docs.blocks import ROOT, block, code, table

PAGE = "docs/reference/rule-language.md"
OPERATOR_ROWS = table(PAGE, "## Operators")
FORM_ROWS = table(PAGE, "## Forms")
INSIDE = {"field_in": "code_fields", "{filename.": "all_files"}
EXAMPLES = {
    example: example
    for _name, *cells in [(row[0], row[2]) for row in OPERATOR_ROWS] + [(row[0], row[1]) for row in FORM_ROWS]
    for cell in cells
    for example in code(cell)
}


@pytest.fixture(autouse=True)
def example_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CUSTOM, "example_check", lambda values, arguments: True)


def complaints(more_rules: str = "") -> list[str]:
    """What is said of the page's own pack, with further rules at its end."""
    rules = block(PAGE, "yaml", "rules") + more_rules
    pack = PackText(
        "example", SourceText("pack.yaml", block(PAGE, "yaml", "pack")), (SourceText("rules.yaml", rules),)
    )
    _, found = check_market((pack,), "example", read_schema(Dossier))
    return [f"{problem.span}: {problem.message}" for problem in found]


def test_the_example_pack_loads() -> None:
    assert complaints() == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_loads(example: str) -> None:
    place = next((f"\n    for: {term}" for key, term in INSIDE.items() if key in example), "")
    rule = f"""
  - id: example.shown{place}
    title: {{zh: 示例, en: An example}}
    check: {example}
    if_missing: not_applicable
    cite: "1"
"""
    assert complaints(rule) == []


def test_every_operator_stands_in_the_table_once() -> None:
    assert [code(row[0]) for row in OPERATOR_ROWS] == [[name] for name in OPERATORS]


def test_every_form_stands_in_the_table_once() -> None:
    assert [code(row[0]) for row in FORM_ROWS] == [[name] for name in FORMS]


def test_every_key_of_a_rule_stands_in_the_table() -> None:
    named = {name for row in table(PAGE, "## A rule") for name in code(row[0])}
    assert named == set(by_alias(RuleSyntax))


@pytest.mark.parametrize("name", [*CHARACTERS, *FORMATS])
def test_every_character_class_and_format_is_named(name: str) -> None:
    assert f"`{name}`" in (ROOT / PAGE).read_text("utf-8")
