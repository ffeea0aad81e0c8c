"""The shape of a rule file → a JSON Schema, with which editors complete and check what is typed.

`python -m pmos_rules.language.json_schema` prints it. It knows every key, operator and form; what only
loading a pack can tell (fields, terms, parameters, types) it lets pass.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from pmos_rules.formats.characters import CHARACTERS
from pmos_rules.formats.registry import FORMATS
from pmos_rules.language.syntax import RuleFile

_TEXT: Final = {"type": ["string", "number", "boolean"]}
_TEXTS: Final = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_NUMBER: Final = {"type": ["string", "number"]}
_TRUTH: Final = {"type": "boolean"}
_PREDICATE: Final = {"$ref": "#/$defs/predicate"}
_EXPECTED: Final = {"$ref": "#/$defs/expected"}
_MARK: Final = "predicate"
_PREDICATES: Final = {"type": "array", "items": _PREDICATE, "minItems": 1}


def _object(required: Iterable[str], **properties: object) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _names(known: Iterable[str]) -> dict[str, Any]:
    named = {"enum": list(known)}
    return {"anyOf": [named, {"type": "array", "items": named}]}


_DAY: Final = {"anyOf": [_TEXT, _object(["as_of"], as_of=_TEXT)]}
_COMPARISONS: Final = dict.fromkeys(("equals", "above", "at_least", "below", "at_most"), _NUMBER)

OPERATORS: Final[Mapping[str, tuple[Mapping[str, Any], str]]] = {
    "present": (_TRUTH, "something was given, readable or not"),
    "missing": (_TRUTH, "nothing was given"),
    "not": (_EXPECTED, "the operators or value after it do not hold"),
    "equals": (_TEXT, "it is that value; with `ignoring: case` in either case of letters"),
    "above": (_NUMBER, "greater"),
    "at_least": (_NUMBER, "greater or equal"),
    "below": (_NUMBER, "less"),
    "at_most": (_NUMBER, "less or equal"),
    "not_before": (_DAY, "that day or later"),
    "not_after": (_DAY, "that day or earlier"),
    "within": (_NUMBER, "no further than that from the other number"),
    "whole": (_TRUTH, "it has no decimals"),
    "length": (
        {"anyOf": [_NUMBER, _object([], at_least=_NUMBER, at_most=_NUMBER)]},
        "it has so many characters",
    ),
    "matches": (_TEXT, "the whole text fits the regular expression"),
    "only": (_names(CHARACTERS), "every character is of one of the classes"),
    "has": (_names(CHARACTERS), "a character of each class is in it"),
    "mentions": (
        _TEXTS,
        "one of the words is in it outside every `not_within` word, or inside an `except` word",
    ),
    "format": ({"anyOf": [{"enum": list(FORMATS)}, _TEXT]}, "the registered format's test holds"),
    "same_as": (_TEXT, "the two values are the same"),
    "same_as_any": ({"type": "array", "items": _TEXT, "minItems": 1}, "it is the same as one of them"),
    "in": (_TEXT, "it is in the code list, or in a list of `reference`"),
    "not_in": (_TEXT, "it is not"),
    "named_in": (
        {"type": "object", "additionalProperties": _TEXT},
        "in one of the code lists, it is a name for the value at the path",
    ),
    "readable": (_TRUTH, "what was given can be read as the field's type"),
    "as_given": (
        {"enum": ["trimmed", "halfwidth", "canonical"]},
        "it was typed in that form: `trimmed`, `halfwidth`, or `canonical` for a field with a code list",
    ),
}
"""Every operator: what it takes, and where it holds."""

OPTIONS: Final[Mapping[str, object]] = {
    "ignoring": {"const": "case"},
    "of": _TEXT,
    "not_within": _TEXTS,
    "except": _TEXTS,
}

FORMS: Final[Mapping[str, tuple[Mapping[str, Any], str]]] = {
    "all": (_PREDICATES, "every one holds"),
    "any": (_PREDICATES, "one of them holds"),
    "not": (_PREDICATE, "it does not hold"),
    "first_of": (
        {"type": "array", "minItems": 1, "items": _object(["check"], when=_PREDICATE, check=_PREDICATE)},
        "the check of the first branch whose `when` holds; where none does, it holds",
    ),
    "count": (
        _object(["of"], of=_TEXT, where=_PREDICATE, distinct_by=_TEXT, **_COMPARISONS),
        "so many rows; `distinct_by` counts rows with the same key once",
    ),
    "sum": (
        _object(["of"], of=_TEXT, where=_PREDICATE, **_COMPARISONS),
        "the exact total is so much; `where` chooses rows",
    ),
    "unique": (
        _object(["of"], of=_TEXT, where=_PREDICATE, unless=_PREDICATE),
        "no two rows have the same value; `where` and `unless` choose rows",
    ),
    "attached": (
        {"anyOf": [_TEXT, {"type": "object", "additionalProperties": _EXPECTED}]},
        "a file lies in the slot, and what stands besides `slot` holds for it",
    ),
    "agree": (
        _object(["left", "right", "on"], left=_TEXT, right=_TEXT, on=_TEXTS),
        "two sections say the same in these groups, as far as both speak; `on: all` for every group",
    ),
    "custom": (_TEXT, "a registered Python function says so"),
    "field_in": (
        _TEXT,
        "the field that `for` stands on is one of the term's; decided when the pack is loaded",
    ),
}
"""Every form: what it takes, and where it holds."""


class _Generator(GenerateJsonSchema):
    """Marks where a predicate stands: it is defined here and not by a pydantic model."""

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        made = super().generate_inner(schema)
        return {_MARK: True} if made.get("$ref") == _PREDICATE["$ref"] else made


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a rule file."""
    schema = _as_yaml_is_read(RuleFile.model_json_schema(by_alias=True, schema_generator=_Generator))
    schema["$defs"] |= {
        "predicate": {
            "description": "a term's name, or a mapping of paths and forms that must all hold",
            "anyOf": [{"type": "string"}, _mapping(FORMS, additional=_EXPECTED)],
        },
        "expected": {
            "description": "a value, one of several, or operators that must all hold",
            "anyOf": [*_TEXTS["anyOf"], _mapping(OPERATORS, OPTIONS, additional=False)],
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule file of pmos-rules/1",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _mapping(
    known: Mapping[str, tuple[Mapping[str, Any], str]],
    more: Mapping[str, object] | None = None,
    *,
    additional: object,
) -> dict[str, Any]:
    described = {name: {"description": help, **shape} for name, (shape, help) in known.items()}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {**described, **(more or {})},
        "additionalProperties": additional,
    }


def _as_yaml_is_read(schema: Any) -> Any:
    """Free text may look like a number to an editor: our reader keeps `cite: 2.3` as it is written."""
    if isinstance(schema, list):
        return [_as_yaml_is_read(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if _MARK in schema:
        return dict(_PREDICATE)
    inner = {
        key: _as_yaml_is_read(value)
        for key, value in schema.items()
        if key != "default" and not (key == "title" and isinstance(value, str))
    }
    if (
        inner.get("type") == "string"
        and "pattern" not in inner
        and "enum" not in inner
        and "const" not in inner
    ):
        inner["type"] = _TEXT["type"]
    return inner


def main() -> None:
    """Write the schema to standard output."""
    sys.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
