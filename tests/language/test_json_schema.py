"""The JSON Schemas for editors: they know the language, and they are the ones that lie beside the packs."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pmos_rules.language import json_schema
from pmos_rules.language.json_schema import FILES, SHAPES, main, pack_schema, rule_schema
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pmos_rules.language.operators import OPERATORS
from pmos_rules.language.predicates import FORMS
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from tests.docs.blocks import ROOT, table

RULE_FILES = sorted(path for path in ROOT.glob("rulesets/*/*.yaml") if path.name != "pack.yaml")
MANIFESTS = sorted(ROOT.glob("rulesets/*/pack.yaml"))
RULES, PACK = Draft202012Validator(rule_schema()), Draft202012Validator(pack_schema())
PAGE = "docs/reference/rule-language.md"


def as_an_editor_reads(node: Node) -> Any:
    """YAML 1.2: what looks like a number or a truth value is one, and a date is text."""
    match node:
        case ScalarNode(text, plain):
            if node.is_null:
                return None
            if plain and text in ("true", "false"):
                return text == "true"
            return float(text) if plain and re.fullmatch(r"-?\d+(\.\d+)?", text) else text
        case SequenceNode(items):
            return [as_an_editor_reads(item) for item in items]
        case MappingNode(entries):
            return {key.text: as_an_editor_reads(value) for key, value in entries}


def complaints(text: str, validator: Draft202012Validator = RULES) -> list[str]:
    node, problems = read_yaml(SourceText("rules.yaml", text))
    assert problems == []
    assert node is not None
    return sorted(error.json_path for error in validator.iter_errors(as_an_editor_reads(node)))


def with_rule(rule: str) -> str:
    return f'{{schema: pmos-rules/1, ruleset: x, rules: [{{id: x.y, cite: "1", {rule}}}]}}'


@pytest.mark.parametrize("schema", [rule_schema(), pack_schema()], ids=["rules", "manifest"])
def test_it_is_a_schema(schema: Any) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("file", RULE_FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_built_in_rules_fit_it_and_name_it(file: Path) -> None:
    text = file.read_text("utf-8")
    assert complaints(text) == []
    assert text.splitlines()[0] == "# yaml-language-server: $schema=../ruleset.schema.json"


@pytest.mark.parametrize("file", MANIFESTS, ids=lambda file: file.parent.name)
def test_the_built_in_manifests_fit_it_and_name_it(file: Path) -> None:
    text = file.read_text("utf-8")
    assert complaints(text, PACK) == []
    assert text.splitlines()[0] == "# yaml-language-server: $schema=../pack.schema.json"


def test_it_explains_every_operator_and_form_as_the_reference_does() -> None:
    operators = rule_schema()["$defs"]["operand"]["anyOf"][-1]["properties"]
    for name, *_, says in table(PAGE, "## Operators"):
        assert operators[name.strip("`")]["description"] == says
    assert set(operators) == {*OPERATORS, *(option for o in OPERATORS.values() for option in o.options)}
    forms = rule_schema()["$defs"]["predicate"]["anyOf"][-1]["properties"]
    assert {name: form["description"] for name, form in forms.items()} == {
        row[0].strip("`"): row[-1] for row in table(PAGE, "## Forms")
    }


def test_no_shape_is_left_that_nothing_takes() -> None:
    assert {row.takes for row in (*OPERATORS.values(), *FORMS.values())} == set(SHAPES)


@pytest.mark.parametrize(
    "check",
    [
        "{basic.full_name: {presnt: true}}",
        "{basic.full_name: {present: yes}}",
        "{basic.full_name: {only: [latim]}}",
        "{basic.full_name: {mentions: []}}",
        "{basic.full_name: {ignoring: case}}",
        "{basic.full_name: {except: [a]}}",
        "{basic.full_name: {length: {}}}",
        "{bond.amount: {within: 1}}",
        "{bond.valid_to: {not_before: {asof: 30 days}}}",
        "{count: {of: staff.*, atleast: 3}}",
        "{unique: {where: {a: b}}}",
        "{first_of: [{when: a}]}",
        "{agree: {left: a, right: b}}",
        "{any: []}",
        "{}",
        "[a, b]",
    ],
)
def test_a_slip_in_a_predicate_is_seen(check: str) -> None:
    assert complaints(with_rule(f"check: {check}")) == ["$.rules[0].check"]
    assert complaints(f"{{schema: pmos-rules/1, ruleset: x, terms: {{t: {{not: {check}}}}}}}") == ["$.terms.t"]


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        ("chekc: always", ["$.rules[0]", "$.rules[0]"]),
        ("check: always, cite: ~", ["$.rules[0].cite"]),
        ("check: always, family: x, each: [a]", ["$.rules[0]"]),
        ("check: always, severity: [{when: a, is: eror}]", ["$.rules[0].severity"]),
        ("check: always, applies_to: {kind: retailr}", ["$.rules[0].applies_to.kind"]),
        ("check: always, effective: {from: 2018-4-1}", ["$.rules[0].effective.from"]),
        ("check: always, title: {zh: 甲}", ["$.rules[0].title"]),
    ],
)
def test_a_slip_in_a_rule_is_seen(rule: str, places: list[str]) -> None:
    assert complaints(with_rule(rule).replace('cite: "1", ', "" if "cite" in rule else 'cite: "1", ')) == places


def test_what_looks_like_a_number_or_a_truth_value_may_stand_where_text_is_wanted() -> None:
    assert complaints(with_rule("check: {a: 1, b: true, c: [1, x], d: {matches: 12}}").replace('"1"', "2.3")) == []


def test_a_name_in_capitals_is_seen() -> None:
    assert complaints("{schema: pmos-rules/1, ruleset: x, terms: {Formal: always}}") == ["$.terms"]


# -- the files -----------------------------------------------------------------------------------------


def test_the_files_beside_the_packs_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["--check"]), capsys.readouterr().err) == (0, "")


def test_it_is_run_as_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["json_schema", "--check"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(json_schema.__file__, run_name="__main__")
    assert caught.value.code == 0


def test_a_stale_file_is_told_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(json_schema, "_folder", lambda: tmp_path)
    (tmp_path / "pack.schema.json").write_text("{}", "utf-8")
    assert main(["--check"]) == 1
    assert capsys.readouterr().err == "".join(
        f"{name} is stale: run `python -m pmos_rules.language.json_schema`\n" for name in FILES
    )
    assert main([]) == 0
    assert main(["--check"]) == 0
