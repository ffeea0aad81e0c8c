"""The accepted dossiers: nothing in them fails, what cannot be told is known, and how they are written is all one."""

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmos_rules import Outcome, Report
from pmos_rules.files.dossier import read_dossier
from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.models import Dossier
from pmos_rules.models.labels import names_by_label, sections_by_name
from pmos_rules.models.section import Section
from pmos_rules.source import SourceText
from tests.built_in import ruleset

DOSSIERS = Path(__file__).parents[1] / "data" / "dossiers"
BASES = Path(__file__).parents[2] / "rulesets"
TABLE = Path(__file__).with_name("dossiers.yaml")
# What no applicant writes: it is supplied, looked up or set by others.
SUPPLIED = ("reference", "review", "head", "real_name_verified", "legal_rep_authorised")
# By these the dossier says which rules it is held to.
ABOUT = ("market", "kind", "stage", "as_of")
NUMBERS = ("size_bytes", "percent", "age", "registered_capital", "declared_unit_count", "voltage_kv")


def read_table(file: Path) -> Any:
    node, faults = read_yaml(SourceText(file.name, file.read_text("utf-8")))
    assert node is not None
    assert faults == []
    return to_plain(node)


ROWS: list[dict[str, Any]] = read_table(TABLE)
NAMES = [row["dossier"] for row in ROWS]


def read(name: str) -> dict[str, Any]:
    return read_dossier(DOSSIERS / f"{name}.yaml")


def judged(dossier: Mapping[str, Any], market: str | None = None, as_of: str | None = None) -> Report:
    day = date.fromisoformat(as_of or dossier["as_of"])
    return ruleset(market or dossier["market"]).evaluate(dossier, as_of=day)


def alone(value: Any) -> Any:
    """The same without what others supply."""
    if isinstance(value, dict):
        return {key: alone(item) for key, item in value.items() if key not in SUPPLIED}
    return [alone(item) for item in value] if isinstance(value, list) else value


def test_the_table_names_every_dossier() -> None:
    assert sorted(file.stem for file in DOSSIERS.glob("*.yaml")) == NAMES
    assert len(NAMES) == 13


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_an_accepted_dossier_is_accepted_on_its_own_day(row: dict[str, Any]) -> None:
    report = judged(read(row["dossier"]))
    assert (report.market, report.kind) == (row["market"], row["kind"])
    assert [(found.rule, found.message.en) for found in report.failures] == []
    assert said(report) == row["as_given"]
    assert [found.rule for found in report.findings] == row["as_given"]["undetermined"]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_what_others_have_to_supply_is_asked_for_and_nothing_fails_without_it(row: dict[str, Any]) -> None:
    report = judged(alone(read(row["dossier"])))
    assert [(found.rule, found.message.en) for found in report.failures] == []
    assert said(report) == row["alone"]


def said(report: Report) -> dict[str, Any]:
    untold = sorted(rule for rule, outcome in report.outcomes.items() if outcome is Outcome.UNDETERMINED)
    return {"verdict": report.verdict.value, "undetermined": untold}


@pytest.mark.parametrize("name", NAMES)
def test_the_dossier_that_cases_start_from_is_the_same(name: str) -> None:
    (base,) = BASES.glob(f"*/cases/dossiers/{name}.yaml")
    assert base.read_bytes() == (DOSSIERS / f"{name}.yaml").read_bytes()


# -- one dossier, written in several ways -----------------------------------------------------------


def as_yaml(dossier: Mapping[str, Any], folder: Path) -> Mapping[str, Any]:
    """JSON in a file that is called YAML is YAML, of which every scalar is text."""
    file = folder / "dossier.yaml"
    file.write_text(json.dumps(dossier, ensure_ascii=False), "utf-8")
    return read_dossier(file)


def as_json(dossier: Mapping[str, Any], folder: Path) -> Mapping[str, Any]:
    """With the numbers, the yes and the no of JSON."""
    file = folder / "dossier.json"
    file.write_text(json.dumps(typed(dossier), ensure_ascii=False), "utf-8")
    return read_dossier(file)


def as_model(dossier: Mapping[str, Any], _: Path) -> Dossier:
    return Dossier.model_validate_json(json.dumps(typed(dossier)).encode())


def in_chinese(dossier: Mapping[str, Any], _: Path) -> Mapping[str, Any]:
    chinese: dict[str, Any] = translated(Dossier, dossier)
    return chinese


def typed(value: Any, key: str = "") -> Any:
    """Text as it stands in YAML, as the values that a program writes to JSON."""
    if isinstance(value, dict):
        return {name: typed(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [typed(item, key) for item in value]
    if value in ("true", "false"):
        return value == "true"
    return json.loads(value) if key in NUMBERS and isinstance(value, str) and value.isdecimal() else value


def translated(section: type[Section], given: Any) -> Any:
    """Every key that has a label replaced by it."""
    labels = {name: label for label, name in reversed(names_by_label(section).items())}
    sections = sections_by_name(section)
    return {
        labels.get(key, key): _inside(sections[key], value) if key in sections else value
        for key, value in given.items()
    }


def _inside(section: type[Section], value: Any) -> Any:
    if isinstance(value, list):
        return [_inside(section, row) for row in value]
    return translated(section, value) if isinstance(value, dict) else value


def spoilt(dossier: Mapping[str, Any]) -> dict[str, Any]:
    """Of three texts one with a character that does not belong, one padded and one as it was."""
    worse: dict[str, Any] = {key: deepcopy(value) for key, value in dossier.items() if key not in ABOUT}
    for number, (holder, key) in enumerate(_texts(worse)):
        holder[key] += ("？", "　", "")[number % 3]
    return worse | {key: dossier[key] for key in ABOUT if key in dossier}


def _texts(value: Any) -> Iterator[tuple[Any, Any]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(entries):
        if isinstance(item, dict | list):
            yield from _texts(item)
        elif isinstance(item, str) and key not in NUMBERS and item not in ("true", "false"):
            yield value, key


def told(report: Report) -> list[tuple[str, ...]]:
    """Everything that a report says but where in the input it is: that goes by the keys as given."""
    return [
        (found.rule, found.outcome, found.severity, found.message.zh, found.message.en, found.label.zh,
         str(found.actual), str(found.expected), str(found.fix))
        for found in report.findings
    ]  # fmt: skip


WRITINGS: dict[str, Callable[[Mapping[str, Any], Path], Any]] = {
    "YAML": as_yaml,
    "JSON": as_json,
    "a model read from JSON": as_model,
    "Chinese labels for keys": in_chinese,
}


@pytest.mark.parametrize("write", WRITINGS.values(), ids=WRITINGS)
@pytest.mark.parametrize("name", NAMES)
def test_how_a_dossier_is_written_makes_no_difference(
    name: str, write: Callable[[Mapping[str, Any], Path], Any], tmp_path: Path
) -> None:
    for dossier in (read(name), spoilt(read(name))):
        market, as_of = dossier["market"], dossier["as_of"]
        report, other = judged(dossier), judged(write(dossier, tmp_path), market, as_of)
        assert told(other) == told(report)
        assert other.outcomes == report.outcomes
        assert (other.verdict, other.kind, other.stage) == (report.verdict, report.kind, report.stage)


@pytest.mark.parametrize("name", NAMES)
def test_a_spoilt_dossier_gives_something_to_say(name: str) -> None:
    assert told(judged(spoilt(read(name)))) != []
