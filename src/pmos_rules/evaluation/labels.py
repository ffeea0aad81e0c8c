"""Steps into a dossier → the form's own words for the place, and a JSON Pointer into the input as given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pmos_rules.evaluation.showing import show
from pmos_rules.findings import Text
from pmos_rules.formats.types import ValueType
from pmos_rules.language.schema import FieldSchema, SectionSchema, Shape

Key = tuple[int | str, ...]
_PEOPLE = ("shareholders", "staff")
_SLOT = ("slot", "附件栏", "栏目")


class _Step(NamedTuple):
    """One step of a place: which field of which section it is, and what lies there."""

    place: Key
    step: int | str
    known: FieldSchema | None
    section: SectionSchema | None
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class Places:
    """Knows what a market's form calls each field, and how the input at hand spells its keys."""

    schema: SectionSchema
    labels: Mapping[str, str]
    give: Callable[[], Any]

    @property
    def given(self) -> Any:
        """The input as given, which a dossier read from JSON makes when somebody asks for it."""
        return self.give()

    def label(self, place: Key) -> Text:
        """股东信息 › 第 3 位 › 持股比例; the dossier itself is 申报档案."""
        zh, en = [], []
        for here, step, known, _, _ in self._walk(place):
            if isinstance(step, int):
                named = self._row(here, step)
                zh.append(named.zh)
                en.append(named.en)
            else:
                zh.append(self._name(here, known, step))
                en.append(step.replace("_", " "))
        return Text(" › ".join(zh) or "申报档案", " › ".join(en) or "the dossier")

    def short(self, place: Key) -> Text:
        """The last word of the label."""
        whole = self.label(place)
        return Text(whole.zh.rsplit(" › ", 1)[-1], whole.en.rsplit(" › ", 1)[-1])

    def _row(self, place: Key, number: int) -> Text:
        """A row by its number; a file by the slot that it lies in as well."""
        counted = Text(f"第 {number + 1} {'位' if place[-2] in _PEOPLE else '项'}", str(number + 1))
        if "attachments" not in place:
            return counted
        row = self._given_at(place)
        slot = next((row[key] for key in _SLOT if isinstance(row, Mapping) and isinstance(row.get(key), str)), None)
        if slot is None:
            return counted
        shown = show(slot, None).zh
        return Text(f"{shown}（{counted.zh}）", f"{shown} ({counted.en})")

    def _given_at(self, place: Key) -> Any:
        """What the input holds at a place, or None."""
        given = self.given
        for step in self._spelt(place):
            given = _into(given, step)
        return given

    def _name(self, place: Key, known: FieldSchema | None, step: str) -> str:
        written = ".".join("*" if isinstance(at, int) else at for at in place)
        return self.labels.get(written) or (known.label if known is not None else step)

    def type_at(self, place: Key) -> ValueType | None:
        """The type of the value at a place; None for a section, a list or raw data."""
        shape = self._walk(place)[-1].shape
        return shape.type if shape is not None else None

    def _walk(self, place: Key) -> list["_Step"]:
        found: list[_Step] = []
        shape: Shape | None = Shape("section", section=self.schema)
        for number, step in enumerate(place, 1):
            known, section = None, shape.section if shape is not None else None
            if isinstance(step, int) or (shape is not None and shape.kind == "mapping"):
                shape = shape.element if shape is not None else None
            else:
                known = section.fields.get(step) if section is not None else None
                shape = known.shape if known is not None else None
            found.append(_Step(place[:number], step, known, section, shape))
        return found

    def pointer(self, place: Key) -> str:
        """A JSON Pointer into the input as given; where nothing was given, where it would stand."""
        return pointer(self._spelt(place))

    def key(self, place: Key) -> str:
        """The key that the input uses, or would use, for the last step."""
        return str(self._spelt(place)[-1])

    def _spelt(self, place: Key) -> list[int | str]:
        given: Any = self.given
        steps: list[int | str] = []
        chinese = False
        for _, step, known, section, _ in self._walk(place):
            if section is not None and isinstance(given, Mapping):
                chinese = _is_chinese(given, section, chinese)
            key = step if known is None else _spelling(given, known, chinese)
            steps.append(key)
            given = _into(given, key)
        return steps


def pointer(steps: "list[int | str] | Key") -> str:
    """RFC 6901 text of the steps."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _spelling(given: Any, known: FieldSchema, chinese: bool) -> str:
    """The key that the input uses for a field; for a missing one, in the language of its neighbours."""
    keys = given if isinstance(given, Mapping) else ()
    if known.name in keys:
        return known.name
    written = next((str(key) for key in keys if key in known.labels), None)
    return written or (known.label if chinese else known.name)


def _is_chinese(given: Mapping[Any, Any], section: SectionSchema, above: bool) -> bool:
    """Whether the keys of a section are labels; where it has no key that is known, as above it."""
    known = (key for key in given if section.by_key(key) is not None)
    first = next(known, None)
    return above if first is None else first not in section.fields


def _into(given: Any, key: int | str) -> Any:
    if isinstance(given, Mapping):
        return given.get(key)
    if isinstance(given, list | tuple) and isinstance(key, int) and key < len(given):
        return given[key]
    return None
