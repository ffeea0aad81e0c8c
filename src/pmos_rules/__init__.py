"""Registration rules of China's provincial power markets, evaluated over dossiers.

>>> from datetime import date
>>> from pmos_rules import load_ruleset
>>> report = load_ruleset("hubei").evaluate({"market": "hubei", "kind": "retailer"}, as_of=date(2026, 11, 21))
>>> report.verdict.value
'reject'
"""

from pmos_rules.api import Ruleset, installed_markets, load_ruleset
from pmos_rules.errors import InputError, PmosRulesError
from pmos_rules.evaluation import Evaluator
from pmos_rules.findings import Finding, Outcome, Report, Severity, Text, Verdict
from pmos_rules.formats.registry import Format, register_format
from pmos_rules.language.custom import register_check
from pmos_rules.models import Dossier
from pmos_rules.source import Diagnostic, RulesetError

__all__ = [
    "Diagnostic",
    "Dossier",
    "Evaluator",
    "Finding",
    "Format",
    "InputError",
    "Outcome",
    "PmosRulesError",
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
