"""The rules of a market and a day → the rules in force, and what parameters and code lists stand for on that day."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from pmos_rules.language.ir import AsOf, Literal, Parameter
from pmos_rules.language.ruleset import CodelistTable, MarketRules, Rule


@dataclass(frozen=True, slots=True)
class Law:
    """The law of one market on one day."""

    rules: MarketRules
    day: date
    _codes: dict[str, CodelistTable] = field(default_factory=dict)

    def in_force(self, kind: str | None) -> list[Rule]:
        """The rules for a kind that hold on the day."""
        return [rule for rule in self.rules.rules[kind] if self.holds(rule)]

    def holds(self, rule: Rule) -> bool:
        """Whether a rule is in force, and every parameter that it speaks of has a value."""
        return rule.effective.holds(self.day) and all(self.has(parameter) for parameter in parameters_in(rule.arms))

    def has(self, parameter: Parameter) -> bool:
        """Whether a parameter has a value on the day."""
        row = self.rules.parameters[parameter.name].at(self.day)
        return row is not None and parameter.column in row.columns

    def value(self, operand: Any) -> Any:
        """What a literal, a parameter or a date relative to the day stands for; anything else is itself."""
        match operand:
            case Literal(value=value):
                return value
            case Parameter(name=name, column=column):
                row = self.rules.parameters[name].at(self.day)
                assert row is not None  # else the rule is not in force
                return row.columns[column]
            case AsOf(days=days):
                return self.day + timedelta(days=int(self.value(days)))
        return operand

    def codes(self, name: str) -> CodelistTable:
        """A code list as it stands on the day."""
        if name not in self._codes:
            self._codes[name] = self.rules.codelists[name].at(self.day)
        return self._codes[name]

    def canonical(self, codelist: str, value: str) -> str:
        """The value that a writing stands for; what is not on the list stands for itself."""
        return self.codes(codelist).canonical.get(value, value)


def parameters_in(node: object) -> Iterator[Parameter]:
    """Every parameter at or below a node of a rule."""
    if isinstance(node, Parameter):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from parameters_in(part)
    elif is_dataclass(node) and node.__class__.__module__.startswith("pmos_rules.language"):
        for part in fields(node):
            yield from parameters_in(getattr(node, part.name))
