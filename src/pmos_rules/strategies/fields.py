"""The rules of a plan → what they tell of each field: whether it must be there, what it is compared with, how long.

A field is known by its steps from the dossier, with `*` for the items of a list. What a rule asks of it always, and
of itself alone, is kept to when a value is drawn; what else is named anywhere is worth drawing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any as Anything
from typing import Final

from pmos_rules.compilation.generation import STAGES
from pmos_rules.evaluation.checking import check
from pmos_rules.evaluation.reading import Frame
from pmos_rules.evaluation.truth import FALSE
from pmos_rules.formats.values import FOREVER
from pmos_rules.language.ir import Aggregate, Agree, Attached, Codelist, Literal, Lookup, Path, Predicate, Test, Unique
from pmos_rules.language.paths import parts_of
from pmos_rules.language.ruleset import Arm, Rule
from pmos_rules.language.schema import SectionSchema, Shape
from pmos_rules.language.walking import conjuncts, is_noticed
from pmos_rules.strategies import values
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.edits import Steps
from pmos_rules.strategies.violations.ground import of_whole
from pmos_rules.strategies.violations.writing import PDF, plain, sample

Tables = Mapping[str, Mapping[str, Anything]]

_TRIES: Final = 6
_NEVER: Final = 9
"""A stage that does not come."""
_RARITY: Final = {"text": 1, "yes_no": 1, "money": 3, "percent": 3, "count": 3, "date": 3, "end_date": 3}
"""Once in so many times, by type, a value that a rule names is taken; seldom where few are named for their own sake."""
_NEAR: Final = (0, 1, -1)
_FAR: Final = 3


class Fields:
    """What a plan's rules tell of the fields, and values drawn accordingly."""

    def __init__(self, rules: Iterable[Rule], schema: SectionSchema, tables: Tables, as_of: date) -> None:
        self.schema = schema
        self.as_of = as_of
        self.frame = Frame(None, as_of, tables)
        self.read: set[Steps] = set()
        self._shapes: dict[Steps, Shape] = {}
        self.required: dict[Steps, int] = {}
        self.slots: dict[Steps, list[tuple[str, int]]] = defaultdict(list)
        self.lengths: dict[Steps, list[int]] = defaultdict(list)
        self.always: dict[Steps, list[Test]] = defaultdict(list)
        self.keys: set[Steps] = set()
        self._pools: dict[Steps, dict[Anything, Anything]] = defaultdict(dict)
        self._named: dict[Steps, dict[Anything, Anything]] = defaultdict(dict)
        for rule in rules:
            for arm in rule.arms:
                self._learn(rule, arm)
        self._read = frozenset(at[:end] for at in self.read for end in range(1, len(at) + 1))
        self.pools: dict[Steps, list[Anything]] = {at: self._suitable(at, pool) for at, pool in self._pools.items()}
        self.named: dict[Steps, list[Anything]] = {at: self._suitable(at, named) for at, named in self._named.items()}

    # -- what the rules say --------------------------------------------------------------------------

    def _learn(self, rule: Rule, arm: Arm) -> None:
        everything = (arm.check, arm.when, arm.grades)
        if not is_noticed(arm.check):
            for at, node in _situated((arm.scope, *everything), arm):
                if isinstance(node, Path):
                    self.read.add(at)
                    self._learn_part(at, node)
        for at, node in _situated(everything, arm):
            if isinstance(node, Test) and of_whole(node.left, arm.scope).part is None:
                self._learn_values(at, node)
            elif isinstance(node, Aggregate) and node.function == "count":
                self._learn_lengths(at, node)
            elif isinstance(node, Agree):
                self.read.update(_compared(node))
            elif isinstance(node, Unique):
                self.keys.add((*at, *node.key.steps))
        if arm.when is None:
            for part in conjuncts(arm.check):
                self._learn_always(rule, arm, part)

    def _learn_part(self, at: Steps, path: Path) -> None:
        """Of a part of a section that a field stands for: the field is read, and what it is typed as."""
        part = None if path.part is None else parts_of(path.shape)[path.part]
        if part is not None and part.attribute is not None:
            field = (*at, part.attribute)
            self.read.add(field)
            if part.direct is not None:
                self._pools[field].update({typed: typed for typed in (PDF, "%PDF-2.0", "hex:255044462D312E34")})

    def _learn_values(self, at: Steps, test: Test) -> None:
        pool = self._pools[at]
        if test.left.codelist is not None:
            codes = self.frame.tables[test.left.codelist]
            pool.update({code: code for code in codes.values()} | {writing: writing for writing in codes})
        if isinstance(test.right, Codelist) and test.operator == "in":
            pool.update({code: code for code in self.frame.tables[test.right.name]})
        if isinstance(test.right, Literal):
            found = test.right.value if isinstance(test.right.value, tuple) else (test.right.value,)
            for value in found if test.operator not in ("matches", "only", "has", "format", "as_given") else ():
                named = {str(typed): typed for typed in map(plain, _around(value))}
                pool.update(named)
                self._named[at].update(named)

    def _learn_lengths(self, over: Steps, count: Aggregate) -> None:
        for _, limit in count.comparisons:
            assert isinstance(limit, Literal)
            assert isinstance(limit.value, Decimal)
            self.lengths[over[:-1]] += [int(limit.value) + step for step in _NEAR] + [int(limit.value) * _FAR]

    def _learn_always(self, rule: Rule, arm: Arm, part: Predicate) -> None:
        stage = STAGES.index(rule.from_stage)
        if isinstance(part, Attached) and part.slot is not None and arm.scope is None:
            self.slots[part.over.steps[:-1]].append((part.slot, stage))
        if not isinstance(part, Test):
            return
        at = _steps(arm, part.left)
        if part.operator == "present":
            self.required[at] = min(stage, self.required.get(at, stage))
        elif of_whole(part.left, arm.scope).part is None and not isinstance(part.right, Path | Lookup | tuple):
            self.always[at].append(_of_row(part))

    def _suitable(self, at: Steps, pool: Mapping[Anything, Anything]) -> list[Anything]:
        """What of a pool all that is always asked of the field allows, in the order in which it was named."""
        shape = self.shape(at)
        return [value for value in pool.values() if self.suits(at, shape, value)]

    def suits(self, at: Steps, shape: Shape, typed: Anything) -> bool:
        """Whether a value, as typed, does not fail what is always asked of the field, and can be read."""
        if shape.type is None:
            return True
        value = shape.type.read(typed)
        self.frame.row = value
        return all(check(test, self.frame, None) != FALSE for test in self.always.get(at, ()))

    def shape(self, at: Steps) -> Shape:
        """What lies at steps, raw data where the schema does not know."""
        known = self._shapes.get(at)
        if known is None:
            known = self._shapes[at] = self._shape(at)
        return known

    def pattern(self, at: Steps) -> Steps:
        """The steps with `*` for the places in lists and mappings."""
        found: Steps = ()
        for step in at:
            found = (*found, "*" if self.shape(found).repeats else step)
        return found

    def _shape(self, at: Steps) -> Shape:
        shape = Shape("section", section=self.schema)
        for step in at:
            if shape.section is not None:
                known = shape.section.fields.get(step)
                shape = known.shape if known is not None else Shape("raw")
            else:
                shape = shape.element or Shape("raw")
        return shape

    # -- drawing -------------------------------------------------------------------------------------

    def draw(self, at: Steps, choices: Choices) -> Anything:
        """Something that may stand at the steps of a field, a section or a list."""
        shape = self.shape(at)
        if shape.kind == "section" and shape.section is not None:
            return self.section(at, shape.section, choices)
        if shape.kind == "list":
            return [self.draw((*at, "*"), choices) for _ in range(choices.number(1, 2))]
        if shape.kind == "mapping":
            return {f"第 {number} 项": self.draw((*at, "*"), choices) for number in range(1, 1 + choices.number(1, 3))}
        return self.value(at, shape, choices)

    def value(self, at: Steps, shape: Shape, choices: Choices) -> Anything:
        """A value of a field: one that a rule names, itself or in a code list, or any of its type."""
        pool = self.pools.get(at, ())
        if pool and (shape.type is None or choices.chance(_RARITY.get(shape.type.name, 12))):
            other = shape.type is not None and shape.type.name == "text" and choices.chance(8)
            named = self.named.get(at)
            if not other:
                return choices.pick(named if named and choices.chance(2) else pool)
        return self.fresh(at, shape, choices)

    def fresh(self, at: Steps, shape: Shape, choices: Choices) -> Anything:
        """Any value of the field's type that what is always asked of it allows, as far as a few tries find one."""
        key = ".".join(step for step in at if step != "*")
        draw = next((found for test in self.always.get(at, ()) if (found := _drawing(test)) is not None), None)
        draw = draw or values.TYPES.get(shape.type.name if shape.type is not None else "")
        if draw is None:
            return sample(shape, self.as_of)
        for _ in range(_TRIES):
            typed = draw(choices, key, self.as_of)
            if at in self.keys and draw is values.text:
                typed = f"{typed}{choices.serial()}"
            if self.suits(at, shape, typed):
                return typed
        return choices.pick(self.pools.get(at) or [typed])

    def section(self, at: Steps, schema: SectionSchema, choices: Choices, stage: int = 2) -> dict[str, Anything]:
        """A section with what must be in it, and of what else a rule reads there one or the other."""
        held = {}
        for name in schema.fields:
            place = (*at, name)
            there = self.required.get(place, _NEVER) <= stage and not ("*" in at and choices.chance(12))
            if self.is_read(place) and (there or choices.chance(2)):
                held[name] = self.draw(place, choices)
        return held

    def example(self, at: Steps, choices: Choices) -> Anything:
        """As `draw`, but never empty."""
        drawn = self.draw(at, choices)
        shape = self.shape(at)
        if drawn in ({}, [], None) and shape.section is not None:
            names = list(shape.section.fields)
            name = next((name for name in names if self.is_read((*at, name))), names[0])
            return {name: self.draw((*at, name), choices)}
        return drawn

    def is_needed(self, at: Steps, stage: int) -> bool:
        """Whether something must lie at the steps, or in it, at a stage."""
        inside = (since for place, since in self.required.items() if place[: len(at)] == at and "*" not in place)
        return any(since <= stage for since in (*inside, *(since for _, since in self.slots.get(at, ()))))

    def is_read(self, at: Steps) -> bool:
        """Whether a rule reads what lies at the steps, or in it."""
        return at in self._read


