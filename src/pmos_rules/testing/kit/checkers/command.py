"""A command that is given dossiers on its input, as a checker."""

import json
import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from pmos_rules.errors import InputError
from pmos_rules.findings import Text
from pmos_rules.testing.kit.answer import Answer, NoAnswer, answer_of, nonsense

_LONGEST = 600.0
"""Seconds that a process may take that is given many dossiers at once."""
_MOST_READ = 64 * 1024 * 1024
_SHOWN = 200


class CommandChecker:
    """Starts the command, without a shell, for each dossier, or with ``lines`` once for all of them.

    It reads a dossier as JSON from standard input and writes its answer as JSON to standard output; with ``lines``
    it reads a dossier a line and writes an answer a line. A process gets ``timeout`` seconds for each dossier that
    it is given, ten minutes at most, and is then ended with all that it started.
    """

    def __init__(self, command: str | Sequence[str], *, timeout: float = 10, lines: bool = False) -> None:
        self.command = shlex.split(command) if isinstance(command, str) else list(command)
        self.name = shlex.join(self.command)
        self.timeout = timeout
        self.lines = lines
        if not self.command:
            raise InputError("检查命令为空", "the command is empty, expected a program and its arguments")

    def answers(self, dossiers: Sequence[Mapping[str, Any]], /) -> Iterator[Answer | NoAnswer]:
        """One answer to each dossier; with ``lines``, all are asked before the first is answered."""
        if self.lines:
            yield from self._of_lines(dossiers)
            return
        for dossier in dossiers:
            said = self._run(json.dumps(dossier, ensure_ascii=False, default=str), self.timeout)
            yield said if isinstance(said, NoAnswer) else _read(said)

    def _of_lines(self, dossiers: Sequence[Mapping[str, Any]]) -> Iterator[Answer | NoAnswer]:
        if not dossiers:
            return
        asked = "".join(json.dumps(dossier, ensure_ascii=False, default=str) + "\n" for dossier in dossiers)
        said = self._run(asked, min(_LONGEST, self.timeout * len(dossiers)))
        lines = [] if isinstance(said, NoAnswer) else said.splitlines()
        for number in range(len(dossiers)):
            if isinstance(said, NoAnswer):
                yield said
            else:
                yield _read(lines[number]) if number < len(lines) else _unanswered(len(lines), len(dossiers))

    def _run(self, asked: str, seconds: float) -> bytes | NoAnswer:
        """What one process wrote. Files, not pipes: what it leaves behind could hold a pipe open for ever."""
        with TemporaryFile() as given, TemporaryFile() as written, TemporaryFile() as complaints:
            given.write(asked.encode("utf-8", "surrogatepass"))
            given.seek(0)
            try:
                process = subprocess.Popen(
                    self.command, stdin=given, stdout=written, stderr=complaints, start_new_session=True
                )
            except OSError as error:
                why = (error.strerror or type(error).__name__).lower()
                return NoAnswer("unreachable", Text(f"无法启动：{why}", f"it cannot be started: {why}"))
            code = _wait(process, seconds)
            if code is None:
                return NoAnswer("timed_out", Text(f"{seconds:g} 秒内没有答复", f"no answer within {seconds:g} s"))
            if code != 0:
                return _crashed(code, complaints)
            written.seek(0)
            return written.read(_MOST_READ)


def _wait(process: "subprocess.Popen[bytes]", seconds: float) -> int | None:
    """The code that a process ends with; None where it had to be ended."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process with all that it started, where the system can."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except AttributeError:  # Windows
        process.kill()
    except OSError:  # nothing of it is left
        pass
    process.wait()


def _crashed(code: int, complaints: IO[bytes]) -> NoAnswer:
    complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, complaints.tell() - 4 * _SHOWN))
    last = complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2][-_SHOWN:]
    zh, en = (f"：{last}", f": {last}") if last else ("", "")
    return NoAnswer("crashed", Text(f"以代码 {code} 结束{zh}", f"it ended with code {code}{en}"))


def _read(said: bytes) -> Answer | NoAnswer:
    try:
        return answer_of(json.loads(said))
    except (ValueError, RecursionError):
        return nonsense("no JSON" if said.strip() else "nothing")


def _unanswered(given: int, asked: int) -> NoAnswer:
    return NoAnswer("nonsense", Text(f"{asked} 份档案只答复了 {given} 行", f"{given} lines answer {asked} dossiers"))
