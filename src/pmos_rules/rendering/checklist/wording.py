"""A rule → the point that a checklist makes of it: what it asks for, when, how much that weighs, by which clause."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from pmos_rules.compilation.binding import bind
from pmos_rules.evaluation.explanation import with_part, words_for
from pmos_rules.evaluation.phrases import Words, requirement, sentence
from pmos_rules.evaluation.showing import show_number
from pmos_rules.findings import Severity, Text
from pmos_rules.language.ir import (
    Aggregate,
    All,
    Attached,
    Codelist,
    Constant,
    Custom,
    Not,
    Parameter,
    Path,
    Predicate,
    Test,
)
from pmos_rules.language.ir import Condition as Told
from pmos_rules.language.ruleset import Arm, Guidance, MarketRules, Rule
from pmos_rules.language.schema import SectionSchema
from pmos_rules.language.walking import conjuncts, parts_of, tests_of
from pmos_rules.rendering.checklist.model import ALWAYS, Condition, Grade, Ground, Point
from pmos_rules.rendering.checklist.places import file_places

_MIB = Decimal(1024 * 1024)
_EACH = ("各位", "各项", "each")
_MOST_NAMED = 3
"""Of many words that would do, so many are named in a condition."""
_LONGEST_DETAIL = 80
"""A check that takes more words than this is told by its title alone."""
_LONGEST_CASE = 60
"""A case that takes more words than this is told by the reading of the clause alone."""
_TOLD = re.compile(r"“[^”]*”|[0-9]+(?:[.:-][0-9]+)*%?|[A-Za-z]{2,}")
_STATED_BY_TITLE = frozenset({"matches", "readable", "as_given", "present", "missing", "mentions", "named_in"})
"""Operators whose values the title says better than they could be listed: patterns, lists of words."""


@dataclass(frozen=True)
class Asked:
    """The rules of one kind in force on a day, and how the form for that kind calls things."""

    market: MarketRules
    schema: SectionSchema
    kind: str
    day: date

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force, with their parameters and with `as_of` as they are written."""
        bound = bind(self.market.rules[self.kind], self.market.parameters, self.day)
        in_force = {(rule.id, rule.effective) for rule in bound}
        return tuple(rule for rule in self.market.rules[self.kind] if (rule.id, rule.effective) in in_force)

    @cached_property
    def guidance(self) -> tuple[Guidance, ...]:
        """What no program can decide, of this kind."""
        return tuple(g for g in self.market.guidance if g.kinds is None or self.kind in g.kinds)

    def words(self, rule: Rule, arm: Arm | None = None) -> Words:
        """How the rule's paths are called; of one arm, also the field that it is about."""
        alone = rule if arm is None else replace(rule, arms=(arm,))
        words = words_for(alone, self.market, self.schema, kind=self.kind, parameter=self.value)
        scope = alone.arms[0].scope.steps if len(alone.arms) == 1 and alone.arms[0].scope is not None else ()
        rows = scope[: len(scope) - scope[::-1].index("*")] if "*" in scope else ()
        return self._short(words, self.label(rows) if rows else None)

    def _short(self, words: Words, rows: Text | None = None) -> Words:
        """The same, with labels as short as they are clear among ``rows``, and with long lists cut short."""

        def label(path: Path) -> Text:
            return with_part(self._shortened(words.label(replace(path, part=None)), rows), path)

        return replace(
            words,
            label=label,
            inside=lambda over: self._short(words.inside(over), words.label(over)),
            most=_MOST_NAMED,
            shown=self.shown,
        )

    def shown(self, codelist: str | None, value: str) -> str:
        """A value of a code list; one that is not Chinese with its Chinese name, since forms are in Chinese."""
        if codelist is None or not value.isascii():
            return value
        code = self.market.codelists[codelist].entries.get(value)
        name = next((also for also in code.also if not also.isascii()), None) if code is not None else None
        return f"{value}（{name}）" if name is not None else value

    @cached_property
    def _files(self) -> tuple[str, ...]:
        """What the labels of facts about files begin with, in either language."""
        return tuple(f"{text} › " for steps in file_places(self.schema) for text in self.label(steps))

    def _shortened(self, label: Text, rows: Text | None) -> Text:
        starts = self._files if rows is None else (*(f"{text} › " for text in rows), *self._files)
        return Text(*(_short(text, starts) for text in label))

    def value(self, parameter: Parameter) -> Text:
        """A parameter's value on the day, with its unit where it is a size."""
        table = self.market.parameters[parameter.name]
        dated = table.at(self.day) or table.values[-1]
        number = dated.columns[parameter.column]
        assert isinstance(number, Decimal)
        shown = show_number(number)
        if table.type == "bytes" and number % _MIB == 0:
            size = show_number(number / _MIB)
            return Text(f"{size} MiB（{shown} 字节）", f"{size} MiB ({shown} bytes)")
        return Text(f"{shown} 字节", f"{shown} bytes") if table.type == "bytes" else Text(shown, shown)

    def label(self, steps: tuple[str, ...]) -> Text:
        """What the form calls a place, with all that it stands in."""
        return words_for(_NO_RULE, self.market, self.schema, kind=self.kind).label(Path("dossier", steps))

    # -- points ----------------------------------------------------------------------------------------

    def point(self, rule: Rule, arm: Arm | None = None, *, about: Predicate | None = None) -> Point:
        """What a rule asks for; of one arm, with that part of its check in words that is about one field."""
        words = self.words(rule, arm)
        arms = rule.arms if arm is None else (arm,)
        detail = None
        if about is not None:
            detail = _of_field(about, words)
        elif len(arms) == 1:
            detail = self.detail(rule, arms[0], words, bare=arm is not None)
        return Point(
            text=rule.title,
            ground=ground(rule),
            told=(rule.id,),
            severity=_heaviest(rule, arms),
            detail=detail,
            condition=condition(arms[0], words) if len(arms) == 1 else ALWAYS,
            grades=grades(rule, arms, words),
            reading=rule.reading,
            stage=rule.from_stage,
        )

    def detail(self, rule: Rule, arm: Arm, words: Words, *, bare: bool) -> Text | None:
        """The check in words, where it names a number or a value that the title does not.

        ``bare`` leaves out whose value it is, since that is said where it stands.
        """
        if not _is_told(arm.check):
            return None
        title = rule.title.zh.casefold()
        if all(_bare(word) in title for word in _values(arm.check, words)):
            return None
        said = _of_field(arm.check, words) if bare else sentence(arm.check, words, asked=True)
        return said if len(said.zh) <= _LONGEST_DETAIL else None

    def advice(self, guidance: Guidance) -> Point:
        """What guidance says."""
        return Point(
            guidance.title,
            Ground(guidance.cite, guidance.basis),
            (guidance.id,),
            reading=guidance.reading,
        )


