"""The shape of a rule file, a pack manifest and their parts, as pydantic models.

They refuse unknown keys and wrong shapes, and give the JSON Schema that editors use. What a predicate means
is checked later, against the dossier's schema; here it is only text, a list or a mapping.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, WithJsonSchema

SCHEMA = "pmos-rules/1"

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Some = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Kind = Literal["retailer", "consumer", "generator", "binding", "aggregation"]
Level = Literal["error", "warning", "info"]
PolicyName = Literal["not_applicable", "fail", "undetermined"]
BasisName = Literal["stated", "screenshot", "derived"]

KINDS: tuple[Kind, ...] = get_args(Kind)

# What the JSON Schema has a definition of its own for, by name.
PredicateSyntax = Annotated[str | dict[str, Any], WithJsonSchema({"defined": "predicate"})]
Members = Annotated[dict[str, Any], WithJsonSchema({"defined": "members"})]
True_ = Annotated[Literal["true"], WithJsonSchema({"const": True})]
Row = Annotated[dict[str, Some], Field(json_schema_extra={"required": ["cite"], "minProperties": 2})]


class Part(BaseModel):
    """Base of every part of a file: closed, immutable."""

    # built on first use, so that importing the library costs less
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


class Bilingual(Part):
    """The same words in Chinese and in English."""

    zh: Some = Field(description="Chinese")
    en: Some = Field(description="English")


class CiteAt(Part):
    """A clause of an instrument other than the file's own."""

    instrument: Some = Field(description="an instrument of the manifest of this pack or of one it extends")
    section: Some = Field(description="the clause, such as 2.3")


def _form_of_cite(written: object) -> str:
    if isinstance(written, Mapping):
        return "elsewhere" if {"instrument", "section"} & set(written) else "by_kind"
    return "section"


Cite = Annotated[
    Annotated[Some, Tag("section")]
    | Annotated[CiteAt, Tag("elsewhere")]
    | Annotated[dict[Kind, Some], Field(min_length=1), Tag("by_kind")],
    Discriminator(_form_of_cite),
    Field(description="the clause it rests on: a section, {instrument, section}, or a section for each kind"),
]


class Effective(Part):
    """From a day (inclusive) until a day (exclusive)."""

    start: Day | None = Field(None, alias="from", description="the first day")
    until: Day | None = Field(None, description="the first day on which it no longer holds")


class AppliesTo(Part):
    """The markets and kinds of applicant that it is about."""

    market: str | list[str] | None = Field(None, description="a market that the pack answers for, or several")
    kind: Kind | list[Kind] | None = Field(None, description="a kind of applicant, or several")


class GradeSyntax(Part):
    """One entry of a graded severity."""

    when: PredicateSyntax
    level: Level = Field(alias="is", description="the severity where `when` holds")
    message: Bilingual | None = Field(None, description="instead of the rule's own message")
    fix: Bilingual | None = Field(None, description="instead of the rule's own fix")


class RuleSettings(Part):
    """What a rule says: all of it can be changed by a pack that builds on the rule's own."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    title: Bilingual | None = Field(
        None, description="what is asked for; made from the check for `required` and `attached`"
    )
    scope: str | list[str] | None = Field(
        None, alias="for", description="a path, a list of paths or a term: one outcome for each item"
    )
    when: PredicateSyntax | None = Field(None, description="the rule applies where this holds")
    unless: PredicateSyntax | None = Field(None, description="the rule does not apply where this holds")
    check: PredicateSyntax | None = Field(None, description="what should hold")
    if_missing: PolicyName | dict[str, PolicyName] | None = Field(
        None, description="what a missing value in `check` makes of the rule, for all paths or for each"
    )
    obligation: Literal["must", "must_not", "should", "may", "info"] | None = Field(
        None, description="how the clause speaks; the severity follows from it. `must` unless written"
    )
    severity: Level | Annotated[list[Level | GradeSyntax], Field(min_length=1)] | None = Field(
        None,
        description="where it departs from the obligation, which needs a `reading`; or a list of"
        " {when, is}, of which the first that holds decides, with a bare level at its end",
    )
    basis: BasisName | None = Field(None, description="what the rule rests on; `stated` unless written")
    reading: Bilingual | None = Field(None, description="how an ambiguous clause is read, and what else it could mean")
    message: Bilingual | None = Field(
        None,
        description="instead of words made from the check; with ‹actual›, ‹expected›, ‹label›, ‹difference›",
    )
    fix: Bilingual | None = Field(None, description="what the applicant should do")
    from_stage: Literal["save", "submit", "trade"] | None = Field(None, description="the stage from which on it bites")
    depends_on: str | list[str] | None = Field(
        None, description="rules after whose failure on the same item this one is silent"
    )
    breaks_with: str | list[str] | None = Field(None, description="rules that cannot but fail together with this one")


class RuleSyntax(RuleSettings):
    """A rule, or a family of rules that differ in ``$each``."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": ["check", "cite"],
            "oneOf": [{"required": ["id"]}, {"required": ["family", "each"]}],
        }
    )

    id: Identifier | None = Field(
        None, description="a dotted slug that begins with the pack's name; it is never reused"
    )
    family: Prefix | None = Field(None, description="what the ids of a family of rules begin with")
    each: Members | list[str] | None = Field(
        None, description="the members of a family: a tree of paths, a list of paths, or names with values"
    )
    applies_to: AppliesTo | None = Field(None, description="narrows what the file says")
    check: PredicateSyntax = Field(description="what should hold")
    cite: Cite | None = None
    effective: Effective | None = Field(None, description="when it is in force; as its pack unless written")


