"""The reference of the rule language: its examples load, and its tables say what the code says."""

import pytest

from pmos_rules.formats.characters import CHARACTERS
from pmos_rules.formats.registry import FORMATS
from pmos_rules.language.custom import CUSTOM
from pmos_rules.language.predicates import FORMS, OPERATORS
from pmos_rules.language.rules import check_market
from pmos_rules.language.schema import read_schema
from pmos_rules.language.symbols import PackText
from pmos_rules.language.syntax import ChangeSyntax, RuleSyntax, by_alias
from pmos_rules.models import Dossier
from pmos_rules.source import SourceText
from tests.docs.blocks import ROOT, block, code, table

PAGE = "docs/reference/rule-language.md"
OPERATOR_ROWS = table(PAGE, "## Operators")
FORM_ROWS = table(PAGE, "## Forms")
PATH_ROWS = table(PAGE, "## Paths")
# Each example, and what `for` has to be around it.
EXAMPLES = {
    **{example: None for row in OPERATOR_ROWS for example in code(row[2])},
    **{example: None for row in FORM_ROWS for example in code(row[1])},
    **{
        example: place for row in PATH_ROWS for place, example in zip(code(row[2]), code(row[3]), strict=True)
    },
    "{filename.material: {named_in: {slots: slot, materials: material}}}": "all_files",
    "{field_in: code_fields}": "code_fields",
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


@pytest.mark.parametrize(("example", "place"), EXAMPLES.items(), ids=EXAMPLES)
def test_an_example_loads(example: str, place: str | None) -> None:
    place = f"\n    for: {place}" if place else ""
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


def test_the_example_of_changes_names_the_digests_that_are_wanted() -> None:
    above = """
schema: pmos-rules/1
pack: above
title: {zh: 上, en: Above}
version: "1"
extends: [example]
markets: {above: {title: {zh: 上, en: Above}, kinds: [retailer]}}
instruments: {own: {title: {zh: 自, en: Own}}}
"""
    changes = f"schema: pmos-rules/1\nruleset: above\ninstrument: own\n{block(PAGE, 'yaml', 'changes')}"
    packs = (
        PackText(
            "example",
            SourceText("pack.yaml", block(PAGE, "yaml", "pack")),
            (SourceText("rules.yaml", block(PAGE, "yaml", "rules")),),
        ),
        PackText("above", SourceText("above.yaml", above), (SourceText("changes.yaml", changes),)),
    )
    _, found = check_market(packs, "above", read_schema(Dossier))
    assert [(problem.message, problem.help) for problem in found] == []


def test_every_key_of_a_change_stands_in_the_table() -> None:
    named = {name for row in table(PAGE, "## Changes") for name in code(row[0])}
    assert named == set(by_alias(ChangeSyntax))


def test_every_key_of_a_rule_stands_in_the_table() -> None:
    named = {name for row in table(PAGE, "## A rule") for name in code(row[0])}
    assert named == set(by_alias(RuleSyntax))


@pytest.mark.parametrize("name", [*CHARACTERS, *FORMATS])
def test_every_character_class_and_format_is_named(name: str) -> None:
    assert f"`{name}`" in (ROOT / PAGE).read_text("utf-8")
