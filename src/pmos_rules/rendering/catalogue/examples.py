"""Cases of a pack → for each rule a few that pass and fail, told as changes to a base dossier, personal data masked."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pmos_rules.evaluation.labels import Key, Places
from pmos_rules.findings import Outcome, Text
from pmos_rules.formats.masking import mask
from pmos_rules.formats.normalise import is_placeholder
from pmos_rules.formats.vocabulary import read_kind, read_market
from pmos_rules.language.ruleset import MarketRules
from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.rendering.catalogue.model import Edit, Example, Sample

_SHOWN = 3
"""Of each outcome so many examples are shown."""
_MOST_EDITS = 6
_LONGEST = 120
_FEW = 3
"""A section that was not there is told field by field where it has no more than so many."""
_NOTHING: Any = object()


class Examples:
    """The samples by the rules that they speak of."""

    def __init__(self, markets: Sequence[MarketRules], schema: SectionSchema, samples: Iterable[Sample]) -> None:
        self._schema = schema
        self._labels: dict[object, Mapping[Any, Mapping[str, str]]] = {m.market: m.labels for m in markets}
        self._edits: dict[int, tuple[Edit, ...]] = {}
        self._by_rule: dict[str, list[Sample]] = {}
        for sample in samples:
            for rule in sample.outcomes:
                self._by_rule.setdefault(rule, []).append(sample)

    def of(self, rule: str) -> tuple[tuple[Example, ...], int]:
        """A few that pass and a few that fail, the plainest first, and how many more there are."""
        found = self._by_rule.get(rule, [])
        shown: list[Example] = []
        told = 0
        for outcome in (Outcome.PASS, Outcome.FAIL):
            samples = [sample for sample in found if sample.outcomes[rule] is outcome]
            changed = [sample for sample in samples if sample.dossier is not sample.base]
            examples: dict[object, tuple[tuple[bool, bool], Example]] = {}
            for sample in changed or samples[:1]:
                example = self._example(sample, outcome)
                weight = len(sample.outcomes) > 1, len(example.edits) > 1
                examples.setdefault(example.edits, (weight, example))
            ordered = sorted(examples.values(), key=lambda weighed: weighed[0])
            shown += [example for _, example in ordered[:_SHOWN]]
            told += len(examples)
        return tuple(shown), told - len(shown)

    def _example(self, sample: Sample, outcome: Outcome) -> Example:
        if id(sample) not in self._edits:
            self._edits[id(sample)] = tuple(self._changes(sample))[: _MOST_EDITS + 1]
        return Example(outcome, sample.name, sample.base_name, self._edits[id(sample)])

    def _form(self, dossier: Mapping[str, Any]) -> Mapping[str, str]:
        """What the form that a dossier is filed with calls its fields."""
        given = {known.name: value for key, value in dossier.items() if (known := self._schema.by_key(key)) is not None}
        labels = self._labels.get(read_market(given.get("market")), {})
        return labels.get(read_kind(given.get("kind"))) or labels.get(None) or {}

    def _changes(self, sample: Sample) -> Iterator[Edit]:
        places = Places(self._schema, self._form(sample.base), lambda: sample.dossier)
        for place, before, after, shape in _differences(
            sample.base, sample.dossier, Shape("section", section=self._schema), ()
        ):
            yield Edit(places.label(place), _shown(before, shape), _shown(after, shape))


_Difference = tuple[Key, Any, Any, Shape | None]


def _differences(before: Any, after: Any, shape: Shape | None, place: Key) -> Iterator[_Difference]:
    """Where two dossiers differ, as deep as both have the same shape."""
    if before == after and type(before) is type(after):
        return
    if before is _NOTHING and isinstance(after, Mapping) and 0 < len(after) <= _FEW:
        before = {}
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            name, inner = _into(shape, key)
            yield from _differences(before.get(key, _NOTHING), after.get(key, _NOTHING), inner, (*place, name))
    elif isinstance(before, list) and isinstance(after, list) and _are_rows(before, after):
        element = shape.element if shape is not None else None
        for number in range(max(len(before), len(after))):
            yield from _differences(_item(before, number), _item(after, number), element, (*place, number))
    else:
        yield place, before, after, shape


def _are_rows(before: list[Any], after: list[Any]) -> bool:
    """Whether two lists are told row by row: one was appended to, or a row was changed."""
    return bool(before) and len(before) <= len(after) and len(after) - len(before) <= 1


def _item(rows: list[Any], number: int) -> Any:
    return rows[number] if number < len(rows) else _NOTHING


def _into(shape: Shape | None, key: str) -> tuple[str, Shape | None]:
    """The field's own name, and what lies there."""
    known = shape.section.by_key(key) if shape is not None and shape.section is not None else None
    if known is not None:
        return known.name, known.shape
    return key, shape.element if shape is not None else None


def _shown(value: Any, shape: Shape | None) -> Text | None:
    """A value as a case has it, with what is personal in it masked; of rows how many there are."""
    if value is _NOTHING:
        return None
    if value in ("", None):
        return _EMPTY
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        return Text(f"{len(value)} 项", f"{len(value)} items")
    safe = _masked(value, shape)
    text = visible(safe) if isinstance(safe, str) else visible(json.dumps(safe, ensure_ascii=False, default=str))
    if len(text) <= _LONGEST:
        return Text(text, text)
    return Text(f"{text[:_LONGEST]}…（共 {len(text)} 字）", f"{text[:_LONGEST]}… ({len(text)} characters)")


_EMPTY = Text("空白", "blank")


def visible(text: str) -> str:
    """A text in which spaces that are no plain space, and what has no width, can be seen."""
    return "".join(ch if ch == " " or (ch.isprintable() and not ch.isspace()) else f"\\u{ord(ch):04x}" for ch in text)


def _masked(value: Any, shape: Shape | None) -> Any:
    if isinstance(value, Mapping):
        return {key: _masked(item, _into(shape, key)[1]) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item, shape.element if shape is not None else None) for item in value]
    known = shape.type if shape is not None else None
    if known is not None and known.personal and isinstance(value, str | int) and not is_placeholder(str(value)):
        return mask(str(value), known.name)
    return value
