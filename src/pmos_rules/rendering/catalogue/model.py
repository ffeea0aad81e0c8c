"""What a rule pack holds, as data for people to read: rules in words, guidance, processes, values, with clauses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pmos_rules.evaluation.explanation import InWords
from pmos_rules.evaluation.intake import InputRule
from pmos_rules.findings import Citation, Outcome, Severity, Text
from pmos_rules.language.process_table import Process
from pmos_rules.language.ruleset import (
    Basis,
    Change,
    CodelistTable,
    Guidance,
    Interval,
    ParameterTable,
    Stage,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A case of a pack, as far as a catalogue shows it: a base dossier, what it was made into, what rules said of that.

    ``name`` is empty where nobody has given it one.
    """

    name: str
    base_name: str
    base: Mapping[str, Any]
    dossier: Mapping[str, Any]
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a dossier: the place in the form's words, and what stands there before and after it.

    None is nothing at all. Personal data are masked.
    """

    label: Text
    before: Text | None
    after: Text | None


@dataclass(frozen=True, slots=True)
class Example:
    """A dossier that a rule passes or fails: a base by its name, and the changes made to it."""

    outcome: Outcome
    name: str
    base: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """What a rule rests on; ``kinds`` where it is another clause for other kinds of applicant."""

    cite: Citation
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as it reads on the days of ``effective``; ``history`` is what packs above changed in it.

    ``parameters`` and ``codelists`` are those that it reads, by name.
    """

    effective: Interval
    said: InWords
    severities: tuple[Severity, ...]
    from_stage: Stage
    clauses: tuple[Clause, ...]
    basis: Basis
    reading: Text | None
    fix: Text | None
    history: tuple[Change, ...]
    is_disabled: bool
    digest: str
    parameters: tuple[str, ...] = ()
    codelists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule under its id, in every version that there is of it, oldest first.

    ``kinds`` and ``markets`` are whose applicants it is about, ``replaces`` the ids in whose place it stands.
    """

    id: str
    pack: str
    group: str
    title: Text
    kinds: tuple[str, ...]
    markets: tuple[str, ...]
    versions: tuple[Version, ...]
    depends_on: tuple[str, ...] = ()
    breaks_with: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    written: str | None = None
    examples: tuple[Example, ...] = ()
    more_examples: int = 0

    @property
    def severities(self) -> tuple[Severity, ...]:
        """Every severity that it can have, heaviest first."""
        found = {severity for version in self.versions for severity in version.severities}
        return tuple(severity for severity in Severity if severity in found)

    @property
    def cites(self) -> tuple[Citation, ...]:
        """Every clause that it rests on, once."""
        clauses = (clause.cite for version in self.versions for clause in version.clauses)
        return tuple({(cite.instrument, cite.section): cite for cite in clauses}.values())

    @property
    def bases(self) -> tuple[Basis, ...]:
        """How its clauses say it, in any version."""
        return tuple(dict.fromkeys(version.basis for version in self.versions))

    @property
    def is_disabled(self) -> bool:
        """Whether no version of it is in force any more."""
        return all(version.is_disabled for version in self.versions)


@dataclass(frozen=True, slots=True)
class ParameterEntry:
    """A parameter with its dated values, and the rules that read it."""

    table: ParameterTable
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodelistEntry:
    """A code list, the fields that it is bound to, and the rules that read it."""

    table: CodelistTable
    fields: tuple[Text, ...] = ()
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A market that the pack answers for; where others build on the pack, it answers under its own name for any."""

    name: str
    title: Text
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that a pack and those that it builds on say, each thing once."""

    pack: str
    title: Text
    version: str
    digest: str
    effective: Interval
    packs: tuple[str, ...]
    markets: tuple[Answered, ...]
    rules: tuple[RuleEntry, ...]
    guidance: tuple[Guidance, ...] = ()
    processes: tuple[Process, ...] = ()
    parameters: tuple[ParameterEntry, ...] = ()
    codelists: tuple[CodelistEntry, ...] = ()
    inputs: Mapping[str, InputRule] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of applicant that it speaks of."""
        return tuple(dict.fromkeys(kind for market in self.markets for kind in market.kinds))

    @property
    def cites(self) -> Iterator[Citation]:
        """Every citation, in the order of the entries."""
        for rule in self.rules:
            yield from rule.cites
        for guidance in self.guidance:
            yield guidance.cite
        for parameter in self.parameters:
            yield from (value.cite for value in parameter.table.values)
        for process in self.processes:
            cited = (process.cite, *(step.cite for step in process.steps), *(d.cite for d in process.deadlines))
            yield from (cite for cite in cited if cite is not None)
