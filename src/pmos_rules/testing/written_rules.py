"""Packs whose rules have mistakes → the ids that are written in them, so that their cases can be read all the same."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from pmos_rules.evaluation.intake import INPUT_RULES
from pmos_rules.language.decoding import child, items_of, scalars
from pmos_rules.language.reader import read_yaml
from pmos_rules.language.symbols import PackText


class WrittenRules:
    """What cases may name where nothing can be evaluated; of a family, any member that a case names."""

    def __init__(self, texts: tuple[PackText, ...]) -> None:
        named = [name for text in texts for name in _named(text)]
        self.ids: Collection[str] = _Ids([*named, *INPUT_RULES])

    def family(self, prefix: str) -> Collection[str]:
        """Its name stands for its members, which cannot be told."""
        return [prefix] if prefix in self.ids else []

    def evaluate(self, dossier: Mapping[str, Any], as_of: date) -> Any:
        """A report of no rule."""
        return SimpleNamespace(findings=(), outcomes={})


class _Ids(list[str]):
    """Ids, and the names of families before the ids of their members."""

    def __contains__(self, name: object) -> bool:
        parts = str(name).split(".")
        return any(super(_Ids, self).__contains__(".".join(parts[:end])) for end in range(2, len(parts) + 1))


def _named(text: PackText) -> Iterator[str]:
    for source in text.files:
        for node in items_of(child(read_yaml(source)[0], "rules")):
            for key in ("id", "family"):
                yield from (name.text for name in scalars(child(node, key)))
