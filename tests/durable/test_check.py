"""`check --engine durable` says whether the second engine says the same, and gives 70 where nothing confirms a report."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.evaluation.durable import Child, engine
from tests.cli.conftest import Run, pmos_rules  # noqa: F401 -- a fixture
from tests.durable.shared import needs_durable

DOSSIER = str(Path(__file__).parents[2] / "rulesets/jiangsu/cases/dossiers/js_agg_online.yaml")
# It answers that nothing fired, whatever it is told.
SILENT = (
    "import json, sys\n"
    "for line in sys.stdin: print(json.dumps({'defined': ''} if 'define' in json.loads(line) else {'said': %s}), flush=True)"
)


def replace_by(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Child", lambda: Child((sys.executable, "-c", script), timeout=60))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: True)


@needs_durable
def test_where_the_engines_agree_it_is_said(pmos_rules: Run) -> None:  # noqa: F811 -- the fixture
    said = pmos_rules("check", DOSSIER, "--engine", "durable", "--lang", "en")
    assert (said.code, said.err) == (0, f"`{DOSSIER}`: durable-rules judged 39 rules and items, and says the same of each\n")
    assert said.out == pmos_rules("check", DOSSIER, "--lang", "en").out


@needs_durable
def test_in_json_it_stands_beside_the_reports(pmos_rules: Run) -> None:  # noqa: F811 -- the fixture
    said = pmos_rules("check", DOSSIER, "--engine", "durable", "--format", "json")
    assert json.loads(said.out)["second_engine"] == [
        {"input": DOSSIER, "engine": "durable-rules", "judged": 39, "not_judged": [], "broken": None, "differences": []}
    ]


def test_a_process_that_dies_is_said_and_the_report_stands_alone(pmos_rules: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811 -- the fixture
    replace_by("raise SystemExit(9)", monkeypatch)
    said = pmos_rules("check", DOSSIER, "--engine", "durable", "--lang", "en")
    assert said.code == 70
    assert said.err == f"`{DOSSIER}`: the process of the second engine died (exit status 9), so nothing confirms the report\n"
    assert said.out == pmos_rules("check", DOSSIER, "--lang", "en").out


def test_a_difference_is_said_rule_by_rule(pmos_rules: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811 -- the fixture
    replace_by(SILENT % [[0, "fail error common.file.not_empty#0"]], monkeypatch)
    dossier = Path("dossier.json")
    dossier.write_text(json.dumps({"market": "mengdong", "kind": "aggregation", "as_of": "2026-07-01"}), "utf-8")
    said = pmos_rules("check", "dossier.json", "--engine", "durable")
    first, second = said.err.splitlines()
    assert said.code == 70
    assert first.startswith("dossier.json：第二引擎（durable-rules）判断 1 项，1 项与报告不同，报告不作数；")
    assert second == "common.file.not_empty：报告为 -，第二引擎为 fail (error)"


def test_without_the_extra_it_is_said_what_to_install(pmos_rules: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811 -- the fixture
    known: Any = __import__("importlib.util").util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "durable" else known(name))
    said = pmos_rules("check", DOSSIER, "--engine", "durable")
    assert (said.code, said.out) == (2, "")
    assert said.err == "第二引擎未安装：pip install 'pmos-rules[durable]'（需要 C 编译器，CPython 3.12 及以下）\n"
