"""Turns what was named on the command line into mappings, with what reading them noticed."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pmos_rules.errors import InputError
from pmos_rules.findings import InputProblem

STANDARD_INPUT = "-"
_STDIN = "<stdin>"


@dataclass(frozen=True, slots=True)
class Input:
    """A dossier as given; `market` and `as_of` are what it says of itself, None where it says nothing."""

    name: str
    given: Mapping[str, Any]
    problems: tuple[InputProblem, ...]
    market: str | None
    as_of: date | None


def read_input(path: str) -> Input:
    """The dossier in a folder, in a file or, for `-`, on standard input; raises `InputError`."""
    from pmos_rules.files import read_dossier, scan_folder

    if path == STANDARD_INPUT:
        return _input(path, _read_standard_input())
    if Path(path).is_dir():
        scan = scan_folder(Path(path))
        return _input(path, scan.given, scan.problems)
    return _input(path, read_dossier(Path(path)))


def read_reference(path: str) -> Mapping[str, Any]:
    """The reference data in a YAML or JSON file; raises `InputError`, also where no dossier could use them."""
    from pmos_rules.api import schema
    from pmos_rules.evaluation.reference import with_reference
    from pmos_rules.files import read_dossier
    from pmos_rules.models import Dossier

    given = read_dossier(Path(path))
    try:
        with_reference(Dossier.model_validate({}), given, schema())
    except InputError as error:
        raise InputError(f"{path}：{error.zh}", f"`{path}`: {error.en}", path) from None
    return given


def _input(name: str, given: Mapping[str, Any], problems: tuple[InputProblem, ...] = ()) -> Input:
    from pmos_rules.models import Dossier

    dossier = Dossier.model_validate(given)
    market = dossier.market if isinstance(dossier.market, str) else None
    if dossier.as_of is None or isinstance(dossier.as_of, date):
        return Input(name, given, problems, market, dossier.as_of)
    raise InputError(
        f"{name} 的 as_of（评估日期）不是日期，应为 2026-07-01 这样的日期，或用 --as-of 另行指定",
        f"`as_of` in `{name}` is no day, expected one such as 2026-07-01; correct it, or give --as-of",
        name,
    )


def _read_standard_input() -> Mapping[str, Any]:
    """JSON where it begins with a brace, else YAML."""
    from pmos_rules.files.misreadings import explain, explain_json
    from pmos_rules.language.reader import read_yaml, to_plain
    from pmos_rules.models.json_reading import read_json
    from pmos_rules.source import Diagnostic, decode_source

    source = decode_source(_STDIN, sys.stdin.buffer.read())
    if isinstance(source, Diagnostic):
        raise _misread(explain(source))
    if source.text.lstrip().startswith("{"):
        try:
            return read_json(source.text)
        except InputError as error:
            raise _misread(explain_json(source, error.en)) from None
    node, diagnostics = read_yaml(source)
    if node is None or diagnostics:
        raise _misread(explain(diagnostics[0]))
    given = to_plain(node)
    if isinstance(given, dict):
        return given
    raise InputError(
        "标准输入的最外层应为“字段: 值”，如 market、kind",
        "standard input holds no mapping, expected fields such as market and kind at its top",
        STANDARD_INPUT,
    )


def _misread(misreading: Any) -> InputError:
    """The files' own words, which quote nothing of the dossier."""
    return InputError(misreading.zh(_STDIN), misreading.en(_STDIN), misreading.where(_STDIN))
