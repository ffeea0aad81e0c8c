"""Carries every diagnostic of a ruleset that could not be loaded."""

from collections.abc import Iterable

from pmos_rules.errors import PmosRulesError
from pmos_rules.source.diagnostic import Diagnostic
from pmos_rules.source.excerpt import render_diagnostic


class RulesetError(PmosRulesError):
    """A ruleset cannot be used. `diagnostics` says all that is wrong with it, in the files' order."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        number = len(self.diagnostics)
        super().__init__(f"规则集有 {number} 处错误", f"the ruleset has {number} mistakes")
        self.args = (self.diagnostics,)

    def __str__(self) -> str:
        return "\n\n".join(render_diagnostic(diagnostic) for diagnostic in self.diagnostics)
