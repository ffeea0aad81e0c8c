"""How often a plan leaves a rule to an exact look that could tell: no more often than is written down.

What a plan names without the grade of a failure is judged exactly, so that naming too much costs time, and no outcome
would show it. Not counted is what the exact look itself cannot tell.
`REWRITE_PRECISION=1 pytest tests/compilation/test_precision.py` writes `left_to_an_exact_look.json` anew, to be read
before it is kept: a higher number is a rule that is judged more slowly.
"""

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.compilation.plan import Found
from pmos_rules.evaluation import Evaluator
from pmos_rules.findings import Outcome
from tests.evaluation import test_more_operators, test_truth_table
from tests.evaluation.small import DAY, is_read, prepare, whole

FILE = Path(__file__).parent / "left_to_an_exact_look.json"
FINE = (Outcome.PASS, Outcome.NOT_APPLICABLE)
GROUPS: dict[str, tuple[Any, int, Sequence[Mapping[str, Any]]]] = {
    **{
        held["about"]: (test_more_operators.evaluator, number, held["rows"])
        for number, held in enumerate(test_more_operators.TABLE)
    },
    **{
        held["about"]: (lambda group: test_truth_table.evaluator(group, DAY), number, held["rows"])
        for number, held in enumerate(test_truth_table.TABLE["groups"])
        if "custom" not in str(held["rules"])  # which is always left to an exact look
    },
}


def left_to_an_exact_look(asked: Evaluator, rows: Sequence[Mapping[str, Any]], *, clean: bool) -> dict[str, int]:
    """Of each rule: on how many dossiers a plan names it that has nothing to say, or fails, which the plan does not say."""
    found: Counter[str] = Counter()
    for row in rows:
        dossier = asked.schema.model.model_validate(whole(row["given"]))
        session, _ = prepare(asked, dossier)
        if clean and not is_read(dossier):
            continue
        hits: list[Found] = []
        for run in (session.plan.run_clean if clean else session.plan.run, session.plan.run_hygiene):
            run(dossier, session.stage, hits.append)
        for number in {hit[0] for hit in hits}:
            outcome = session.outcome(number)
            unsure = any(grade == -1 for rule, _, _, grade in hits if rule == number)
            found[session.plan.rules[number].id] += outcome in FINE or (outcome == Outcome.FAIL and unsure)
    return dict(sorted((+found).items()))


@pytest.mark.parametrize("about", GROUPS)
def test_a_plan_leaves_no_more_to_an_exact_look_than_it_must(about: str) -> None:
    load, number, rows = GROUPS[about]
    found = {name: left_to_an_exact_look(load(number), rows, clean=name == "clean") for name in ("any", "clean")}
    kept = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    if os.environ.get("REWRITE_PRECISION"):
        kept[about] = found
        FILE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == kept[about]
