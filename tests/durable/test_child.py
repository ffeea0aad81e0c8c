"""A process that dies, hangs or talks nonsense is a reported result, and the next dossier has a process of its own."""

import json
import sys
from pathlib import Path

import pytest

from pmos_rules.evaluation.durable import Broken, Child, DurableEngine, MissingEngineError
from tests.evaluation.small import load, whole

RULES = {"rules": [{"id": "small.rule", "check": {"text": {"not": "bad"}}, "if_missing": "fail"}]}
FAKE = """
import json, os, sys, time
for line in sys.stdin:
    asked = json.loads(line)
    if "define" in asked:
        print(json.dumps({"defined": asked["define"]}), flush=True)
        continue
    text = next((fact["p0"] for _, _, fact, _ in asked["facts"] if "p0" in fact), None)
    if text == "dies": os.kill(os.getpid(), 11)
    if text == "hangs": time.sleep(60)
    if text == "babbles": print("%", flush=True); continue
    if text == "raises": print(json.dumps({"error": "SomeError: 303"}), flush=True); continue
    print(json.dumps({"said": [[0, "pass small.rule#0"]]}), flush=True)
"""
BROKEN = {
    "dies": Broken("died", "-11"),
    "hangs": Broken("hung", "2"),
    "babbles": Broken("raised", "no JSON"),
    "raises": Broken("raised", "SomeError: 303"),
}


@pytest.fixture
def fake(tmp_path: Path) -> Child:
    (tmp_path / "fake.py").write_text(FAKE, "utf-8")
    return Child((sys.executable, str(tmp_path / "fake.py")), timeout=2)


@pytest.mark.parametrize("way", BROKEN)
def test_what_breaks_the_process_breaks_nothing_else(way: str, fake: Child) -> None:
    texts = ["fine", way, "fine", "fine"]
    with DurableEngine(load(RULES), child=fake) as engine:
        opinions = list(engine.evaluate_all(whole({"text": text}) for text in texts))
    assert [opinion.broken for opinion in opinions] == [None, BROKEN[way], None, None]
    assert [len(opinion.said) for opinion in opinions] == [1, 0, 1, 1]


def test_every_one_that_breaks_it_is_told(fake: Child) -> None:
    with DurableEngine(load(RULES), child=fake) as engine:
        opinions = list(engine.evaluate_all(whole({"text": text}) for text in ["dies", "dies", "fine", "dies"]))
    assert [opinion.broken is None for opinion in opinions] == [False, False, True, False]


def test_a_process_that_cannot_be_started_properly_has_died() -> None:
    with DurableEngine(load(RULES), child=Child((sys.executable, "-c", "raise SystemExit(3)"), timeout=20)) as engine:
        assert engine.evaluate(whole({"text": "fine"})).broken == Broken("died", "3")


def test_what_broke_is_told_in_two_languages() -> None:
    assert [(found.zh, found.en) for found in BROKEN.values()] == [
        ("第二引擎的进程意外结束（退出状态 -11）", "the process of the second engine died (exit status -11)"),
        ("第二引擎在 2 秒内没有回应，已终止其进程", "the second engine gave no answer within 2 s, its process was ended"),
        ("第二引擎报告内部故障（no JSON）", "the second engine reported a failure of its own (no JSON)"),
        ("第二引擎报告内部故障（SomeError: 303）", "the second engine reported a failure of its own (SomeError: 303)"),
    ]


def test_without_durable_rules_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingEngineError) as caught:
        DurableEngine(load(RULES))
    assert caught.value.en == (
        "the second engine is not installed: pip install 'pmos-rules[durable]' (it needs a C compiler, and CPython 3.12 "
        "or before)"
    )
    assert caught.value.zh == "第二引擎未安装：pip install 'pmos-rules[durable]'（需要 C 编译器，CPython 3.12 及以下）"


def test_a_rule_that_is_not_fired_or_fired_twice_is_told_apart_from_one_that_was(fake: Child) -> None:
    with DurableEngine(load({"rules": [*RULES["rules"], {**RULES["rules"][0], "id": "small.other"}]}), child=fake) as engine:
        opinion = engine.evaluate(whole({"text": "fine"}))
    assert (set(opinion.said), opinion.unjudged) == ({(0, 0, ())}, {(1, 0, ())})


def test_requests_are_plain_lines_of_json(fake: Child) -> None:
    fake.send({"define": "x"})
    assert fake.receive() == json.loads('{"defined": "x"}')
    fake.close()
