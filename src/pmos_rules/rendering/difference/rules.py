"""A rule on two sides → the respects in which it changed, and what each does to those who are judged by it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pmos_rules.evaluation.phrases import Words, sentence
from pmos_rules.findings import Severity, Text
from pmos_rules.language.ir import Aggregate, All, Condition, Constant, Parameter, Path, Predicate, Unique
from pmos_rules.language.ruleset import Arm, Change, Grade, Interval, Rule
from pmos_rules.language.strictness import Order, codelists_of, differing, order_of
from pmos_rules.language.walking import nodes_of, tests_of
from pmos_rules.rendering.difference.codes import code_changes
from pmos_rules.rendering.difference.law import Law, told
from pmos_rules.rendering.difference.model import Aspect, AspectName, Changed, Direction
from pmos_rules.rendering.difference.notes import with_notes

_ALWAYS = Constant(True)
_POLICIES = ("not_applicable", "undetermined", "fail")
_STAGES = ("trade", "submit", "save")
_MOST_ARMS = 3
"""Of several fields that a rule stands on, so many are told with what changed there."""
MISSING = {
    "not_applicable": Text("不适用", "the rule does not apply"),
    "undetermined": Text("待核", "the rule is undetermined"),
    "fail": Text("不符合", "the rule fails"),
}
SEVERITY = {
    Severity.ERROR: Text("退回", "error"),
    Severity.WARNING: Text("提示", "warning"),
    Severity.INFO: Text("参考", "info"),
}
STAGE = {"save": Text("保存", "save"), "submit": Text("提交", "submit"), "trade": Text("交易", "trade")}
BASIS = {
    "stated": Text("条款明文", "stated by the clause"),
    "screenshot": Text("仅见于截图", "seen in a screenshot only"),
    "derived": Text("推定，来源未明文规定", "derived; no source states it"),
}


def overall(directions: Iterable[Direction]) -> Direction:
    """What several changes come to."""
    found = set(directions) - {Direction.RESTATES}
    if not found:
        return Direction.RESTATES
    if Direction.CHANGES in found:
        return Direction.CHANGES
    return found.pop() if len(found) == 1 else Direction.BOTH


def joined(texts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text | None:
    """Several texts as one; None of none."""
    kept = list(dict.fromkeys(texts))
    return Text(zh.join(text.zh for text in kept), en.join(text.en for text in kept)) if kept else None


@dataclass(frozen=True)
class _Side:
    """A rule on one side for one kind."""

    rule: Rule
    law: Law
    kind: str

    @cached_property
    def arms(self) -> dict[tuple[str, ...], Arm]:
        """As written, by what each stands on."""
        return {arm.scope.key if arm.scope is not None else (): arm for arm in self.rule.arms}

    def words(self, arm: Arm | None = None, *, in_full: bool = False) -> Words:
        return self.law.words(self.rule, arm if len(self.rule.arms) > 1 else None, self.kind, in_full=in_full)

    @cached_property
    def parameters(self) -> frozenset[str]:
        return frozenset(used.name for arm in self.rule.arms for used in nodes_of(Parameter, arm))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What packs have changed in the rule, and in its parameters."""
        tables = self.law.market.parameters
        return (*self.rule.history, *(c for name in sorted(self.parameters) for c in tables[name].history))


def compare_rule(rule: Rule, other: Rule, laws: tuple[Law, Law], kind: str) -> Changed | None:
    """What changed from one rule to the other; None where nothing did."""
    before, after = _Side(rule, laws[0], kind), _Side(other, laws[1], kind)
    aspects = tuple(_Comparing(before, after).aspects())
    if not aspects:
        return None
    common = set(before.changes) & set(after.changes)
    values = tuple(dict(law.parameters) for law in laws)
    return Changed(
        before=told(rule),
        after=told(other),
        kinds=(kind,),
        direction=overall(aspect.direction for aspect in aspects),
        aspects=aspects,
        changes=tuple(c for c in dict.fromkeys((*after.changes, *before.changes)) if c not in common),
        parameters=tuple(
            name
            for name in sorted(before.parameters | after.parameters)
            if name in before.parameters & after.parameters and values[0].get(name) != values[1].get(name)
        ),
    )


