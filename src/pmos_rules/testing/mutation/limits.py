"""A limit in a predicate → the same limit one step off, or another parameter in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pmos_rules.language.ir import AsOf, Literal, Parameter, Path, Told
from pmos_rules.language.ruleset import ParameterTable


@dataclass(frozen=True, slots=True)
class Shifted:
    """A limit moved by some of the smallest steps: of a number, or days of a date."""

    of: Literal | Parameter | AsOf
    by: Decimal


def shifts(limit: object, step: Decimal) -> Iterator[Shifted]:
    """The limit one step up and one step down; nothing for one that stands in the dossier."""
    if isinstance(limit, Literal | Parameter | AsOf):
        yield Shifted(limit, step)
        yield Shifted(limit, -step)


def settled(node: Any) -> Any:
    """A node with every moved limit worked out, parameters and dates being bound before."""
    if isinstance(node, Shifted):
        assert isinstance(node.of, Literal)
        return Literal(_moved(node.of.value, node.by))
    if type(node) is tuple:  # not the named ones, such as words in two languages
        return tuple(settled(part) for part in node)
    if isinstance(node, Path | Literal | Told) or not is_dataclass(node) or isinstance(node, type):
        return node
    return replace(node, **{field.name: settled(getattr(node, field.name)) for field in fields(node)})


def _moved(value: Any, by: Decimal) -> Any:
    if isinstance(value, date):
        return value if value in (date.max, date.min) else value + timedelta(days=int(by))
    return value + (int(by) if isinstance(value, int) else by)


def swaps(parameter: Parameter, parameters: Mapping[str, ParameterTable]) -> Iterator[Parameter]:
    """The other columns of a parameter; where it has none, the next parameter of the same type."""
    table = parameters.get(parameter.name)
    if table is None:
        return
    columns = [column for column in table.values[-1].columns if column != parameter.column]
    for column in columns:
        yield Parameter(parameter.name, column)
    if not columns:
        others = [name for name, other in parameters.items() if other.type == table.type and name != parameter.name]
        alike = [name for name in others if parameters[name].columns == table.columns]
        if alike:
            yield Parameter(alike[0], parameter.column)
