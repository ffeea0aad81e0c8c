"""Plan + dossier + date → report: the fast function first, an exact look where it is not sure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import getcontext, localcontext, setcontext
from functools import partial
from operator import itemgetter
from typing import Any, Final

from pydantic import ValidationError

from pmos_rules.compilation.binding import bind_node
from pmos_rules.compilation.generation import STAGES
from pmos_rules.compilation.plan import Found, Hit, Plan, compile_plan, tables_of
from pmos_rules.evaluation.checking import condition
from pmos_rules.evaluation.describing import Describer, Reader
from pmos_rules.evaluation.intake import INPUT_RULES, input_findings
from pmos_rules.evaluation.judging import EXACT, Judgement, Session
from pmos_rules.evaluation.labels import Key, Places
from pmos_rules.evaluation.processing import course_of
from pmos_rules.evaluation.reading import Frame
from pmos_rules.evaluation.reference import Reference, with_reference
from pmos_rules.findings import About, Details, Finding, InputProblem, Outcome, Report, Severity, Verdict
from pmos_rules.language.ir import Test
from pmos_rules.language.ruleset import MarketRules
from pmos_rules.language.schema import SectionSchema
from pmos_rules.language.walking import conjuncts, steps_of
from pmos_rules.processes import Event

# A dossier that does not say is about to be submitted.
_STAGES: Final[dict[str | None, int]] = {None: 1, **{stage: rank for rank, stage in enumerate(STAGES)}}
_UNREAD: Final = frozenset({"shape", "unreadable", "placeholder"})
_SHOWN: Final = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR)


class Evaluator:
    """The rules of one market on one date, compiled: immutable, and shared by any number of threads."""

    def __init__(self, rules: MarketRules, schema: SectionSchema, as_of: date) -> None:
        self.rules = rules
        self.schema = schema
        self.as_of = as_of
        self._prepared: dict[str | None, _Prepared] = {}
        self._kinds = frozenset(rules.kinds)
        self._here = frozenset({None, rules.market})

    def evaluate(
        self,
        dossier: Any,
        *,
        reference: Reference | Mapping[str, Any] | None = None,
        problems: Sequence[InputProblem] = (),
        show_personal: bool = False,
    ) -> Report:
        """Judge a dossier, or a plain mapping that holds one. Never raises because of what stands in it.

        ``reference`` is what the caller knows and no dossier says (taken logins, the admission catalogue …):
        sets by name as under `reference` in a dossier, or an object that answers questions (`Reference`).
        ``problems`` are what scanning a folder noticed; ``show_personal`` shows identity numbers, mobile numbers
        and the like in messages in full (a password is never shown).
        """
        outside = getcontext()
        setcontext(EXACT.copy())  # a rule in Python may change it
        try:
            return self._evaluate(dossier, reference, tuple(problems), show_personal)
        finally:
            setcontext(outside)

    def _evaluate(
        self, given: Any, reference: Any, problems: tuple[InputProblem, ...], personal: bool
    ) -> Report:
        dossier, root = self._read(given)
        if reference is not None:
            dossier = with_reference(dossier, reference, self.schema)
        kind = dossier.kind if dossier.kind in self._kinds else None
        prepared = self._prepare(kind)
        stage = _STAGES.get(dossier.stage, 1)
        notes = getattr(dossier, "notes", _UNREAD)
        found = _found(prepared.plan, dossier, stage, notes)
        findings: tuple[Finding, ...] = ()
        if found or notes or problems or kind is None or self._is_elsewhere(dossier):
            places = Places(self.schema, self.rules.labels[kind], partial(_given, dossier, root))
            session = Session(prepared.plan, prepared.numbers, dossier, self.as_of, stage, _by_rule(found))
            describer = Describer(session, places, prepared.readers, personal)
            findings = (
                *input_findings(dossier, root, self.rules, problems, places),
                *_findings(found, prepared, session, describer),
            )
        return Report(
            ruleset=self.rules.market,
            version=self.rules.version,
            digest=self.rules.digest,
            as_of=self.as_of,
            market=self.rules.market,
            kind=kind,
            stage=STAGES[stage],
            verdict=_verdict(findings) if findings else Verdict.ACCEPT,
            findings=findings,
            outcomes=partial(_outcomes, prepared, dossier, self.as_of, stage, findings),
        )

    def session(self, given: Any) -> Session:
        """A dossier under evaluation by every rule, from scratch: for who wants to judge item by item."""
        dossier, _ = self._read(given)
        prepared = self._prepare(dossier.kind if dossier.kind in self._kinds else None)
        return Session(prepared.plan, prepared.numbers, dossier, self.as_of, _STAGES.get(dossier.stage, 1))

    def plan(self, kind: str | None) -> Plan:
        """What the rules for a kind were compiled into."""
        return self._prepare(kind if kind in self._kinds else None).plan

    def hits(self, given: Any) -> tuple[Session, list[tuple[Hit, Judgement]]]:
        """A dossier under evaluation, and the judgement of each item that was not certainly in order."""
        dossier, _ = self._read(given)
        prepared = self._prepare(dossier.kind if dossier.kind in self._kinds else None)
        stage = _STAGES.get(dossier.stage, 1)
        with localcontext(EXACT):
            found = _found(prepared.plan, dossier, stage, getattr(dossier, "notes", _UNREAD))
            session = Session(prepared.plan, prepared.numbers, dossier, self.as_of, stage, _by_rule(found))
            hits = [((rule, arm, key), grade) for rule, arm, key, grade in found]
            return session, [(hit, _judged(hit, grade, prepared, session)) for hit, grade in hits]

    def events(self, process: str, dossier: Any) -> tuple[Event, ...]:
        """The events of a process that a dossier tells of, outright or by its facts."""
        told = bind_node(self.rules.processes[process], self.rules.parameters, self.as_of)
        frame = Frame(self._read(dossier)[0], self.as_of, tables_of(self.rules.codelists, self.as_of))
        with localcontext(EXACT):
            history = course_of(told, frame, condition).replay.history
        return tuple(turn.event for turn in history)

    def _is_elsewhere(self, dossier: Any) -> bool:
        """Whether market or stage are not as this ruleset knows them."""
        return dossier.market not in self._here or dossier.stage not in _STAGES

    def _read(self, given: Any) -> tuple[Any, Any]:
        """The dossier, and the root as given where it is no mapping."""
        if given.__class__ is self.schema.model or isinstance(given, self.schema.model):
            return given, None
        try:
            return self.schema.model.model_validate(given), None
        except ValidationError:
            return self.schema.model(), given if given is not None else ()

    def _prepare(self, kind: str | None) -> "_Prepared":
        prepared = self._prepared.get(kind)
        if prepared is None:
            prepared = self._prepared[kind] = _Prepared(compile_plan(self.rules, kind, self.as_of, self.schema))
        return prepared


def _given(dossier: Any, root: Any) -> Any:
    """The input as given."""
    return getattr(dossier, "given", None) if root is None else root


class _Prepared:
    """A plan, with what describing its findings needs."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.numbers: Mapping[str, int] = {rule.id: number for number, rule in enumerate(plan.rules)}
        self.readers: Mapping[Key, tuple[Reader, ...]] = _readers(plan)
        self.about = [About(rule.id, rule.title, rule.cite, rule.basis, rule.reading) for rule in plan.rules]
        self._failures: dict[tuple[int, int, int], Judgement] = {}

    def failure(self, rule: int, arm: int, number: int) -> Judgement:
        """The judgement of an arm that has failed with a grade: the same each time."""
        failure = self._failures.get((rule, arm, number))
        if failure is None:
            grade = self.plan.rules[rule].arms[arm].grades[number]
            failure = self._failures[rule, arm, number] = Judgement(Outcome.FAIL, grade, grade.severity)
        return failure


