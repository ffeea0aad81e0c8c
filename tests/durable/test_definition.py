"""What is exported is what durable-rules runs, and stays far from what crashes it."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.compilation.durable import Definition, lower
from tests.built_in import ruleset
from tests.cli.conftest import Run, pmos_rules  # noqa: F401 -- a fixture
from tests.durable.shared import needs_durable

DAY = date(2026, 7, 1)
KINDS = [(market, kind) for market in ("hubei", "chongqing", "jiangsu", "mengdong") for kind in ruleset(market).kinds]
ROOT = Path(__file__).parents[2]
LOADS = """
import json, sys
from durable.engine import Ruleset
class Host:
    def get_action(self, name):
        def act(closure): pass
        return act
data = json.load(open(sys.argv[1], encoding="utf-8"))
for name, rules in data["rulesets"].items():
    made = Ruleset(name, Host(), rules)
    handle = made.assert_fact({"t": "open", "id": "0", "sid": "0"})
    made.do_actions(handle, lambda error, state: None)
    made.delete_state("0")
print(len(data["rulesets"]))
"""


def definition(market: str, kind: str) -> Definition:
    evaluator = ruleset(market).at(DAY)
    return lower(evaluator.session({"market": market, "kind": kind}).plan)


def conditions(rule: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The conditions of each pattern of a rule, as texts."""
    for pattern in rule["all"]:
        (found,) = pattern.values()
        yield tuple(json.dumps(part, ensure_ascii=False) for part in found.get("$and", [found]))


@pytest.mark.parametrize(("market", "kind"), KINDS)
def test_every_rule_is_lowered(market: str, kind: str) -> None:
    made = definition(market, kind)
    judged = {(verdict.rule, verdict.arm) for verdict in made.verdicts.values() if verdict.part is None}
    evaluator = ruleset(market).at(DAY)
    rules = evaluator.session({"market": market, "kind": kind}).plan.rules
    assert judged == {(number, arm) for number, rule in enumerate(rules) for arm in range(len(rule.arms))}


@pytest.mark.parametrize(("market", "kind"), KINDS)
def test_the_limits_of_the_engine_are_kept(market: str, kind: str) -> None:
    made = definition(market, kind)
    for rules in made.rulesets.values():
        first: set[str] = set()
        after: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for rule in rules.values():
            for found in conditions(rule):  # type: ignore[arg-type]  # a rule is a mapping
                assert found[0].startswith('{"t": "')
                first.add(found[0])
                for at, condition in enumerate(found):
                    after[found[:at]].add(condition)
        assert len(first) <= 400
        assert max(map(len, after.values())) <= 400
    assert max(len(facts.operands) for facts in made.facts) * 2 <= 220
    assert max(len(facts.arms) for facts in made.facts) <= 50


@needs_durable
def test_a_definition_loads_in_durable_rules_and_is_the_same_each_time(pmos_rules: Run, tmp_path: Path) -> None:  # noqa: F811 -- the fixture
    files = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in files:
        said = pmos_rules("export", "hubei", "retailer", "--to", "durable", "--as-of", "2026-07-01", "--out", str(file))
        assert (said.code, said.out, said.err) == (0, "", "")
    assert files[0].read_bytes() == files[1].read_bytes()
    run = subprocess.run([sys.executable, "-c", LOADS, str(files[0])], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, f"{len(json.loads(files[0].read_bytes())['rulesets'])}\n", "")


def test_a_definition_says_what_its_facts_are(pmos_rules: Run) -> None:  # noqa: F811 -- the fixture
    said = pmos_rules("export", "mengdong", "aggregation", "--as-of", "2026-07-01")
    data = json.loads(said.out)
    assert list(data) == [
        *("schema", "market", "kind", "as_of", "version", "digest", "encoding", "running"),
        *("rules", "facts", "rows", "rulesets", "precomputed"),
    ]
    types = {made["t"]: made for made in (*data["facts"], *data["rows"])}
    for rules in data["rulesets"].values():
        for rule in rules.values():
            named = json.dumps(rule["all"])
            fact = rule["all"][0].get("m", {}).get("$and", [{"t": "open"}])[0]["t"]
            if fact in types:
                asked = {name for name in types[fact]["properties"] if f'"{name}"' in named or f'"{name}s"' in named}
                assert f'"p{len(types[fact]["properties"])}"' not in named
                assert asked <= set(types[fact]["properties"])
    assert [found["what"] for found in data["precomputed"]] == sorted(found["what"] for found in data["precomputed"])
    assert all(found["reason"]["zh"] and found["reason"]["en"] and found["rules"] for found in data["precomputed"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("hubei", "retaler", "--lang", "en"), "`hubei` has no kind `retaler`, did you mean `retailer`?\n"),
        (("hubei", "retaler"), "“hubei”没有申报类型 retaler，应为 retailer\n"),
        (("mengdong", "x", "--lang", "en"), "`mengdong` has no kind `x`, expected one of aggregation\n"),
    ],
)
def test_an_unknown_kind_is_told(arguments: tuple[str, ...], told: str, pmos_rules: Run) -> None:  # noqa: F811 -- the fixture
    said = pmos_rules("export", *arguments)
    assert (said.code, said.out, said.err) == (2, "", told)
