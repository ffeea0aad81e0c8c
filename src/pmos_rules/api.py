"""A market's name → its ruleset; a ruleset, a dossier and a date → a report: what a backend calls."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pmos_rules.checks  # noqa: F401 -- it registers what the built-in rules call by name
from pmos_rules.errors import PmosRulesError
from pmos_rules.evaluation import Evaluator
from pmos_rules.evaluation.explanation import explain
from pmos_rules.evaluation.reference import Reference
from pmos_rules.findings import InputProblem, Report
from pmos_rules.formats.vocabulary import read_kind
from pmos_rules.language.faults import place_of
from pmos_rules.language.ir import Told
from pmos_rules.language.process_table import Process
from pmos_rules.language.rules import check_market, load_market
from pmos_rules.language.ruleset import Guidance, MarketRules, Rule
from pmos_rules.language.schema import SectionSchema, read_schema
from pmos_rules.models import Dossier
from pmos_rules.packs import PackFolder, UnknownMarketError, find_pack, installed_packs, with_bases
from pmos_rules.processes import Event, Replay, replay
from pmos_rules.source import Diagnostic, RulesetError, suggest

if TYPE_CHECKING:
    from pmos_rules.rendering.catalogue import Catalogue, Sample
    from pmos_rules.rendering.checklist import Checklist
    from pmos_rules.rendering.difference import RulesetDifference

_KEPT = 32


class NotInForceError(PmosRulesError):
    """The ruleset has no law for the date."""


class UnknownRuleError(PmosRulesError):
    """The ruleset has no rule of that id."""


class UnknownProcessError(PmosRulesError):
    """The ruleset has no process of that name."""


class UnknownKindError(PmosRulesError):
    """The ruleset covers no such kind of filing."""


class Ruleset:
    """The checked rules of one market: what `load_ruleset` gives."""

    def __init__(self, rules: MarketRules, schema: SectionSchema, pack: PackFolder) -> None:
        self._rules = rules
        self._schema = schema
        self._evaluators: dict[date, Evaluator] = {}
        self._lock = Lock()
        self.pack = pack

    @property
    def id(self) -> str:
        """The market, such as ``hubei``."""
        return self._rules.market

    @property
    def title(self) -> str:
        """The market's name in Chinese."""
        return self._rules.title.zh

    @property
    def version(self) -> str:
        """The version of the market's pack."""
        return self._rules.version

    @property
    def digest(self) -> str:
        """A digest of the text of every file that the rules were read from."""
        return self._rules.digest

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of applicant that it covers."""
        return self._rules.kinds

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule once, in the order in which they are written."""
        return tuple({rule.id: rule for rules in self._rules.rules.values() for rule in rules}.values())

    @property
    def market_rules(self) -> MarketRules:
        """Everything that the market's applicants are judged by, as it was checked."""
        return self._rules

    @property
    def guidance(self) -> tuple[Guidance, ...]:
        """What no program can decide."""
        return self._rules.guidance

    @property
    def processes(self) -> Mapping[str, Process]:
        """The market's processes by name: states, steps, and who may take them."""
        return {name: told.process for name, told in self._rules.processes.items()}

    def at(self, as_of: date) -> Evaluator:
        """The rules in force on a date, compiled once; raises NotInForceError before the law began.

        The evaluator is immutable and can be shared by threads.
        """
        day = as_of.date() if isinstance(as_of, datetime) else as_of
        with self._lock:
            known = self._evaluators.get(day)
            if known is None:
                self._must_be_in_force(day)
                while len(self._evaluators) >= _KEPT:
                    del self._evaluators[next(iter(self._evaluators))]
                known = self._evaluators[day] = Evaluator(self._rules, self._schema, day)
            return known

    def _must_be_in_force(self, day: date) -> None:
        effective = self._rules.effective
        if not effective.holds(day):
            zh = (f"自 {effective.start} 起" if effective.start else "") + (
                f"至 {effective.until} 前" if effective.until else ""
            )
            en = (f" from {effective.start}" if effective.start else "") + (
                f" until {effective.until}" if effective.until else ""
            )
            raise NotInForceError(
                f"“{self.id}”的规则{zh}施行，不及于 {day}",
                f"the rules of `{self.id}` are in force{en}; they say nothing of {day}",
            )

    def evaluate(
        self,
        dossier: Dossier | Mapping[str, Any],
        *,
        as_of: date,
        reference: Reference | Mapping[str, Any] | None = None,
        problems: Sequence[InputProblem] = (),
        show_personal: bool = False,
    ) -> Report:
        """Judge a dossier by the law of a date. Never raises because of what stands in the dossier.

        ``reference`` is what the caller knows besides, as a mapping or as an object that can be asked.
        """
        return self.at(as_of).evaluate(
            dossier, reference=reference, problems=problems, show_personal=show_personal
        )

    def replay(self, name: str, events: Iterable[Any], *, after: Replay | None = None) -> Replay:
        """Replay events of a process, from its start or ``after`` an earlier replay; neither is changed.

        An event is its name, a mapping ``{event, by, at}``, or an `Event` from `events`. The replay says in
        which state the process stands, what was not permitted and why, and what may come next, by whom.
        Raises UnknownProcessError; never because of an event.
        """
        return replay(self._told(name).process, events, after=after)

    def events(self, name: str, dossier: Dossier | Mapping[str, Any], *, as_of: date) -> tuple[Event, ...]:
        """The events of a process that a dossier tells of, outright or by its facts, in order."""
        self._told(name)
        return self.at(as_of).events(name, dossier)

    def _told(self, name: str) -> Told:
        processes = self._rules.processes
        if name not in processes:
            near = suggest(name, processes)
            raise UnknownProcessError(
                f"“{self.id}”中没有流程“{name}”" + (f"，是否应为“{near}”" if near else ""),
                f"`{self.id}` has no process `{name}`" + (f"; did you mean `{near}`?" if near else ""),
            )
        return processes[name]

    def rule(self, rule_id: str) -> Rule:
        """One rule; raises UnknownRuleError with the nearest id."""
        rules = {rule.id: rule for rule in self.rules}
        if rule_id not in rules:
            near = suggest(rule_id, rules)
            raise UnknownRuleError(
                f"“{self.id}”中没有规则“{rule_id}”" + (f"，是否应为“{near}”" if near else ""),
                f"`{self.id}` has no rule `{rule_id}`" + (f"; did you mean `{near}`?" if near else ""),
            )
        return rules[rule_id]

    def explain(self, rule_id: str, *, lang: str = "zh") -> str:
        """What a rule asks for, of whom, by which clause and how that is read, in ``zh`` or ``en``.

        Who changed it, since when and why is told too; of a rule with several versions, each.
        """
        return "\n\n".join(explain(rule, self._rules, self._schema, lang) for rule in self.versions(rule_id))

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """A rule in each version that there is of it, oldest first, whether in force, disabled or to come.

        Raises UnknownRuleError with the nearest id.
        """
        rules = (*self._rules.rules.values(), self._rules.disabled.values())
        found = {rule.effective: rule for of_kind in rules for rule in of_kind if rule.id == rule_id}
        if not found:
            return (self.rule(rule_id),)
        return tuple(found[days] for days in sorted(found, key=lambda days: days.start or date.min))

    def checklist(self, kind: str, *, as_of: date) -> "Checklist":
        """What an applicant of a kind (``generator`` or 发电企业) has to prepare, by the law of a date.

        Every rule and all guidance of the kind is in it: what to fill in, what to attach, what else must be so,
        steps and deadlines, each with its clause. `pmos_rules.rendering.checklist` makes text, Markdown and HTML of
        it. Raises UnknownKindError, and NotInForceError before the law began.
        """
        # Who only evaluates should not wait for what lays text out.
        from pmos_rules.rendering.checklist import compose

        day = as_of.date() if isinstance(as_of, datetime) else as_of
        self._must_be_in_force(day)
        return compose(self._rules, self._schema, self.kind_called(kind), day)

    def catalogue(self, *others: "Ruleset", samples: Iterable["Sample"] = ()) -> "Catalogue":
        """All that the pack says, each rule in words with its clause, dates, history and links: for people to read.

        ``others`` are the same pack's rulesets for further markets, ``samples`` are cases to take examples from:
        `pmos_rules.testing.samples_of` makes them. `pmos_rules.rendering.catalogue` makes Markdown and HTML of it.
        """
        from pmos_rules.rendering.catalogue import compose

        markets = [ruleset._rules for ruleset in (self, *others)]
        return compose(self.pack.name, self.pack.title, markets, self._schema, samples)

    def diff(
        self, other: "Ruleset | None" = None, *, as_of: date, other_as_of: date | None = None, kind: str | None = None
    ) -> "RulesetDifference":
        """What differs from this ruleset on a day to ``other`` (by default itself) on ``other_as_of``.

        Which rules appear, vanish, tighten, loosen or change otherwise, with old and new values and clauses; which
        parameters, code lists and guidance differ. A direction is told only where it is certain. Of two packs that
        do not build on one another, `hubei.file.max_size` is compared with `chongqing.file.max_size`. A day on which
        a ruleset is not in force is no error: it has no rules then. `pmos_rules.rendering.difference` makes text
        and plain data of it. Raises UnknownKindError where neither covers ``kind``.
        """
        from pmos_rules.rendering.difference import compare

        after, days = other or self, [as_of, other_as_of or as_of]
        before_day, after_day = (day.date() if isinstance(day, datetime) else day for day in days)
        kinds = ((after if read_kind(kind) in after.kinds else self).kind_called(kind),) if kind is not None else None
        return compare(
            (self._rules, self.pack.name, before_day), (after._rules, after.pack.name, after_day), self._schema, kinds
        )

    def kind_called(self, kind: str) -> str:
        """The kind of filing by its English name, from that or the Chinese one; raises UnknownKindError."""
        known = read_kind(kind)
        if isinstance(known, str) and known in self.kinds:
            return str(known)
        meant = suggest(kind, self.kinds)
        zh, en = "、".join(self.kinds), ", ".join(self.kinds)
        raise UnknownKindError(
            f"“{self.id}”没有申报类型“{kind}”，应为{f'“{meant}”' if meant else f'其中之一：{zh}'}",
            f"`{self.id}` has no kind of filing `{kind}`, "
            + (f"did you mean `{meant}`?" if meant else f"expected one of {en}"),
        )

    def __repr__(self) -> str:
        return f"<Ruleset {self.id} {self.version}: {len(self.rules)} rules>"


