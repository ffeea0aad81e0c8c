"""A source of dossiers that is quick and always the same: one that keeps to the rules, and six that break one each."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from pmos_rules import Report
from pmos_rules.api import Ruleset
from pmos_rules.files import read_dossier
from pmos_rules.packs import find_pack
from pmos_rules.strategies.choices import Choices, Seeded
from pmos_rules.strategies.edits import Edit, apply
from pmos_rules.testing.kit import Kit, make_kit
from tests.built_in import ruleset

AS_OF = date(2026, 11, 21)
STAFF = "hubei.retailer.staff_total_no_grid"
SHARES = "hubei.retailer.shareholders_sum_100"
SCOPE = "hubei.retailer.business_scope"
CODE = "common.uscc.checksum"
SIZE = "hubei.file.max_size"
CONTENT = "hubei.file.pdf_content"
EDITS = {
    STAFF: Edit("remove", "staff.9"),
    SHARES: Edit("set", "shareholders.0.percent", "59.99"),
    SCOPE: Edit("set", "basic.business_scope", "合同能源管理"),
    CODE: Edit("set", "business.uscc", "91420100MA4K2B3C00"),
    SIZE: Edit("set", "attachments.0.size_bytes", 10485761),
    CONTENT: Edit("set", "attachments.0.head", "hex:FFD8FFE0"),
}


def hubei() -> Ruleset:
    return ruleset("hubei")


@cache
def dossier() -> dict[str, Any]:
    return read_dossier(find_pack("hubei").path / "cases" / "dossiers" / "hb_retailer.yaml")


class Six:
    """The source; ``choices`` only tell one dossier from another by its login."""

    kind = "retailer"
    as_of = AS_OF
    rules = tuple(EDITS)

    def series(self, seed: str, /) -> Iterator[dict[str, Any]]:
        return (apply((self._login(Seeded(f"{seed}/{turn}")),), dossier()) for turn in count(1))

    def violating(self, rule: str, choices: Choices, /) -> dict[str, Any]:
        return apply((self._login(choices), EDITS[rule]), dossier())

    def _login(self, choices: Choices) -> Edit:
        return Edit("set", "account.login_name", f"hb{choices.number(1000, 9999)}")


def small_kit(*rules: str, number: int = 1, seed: int = 0) -> Kit:
    """A kit for Hubei's retailers that breaks these rules."""
    return make_kit(hubei(), "retailer", violate=rules, number=number, seed=seed, source=Six())


def report(given: dict[str, Any]) -> Report:
    """What the rules say: a checker that cannot but agree."""
    return hubei().evaluate(given, as_of=AS_OF)


def failing(given: dict[str, Any]) -> Iterator[str]:
    """The rules that fail."""
    return (finding.rule for finding in report(given).failures)
