"""Requests to a process of its own → its answers, or that it died, hung or could not answer."""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any, Final, Literal

WORKER: Final = (sys.executable, "-m", "pmos_rules.evaluation.durable.worker")
Reason = Literal["died", "hung", "raised"]


@dataclass(frozen=True, slots=True)
class Broken:
    """That the second engine gave no answer: its process died or hung, or it raised an error.

    ``detail`` is the exit status, the seconds that were waited, or the error's name; never a value of a dossier.
    """

    reason: Reason
    detail: str

    @property
    def zh(self) -> str:
        """In Chinese."""
        return {
            "died": f"第二引擎的进程意外结束（退出状态 {self.detail}）",
            "hung": f"第二引擎在 {self.detail} 秒内没有回应，已终止其进程",
            "raised": f"第二引擎报告内部故障（{self.detail}）",
        }[self.reason]

    @property
    def en(self) -> str:
        """In English."""
        return {
            "died": f"the process of the second engine died (exit status {self.detail})",
            "hung": f"the second engine gave no answer within {self.detail} s, its process was ended",
            "raised": f"the second engine reported a failure of its own ({self.detail})",
        }[self.reason]


class Child:
    """A process that answers each line of JSON with one: started when first asked, and again after it broke."""

    def __init__(self, command: Sequence[str] = WORKER, timeout: float = 30) -> None:
        self.command = tuple(command)
        self.timeout = timeout
        self.started = 0
        """How often it was started: what an earlier process was told, a later one does not know."""
        self._process: subprocess.Popen[str] | None = None
        self._answers: Queue[str | None] = Queue()

    @property
    def is_running(self) -> bool:
        """Whether there is a process to ask."""
        return self._process is not None

    def send(self, request: Any) -> None:
        """Ask something; the answer is fetched by `receive`. What a dead process is asked is lost."""
        process = self._process or self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request, ensure_ascii=True) + "\n")
            process.stdin.flush()
        except OSError:
            return  # it is dead: `receive` will tell

    def receive(self) -> Any | Broken:
        """The next answer; a process that gives none is ended, and what else it was asked is lost."""
        try:
            line = self._answers.get(timeout=self.timeout)
        except Empty:
            self.close()
            return Broken("hung", f"{self.timeout:g}")
        if line is None:
            return Broken("died", str(self.close()))
        try:
            return json.loads(line)
        except ValueError:
            self.close()
            return Broken("raised", "no JSON")

    def close(self) -> int | None:
        """End the process; its exit status."""
        process, self._process = self._process, None
        if process is None:
            return None
        try:
            # One that died is gone in a moment; one that is still there is ended.
            status = process.wait(timeout=0.5) if not self._is_idle(process) else None
        except subprocess.TimeoutExpired:
            status = None
        if status is None:
            process.kill()
            status = process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _close(stream)
        return status

    def _is_idle(self, process: "subprocess.Popen[str]") -> bool:
        """Whether it is alive and its output still open."""
        return process.poll() is None and self._answers.empty()

    def _start(self) -> "subprocess.Popen[str]":
        answers: Queue[str | None] = Queue()
        self._answers = answers
        process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        assert process.stdout is not None
        Thread(target=_drain, args=(process.stdout, answers), daemon=True).start()
        self._process = process
        self.started += 1
        return process


def _drain(stream: IO[str], answers: "Queue[str | None]") -> None:
    """Keep the pipe empty, so that neither side waits for the other; None is its end."""
    with suppress(ValueError):  # closed while reading
        for line in stream:
            answers.put(line)
    answers.put(None)


def _close(stream: IO[str]) -> None:
    with suppress(OSError):
        stream.close()
