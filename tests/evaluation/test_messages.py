"""What an applicant reads of each operator and form: message and fix in both languages, place and cause."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.evaluation import Evaluator
from tests.evaluation.small import judged, load, read_data, whole
from tests.evaluation.tables import Row, name, rows_of

MESSAGES = read_data(Path(__file__).parent / "messages.yaml")["groups"]
ROWS = rows_of(MESSAGES)
pytestmark = pytest.mark.usefixtures("odd_checks")


def a_rule(number: int, written: Mapping[str, Any]) -> dict[str, Any]:
    rule = {"if_missing": "not_applicable", **written, "id": f"small.r{number}"}
    return {key: value for key, value in rule.items() if value != "unsaid"}


@cache
def evaluator(group: int) -> Evaluator:
    """All rules of a group at once; each row of it looks at its own."""
    held = MESSAGES[group]
    return load({**held, "rules": [a_rule(number, row["rule"]) for number, row in enumerate(held["rows"])]})


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_finding_says_what_is_the_matter_and_what_to_do(row: Row) -> None:
    report = judged(evaluator(row.group), whole(row.says["given"]))
    (finding,) = [found for found in report.findings if found.rule == f"small.r{row.number}"]
    message, fix = finding.message, finding.fix
    assert fix is not None
    assert [message.zh, fix.zh] == row.says["zh"]
    assert [message.en, fix.en] == row.says["en"]
    assert f"{finding.outcome} at {finding.path or 'the root'}" == row.says["is"]
    causes = [cause for cause in finding.caused_by if cause.startswith("input.")]  # and rules of other rows
    assert causes == row.says.get("caused_by", [])


def chinese() -> Iterator[str]:
    for group in MESSAGES:
        for row in group["rows"]:
            yield from row["zh"]


def test_chinese_is_written_with_full_width_punctuation_and_without_please_or_mistake() -> None:
    quoted = re.compile("“[^”]*”")
    for text in chinese():
        said = quoted.sub("", text)
        assert not re.search("请|错误", text), text
        assert not re.search(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]|\.$", said), text
        assert not re.search(r"\u5e94[^，；]*[a-z_]{3,}", said), text


def test_english_is_one_sentence_that_starts_small_and_ends_without_a_full_stop() -> None:
    for group in MESSAGES:
        for row in group["rows"]:
            for text in row["en"]:
                assert text[:1] == text[:1].lower(), text
                assert not text.endswith("."), text
