"""Turns what differs between two rulesets into plain data for JSON."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pmos_rules.findings import Citation, Text
from pmos_rules.rendering.difference.model import Changed, RulesetDifference

SCHEMA = "pmos-rules-difference/1"


def difference_to_dict(difference: RulesetDifference) -> dict[str, Any]:
    """The difference as strings, numbers, lists and mappings, with every key that it can have.

    Texts are `{zh, en}`, days `2026-07-01`, what is not there `null`.
    """
    return {"schema": SCHEMA, "differs": bool(difference), **_plain(difference)}


def _plain(value: Any) -> Any:
    match value:
        case Text(zh, en):
            return {"zh": zh, "en": en}
        case Citation(instrument, section, title):
            return {"instrument": instrument, "section": section, "title": _plain(title)}
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case tuple() | frozenset():
            return [_plain(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        own = {"id": value.id} if isinstance(value, Changed) else {}
        return own | {known.name: _plain(getattr(value, known.name)) for known in fields(value) if known.name != "span"}
    return value
