"""A pytest session whose tests can be run one by one, in any order, in forked processes.

The tests are collected once. What Python has cached of the engine by then is forgotten before a test runs, so that a
change in a function is seen by all that stands on it.
"""

import gc
import time
from collections.abc import Callable, Sequence
from functools import _lru_cache_wrapper
from math import inf

import pytest

OPTIONS = (
    *("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-p", "no:logging"),
    *("-o", "addopts=--import-mode=importlib", "--assert=plain"),
)


class Tests:
    """The collected tests, by their ids."""

    def __init__(self, session: pytest.Session) -> None:
        self.items = {item.nodeid: item for item in session.items}
        self._failures = _Failures()
        self._caches = [found for found in gc.get_objects() if _is_ours(found)]
        session.config.pluginmanager.register(self._failures)

    def first_to_fail(self, ids: Sequence[str], most: float = inf) -> str | None:
        """Run tests in this order until one fails or the time is up; nothing is known from before."""
        for cache in self._caches:
            cache.cache_clear()
        most += time.process_time()
        items = [self.items[name] for name in ids]
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failures.found:
                return item.nodeid
            if time.process_time() > most:
                return None
        return None

    def forgive(self) -> None:
        """Go on after a test that failed."""
        self._failures.found = False


class _Failures:
    """Listens to pytest's reports."""

    found = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.found |= report.failed


class _Loop:
    """Does something else with the collected tests than to run them."""

    def __init__(self, work: Callable[[Tests], int]) -> None:
        self._work = work
        self.status = 1

    def pytest_configure(self) -> None:
        # imported here, since pytest complains of a plugin that was imported before it
        from hypothesis import HealthCheck, Phase, settings

        # a failing example need not be made small, only found
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutation", phases=phases, suppress_health_check=list(HealthCheck))
        settings.load_profile("mutation")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        assert not session.testsfailed, "not all tests could be collected"
        self.status = self._work(Tests(session))
        return True


def with_tests(selection: Sequence[str], work: Callable[[Tests], int]) -> int:
    """Collect tests and do something with them; the status it ends with, or pytest's where it did not come to it."""
    loop = _Loop(work)
    return int(pytest.main([*OPTIONS, *selection], plugins=[loop])) or loop.status


def _is_ours(found: object) -> bool:
    """Whether this is a cache of the project or of its tests."""
    return isinstance(found, _lru_cache_wrapper) and str(found.__module__).startswith(("pmos_rules", "tests"))
