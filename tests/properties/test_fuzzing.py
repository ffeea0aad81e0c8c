"""What reads rules and dossiers bears whatever it is given: what crashed it once, and a fixed number of new things."""

from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.small import read_data
from tests.properties import fuzz_dossiers, fuzz_rulesets
from tests.properties.budget import DOSSIERS, PACKS
from tests.properties.subjects import World, worlds

CASES = read_data(Path(__file__).with_name("fuzz_cases.yaml"))
PER_TEST = 10


@pytest.mark.parametrize("case", CASES["rulesets"], ids=lambda case: case["found"])
def test_a_pack_that_once_crashed_it_is_refused(case: dict[str, str], tmp_path: Path) -> None:
    pack, _, name = case["file"].partition("/")
    file = next(file for file in fuzz_rulesets.files() if (file.parent.name, file.name) == (pack, name))
    content = bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode()
    assert list(fuzz_rulesets.survives(file, content, tmp_path)) == []


@pytest.mark.parametrize("first", range(0, PACKS, PER_TEST))
def test_a_broken_pack_loads_or_says_why_not(first: int, tmp_path: Path) -> None:
    told = [
        (number, file.name, line)
        for number in range(first, min(first + PER_TEST, PACKS))
        for file, content in [fuzz_rulesets.broken(number)]
        for line in fuzz_rulesets.survives(file, content, tmp_path / str(number))
    ]
    assert told == []


@pytest.mark.parametrize("world", worlds(), ids=" ".join)
def test_a_hostile_dossier_is_judged(world: World) -> None:
    told = [
        (number, line)
        for number in range(DOSSIERS)
        for line in fuzz_dossiers.survives(world, fuzz_dossiers.dossier(world, number))
    ]
    assert told == []


@pytest.mark.parametrize(
    "dossier",
    [{"staff": [[]] * 2_000}, {"x": {"y": [0] * 50_000}}, {"attachments": "x" * 10**6}],
    ids=["rows", "numbers", "text"],
)
def test_a_large_dossier_is_judged(dossier: dict[str, Any]) -> None:
    assert list(fuzz_dossiers.survives(("hubei", "retailer"), {"market": "hubei", "kind": "retailer", **dossier})) == []


@pytest.mark.parametrize("nested", ["[", '{"a":'])
def test_deep_json_is_refused_or_judged(nested: str) -> None:
    value: Any = "x"
    for _ in range(20_000):
        value = [value] if nested == "[" else {"a": value}
    for field in ("market", "staff", "basic", "reference", "x"):
        report = fuzz_dossiers.judged(("hubei", "retailer"), {"kind": "retailer", field: value})
        assert report.verdict.value == "reject"
