"""`test` shows the cases that do not come out as they say."""

import pytest

import pmos_rules.testing
from pmos_rules.findings import Outcome
from pmos_rules.source import Diagnostic, SourceText, Span
from pmos_rules.testing import UntestedRule
from pmos_rules.testing.case import CaseResult, CaseRun
from tests.cli.conftest import Run

PASSED = CaseResult("nine people are nine", "cases/staff.yaml", 5)
FAILED = CaseResult("ten people are ten", "cases/staff.yaml", 9, ("`x.a.b` is fail, expected pass",))
MISREAD = Diagnostic("case-unknown-rule", "no rule `x`", Span(SourceText("cases/a.yaml", "x: 1\n"), 0, 1))


def having(monkeypatch: pytest.MonkeyPatch, run: CaseRun) -> None:
    monkeypatch.setattr(pmos_rules.testing, "run_cases", lambda _pack: run, raising=False)


def test_cases_that_come_out_as_they_say_are_counted(
    pmos_rules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    having(monkeypatch, CaseRun("hubei", (PASSED, PASSED)))
    assert pmos_rules("test", "hubei") == (0, "hubei: 2 cases, none failed\n", "")


def test_a_case_that_does_not_is_shown_with_its_place(
    pmos_rules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    having(monkeypatch, CaseRun("hubei", (PASSED, FAILED)))
    assert pmos_rules("test", "hubei") == (
        1,
        "cases/staff.yaml:9: ten people are ten\n"
        "    `x.a.b` is fail, expected pass\n"
        "\n"
        "hubei: 2 cases, 1 failed\n",
        "",
    )


def test_a_case_file_with_mistakes_is_a_bad_pack(pmos_rules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    having(monkeypatch, CaseRun("hubei", (FAILED,), (MISREAD,)))
    said = pmos_rules("test", "hubei")
    assert said.code == 3
    assert said.out.startswith(
        "cases/a.yaml:1:1: error[case-unknown-rule]: no rule `x`\n  1 | x: 1\n    | ^\n\ncases/staff.yaml:9: ten"
    )


def test_what_the_cases_do_not_show_is_listed_on_request_and_fails_nothing(
    pmos_rules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    having(monkeypatch, CaseRun("hubei", (PASSED,)))
    untested = UntestedRule("x.a.b", (Outcome.FAIL,), missing=("percent",), bounds=("percent above 0",), grades=("warning",))
    monkeypatch.setattr("pmos_rules.testing.untested_rules", lambda _pack, _run: (untested,))
    assert pmos_rules("test", "hubei") == (0, "hubei: 1 cases, none failed\n", "")
    assert pmos_rules("test", "hubei", "--untested") == (
        0,
        "x.a.b: no case in which it is fail; no case in which `percent` is missing; no two cases on either side of "
        "`percent above 0`; no case in which it fails as warning\n"
        "hubei: 1 cases, none failed\n",
        "",
    )
