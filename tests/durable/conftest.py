"""The second engine is started once for a module of tests."""

from collections.abc import Iterator

import pytest

from pmos_rules.evaluation.durable import Child


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    """A process of the second engine; a machine under load is given time."""
    child = Child(timeout=120)
    yield child
    child.close()