def _form_of_set(written: object) -> str:
    is_dated = isinstance(written, Mapping) and any(str(key)[:1].isdigit() for key in written)
    return "values" if is_dated else "rule"


class ChangeSyntax(Part):
    """A change of a rule, of a family of rules, or of a parameter of a pack that this one builds on."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": ["reason", "cite", "digest"],
            "oneOf": [
                {"required": ["rule", "set"], "properties": {"set": {"propertyNames": {"pattern": "^[a-z]"}}}},
                {"required": ["rule", "except"]},
                {"required": ["rule", "disable"]},
                {"required": ["rule", "replace"]},
                {"required": ["parameter", "set"], "properties": {"set": {"propertyNames": {"pattern": r"^\d"}}}},
            ],
        }
    )

    rule: Prefix | None = Field(None, description="the id of a rule, or of a family: every member of it")
    parameter: Name | None = Field(None, description="the parameter whose values change")
    set: (
        Annotated[
            Annotated[RuleSettings, Tag("rule")] | Annotated[dict[Day, Row], Tag("values")],
            Discriminator(_form_of_set),
        ]
        | None
    ) = Field(None, description="what the rule says instead, key by key; or the parameter's values from a day on")
    unless: PredicateSyntax | None = Field(
        None, alias="except", description="where the rule does not apply, besides where it says so itself"
    )
    disable: True_ | None = Field(None, description="the rule does not hold in this pack")
    replace: Identifier | None = Field(None, description="the rule of this pack that holds instead")
    reason: Bilingual = Field(description="why")
    cite: Cite | None = None
    basis: BasisName | None = Field(None, description="what the change rests on; `stated` unless written")
    effective: Effective | None = Field(None, description="when the change is in force; as its pack unless written")
    digest: Some | None = Field(
        None, description="the digest of what is changed, as `pmos-rules explain` shows it: when that moves, it is told"
    )


class GuidanceSyntax(Part):
    """What no program can decide."""

    model_config = ConfigDict(json_schema_extra={"required": ["id", "title", "topic", "cite"]})

    id: Identifier = Field(description="a dotted slug that begins with the pack's name")
    title: Bilingual
    topic: Literal["deadline", "permission", "advice", "document", "step", "background"]
    cite: Cite | None = None
    basis: BasisName | None = Field(None, description="what it rests on; `stated` unless written")
    reading: Bilingual | None = Field(None, description="how the clause is read")
    applies_to: AppliesTo | None = Field(None, description="narrows what the file says")


class ParameterSyntax(Part):
    """A dated value, or several in columns."""

    title: Bilingual | None = None
    type: Literal["count", "bytes", "days", "money", "percent"] = Field(
        "count", description="what it is a number of; `count` unless written"
    )
    unit: str | None = Field(None, description="what is counted, such as person")
    values: dict[Day, Row] = Field(
        min_length=1, description="by the day from which on they hold: {value, cite}, or columns and `cite`"
    )


class CodeSyntax(Part):
    """What else a canonical value is called."""

    also: list[Some] = Field([], description="other writings of the value")
    named: list[Some] = Field([], description="in `slots` and `materials`: how the file may be named")
    accepts: list[Some] = Field([], description="in `slots`: which materials may lie there instead")
    effective: Effective | None = Field(None, description="when the value is in force; always unless written")


class CodelistSyntax(BaseModel):
    """Canonical values with what else they are called."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True, defer_build=True)
    __pydantic_extra__: dict[str, CodeSyntax] = Field(init=False)

    of: str | list[str] = Field([], description="the field or fields that are compared by canonical value")

    @property
    def codes(self) -> dict[str, CodeSyntax]:
        """The canonical values."""
        return self.__pydantic_extra__ or {}


class FieldsSyntax(Part):
    """What a field must be to be chosen; all of it must hold."""

    type: Some | list[Some] | None = Field(None, description="of this type, or one of several")
    text: True_ | None = Field(None, description="of any type that is text")
    required_by: Level | list[Level] | None = Field(
        None, description="required by a rule of this severity, or one of several"
    )
    codelist: Some | None = Field(None, description="bound to this code list, or to `any`")


class SelectorSyntax(Part):
    """A selector of fields, resolved when the pack is loaded."""

    fields: FieldsSyntax
    also: list[Some] = Field([], description="further paths")
    but_not: list[Some] = Field([], description="paths that are left out")


