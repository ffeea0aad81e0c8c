"""A ruleset, a kind of filing and choices → a dossier that no rule finds fault with, or one that breaks one rule.

A draft is drawn field by field from what the rules tell of each; then it is judged, and what a rule finds fault with is
mended, until none does. Nothing is drawn in the hope that it fits: a draft is never thrown away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from copy import deepcopy
from datetime import date
from itertools import islice
from typing import Final

from pmos_rules.api import Ruleset
from pmos_rules.compilation.generation import STAGES
from pmos_rules.compilation.plan import Hit
from pmos_rules.errors import PmosRulesError
from pmos_rules.evaluation.checking import condition
from pmos_rules.evaluation.judging import Judgement, Session
from pmos_rules.evaluation.truth import TRUE, UNDETERMINED
from pmos_rules.findings import Outcome
from pmos_rules.language.ir import Constant, Path, ProcessQuery, Test
from pmos_rules.language.ruleset import Arm, Rule
from pmos_rules.language.walking import NEVER_MISSING, conjuncts, nodes_of, tests_of
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.edits import EditError, Steps, make
from pmos_rules.strategies.fields import Fields
from pmos_rules.strategies.mending import FORMS, Kept, Mender, Site, kept_by
from pmos_rules.strategies.series import Draft, Series
from pmos_rules.strategies.skeleton import skeleton
from pmos_rules.strategies.varying import vary
from pmos_rules.strategies.violations import violations
from pmos_rules.strategies.violations.ground import Change, Ground

Spoken = list[tuple[Hit, Judgement]]

_STAGES: Final = ("submit", "save", "trade")
"""The commonest first."""
_ROUNDS: Final = 40
_EARLY: Final = 3
_SHOWN: Final = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR)
_ATTEMPTS: Final = 24
_TRIED: Final = 48
_SETTLED: Final = 6
_STAGE_CHANGES: Final = 16
_VARIATIONS: Final = 4
_PRESENT: Final = date(2026, 1, 1)


class GenerationError(PmosRulesError):
    """No dossier was found that is as it should be; the message says which rules stand against it."""


class Generator:
    """Makes dossiers of one kind by the rules of one market on one day, as plain data in English keys.

    ``kind`` is an English or Chinese name; without ``as_of`` it is the day on which the last change that is known of
    the law takes effect. The same choices give the same dossier. Raises UnknownKindError, NotInForceError.
    """

    def __init__(self, ruleset: Ruleset, kind: str, as_of: date | None = None) -> None:
        self.market = ruleset.id
        self.kind = ruleset.kind_called(kind)
        self.as_of = as_of or last_change(ruleset)
        self.evaluator = ruleset.at(self.as_of)
        self.plan = self.evaluator.plan(self.kind)
        self.fields = Fields(self.plan.rules, self.evaluator.schema, self.plan.tables, self.as_of)
        self._asked = _asked(self.plan.rules)
        self._by_id = {rule.id: rule for rule in self.plan.rules}

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules in force for the kind that a dossier can break, in the order in which they are written."""
        return tuple(rule.id for rule in self.plan.rules if any(arm.check != Constant(True) for arm in rule.arms))

    def compliant(self, choices: Choices) -> Draft:
        """A dossier of which no rule has anything to say: nothing fails, nothing is undetermined.

        Raises GenerationError where the rules could not all be satisfied.
        """
        draft = self._drawn(choices, choices.pick(_STAGES))
        self._settle(draft, choices)
        return draft

    def varied(self, dossier: Draft, choices: Choices) -> Draft:
        """Another dossier of which no rule has anything to say, which differs from such a one in a few fields.

        Much quicker than `compliant`. Raises GenerationError likewise.
        """
        for _ in range(_VARIATIONS):
            draft = deepcopy(dossier)
            if choices.chance(_STAGE_CHANGES):
                draft["stage"] = choices.pick(_STAGES)
            vary(draft, self.fields, STAGES.index(draft["stage"]), choices)
            self._settle(draft, choices)
            if draft != dossier:  # else what was varied had to be mended again
                break
        return draft

    def series(self, seed: int | str) -> Series:
        """Dossiers of which no rule has anything to say, without end: the way to have thousands."""
        return Series(self.compliant, self.varied, seed)

    def violating(self, rule_id: str, choices: Choices) -> Draft:
        """A dossier in which that rule fails, and of all others only those that it is said to break with.

        Raises GenerationError where none is found, KeyError for a rule that is not in force for the kind.
        """
        rule = self._by_id[rule_id]
        for attempt in range(_ATTEMPTS):
            draft = self._applying(rule, choices, firmly=attempt % 2 == 1)
            broken = self._broken(rule, draft, choices) if draft is not None else None
            if broken is not None:
                return broken
        raise GenerationError(
            f"没有找到只违反“{rule_id}”的档案", f"no dossier was found that breaks `{rule_id}` and nothing else"
        )

    # -- drafts --------------------------------------------------------------------------------------

    def _drawn(self, choices: Choices, stage: str) -> Draft:
        head = {"market": self.market, "kind": self.kind, "stage": stage, "as_of": self.as_of.isoformat()}
        return skeleton(head, self.fields, STAGES.index(stage), choices)

    def _settle(
        self, draft: Draft, choices: Choices, kept: Collection[Kept] = (), spared: Collection[str] = ()
    ) -> None:
        """Mend a draft until no rule but the spared ones has anything to say; what is kept stays as it is."""
        spoken: Spoken = []
        for number in range(_ROUNDS):
            session, everything = self._judge(draft)
            spoken = [(hit, found) for hit, found in everything if self.plan.rules[hit[0]].id not in spared]
            if not spoken:
                return
            mender = Mender(FORMS, self.fields, choices, kept)
            for hit, _ in spoken:
                self._mend(mender, draft, session, hit, number)
        stuck = "、".join(dict.fromkeys(self.plan.rules[hit[0]].id for hit, _ in spoken))
        raise GenerationError(f"未能满足 {stuck}", f"these could not be satisfied: {stuck}")

    def _judge(self, draft: Draft) -> tuple[Session, Spoken]:
        session, found = self.evaluator.hits(draft)
        return session, [(hit, judgement) for hit, judgement in found if judgement.outcome in _SHOWN]

    def _mend(self, mender: Mender, draft: Draft, session: Session, hit: Hit, number: int) -> None:
        arm = self.plan.rules[hit[0]].arms[hit[1]]
        site = self._site(draft, session, hit)
        if site is None:
            return  # the list that it stands in cannot be read, which another rule has said
        when = condition(arm.when, site.frame)
        if arm.when is not None and when == UNDETERMINED:
            mender.mend(arm.when, site.as_condition(), not mender.choices.chance(2))
        elif arm.when is not None and (number < _EARLY or number % 8 == 7) and mender.choices.chance(6):
            mender.mend(arm.when, site.as_condition(), False)  # what a rule asks can also be avoided
        else:
            mender.mend(arm.check, site)

    def _site(self, draft: Draft, session: Session, hit: Hit) -> Site | None:
        rule, arm = self.plan.rules[hit[0]], self.plan.rules[hit[0]].arms[hit[1]]
        frame = session.frame(arm, hit[2])
        if frame is None:
            return None
        ground = self._ground(draft).at_item(tuple(map(str, frame.item_place)), arm.scope)

        def peers(test: Test) -> tuple[Test, ...]:
            same = self._asked.get((arm.scope, test.left.scope, test.left.steps), ())
            return tuple(
                peer
                for other, its, peer in same
                if session.stage >= STAGES.index(other.from_stage) and condition(its.when, frame) == TRUE
            )

        return Site(ground, frame, rule, peers)

    def _ground(self, draft: Draft) -> Ground:
        return Ground(draft, self.evaluator.schema, self.plan.tables, self.as_of, in_english=True)

    # -- breaking one rule ---------------------------------------------------------------------------

    def _applying(self, rule: Rule, choices: Choices, *, firmly: bool) -> Draft | None:
        """A compliant draft at a stage at which the rule is asked, and to which it applies if that can be had.

        What makes it apply may be changed again while the draft is mended, unless ``firmly`` not.
        """
        stages = [stage for stage in _STAGES if STAGES.index(stage) >= STAGES.index(rule.from_stage)]
        draft = self._drawn(choices, choices.pick(stages))
        try:
            self._settle(draft, choices)
            made = self._made_to_apply(rule, draft, choices)
            if made:
                self._settle(draft, choices, made if firmly else (), (rule.id, *rule.breaks_with) if firmly else ())
        except GenerationError:
            return None
        return draft

    def _made_to_apply(self, rule: Rule, draft: Draft, choices: Choices) -> Collection[Kept]:
        """Make the rule apply somewhere, if it does nowhere; what was changed for it."""
        session = self.evaluator.session(draft)
        number = session.numbers[rule.id]
        hits = list(session.hits(number))
        if session.outcome(number) is not Outcome.NOT_APPLICABLE:
            return ()
        sites = [(rule.arms[hit[1]], site) for hit in hits if (site := self._site(draft, session, hit)) is not None]
        mender = Mender(FORMS, self.fields, choices)
        if not sites:
            self._add_item(rule, draft, mender)
            return ()
        arm, site = choices.pick(sites)
        if arm.when is not None and condition(arm.when, site.frame) != TRUE:
            mender.mend(arm.when, site.as_condition())
        for path in tests_of(arm.check, deciding=True):
            mender.give(path, site)
        for query in nodes_of(ProcessQuery, arm.check):
            mender.mend(query, site)
        return mender.changed

    def _add_item(self, rule: Rule, draft: Draft, mender: Mender) -> None:
        """Add an item that the rule is asked of, where there is none."""
        scopes = [arm.scope for arm in rule.arms if arm.scope is not None and arm.scope.repeats]
        if scopes:
            mender.add_item(mender.choices.pick(scopes), self._ground(draft))

    def _broken(self, rule: Rule, draft: Draft, choices: Choices) -> Draft | None:
        """The draft changed so that the rule fails and nothing else does that is not said to."""
        spared = {rule.id, *rule.breaks_with}
        changes = list(islice(violations(rule, self._ground(draft)), _TRIED))
        settled = 0
        if self._is_only(rule, self._judge(draft)[1]):
            return draft
        for change in _in_some_order(changes, choices):
            changed = deepcopy(draft)
            try:
                make(change, changed)
            except EditError:
                continue
            _, spoken = self._judge(changed)
            failing = {self.plan.rules[hit[0]].id for hit, found in spoken if found.outcome is Outcome.FAIL}
            if rule.id not in failing:
                continue
            if self._is_only(rule, spoken):
                return changed
            if settled < _SETTLED:
                settled += 1
                if self._settled(rule, changed, change, spared, choices):
                    return changed
        return None

    def _settled(
        self, rule: Rule, changed: Draft, change: Change, spared: Collection[str], choices: Choices
    ) -> bool:
        kept = [kept_by(edit) for edit in change]
        try:
            self._settle(changed, choices, kept, spared)
        except GenerationError:
            return False
        return self._is_only(rule, self._judge(changed)[1])

    def _is_only(self, rule: Rule, spoken: Spoken) -> bool:
        """Whether a rule fails, and else only rules that it is said to break with."""
        ids = {(self.plan.rules[hit[0]].id, found.outcome) for hit, found in spoken}
        allowed = {(other, Outcome.FAIL) for other in (rule.id, *rule.breaks_with)}
        return (rule.id, Outcome.FAIL) in ids and ids <= allowed


