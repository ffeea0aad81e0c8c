"""Entries of a kit ↔ lines of JSON, one entry a line: `docs/reference/conformance-kit.md` says what stands in each."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pmos_rules.errors import InputError
from pmos_rules.findings import Outcome, Severity, Verdict
from pmos_rules.testing.kit.entry import FORMAT, Edition, Expected, ExpectedFinding, KitEntry


def line_of(entry: KitEntry) -> str:
    """An entry as one line of JSON, without the line break; the same entry gives the same line."""
    data: dict[str, Any] = {
        "kit": FORMAT,
        "market": entry.market,
        "kind": entry.kind,
        "as_of": entry.as_of.isoformat(),
        "number": entry.number,
        "seed": entry.seed,
        "violates": entry.violates,
        "edition": {"version": entry.edition.version, "digest": entry.edition.digest},
        "expected": expected_data(entry.expected),
    }
    if entry.folder is not None:
        data["folder"] = entry.folder
    return json.dumps({**data, "dossier": entry.dossier}, ensure_ascii=False, default=str)


def expected_data(expected: Expected) -> dict[str, Any]:
    """The verdict and the findings as plain data."""
    findings = [
        {
            "rule": finding.rule,
            "outcome": finding.outcome.value,
            "severity": finding.severity.value,
            "path": finding.path,
        }
        for finding in expected.findings
    ]
    return {"verdict": expected.verdict.value, "findings": findings}


def read_entries(path: Path) -> Iterator[KitEntry]:
    """The entries of a file, one after another; raises InputError with the line that is none."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield entry_of(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            f"文件 {path} 无法读取，应为 UTF-8 编码的一致性测试集",
            f"`{path}` cannot be read, expected a kit in UTF-8",
            str(path),
        ) from None


def entry_of(line: str, where: str = "") -> KitEntry:
    """The entry that a line says; raises InputError where it says none. What else stands there is passed over."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise _no_entry(where, "该行不是 JSON", "the line is no JSON") from None
    said = data.get("kit") if isinstance(data, dict) else None
    if said != FORMAT:
        raise _no_entry(where, f"该行的 kit 为“{said}”，应为“{FORMAT}”", f"`kit` is `{said}`, expected `{FORMAT}`")
    try:
        return _entry(data)
    except (KeyError, TypeError, ValueError) as error:
        # The error's text is a key, or a word that is none of a closed list: nothing of the dossier.
        raise _no_entry(where, f"该行缺项或写法不符：{error}", f"something is missing or misspelt: {error}") from None


def _entry(data: dict[str, Any]) -> KitEntry:
    if not isinstance(data["dossier"], dict):
        raise TypeError("dossier")
    return KitEntry(
        market=data["market"],
        kind=data["kind"],
        as_of=date.fromisoformat(data["as_of"]),
        number=data["number"],
        seed=data["seed"],
        violates=data["violates"],
        edition=Edition(data["edition"]["version"], data["edition"]["digest"]),
        expected=Expected(Verdict(data["expected"]["verdict"]), tuple(_findings(data["expected"]["findings"]))),
        dossier=data["dossier"],
        folder=data.get("folder"),
    )


def _findings(data: Iterable[Any]) -> Iterator[ExpectedFinding]:
    for found in data:
        outcome, severity = Outcome(found["outcome"]), Severity(found["severity"])
        yield ExpectedFinding(found["rule"], outcome, severity, found["path"])


def _no_entry(where: str, zh: str, en: str) -> InputError:
    return InputError(f"{where}：{zh}" if where else zh, f"{where}: {en}" if where else en, where)
