"""Checkers that are right, wrong in one way each, or of no use; and what is told of them."""

from decimal import Decimal
from typing import Any

import pytest

from pmos_rules import Severity, Verdict
from pmos_rules.testing.kit import Claim, Comparison, Row, comparison_text, comparison_to_dict
from pmos_rules.testing.kit.answer import Answer
from pmos_rules.testing.kit.codes import codes_of
from pmos_rules.testing.kit.disagreeing import Opinions, opinions
from pmos_rules.testing.kit.entry import Expected, ExpectedFinding
from tests.testing.kit.standin import CODE, EDITS, SHARES, SIZE, STAFF, failing, hubei, report, small_kit

FAIL, UNDETERMINED = "fail", "undetermined"


# -- one dossier


def expecting(verdict: str, *findings: tuple[str, str, str, str]) -> Expected:
    from pmos_rules import Outcome

    return Expected(
        Verdict(verdict),
        tuple(ExpectedFinding(rule, Outcome(what), Severity(weight), path) for rule, what, weight, path in findings),
    )


REJECTED = expecting("reject", (SHARES, FAIL, "error", "/shareholders"))
WARNED = expecting("accept", (STAFF, FAIL, "warning", "/staff"))
OPEN = expecting("undetermined", (STAFF, UNDETERMINED, "error", "/staff"))
FINE = expecting("accept")
WITH_CODES = codes_of(hubei(), {"E1": [SHARES, STAFF]})


@pytest.mark.parametrize(
    ("expected", "answer", "found"),
    [
        (REJECTED, Answer(None, (Claim(SHARES),)), Opinions((SHARES,))),
        (REJECTED, Answer(None, ()), Opinions(points=((SHARES, "missed"),))),
        (REJECTED, Answer(None, (Claim(STAFF),)), Opinions(points=((SHARES, "missed"), (STAFF, "invented")))),
        (REJECTED, Answer(None, (Claim("E1"),)), Opinions((SHARES,))),
        (FINE, Answer(None, (Claim("E1"),)), Opinions(points=((SHARES, "invented"), (STAFF, "invented")))),
        (FINE, Answer(None, (Claim("E9"),)), Opinions(unknown=("E9",))),
        (FINE, Answer(Verdict.REJECT, (Claim("E9"),)), Opinions(points=((None, "invented"),), unknown=("E9",))),
        # places
        (REJECTED, Answer(None, (Claim(SHARES, "/shareholders/2/percent"),)), Opinions((SHARES,))),
        (REJECTED, Answer(None, (Claim(SHARES, ""),)), Opinions((SHARES,))),
        (REJECTED, Answer(None, (Claim(SHARES, "/staff"),)), Opinions(points=((SHARES, "elsewhere"),))),
        (REJECTED, Answer(None, (Claim(SHARES, "/shareholders2"),)), Opinions(points=((SHARES, "elsewhere"),))),
        # verdicts
        (REJECTED, Answer(Verdict.REJECT), Opinions((SHARES,))),
        (REJECTED, Answer(Verdict.ACCEPT), Opinions(points=((SHARES, "missed"),))),
        (REJECTED, Answer(Verdict.ACCEPT, (Claim(SHARES),)), Opinions((SHARES,), ((None, "missed"),))),
        (FINE, Answer(Verdict.ACCEPT), Opinions()),
        (FINE, Answer(Verdict.REJECT), Opinions(points=((None, "invented"),))),
        # what weighs little, and what we cannot judge
        (WARNED, Answer(Verdict.ACCEPT), Opinions()),
        (WARNED, Answer(None, ()), Opinions(points=((STAFF, "missed"),))),
        (OPEN, Answer(Verdict.REJECT), Opinions()),
        (OPEN, Answer(None, (Claim(STAFF),)), Opinions()),
    ],
)
def test_what_two_say_of_a_dossier_is_compared(expected: Expected, answer: Answer, found: Opinions) -> None:
    assert opinions(expected, answer, WITH_CODES) == found


def test_light_findings_need_not_be_found_but_may_be() -> None:
    for claims in ((), (Claim(STAFF),)):
        assert opinions(WARNED, Answer(None, claims), WITH_CODES, Severity.ERROR) == Opinions()


# -- a kit


def nine_are_enough(dossier: dict[str, Any]) -> list[str]:
    few = len(dossier.get("staff") or ()) < 9
    return [rule for rule in failing(dossier) if rule != STAFF or few]


def hundred_in_floats(dossier: dict[str, Any]) -> list[str]:
    total = sum(float(row.get("percent") or 0) for row in dossier.get("shareholders") or ())
    rules = [rule for rule in failing(dossier) if rule != SHARES]
    return [*rules, SHARES] if abs(total - 100) > 0.1 else rules


def test_who_says_what_the_rules_say_agrees() -> None:
    found = small_kit("all", number=2).compare(report)
    assert found.agrees
    assert found.rows == tuple(Row(rule, 2) for rule in (None, *sorted(EDITS, key=order)))
    assert comparison_text(found, language="en", table=False) == "report: agrees on all of 14 dossiers\n"


def order(rule: str) -> int:
    return [one.id for one in hubei().rules].index(rule)


def test_a_bound_that_is_off_by_one_is_shown_at_the_bound() -> None:
    found = small_kit("all").compare(nine_are_enough)
    (point,) = found.disagreements
    assert (point.rule, point.how, point.entries[0].name) == (STAFF, "missed", f"{STAFF}-1")
    assert len(point.minimal.dossier["staff"]) == 9
    assert set(point.minimal.dossier) == {"market", "kind", "as_of", "basic", "staff"}
    assert point.minimal.is_minimal
    assert point.finding is not None
    assert point.finding.message.en == "the number of staff is 9 and should be at least 10, 1 short"


