"""How long judging a dossier takes, beside reading it, and how that grows with the people and with the rules."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from pydantic_core import to_json

from benchmarks.conftest import Compare
from benchmarks.inputs import DAY, accepted, refused, with_staff
from pmos_rules import Dossier, Evaluator, load_ruleset

GIVEN = {"no": accepted(), "twelve": refused()}


@pytest.fixture(scope="module")
def evaluator() -> Evaluator:
    return load_ruleset("hubei").at(DAY)


@pytest.mark.parametrize("findings", GIVEN)
def test_judging(findings: str, evaluator: Evaluator, compare: Compare) -> None:
    text = to_json(GIVEN[findings])
    dossier = Dossier.model_validate_json(text)
    assert len(evaluator.evaluate(dossier).findings) == {"no": 0, "twelve": 12}[findings]
    compare(
        f"judge hb_retailer, {findings} findings",
        partial(evaluator.evaluate, dossier),
        "reading it from JSON",
        partial(Dossier.model_validate_json, text),
    )


@pytest.mark.parametrize("findings", GIVEN)
def test_reading_judging_and_describing(findings: str, evaluator: Evaluator, compare: Compare) -> None:
    text = to_json(GIVEN[findings])

    def answer() -> Any:
        return evaluator.evaluate(Dossier.model_validate_json(text)).to_dict(outcomes=False)

    compare(
        f"read hb_retailer, judge it and say all that was found, {findings} findings",
        answer,
        "reading it from JSON",
        partial(Dossier.model_validate_json, text),
    )


@pytest.mark.parametrize("times", [10, 100])
def test_judging_more_people(times: int, evaluator: Evaluator, compare: Compare) -> None:
    few, many = (_accepted(with_staff(number), evaluator) for number in (1, times))
    compare(
        f"judge {times * 10} people",
        partial(evaluator.evaluate, many),
        "judging 10",
        partial(evaluator.evaluate, few),
    )


def test_judging_by_more_rules(evaluator: Evaluator, compare: Compare) -> None:
    rules = evaluator.rules.rules["retailer"]
    halved = replace(evaluator.rules, rules={"retailer": rules[::2]})
    half = Evaluator(halved, evaluator.schema, DAY)
    dossier = _accepted(accepted(), evaluator)
    compare(
        f"judge by {len(rules)} rules",
        partial(evaluator.evaluate, dossier),
        f"judging by {len(rules[::2])}",
        partial(half.evaluate, dossier),
    )


def _accepted(given: dict[str, Any], evaluator: Evaluator) -> Dossier:
    dossier = Dossier.model_validate(given)
    assert not evaluator.evaluate(dossier).findings
    return dossier
