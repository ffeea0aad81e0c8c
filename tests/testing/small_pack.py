"""A pack of two rules with a fake evaluator, so that the running of cases is tested by itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pmos_rules.findings import Outcome, Severity

BASE = """
market: hubei
as_of: '2026-07-01'
basic: {full_name: 甲公司}
staff:
- {name: 张三, id_number: '1'}
- {name: 李四, id_number: '2'}
"""


@dataclass(frozen=True)
class Finding:
    rule: str
    outcome: Outcome
    path: str
    severity: Severity = Severity.ERROR


class FakeRules:
    """``staff_total``: at least two; ``staff_unique``: no id twice; ``required.basic.full_name``."""

    ids = ("hubei.staff_total", "hubei.staff_unique", "hubei.required.basic.full_name")

    def family(self, prefix: str) -> Collection[str]:
        return [rule for rule in self.ids if prefix == "hubei.required" and rule.startswith(prefix)]

    def evaluate(self, dossier: Mapping[str, Any], as_of: date) -> Any:
        staff = [row.get("id_number") for row in dossier.get("staff") or []]
        failures = {
            "hubei.staff_total": [] if len(set(staff)) >= 2 else ["/staff"],
            "hubei.staff_unique": [
                f"/staff/{place}/id_number" for place, row in enumerate(staff) if row in staff[:place]
            ],
            "hubei.required.basic.full_name": []
            if dossier.get("basic", {}).get("full_name")
            else ["/basic/full_name"],
        }
        outcomes = {rule: Outcome.FAIL if places else Outcome.PASS for rule, places in failures.items()}
        if as_of < date(2018, 4, 1) or not staff:
            outcomes["hubei.staff_unique"] = Outcome.NOT_APPLICABLE
        findings = [
            Finding(rule, Outcome.FAIL, place) for rule, places in failures.items() for place in places
        ]
        unknown = [Finding("input.unknown_key", Outcome.FAIL, f"/{key}") for key in dossier if key == "statf"]
        return SimpleNamespace(outcomes=outcomes, findings=[*findings, *unknown])


def write_pack(folder: Path, cases: str, base: str = BASE, market: str = "hubei") -> Path:
    """Lay down a pack of one case file and one base."""
    (folder / "cases" / "dossiers").mkdir(parents=True)
    (folder / "cases" / "dossiers" / "two_people.yaml").write_text(base, encoding="utf-8")
    head = f"schema: pmos-rules-cases/1\nmarket: {market}\nbase: two_people\n"
    (folder / "cases" / "staff.yaml").write_text(head + cases, encoding="utf-8")
    return folder
