"""A term of paths or fields → the steps of every field that it stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pmos_rules.findings import Severity
from pmos_rules.formats.types import TYPES
from pmos_rules.language.checker import Checker
from pmos_rules.language.decoding import child, scalars, words
from pmos_rules.language.market import Market
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode
from pmos_rules.language.paths import Leaf, Steps
from pmos_rules.language.symbols import PackUnit, Term


@dataclass(frozen=True, slots=True)
class Selector:
    """Knows the fields of a market, and which of them are required by rules of which severity."""

    market: Market
    required: Mapping[Steps, Severity] = field(default_factory=dict)
    _chosen: dict[tuple[str, str], tuple[Steps, ...]] = field(default_factory=dict)

    def checker(self, pack: PackUnit) -> Checker:
        """A checker for the rules of a pack."""
        return Checker(self.market.symbols, pack, lambda name: self.select(name, pack))

    def select(self, name: ScalarNode, pack: PackUnit) -> tuple[Steps, ...]:
        """The fields that a term stands for, as steps from the dossier."""
        known = self._chosen.get((pack.name, name.text))
        if known is None:
            known = self._chosen[pack.name, name.text] = self._select(name, pack)
        return known

    def _select(self, name: ScalarNode, pack: PackUnit) -> tuple[Steps, ...]:
        symbols = self.market.symbols
        term = symbols.find("term", name.text, symbols.terms, pack, name.span)
        paths, selector = named_paths(term), child(term.node, "fields")
        if paths:
            return self._steps(paths, pack)
        if not isinstance(selector, MappingNode):
            hint = f"it is a condition: write `when: {name.text}`"
            self.checker(pack).fail("wrong-term", f"the term `{name.text}` names no fields", name.span, hint)
        self._check_words(selector, pack)
        chosen = self._leaves(selector)
        also = self._steps(scalars(child(term.node, "also")), pack)
        but_not = self._steps(scalars(child(term.node, "but_not")), pack)
        return tuple(steps for steps in dict.fromkeys((*chosen, *also)) if steps not in but_not)

    def _steps(self, paths: tuple[ScalarNode, ...], pack: PackUnit) -> tuple[Steps, ...]:
        checker = self.checker(pack)
        return tuple(checker.path(path, self.market.root, repeats=True).steps for path in paths)

    def _check_words(self, selector: MappingNode, pack: PackUnit) -> None:
        """Types and code lists that there are."""
        symbols, checker = self.market.symbols, self.checker(pack)
        for name in scalars(child(selector, "type")):
            if name.text not in TYPES:
                checker.unknown("type", name.text, TYPES, name.span)
        for name in scalars(child(selector, "codelist")):
            if name.text != "any":
                symbols.find("code list", name.text, symbols.codelists, pack, name.span)

    def _leaves(self, selector: MappingNode) -> list[Steps]:
        """The fields for which all holds that the selector says."""
        wanted = [
            (_SELECTORS[key.text], frozenset(scalar.text for scalar in scalars(value)))
            for key, value in selector.entries
        ]
        return [leaf.steps for leaf in self.market.leaves if all(is_so(self, names, leaf) for is_so, names in wanted)]

    def is_of_type(self, names: frozenset[str], leaf: Leaf) -> bool:
        return leaf.shape.type is not None and leaf.shape.type.name in names

    def is_text(self, names: frozenset[str], leaf: Leaf) -> bool:
        return leaf.shape.type is not None and leaf.shape.type.text and leaf.shape.type.name != "secret"

    def is_required(self, names: frozenset[str], leaf: Leaf) -> bool:
        severity = self.required.get(leaf.steps)
        return severity is not None and severity.value in names

    def is_bound(self, names: frozenset[str], leaf: Leaf) -> bool:
        bound = self.market.root.codelists.get(leaf.steps)
        return bound is not None and not names.isdisjoint(("any", bound))


_SELECTORS: Mapping[str, Callable[[Selector, frozenset[str], Leaf], bool]] = {
    "type": Selector.is_of_type,
    "text": Selector.is_text,
    "required_by": Selector.is_required,
    "codelist": Selector.is_bound,
}


def named_paths(term: Term) -> tuple[ScalarNode, ...]:
    """The paths of a term that is a list of them."""
    return () if isinstance(term.node, ScalarNode | MappingNode) else scalars(term.node)


def asks_what_is_required(term: Node) -> bool:
    """Whether a term selects fields by whether a rule requires them."""
    return "required_by" in words(term)
