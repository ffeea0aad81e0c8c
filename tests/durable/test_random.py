"""The engines say the same of every rule and item of random dossiers, half of them compliant, half breaking a rule."""

import pytest

from pmos_rules.evaluation.durable import Child
from tests.built_in import generator
from tests.durable.compare import drawn
from tests.durable.shared import disagreements, needs_durable
from tests.properties.budget import TIMES
from tests.properties.subjects import World, worlds

DOSSIERS = 90 * TIMES
"""Of each kind of filing: about a minute of one core, and `PMOS_RULES_PROPERTIES` times that."""
SEED = 1
pytestmark = [needs_durable, pytest.mark.volume]


@pytest.mark.parametrize("world", worlds(), ids=" ".join)
def test_the_engines_agree_on_random_dossiers(world: World, child: Child) -> None:
    source = generator(*world)
    assert list(disagreements(source.evaluator, drawn(source, DOSSIERS, SEED), child)) == []
