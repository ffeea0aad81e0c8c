"""At which stage a rule speaks, and what it weighs where it could not look."""

import pytest

from tests.evaluation.small import judged, load, whole

STAGES = load(
    {
        "rules": [
            {"id": f"small.{stage}", "check": "never", "from_stage": stage, "if_missing": "fail"}
            for stage in ("save", "submit", "trade")
        ]
    }
)


@pytest.mark.parametrize(
    ("given", "speak"),
    [
        ({"stage": "save"}, ["save"]),
        ({"stage": "submit"}, ["save", "submit"]),
        ({"stage": "trade"}, ["save", "submit", "trade"]),
        ({}, ["save", "submit"]),
        ({"stage": "elsewhere"}, ["save", "submit"]),
    ],
)
def test_a_rule_speaks_from_its_stage_on_and_without_a_stage_as_of_a_submission(
    given: dict[str, str], speak: list[str]
) -> None:
    report = judged(STAGES, whole(given))
    assert [stage for stage in ("save", "submit", "trade") if report.outcomes[f"small.{stage}"] == "fail"] == speak


@pytest.mark.parametrize(("obligation", "severity"), [("must", "error"), ("should", "warning"), ("may", "info")])
def test_a_rule_weighs_the_same_where_an_item_cannot_be_read(obligation: str, severity: str) -> None:
    rule = {
        "id": "small.asked",
        "for": "rows.*",
        "check": {"text": "a"},
        "obligation": obligation,
        "if_missing": "fail",
    }
    report = judged(load({"rules": [rule]}), whole({"rows": ["x"]}))
    found = [finding for finding in report.findings if finding.rule == "small.asked"]
    assert [(finding.outcome, finding.severity, finding.path) for finding in found] == [
        ("undetermined", severity, "/rows/0")
    ]
