"""The README: its code runs, its rule loads, and what it shows is what comes out."""

import contextlib
import io
from datetime import date
from pathlib import Path

import pytest

from pmos_rules import Outcome, load_ruleset
from pmos_rules.cli.program import run
from pmos_rules.packs import installed_packs
from tests.docs.blocks import ROOT, block, code, marked, table

PAGE = "README.md"


def test_the_first_command_shows_what_the_readme_shows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    command = marked(PAGE, "check").rstrip().rpartition("pmos-rules ")[2]
    assert run(command.split()) == 0
    assert capsys.readouterr().out == marked(PAGE, "check-output")


def test_the_python_example_prints_what_the_readme_shows() -> None:
    printed = io.StringIO()
    source = block(PAGE, "python")
    with contextlib.redirect_stdout(printed):
        exec(compile(source, PAGE, "exec"), {})
    assert f"```\n{printed.getvalue()}```\n" in (ROOT / PAGE).read_text("utf-8")
    assert len(source.splitlines()) <= 15


def test_the_rule_of_the_readme_judges(tmp_path: Path) -> None:
    manifest, rules = block(PAGE, "yaml", "manifest"), block(PAGE, "yaml", "rules")
    (tmp_path / "pack.yaml").write_text(manifest, "utf-8")
    (tmp_path / "rules.yaml").write_text(rules, "utf-8")
    staff = [{"id_number": str(number)} for number in range(10)]
    for people, outcome in ((staff, Outcome.PASS), (staff[1:], Outcome.FAIL)):
        dossier = {"market": "sichuan", "kind": "retailer", "staff": people}
        report = load_ruleset(tmp_path).evaluate(dossier, as_of=date(2026, 7, 1))
        assert report.outcomes["sichuan.retailer.staff_total"] is outcome
    assert len((manifest + rules).splitlines()) <= 20


def test_every_pack_stands_in_the_table_with_its_markets() -> None:
    shown = {code(row[0])[0]: row[1:3] for row in table(PAGE, "## What is in")}
    assert set(shown) == set(installed_packs())
    for name, (_, kinds) in shown.items():
        covered = {kind for market in installed_packs()[name].markets.values() for kind in market}
        assert {word for word in kinds.replace(",", " ").split() if word.isascii()} == covered
