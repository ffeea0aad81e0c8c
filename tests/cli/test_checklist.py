"""The verb `checklist`: its formats, and the day that it takes where none is given."""

from datetime import date

import pytest

from pmos_rules.cli import checklist as module
from tests.cli.conftest import Run


def test_a_page_is_written_to_stdout(pmos_rules: Run) -> None:
    said = pmos_rules("checklist", "mengdong", "aggregation", "--format", "html", "--as-of", "2026-11-21")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith('<!doctype html>\n<html lang="zh-Hans">\n')
    assert said.out.endswith("</html>\n")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "mengdong：未写明 --as-of，按今天 2030-01-02 有效的规定列出\n"),
        ("en", "`mengdong`: no --as-of is given, so the law of today, 2030-01-02, is listed\n"),
    ],
)
def test_without_any_day_today_is_taken_and_said(
    pmos_rules: Run, monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
) -> None:
    class Clock(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override] # a fixed day
            return date(2030, 1, 2)

    monkeypatch.setattr(module, "date", Clock)
    said = pmos_rules("checklist", "mengdong", "分布式新能源聚合", "--lang", language)
    assert (said.code, said.err) == (0, sentence)
    assert "2030-01-02" in said.out.splitlines()[1]