@dataclass(frozen=True)
class _Comparing:
    """Two sides of one rule."""

    before: _Side
    after: _Side

    def aspects(self) -> Iterator[Aspect]:
        """Every respect in which they differ, what decides first."""
        found = (
            self.places(),
            self.predicate("when", lambda arm: arm.when or _ALWAYS, asked=True),
            self.predicate("check", lambda arm: arm.check),
            self.codes(),
            self.missing(),
            self.severity(),
            self.stage(),
            self.plain("depends_on", lambda rule: _names(rule.depends_on), Direction.CHANGES),
            self.days(),
            self.plain("cite", _cited),
            self.plain("basis", lambda rule: BASIS[rule.basis]),
            self.plain("title", lambda rule: rule.title),
            self.plain("message", lambda rule: _said(rule, lambda said: said.message)),
            self.plain("fix", lambda rule: _said(rule, lambda said: said.fix)),
            self.plain("reading", lambda rule: rule.reading),
        )
        yield from (aspect for aspect in found if aspect is not None)

    # -- where, when, what ---------------------------------------------------------------------------------

    @cached_property
    def pairs(self) -> list[tuple[Arm, Arm]]:
        """What the rule says on the places that it stands on both before and after."""
        return [(arm, self.after.arms[place]) for place, arm in self.before.arms.items() if place in self.after.arms]

    @cached_property
    def differing(self) -> frozenset[str]:
        """The code lists that are not the same."""
        return differing(self.before.law.tables, self.after.law.tables)

    def order(self, one: Predicate, other: Predicate, *, asked: bool) -> Order:
        """How what is said after stands to what was said before."""
        before, after = self.before.law, self.after.law
        return order_of(after.valued(other), before.valued(one), (after.tables, before.tables), asked=asked)

    def places(self) -> Aspect | None:
        """Other fields on which it stands."""
        lost = [arm for place, arm in self.before.arms.items() if place not in self.after.arms]
        gained = [arm for place, arm in self.after.arms.items() if place not in self.before.arms]
        if not lost and not gained:
            return None
        direction = Direction.BOTH if lost and gained else Direction.TIGHTENS if gained else Direction.LOOSENS
        return Aspect("for", direction, _scopes(lost, self.before), _scopes(gained, self.after))

    def predicate(
        self, name: AspectName, part: Callable[[Arm], Predicate], *, asked: bool = False
    ) -> Aspect | None:
        """The check or the condition, where it is another; a wider condition makes a rule tighter."""
        moved = [(arm, other) for arm, other in self.pairs if self.is_moved(part(arm), part(other))]
        if not moved:
            return None
        orders = [self.order(part(arm), part(other), asked=asked) for arm, other in moved]
        direction = overall(_direction(order, turned=asked) for order in orders)
        texts = self.told_apart(moved, part, asked=not asked)
        return self.in_words(name, direction, texts, tuple(part(arm) for pair in moved for arm in pair))

    def told_apart(
        self, moved: list[tuple[Arm, Arm]], part: Callable[[Arm], Predicate], *, asked: bool
    ) -> tuple[Text | None, Text | None]:
        """What was said and what is, in as few words as tell them apart; the whole where no words do."""
        for in_full in (False, True):
            said = [self.parts_said(pair, part, asked=asked, in_full=in_full) for pair in moved]
            texts = _some(text for text, _ in said), _some(text for _, text in said)
            if texts[0] != texts[1]:
                return texts
        whole = sentence(part(moved[0][1]), self.after.words(moved[0][1]), asked=asked)
        return whole, whole

    def in_words(
        self, name: AspectName, direction: Direction, texts: tuple[Text | None, Text | None], nodes: object
    ) -> Aspect:
        """What was said and what is; where that reads alike, the code lists that make the difference, if any."""
        names = codelists_of(nodes) & self.differing if texts[0] == texts[1] else frozenset[str]()
        codes = joined(code_changes(sorted(names), self.before.law, self.after.law))
        return Aspect(name, direction, *texts) if codes is None else Aspect("codes", direction, None, codes)

    def is_moved(self, one: Predicate, other: Predicate) -> bool:
        return bool(self.before.law.valued(one) != self.after.law.valued(other))

    def parts_said(
        self, pair: tuple[Arm, Arm], part: Callable[[Arm], Predicate], *, asked: bool, in_full: bool
    ) -> tuple[Text | None, Text | None]:
        """What only one of them says, in words."""
        sides = (self.before, self.after)
        parts = [list(_parts(part(arm))) for arm in pair]
        valued = [[side.law.valued(one) for one in of] for side, of in zip(sides, parts, strict=True)]
        texts = []
        for side, arm, own, mine, others in zip(sides, pair, parts, valued, valued[::-1], strict=True):
            words = side.words(arm, in_full=in_full)
            only = [one for one, value in zip(own, mine, strict=True) if value not in others and one != _ALWAYS]
            said = [sentence(one, words, asked=asked) for one in only]
            noted = [with_notes(text, one) for text, one in zip(said, only, strict=True)] if in_full else said
            texts.append(joined(noted))
        return texts[0], texts[1]

    def codes(self) -> Aspect | None:
        """Code lists that the rule looks values up in, where what it says is the same and they are not."""
        if not self.differing:
            return None
        directions: list[Direction] = []
        names: set[str] = set()
        for part, asked in ((_check, False), (_when, True)):
            for arm, other in self.pairs:
                read = codelists_of(self.before.law.valued(part(arm))) & self.differing
                if read and not self.is_moved(part(arm), part(other)):
                    order = self.order(part(arm), part(other), asked=asked)
                    if not order.is_same:
                        directions.append(_direction(order, turned=asked))
                        names |= read
        for arm, other in self.pairs:
            for grade, grade_too in zip(_effective(arm.grades), _effective(other.grades), strict=False):
                read = codelists_of(self.before.law.valued(grade.when)) & self.differing
                case, case_too = grade.when or _ALWAYS, grade_too.when or _ALWAYS
                if read and not self.is_moved(case, case_too) and not self.order(case, case, asked=True).is_same:
                    directions.append(Direction.CHANGES)
                    names |= read
        if not directions:
            return None
        said = joined(code_changes(sorted(names), self.before.law, self.after.law))
        return Aspect("codes", overall(directions), None, said)

    # -- how much ------------------------------------------------------------------------------------------

    def missing(self) -> Aspect | None:
        """What a missing value means."""
        rules = (self.before.rule, self.after.rule)
        moved = [path for path in self.read_by_both(_decided) if rules[0].missing(path) != rules[1].missing(path)]
        counted = self.read_by_both(_counted)
        undecided = [path for path in counted if _is_said(rules[0], path) != _is_said(rules[1], path)]
        if not moved and not undecided:
            return None
        directions = [_step(_POLICIES, rules[0].missing(path), rules[1].missing(path)) for path in moved]
        directions += [Direction.CHANGES for _ in undecided]
        shown = list({str(path): path for path in (*moved, *undecided)}.values())
        return Aspect(
            "if_missing", overall(directions), _policies(shown, self.before), _policies(shown, self.after)
        )

    def read_by_both(self, read: Callable[[Arm], Iterator[Path]]) -> list[Path]:
        """The paths that the check reads before and after; what only one of them reads is told of the check."""
        before = {str(path): path for arm, _ in self.pairs for path in read(arm)}
        after = {str(path) for _, arm in self.pairs for path in read(arm)}
        return [path for name, path in before.items() if name in after]

    def severity(self) -> Aspect | None:
        """How heavy a failure is."""
        before, after = self.before.law, self.after.law
        grades = [(pair, (before.valued(pair[0].grades), after.valued(pair[1].grades))) for pair in self.pairs]
        moved = [(pair, graded) for pair, graded in grades if _levels(graded[0]) != _levels(graded[1])]
        if not moved:
            return None
        direction = overall(_graded(*graded, codes=self.differing) for _, graded in moved)
        before_said = _some(_severities(self.before, pair[0]) for pair, _ in moved)
        after_said = _some(_severities(self.after, pair[1]) for pair, _ in moved)
        return self.in_words("severity", direction, (before_said, after_said), tuple(graded for _, graded in moved))

    def stage(self) -> Aspect | None:
        """From which stage on it bites."""
        before, after = self.before.rule.from_stage, self.after.rule.from_stage
        if before == after:
            return None
        return Aspect("from_stage", _step(_STAGES, before, after), STAGE[before], STAGE[after])

    def days(self) -> Aspect | None:
        """When it is in force, where the same day is asked on both sides."""
        laws = self.before.law, self.after.law
        if laws[0].day != laws[1].day or laws[0].market.market != laws[1].market.market:
            return None
        return self.plain("effective", lambda rule: days_of(rule.effective), Direction.CHANGES)

    def plain(
        self, name: AspectName, of: Callable[[Rule], Text | None], direction: Direction = Direction.RESTATES
    ) -> Aspect | None:
        """What can only be told in words."""
        before, after = of(self.before.rule), of(self.after.rule)
        return Aspect(name, direction, before, after) if before != after else None


