"""PDF bytes in, facts out, with a process in between that may hang, crash or swell without harm."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pmos_rules.files.limits import Limits

# -S and no -m: neither the site's start-up files nor this package are loaded, only pypdf.
_SCRIPT = Path(__file__).with_name("pdf.py")
_ISOLATED = ("-S", "-s", "-P")


class Inspector:
    """Reads PDFs one after another in a child process, begun at the first and begun anew after a fault.

    ``close`` ends the child. ``command`` is for tests: it is started instead, with the bound on memory as its
    last argument, and is to speak the lines that `pdf` documents.
    """

    def __init__(self, limits: Limits, *, command: Sequence[str] | None = None) -> None:
        self._limits = limits
        self._command = command or (sys.executable or "python3", *_ISOLATED, str(_SCRIPT))
        self._child: subprocess.Popen[bytes] | None = None
        self._started_in_vain = False

    def inspect(self, data: bytes | bytearray, *, seconds: float) -> Mapping[str, Any]:
        """Return what pypdf says of one PDF, within so many seconds.

        A reader that crashed or ran out of time before it had opened the file makes it ``opens: False``;
        if it falls later, the facts so far stand. Where no reader can be started at all, nothing is known.
        """
        child = self._ready()
        if child is None:
            return {}
        asked = {"size": len(data), "pages": self._limits.pages, "seconds": seconds}
        facts = self._ask(child, json.dumps(asked).encode("ascii") + b"\n", data, seconds)
        return facts or {"opens": False}

    def _ready(self) -> subprocess.Popen[bytes] | None:
        if self._child is None and not self._started_in_vain:
            self._child = _start(self._command, self._limits.memory_bytes)
            if self._child is None or not self._hear_ready(self._child):
                self.close()
                # Once is enough: what keeps the reader from starting will not go away between two files.
                self._started_in_vain = True
        return self._child

    def _hear_ready(self, child: subprocess.Popen[bytes]) -> bool:
        with _Alarm(child, self._limits.seconds_to_start) as alarm:
            ready = _line(child).get("ready") is True
        return ready and not alarm.rang

    def _ask(
        self, child: subprocess.Popen[bytes], question: bytes, data: bytes | bytearray, seconds: float
    ) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        done = False
        with _Alarm(child, seconds) as alarm:
            _write(child, question, data)
            while not done and (line := _line(child)):
                done = line.pop("done", False)
                facts |= line
        if alarm.rang or not done:
            self.close()
        return facts

    def close(self) -> None:
        """End the child process, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            # communicate() rather than wait(): it also closes the pipes, and ignores one that is broken.
            child.communicate()


class _Alarm:
    """Kills the child when the time is over; reading from it and writing to it then end by themselves."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        self.rang = False
        self._child = child
        self._timer = threading.Timer(max(seconds, 0), self._ring)
        self._timer.daemon = True

    def _ring(self) -> None:
        self.rang = True
        self._child.kill()

    def __enter__(self) -> "_Alarm":
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        # An alarm that is just ringing has rung when this returns, so that nobody goes on with a dead child.
        self._timer.join()


def _start(command: Sequence[str], memory_bytes: int) -> subprocess.Popen[bytes] | None:
    try:
        return subprocess.Popen(
            [*command, str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows, no console flashes up
        )
    except OSError:
        return None


def _environment() -> dict[str, str]:
    """The child finds pypdf where this process would, and nothing in the environment changes how it runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)}


def _write(child: subprocess.Popen[bytes], question: bytes, data: bytes | bytearray) -> None:
    assert child.stdin is not None
    try:
        child.stdin.write(question)
        child.stdin.write(data)
        child.stdin.flush()
    except OSError:  # it is gone; reading will find out
        return


def _line(child: subprocess.Popen[bytes]) -> dict[str, Any]:
    """The next line of facts, or none where the child has ended or speaks gibberish."""
    assert child.stdout is not None
    try:
        line = json.loads(child.stdout.readline() or b"{}")
    except (OSError, ValueError):
        return {}
    return line if isinstance(line, dict) else {}