def _short(label: str, starts: tuple[str, ...]) -> str:
    """A label without what goes without saying: the section of a field that is there once, the list of a row."""
    for start in starts:
        if label.startswith(start):
            return label.removeprefix(start)
    *above, last = label.split(" › ")
    if last in _EACH:
        return " › ".join(above)
    return last if len(above) == 1 else label


_NO_RULE = Rule("", Text("", ""), (Arm(Constant(True), ()),), None)  # type: ignore[arg-type] # it is never cited


def ground(rule: Rule) -> Ground:
    """The clause of a rule."""
    return Ground(rule.cite, rule.basis)


def conditions(arm: Arm) -> list[Predicate]:
    """What must all hold for a rule to apply."""
    return [part for part in _conjuncts(arm.when) if part != Constant(True)] if arm.when is not None else []


def _conjuncts(node: Predicate) -> Iterator[Predicate]:
    inner = node.of if isinstance(node, Told) else node
    if isinstance(inner, All):
        for part in inner.of:
            yield from _conjuncts(part)
    else:
        yield inner


def condition(arm: Arm, words: Words, *, but: Iterable[Predicate] = ()) -> Condition:
    """When a rule applies, in words; what is said in ``but`` is left out, since that is said where it stands.

    So is that what the rule is about is given at all.
    """
    read = [path.steps[:-1] if path.steps[-1:] == ("*",) else path.steps for path in tests_of(arm.check)]
    parts = [part for part in conditions(arm) if part not in but and not _asks_for_any(part, read)]
    denied = [part.of for part in parts if isinstance(part, Not) and not _is_plain(part.of)]
    held = tuple(part for part in parts if not (isinstance(part, Not) and part.of in denied))
    unless = [sentence(part, words) for part in denied]
    return Condition(
        sentence(All(held), words) if held else None,
        Text("，或".join(text.zh for text in unless), " or ".join(text.en for text in unless)) if unless else None,
    )


