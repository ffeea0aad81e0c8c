"""Work → what it comes to, each piece in a process of its own, forked from this one, a few at a time."""

import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MEMORY = 6 << 30


class End(StrEnum):
    """How a process ended that did not answer."""

    DIED = "died"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do, and the processor time that it may take.

    A process that only waits is ended too, after four times as long: the machine may be busy.
    """

    name: str
    work: Callable[[], Any]
    seconds: float


@dataclass(slots=True)
class _Child:
    job: Job
    process: int
    pipe: int
    deadline: float
    said: bytes = field(default=b"")


def answers(jobs: Iterable[Job], workers: int) -> Iterator[tuple[str, Any]]:
    """What each job comes to, as soon as it is known: an answer that JSON can hold, or how its process ended.

    A job is asked for only when there is room for it, so that it may depend on earlier answers.
    """
    waiting = iter(jobs)
    running: dict[int, _Child] = {}
    exhausted = False
    while running or not exhausted:
        while not exhausted and len(running) < workers:
            job = next(waiting, None)
            if job is None:
                exhausted = True
            else:
                child = _start(job)
                running[child.pipe] = child
        now = time.monotonic()
        patience = max(0.0, min((child.deadline for child in running.values()), default=now) - now)
        ready, _, _ = select.select(list(running), [], [], patience)
        for pipe in ready:
            piece = os.read(pipe, 1 << 20)
            if piece:
                running[pipe].said += piece
            else:
                child = running.pop(pipe)
                yield child.job.name, _end(child)
        for child in [child for child in running.values() if child.deadline < time.monotonic()]:
            os.kill(child.process, signal.SIGKILL)
            del running[child.pipe]
            _end(child)
            yield child.job.name, End.TIMEOUT


def _start(job: Job) -> _Child:
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        status = 1
        try:
            os.close(reading)
            _confine(job.seconds)
            said = json.dumps(job.work()).encode()
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(said)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    return _Child(job, process, reading, time.monotonic() + 4 * job.seconds + 10)


def _confine(seconds: float) -> None:
    """Limits for this process; what it prints is nobody's business."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _end(child: _Child) -> Any:
    os.close(child.pipe)
    _, status = os.waitpid(child.process, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
        return End.TIMEOUT
    return json.loads(child.said) if child.said and status == 0 else End.DIED
