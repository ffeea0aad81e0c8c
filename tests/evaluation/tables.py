"""A table of groups, each with rules and rows → its rows, each a test by itself."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Row(NamedTuple):
    """A dossier and what is said of it by the rules of a group."""

    group: int
    number: int
    about: str
    says: Mapping[str, Any]


def rows_of(groups: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Every row of every group, in their order."""
    return [
        Row(group, number, held["about"], says)
        for group, held in enumerate(groups)
        for number, says in enumerate(held["rows"])
    ]


def name(row: Row) -> str:
    """What the row is about; one without a name has its number."""
    return f"{row.about}: {row.says.get('case', row.number + 1)}"