def test_a_tolerance_is_shown_by_a_sum_within_it() -> None:
    found = small_kit("all").compare(hundred_in_floats)
    (point,) = found.disagreements
    assert (point.rule, point.how) == (SHARES, "missed")
    total = sum(Decimal(row["percent"]) for row in point.minimal.dossier["shareholders"])
    assert 0 < abs(total - 100) <= Decimal("0.1")


def test_what_is_invented_is_shown_where_the_rule_passes() -> None:
    found = small_kit(SHARES).compare(lambda one: [*failing(one), STAFF])
    (point,) = found.disagreements
    assert (point.rule, point.how, found.disagreed_on("invented")) == (STAFF, "invented", (STAFF,))
    assert STAFF not in failing(point.minimal.dossier)
    assert "by the rules it passes\n" in comparison_text(found, language="en")


def test_who_accepts_everything_has_missed_every_rule() -> None:
    found = small_kit("all").compare(lambda _: True, shrink_tries=40)
    assert found.disagreed_on("missed") == tuple(sorted(EDITS, key=order))
    assert found.rows[0] == Row(None, agreed=1)


def test_without_tries_the_dossier_stays_as_it_is() -> None:
    found = small_kit(CODE).compare(lambda _: True, shrink_tries=0)
    assert found.disagreements[0].minimal.dossier == small_kit(CODE).entries[0].dossier
    assert "  the dossier, not made smaller:\n" in comparison_text(found, language="en")


def test_it_comes_out_the_same_each_time() -> None:
    once, twice = (small_kit("all").compare(nine_are_enough) for _ in range(2))
    assert comparison_to_dict(once) == comparison_to_dict(twice)


def test_a_crash_is_a_result_of_its_entry() -> None:
    def check(dossier: dict[str, Any]) -> Any:
        if len(dossier["staff"]) == 9:
            raise IndexError("staff")
        return failing(dossier)

    found = small_kit("all").compare(check)
    assert [(one.entry.name, one.why.text.en) for one in found.unanswered] == [
        (f"{STAFF}-1", "it raised IndexError: staff")
    ]
    assert (found.agrees, found.disagreements, found.skipped) == (False, (), 0)
    assert comparison_text(found, language="en").endswith(
        f"no answer: it raised IndexError: staff\n  seen on {STAFF}-1\n\n"
        "test_a_crash_is_a_result_of_its_entry.<locals>.check: 7 dossiers, disagrees on 0\nrules, 1 not answered\n"
    )


def test_where_nobody_answers_the_rest_is_not_asked_about() -> None:
    from pmos_rules.testing.kit import EndpointChecker

    found = small_kit("all", number=3).compare(EndpointChecker("http://127.0.0.1:9/"))
    assert (len(found.unanswered), found.skipped, found.agrees) == (5, 16, False)
    text = comparison_text(found, language="zh")
    assert "连续多次无人答复，其余 16 份未再询问\n" in text
    assert text.endswith("http://127.0.0.1:9/：21 份档案，0 条规则不一致，21 份无答复\n")


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    small_kit(STAFF, SHARES).compare(report, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


# -- how it is told


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    def check(dossier: dict[str, Any]) -> list[str]:
        return ["E1" if rule == SIZE else rule for rule in nine_are_enough(dossier) if rule != CODE] + ["E7"]

    return small_kit(STAFF, SIZE, CODE).compare(check, codes={"E1": SIZE})


def test_it_is_told_in_english(comparison: Comparison) -> None:
    text = comparison_text(comparison, language="en")
    assert text.startswith(
        "rule                                agreed  missed\n"
        "common.uscc.checksum                     -       1\n"
        "hubei.file.max_size                      1       -\n"
        "hubei.retailer.staff_total_no_grid       -       1\n"
        "\n"
        "missed: common.uscc.checksum Check digit of the credit code\n"
    )
    assert (
        "  seen on common.uscc.checksum-1\n"
        "  smallest dossier (" in text
    )
    assert (
        '    {\n      "market": "hubei",\n      "kind": "retailer",\n      "as_of": "2026-11-21",\n'
        '      "business": {\n        "uscc": "91420100MA4K2B3C00"\n      }\n    }\n' in text
    )
    assert "`E7` (3 times) is no rule, not compared\n" in text
    assert text.endswith("comparison.<locals>.check: 3 dossiers, disagrees on 2 rules\n")


def test_it_is_told_in_chinese(comparison: Comparison) -> None:
    text = comparison_text(comparison)
    assert text.startswith("规则                                一致  漏判\n")
    assert "漏判：hubei.retailer.staff_total_no_grid 从业人员人数达到下限\n  从业人员 9 人，应不少于 10 人，尚缺 1 人\n  依据：《湖北电力交易平台注册指南》2.3\n  见于 hubei.retailer.staff_total_no_grid-1\n  最小档案（试了 " in text
    assert "代码“E7”（3 次）不是规则，未作比较\n" in text


def test_it_is_plain_data_too(comparison: Comparison) -> None:
    data = comparison_to_dict(comparison)
    assert (data["market"], data["agrees"], data["entries"], data["unknown_codes"]) == ("hubei", False, 3, {"E7": 3})
    assert data["rules"][0] == {
        "rule": CODE, "agreed": 0, "missed": 1, "invented": 0, "elsewhere": 0, "unanswered": 0
    }  # fmt: skip
    point = data["disagreements"][0]
    assert (point["rule"], point["how"], point["outcome"], point["entries"]) == (CODE, "missed", "fail", [f"{CODE}-1"])
    assert point["minimal"]["dossier"]["business"] == {"uscc": "91420100MA4K2B3C00"}
