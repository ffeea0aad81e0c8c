"""The verb `catalogue`: its formats, where it writes, and what it says of packs with mistakes."""

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run

WORLD = Path(__file__).parent / "world"


def test_a_page_is_written_to_stdout(pmos_rules: Run) -> None:
    said = pmos_rules("catalogue", str(WORLD / "pack"))
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith('<!doctype html>\n<html lang="zh-Hans" data-language="zh">\n')
    assert said.out.endswith("</html>\n")


def test_a_page_is_written_to_a_file(pmos_rules: Run) -> None:
    said = pmos_rules("catalogue", str(WORLD / "pack"), "--output", "page.html", "--lang", "en")
    assert said == (0, "", "")
    assert '<html lang="en" data-language="en">' in Path("page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zh", "无法写入 nowhere/page.html：{}\n"),
        ("en", "`nowhere/page.html` cannot be written: {}\n"),
    ],
)
def test_a_file_that_cannot_be_written_is_told(pmos_rules: Run, language: str, sentence: str) -> None:
    said = pmos_rules("catalogue", str(WORLD / "pack"), "--output", "nowhere/page.html", "--lang", language)
    assert said == (2, "", sentence.format(os.strerror(2)))


def test_a_pack_answers_for_a_market_by_that_markets_name(pmos_rules: Run) -> None:
    said = pmos_rules("catalogue", "mengdong", "--format", "markdown")
    assert said.code == 0
    assert said.out.splitlines()[2].startswith("规则包 national ")


def test_a_case_file_with_mistakes_is_the_authors_to_mend(pmos_rules: Run) -> None:
    shutil.copytree(WORLD / "pack", "pack")
    cases = Path("pack/cases/retailer.yaml")
    cases.write_text(cases.read_text("utf-8").replace("sample.retailer.shareholders_sum_100:", "sample.retailer.sum:"))
    said = pmos_rules("catalogue", "pack")
    assert (said.code, said.out) == (3, "")
    assert "error[unknown-rule]: there is no rule `sample.retailer.sum`" in said.err
