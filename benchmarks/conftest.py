"""Two calls into their times, taken in turn within one run so that a busy machine harms both alike."""

from collections.abc import Callable
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

Call = Callable[[], object]
Compare = Callable[[str, Call, str, Call], None]

_LAP = 0.001  # the best of many short laps counts: some of them nobody disturbs
_LAPS = 500
_SLOW = 0.02
_SLOW_LAPS = 15


@pytest.fixture
def compare(benchmark: BenchmarkFixture) -> Compare:
    """Measure the first call for pytest-benchmark, and record both its time and that of the second beside it."""

    def record(what: str, call: Call, beside: str, other: Call) -> None:
        ours, theirs = _side_by_side(call, other)
        benchmark.extra_info |= {"what": what, "seconds": ours, "beside": beside, "other": theirs}
        if ours > _SLOW:
            benchmark.pedantic(call, rounds=3)
        else:
            benchmark(call)

    return record


def _side_by_side(call: Call, other: Call) -> tuple[float, float]:
    """The times of one call each, in seconds."""
    times = [_times(each) for each in (call, other)]
    best = [float("inf")] * 2
    for _ in range(_LAPS if max(times) > 1 else _SLOW_LAPS):
        for number, each in enumerate((call, other)):
            best[number] = min(best[number], _seconds(each, times[number]))
    return best[0], best[1]


def _times(call: Call) -> int:
    """How many calls make a lap; a first one does not count, for it may build what the others use."""
    call()
    return max(1, int(_LAP / _seconds(call, 1)))


def _seconds(call: Call, times: int) -> float:
    start = perf_counter()
    for _ in range(times):
        call()
    return (perf_counter() - start) / times