def _steps(arm: Arm, path: Path, row: Steps = ()) -> Steps:
    """The steps of a path from the dossier."""
    scope = arm.scope.steps if arm.scope is not None else ()
    return (*{"item": scope, "beside": scope[:-1], "row": row}.get(path.scope, ()), *path.steps)


def _situated(node: Anything, arm: Arm, row: Steps = ()) -> Iterator[tuple[Steps, Anything]]:
    """Every path, every test and every list that is gone over below a node, each with where it is from the dossier."""
    if isinstance(node, Path):
        yield _steps(arm, node, row), node
        return
    if isinstance(node, Test | Agree):
        yield _steps(arm, node.left, row), node
    elif isinstance(node, Aggregate | Unique | Attached):
        at = _steps(arm, node.over, row)
        yield from ((at, node), (at, node.over))
        row = at
    if isinstance(node, tuple):
        for part in node:
            yield from _situated(part, arm, row)
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            if field.name != "over":
                yield from _situated(getattr(node, field.name), arm, row)


def _compared(agree: Agree) -> Iterator[Steps]:
    """What the sides are compared in, but for a side that is the whole dossier."""
    for side in (agree.left, agree.right):
        section = side.shape.section if side.steps else None
        for name, known in section.fields.items() if section is not None else ():
            if name in agree.on or "all" in agree.on:
                inner = known.shape.section.fields if known.shape.section is not None else {}
                yield from ((*side.steps, name, key) for key, field in inner.items() if field.shape.type is not None)
                if known.shape.kind == "raw":
                    yield (*side.steps, name)


def _of_row(test: Test) -> Test:
    return replace(test, left=replace(test.left, scope="row", steps=()))


def _around(value: Anything) -> Iterator[Anything]:
    """A value, and those on both sides of it."""
    yield value
    if isinstance(value, Decimal):
        yield from (value + 1, value - 1)
    elif isinstance(value, date) and value < FOREVER:
        yield from (value + timedelta(1), value - timedelta(1))


def _drawing(test: Test) -> values.Draw | None:
    """How to draw values of which a test holds, where the test tells."""
    if not isinstance(test.right, Literal):
        return None
    if test.operator in ("only", "has"):
        classes = test.right.value
        assert isinstance(classes, tuple)
        return lambda choices, key, as_of: values.of_classes(classes, choices)
    return values.FORMATS.get(str(test.right.value)) if test.operator == "format" else None
