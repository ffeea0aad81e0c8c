"""A catalogue → an outline of cards, in both languages, which Markdown and HTML lay out in their own ways."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pmos_rules.evaluation.explanation import change_in_words, in_force
from pmos_rules.evaluation.intake import InputRule
from pmos_rules.evaluation.showing import show_number
from pmos_rules.findings import Citation, Outcome, Severity, Text
from pmos_rules.language.process_table import Deadline, Process, Step
from pmos_rules.language.ruleset import Code, DatedValue, Guidance
from pmos_rules.processes import wording
from pmos_rules.rendering.catalogue import words
from pmos_rules.rendering.catalogue.model import (
    Catalogue,
    Clause,
    CodelistEntry,
    Edit,
    ParameterEntry,
    RuleEntry,
    Version,
)

_MOST_EDITS = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another card; one to nothing in this catalogue has no anchor."""

    text: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is said of an entry, under a name."""

    name: Text
    lines: tuple[Text, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their heads."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An example: whether it passes, and the changes to a base that make it."""

    outcome: str
    verdict: Text
    name: str
    base: str
    edits: tuple[Edit, ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What is said of an entry, or of one version of it under its own heading."""

    rows: tuple[Row, ...] = ()
    heading: Text | None = None
    tables: tuple[Table, ...] = ()
    examples: tuple[Shown, ...] = ()
    more: Text | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One entry: its anchor, what it is by, and what is said of it.

    ``severities`` weigh it, ``marks`` are the few words beside its title; the rest is what it is found by, such
    as the packs that have ``changed`` it.
    """

    anchor: str
    code: str
    title: Text
    blocks: tuple[Block, ...]
    pack: str = ""
    severities: tuple[str, ...] = ()
    marks: tuple[Text, ...] = ()
    clauses: tuple[str, ...] = ()
    cited: str = ""
    kinds: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    is_disabled: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Cards that belong together; the heading is the beginning of their ids, or nothing."""

    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter of the page."""

    anchor: str
    title: Text
    groups: tuple[Group, ...]

    @property
    def size(self) -> int:
        """How many entries stand in it."""
        return sum(len(group.cards) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that entries are filtered by."""

    value: str
    text: Text


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that there are; of clauses, by instrument."""

    severities: tuple[Choice, ...] = ()
    kinds: tuple[Choice, ...] = ()
    bases: tuple[Choice, ...] = ()
    packs: tuple[Choice, ...] = ()
    instruments: tuple[tuple[Choice, tuple[Choice, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole catalogue as it is laid out."""

    title: Text
    facts: Text
    pack: str
    parts: tuple[Part, ...]
    choices: Choices = field(default_factory=Choices)


def page_of(catalogue: Catalogue) -> Page:
    """The outline."""
    return _Outline(catalogue).page()


class _Outline:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.anchors = {
            *(rule.id for rule in catalogue.rules),
            *(guidance.id for guidance in catalogue.guidance),
            *catalogue.inputs,
        }
        self.parameters = {entry.table.name for entry in catalogue.parameters}
        self.codelists = {entry.table.name for entry in catalogue.codelists}

    def page(self) -> Page:
        known = self.catalogue
        parts = (
            Part("rules", words.RULES, tuple(self.groups(known.rules))),
            Part("guidance", words.GUIDANCE, _single(self.guidance(one) for one in known.guidance)),
            Part("processes", words.PROCESSES, _single(self.process(one) for one in known.processes)),
            Part("parameters", words.PARAMETERS, _single(self.parameter(one) for one in known.parameters)),
            Part("codelists", words.CODELISTS, _single(self.codelist(one) for one in known.codelists)),
            Part("input", words.INPUTS, _single(self.input(name, one) for name, one in known.inputs.items())),
        )
        return Page(
            title=words.filled(words.TITLE, known.title),
            facts=self.facts(),
            pack=known.pack,
            parts=tuple(part for part in parts if part.size),
            choices=self.choices(),
        )

    def facts(self) -> Text:
        known = self.catalogue
        markets = words.listed(dict.fromkeys(market.title for market in known.markets))
        kinds = words.listed(map(words.kind, known.kinds))
        days, bases = in_force(known.effective), words.listed(map(_same, known.packs[1:]))
        zh = (
            f"规则包 {known.pack} {known.version}",
            days.zh and f"{days.zh}施行",
            markets.zh,
            kinds.zh,
            bases.zh and f"继承 {bases.zh}",
        )
        en = (
            f"pack {known.pack} {known.version}",
            days.en and f"in force {days.en}",
            markets.en,
            kinds.en,
            bases.en and f"builds on {bases.en}",
        )
        return Text(" · ".join(filter(None, zh)), " · ".join(filter(None, en)))

    # -- rules ----------------------------------------------------------------------------------------

    def groups(self, rules: Iterable[RuleEntry]) -> Iterator[Group]:
        """Rules whose ids begin alike, in the order in which they are written."""
        found: dict[tuple[str, str], list[Card]] = {}
        for rule in rules:
            found.setdefault((rule.pack, rule.group), []).append(self.rule(rule))
        for (_, heading), cards in found.items():
            yield Group(heading, tuple(cards))

    def rule(self, rule: RuleEntry) -> Card:
        several = len(rule.versions) > 1
        examples, more = _examples(rule), _more(rule)
        if several:
            blocks = [Block(tuple(self.version(v, rule)), _heading(v)) for v in rule.versions]
            blocks.append(Block((*self.about(rule), *self.origin(rule)), words.ALL_VERSIONS, (), examples, more))
        else:
            own = (*self.about(rule), *self.version(rule.versions[0], rule), *self.origin(rule))
            blocks = [Block(own, examples=examples, more=more)]
        marks = [words.DISABLED] if rule.is_disabled else [words.CHANGED] if _is_changed(rule) else []
        return Card(
            anchor=rule.id,
            code=rule.id,
            title=rule.title,
            blocks=tuple(blocks),
            pack=rule.pack,
            severities=tuple(severity.value for severity in rule.severities),
            marks=(*marks, *(words.BASES[basis] for basis in rule.bases if basis != "stated")),
            clauses=tuple(map(_clause_key, rule.cites)),
            cited=", ".join(dict.fromkeys(cite.section for cite in rule.cites if cite.section)),
            kinds=rule.kinds,
            bases=rule.bases,
            changed=tuple(dict.fromkeys(change.pack for v in rule.versions for change in v.history)),
            is_disabled=rule.is_disabled,
        )

    def version(self, version: Version, rule: RuleEntry) -> Iterator[Row]:
        """What one version says."""
        said = version.said
        if said.places is not None:
            yield Row(words.PLACES, (said.places,))
        if said.when is not None:
            yield Row(words.WHEN, (said.when,))
        yield Row(words.CHECK, (said.check,))
        if said.missing is not None:
            yield Row(words.MISSING, (said.missing,))
        yield Row(words.SEVERITY, (said.severity,))
        yield Row(words.STAGE, (words.STAGES[version.from_stage],))
        yield Row(words.CLAUSE, tuple(words.cited(clause, version.basis) for clause in version.clauses))
        if version.reading is not None:
            yield Row(words.READING, (version.reading,))
        if version.fix is not None:
            yield Row(words.FIX, (version.fix,))
        if len(rule.versions) == 1 and (version.effective.start or version.effective.until):
            yield Row(words.IN_FORCE, (in_force(version.effective),))
        if version.history:
            yield Row(words.HISTORY, tuple(map(change_in_words, version.history)))
        if version.parameters:
            yield Row(words.READS, links=self.named("parameter", version.parameters, self.parameters))
        if version.codelists:
            yield Row(words.LISTS, links=self.named("codelist", version.codelists, self.codelists))

    def about(self, rule: RuleEntry) -> Iterator[Row]:
        """Whom every version is about."""
        if rule.kinds:
            yield Row(words.KINDS, (words.listed(map(words.kind, rule.kinds)),))
        if len(self.catalogue.markets) > 1:
            yield Row(words.MARKETS, (self.markets(rule.markets),))

    def origin(self, rule: RuleEntry) -> Iterator[Row]:
        """How it goes together with others, and where it is written."""
        links = ((words.REPLACES, rule.replaces), (words.AFTER, rule.depends_on), (words.WITH, rule.breaks_with))
        for name, ids in links:
            if ids:
                yield Row(name, links=self.to(ids))
        if rule.written is not None:
            digests = ", ".join(dict.fromkeys(version.digest for version in rule.versions))
            yield Row(words.WRITTEN, (words.filled(words.WRITTEN_AT, _same(rule.written), _same(digests)),))

    def markets(self, names: Sequence[str]) -> Text:
        titles = [market.title for market in self.catalogue.markets if market.name in names]
        return words.listed(titles)

    def to(self, ids: Iterable[str]) -> tuple[Link, ...]:
        return tuple(Link(name, name if name in self.anchors else None) for name in ids)

    def named(self, what: str, names: Iterable[str], known: set[str]) -> tuple[Link, ...]:
        return tuple(Link(name, f"{what}.{name}" if name in known else None) for name in names)

    # -- the rest --------------------------------------------------------------------------------------

    def guidance(self, guidance: Guidance) -> Card:
        rows = [
            Row(words.TOPIC, (words.TOPICS.get(guidance.topic, _same(guidance.topic)),)),
            Row(words.CLAUSE, (words.cited(Clause(guidance.cite), guidance.basis),)),
        ]
        if guidance.reading is not None:
            rows.append(Row(words.READING, (guidance.reading,)))
        kinds = tuple(kind for kind in self.catalogue.kinds if guidance.kinds is None or kind in guidance.kinds)
        rows.append(Row(words.KINDS, (words.listed(map(words.kind, kinds)),)))
        return Card(
            anchor=guidance.id,
            code=guidance.id,
            title=guidance.title,
            blocks=(Block(tuple(rows)),),
            pack=guidance.pack,
            marks=(words.TOPICS.get(guidance.topic, _same(guidance.topic)),),
            clauses=(_clause_key(guidance.cite),),
            cited=guidance.cite.section,
            kinds=kinds,
            bases=(guidance.basis,),
        )

    def process(self, process: Process) -> Card:
        rows = [Row(words.START, (process.state(process.start).title,))]
        if process.cite is not None:
            rows.append(Row(words.CLAUSE, (words.cited(Clause(process.cite), "stated"),)))
        needed = dict.fromkeys(rule for step in process.steps for rule in step.needs)
        if needed:
            rows.append(Row(words.NEEDS, links=self.to(needed)))
        steps = _table(words.STEP_HEADS, tuple(_step(step, process) for step in process.steps))
        deadlines = _table(words.DEADLINE_HEADS, tuple(_deadline(one, process) for one in process.deadlines))
        tables = (steps, deadlines) if process.deadlines else (steps,)
        return Card(
            anchor=f"process.{process.name}",
            code=process.name,
            title=process.title,
            blocks=(Block(tuple(rows), tables=tables),),
            clauses=tuple({_clause_key(cite): None for cite in _cites(process)}),
        )

    def parameter(self, entry: ParameterEntry) -> Card:
        table = entry.table
        heads = (words.FROM, *(_column(name) for name in table.values[-1].columns), words.CLAUSE)
        values = Table(heads, tuple(_dated(value, table.type, table.unit) for value in table.values))
        rows = []
        if table.history:
            rows.append(Row(words.HISTORY, tuple(map(change_in_words, table.history))))
        if entry.used_by:
            rows.append(Row(words.USED_BY, links=self.to(entry.used_by)))
        return Card(
            anchor=f"parameter.{table.name}",
            code=f"${table.name}",
            title=table.title,
            blocks=(Block(tuple(rows), tables=(values,)),),
            pack=table.pack,
            marks=(words.CHANGED,) if table.history else (),
            changed=tuple(dict.fromkeys(change.pack for change in table.history)),
            clauses=tuple({_clause_key(value.cite): None for value in table.values}),
            cited=", ".join(dict.fromkeys(value.cite.section for value in table.values)),
        )

    def codelist(self, entry: CodelistEntry) -> Card:
        table = entry.table
        columns = [("also", words.ALSO), ("named", words.NAMED), ("accepts", words.ACCEPTS)]
        used = [(key, name) for key, name in columns if any(getattr(code, key) for code in table.entries.values())]
        is_dated = any(code.effective.start or code.effective.until for code in table.entries.values())
        heads = (words.VALUE, *(name for _, name in used), *([words.IN_FORCE] if is_dated else []))
        cells = tuple(
            (
                _same(value),
                *(_same("、".join(getattr(code, key))) for key, _ in used),
                *([_days(code)] if is_dated else []),
            )
            for value, code in table.entries.items()
        )
        rows = [Row(words.FIELDS, (words.listed(entry.fields),))] if entry.fields else []
        if entry.used_by:
            rows.append(Row(words.USED_BY, links=self.to(entry.used_by)))
        return Card(
            anchor=f"codelist.{table.name}",
            code=table.name,
            title=words.listed(entry.fields) if entry.fields else _same(table.name),
            blocks=(Block(tuple(rows), tables=(Table(heads, cells),)),),
            pack=table.pack,
        )

    def input(self, name: str, rule: InputRule) -> Card:
        rows = (
            Row(words.SAYS, (words.without_values(rule.message),)),
            Row(words.FIX, (rule.fix,)),
            Row(words.SEVERITY, (words.SEVERITIES[rule.severity],)),
        )
        return Card(name, name, rule.title, (Block(rows),), severities=(rule.severity.value,))

    # -- filters ---------------------------------------------------------------------------------------

    def choices(self) -> Choices:
        known = self.catalogue
        severities = {severity for rule in known.rules for severity in rule.severities}
        severities |= {rule.severity for rule in known.inputs.values()}
        bases = {basis for rule in known.rules for basis in rule.bases} | {g.basis for g in known.guidance}
        return Choices(
            severities=tuple(Choice(s.value, words.SEVERITIES[s]) for s in Severity if s in severities),
            kinds=tuple(Choice(kind, words.kind(kind)) for kind in known.kinds),
            bases=tuple(Choice(basis, words.BASES[basis]) for basis in words.BASES if basis in bases),
            packs=tuple(Choice(pack, _same(pack)) for pack in known.packs),
            instruments=tuple(_instruments(known.cites)),
        )


def _single(cards: Iterable[Card]) -> tuple[Group, ...]:
    return (Group("", tuple(cards)),)


def _same(text: str) -> Text:
    return Text(text, text)


def _is_changed(rule: RuleEntry) -> bool:
    return any(version.history for version in rule.versions) or bool(rule.replaces)


def _heading(version: Version) -> Text:
    days = in_force(version.effective)
    days = days if days.zh else words.ALWAYS
    return words.joined(days, words.DISABLED) if version.is_disabled else days


def _clause_key(cite: Citation) -> str:
    return f"{cite.instrument} {cite.section}".strip()


def _instruments(cites: Iterable[Citation]) -> Iterator[tuple[Choice, tuple[Choice, ...]]]:
    """Each instrument with its sections, as they are first cited."""
    found: dict[str, dict[str, Citation]] = {}
    for cite in cites:
        found.setdefault(cite.instrument, {}).setdefault(cite.section, cite)
    for instrument, sections in found.items():
        first = next(iter(sections.values()))
        ordered = sorted((cite for cite in sections.values() if cite.section), key=lambda cite: _natural(cite.section))
        yield (
            Choice(instrument, first.title),
            tuple(Choice(_clause_key(cite), _same(cite.section)) for cite in ordered),
        )


def _natural(section: str) -> tuple[tuple[int, int, str], ...]:
    """So that 2.10 comes after 2.9."""
    parts: list[tuple[int, int, str]] = []
    for is_number, characters in _runs(section):
        parts.append((0, int(characters), "") if is_number else (1, 0, characters))
    return tuple(parts)


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    run = ""
    for character in text:
        if run and (character.isdecimal() != run[-1].isdecimal()):
            yield run[-1].isdecimal(), run
            run = ""
        run += character
    if run:
        yield run[-1].isdecimal(), run


# -- examples -------------------------------------------------------------------------------------------


def _examples(rule: RuleEntry) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            example.outcome.value,
            words.PASSES if example.outcome is Outcome.PASS else words.FAILS,
            example.name,
            example.base,
            example.edits[:_MOST_EDITS],
            len(example.edits) > _MOST_EDITS,
        )
        for example in rule.examples
    )


def _more(rule: RuleEntry) -> Text | None:
    return words.filled(words.MORE_EXAMPLES, _same(str(rule.more_examples))) if rule.more_examples else None


# -- tables ---------------------------------------------------------------------------------------------


def _table(heads: tuple[Text, ...], rows: tuple[tuple[Text, ...], ...]) -> Table:
    """The table without columns in which nothing stands."""
    kept = [place for place in range(len(heads)) if any(row[place].zh for row in rows)]
    return Table(tuple(heads[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows))


def _step(step: Step, process: Process) -> tuple[Text, ...]:
    cite = step.cite or process.cite
    return (
        wording.states(process, step.start),
        process.event(step.on).title,
        wording.who(process, step.by),
        process.state(step.to).title,
        process.deadline(step.starts).title if step.starts is not None else _same(""),
        _same(cite.section if cite is not None else ""),
    )


def _deadline(deadline: Deadline, process: Process) -> tuple[Text, ...]:
    least, most = deadline.at_least, deadline.working_days
    days = str(most) if least in (1, most) else f"{least}–{most}"
    said = words.filled(words.WORKING_DAYS, _same(days))
    return (
        deadline.title,
        process.actor(deadline.of).title,
        words.joined(said, words.USUAL) if deadline.usual else said,
        _same(deadline.cite.section),
    )


def _cites(process: Process) -> Iterator[Citation]:
    cited = (process.cite, *(step.cite for step in process.steps), *(one.cite for one in process.deadlines))
    return (cite for cite in cited if cite is not None)


def _column(name: str | None) -> Text:
    return words.VALUE if name is None else _same(name)


def _dated(value: DatedValue, type_name: str, unit: str | None) -> tuple[Text, ...]:
    numbers = (_number(number, type_name, unit) for number in value.columns.values())
    return _same(value.start.isoformat()), *numbers, words.cited(Clause(value.cite), "stated")


def _number(value: object, type_name: str, unit: str | None) -> Text:
    shown = show_number(value) if isinstance(value, Decimal) else str(value)
    if type_name == "bytes" and isinstance(value, Decimal) and value % words.MIB == 0:
        return words.filled(words.SIZE, _same(show_number(value / words.MIB)), _same(shown))
    named = words.UNITS.get(unit or type_name, _same(unit or ""))
    return Text(f"{shown} {named.zh}".rstrip(), f"{shown} {named.en}".rstrip())


def _days(code: Code) -> Text:
    return in_force(code.effective)