def _asks_for_any(part: Predicate, read: list[tuple[str, ...]]) -> bool:
    """Whether a condition only says that what is read is given."""
    return isinstance(part, Test) and part.operator in ("present", "readable") and part.left.steps in read


def _is_plain(node: Predicate) -> bool:
    """Whether its negation reads well by itself: “状态”不为“入市”."""
    return isinstance(node, Test) and node.operator in ("equals", "one_of")


def grades(rule: Rule, arms: tuple[Arm, ...], words: Words) -> tuple[Grade, ...]:
    """How much a rule weighs in which case; nothing where it always weighs the same."""
    if len({grade.severity for arm in arms for grade in arm.grades}) < 2:
        return ()
    if len(arms) > 1:
        return tuple(Grade(severity) for severity in rule.severities)
    said = [
        Grade(grade.severity, None if grade.when is None else sentence(grade.when, words))
        for grade in arms[0].grades
    ]
    asks_a_function = any(isinstance(p, Custom) for g in arms[0].grades if g.when is not None for p in parts_of(g.when))
    is_long = any(grade.when is not None and len(grade.when.zh) > _LONGEST_CASE for grade in said)
    if rule.reading is not None and (asks_a_function or is_long):
        return tuple(Grade(severity) for severity in rule.severities)
    # One case that weighs as much as what follows is not told apart: it has a message of its own only.
    while len(said) > 1 and said[-2].severity == said[-1].severity:
        del said[-2]
    return tuple(said) if len(said) > 1 else ()


def _heaviest(rule: Rule, arms: tuple[Arm, ...]) -> Severity:
    order = list(Severity)
    return min((grade.severity for arm in arms for grade in arm.grades), key=order.index, default=rule.severity)


def _is_told(check: Predicate) -> bool:
    """Whether a check is plain enough for its words to be clearer than the title: tests and counts only."""
    parts = [part for part in parts_of(check) if not isinstance(part, All)]
    return all(_has_value(part) for part in parts)


def _has_value(part: Predicate) -> bool:
    if isinstance(part, Test):
        return part.operator not in _STATED_BY_TITLE and not (part.left.part or "").startswith("content.")
    return isinstance(part, Aggregate | Attached)


def _values(check: Predicate, words: Words) -> Iterator[str]:
    """The numbers and the words in quotation marks that a check asks for; 0 is none worth telling."""
    for part in parts_of(check):
        if not isinstance(part, All | Constant):
            yield from (word for word in _TOLD.findall(requirement(part, words).zh) if word != "0")


def _of_field(check: Predicate, words: Words) -> Text:
    """What is asked of a single field, without its name; of one of its parts, with the name of that."""
    tests = [part for part in conjuncts(check) if part != Constant(True)]
    said = [_asked(test, words) for test in tests]
    return Text("，".join(text.zh for text in said), " and ".join(text.en for text in said))


def _asked(test: Predicate, words: Words) -> Text:
    if not isinstance(test, Test) or test.left.part is not None:
        return sentence(test, words, asked=True)
    wanted = requirement(test, words)
    return Text(f"应{wanted.zh}", f"must {wanted.en}")


def _bare(word: str) -> str:
    """A word as it is looked for in a title; of a label, its last part."""
    return word.strip("“”").rsplit(" › ", 1)[-1].casefold()


def without_each(label: Text) -> Text:
    """机组信息 › 附件信息 of 机组信息 › 各项 › 附件信息."""
    return Text(*(" › ".join(step for step in text.split(" › ") if step not in _EACH) for text in label))


def closes(check: Predicate, codelist: str) -> bool:
    """Whether a check admits nothing but what is in a code list."""
    return any(
        isinstance(part, Test) and part.operator == "in" and part.right == Codelist(codelist)
        for part in conjuncts(check)
    )
