"""What every checker can do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from pmos_rules.testing.kit.answer import Answer, NoAnswer


@runtime_checkable
class Checker(Protocol):
    """Somebody's own checker; it never raises because of what it is asked or what it says."""

    @property
    def name(self) -> str:
        """What it is called in tables."""
        ...

    def answers(self, dossiers: Sequence[Mapping[str, Any]], /) -> Iterator[Answer | NoAnswer]:
        """One answer to each dossier, in their order, each made when it is asked for where that can be."""
        ...