def _in_some_order(changes: list[Change], choices: Choices) -> Iterator[Change]:
    """Any of the changes first, then the others as they come."""
    if changes:
        first = choices.number(0, len(changes) - 1)
        yield changes[first]
        yield from (change for number, change in enumerate(changes) if number != first)


def _asked(rules: Collection[Rule]) -> dict[tuple[Path | None, str, Steps], list[tuple[Rule, Arm, Test]]]:
    """What is asked of a value besides, by the scope that it is asked in and the steps from there."""
    found: dict[tuple[Path | None, str, Steps], list[tuple[Rule, Arm, Test]]] = defaultdict(list)
    for rule in rules:
        for arm in rule.arms:
            for part in conjuncts(arm.check):
                if isinstance(part, Test) and part.operator not in NEVER_MISSING:
                    found[arm.scope, part.left.scope, part.left.steps].append((rule, arm, part))
    return dict(found)


def last_change(ruleset: Ruleset) -> date:
    """The day on which the last change that a ruleset knows of takes effect, or the beginning of 2026."""
    rules = ruleset.market_rules
    days = [_PRESENT, rules.effective.start]
    days += [rule.effective.start for rule in ruleset.rules]
    days += [value.start for table in rules.parameters.values() for value in table.values]
    days += [code.effective.start for table in rules.codelists.values() for code in table.entries.values()]
    return max((day for day in days if day is not None), default=_PRESENT)
