"""One process of the second engine for a module of tests, and what it says otherwise than the first."""

import importlib.util
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.durable import Child, DurableEngine, compare

needs_durable = pytest.mark.skipif(
    importlib.util.find_spec("durable") is None, reason="durable-rules is not installed (extra `durable`)"
)


def disagreements(evaluator: Evaluator, dossiers: Iterable[Any], child: Child) -> Iterator[str]:
    """Where the engines differ, or the second says nothing."""
    engine = DurableEngine(evaluator, child=child)
    for number, (session, opinion) in enumerate(engine.sessions_and_opinions(dossiers)):
        if opinion.broken is not None:
            yield f"{number}: {opinion.broken.en}"
            continue
        for found in compare(session, opinion):
            yield f"{number}: {found}"
        for rule, arm, key in sorted(opinion.unjudged, key=repr):
            yield f"{number}: nothing said of {session.plan.rules[rule].id}#{arm} {key}"
