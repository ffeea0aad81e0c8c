"""The compiled engine and the naive evaluator say the same: of every case, of the truth tables, of odd dossiers."""

import ast
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from pmos_rules import load_ruleset
from pmos_rules.evaluation import Evaluator
from pmos_rules.testing import collect_cases
from tests.built_in import PACKS, cases, evaluator
from tests.evaluation import tables
from tests.evaluation import test_messages as messages
from tests.evaluation import test_operators as operators
from tests.evaluation import test_truth_table as truth_table
from tests.evaluation.odd_dossiers import odd_dossiers
from tests.evaluation.small import DAY, load, read_data, whole
from tests.naive.agreement import differences
from tests.naive.compare import compare
from tests.processes import small as processes
from tests.properties.budget import TIMES
from tests.properties.subjects import World, worlds

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PARTS = 6
"""The cases of a pack are gone through in so many tests, so that these can run side by side."""
RANDOM = 320 * TIMES
"""Random dossiers of each kind of filing: about a minute of one core, and `PMOS_RULES_PROPERTIES` times that."""
WHOLE = 4
"""Every so-manyth of each sort is compared whole."""
SEED = 1
TODAY = date(2026, 11, 21)
MORE = read_data(HERE.parent / "data" / "more_operators.yaml")
QUESTIONS = read_data(HERE.parent / "processes" / "questions.yaml")
REGRESSIONS = read_data(HERE / "regressions.yaml")
pytestmark = pytest.mark.usefixtures("odd_checks")


@cache
def small(about: str, number: int) -> Evaluator:
    return load({"more": MORE, "regressions": REGRESSIONS}[about][number])


# -- what it stands on -------------------------------------------------------------------------------------

COMPARING = {"agreement.py", "compare.py", "test_agreement.py", "test_naive.py"}


def imported(file: Path) -> Iterator[str]:
    """The modules that a file names in its imports, wherever in it they stand."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield from (f"{node.module}.{name.name}" for name in node.names)


def source_of(name: str) -> Path | None:
    """The file of a module of this project, if a name is one or something in one."""
    for parts in (name.split("."), name.split(".")[:-1]):
        base = (ROOT if parts[:1] == ["tests"] else ROOT / "src").joinpath(*parts)
        for file in (base.with_suffix(".py"), base / "__init__.py"):
            if file.is_file() and parts[:1] in (["tests"], ["pmos_rules"]):
                return file
    return None


def test_the_naive_evaluator_knows_nothing_of_the_engine() -> None:
    waiting = {file for file in HERE.glob("*.py") if file.name not in COMPARING}
    seen: set[Path] = set()
    while waiting:
        file = waiting.pop()
        seen.add(file)
        names = set(imported(file))
        assert not {name for name in names if name.startswith(("pmos_rules.evaluation", "pmos_rules.compilation"))}, (
            file
        )
        waiting |= {found for name in names if (found := source_of(name)) is not None} - seen
    assert any("language" in file.parts for file in seen)


# -- the two compared -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("pack", PACKS)
def test_they_agree_on_every_case(pack: str, part: int) -> None:
    for case in cases(pack)[part::PARTS]:
        dossier = case.dossier
        day = date.fromisoformat(dossier["as_of"])
        assert differences(evaluator(dossier["market"], day), dossier, whole=True) == [], case


@pytest.mark.parametrize("row", truth_table.ROWS, ids=tables.name)
def test_they_agree_on_a_row_of_the_truth_table(row: tables.Row) -> None:
    day = date.fromisoformat(row.says["as_of"]) if "as_of" in row.says else DAY
    assert differences(truth_table.evaluator(row.group, day), whole(row.says["given"]), whole=True) == []


@pytest.mark.parametrize("row", list(operators.rows()), ids=operators.name)
def test_they_agree_on_an_operator(row: operators.Row) -> None:
    compiled = operators.evaluator(row.number, row.supplied)
    assert differences(compiled, operators.dossier(row), whole=True) == []


@pytest.mark.parametrize("scope", [None, "rows.*", "section"])
def test_they_agree_on_all_any_and_not(scope: str | None) -> None:
    atoms = truth_table.ATOMS_GIVEN
    held: Mapping[str, Any] = {"rows.*": {"rows": [atoms]}, "section": {"section": atoms}}.get(scope or "", atoms)
    assert differences(truth_table.kleene(scope), whole(held), whole=True) == []


@pytest.mark.parametrize("about", ["more", "regressions"])
def test_they_agree_on_more_operators_and_on_what_they_once_did_not_agree_on(about: str) -> None:
    for number, group in enumerate({"more": MORE, "regressions": REGRESSIONS}[about]):
        for row in group["rows"]:
            assert differences(small(about, number), whole(row["given"]), whole=True) == [], row["case"]


@pytest.mark.parametrize("row", messages.ROWS, ids=tables.name)
def test_they_agree_on_what_an_applicant_reads(row: tables.Row) -> None:
    assert differences(messages.evaluator(row.group), whole(row.says["given"]), whole=True) == []


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["case"])
def test_they_agree_on_a_process(row: Mapping[str, Any]) -> None:
    assert differences(processes.evaluator(), processes.dossier(row["given"]), whole=True) == []


@pytest.mark.parametrize("dossier", ["text", None, [], 5, {}, {"kind": ["x"]}], ids=repr)
def test_they_agree_on_what_is_no_dossier(dossier: Any) -> None:
    assert differences(evaluator("hubei", TODAY), dossier, whole=True) == []


@settings(max_examples=60)
@given(odd_dossiers())
def test_they_agree_on_odd_dossiers(dossier: dict[str, Any]) -> None:
    named = dossier.get("market")
    market = named if named in ("hubei", "chongqing", "jiangsu", "mengdong") else "hubei"
    assert differences(evaluator(str(market), TODAY), dossier, whole=True) == []


@pytest.mark.parametrize("world", worlds(), ids=" ".join)
def test_they_agree_on_random_dossiers(world: World) -> None:
    """By turns compliant, breaking a rule, garbled and hostile."""
    tally = compare((*world, SEED, range(RANDOM), WHOLE))
    assert tally.unequal == []


def test_they_agree_on_the_pack_of_another_party() -> None:
    pack = ROOT / "examples" / "pack-guangxi" / "pmos_rules_guangxi" / "guangxi"
    ruleset = load_ruleset(pack)
    for case in collect_cases(pack):
        day = date.fromisoformat(case.dossier["as_of"])
        assert differences(ruleset.at(day), case.dossier, whole=True) == [], case


@pytest.mark.parametrize("number", range(len(REGRESSIONS)))
def test_what_they_once_did_not_agree_on_is_found_where_it_belongs(number: int) -> None:
    for row in REGRESSIONS[number]["rows"]:
        findings = small("regressions", number).evaluate(whole(row["given"])).findings
        found = {one.rule.removeprefix("small."): one.path for one in findings if "required" not in one.rule}
        assert {rule: found[rule] for rule in row["at"]} == row["at"], row["case"]
