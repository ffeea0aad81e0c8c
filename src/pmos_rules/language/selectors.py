"""A term of paths or fields → the steps of every field that it stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pmos_rules.findings import Severity
from pmos_rules.formats.types import TYPES
from pmos_rules.language.checker import Checker
from pmos_rules.language.decoding import child, scalars, words
from pmos_rules.language.market import Market
from pmos_rules.language.nodes import MappingNode, Node, ScalarNode
from pmos_rules.language.paths import Leaf, Steps, every_leaf
from pmos_rules.language.symbols import PackUnit, Term

ECHOES = ("extracted", "synced", "shared_local", "shared_snapshot", "reference")
"""Parts of a dossier that repeat what stands elsewhere, or that the applicant does not fill in."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Knows the market's fields, and which of them are required so far."""

    market: Market
    required: Mapping[Steps, Severity]

    def checker(self, pack: PackUnit) -> Checker:
        """A checker for the rules of a pack."""
        return Checker(self.market.symbols, pack, lambda name: self.select(name, pack))

    def select(self, name: ScalarNode, pack: PackUnit) -> tuple[Steps, ...]:
        """The fields that a term stands for, as steps from the dossier."""
        symbols = self.market.symbols
        term = symbols.find("term", name.text, symbols.terms, pack, name.span)
        paths, selector = named_paths(term), child(term.node, "fields")
        if paths:
            return self._steps(paths, pack)
        if selector is None:
            hint = f"it is a condition: write `when: {name.text}`"
            self.checker(pack).fail("wrong-term", f"the term `{name.text}` names no fields", name.span, hint)
        assert isinstance(selector, MappingNode)
        self._check_words(selector, pack)
        chosen = [leaf.steps for leaf in self._leaves() if self._is_chosen(selector, leaf)]
        also = self._steps(scalars(child(term.node, "also")), pack)
        but_not = self._steps(scalars(child(term.node, "but_not")), pack)
        return tuple(steps for steps in dict.fromkeys((*chosen, *also)) if steps not in but_not)

    def _steps(self, paths: tuple[ScalarNode, ...], pack: PackUnit) -> tuple[Steps, ...]:
        checker = self.checker(pack)
        return tuple(checker.path(path, self.market.root, repeats=True).steps for path in paths)

    def _leaves(self) -> list[Leaf]:
        """Every value that the applicant fills in."""
        leaves = every_leaf(self.market.root.dossier.shape)
        return [leaf for leaf in leaves if not leaf.supplied and leaf.steps[0] not in ECHOES]

    def _check_words(self, selector: MappingNode, pack: PackUnit) -> None:
        """Types and code lists that there are."""
        symbols, checker = self.market.symbols, self.checker(pack)
        for name in scalars(child(selector, "type")):
            if name.text not in TYPES:
                checker.unknown("type", name.text, TYPES, name.span)
        for name in scalars(child(selector, "codelist")):
            if name.text != "any":
                symbols.find("code list", name.text, symbols.codelists, pack, name.span)

    def _is_chosen(self, selector: MappingNode, leaf: Leaf) -> bool:
        return all(_SELECTORS[key.text](self, scalars(value), leaf) for key, value in selector.entries)

    def by_type(self, names: tuple[ScalarNode, ...], leaf: Leaf) -> bool:
        return leaf.shape.type is not None and leaf.shape.type.name in texts(names)

    def by_text(self, names: tuple[ScalarNode, ...], leaf: Leaf) -> bool:
        return leaf.shape.type is not None and leaf.shape.type.text and leaf.shape.type.name != "secret"

    def by_required(self, names: tuple[ScalarNode, ...], leaf: Leaf) -> bool:
        severity = self.required.get(leaf.steps)
        return severity is not None and severity.value in texts(names)

    def by_codelist(self, names: tuple[ScalarNode, ...], leaf: Leaf) -> bool:
        bound = self.market.root.codelists.get(leaf.steps)
        return bound is not None and bool({"any", bound} & texts(names))


_SELECTORS: Mapping[str, Callable[[Selector, tuple[ScalarNode, ...], Leaf], bool]] = {
    "type": Selector.by_type,
    "text": Selector.by_text,
    "required_by": Selector.by_required,
    "codelist": Selector.by_codelist,
}


def texts(names: tuple[ScalarNode, ...]) -> set[str]:
    """The names as text."""
    return {name.text for name in names}


def named_paths(term: Term) -> tuple[ScalarNode, ...]:
    """The paths of a term that is a list of them."""
    return () if isinstance(term.node, ScalarNode | MappingNode) else scalars(term.node)


def asks_what_is_required(term: Node) -> bool:
    """Whether a term selects fields by whether a rule requires them."""
    return "required_by" in words(term)
