"""A place in a dossier → a JSON Pointer into the input as given, and what the form calls the place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmos_rules.findings import Text
from pmos_rules.formats.types import ValueType
from pmos_rules.language.schema import FieldSchema, SectionSchema, Shape
from tests.naive.showing import show

Place = tuple[int | str, ...]
PEOPLE = ("shareholders", "staff")
SLOT_KEYS = ("slot", "附件栏", "栏目")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a place: where it leads, which field it is, how the input spells it, and what lies there."""

    place: Place
    name: int | str
    known: FieldSchema | None
    spelt: int | str
    shape: Shape | None
    given: Any


@dataclass(frozen=True, slots=True)
class Form:
    """What a market's form calls its fields, and the input as it was given."""

    schema: SectionSchema
    labels: Mapping[str, str]
    given: Any

    def walk(self, place: Place) -> list[Step]:
        """Every step of a place."""
        shape: Shape | None = Shape("section", section=self.schema)
        given, steps, chinese = self.given, [], False
        for number, name in enumerate(place, 1):
            section = shape.section if shape is not None else None
            known = section.fields.get(str(name)) if section is not None and isinstance(name, str) else None
            if section is not None and isinstance(given, Mapping):
                chinese = is_chinese(given, section, chinese)
            spelt = spelling(known, given, chinese) if known is not None else name
            given = into(given, spelt)
            below = shape.element if shape is not None and shape.repeats else None
            shape = known.shape if known is not None else below
            steps.append(Step(place[:number], name, known, spelt, shape, given))
        return steps

    def pointer(self, place: Place) -> str:
        """The pointer; where nothing was given, to where it would stand."""
        return pointer(tuple(step.spelt for step in self.walk(place)))

    def label(self, place: Place) -> Text:
        """股东信息 › 第 3 位 › 持股比例, and shareholders › 3 › percent."""
        zh, en = [], []
        for step in self.walk(place):
            if isinstance(step.name, int):
                row = self.row(step)
                zh.append(row.zh)
                en.append(row.en)
            else:
                starred = ".".join("*" if isinstance(name, int) else name for name in step.place)
                zh.append(self.labels.get(starred) or (step.known.label if step.known is not None else step.name))
                en.append(step.name.replace("_", " "))
        return Text(" › ".join(zh) or "申报档案", " › ".join(en) or "the dossier")

    def row(self, step: Step) -> Text:
        """A row by its number; a file by the slot in which it lies besides."""
        assert isinstance(step.name, int)
        unit = "位" if step.place[-2] in PEOPLE else "项"
        counted = Text(f"第 {step.name + 1} {unit}", str(step.name + 1))
        if "attachments" not in step.place or not isinstance(step.given, Mapping):
            return counted
        slot = next((step.given[key] for key in SLOT_KEYS if isinstance(step.given.get(key), str)), None)
        if slot is None:
            return counted
        shown = show(slot, None).zh
        return Text(f"{shown}（{counted.zh}）", f"{shown} ({counted.en})")

    def short(self, place: Place) -> Text:
        """The last word of the label."""
        label = self.label(place)
        return Text(label.zh.split(" › ")[-1], label.en.split(" › ")[-1])

    def type_at(self, place: Place) -> ValueType | None:
        """The type of the value at a place."""
        steps = self.walk(place)
        shape = steps[-1].shape if steps else None
        return shape.type if shape is not None else None


def pointer(steps: Place) -> str:
    """RFC 6901: each step after a slash, in which `~` and `/` are escaped."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def into(given: Any, key: int | str) -> Any:
    """What the input has there."""
    if isinstance(given, Mapping):
        return given.get(key)
    if isinstance(given, list | tuple) and isinstance(key, int) and key < len(given):
        return given[key]
    return None


def spelling(known: FieldSchema, given: Any, chinese: bool) -> str:
    """The key that the input has for a field; where it has none, one in the language of its neighbours."""
    keys = list(given) if isinstance(given, Mapping) else []
    if known.name in keys:
        return known.name
    written = [str(key) for key in keys if key in known.labels]
    return written[0] if written else known.label if chinese else known.name


def is_chinese(given: Mapping[Any, Any], section: SectionSchema, above: bool) -> bool:
    """Whether a section is written with the form's labels: its first known key tells, else what is around it."""
    for key in given:
        if key in section.fields:
            return False
        if any(key in known.labels for known in section.fields.values()):
            return True
    return above
