"""The rules and the cases of a pack → every small change of a rule, and whether a case notices it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import localcontext
from random import Random
from typing import Any

from pmos_rules.compilation.plan import Plan
from pmos_rules.evaluation.judging import EXACT
from pmos_rules.findings import Text
from pmos_rules.language.ir import Constant, Predicate
from pmos_rules.language.ruleset import Arm, Rule
from pmos_rules.testing.case import Case
from pmos_rules.testing.mutation.judging import Law, Sitting, Watch
from pmos_rules.testing.mutation.rules import Key, mutated
from pmos_rules.testing.mutation.sameness import simplified, weights
from pmos_rules.testing.pack_rules import PackRules

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one small change: where it is written, what was changed, and the case that noticed it."""

    rule: str
    file: str
    line: int
    says: Text
    noticed_by: str | None = None


@dataclass(frozen=True, slots=True)
class MutationRun:
    """What became of every small change of a pack's own rules, in the order in which they are written."""

    pack: str
    mutants: tuple[Mutant, ...]

    @property
    def unnoticed(self) -> tuple[Mutant, ...]:
        """The changes that no case notices."""
        return tuple(mutant for mutant in self.mutants if mutant.noticed_by is None)

    @property
    def noticed(self) -> int:
        """How many changes a case notices."""
        return len(self.mutants) - len(self.unnoticed)

    @property
    def percent(self) -> float:
        """How many of a hundred are noticed; all of none."""
        return 100 * self.noticed / len(self.mutants) if self.mutants else 100.0


@dataclass(frozen=True, slots=True)
class _Planned:
    """What one change is about, before it is tried: the rule in every law that has it."""

    key: Key
    says: Text
    written: Rule
    variants: tuple[tuple[Law, Rule], ...]


def mutate(
    rules: Iterable[Rule],
    cases: Iterable[Case],
    *,
    pack: str = "",
    sample: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> MutationRun:
    """Change each rule a little, in every way that makes a difference, and run the cases that could tell.

    The cases should all come out as they say as things stand. Of ``sample`` changes, drawn with ``seed``, only
    those are tried. ``progress`` is told after each rule how many of how many are done.
    """
    watches = list(_watches(cases))
    laws = list({id(law): law for watch in watches for law in (watch.sitting.law, watch.base.law)}.values())
    written = list({rule.id: rule for rule in rules}.values())
    mutants: list[Mutant] = []
    drawn = _drawn(written, laws, sample, seed) if sample is not None else None
    for done, rule in enumerate(written):
        if drawn is None or rule.id in drawn:
            wanted = None if drawn is None else drawn[rule.id]
            mutants += _tried(rule, laws, watches, wanted)
        if progress is not None:
            progress(done + 1, len(written))
    return MutationRun(pack, tuple(mutants))


def _drawn(rules: Sequence[Rule], laws: Sequence[Law], size: int, seed: int) -> Mapping[str, set[Key]]:
    """Some of all changes, whichever rule they are of."""
    every = [(rule.id, plan.key) for rule in rules for plan in _planned(rule, laws)]
    chosen = Random(seed).sample(every, min(size, len(every)))
    found: dict[str, set[Key]] = {}
    for rule, key in chosen:
        found.setdefault(rule, set()).add(key)
    return found


def _tried(rule: Rule, laws: Sequence[Law], watches: Sequence[Watch], wanted: set[Key] | None) -> Iterator[Mutant]:
    """Each change of a rule with the first case that notices it; those that come to the same count once."""
    concerned = sorted((watch for watch in watches if watch.concerns(rule.id)), key=lambda w: rule.id not in w.named)
    usual = {id(law): _says(law.plan, rule.id) for law in laws if rule.id in law.numbers}
    seen: set[Any] = set()
    for planned in _planned(rule, laws):
        plans = {id(law): plan for law, changed in planned.variants if (plan := law.variant(changed)) is not None}
        said = tuple((law, _says(plan, rule.id)) for law, plan in plans.items())
        said = tuple((law, what) for law, what in said if what != usual[law])
        if said in seen or (planned.variants and not said):
            continue  # it comes to the same as another, or as the rule itself
        seen |= {said} if said else set()
        if wanted is not None and planned.key not in wanted:
            continue
        with localcontext(EXACT):
            noticing = next((watch.case for watch in concerned if watch.notices(rule.id, plans)), None)
        span = rule.span
        place = (span.source.name, span.line) if span is not None else ("", 0)
        yield Mutant(rule.id, *place, planned.says, None if noticing is None else noticing.name)


def _says(plan: Plan, rule: str) -> Any:
    """All of a rule that a change can touch, to be compared."""
    bound = next(found for found in plan.rules if found.id == rule)
    arms = tuple(_simplified(arm) for arm in bound.arms)
    return arms, tuple(sorted(bound.if_missing.items())), bound.depends_on, bound.from_stage


def _simplified(arm: Arm) -> Any:
    return _condition(arm.when), simplified(arm.check), weights(arm.grades)


def _condition(when: Predicate | None) -> Any:
    return Constant(True) if when is None else simplified(when, condition=True)


def _planned(rule: Rule, laws: Sequence[Law]) -> Iterator[_Planned]:
    """Every change of a rule, made in every law that has it; a rule that no case's law has is changed as it is."""
    having = [(law, law.written[rule.id]) for law in laws if rule.id in law.written]
    found: dict[Key, tuple[Text, list[tuple[Law, Rule]]]] = {}
    known: dict[int, Mapping[Key, tuple[Text, Rule]]] = {}
    for law, written in having:
        if id(written) not in known:
            known[id(written)] = mutated(written, law.parameters)
        for key, (says, changed) in known[id(written)].items():
            found.setdefault(key, (says, []))[1].append((law, changed))
    if not having:
        found = {key: (says, []) for key, (says, _) in mutated(rule, {}).items()}
    for key, (says, variants) in found.items():
        yield _Planned(key, says, rule, tuple(variants))


def _watches(cases: Iterable[Case]) -> Iterator[Watch]:
    """Each case with its dossier and its base's, each read once."""
    bench = _Bench()
    for case in cases:
        if isinstance(case.base.rules, PackRules):
            base = bench.base(case, case.base.rules)
            yield Watch(case, base if case.expected is None else bench.sitting(case.dossier, case.base.rules), base)


class _Bench:
    """Keeps the laws and the bases that cases share."""

    def __init__(self) -> None:
        self._laws: dict[Any, Law] = {}
        self._bases: dict[int, Sitting] = {}

    def base(self, case: Case, rules: PackRules) -> Sitting:
        if id(case.base) not in self._bases:
            self._bases[id(case.base)] = self.sitting(case.base.dossier, rules)
        return self._bases[id(case.base)]

    def sitting(self, dossier: Mapping[str, Any], rules: PackRules) -> Sitting:
        evaluator, session, kind = rules.sitting(dossier)
        key = (id(evaluator.rules), kind, evaluator.as_of)
        if key not in self._laws:
            self._laws[key] = Law(evaluator.rules, kind, evaluator.as_of, session.plan, evaluator)
        law = self._laws[key]
        session.plan, session.numbers = law.plan, law.numbers
        return Sitting(law, session)
