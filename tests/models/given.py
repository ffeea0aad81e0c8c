"""The complete dossiers, as they are given."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent.parent / "data" / "dossiers"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def given(name: str) -> dict[str, Any]:
    """A fresh copy of one dossier."""
    mapping: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return mapping
