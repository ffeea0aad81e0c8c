"""The second engine is started once for a module of tests."""

from collections.abc import Iterator
from itertools import count

import pytest

from pmos_rules.evaluation.durable import Child

USES = 16
"""What a process was told it never forgets: some 30 MB for each set of rules."""


@pytest.fixture(scope="module")
def process() -> Iterator[tuple[Child, "count[int]"]]:
    """A process of the second engine, and how often it was used; a machine under load is given time."""
    child = Child(timeout=120)
    yield child, count(1)
    child.close()


@pytest.fixture
def child(process: tuple[Child, "count[int]"]) -> Iterator[Child]:
    """The process, or after some tests one that begins anew."""
    child, uses = process
    yield child
    if next(uses) % USES == 0:
        child.close()
