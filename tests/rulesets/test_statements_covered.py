"""Every statement of the sources is a rule or a guidance entry under its own id, and there is nothing else."""

from datetime import date
from functools import cache
from typing import Any

import pytest

from tests.built_in import ruleset
from tests.rulesets.statements import COVERED, Statement, covered, read_statements

AS_OF = date(2026, 11, 21)
STATEMENTS = [(market, kind, found) for market, kind in COVERED for found in covered(market, kind)]
FINDINGS = [row for row in STATEMENTS if row[2].emits == "finding"]
# Where a rule warns of something besides what its statement calls an error, and why.
ALSO_WARNS = {
    "hubei.account.formal_needs_cfca": "a certificate of another authority is one, and several are open nationally",
    "hubei.account.legal_rep_id": "a document other than the identity card is for a person to check",
    "chongqing.account.legal_rep_id_real": "a document other than the identity card is for a person to check",
    "jiangsu.aggregation.counterparty_contact": "a placeholder is nobody, and elsewhere a warning",
}


@cache
def rules(market: str, kind: str) -> dict[str, Any]:
    return {rule.id: rule for rule in ruleset(market).at(AS_OF).rules.rules[kind]}


@cache
def guidance(market: str, kind: str) -> dict[str, Any]:
    entries = ruleset(market).guidance
    return {entry.id: entry for entry in entries if entry.kinds is None or kind in entry.kinds}


def ids(row: tuple[str, str, Statement]) -> str:
    return row[2].id


def test_the_list_of_statements_is_whole() -> None:
    statements = read_statements()
    assert len(statements) == len({found.id for found in statements}) == 382
    assert sum(found.emits == "finding" for found in statements) == 265


@pytest.mark.parametrize(("market", "kind"), COVERED)
def test_each_statement_that_can_be_checked_is_a_rule_and_nothing_else_is(market: str, kind: str) -> None:
    wanted = {found.id for found in covered(market, kind) if found.emits == "finding"}
    assert set(rules(market, kind)) == wanted


@pytest.mark.parametrize(("market", "kind"), COVERED)
def test_each_statement_that_no_program_can_decide_is_guidance_and_nothing_else_is(
    market: str, kind: str
) -> None:
    wanted = {found.id for found in covered(market, kind) if found.emits == "none"}
    assert set(guidance(market, kind)) == wanted


@pytest.mark.parametrize("row", FINDINGS, ids=ids)
def test_a_rule_has_the_severities_of_its_statement(row: tuple[str, str, Statement]) -> None:
    market, kind, statement = row
    also = ["warning"] if statement.id in ALSO_WARNS else []
    assert [level.value for level in rules(market, kind)[statement.id].severities] == [*statement.severity, *also]


@pytest.mark.parametrize("row", FINDINGS, ids=ids)
def test_a_rule_rests_on_what_its_statement_rests_on(row: tuple[str, str, Statement]) -> None:
    market, kind, statement = row
    rule = rules(market, kind)[statement.id]
    assert rule.basis == statement.basis
    assert rule.cite.instrument == statement.instrument
    assert rule.cite.section in statement.sections_for(kind)


@pytest.mark.parametrize("row", [row for row in STATEMENTS if row[2].emits == "none"], ids=ids)
def test_guidance_cites_what_its_statement_cites(row: tuple[str, str, Statement]) -> None:
    market, kind, statement = row
    entry = guidance(market, kind)[statement.id]
    assert entry.cite.instrument == statement.instrument
    assert entry.cite.section in {statement.section, *statement.sections_for(kind)}


@pytest.mark.parametrize(("market", "kind"), COVERED)
def test_every_rule_has_its_own_words_in_both_languages(market: str, kind: str) -> None:
    for rule in rules(market, kind).values():
        assert rule.title.zh
        assert rule.title.en
        assert not rule.title.zh.endswith("。")
        assert not rule.title.en.endswith(".")