@lru_cache(maxsize=1)
def schema() -> SectionSchema:
    """The schema that built-in rules are checked against."""
    return read_schema(Dossier)


def load_ruleset(name: str | Path, *, market: str | None = None) -> Ruleset:
    """Load and check the rules of a market, of an installed pack, or of a pack's folder.

    Raises RulesetError with every diagnostic where the rules have mistakes, UnknownMarketError where no
    installed pack answers.

    >>> load_ruleset("hubei").id
    'hubei'
    """
    folder = find_pack(name)
    return Ruleset(load_market(with_bases(folder), _market(folder, str(name), market), schema()), schema(), folder)


def load_rulesets(name: str | Path) -> tuple[Ruleset, ...]:
    """A pack in each market that it answers for, and where others build on it, in any.

    Raises as `load_ruleset` does.
    """
    folder = find_pack(name)
    texts = with_bases(folder)
    return tuple(Ruleset(load_market(texts, market, schema()), schema(), folder) for market in markets_of(folder))


def check_pack(name: str | Path) -> list[Diagnostic]:
    """Every diagnostic of a pack and of those that it builds on, by file and place."""
    folder = find_pack(name)
    try:
        texts = with_bases(folder)
    except RulesetError as error:
        return list(error.diagnostics)
    markets = markets_of(folder)
    checked = [check_market(texts, market, schema())[1] for market in markets]
    found = {fault: None for faults in checked for fault in faults}
    # What looks odd for one market may be what another needs.
    kept = [fault for fault in found if fault.level == "error" or all(fault in faults for faults in checked)]
    return sorted(kept, key=place_of)