def _form_of_term(written: object) -> str:
    if isinstance(written, list):
        return "paths"
    return "selector" if isinstance(written, Mapping) and "fields" in written else "predicate"


TermSyntax = Annotated[
    Annotated[SelectorSyntax, Tag("selector")]
    | Annotated[list[Some], Tag("paths")]
    | Annotated[PredicateSyntax, Tag("predicate")],
    Discriminator(_form_of_term),
    Field(description="a predicate, a list of paths, or a selector of fields"),
]


class NamedSyntax(Bilingual):
    """What a state, an actor or an event of a process is called."""

    also: list[str] = []


class StateSyntax(NamedSyntax):
    """A state; ``unstated`` where no source says what the platform's status reads in it."""

    unstated: bool = False


class StepSyntax(Part):
    """An event that may come in some states, and the state that it leads to."""

    on: Name
    by: Name | list[Name]
    start: Annotated[Name | list[Name], Field(alias="from")]
    to: Name
    needs: str | list[str] | None = None
    order_rule: Identifier | None = None
    actor_rule: Identifier | None = None
    starts: Name | None = None
    cite: Cite | None = None


class ImpliedSyntax(Part):
    """An event that facts of the dossier stand for."""

    on: Name
    when: PredicateSyntax
    by: Annotated[Some | None, Field(description="an actor, or a path to one")] = None
    at: Annotated[Some | None, Field(description="a path to a date")] = None


Days = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9]\d{0,2}$"),
    Field(json_schema_extra={"type": ["string", "integer"]}),
]


class DeadlineSyntax(Part):
    """So many working days for an actor, from the step that starts it."""

    title: Bilingual | None = None
    working_days: Days
    at_least: Days | None = None
    of: Name
    usual: bool = False
    cite: Cite | None = None


class ProcessSyntax(Part):
    """A process: its states, who may take which step, and where in the dossier its events stand."""

    title: Bilingual
    events: Some
    status: Some | None = None
    start: Name
    states: Annotated[dict[Name, Some | StateSyntax], Field(min_length=1)]
    actors: Annotated[dict[Name, NamedSyntax], Field(min_length=1)]
    names: Annotated[dict[Name, NamedSyntax], Field(description="what events are called")] = {}
    implied: list[ImpliedSyntax] = []
    steps: Annotated[list[StepSyntax], Field(min_length=1)]
    deadlines: dict[Name, DeadlineSyntax] = {}
    cite: Cite | None = None


class RuleFile(Part):
    """One file of a pack."""

    version: Literal["pmos-rules/1"] = Field(alias="schema", description="the version of the language")
    ruleset: Prefix = Field(description="the pack's name, or a dotted name that begins with it")
    title: Bilingual | None = None
    applies_to: AppliesTo | None = Field(None, description="the markets and kinds that every rule here is about")
    instrument: str | None = Field(None, description="the default of every `cite`")
    labels: dict[str, Some] = Field({}, description="what the form calls a field: a path and its label")
    parameters: dict[Name, ParameterSyntax] = Field({}, description="dated values, written `$name` in rules")
    codelists: dict[Name, CodelistSyntax | list[Some]] = Field(
        {}, description="canonical values with what else they are called, or a plain list"
    )
    terms: dict[Name, TermSyntax] = Field({}, description="names for predicates, paths and fields")
    processes: dict[Name, ProcessSyntax] = Field({}, description="what may happen in which order, and who may do it")
    rules: list[RuleSyntax] = []
    changes: list[ChangeSyntax] = Field([], description="what this pack changes in those that it builds on")
    guidance: list[GuidanceSyntax] = Field([], description="what no program can decide")


class InstrumentSyntax(Part):
    """A document that rules rest on."""

    title: Bilingual
    issuer: Bilingual | None = None
    start: Day | None = Field(None, alias="from", description="the day from which on it holds")


class MarketSyntax(Part):
    """A market that the pack answers for, and the kinds of applicant covered."""

    title: Bilingual
    kinds: list[Kind] = Field(min_length=1)


class PackFile(Part):
    """The manifest of a pack."""

    schema_version: Literal["pmos-rules/1"] = Field(alias="schema", description="the version of the language")
    pack: Name = Field(description="its name, with which every id in it begins")
    title: Bilingual
    version: Some
    effective: Effective | None = Field(None, description="for every rule that does not say otherwise")
    markets: dict[Name, MarketSyntax] = Field({}, description="the markets that it answers for")
    extends: list[Name] | dict[Name, Some] = Field(
        [],
        description="packs whose rules are judged too and whose names may be used; with the range of their"
        " versions where it matters: {common: '>=2026.11, <2027'}",
    )
    instruments: dict[str, InstrumentSyntax] = Field({}, description="the documents that its rules rest on")


def as_list(value: str | Sequence[str] | None) -> list[str]:
    """One or several names as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def by_alias(model: type[BaseModel]) -> Mapping[str, str]:
    """The keys that a part takes in YAML, with the attribute that holds each."""
    return {field.alias or name: name for name, field in model.model_fields.items()}
