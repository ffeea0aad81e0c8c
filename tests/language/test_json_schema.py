"""The JSON Schema for editors: it knows the language, and it is the one that lies beside the packs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pmos_rules.language import json_schema, predicates
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from tests.docs.blocks import table

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in ROOT.glob("rulesets/*/*.yaml") if path.name != "pack.yaml")
VALIDATOR = Draft202012Validator(json_schema.json_schema())


def as_an_editor_reads(node: Node) -> Any:
    """YAML 1.2: what looks like a number or a truth value is one, and a date is text."""
    match node:
        case ScalarNode(text, plain):
            if plain and text in ("true", "false"):
                return text == "true"
            return float(text) if plain and re.fullmatch(r"-?\d+(\.\d+)?", text) else text
        case SequenceNode(items):
            return [as_an_editor_reads(item) for item in items]
        case MappingNode(entries):
            return {key.text: as_an_editor_reads(value) for key, value in entries}


def complaints(text: str) -> list[str]:
    node, problems = read_yaml(SourceText("rules.yaml", text))
    assert problems == []
    assert node is not None
    return [error.json_path for error in VALIDATOR.iter_errors(as_an_editor_reads(node))]


def with_check(check: str) -> str:
    return f"{{schema: pmos-rules/1, ruleset: x, rules: [{{id: x.y, check: {check}}}]}}"


def test_the_file_beside_the_packs_is_current() -> None:
    current = json.loads((ROOT / "rulesets" / "ruleset.schema.json").read_text("utf-8"))
    assert current == json_schema.json_schema()


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema.json_schema())


def test_it_knows_every_operator_option_and_form() -> None:
    assert set(json_schema.OPERATORS) == set(predicates.OPERATORS)
    assert set(json_schema.FORMS) == set(predicates.FORMS)
    assert set(json_schema.OPTIONS) == set(predicates._OPTIONS)


def test_its_explanations_are_those_of_the_reference() -> None:
    page = "docs/reference/rule-language.md"
    told = {row[0].strip("`"): row[-1] for row in table(page, "## Operators")}
    assert told == {name: help for name, (_, help) in json_schema.OPERATORS.items()}
    told = {row[0].strip("`"): row[-1] for row in table(page, "## Forms")}
    assert told == {name: help for name, (_, help) in json_schema.FORMS.items()}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_built_in_rules_fit_it(file: Path) -> None:
    assert complaints(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "check",
    [
        "{basic.full_name: {presnt: true}}",
        "{basic.full_name: {only: [latim]}}",
        "{count: {of: staff.*, atleast: 3}}",
        "{unique: {where: {a: b}}}",
        "{any: []}",
        "{}",
        "[a, b]",
    ],
)
def test_a_slip_in_a_predicate_is_seen(check: str) -> None:
    assert complaints(with_check(check)) == ["$.rules[0].check"]


def test_an_unknown_key_of_a_rule_is_seen() -> None:
    assert complaints(with_check("always").replace("check", "chekc")) == ["$.rules[0]", "$.rules[0]"]
