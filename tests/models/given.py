"""The complete dossiers, as they are given."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]
"""The keys and indices that lead from a dossier to a value in it."""

FOLDER = Path(__file__).parent.parent / "data" / "dossiers"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def given(name: str) -> dict[str, Any]:
    """A fresh copy of one dossier."""
    mapping: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return mapping


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Where there is a value, all the way down."""
    if place:
        yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*place, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*place, index))


def get(mapping: Any, place: Place) -> Any:
    """The value in a place."""
    for step in place:
        mapping = mapping[step]
    return mapping


def put(mapping: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    """A copy with another value in a place."""
    if not place:
        return value  # type: ignore[no-any-return]
    changed = deepcopy(mapping)
    get(changed, place[:-1])[place[-1]] = value
    return changed


GIVEN = {name: given(name) for name in NAMES}
PLACES = [(name, place) for name, mapping in GIVEN.items() for place in places(mapping)]
