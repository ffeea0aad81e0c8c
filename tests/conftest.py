"""What holds for every test: random data are the same in each run, a slow machine is no fault, names are forgotten."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

import pmos_rules.checks  # noqa: F401 - it registers checks too, which are to stay
from pmos_rules.formats import registry
from pmos_rules.language.custom import CUSTOM, PROPOSALS
from tests.evaluation.checks import register_checks

settings.register_profile("project", derandomize=True, deadline=None)
settings.load_profile("project")


@pytest.fixture(scope="module", autouse=True)
def nothing_registered_stays() -> Iterator[None]:
    """The checks and formats that the tests of a module register are known to no other module."""
    tables: list[dict[str, Any]] = [CUSTOM, PROPOSALS, registry._FORMATS]
    before = [dict(table) for table in tables]
    yield
    for table, known in zip(tables, before, strict=True):
        table.clear()
        table.update(known)


@pytest.fixture(scope="module")
def odd_checks(nothing_registered_stays: None) -> None:
    """Checks and formats that crash, cannot tell, or take anything."""
    register_checks()
