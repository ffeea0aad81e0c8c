"""Rules and a date → the rules in force on it, every parameter and ``as_of`` replaced by its value."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from pmos_rules.language.ir import AsOf, Literal, Parameter, Path
from pmos_rules.language.ruleset import Arm, ParameterTable, Rule

T = TypeVar("T")


class _NotInForce(Exception):
    """A parameter has no value yet on the date."""


@dataclass(frozen=True, slots=True)
class _Binding:
    parameters: Mapping[str, ParameterTable]
    as_of: date

    def bind(self, node: Any) -> Any:
        """Replace parameters and dates below a node; a node without any is itself."""
        if isinstance(node, Parameter):
            return Literal(self.value(node))
        if isinstance(node, AsOf):
            days = self.bind(node.days).value
            return Literal(self.as_of + timedelta(days=int(days)))
        if isinstance(node, tuple):
            return tuple(self.bind(part) for part in node)
        if isinstance(node, Path | Literal) or not is_dataclass(node) or isinstance(node, type):
            return node
        changed = {f.name: self.bind(getattr(node, f.name)) for f in fields(node) if f.name not in _PLAIN}
        return replace(node, **changed)

    def value(self, parameter: Parameter) -> Decimal:
        dated = self.parameters[parameter.name].at(self.as_of)
        if dated is None or parameter.column not in dated.columns:
            raise _NotInForce
        value = dated.columns[parameter.column]
        assert isinstance(value, Decimal)
        return value


_PLAIN = frozenset(
    {"process", "asks", "operator", "function", "slot", "severity", "message", "fix", "on", "arguments"}
)


def bind(rules: tuple[Rule, ...], parameters: Mapping[str, ParameterTable], as_of: date) -> tuple[Rule, ...]:
    """The rules in force on the date, with its values; a rule whose parameter has no value yet is not in force."""
    binding = _Binding(parameters, as_of)
    bound = []
    for rule in rules:
        if not rule.effective.holds(as_of):
            continue
        try:
            arms = tuple(_arm(arm, binding) for arm in rule.arms)
        except _NotInForce:
            continue
        bound.append(replace(rule, arms=arms))
    return tuple(bound)


def bind_node(node: T, parameters: Mapping[str, ParameterTable], as_of: date) -> T:
    """A node with the values of the date; one whose parameter has no value yet stays as it is."""
    try:
        bound: T = _Binding(parameters, as_of).bind(node)
    except _NotInForce:
        return node
    return bound


def _arm(arm: Arm, binding: _Binding) -> Arm:
    return Arm(binding.bind(arm.check), binding.bind(arm.grades), arm.scope, binding.bind(arm.when))
