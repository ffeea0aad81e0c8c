"""A market's rules and a day → the law of that day by kind, and why something is not in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from pmos_rules.compilation.binding import bind
from pmos_rules.compilation.plan import tables_of
from pmos_rules.evaluation.explanation import words_for
from pmos_rules.evaluation.phrases import Words
from pmos_rules.findings import Text
from pmos_rules.language.ir import Literal, Parameter, Path, Test
from pmos_rules.language.ruleset import Arm, CodelistTable, Guidance, Interval, MarketRules, Rule
from pmos_rules.language.schema import SectionSchema
from pmos_rules.language.strictness import Tables, reads_codes
from pmos_rules.rendering.checklist.wording import Asked
from pmos_rules.rendering.difference.model import Absence, Ground, Side, Told, Value


@dataclass(frozen=True)
class Law:
    """One side of a comparison; ``prefix`` is what the ids of its own rules begin with, where that is left out."""

    market: MarketRules
    schema: SectionSchema
    pack: str
    day: date
    prefix: str | None = None

    @property
    def side(self) -> Side:
        """What is said of it in the result."""
        known = self.market
        return Side(
            known.market, known.title, self.pack, known.version, known.digest, self.day, known.effective, known.kinds
        )

    @property
    def is_in_force(self) -> bool:
        """Whether any of it is law on the day."""
        return self.market.effective.holds(self.day)

    def key(self, name: str) -> str:
        """What a rule or guidance is known by on either side."""
        return "~" + name.removeprefix(self.prefix) if self.prefix and name.startswith(self.prefix) else name

    def rules(self, kind: str) -> Mapping[str, Rule]:
        """The rules in force for a kind, as they are written."""
        if not self.is_in_force:
            return {}
        parameters = self.market.parameters
        written = self.market.rules.get(kind, ())
        return {self.key(rule.id): rule for rule in written if bind((rule,), parameters, self.day)}

    def guidance(self, kind: str) -> Mapping[str, Guidance]:
        """What no program can decide, of a kind."""
        found = self.market.guidance if self.is_in_force and kind in self.market.kinds else ()
        return {self.key(one.id): one for one in found if one.kinds is None or kind in one.kinds}

    @cached_property
    def codelists(self) -> Mapping[str, CodelistTable]:
        """The code lists with the values of the day."""
        known = self.market.codelists if self.is_in_force else {}
        return {name: table.at(self.day) for name, table in known.items()}

    @cached_property
    def tables(self) -> Tables:
        """The same as a plan looks values up in them."""
        return tables_of(self.market.codelists, self.day)

    @cached_property
    def parameters(self) -> Mapping[str, Value]:
        """The value of every parameter that has one on the day."""
        known = self.market.parameters if self.is_in_force else {}
        found = ((name, table.at(self.day)) for name, table in known.items())
        return {
            name: Value(
                tuple((column, self.shown(Parameter(name, column))) for column in dated.columns),
                dated.start,
                dated.cite,
            )
            for name, dated in found
            if dated is not None
        }

    def shown(self, parameter: Parameter) -> Text:
        """A parameter's value in words."""
        return self._asked[self.market.kinds[0]].value(parameter)

    def words(self, rule: Rule, arm: Arm | None, kind: str, *, in_full: bool = False) -> Words:
        """What the form for a kind calls what a rule speaks of; every value of a list is named.

        ``in_full`` says of every field where it stands.
        """
        if in_full:
            alone = rule if arm is None else replace(rule, arms=(arm,))
            return words_for(alone, self.market, self.schema, kind=kind, parameter=self.shown)
        return _in_full(self._asked[kind].words(rule, arm))

    @cached_property
    def _asked(self) -> Mapping[str, Asked]:
        return {kind: Asked(self.market, self.schema, kind, self.day) for kind in self.market.kinds}

    def valued(self, node: Any) -> Any:
        """A node with the parameters of the day; the date of the check stays what it is."""
        if isinstance(node, Parameter):
            dated = self.market.parameters[node.name].at(self.day)
            return node if dated is None else Literal(dated.columns[node.column])
        if isinstance(node, tuple):
            return tuple(self.valued(part) for part in node)
        if isinstance(node, Test) and not reads_codes(node):
            node = replace(node, left=replace(node.left, codelist=None))
        if isinstance(node, Path | Literal) or not is_dataclass(node) or isinstance(node, type):
            return node
        return replace(node, **{f.name: self.valued(getattr(node, f.name)) for f in fields(node) if f.init})

    # -- what is not there -------------------------------------------------------------------------------

    def absence(self, key: str, kind: str) -> Absence:
        """Why no rule of that key is in force for the kind."""
        effective = self.market.effective
        if not self.is_in_force:
            is_over = effective.until is not None and effective.until <= self.day
            return Absence("law", effective.until if is_over else effective.start)
        if kind not in self.market.kinds:
            return Absence("kind")
        disabled = [rule for rule in self.market.disabled.values() if self.key(rule.id) == key]
        for rule in disabled:
            if rule.effective.holds(self.day):
                change = rule.history[-1]
                return Absence("replaced" if change.kind == "replace" else "disabled", change=change)
        written = [rule.effective for rule in self.market.rules.get(kind, ()) if self.key(rule.id) == key]
        return _when([*written, *(rule.effective for rule in disabled)], self.day)


def _when(written: Iterable[Interval], day: date) -> Absence:
    """Whether a rule of these versions is yet to come, or is over."""
    versions = tuple(written)
    if not versions:
        return Absence("absent")
    if any(days.holds(day) for days in versions):
        return Absence("no_value")
    ended = [days.until for days in versions if days.until is not None and days.until <= day]
    if ended:
        return Absence("ended", max(ended))
    return Absence("not_yet", min(days.start for days in versions if days.start is not None))


def _in_full(words: Words) -> Words:
    return replace(words, most=None, inside=lambda over: _in_full(words.inside(over)))


def told(rule: Rule) -> Told:
    """A rule as it stands on one side."""
    return Told(rule.id, rule.title, rule.severity, Ground(rule.cite, rule.basis, rule.effective), rule.family)
