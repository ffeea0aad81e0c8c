"""The third-party pack among the examples, from its folder; CI installs it as a distribution of its own."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from pmos_rules import Outcome, Severity, load_ruleset
from pmos_rules.api import check_pack
from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from pmos_rules.testing import run_cases, untested_rules
from tests.language.test_json_schema import PACK as MANIFEST
from tests.language.test_json_schema import RULES, complaints

DISTRIBUTION = Path(__file__).parents[2] / "examples" / "pack-guangxi"
GUANGXI = DISTRIBUTION / "pmos_rules_guangxi" / "guangxi"
DAY = date(2026, 11, 21)


def base(name: str) -> dict[str, object]:
    node, _ = read_yaml(SourceText(name, (GUANGXI / "cases" / "dossiers" / f"{name}.yaml").read_text("utf-8")))
    plain = to_plain(node)
    assert isinstance(plain, dict)
    return plain


def test_lint_has_nothing_to_say_and_no_case_is_lacking() -> None:
    assert check_pack(GUANGXI) == []
    run = run_cases(GUANGXI)
    assert [(result.name, result.differences) for result in run.failures] == []
    assert (run.diagnostics, untested_rules(GUANGXI, run)) == ((), ())


def test_every_rule_of_it_says_that_only_press_reports_are_known() -> None:
    ruleset = load_ruleset(GUANGXI)
    own = [rule for rule in ruleset.rules if rule.pack == "guangxi"]
    assert len(own) == 9
    for rule in own:
        assert rule.reading is not None
        assert rule.reading.zh.startswith("仅见于新闻报道，未见指南原文")
        assert rule.reading.en.startswith("Known from press reports only")


def test_it_changes_one_rule_and_one_parameter_of_those_below() -> None:
    ruleset = load_ruleset(GUANGXI)
    changed = [rule for rule in ruleset.rules if rule.history]
    assert [(rule.id, rule.severity) for rule in changed] == [("common.contact.mobile", Severity.ERROR)]
    near = {**base("gx_retailer"), "business": {"licence_valid_to": "2026-12-07"}}
    there, here = (
        load_ruleset(pack).evaluate(near | {"market": market}, as_of=DAY).outcomes["national.lifecycle.expiry_reminder"]
        for pack, market in (("hubei", "hubei"), (GUANGXI, "guangxi"))
    )
    assert (there, here) == (Outcome.FAIL, Outcome.PASS)


@pytest.mark.parametrize("name", ["gx_retailer", "gx_consumer"])
def test_its_dossiers_are_accepted_and_undetermined_without_a_verification(name: str) -> None:
    dossier = base(name)
    assert load_ruleset(GUANGXI).evaluate(dossier, as_of=DAY).verdict == "accept"
    del dossier["reference"]
    report = load_ruleset(GUANGXI).evaluate(dossier, as_of=DAY)
    assert (report.verdict, [finding.rule for finding in report.findings]) == (
        "undetermined",
        ["guangxi.account.identity_confirmed"],
    )
    verified = load_ruleset(GUANGXI).evaluate(dossier, as_of=DAY, reference={"identity_confirmed": True})
    assert verified.verdict == "accept"


def test_an_editor_underlines_nothing_in_it() -> None:
    for file in GUANGXI.glob("*.yaml"):
        assert complaints(file.read_text("utf-8"), MANIFEST if file.name == "pack.yaml" else RULES) == []


def test_its_versions_agree() -> None:
    project = tomllib.loads((DISTRIBUTION / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == load_ruleset(GUANGXI).version
