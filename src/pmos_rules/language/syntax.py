"""The shape of a ruleset file, a pack manifest and their parts, as pydantic models.

They refuse unknown keys and wrong shapes, and give the JSON Schema that editors use. What a predicate means
is checked later, against the dossier's schema; here it is only text, a list or a mapping.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SCHEMA = "pmos-rules/1"

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Level = Literal["error", "warning", "info"]
PolicyName = Literal["not_applicable", "fail", "undetermined"]
Some = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

PREDICATE_HINT = "a mapping of paths and forms, or the name of a term"
PredicateSyntax = Annotated[
    str | dict[str, Any], Field(description=PREDICATE_HINT, json_schema_extra={"$ref": "#/$defs/predicate"})
]


class Part(BaseModel):
    """Base of every part of a file: closed, immutable."""

    # built on first use, so that importing the library costs less
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


class Bilingual(Part):
    """The same words in Chinese and in English."""

    zh: Some
    en: Some


class CiteAt(Part):
    """A clause of an instrument other than the file's own."""

    instrument: Some
    section: Some


Cite = Annotated[
    str | CiteAt | dict[str, str],
    Field(description="a section, {instrument, section}, or one section per kind"),
]


class Effective(Part):
    """From a day (inclusive) until a day (exclusive)."""

    start: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None


class AppliesTo(Part):
    """The markets and kinds of applicant that it is about."""

    market: str | list[str] | None = None
    kind: str | list[str] | None = None


class GradeSyntax(Part):
    """One entry of a graded severity."""

    when: PredicateSyntax
    level: Annotated[Level, Field(alias="is")]
    message: Bilingual | None = None
    fix: Bilingual | None = None


class RuleSyntax(Part):
    """A rule, or a family of rules that differ in ``$each``."""

    id: Identifier | None = None
    family: Prefix | None = None
    each: dict[str, Any] | list[str] | None = None
    title: Bilingual | None = None
    applies_to: AppliesTo | None = None
    scope: Annotated[str | list[str] | None, Field(alias="for")] = None
    when: PredicateSyntax | None = None
    unless: PredicateSyntax | None = None
    check: PredicateSyntax
    if_missing: PolicyName | dict[str, PolicyName] | None = None
    obligation: Literal["must", "must_not", "should", "may", "info"] | None = None
    severity: Level | list[Level | GradeSyntax] | None = None
    basis: Literal["stated", "screenshot", "derived"] | None = None
    reading: Bilingual | None = None
    message: Bilingual | None = None
    fix: Bilingual | None = None
    cite: Cite | None = None
    effective: Effective | None = None
    from_stage: Literal["save", "submit", "trade"] | None = None
    depends_on: str | list[str] | None = None
    breaks_with: str | list[str] | None = None


class GuidanceSyntax(Part):
    """What no program can decide."""

    id: Identifier
    title: Bilingual
    topic: Literal["deadline", "permission", "advice", "document", "step", "background"]
    cite: Cite | None = None
    basis: Literal["stated", "screenshot", "derived"] | None = None
    reading: Bilingual | None = None
    applies_to: AppliesTo | None = None


class ParameterSyntax(Part):
    """A dated value, or several in columns."""

    title: Bilingual | None = None
    type: Literal["count", "bytes", "days", "money", "percent"] = "count"
    unit: str | None = None
    values: Annotated[dict[Day, dict[str, str]], Field(min_length=1)]


class CodeSyntax(Part):
    """What else a canonical value is called."""

    also: list[str] = []
    named: list[str] = []
    accepts: list[str] = []


class RuleFile(Part):
    """One file of a pack."""

    version: Annotated[Literal["pmos-rules/1"], Field(alias="schema")]
    ruleset: Prefix
    title: Bilingual | None = None
    applies_to: AppliesTo | None = None
    instrument: str | None = None
    labels: dict[str, str] = {}
    parameters: dict[Name, ParameterSyntax] = {}
    codelists: dict[Name, dict[str, Any] | list[str]] = {}
    terms: dict[Name, Any] = {}
    rules: list[RuleSyntax] = []
    guidance: list[GuidanceSyntax] = []


class InstrumentSyntax(Part):
    """A document that rules rest on."""

    title: Bilingual
    issuer: Bilingual | None = None
    start: Annotated[Day | None, Field(alias="from")] = None


class MarketSyntax(Part):
    """A market that the pack answers for, and the kinds of applicant covered."""

    title: Bilingual
    kinds: Annotated[list[str], Field(min_length=1)]


class PackFile(Part):
    """The manifest of a pack."""

    schema_version: Annotated[Literal["pmos-rules/1"], Field(alias="schema")]
    pack: Name
    title: Bilingual
    version: Some
    effective: Effective | None = None
    markets: dict[Name, MarketSyntax] = {}
    extends: list[Name] = []
    instruments: dict[str, InstrumentSyntax] = {}


def as_list(value: str | list[str] | None) -> list[str]:
    """One or several names as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def by_alias(model: type[Part]) -> Mapping[str, str]:
    """The keys that a part takes in YAML, with the attribute that holds each."""
    return {field.alias or name: name for name, field in model.model_fields.items()}
