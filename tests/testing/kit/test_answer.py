"""What checkers may say, and what of it is an answer."""

from types import SimpleNamespace
from typing import Any

import pytest

from pmos_rules import Outcome, Verdict
from pmos_rules.strategies.edits import apply
from pmos_rules.testing.kit.answer import Answer, Claim, NoAnswer, answer_of
from tests.testing.kit.standin import EDITS, SHARES, dossier, report

ACCEPT, REJECT = Verdict.ACCEPT, Verdict.REJECT


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("accept", Answer(ACCEPT)),
        (REJECT, Answer(REJECT)),
        (True, Answer(ACCEPT)),
        ([], Answer(None, ())),
        (["a", "b"], Answer(None, (Claim("a"), Claim("b")))),
        (iter([{"rule": "a", "path": "/staff"}]), Answer(None, (Claim("a", "/staff"),))),
        ({"verdict": "undetermined"}, Answer(Verdict.UNDETERMINED)),
        ({"verdict": "reject", "rules": ["a"]}, Answer(REJECT, (Claim("a"),))),
        ({"findings": [{"rule": "a"}], "title": "more"}, Answer(None, (Claim("a"),))),
        ({"findings": [{"rule": "a", "outcome": "undetermined"}]}, Answer(None, ())),
        ([SimpleNamespace(rule="a", outcome=Outcome.FAIL)], Answer(None, (Claim("a"),))),
        ({"verdict": "accept", "rules": []}, Answer(ACCEPT, ())),
    ],
)
def test_an_answer_has_many_shapes(said: Any, answer: Answer) -> None:
    assert answer_of(said) == answer


def test_who_rejects_and_names_nothing_names_no_rules() -> None:
    assert answer_of({"verdict": "reject", "rules": []}) == Answer(REJECT, None)


def test_a_report_is_an_answer() -> None:
    assert answer_of(report(dossier())) == Answer(ACCEPT, ())
    broken = report(apply((EDITS[SHARES],), dossier()))
    assert answer_of(broken) == Answer(REJECT, (Claim(SHARES, "/shareholders"),))


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (None, "`NoneType`"),
        (7, "`int`"),
        ("maybe", "`maybe`"),
        ({}, "`{}`"),
        ({"verdict": "ok"}, "`ok`"),
        ({"findings": "a"}, "`str`"),
        ({"findings": [{"code": "a"}]}, "`dict`"),
        ([3], "`int`"),
        ("x" * 1000, "`" + "x" * 59),
    ],
)
def test_nonsense_is_told_by_what_it_is(said: Any, what: str) -> None:
    answer = answer_of(said)
    assert isinstance(answer, NoAnswer)
    assert (answer.reason, answer.text.en) == ("nonsense", f"{what} is no answer, expected accept, reject or rules")
