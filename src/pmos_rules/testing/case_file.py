"""The shape of a case file, as pydantic models: its base, its cases, its tables.

They refuse unknown keys and wrong shapes; whether a rule, a base or a path exists is checked when the cases
are collected.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from pmos_rules.language.syntax import Day, Part, Some

SCHEMA = "pmos-rules-cases/1"

OutcomeName = Literal["pass", "fail", "not_applicable", "undetermined", "error"]
SeverityName = Literal["error", "warning", "info"]
StageName = Literal["save", "submit", "trade"]


class Situation(Part):
    """What a case or a table starts from, where that is not the file's own base as it stands."""

    base: Some | None = None
    as_of: Day | None = None
    stage: StageName | None = None
    tags: str | list[str] = []


class CaseSyntax(Situation):
    """A change to the base, and every rule whose outcome changes with it."""

    case: Some
    assign: Annotated[dict[str, Any], Field(alias="set")] = {}
    remove: str | list[str] = []
    add: dict[str, Any] = {}
    fails: dict[str, str | list[str]] = {}
    also: dict[str, OutcomeName] = {}
    severity: dict[str, SeverityName] = {}


class TableSyntax(Situation):
    """Values for one place and the outcome of one rule; or every path of a family, each left out once."""

    rule: Some | None = None
    at: Some | None = None
    passing: Annotated[list[Any], Field(alias="pass")] = []
    failing: Annotated[list[Any], Field(alias="fail")] = []
    undetermined: list[Any] = []
    not_applicable: list[Any] = []
    missing: OutcomeName | None = None
    severity: SeverityName | None = None
    assign: Annotated[dict[str, Any], Field(alias="with")] = {}
    family: Some | None = None
    make_missing: Literal["each"] | None = None
    but_not: list[str] = []


class CaseFile(Part):
    """One file of a pack's ``cases`` folder."""

    version: Annotated[Literal["pmos-rules-cases/1"], Field(alias="schema")]
    market: Some
    base: Some
    base_findings: Literal["allowed"] | None = None
    cases: list[CaseSyntax] = []
    tables: list[TableSyntax] = []
