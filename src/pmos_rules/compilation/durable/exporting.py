"""A definition → plain data for those who run durable-rules themselves: rules, facts, and what comes ready-made."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pmos_rules.compilation.durable.definition import Definition, Precomputed
from pmos_rules.compilation.durable.encoding import LIMIT, SCALE
from pmos_rules.compilation.durable.operands import (
    Flag,
    Given,
    Judged,
    Key,
    Listed,
    Looked,
    Operand,
    PartOf,
    Reached,
    Spoken,
    Stage,
    Total,
    Value,
)
from pmos_rules.language.ir import Aggregate, Path, Test

SCHEMA: Final = "pmos-rules-durable/1"
_STATES: Final = {"g": "given", "m": "missing", "u": "unreadable or unknown", "k": "unknown", "w": "of the wrong shape"}


def definition_data(definition: Definition, about: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that somebody needs to run the definition, after what it is ``about``."""
    return {
        "schema": SCHEMA,
        **about,
        "encoding": {
            "number": f"twice the number times {SCALE}, rounded down; odd where that is not exact; at most {LIMIT + 1}",
            "date": "days, 0001-01-01 is 1; for good is 3652059",
            "text": "as it is; over 200 characters, unprintable or with a backslash: sha256: and the digest of UTF-8",
            "state": _STATES,
        },
        "running": [
            "assert {t: open} first in each ruleset, then facts one at a time, each with an id of its own",
            "the facts of `rows` come first: {t: <name>+, at: <item>/0, left: <rows>, sure: 0, …} and then each row "
            "with `at` <item>/<number>; the action `<step> <name>` asserts {t: <name>>, at, step, value}, the action "
            "`next <name>` the next total, and `total <name>` has the last",
            "the facts of `facts` follow in their order; `later` properties are set from what was said before",
            "an action is named `<outcome> [<severity>] <rule>#<arm>`, or `<truth> part<number>`",
            "delete the state at the end, and only where a rule has fired: durable-rules crashes otherwise",
        ],
        "rules": list(definition.rules),
        "facts": [
            {
                "t": made.name,
                "ruleset": made.ruleset,
                "for": ".".join(made.loop) or None,
                "properties": _properties((operand, scope) for scope, operand in made.operands),
            }
            for made in definition.facts
        ],
        "rows": [
            {
                "t": made.name,
                "ruleset": made.ruleset,
                "for": None if made.scope is None else str(made.scope),
                "of": ".".join(made.node.over.steps),
                "form": made.node.function if isinstance(made.node, Aggregate) else type(made.node).__name__.lower(),
                "properties": _properties((operand, None) for operand in made.operands),
            }
            for made in definition.rows
        ],
        "rulesets": definition.rulesets,
        "precomputed": [_precomputed(found) for found in definition.precomputed],
    }


def _precomputed(found: Precomputed) -> dict[str, Any]:
    reason = {"zh": found.reason.zh, "en": found.reason.en}
    return {"what": found.what, "reason": reason, "rules": list(found.rules)}


def _properties(operands: Iterable[tuple[Operand, Path | None]]) -> dict[str, Any]:
    """By the name of the property; ``later`` where earlier facts decide it."""
    return {
        f"p{number}": {**_described(operand), **({} if scope is None else {"from": ".".join(scope.key)})}
        for number, (operand, scope) in enumerate(operands)
    }


def _described(operand: Operand) -> dict[str, Any]:
    match operand:
        case Value(path, reading):
            return {"is": reading, "of": _path(path), "state": True}
        case Given(path):
            return {"is": "given", "of": _path(path), "state": True}
        case Looked(lookup):
            return {"is": "looked up", "of": _path(lookup.mapping), "by": _path(lookup.by), "state": True}
        case Flag(test, number):
            return {"is": "flag", "test": test.operator, "of": _path(test.left), "number": number}
        case Judged(node):
            what = node.operator if isinstance(node, Test) else type(node).__name__.lower()
            return {"is": "judged", "form": what}
        case Listed(path):
            return {"is": "whether it has rows", "of": _path(path)}
        case Total(rows, name):
            return {"is": "total", "of": f"r{rows}", "name": name, "later": True}
        case Spoken(rule, arm):
            return {"is": "spoken", "rule": rule, "arm": arm, "later": True}
        case PartOf(number):
            return {"is": "part", "of": f"part{number}", "later": True}
        case Key(path):
            return {"is": "key", "of": _path(path)}
        case Stage():
            return {"is": "stage", "words": ["0", "1", "2"]}
        case Reached():
            return {"is": "whether the item can be read", "words": ["g", "u", "l"]}


def _path(path: Path) -> str:
    return f"{path.scope}: {path}" if path.scope != "as_of" else "as_of"
