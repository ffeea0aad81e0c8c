"""A predicate → a few words by which a rule's author knows it again, much as it is written."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any as Anything
from typing import Final

from pmos_rules.formats.values import FOREVER
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    AsOf,
    Attached,
    Codelist,
    Condition,
    Constant,
    Custom,
    FirstOf,
    Literal,
    Lookup,
    Not,
    Parameter,
    Path,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)

_LONGEST: Final = 80


def words(node: Anything, longest: int = _LONGEST) -> str:
    """A predicate or an operand, cut where it is longer than a line.

    >>> words(Aggregate("count", Path("dossier", ("staff", "*")), Path("row", ()), (("at_least", Literal(10)),)))
    'count of staff.* at_least 10'
    """
    text = _words(node)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _words(node: Anything) -> str:
    match node:
        case All(of=parts):
            return _listed("all", parts)
        case Any(of=parts):
            return _listed("any", parts)
        case Not(of=inner):
            return f"not ({_words(inner)})"
        case Condition(of=inner):
            return _words(inner)
        case FirstOf(branches=branches):
            return _listed("first_of", [when for when, _ in branches])
        case Constant(value=value):
            return "always" if value else "never"
        case Test():
            return _of_test(node)
        case Aggregate():
            of = node.over if node.function == "count" else f"{node.over}.{node.value}"
            limits = " and ".join(f"{name} {_words(limit)}" for name, limit in node.comparisons)
            return f"{node.function} of {of}{_where(node.where)} {limits}"
        case Unique(over=over, key=key, where=where):
            return f"unique {over}.{key}{_where(where)}"
        case Sequence(of=path, contains=contains):
            return f"sequence of {path}: {', '.join(contains)}"
        case Attached(slot=slot, where=where):
            return f"attached {slot or 'anything'}{_where(where)}"
        case Agree(left=left, right=right, on=on):
            return f"{_operand(left)} agrees with {_operand(right)} on {', '.join(on)}"
        case ProcessQuery(told=told, asks=asks, of=of):
            return f"process {told.process.name} {asks}" + (f": {of}" if of else "")
        case Custom(function=function):
            return f"custom {function}"
    return _operand(node)


def _listed(name: str, parts: Iterable[Anything]) -> str:
    return f"{name} [{'; '.join(map(_words, parts))}]"


def _where(where: Anything) -> str:
    return "" if where is None else f" where ({_words(where)})"


def _of_test(test: Test) -> str:
    said = [str(test.left), test.operator.replace("_ignoring_case", " ignoring case")]
    said += [_operand(test.right)] if test.right is not None else []
    said += [f"{name} {_operand(option)}" for name, option in test.options]
    return " ".join(said)


def _operand(operand: Anything) -> str:
    match operand:
        case Parameter(name=name, column=column):
            return f"${name}" if column is None else f"${name}.{column}"
        case AsOf(days=days):
            return "as_of" if days == Literal(0) else f"as_of + {_operand(days)}"
        case Codelist(name=name):
            return name
        case Path(scope="dossier", steps=()):
            return "dossier"
        case Lookup(mapping=mapping, by=by):
            return f"{mapping} by {by}"
        case Literal(value=value):
            return plain(value)
        case tuple():
            return f"[{', '.join(map(_operand, operand))}]"
    return str(operand)


def plain(value: Anything) -> str:
    """A value as somebody would write it."""
    match value:
        case tuple():
            return f"[{', '.join(map(plain, value))}]"
        case frozenset():
            return f"[{', '.join(sorted(map(plain, value)))}]"
        case Decimal():
            return f"{value.normalize():f}"
        case bool():
            return "true" if value else "false"
        case date():
            return "长期" if value == FOREVER else value.isoformat()
    return str(value)
