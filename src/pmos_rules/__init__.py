"""Registration rules of China's provincial power markets, evaluated over dossiers.

>>> from datetime import date
>>> from pmos_rules import load_ruleset
>>> report = load_ruleset("hubei").evaluate({"market": "hubei", "kind": "retailer"}, as_of=date(2026, 11, 21))
>>> report.verdict.value
'reject'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmos_rules.api import Ruleset, installed_markets, load_ruleset
    from pmos_rules.errors import InputError, PmosRulesError
    from pmos_rules.evaluation import Evaluator
    from pmos_rules.evaluation.reference import Reference
    from pmos_rules.findings import Finding, Outcome, Report, Severity, Text, Verdict
    from pmos_rules.formats.registry import Format, register_format
    from pmos_rules.language.custom import register_check
    from pmos_rules.models import Dossier
    from pmos_rules.source import Diagnostic, RulesetError

# Where each public name lives: it is loaded when first asked for, so that `pmos-rules --help` is quick.
_HOMES = {
    "Diagnostic": "source",
    "Dossier": "models",
    "Evaluator": "evaluation",
    "Finding": "findings",
    "Format": "formats.registry",
    "InputError": "errors",
    "Outcome": "findings",
    "PmosRulesError": "errors",
    "Reference": "evaluation.reference",
    "Report": "findings",
    "Ruleset": "api",
    "RulesetError": "source",
    "Severity": "findings",
    "Text": "findings",
    "Verdict": "findings",
    "installed_markets": "api",
    "load_ruleset": "api",
    "register_check": "language.custom",
    "register_format": "formats.registry",
}

__all__ = [
    "Diagnostic",
    "Dossier",
    "Evaluator",
    "Finding",
    "Format",
    "InputError",
    "Outcome",
    "PmosRulesError",
    "Reference",
    "Report",
    "Ruleset",
    "RulesetError",
    "Severity",
    "Text",
    "Verdict",
    "installed_markets",
    "load_ruleset",
    "register_check",
    "register_format",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `pmos_rules` has no attribute `{name}`")
    value = globals()[name] = getattr(import_module(f"pmos_rules.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