def _readers(plan: Plan) -> Mapping[Key, tuple[Reader, ...]]:
    """The rules that say of a place whether it is readable or given at all."""
    found: defaultdict[Key, list[Reader]] = defaultdict(list)
    for rule in plan.rules:
        for arm in rule.arms:
            for asked in conjuncts(arm.check):
                if isinstance(asked, Test) and asked.operator in ("readable", "present"):
                    found[steps_of(arm, asked.left)].append((rule.id, asked.operator))
    return {place: tuple(rules) for place, rules in found.items()}


def _found(plan: Plan, dossier: Any, stage: int, notes: frozenset[str]) -> list[Found]:
    """What the fast function cannot pass, by the number of the rule."""
    found: list[Found] = []
    run = plan.run_clean if notes.isdisjoint(_UNREAD) else plan.run
    run(dossier, stage, found.append)
    if notes:
        plan.run_hygiene(dossier, stage, found.append)
    return sorted(found, key=itemgetter(0))


def _judged(hit: Hit, grade: int, prepared: _Prepared, session: Session) -> Judgement:
    """The judgement of what was found: looked at exactly, unless it has certainly failed."""
    return session.judge(hit) if grade < 0 else session.failed(hit, prepared.failure(hit[0], hit[1], grade))


def _by_rule(found: list[Found]) -> Mapping[int, list[Hit]]:
    by_rule: dict[int, list[Hit]] = {}
    for rule, arm, key, _ in found:
        by_rule.setdefault(rule, []).append((rule, arm, key))
    return by_rule


def _findings(found: list[Found], prepared: _Prepared, session: Session, describer: Describer) -> list[Finding]:
    findings = []
    broken: set[tuple[int, Key]] = set()
    for number, arm, key, grade in found:
        hit = (number, arm, key)
        judgement = _judged(hit, grade, prepared, session)
        if judgement.outcome not in _SHOWN:
            continue
        if judgement.broken is not None:
            # Arms that go on below what cannot be read all stop there: it is said once.
            if (number, judgement.broken) in broken:
                continue
            broken.add((number, judgement.broken))
        describe = partial(_details, describer, hit, judgement)
        findings.append(Finding(prepared.about[number], judgement.outcome, judgement.severity, describe))
    return findings


def _details(describer: Describer, hit: Hit, judgement: Judgement) -> Details:
    with localcontext(EXACT):
        try:
            return describer.details(hit, judgement)
        except Exception as crash:  # noqa: BLE001 - what was judged stands, with or without words for it
            return describer.unexplained(hit, judgement, type(crash).__name__)


def _verdict(findings: tuple[Finding, ...]) -> Verdict:
    heavy = {finding.outcome for finding in findings if finding.severity is Severity.ERROR}
    if Outcome.FAIL in heavy:
        return Verdict.REJECT
    return Verdict.UNDETERMINED if heavy else Verdict.ACCEPT


def _outcomes(
    prepared: _Prepared, dossier: Any, as_of: date, stage: int, findings: tuple[Finding, ...]
) -> Mapping[str, Outcome]:
    """Every rule's outcome; rules that are not in force, or about another kind, are not applicable."""
    session = Session(prepared.plan, prepared.numbers, dossier, as_of, stage)
    noticed = {finding.rule for finding in findings}
    outcomes = {rule: Outcome.FAIL if rule in noticed else Outcome.PASS for rule in INPUT_RULES}
    with localcontext(EXACT):
        for number, rule in enumerate(session.plan.rules):
            outcomes[rule.id] = session.outcome(number)
    for absent in session.plan.not_in_force:
        outcomes[absent] = Outcome.NOT_APPLICABLE
    return outcomes
