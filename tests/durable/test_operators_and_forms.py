"""Each operator and form is lowered: the second engine says the same of a dossier that keeps to it and one that does not."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.api import load_ruleset
from pmos_rules.compilation.durable import lower
from pmos_rules.compilation.durable.precomputed import REASONS
from pmos_rules.evaluation.durable import Child
from pmos_rules.language.predicates import FORMS, OPERATORS
from pmos_rules.strategies.edits import Edit, apply
from tests.durable.shared import disagreements, needs_durable
from tests.strategies.test_violations import BY_FORM, BY_OPERATOR, ENVELOPE, PACK, ROWS, RULES, Row

DAY = date(2026, 7, 1)


def write(folder: Path, rule: str) -> Any:
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    text = RULES if "if_missing" not in rule else RULES.replace("  if_missing: not_applicable\n", "")
    (folder / "rules.yaml").write_text(f"{text}  {rule}\n", "utf-8")
    return load_ruleset(folder)


def broken(row: Row) -> dict[str, Any]:
    """The dossier with the edits that break the rule."""
    verbs = {"-": "remove", "+": "add"}
    edits = [Edit(verbs.get(path[0], "set"), path.lstrip("-+"), value) for path, value in row.edits.items()]  # type: ignore[arg-type]  # one of three
    return dict(apply(edits, {**ENVELOPE, **row.dossier}))


@needs_durable
@pytest.mark.parametrize("name", ROWS)
def test_the_engines_agree_on_a_dossier_that_keeps_to_a_rule_and_one_that_breaks_it(
    name: str, tmp_path: Path, child: Child
) -> None:
    row = ROWS[name]
    evaluator = write(tmp_path, row.rule).at(DAY)
    kept = {**ENVELOPE, **row.dossier}
    assert list(disagreements(evaluator, [kept, broken(row)], child)) == []
    first, second = (evaluator.evaluate(json.loads(json.dumps(d))).outcomes["example.rule"] for d in (kept, broken(row)))
    assert first != second


READY = {
    *("as_given", "contains_all", "apart_from", "format", "has", "in", "length", "matches", "mentions", "named_in"),
    *("only", "whole", "agree", "process", "custom", "sequence"),
}
ALSO = {"not_in": "in", "mentions_any_of": "mentions"}


@pytest.mark.parametrize("name", [*BY_OPERATOR, *BY_FORM])
def test_what_comes_ready_made_is_listed_with_its_reason(name: str, tmp_path: Path) -> None:
    """All else is decided by durable-rules itself."""
    row = BY_OPERATOR.get(name) or BY_FORM[name]
    evaluator = write(tmp_path, row.rule).at(DAY)
    listed = {found.what: found.rules for found in lower(evaluator.session(ENVELOPE).plan).precomputed}
    if name == "any":  # it holds an `only`
        assert listed == {"only": ("example.rule",)}
    else:
        what = ALSO.get(name, name)
        assert listed == ({what: ("example.rule",)} if what in READY else {})
        assert what not in READY or what in REASONS


def test_every_operator_and_form_is_here() -> None:
    assert {*BY_OPERATOR, *BY_FORM} == {*OPERATORS, *FORMS} - {"field_in"}