def markets_of(folder: PackFolder) -> tuple[str | None, ...]:
    """The markets that a pack answers for, and None, which is any market, where others build on it."""
    return (*folder.markets, *((None,) if _is_base(folder) or not folder.markets else ()))


def _is_base(folder: PackFolder) -> bool:
    return any(folder.name in pack.extends for pack in installed_packs().values())


def installed_markets() -> dict[str, PackFolder]:
    """The markets that installed packs answer for, each with its pack; of several packs the first."""
    found: dict[str, PackFolder] = {}
    for pack in installed_packs().values():
        for market in pack.markets:
            found.setdefault(market, pack)
    return found


def _market(folder: PackFolder, name: str, market: str | None) -> str | None:
    if market is None:
        if name == folder.name and name not in folder.markets and _is_base(folder):
            return None
        return name if name in folder.markets else next(iter(folder.markets), None)
    if market in folder.markets:
        return market
    near, known = suggest(market, folder.markets), "、".join(folder.markets)
    hint_zh = f"，是否应为“{near}”" if near else f"，只负责{known}" if known else "，不负责任何交易中心"
    hint_en = f"; did you mean `{near}`?" if near else f"; it answers for {known or 'none'}"
    raise UnknownMarketError(
        f"规则包“{folder.name}”不负责“{market}”{hint_zh}",
        f"the pack `{folder.name}` does not answer for `{market}`{hint_en}",
    )