def _check(arm: Arm) -> Predicate:
    return arm.check


def _when(arm: Arm) -> Predicate:
    return arm.when or _ALWAYS


def _direction(order: Order, *, turned: bool) -> Direction:
    """What a predicate that is lower than before does to the rule; of a condition, the opposite."""
    if order.is_same:
        return Direction.RESTATES
    if order.below:
        return Direction.LOOSENS if turned else Direction.TIGHTENS
    if order.above:
        return Direction.TIGHTENS if turned else Direction.LOOSENS
    return Direction.CHANGES


def _step(rising: tuple[str, ...], before: str, after: str) -> Direction:
    return Direction.TIGHTENS if rising.index(after) > rising.index(before) else Direction.LOOSENS


def _parts(node: Predicate) -> Iterator[Predicate]:
    inner = node.of if isinstance(node, Condition) else node
    if isinstance(inner, All):
        for part in inner.of:
            yield from _parts(part)
    else:
        yield inner


def _some(texts: Iterable[Text | None]) -> Text | None:
    """What is said of several fields, of the first by name."""
    kept = list(dict.fromkeys(text for text in texts if text is not None))
    more = len(kept) - _MOST_ARMS
    if more <= 0:
        return joined(kept)
    return joined([*kept[:_MOST_ARMS], Text(f"另有 {more} 处", f"and so at {more} more")])


