"""A Python function from a dossier to an answer, as a checker."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from pmos_rules.findings import Text
from pmos_rules.testing.kit.answer import Answer, NoAnswer, answer_of


class FunctionChecker:
    """Calls the function with a copy of each dossier; what it raises is no answer. It is not interrupted."""

    def __init__(self, function: Callable[[dict[str, Any]], Any], name: str | None = None) -> None:
        self.function = function
        self.name = name or str(getattr(function, "__qualname__", type(function).__name__))

    def answers(self, dossiers: Sequence[Mapping[str, Any]], /) -> Iterator[Answer | NoAnswer]:
        """One answer to each dossier."""
        return map(self._answer, dossiers)

    def _answer(self, dossier: Mapping[str, Any]) -> Answer | NoAnswer:
        try:
            # Findings may be made one by one, so that taking them is part of asking.
            return answer_of(self.function(deepcopy(dict(dossier))))
        except Exception as error:  # noqa: BLE001 - a checker that crashes is a result
            name = type(error).__name__
            return NoAnswer("crashed", Text(f"抛出 {name}：{error}", f"it raised {name}: {error}"))
