"""Complete dossiers into which odd things were put: what an evaluation must bear and must not disclose."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pmos_rules import Dossier
from pmos_rules.language.schema import SectionSchema, Shape, read_schema
from tests.evaluation.small import read_data

FOLDER = Path(__file__).parents[1] / "data" / "dossiers"
SCHEMA = read_schema(Dossier)
Place = tuple[str | int, ...]

# texts that mean something to some rule, and values of every wrong sort
WORDS = [
    "无配网运营权售电公司",
    "有配网运营权售电公司",
    "高级工程师",
    "工程师",
    "高级",
    "中级",
    "formal",
    "approved",
    "是",
    "否",
    "长期",
    "湖北示例售电有限公司",
    "示例售电",
    "湖北示例_公司章程.PDF",
    "hex:FFD8FF",
    "信用承诺书",
    "电力业务许可证",
    "护照",
    "2026-11-21",
    "2026-11-22",
    "2018-02-30",
    "0",
    "100",
    "33.33",
    "-1",
    "1e3",
    "60%",
    "10485761",
]
ODD = [
    None,
    "",
    "　",
    "\u200b",
    "/",
    "无",
    "N/A",
    "五",
    "２０",
    " 1 ",
    "垃圾",
    "\x00\u202e",
    "长" * 300,
    True,
    False,
    0,
    -1,
    3.5,
    10**30,
    float("inf"),
    [],
    {},
    [None],
    [[]],
    [{}],
    ["a", "a"],
    {"x": 1},
    {"": ""},
]
BEYOND_JSON = [float("nan"), "\ud800", {1, 2}, b"x", object, {1: 2}]


@cache
def bases() -> list[dict[str, Any]]:
    """The complete dossiers, as read from their files."""
    return [read_data(file) for file in sorted(FOLDER.glob("*.yaml"))]


def places(value: Any, here: Place = ()) -> Iterator[Place]:
    """Every place below the root."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield (*here, key)
        yield from places(item, (*here, key))


def at(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value


def section_at(place: Place) -> SectionSchema | None:
    """The section that should lie at a place."""
    shape: Shape | None = Shape("section", section=SCHEMA)
    for step in place:
        known = shape.section.fields.get(str(step)) if shape is not None and shape.section is not None else None
        shape = known.shape if known is not None else shape.element if shape is not None else None
    return shape.section if shape is not None else None


def widened(text: str) -> str:
    """The text in full-width forms."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@st.composite
def odd_dossiers(draw: st.DrawFn, *, beyond_json: bool = True, copies: bool = True) -> dict[str, Any]:
    """A complete dossier after some edits: values removed, blanked, garbled, padded, copied, and fields added."""
    dossier = deepcopy(draw(st.sampled_from(bases())))
    if draw(st.integers(0, 3)):
        dossier |= {"market": "hubei", "kind": "retailer"}
    odd = st.sampled_from([*WORDS, *ODD, *(BEYOND_JSON if beyond_json else [])])
    for _ in range(draw(st.integers(1, 6))):
        found = list(places(dossier))
        if not found:
            break
        place = draw(st.sampled_from(found))
        holder, key = at(dossier, place[:-1]), place[-1]
        match draw(st.sampled_from(["remove", "odd", "odd", "repeat", "add", "pad", "widen", "copy"])):
            case "remove":
                del holder[key]
            case "odd":
                holder[key] = deepcopy(draw(odd))
            case "repeat" if isinstance(holder, list):
                holder.append(deepcopy(holder[key]))
            case "add" if isinstance(holder, dict):
                section = section_at(place[:-1])
                names = list(section.fields) if section is not None else ["x"]
                holder[draw(st.sampled_from(names))] = deepcopy(draw(odd))
            case "pad" if isinstance(holder[key], str):
                holder[key] = f"　{holder[key]}\u200b "
            case "widen" if isinstance(holder[key], str):
                holder[key] = widened(holder[key])
            case "copy" if copies:
                holder[key] = deepcopy(at(dossier, draw(st.sampled_from(found))))
    return dossier


def in_chinese(value: Any, shape: Shape | None = None) -> Any:
    """The same dossier with the labels of the form for keys."""
    shape = Shape("section", section=SCHEMA) if shape is None else shape
    if isinstance(value, dict) and shape.section is not None:
        fields = shape.section.fields
        return {
            fields[key].label if key in fields else key: in_chinese(item, fields[key].shape) if key in fields else item
            for key, item in value.items()
        }
    if isinstance(value, list) and shape.element is not None:
        return [in_chinese(item, shape.element) for item in value]
    return value


def chinese_pointer(pointer: str) -> str:
    """An English pointer with the labels of the form for keys."""
    steps = []
    shape: Shape | None = Shape("section", section=SCHEMA)
    for step in pointer.split("/")[1:]:
        known = shape.section.fields.get(step) if shape is not None and shape.section is not None else None
        steps.append(known.label if known is not None else step)
        shape = known.shape if known is not None else shape.element if shape is not None else None
    return "".join(f"/{step}" for step in steps)


def shuffled(value: Any, order: Any) -> Any:
    """The same dossier with its keys in another order."""
    if isinstance(value, dict):
        items = list(value.items())
        order.shuffle(items)
        return {key: shuffled(item, order) for key, item in items}
    return [shuffled(item, order) for item in value] if isinstance(value, list) else value