def _scopes(arms: list[Arm], side: _Side) -> Text | None:
    labels = [side.law.words(side.rule, None, side.kind).label(arm.scope) for arm in arms if arm.scope is not None]
    return joined(labels, "、", ", ")


def _decided(arm: Arm) -> Iterator[Path]:
    """The paths of which the rule decides what it means that they are missing."""
    yield from (path for path in tests_of(arm.check, deciding=True) if path.scope not in ("row", "as_of"))
    yield from (one.over for one in nodes_of(Unique, arm.check))
    yield from (one.over for one in nodes_of(Aggregate, arm.check))


def _counted(arm: Arm) -> Iterator[Path]:
    return (one.over for one in nodes_of(Aggregate, arm.check) if one.function == "count")


def _is_said(rule: Rule, path: Path) -> bool:
    """Whether a rule says what it means that a list is missing; else the list counts as empty."""
    return rule.otherwise_missing is not None or not rule.if_missing.keys().isdisjoint((str(path), f"dossier.{path}"))


def _policies(paths: list[Path], side: _Side) -> Text | None:
    words = side.words()
    said = []
    for path in paths:
        label, policy = words.label(path), MISSING[side.rule.missing(path)]
        if not _is_said(side.rule, path) and path.repeats:
            policy = Text("按空列表计", "it counts as empty")
        said.append(Text(f"“{label.zh}”缺值时{policy.zh}", f"where “{label.en}” is missing, {policy.en}"))
    return joined(said)


