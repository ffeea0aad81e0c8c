"""One change to a compliant dossier breaks each rule that can fail on it; what else it changes is declared."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from pmos_rules.findings import Outcome
from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from pmos_rules.testing import Case, Firing, Unfired, fire_matrix
from tests.built_in import PACKS, cases, ruleset

RULESETS = Path(__file__).parents[2] / "rulesets"
DECLARED = Path(__file__).with_name("fire_matrix.yaml")


def read(file: Path) -> Any:
    node, faults = read_yaml(SourceText(file.name, file.read_text("utf-8")))
    assert node is not None
    assert faults == []
    return to_plain(node)


def complete_dossiers() -> Iterator[tuple[str, str, str]]:
    """Market, kind and name of each base dossier; of a draft too little is there for one change to break one rule."""
    for file in sorted(RULESETS.glob("*/cases/dossiers/*.yaml")):
        dossier = read(file)
        if dossier.get("stage") != "save":
            yield dossier["market"], dossier["kind"], file.stem


DOSSIERS = list(complete_dossiers())
KINDS = sorted({(market, kind) for market, kind, _ in DOSSIERS})


class Entry(BaseModel):
    """Rules on dossiers; what else changes where they are broken, or why nothing breaks them."""

    model_config = ConfigDict(extra="forbid")

    rules: list[str]
    on: list[str]
    change: str = ""
    because: str = ""
    fail: list[str] = []
    undetermined: list[str] = []
    not_applicable: list[str] = []

    def effects_of(self, rule: str) -> dict[str, str]:
        named = {name: outcome for outcome in ("fail", "undetermined", "not_applicable") for name in getattr(self, outcome)}
        return {name: outcome for name, outcome in named.items() if name != rule}


class Declared(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cannot_fail: list[Entry]
    also: list[Entry]


@cache
def declared() -> Declared:
    return Declared.model_validate(read(DECLARED))


@cache
def all_cases() -> tuple[Case, ...]:
    return tuple(case for pack in PACKS for case in cases(pack))


@cache
def matrix(market: str, name: str) -> tuple[Firing | Unfired, ...]:
    (file,) = RULESETS.glob(f"*/cases/dossiers/{name}.yaml")
    return fire_matrix(ruleset(market), {name: read(file)}, cases=all_cases())


def firings(market: str, name: str) -> list[Firing]:
    return [row for row in matrix(market, name) if isinstance(row, Firing)]


def breaks_with(market: str, rule: str) -> tuple[str, ...]:
    return ruleset(market).rule(rule).breaks_with


def undeclared(market: str, firing: Firing) -> dict[str, str]:
    """The effects of a change that the rule itself does not declare."""
    inherent = breaks_with(market, firing.rule)
    return {
        rule: outcome.value
        for rule, outcome in firing.effects.items()
        if rule not in inherent or outcome is not Outcome.FAIL
    }


def entries(listed: list[Entry], rule: str, dossier: str) -> list[Entry]:
    return [entry for entry in listed if rule in entry.rules and dossier in entry.on]


def written(firing: Firing) -> str:
    return " and ".join(
        f"{edit.verb} {edit.path}" + ("" if edit.verb == "remove" else f": {shorten(repr(edit.value), 80)}")
        for edit in firing.edits
    )


@pytest.mark.parametrize(("market", "kind", "name"), DOSSIERS)
def test_a_change_breaks_each_rule_or_it_is_said_why_none_can(market: str, kind: str, name: str) -> None:
    problems = []
    for row in matrix(market, name):
        listed = bool(entries(declared().cannot_fail, row.rule, name))
        if isinstance(row, Firing) and listed:
            problems.append(f"{row.rule} is listed under cannot_fail, but this breaks it: {written(row)}")
        if isinstance(row, Unfired) and row.reason == "no change" and not listed:
            problems.append(f"no change breaks {row.rule}, and it is not listed under cannot_fail")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("market", "kind", "name"), DOSSIERS)
def test_whatever_else_a_change_changes_is_declared(market: str, kind: str, name: str) -> None:
    problems = []
    for firing in firings(market, name):
        listed = entries(declared().also, firing.rule, name)
        expected = listed[0].effects_of(firing.rule) if listed else {}
        found = undeclared(market, firing)
        if len(listed) > 1:
            problems.append(f"{firing.rule} is listed more than once")
        if found != expected:
            problems.append(f"{firing.rule}, broken by {written(firing)}: declared {expected}, found {found}")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("market", "kind", "name"), DOSSIERS)
def test_rules_that_break_with_another_do(market: str, kind: str, name: str) -> None:
    asked = {row.rule for row in matrix(market, name)}
    problems = [
        f"{other} does not break with {firing.rule}, broken by {written(firing)}"
        for firing in firings(market, name)
        for other in breaks_with(market, firing.rule)
        if other in asked and firing.also.get(other) is not Outcome.FAIL
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("market", "kind"), KINDS)
def test_every_rule_can_fail_for_every_kind(market: str, kind: str) -> None:
    """But for those that find no field of that kind to stand on."""
    rows = [row for known, of, name in DOSSIERS if (known, of) == (market, kind) for row in matrix(market, name)]
    fired = {row.rule for row in rows if isinstance(row, Firing)}
    groundless = {row.rule for row in rows if isinstance(row, Unfired) and row.reason == "no field"}
    assert {row.rule for row in rows} - fired - groundless == set()


def test_what_is_listed_is_about_rules_and_dossiers_that_there_are() -> None:
    asked = {(row.rule, name) for market, _, name in DOSSIERS for row in matrix(market, name)}
    broken = {(row.rule, name) for market, _, name in DOSSIERS for row in firings(market, name)}
    pairs = [
        (pair, where)
        for listed, where in ((declared().cannot_fail, asked), (declared().also, broken))
        for entry in listed
        for pair in ((rule, name) for rule in entry.rules for name in entry.on)
    ]
    assert [pair for pair, where in pairs if pair not in where] == []


def test_every_entry_says_what_it_is_about() -> None:
    assert [entry.rules for entry in declared().cannot_fail if not entry.because] == []
    assert [entry.rules for entry in declared().also if not entry.change] == []
