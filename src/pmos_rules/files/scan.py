"""A dossier folder in, the dossier with the facts of its real files out, and what is amiss with them."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pmos_rules.errors import InputError
from pmos_rules.files.attachments import Row, rows_of
from pmos_rules.files.content import read_content
from pmos_rules.files.dossier import find_dossier, read_dossier
from pmos_rules.files.facts import FileFacts
from pmos_rules.files.inspector import Inspector
from pmos_rules.files.limits import USUAL, Limits
from pmos_rules.files.place import Fault, find_file, is_regular, other_files, real_path
from pmos_rules.findings import InputProblem

FACTS = tuple(field.name for field in fields(FileFacts))

_PROBLEM = {
    Fault.MISSING: "input.file_missing",
    Fault.OUTSIDE: "input.file_outside_folder",
    Fault.NO_FILE: "input.file_unreadable",
    Fault.REFUSED: "input.file_unreadable",
}
_NO_FILE = ("不是普通文件", "it is no regular file")
_REFUSED = ("没有读取权限", "permission is denied")


@dataclass(frozen=True, slots=True)
class Scan:
    """A dossier as typed, with the facts of its files in each attachment, and what the scan noticed.

    ``given`` is a plain mapping, ready for `Dossier.model_validate`; ``problems`` stand in the order of the
    attachments, then of the folder.
    """

    given: dict[str, Any]
    problems: tuple[InputProblem, ...]


def scan_folder(folder: Path, *, limits: Limits = USUAL) -> Scan:
    """Read the dossier of a folder and look at every file that it names.

    Every attachment whose file is there gets the file's facts in the place of what was typed: `FileFacts`
    field by field, under the English key, or under the Chinese label where the row already uses it; a fact
    that is not known removes the typed one. What only a person can say (``signed``, ``stamped``,
    ``material``) stays. A file that cannot be looked at leaves its row as typed and is a problem:

    - ``input.file_missing``, ``input.file_outside_folder``: values ``filename``
    - ``input.file_unreadable``: values ``filename``, ``reason_zh``, ``reason_en``
    - ``input.file_name_form``: found under another form of the name; values ``filename``, ``found``
    - ``input.file_not_listed``: a file that no attachment names, with pointer ``""``; values ``filename``

    Raises `InputError` where there is no dossier to read. Whatever the files hold, it ends within the
    limits and raises nothing else.
    """
    dossier = find_dossier(folder)
    given = read_dossier(dossier)
    rows = list(rows_of(given))
    with _Scanner(limits) as scanner:
        problems = [problem for row in rows for problem in _scan_row(folder, row, scanner)]
    known = {*scanner.looked_at, real_path(dossier)}
    unlisted = other_files(folder, known, (row.filename for row in rows), at_most=limits.unlisted)
    problems += (InputProblem("input.file_not_listed", "", {"filename": name}) for name in unlisted)
    return Scan(given, tuple(problems))


def scan_file(path: Path, *, limits: Limits = USUAL) -> FileFacts:
    """Return the facts of one file; raises `InputError` where it cannot be read."""
    try:
        if not is_regular(path):
            raise _unreadable(path, _NO_FILE)
        with _Scanner(limits) as scanner:
            return scanner.facts(path)
    except OSError as error:
        raise _unreadable(path, _reason(error)) from error


class _Scanner:
    """Looks at files one after another, at each once, within the limits of the whole."""

    def __init__(self, limits: Limits) -> None:
        self.looked_at: dict[str, FileFacts | OSError] = {}
        self._limits = limits
        self._inspector = Inspector(limits)
        self._end = time.monotonic() + limits.seconds_in_all

    def __enter__(self) -> "_Scanner":
        return self

    def __exit__(self, *error: object) -> None:
        self._inspector.close()

    def facts(self, path: Path) -> FileFacts:
        """Return the facts of a file; raises `OSError` where it cannot be read."""
        real = real_path(path)
        if real not in self.looked_at:
            try:
                self.looked_at[real] = self._look(path)
            except OSError as error:
                self.looked_at[real] = error
        facts = self.looked_at[real]
        if isinstance(facts, OSError):
            raise facts
        return facts

    def _look(self, path: Path) -> FileFacts:
        content = read_content(path, self._limits, in_time=lambda: self._seconds_left() > 0)
        return FileFacts(
            size_bytes=content.size_bytes,
            head=content.head,
            sha256=content.sha256,
            file_type=content.file_type,
            **self._inspected(content.file_type, content.pdf),
        )

    def _inspected(self, file_type: str, pdf: bytearray | None) -> Mapping[str, Any]:
        if file_type != "pdf":
            return {"opens": False}
        seconds = min(self._limits.seconds_per_file, self._seconds_left())
        if pdf is None or seconds <= 0:
            return {}
        facts = self._inspector.inspect(pdf, seconds=seconds)
        # A file whose own time was cut short by the others' has not been given its chance.
        cut_short = seconds < self._limits.seconds_per_file and self._seconds_left() <= 0
        return {} if cut_short and facts == {"opens": False} else facts

    def _seconds_left(self) -> float:
        return self._end - time.monotonic()


def _scan_row(folder: Path, row: Row, scanner: _Scanner) -> Iterator[InputProblem]:
    name = row.filename
    place = find_file(folder, name)
    if isinstance(place, Fault):
        yield _fault(row, place)
        return
    try:
        facts = scanner.facts(place.path)
    except OSError as error:
        yield _problem("input.file_unreadable", row, _reason(error))
        return
    row.put({fact: getattr(facts, fact) for fact in FACTS})
    if place.found is not None:
        yield InputProblem("input.file_name_form", row.pointer, {"filename": name, "found": place.found})


def _fault(row: Row, fault: Fault) -> InputProblem:
    reason = {Fault.NO_FILE: _NO_FILE, Fault.REFUSED: _REFUSED}.get(fault)
    return _problem(_PROBLEM[fault], row, reason)


def _problem(id: str, row: Row, reason: tuple[str, str] | None) -> InputProblem:
    values = {"filename": row.filename}
    if reason is not None:
        values |= {"reason_zh": reason[0], "reason_en": reason[1]}
    return InputProblem(id, row.pointer, values)


def _reason(error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "文件不存在", "there is no such file"
    if isinstance(error, PermissionError):
        return _REFUSED
    return "读取时系统报错", f"the system says: {(error.strerror or str(error)).lower()}"


def _unreadable(path: Path, reason: tuple[str, str]) -> InputError:
    zh, en = reason
    return InputError(zh=f"文件 {path} 无法读取：{zh}", en=f"`{path}` cannot be read: {en}", where=str(path))