# -- severity ------------------------------------------------------------------------------------------


def _levels(grades: tuple[Grade, ...]) -> list[tuple[Severity, Predicate | None]]:
    """How heavy it is in which case."""
    return [(grade.severity, grade.when) for grade in _effective(grades)]


def _effective(grades: tuple[Grade, ...]) -> list[Grade]:
    """The grades that can decide: what comes after one that always holds cannot, nor need a case weigh the same."""
    found: list[Grade] = []
    for grade in grades:
        if grade.when in (None, _ALWAYS, Condition(_ALWAYS)):
            found.append(replace(grade, when=None))
            break
        found.append(grade)
    while len(found) > 1 and found[-2].severity == found[-1].severity:
        del found[-2]
    return found


def _graded(before: tuple[Grade, ...], after: tuple[Grade, ...], *, codes: frozenset[str]) -> Direction:
    """Certain where every case weighs more, or where no case weighs less than any did."""
    order = list(Severity)
    before, after = tuple(_effective(before)), tuple(_effective(after))
    old, new = ([order.index(grade.severity) for grade in grades] for grades in (before, after))
    cases = [grade.when for grade in before]
    pairs = list(zip(old, new, strict=False))
    same = cases == [grade.when for grade in after] and codes.isdisjoint(codelists_of(tuple(cases)))
    if max(new) <= min(old) or (same and all(now <= was for was, now in pairs)):
        return Direction.TIGHTENS
    if min(new) >= max(old) or (same and all(now >= was for was, now in pairs)):
        return Direction.LOOSENS
    return Direction.CHANGES


def _severities(side: _Side, arm: Arm) -> Text:
    """The severity; of a graded one each with its case, of one of several fields with its name."""
    said = _cases(side, arm)
    if len(side.rule.arms) == 1 or arm.scope is None:
        return said
    label = side.law.words(side.rule, None, side.kind).label(arm.scope)
    return Text(f"“{label.zh}”：{said.zh}", f"“{label.en}”: {said.en}")


def _cases(side: _Side, arm: Arm) -> Text:
    grades = _effective(arm.grades)
    if len(grades) == 1:
        return SEVERITY[grades[0].severity]
    said, words = [], side.words(arm)
    for grade in grades:
        level = SEVERITY[grade.severity]
        if grade.when is None:
            said.append(Text(f"否则{level.zh}", f"otherwise {level.en}"))
        else:
            case = sentence(grade.when, words)
            said.append(Text(f"若{case.zh}，则{level.zh}", f"{level.en} if {case.en}"))
    return Text("；".join(text.zh for text in said), "; ".join(text.en for text in said))


# -- in words ------------------------------------------------------------------------------------------


def _names(ids: tuple[str, ...]) -> Text | None:
    return Text("、".join(ids), ", ".join(ids)) if ids else None


def _cited(rule: Rule) -> Text:
    cite = rule.cite
    return Text(f"《{cite.title.zh}》{cite.section}", f"{cite.title.en}, {cite.section}")


def _said(rule: Rule, of: Callable[[Rule | Grade], Text | None]) -> Text | None:
    texts = [of(rule), *(of(grade) for arm in rule.arms for grade in arm.grades)]
    return joined(text for text in texts if text is not None)


def days_of(effective: Interval) -> Text | None:
    """When something is in force."""
    start, until = effective.start, effective.until
    zh = [f"自 {start} 起" if start else "", f"至 {until} 前" if until else ""]
    en = [f"from {start}" if start else "", f"until {until}" if until else ""]
    if not any(zh):
        return None
    return Text("，".join(filter(None, zh)), " ".join(filter(None, en)))
