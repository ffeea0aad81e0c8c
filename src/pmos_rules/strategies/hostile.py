"""Choices → a dossier that can be represented and that nobody would file."""

from typing import Any, Final

from pmos_rules.language.schema import Shape, read_schema
from pmos_rules.models import Dossier
from pmos_rules.strategies.choices import Choices

_SCHEMA: Final = read_schema(Dossier)
_SIMPLE: Final[tuple[Any, ...]] = (None, "", "0", "1", True, False, 0, 1, -1, [], {})
_ODD: Final[tuple[Any, ...]] = (
    "　", "\u200b", "/", "无", "N/A", "－", "五", "２０", " 1 ", "\x00\u202e", "长" * 300, "a" * 5000,
    "1e999", "-0", "NaN", "∞", "100%", "1,000.00", "9" * 400, "2018-02-30", "44013", "长期", "2026-13-01",
    "0001-01-01", "2026-01-01至2020-01-01", "91420100MA4K2B3C06", "11010119750312021x", "hex:zz", "a_b_c.pdf",
    ".pdf", "..", "../../etc/passwd", "http://[", "😀", 10**30, -(10**30), 3.5, 1e308,
    [None], [[]], [{}], ["a", "a"], {"x": 1}, {"": ""}, {"0": {}},
)  # fmt: skip
_DEEP: Final = 5


def hostile(kind: str, choices: Choices) -> dict[str, Any]:
    """A dossier of a kind with odd things in any field, in lists, in sections, under unknown keys."""
    drawn = _section(Shape("section", section=_SCHEMA), choices, 0)
    assert isinstance(drawn, dict)
    head = {"kind": kind} if not choices.chance(20) else {}
    return {**drawn, **head}


def _section(shape: Shape, choices: Choices, depth: int) -> Any:
    assert shape.section is not None
    held: dict[str, Any] = {}
    for known in shape.section.fields.values():
        if choices.chance(4 if depth else 5):
            key = choices.pick((known.name, known.name, *known.labels))
            held[key] = _anything(known.shape, choices, depth + 1)
    if choices.chance(12):
        held[choices.pick(("unknown", "未知栏目", "", " 基本信息", "basic "))] = choices.pick(_ODD)
    return held


def _anything(shape: Shape, choices: Choices, depth: int) -> Any:
    if choices.chance(8) or depth > _DEEP:
        return choices.pick(_ODD)
    if shape.section is not None:
        return _section(shape, choices, depth)
    if shape.element is not None:
        many = choices.number(0, choices.pick((2, 4, 40)))
        items = [_anything(shape.element, choices, depth + 1) for _ in range(many)]
        return items if shape.kind == "list" else {f"{number}": item for number, item in enumerate(items)}
    return choices.pick(_SIMPLE) if choices.chance(2) else choices.pick(_ODD)
