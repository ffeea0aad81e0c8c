"""Cases of a whole pack, run with the real engine: the pack that the reference of the rule language shows."""

from pathlib import Path

import pytest

from pmos_rules.source import RulesetError
from pmos_rules.testing import collect_cases, run_case, run_cases, untested_rules
from tests.docs.blocks import block

PAGE = "docs/reference/rule-language.md"
BASE = """
market: example
kind: retailer
as_of: 2026-07-01
basic: {full_name: 示例售电有限公司, address: 示例路1号, retailer_type: 无配网运营权售电公司}
business: {uscc: 91420100MA4K2B3C05}
shareholders: [{name: 甲, percent: 60}, {name: 乙, percent: 40}]
attachments: [{slot: 工商营业执照, filename: 示例_营业执照.pdf, size_bytes: 1000, head: '%PDF-1.7'}]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "example"
    (folder / "cases" / "dossiers").mkdir(parents=True)
    (folder / "pack.yaml").write_text(block(PAGE, "yaml", "pack"), "utf-8")
    (folder / "rules.yaml").write_text(block(PAGE, "yaml", "rules"), "utf-8")
    (folder / "cases" / "example.yaml").write_text(block(PAGE, "yaml", "cases"), "utf-8")
    (folder / "cases" / "dossiers" / "example_retailer.yaml").write_text(BASE, "utf-8")
    return folder


def test_the_cases_of_the_reference_pass(pack: Path) -> None:
    run = run_cases(pack)
    assert [(result.name, result.differences) for result in run.failures] == []
    assert (run.passed, run.pack, len(run.results)) == (True, "example", 10)


def test_collected_cases_are_run_one_by_one(pack: Path) -> None:
    by_name = {str(case): case for case in collect_cases(pack)}
    result = run_case(by_name["example.max_size is fail where attachments.0.size_bytes is 10485761"])
    assert result.passed
    assert (Path(result.file).name, result.line) == ("example.yaml", 16)


def test_rules_that_no_case_shows_are_told(pack: Path) -> None:
    assert [str(found) for found in untested_rules(pack)] == [
        "example.shareholders_sum_100: no case in which `shareholders.*` or `percent` is missing",
        "example.grid_staff: no case in which it is pass or fail; no case in which `staff.*` or `id_number` or "
        "`basic.retailer_type` is missing; no two cases on either side of `count of staff.* at_least "
        "$staff_total.with_grid`",
        "example.half_width: no case in which it is fail; no case in which `this` is missing",
    ]


def test_mistakes_in_a_case_file_are_told_at_their_place(pack: Path) -> None:
    file = pack / "cases" / "example.yaml"
    file.write_text(file.read_text("utf-8").replace("example.max_size", "example.max_sice"), "utf-8")
    with pytest.raises(RulesetError) as caught:
        collect_cases(pack)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.span.text, problem.help) == (
        "unknown-rule",
        "example.max_sice",
        "did you mean `example.max_size`?",
    )
    assert not run_cases(pack).passed


def test_a_day_before_the_rules_is_told(pack: Path) -> None:
    extra = (
        "  - {rule: example.max_size, at: attachments.0.size_bytes, as_of: 2018-03-31, not_applicable: [1]}\n"
    )
    with (pack / "cases" / "example.yaml").open("a", encoding="utf-8") as file:
        file.write(extra)
    (result,) = run_cases(pack).failures
    assert result.differences == (
        "the rules of `example` are in force from 2018-04-01; they say nothing of 2018-03-31",
    )


def test_a_market_that_nobody_answers_for_is_told(pack: Path) -> None:
    file = pack / "cases" / "example.yaml"
    file.write_text(file.read_text("utf-8").replace("market: example", "market: exampel"), "utf-8")
    (problem,) = run_cases(pack).diagnostics
    assert (problem.code, problem.span.text) == ("unknown-market", "exampel")
