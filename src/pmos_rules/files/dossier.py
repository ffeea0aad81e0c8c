"""A dossier file in, a plain mapping out, or an error that says where reading stopped and what to do."""

import stat
from pathlib import Path
from typing import Any

from pmos_rules.errors import InputError
from pmos_rules.files.misreadings import Misreading, explain, explain_json
from pmos_rules.language.reader import read_yaml, to_plain
from pmos_rules.models.json_reading import read_json
from pmos_rules.source import Diagnostic, SourceText, read_source

NAMES = ("dossier.yaml", "dossier.yml", "dossier.json")

_MOST_NAMES = 8
_MOST_MISREADINGS = 20


def find_dossier(folder: Path) -> Path:
    """Return the one dossier file of a folder: `NAMES` lists what it may be called.

    Raises `InputError` where there is no such folder, no such file, or more than one.
    """
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise _no_folder(folder, error) from error
    found = [name for name in NAMES if name in names]
    if not found:
        raise _no_dossier(folder, names)
    if len(found) > 1:
        raise _several(folder, found)
    return folder / found[0]


def read_dossier(path: Path) -> dict[str, Any]:
    """Return the mapping that a dossier file holds, or that of a folder's dossier file.

    YAML (``.yaml``, ``.yml``) gives text, None, lists and mappings: no scalar is taken for a number. JSON
    (``.json``) gives the types it writes, its numbers exact. Raises `InputError` for a file that is not
    there, is no UTF-8, is neither, is not well formed, writes a key twice, or holds no mapping. No message
    repeats a value, which might be a password: it says the line and the column.
    """
    if stat.S_ISDIR(_mode(path)):
        path = find_dossier(path)
    # A pipe would keep the reader waiting for its other end.
    if _mode(path) and not stat.S_ISREG(_mode(path)):
        raise _error(path, f"{path} 不是普通文件", f"`{path}` is no regular file")
    if path.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise _no_such_format(path)
    source = read_source(path)
    if isinstance(source, Diagnostic):
        raise _misread(path, [explain(source)])
    return _read_json(path, source) if path.suffix.lower() == ".json" else _read_yaml(path, source)


def _mode(path: Path) -> int:
    """What sort of entry there is; 0 where there is none to be seen."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _read_yaml(path: Path, source: SourceText) -> dict[str, Any]:
    node, diagnostics = read_yaml(source)
    if node is None or diagnostics:
        raise _misread(path, [explain(diagnostic) for diagnostic in diagnostics])
    given = to_plain(node)
    if not isinstance(given, dict):
        raise _no_mapping(path)
    return given


def _read_json(path: Path, source: SourceText) -> dict[str, Any]:
    try:
        return dict(read_json(source.text))
    except InputError as error:
        misreading = explain_json(source, error.en)
        # Every complaint of the reader has a place, but for the one that all of it is no mapping.
        raise _misread(path, [misreading]) if misreading.place else _no_mapping(path) from None


def _no_folder(folder: Path, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return _error(folder, f"文件夹 {folder} 不存在", f"there is no folder `{folder}`")
    if isinstance(error, NotADirectoryError):
        return _error(folder, f"{folder} 不是文件夹", f"`{folder}` is no folder")
    return _error(folder, f"文件夹 {folder} 无法读取", f"the folder `{folder}` cannot be read")


def _no_dossier(folder: Path, names: list[str]) -> InputError:
    return _error(
        folder,
        f"文件夹 {folder} 中没有申报档案，应有 {'、'.join(NAMES)} 之一；现有：{_listed(names, '、', '无')}",
        f"the folder `{folder}` holds no dossier, expected {' or '.join(NAMES)}; "
        f"it holds {_listed(names, ', ', 'nothing')}",
    )


def _several(folder: Path, found: list[str]) -> InputError:
    return _error(
        folder,
        f"文件夹 {folder} 中有 {len(found)} 个申报档案（{'、'.join(found)}），应只有 1 个；"
        "移走其余文件，或直接写明要审查的文件",
        f"the folder `{folder}` holds {len(found)} dossiers ({', '.join(found)}), expected one; "
        "move the others away, or name the file to read",
    )


def _no_such_format(path: Path) -> InputError:
    return _error(
        path,
        f"文件 {path} 的扩展名为“{path.suffix}”，应为 .yaml、.yml 或 .json",
        f"`{path}` has the extension `{path.suffix}`, expected .yaml, .yml or .json",
    )


def _no_mapping(path: Path) -> InputError:
    return _error(
        path,
        f"文件 {path} 的最外层应为“字段: 值”，如 market、kind",
        f"`{path}` holds no mapping, expected fields such as market and kind at its top",
    )


def _misread(path: Path, misreadings: list[Misreading]) -> InputError:
    """One error for all that was misread, a line each; its place is the first one's."""
    shown = misreadings[:_MOST_MISREADINGS]
    return InputError(
        zh="\n".join(misreading.zh(str(path)) for misreading in shown),
        en="\n".join(misreading.en(str(path)) for misreading in shown),
        where=shown[0].where(str(path)),
    )


def _error(where: Path, zh: str, en: str) -> InputError:
    return InputError(zh=zh, en=en, where=str(where))


def _listed(names: list[str], comma: str, nothing: str) -> str:
    more = ["…"] if len(names) > _MOST_NAMES else []
    return comma.join([*names[:_MOST_NAMES], *more]) or nothing
