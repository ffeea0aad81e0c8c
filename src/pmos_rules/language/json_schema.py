"""The shape of a rule file and of a manifest → JSON Schema: editors complete and check what is typed by it.

``python -m pmos_rules.language.json_schema`` writes both beside the packs; ``--check`` tells whether they are
current. They know every key, operator and form; what only loading a pack can tell (fields, terms, parameters,
types) they let pass.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from pmos_rules.formats.characters import CHARACTERS
from pmos_rules.formats.registry import FORMATS
from pmos_rules.language.operators import NORMAL_FORMS, OPERATORS
from pmos_rules.language.predicates import COMPARISONS, FORMS, WORDS
from pmos_rules.language.syntax import PackFile, RuleFile

JsonSchema = dict[str, Any]

# An editor takes `cite: 2.3` for a number, where our reader keeps it as it is written.
_TEXT: Final = {"$ref": "#/$defs/text"}
_NUMBER: Final = {"type": ["string", "number"]}
_FLAG: Final = {"type": "boolean"}
_PREDICATE: Final = {"$ref": "#/$defs/predicate"}
_OPERAND: Final = {"$ref": "#/$defs/operand"}


def _list(items: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": items, "minItems": 1}


def _one_or_more(item: JsonSchema) -> JsonSchema:
    return {"anyOf": [item, _list(item)]}


def _object(required: Iterable[str], properties: Mapping[str, object]) -> JsonSchema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _rows(*more: str) -> dict[str, JsonSchema]:
    """What a form over many values takes."""
    return {"of": _TEXT, **{name: _TEXT if name == "distinct_by" else _PREDICATE for name in more}}


def _compared(rows: Mapping[str, JsonSchema]) -> JsonSchema:
    """A form that gives a number, which is compared with something."""
    comparisons = dict.fromkeys(COMPARISONS, _NUMBER)
    return {
        **_object(["of"], {**rows, **comparisons}),
        "anyOf": [{"required": [name]} for name in COMPARISONS],
    }


# Another package may register formats of its own, so that other names are let pass.
_OWN_FORMATS: Final = [name for name, form in FORMATS.items() if form.check.__module__.startswith("pmos_rules.")]
_TEXTS: Final = _one_or_more(_TEXT)
_BOUNDS: Final = dict.fromkeys(("at_least", "at_most"), _NUMBER)

SHAPES: Final[Mapping[str, JsonSchema]] = {
    "flag": _FLAG,
    "scalar": _TEXT,
    "text": _TEXT,
    "texts": _TEXTS,
    "number": _NUMBER,
    "day": {"anyOf": [_TEXT, _object(["as_of"], {"as_of": _NUMBER})]},
    "length": {"anyOf": [_NUMBER, {**_object([], _BOUNDS), "minProperties": 1}]},
    "classes": _one_or_more({"enum": list(CHARACTERS)}),
    "format": {"anyOf": [{"enum": _OWN_FORMATS}, {"type": "string"}]},
    "normal_form": {"enum": list(NORMAL_FORMS)},
    "paths": _list(_TEXT),
    "mapping": {"type": "object", "additionalProperties": _TEXT, "minProperties": 1},
    "operand": _OPERAND,
    "predicate": _PREDICATE,
    "predicates": _list(_PREDICATE),
    "branches": _list(_object(["check"], {"when": _PREDICATE, "check": _PREDICATE})),
    "count": _compared(_rows("where", "distinct_by")),
    "sum": _compared(_rows("where", "distinct_by")),
    "unique": _object(["of"], _rows("where", "unless")),
    "same_as": {"anyOf": [_TEXT, _object(["lookup", "by"], {"lookup": _TEXT, "by": _TEXT})]},
    "sequence": _object(["of", "contains"], {"of": _TEXT, "contains": _list(_TEXT)}),
    "attached": {"anyOf": [_TEXT, {"properties": {"slot": _TEXT}, **_PREDICATE}]},
    "agree": _object(["left", "right", "on"], {"left": _TEXT, "right": _TEXT, "on": _TEXTS}),
}
"""What stands after an operator or a form, by the name that its table gives it."""

_ABOUT_A_PROCESS: Final = {
    **_object(
        ["process"],
        {
            "process": _TEXT,
            "order_of": _TEXT,
            "actor_of": _TEXT,
            "status": {"anyOf": [{"const": "agrees"}, _object(["at_or_after"], {"at_or_after": _TEXT})]},
            "state": _TEXTS,
        },
    ),
    "minProperties": 2,
}
"""What stands beside `process` are questions, and no paths."""

_OPTIONS: Final[Mapping[str, JsonSchema]] = {
    "ignoring": {"const": "case"},
    "of": _TEXT,
    "except": _TEXTS,
    "not_within": _TEXTS,
}


def rule_schema() -> JsonSchema:
    """The JSON Schema of a rule file."""
    schema = _schema_of(RuleFile, "A rule file of pmos-rules/1")
    operators = {name: {"description": o.says, **SHAPES[o.takes]} for name, o in OPERATORS.items()}
    forms = {name: {"description": form.says, **SHAPES[form.takes]} for name, form in FORMS.items()}
    schema["$defs"] |= {
        "predicate": {
            "description": "the name of a term, or a mapping of paths and forms that must all hold",
            "anyOf": [
                {"type": "string", "minLength": 1, "examples": list(WORDS)},
                _ABOUT_A_PROCESS,
                {
                    "type": "object",
                    "minProperties": 1,
                    "properties": forms,
                    "additionalProperties": _OPERAND,
                    "dependentRequired": {"custom": ["of"]},
                    "not": {"required": ["process"]},
                },
            ],
        },
        "operand": {
            "description": "a value, one of several values, or operators that must all hold",
            "anyOf": [
                *_TEXTS["anyOf"],
                {
                    "type": "object",
                    "minProperties": 1,
                    "properties": {**operators, **_OPTIONS},
                    "additionalProperties": False,
                    "dependentRequired": _owners() | {"within": ["of"]},
                },
            ],
        },
        "members": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"anyOf": [_TEXT, {"$ref": "#/$defs/fields"}]},
        },
        "fields": {
            "description": "the fields of a section, or of several",
            "anyOf": [
                _list(_TEXT),
                {"type": "object", "additionalProperties": {"$ref": "#/$defs/fields"}},
            ],
        },
    }
    return schema


def _owners() -> dict[str, list[str]]:
    """The operator that each option goes with."""
    return {option: [name] for name, operator in OPERATORS.items() for option in operator.options}


def pack_schema() -> JsonSchema:
    """The JSON Schema of a manifest."""
    return _schema_of(PackFile, "The manifest of a pack of pmos-rules/1")


FILES: Final = {"ruleset.schema.json": rule_schema, "pack.schema.json": pack_schema}


def _schema_of(model: type[BaseModel], title: str) -> JsonSchema:
    made = _plainer(model.model_json_schema(by_alias=True))
    made["$defs"]["text"] = {"type": ["string", "number", "boolean"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **made}


def _plainer(schema: Any) -> Any:
    """Without what only pydantic says: titles, defaults, and that something left out is null."""
    if isinstance(schema, list):
        return [_plainer(item) for item in schema if item != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    if "defined" in schema:
        return {"$ref": f"#/$defs/{schema['defined']}"}
    if len(left := _plainer(schema.get("anyOf", []))) == 1:
        return {**_plainer({key: value for key, value in schema.items() if key != "anyOf"}), **left[0]}
    made = {
        key: _plainer(value)
        for key, value in schema.items()
        if key != "default" and not (key == "title" and isinstance(value, str))
    }
    if made.get("type") == "string" and made.keys().isdisjoint(("pattern", "enum", "const")):
        del made["type"]
        made |= _TEXT
    if "patternProperties" in made:
        made["additionalProperties"] = False
    return made


def as_text(schema: JsonSchema) -> str:
    """The text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the schemas beside the packs; with ``--check`` tell which are stale instead, and exit with 1."""
    folder = _folder()
    texts = {folder / name: as_text(make()) for name, make in FILES.items()}
    stale = [path for path, text in texts.items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" not in arguments:
        for path in stale:
            path.write_text(texts[path], "utf-8", newline="\n")
        return 0
    for path in stale:
        sys.stderr.write(f"{path.name} is stale: run `python -m pmos_rules.language.json_schema`\n")
    return 1 if stale else 0


def _folder() -> Path:
    """Where the built-in packs lie."""
    spec = find_spec("pmos_rules.rulesets")
    assert spec is not None and spec.submodule_search_locations is not None
    return Path(next(iter(spec.submodule_search_locations)))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
