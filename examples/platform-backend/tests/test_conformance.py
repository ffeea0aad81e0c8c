"""The backend says over HTTP what the rules say, rule by rule; the wrong checker does not, and the kit tells where."""

import pytest
from conftest import AS_OF
from wrong_checker import CODES, check

from pmos_rules.testing.kit import Comparison, EndpointChecker, Kit, comparison_text, make_kit

RULES = (
    "common.uscc.checksum",
    "hubei.file.max_size",
    "hubei.file.name_length",
    "hubei.file.size_margin",
    "hubei.retailer.business_scope",
    "hubei.retailer.required.business.licence_number",
    "hubei.retailer.shareholders_sum_100",
    "hubei.retailer.staff_total_no_grid",
    "hubei.retailer.staff_total_with_grid",
)
"""What the wrong checker is asked about; `violate="all"` would ask about every rule."""


@pytest.mark.pmos_kit("hubei", "retailer", violate=(*RULES, "hubei.account.password_has_digit"), number=2, as_of=AS_OF)
def test_the_backend_says_what_the_rules_say(pmos_kit: Kit, platform: str) -> None:
    pmos_kit.must_agree(EndpointChecker(f"{platform}/registrations"))


def test_the_backend_accepts_what_breaks_no_rule(platform: str) -> None:
    kit = make_kit("hubei", "retailer", violate=(), number=5, as_of=AS_OF)
    kit.must_agree(EndpointChecker(f"{platform}/registrations"))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """The wrong checker, asked about twelve dossiers that break no rule and four for each of some rules."""
    fine = make_kit("hubei", "retailer", violate=(), number=12, as_of=AS_OF)
    broken = make_kit("hubei", "retailer", violate=RULES, number=4, as_of=AS_OF)
    return Kit(fine.ruleset, fine.entries + broken.entries).compare(check, codes=CODES)


@pytest.mark.parametrize(
    ("rule", "how"),
    [
        ("hubei.retailer.shareholders_sum_100", "invented"),  # floats
        ("hubei.retailer.staff_total_no_grid", "missed"),  # off by one
        ("hubei.retailer.staff_total_with_grid", "missed"),  # the other type of retailer forgotten
        ("hubei.retailer.staff_senior_no_grid", "invented"),  # titles in one spelling only
        ("hubei.file.max_size", "invented"),  # ten million bytes taken for 10 MiB
        ("hubei.file.name_length", "invented"),  # bytes counted for characters
        ("common.uscc.checksum", "missed"),  # the check digit not looked at
        ("hubei.retailer.business_scope", "missed"),  # 售电 found within 零售电子产品
        ("hubei.retailer.business_scope", "invented"),  # 电力销售 not known
        ("hubei.retailer.required.business.licence_number", "missed"),  # the licence forgotten
    ],
)
def test_the_kit_finds_each_mistake_of_the_wrong_checker(rule: str, how: str, comparison: Comparison) -> None:
    assert (rule, how) in [(found.rule, found.how) for found in comparison.disagreements]


def test_a_mistake_is_shown_on_a_dossier_with_nothing_else_in_it(comparison: Comparison) -> None:
    points = {(found.rule, found.how): found for found in comparison.disagreements}
    dossier = dict(points["hubei.file.max_size", "invented"].minimal.dossier)
    ((file,),) = (dossier.pop("attachments"),)
    assert dossier == {"market": "hubei", "kind": "retailer", "as_of": "2026-11-21"}
    assert list(file) == ["size_bytes"]
    assert 10_000_000 < int(file["size_bytes"]) <= 10 * 1024 * 1024
    assert "invented: hubei.file.max_size No file above 10 M\n" in comparison_text(comparison, language="en")
