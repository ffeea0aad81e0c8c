"""Plain data → YAML text that reads as the same: mappings and lists in blocks, quotes only where they are needed."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_PLAIN: Final = re.compile(r"[^\W_][\w（）·；。，、/@.+%-]*")
"""What cannot be taken for anything but text. The reader takes no text for a number or for yes and no."""
_WORDS: Final = frozenset({"null", "~"})


def yaml_text(data: Mapping[str, Any]) -> str:
    """The mapping as YAML, ending in a line break.

    >>> print(yaml_text({"market": "hubei", "staff": [{"name": "李 四", "age": 40}], "notes": []}), end="")
    market: hubei
    staff:
    - name: "李 四"
      age: 40
    notes: []
    """
    return "".join(f"{line}\n" for line in _mapping(data)) if data else "{}\n"


def _mapping(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{_scalar(str(key))}:", value, indent="" if isinstance(value, list) else "  ")


def _items(data: list[Any]) -> Iterator[str]:
    for item in data:
        lines = list(_block(item))
        if lines and isinstance(item, Mapping | list):
            yield f"- {lines[0]}"
            yield from (f"  {line}" for line in lines[1:])
        else:
            yield f"- {_flow(item)}"


def _entry(key: str, value: Any, *, indent: str) -> Iterator[str]:
    lines = list(_block(value))
    if not lines:
        yield f"{key} {_flow(value)}".rstrip()
        return
    yield key
    yield from (f"{indent}{line}" for line in lines)


def _block(value: Any) -> Iterator[str]:
    """The lines of a mapping or list in which something stands; of anything else, none."""
    if isinstance(value, Mapping):
        yield from _mapping(value)
    elif isinstance(value, list):
        yield from _items(value)


def _flow(value: Any) -> str:
    """What fits on the line of its key."""
    if isinstance(value, Mapping | list):
        return "{}" if isinstance(value, Mapping) else "[]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _scalar(str(value))


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.isprintable() and text not in _WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(character if character.isprintable() else _escaped(character) for character in quoted)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
