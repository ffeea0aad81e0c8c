"""A plan holds what is in force on its day, in code that can be read and that looks at nothing twice."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmos_rules import Dossier, load_ruleset
from pmos_rules.api import schema
from pmos_rules.compilation.binding import bind, bind_node
from pmos_rules.compilation.plan import Found, Plan, compile_plan
from pmos_rules.compilation.standins import NOTHING, all_differ, all_differ_and_readable, distinct, stand_in
from pmos_rules.formats.values import Unreadable
from pmos_rules.language.ir import Literal
from tests.evaluation.small import SCHEMA, Small, load, read_data, whole
from tests.processes import small as process

DAY = date(2026, 7, 1)
DOSSIERS = Path(__file__).parents[1] / "data" / "dossiers"


def plan(*rules: dict[str, Any], day: date = DAY, **names: Any) -> Plan:
    written = [{"id": f"small.r{n}", "if_missing": "not_applicable", **rule} for n, rule in enumerate(rules)]
    market = load({"rules": written, **names}).rules
    return compile_plan(market, market.kinds[0], day, SCHEMA)


def hits(compiled: Plan, given: dict[str, Any], run: str = "run_clean", stage: int = 1) -> list[Found]:
    found: list[Found] = []
    getattr(compiled, run)(Small.model_validate(whole(given)), stage, found.append)
    return found


def test_a_rule_that_holds_is_no_hit_and_one_that_fails_is_one_with_its_grade() -> None:
    compiled = plan({"check": {"number": {"above": "5"}}})
    assert hits(compiled, {"number": 6}) == []
    assert hits(compiled, {"number": 5}) == [(0, 0, (), 0)]
    assert hits(compiled, {}) == []


def test_a_hit_on_an_item_names_its_place_in_every_list() -> None:
    compiled = plan({"for": "rows.*.inner.*", "check": {"number": {"above": "5"}}})
    given = {"rows": [{"inner": [{"number": 6}, {"number": 5}]}, {}, {"inner": [{"number": 4}]}]}
    assert hits(compiled, given) == [(0, 0, (0, 1), 0), (0, 0, (2, 0), 0)]


def test_a_hit_in_a_mapping_names_the_key() -> None:
    compiled = plan({"for": "named.*", "check": {"this": {"length": "1"}}})
    assert hits(compiled, {"named": {"甲": "乙", "丙": "丁戊"}}) == [(0, 0, ("丙",), 0)]


def test_the_grade_is_the_first_whose_condition_holds() -> None:
    graded = [{"when": {"text": "甲"}, "is": "info"}, {"when": {"name": "甲"}, "is": "warning"}, "error"]
    compiled = plan({"check": {"number": {"above": "5"}}, "severity": graded})
    assert hits(compiled, {"number": 5, "text": "甲", "name": "甲"}) == [(0, 0, (), 0)]
    assert hits(compiled, {"number": 5, "text": "乙", "name": "甲"}) == [(0, 0, (), 1)]
    assert hits(compiled, {"number": 5}) == [(0, 0, (), 2)]


@pytest.mark.parametrize(
    "given", [{"number": "五"}, {"number": 5, "section": "x"}, {"text": ["甲"], "number": 5}, {"rows": "x"}]
)
def test_what_cannot_be_read_is_left_to_an_exact_look(given: dict[str, Any]) -> None:
    compiled = plan(
        {"check": {"number": {"above": "5"}}, "severity": [{"when": {"text": "甲"}, "is": "info"}, "error"]},
        {"for": "section", "check": {"number": {"above": "5"}}},
        {"for": "rows.*", "check": {"number": {"above": "5"}}},
    )
    assert {grade for _, _, _, grade in hits(compiled, given, "run")} <= {-1, 1}
    assert -1 in {grade for _, _, _, grade in hits(compiled, given, "run")}


@pytest.mark.usefixtures("odd_checks")
def test_a_check_in_python_is_left_to_an_exact_look_unless_a_missing_value_excuses() -> None:
    compiled = plan({"check": {"custom": "even", "of": "number"}}, {"check": {"custom": "even", "of": "rows.*.number"}})
    assert hits(compiled, {"number": 4, "rows": [{}]}) == [(0, 0, (), -1), (1, 0, (), -1)]
    assert hits(compiled, {}) == []
    outside = plan({"for": "section", "check": {"custom": "even", "of": "dossier.rows.*.number"}})
    assert hits(outside, {"section": {}, "rows": [{}]}) == [(0, 0, (), -1)]
    assert hits(outside, {"section": {}}) == []
    demanding = plan({"check": {"custom": "even", "of": "number"}, "if_missing": "fail"})
    assert hits(demanding, {}) == [(0, 0, (), -1)]


@pytest.mark.usefixtures("odd_checks")
def test_a_format_that_cannot_be_the_key_of_anything_is_asked_all_the_same() -> None:
    compiled = plan({"check": {"text": {"format": "unhashable"}}}, {"check": {"name": {"format": "unhashable_too"}}})
    assert hits(compiled, {"text": "甲", "name": "乙"}) == []
    assert hits(compiled, {"text": "甲", "name": "甲"}) == [(1, 0, (), 0)]


@pytest.mark.parametrize("run", ["run", "run_clean"])
@pytest.mark.parametrize(
    ("given", "looked_at"),
    [
        ({}, False),
        ({"status": "已借出", "confirmation": {"by": "馆员"}, "review": {"status": "rejected"}}, False),
        ({"events": []}, True),
        ({"events": ["ask"]}, True),
        ({"confirmation": {"decision": "同意"}}, True),
    ],
)
def test_a_process_is_looked_at_once_something_has_happened(given: dict[str, Any], looked_at: bool, run: str) -> None:
    compiled = compile_plan(process.rules(), "binding", DAY, process.SCHEMA)
    found: list[Found] = []
    getattr(compiled, run)(Dossier.model_validate(process.dossier(given)), 1, found.append)
    assert {grade for *_, grade in found} == ({-1} if looked_at else set())


def test_two_rows_that_surely_count_are_enough_for_a_repeated_value() -> None:
    compiled = plan({"check": {"unique": {"of": "rows.*.name", "unless": {"name": "甲"}}}})
    assert hits(compiled, {"rows": [{"name": "甲"}, {"name": "甲"}]}) == []
    assert hits(compiled, {"rows": [{"name": "甲"}, {"name": "乙"}, {"name": "乙"}]}) == [(0, 0, (), 0)]


@pytest.mark.parametrize("name", ["hb_retailer", "hb_retailer_grid", "hb_consumer", "cq_consumer_direct", "js_consumer_retail"])
def test_a_dossier_without_faults_costs_no_exact_look(name: str) -> None:
    dossier = Dossier.model_validate(read_data(DOSSIERS / f"{name}.yaml"))
    compiled = compile_plan(load_ruleset(dossier.market)._rules, dossier.kind, date(2026, 11, 21), schema())
    found: list[Found] = []
    compiled.run_clean(dossier, 1, found.append)
    assert [compiled.rules[rule].id for rule, *_ in found] == []


def test_rules_about_typing_are_a_function_of_their_own() -> None:
    compiled = plan({"check": {"code": {"as_given": "halfwidth"}}}, {"check": {"number": {"above": "5"}}})
    given = {"code": "ａ", "number": 5}
    assert hits(compiled, given) == [(1, 0, (), 0)]
    assert hits(compiled, given, "run_hygiene") == [(0, 0, (), -1)]


def test_a_stage_that_has_not_come_is_not_asked_about() -> None:
    compiled = plan({"check": {"number": {"above": "5"}}, "from_stage": "trade"})
    assert [hits(compiled, {"number": 5}, stage=stage) for stage in range(3)] == [[], [], [(0, 0, (), 0)]]


def test_a_rule_not_in_force_is_named_and_left_out() -> None:
    most = {"most": {"values": {"2026-08-01": {"value": "5", "cite": "1"}}}}
    rules = (
        {"check": "never", "effective": {"from": "2026-08-01"}},
        {"check": {"number": {"at_most": "$most"}}},
        {"check": "never"},
    )
    assert plan(*rules, parameters=most).not_in_force == ("small.r0", "small.r1")
    assert [rule.id for rule in plan(*rules, parameters=most).rules] == ["small.r2"]
    assert plan(*rules, day=date(2026, 8, 1), parameters=most).not_in_force == ()


def test_binding_puts_the_values_of_the_day_in() -> None:
    most = {"most": {"values": {"2026-01-01": {"value": "5", "cite": "1"}, "2026-08-01": {"value": "9", "cite": "1"}}}}
    rule = {"id": "small.r0", "check": {"number": {"at_most": "$most"}, "day": {"not_after": "as_of"}}}
    market = load({"rules": [{**rule, "if_missing": "fail"}], "parameters": most}).rules
    (bound,) = bind(market.rules[market.kinds[0]], market.parameters, DAY)
    tests: Any = bound.arms[0].check
    assert [test.right for test in tests.of] == [Literal(5), Literal(DAY)]


def test_a_code_list_has_the_codes_of_the_day() -> None:
    choices = {"of": "choice", "甲": {}, "乙": {"effective": {"from": "2026-08-01"}}}
    rule = {"check": {"choice": {"in": "choices"}}}
    before, after = (plan(rule, codelists={"choices": choices}, day=day) for day in (DAY, date(2026, 8, 1)))
    assert [hits(asked, {"choice": "乙"}) for asked in (before, after)] == [[(0, 0, (), 0)], []]


def test_a_material_that_may_lie_in_a_slot_goes_by_its_other_names_from_its_day_on() -> None:
    lists = {
        "slots": {"执照": {"accepts": ["信用代码证"]}},
        "materials": {"信用代码证": {"named": ["代码证"], "effective": {"from": "2026-08-01"}}},
    }
    rule = {"check": {"text": {"named_in": {"slots": "slot"}}}}
    before, after = (plan(rule, codelists=lists, day=day) for day in (DAY, date(2026, 8, 1)))
    assert [hits(before, {"text": name, "slot": "执照"}) for name in ("信用代码证", "代码证")] == [[], [(0, 0, (), 0)]]
    assert hits(after, {"text": "代码证", "slot": "执照"}) == []


def test_a_node_whose_parameter_has_no_value_yet_stays_as_it_is() -> None:
    most = {"most": {"values": {"2026-08-01": {"value": "5", "cite": "1"}}}}
    market = load({"rules": [{"id": "small.r0", "check": {"number": {"at_most": "$most"}}, "if_missing": "fail"}], "parameters": most}).rules
    (arm,) = market.rules[market.kinds[0]][0].arms
    assert bind_node(arm.check, market.parameters, DAY) is arm.check
    bound: Any = bind_node(arm.check, market.parameters, date(2026, 8, 1))
    assert bound.right == Literal(5)


def test_the_source_can_be_read_and_is_the_same_each_time() -> None:
    rules = ({"check": {"number": {"above": "5"}}}, {"for": "rows.*", "check": {"text": {"present": "true"}}})
    source = plan(*rules).source
    assert source == plan(*rules).source
    assert [line for line in source.splitlines() if line.startswith("def ")] == [
        "def run(d, stage, hit):",
        "def run_clean(d, stage, hit):",
        "def run_hygiene(d, stage, hit):",
    ]


def test_a_value_is_loaded_once_however_many_rules_read_it() -> None:
    source = plan(*({"check": {"section.number": {"above": str(n)}}} for n in range(5))).source
    clean = source.split("def run_clean")[1].split("def run_hygiene")[0]
    assert clean.count(".section") == 1
    assert clean.count(".number") == 1


def test_a_list_is_gone_over_once_however_many_rules_are_about_its_rows() -> None:
    source = plan(*({"for": "rows.*", "check": {"number": {"above": str(n)}}} for n in range(5))).source
    clean = source.split("def run_clean")[1].split("def run_hygiene")[0]
    assert clean.count("for k") == 1


def test_a_section_that_is_not_there_is_stood_in_for() -> None:
    broken = Unreadable("x", "shape")
    assert stand_in(None) is NOTHING
    assert stand_in(None).anything is None
    assert stand_in(broken).anything is broken


def test_what_differs() -> None:
    assert all_differ([1, 2, None, None])
    assert not all_differ([1, 2, 1])
    assert all_differ_and_readable(["a", None])
    assert not all_differ_and_readable(["a", Unreadable("x", "shape")])
    assert distinct(["a", "a", None, None]) == 3
    assert distinct([]) == 0
