"""A name as a dossier writes it and a folder in, the real file out, or why there is none."""

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path, PureWindowsPath

from pmos_rules.formats.normalise import trim

# What systems and editors leave in folders without anybody having filed it.
_STRAY = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_DEEPEST = 8


class Fault(StrEnum):
    """Why there is no file to look at."""

    MISSING = "missing"
    OUTSIDE = "outside"
    NO_FILE = "no_file"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a named file really lies; ``found`` is its name there, where that is written differently."""

    path: Path
    found: str | None = None


def find_file(folder: Path, name: str) -> Place | Fault:
    """Return the regular file that ``name``, a path inside ``folder``, means.

    A name is taken to the letter where such a file exists, else in another Unicode form (a Mac's NFD), else
    in other letter case, character widths or padding, which Windows and input methods change. Folders are
    parted by ``/`` or ``\\``. An absolute path, one with ``..`` and a link that leads out of the folder are
    outside, whether or not anything lies there. The name itself never reaches the file system: it is only
    compared.
    """
    if _leads_out(name):
        return Fault.OUTSIDE
    written, path = _walk(folder, _parts(name))
    if path is None:
        return Fault.MISSING
    fault = _fault(folder, path)
    return fault or Place(path, None if written else _shown(path.relative_to(folder).as_posix()))


def other_files(folder: Path, known: Set[str], names: Iterable[str], *, at_most: int) -> list[str]:
    """Return the paths of files in ``folder`` that nobody knows of, folder by folder.

    Known are the real paths ``known``, and what ``names`` a dossier writes, whether or not it can be read.
    Hidden files and what systems leave behind are passed over; links are not followed into folders.
    """
    named = {"/".join(_parts(name)) for name in names}
    unknown = (path for path in _unknown(folder, known) if path not in named)
    return [_shown(path) for path in islice(unknown, at_most)]


def real_path(path: Path) -> str:
    """Return the path without links: two names of one file have the same."""
    return os.path.realpath(path)


def is_regular(path: Path) -> bool:
    """Whether there is a file that can be read without waiting: no pipe, device or folder."""
    return stat.S_ISREG(path.stat().st_mode)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or bool(PureWindowsPath(name).drive) or ".." in _parts(name)


def _parts(name: str) -> list[str]:
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]


def _walk(folder: Path, parts: list[str]) -> tuple[bool, Path | None]:
    """Follow the parts down, each by `_entry`; also whether all were found to the letter."""
    path, to_the_letter = folder, True
    for part in parts:
        entry = _entry(path, part)
        if entry is None:
            return False, None
        to_the_letter = to_the_letter and entry == part
        path = path / entry
    return to_the_letter, path if parts else None


def _entry(folder: Path, name: str) -> str | None:
    """The name in ``folder`` that is closest to ``name``; of several equally close, the first in order."""
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return None
    forms: tuple[Callable[[str], str], ...] = (str, _composed, _folded)
    for form in forms:
        wanted = form(name)
        for candidate in names:
            if form(candidate) == wanted:
                return candidate
    return None


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return trim(unicodedata.normalize("NFKC", name)).casefold()


def _shown(name: str) -> str:
    """A name whose bytes are no UTF-8 is shown with escapes, since no report could carry it otherwise."""
    return name.encode("utf-8", "backslashreplace").decode()


def _fault(folder: Path, path: Path) -> Fault | None:
    try:
        real = os.path.realpath(path, strict=True)
        if not Path(real).is_relative_to(os.path.realpath(folder)):
            return Fault.OUTSIDE
        return None if is_regular(path) else Fault.NO_FILE
    except PermissionError:
        return Fault.REFUSED
    except OSError:  # a link to nowhere or in a circle
        return Fault.MISSING


def _unknown(folder: Path, known: Set[str]) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        below = Path(parent).relative_to(folder)
        folders[:] = sorted(name for name in folders if not _is_stray(name) and len(below.parts) < _DEEPEST)
        for name in sorted(files):
            if not _is_stray(name) and real_path(Path(parent, name)) not in known:
                yield (below / name).as_posix()


def _is_stray(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _STRAY
