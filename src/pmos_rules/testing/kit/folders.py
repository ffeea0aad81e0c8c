"""An entry of a kit → a dossier folder with the files that it names, and the entry as scanning that folder has it."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from pmos_rules.api import Ruleset
from pmos_rules.errors import InputError
from pmos_rules.files import scan_folder
from pmos_rules.files.attachments import Row, rows_of
from pmos_rules.files.scan import FACTS
from pmos_rules.models.attachments import FileFacts
from pmos_rules.testing.kit.entry import KitEntry
from pmos_rules.testing.kit.expecting import expect
from pmos_rules.testing.kit.specimens import specimen
from pmos_rules.testing.kit.yaml_text import yaml_text

_DOSSIER = "dossier.yaml"
_LONGEST = 255
"""Bytes in a file's name, on most systems."""


def write_folder(entry: KitEntry, into: Path, ruleset: Ruleset) -> KitEntry:
    """Write the entry's dossier and files into the folder of its name; return it as that folder says it.

    Size and content are then those of the real files, not what was written of them, and the expected findings are
    those of `pmos-rules check` on the folder. A file that cannot exist by its name is left out: the check says so.
    Raises InputError where there is such a folder already, or none can be made.
    """
    folder = into / entry.name
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise InputError(
            f"无法新建文件夹 {folder}（{why}），应写入空文件夹",
            f"the folder `{folder}` cannot be made ({why}), expected an empty folder to write to",
            str(folder),
        ) from None
    dossier: dict[str, Any] = deepcopy(dict(entry.dossier))
    for row in rows_of(dossier):
        path = _path(folder, row.filename)
        if path is not None:
            _write(path, row)
    (folder / _DOSSIER).write_text(yaml_text(dossier), "utf-8", newline="\n")
    scan = scan_folder(folder)
    expected = expect(ruleset, scan.given, entry.as_of, scan.problems)
    return replace(entry, dossier=scan.given, expected=expected, folder=entry.name)


def _write(path: Path, row: Row) -> None:
    """The file, unless another row has named it before; what the dossier says of it the scan will find out."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        specimen(FileFacts.model_validate(row.given)).write(path)
    row.put(dict.fromkeys(FACTS))


def _path(folder: Path, name: str) -> Path | None:
    """Where a file of that name lies inside the folder; None where none can."""
    below = PurePosixPath(name.replace("\\", "/"))
    if below.is_absolute() or below == PurePosixPath(_DOSSIER) or not all(map(_is_name, below.parts)):
        return None
    if any((folder / parent).is_file() for parent in below.parents) or (folder / below).is_dir():
        return None
    return folder / below


def _is_name(part: str) -> bool:
    """Whether a system that people use could have a file of that name."""
    return (
        part != ".."
        and part == part.rstrip(". ")
        and part.isprintable()
        and not set(part) & set('<>:"|?*')
        and len(part.encode("utf-8", "replace")) <= _LONGEST
    )
