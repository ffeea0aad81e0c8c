"""`survivors/*.yaml` → why a mutant that no test notices is left alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.evaluation.small import read_data

FOLDER = Path(__file__).parent / "survivors"


@dataclass(frozen=True)
class Reasons:
    """Reasons by the key of a mutant, or by a pattern of keys in which `*` stands for anything."""

    exact: dict[str, str]
    patterns: list[tuple[re.Pattern[str], str]]

    def reason(self, key: str) -> str | None:
        """Why a mutant survives; None where nobody has said."""
        if key in self.exact:
            return self.exact[key]
        return next((reason for pattern, reason in self.patterns if pattern.fullmatch(key)), None)


def explained(packages: Iterable[str]) -> Reasons:
    """Everything that is written down about some packages."""
    found = Reasons({}, [])
    for package in packages:
        file = FOLDER / f"{package}.yaml"
        for entry in read_data(file) if file.exists() else ():
            for key in entry.get("mutants", ()):
                found.exact[f"pmos_rules.{key}"] = entry["reason"]
            for pattern in entry.get("like", ()):
                parts = map(re.escape, f"pmos_rules.{pattern}".split("*"))
                found.patterns.append((re.compile(".*".join(parts)), entry["reason"]))
    return found
