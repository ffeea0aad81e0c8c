"""A dossier in English keys → the same with labels of the form for keys, any of each field's."""

from collections.abc import Iterator, Mapping
from typing import Any

from pmos_rules import Report
from pmos_rules.language.schema import FieldSchema, SectionSchema, Shape
from pmos_rules.strategies import Choices
from tests.properties.subjects import Subject


def any_keys(subject: Subject) -> Iterator[str]:
    """Every key may be English or any of its labels: all that is said is the same, places are in the keys as given."""
    shape = Shape("section", section=subject.evaluator.schema)
    one = subject.report()
    for often in (1, 2):  # every key in Chinese, about every other one
        renamed = relabelled(subject.dossier, shape, subject.choices, often)
        two = subject.report(renamed)
        yield from different(one, two, renamed, subject.evaluator.schema)


def relabelled(value: Any, shape: Shape | None, choices: Choices, often: int) -> Any:
    """The value with a label for each key, or for one key in ``often``."""
    if isinstance(value, Mapping) and shape is not None and shape.kind == "mapping":
        return {key: relabelled(item, shape.element, choices, often) for key, item in value.items()}
    if isinstance(value, Mapping):
        section = shape.section if shape is not None else None
        return dict(_entry(key, item, section, choices, often) for key, item in value.items())
    if isinstance(value, list):
        element = shape.element if shape is not None else None
        return [relabelled(item, element, choices, often) for item in value]
    return value


def _entry(key: str, item: Any, section: SectionSchema | None, choices: Choices, often: int) -> tuple[str, Any]:
    known = section.fields.get(key) if section is not None else None
    if known is None:
        return key, item
    label = choices.pick(known.labels) if known.labels and choices.chance(often) else key
    return label, relabelled(item, known.shape, choices, often)


def different(one: Report, two: Report, renamed: Any, schema: SectionSchema) -> Iterator[str]:
    """What is said of a dossier in other keys that is not said of it in English ones."""
    before, after = one.to_dict(), two.to_dict()
    found, again = before.pop("findings"), after.pop("findings")
    if before != after:
        yield f"{before} becomes {after}"
    if len(found) != len(again):
        yield f"{len(found)} findings become {len(again)}"
    for first, second in zip(found, again, strict=False):
        first["path"] = translated(first["path"], renamed, schema)
        for step in first["patch"] or ():
            step["path"] = translated(step["path"], renamed, schema)
        yield from (
            f"{first['rule']}: {key} {first[key]!r} becomes {second[key]!r}"
            for key in first
            if first[key] != second[key]
        )


def translated(path: str, dossier: Any, schema: SectionSchema) -> str:
    """A pointer in English keys as it reads in a dossier's own."""
    shape: Shape | None = Shape("section", section=schema)
    steps, in_chinese = [], False
    for step in path.split("/")[1:]:
        section = shape.section if shape is not None else None
        known = section.fields.get(step) if section is not None else None
        if section is not None and isinstance(dossier, Mapping):
            in_chinese = _in_chinese(dossier, section, in_chinese)
        step = step if known is None else _key(known, dossier, in_chinese)
        shape = known.shape if known is not None else shape.element if shape is not None else None
        dossier = dossier.get(step) if isinstance(dossier, Mapping) else _item(dossier, step)
        steps.append(step)
    return "".join(f"/{step}" for step in steps)


def _key(known: FieldSchema, dossier: Any, in_chinese: bool) -> str:
    """The key that is there; where none is, the one that its neighbours would have it be."""
    there = dossier if isinstance(dossier, Mapping) else ()
    return next((key for key in (known.name, *known.labels) if key in there), known.label if in_chinese else known.name)


def _in_chinese(dossier: Mapping[str, Any], section: SectionSchema, above: bool) -> bool:
    """Whether the first key that is known is a label."""
    first = next((key for key in dossier if section.by_key(key) is not None), None)
    return above if first is None else first not in section.fields


def _item(dossier: Any, step: str) -> Any:
    rows = dossier if isinstance(dossier, list) and step.isdecimal() else []
    return rows[int(step)] if rows and int(step) < len(rows) else None
