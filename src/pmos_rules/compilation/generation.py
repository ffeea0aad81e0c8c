"""Bound rules → the source of one Python function that says which of them need a closer look.

The function reads every value once, goes over every list once, and asks each rule one question that is true
only where the rule certainly has nothing to report. All else (a failed rule, a missing or unreadable value, an
exception) is handed on as a hit ``(rule, arm, key, grade)``: ``grade`` is the number of the grade with which
the rule has certainly failed, or -1 where the rule is to be evaluated exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pmos_rules.compilation.expressions import (
    DOUBT,
    either,
    every,
    fine,
    never,
    presuming_not,
    refuted,
    settled,
    sure,
)
from pmos_rules.compilation.standins import Broken, all_differ, all_differ_and_readable, distinct, stand_in
from pmos_rules.formats.values import Given, GivenNumber, Placeholder, Unreadable, is_empty
from pmos_rules.language.ir import Path
from pmos_rules.language.paths import parts_of
from pmos_rules.language.ruleset import Arm, Rule

UNSURE = "-1"
STAGES = ("save", "submit", "trade")
Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One arm of one rule, and where it stands in the plan."""

    rule: Rule
    arm: Arm
    rule_number: int
    arm_number: int

    @property
    def loop(self) -> Steps:
        """The steps up to the last ``*`` of its scope; none for a rule about the whole dossier."""
        steps = self.arm.scope.steps if self.arm.scope is not None else ()
        return steps[: len(steps) - steps[::-1].index("*")] if "*" in steps else ()


@dataclass(slots=True)
class Module:
    """What all blocks of one generated function share: constants and tables by name."""

    tables: Mapping[str, Mapping[str, Any]]
    as_of: Any
    clean: bool = False
    constants: dict[str, Any] = field(default_factory=dict)
    known: dict[Any, str] = field(default_factory=dict)
    counter: int = 0

    def fresh(self, prefix: str) -> str:
        self.counter += 1
        return f"{prefix}{self.counter}"

    def constant(self, value: Any) -> str:
        key = (type(value), value) if _hashable(value) else id(value)
        if key not in self.known:
            self.known[key] = self.fresh("C")
            self.constants[self.known[key]] = value
        return self.known[key]

    def table(self, name: str) -> str:
        key = ("table", name)
        if key not in self.known:
            self.known[key] = self.fresh("T")
            self.constants[self.known[key]] = self.tables.get(name, {})
        return self.known[key]


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


class Block:
    """A stretch of generated code in which values are loaded once: the whole dossier, or one row of a loop."""

    def __init__(self, module: Module, outer: "Block | None" = None, root: str = "d") -> None:
        self.module, self.outer, self.root = module, outer, root
        self.clean = module.clean
        self.loads: list[str] = []
        self.loaded: dict[Any, str] = {}
        self.item: Steps = ()
        self.item_path: Path | None = None

    def load(self, key: Any, prefix: str, *lines: str) -> str:
        """Add lines that set a variable once; ``{v}`` stands for it."""
        if key not in self.loaded:
            name = self.loaded[key] = self.module.fresh(prefix)
            self.loads += [line.replace("{v}", name) for line in lines]
        return self.loaded[key]

    # -- the questions that expressions ask ----------------------------------------------------------

    def value(self, path: Path) -> str:
        if path.scope == "as_of":
            return self.constant(self.module.as_of)
        if path.scope == "dossier" and self.outer is not None:
            return self.outer.value(path)
        steps = path.steps if path.scope == "dossier" else (*self.base(path), *path.steps)
        value = self.at(steps)
        if path.scope == "item" and self.item_path is not None and self.item_path.part is not None:
            path = self.item_path
        return value if path.part is None else self.part(path, value, steps)

    def base(self, path: Path) -> Steps:
        """The steps from the root of the block to where a path starts."""
        return self.item[:-1] if path.scope == "beside" else self.item

    def at(self, steps: Steps) -> str:
        """The value at steps from the root of the block; sections on the way are stood in for where missing."""
        if not steps:
            return self.root
        holder = self.section(steps[:-1])
        return self.load(("value", steps), "v", f"{{v}} = {holder}.{steps[-1]}")

    def section(self, steps: Steps) -> str:
        if not steps:
            return self.root
        value = self.at(steps)
        return self.load(
            ("section", steps),
            "s",
            f"{{v}} = {value} if {value}.__class__ in SECTIONS else stand_in({value})",
        )

    def part(self, path: Path, value: str, steps: Steps) -> str:
        part = parts_of(path.shape)[path.part or ""]
        if part.attribute is not None:
            steps = (*steps, part.attribute)
            value = self.at(steps)
            if part.direct is None:
                return value
        if part.through is not None:
            value = self.called(part.through, value, steps, part.through)
        if part.through is not None and part.index is not None:
            return self.guarded(f"{value}[{part.index}]", value, steps, path.part)
        if part.through is not None and part.direct is None:
            return value
        dated = f", {self.module.constant(self.module.as_of)}" if part.needs_as_of else ""
        return self.called(part.direct or part.read, value, steps, path.part, dated)

    def called(self, function: Any, value: str, steps: Steps, key: Any, more: str = "") -> str:
        """A variable for what a function makes of a value; where it raises, something that cannot be read."""
        return self.guarded(f"{self.module.constant(function)}({value}{more})", value, steps, key)

    def guarded(self, call: str, value: str, steps: Steps, key: Any) -> str:
        """A variable for what is made of a value that is there."""
        return self.load(
            ("part", steps, key),
            "p",
            "try:",
            f"    {{v}} = {call} if {value} is not None else None",
            "except Exception:",
            "    {v} = BROKEN",
        )

    def is_reached(self) -> str:
        """That nothing on the way to the item of `for` keeps it from being read."""
        if self.clean or self.item_path is None or not self.item:
            return "True"
        if self.item_path.type is None:
            return f"{self.at(self.item)}.__class__ is not UNREADABLE"
        around = self.item[:-1]
        return f"{self.section(around)}.__class__ is not BROKEN_SECTION" if around else "True"

    def canonical(self, path: Path) -> str:
        value = self.value(path)
        if path.codelist is None:
            return value
        holder = self.outer if path.scope == "dossier" and self.outer is not None else self
        table = self.module.table(path.codelist)
        return holder.load(("canonical", value), "c", f"{{v}} = {table}.get({value}, {value})")

    def constant(self, value: Any) -> str:
        return self.module.constant(value)

    def table(self, name: str) -> str:
        return self.module.table(name)

    def may_be_unreadable(self, value: str) -> bool:
        return not self.module.clean or value.startswith("p")

    def rows(self, path: Path) -> str | None:
        if path.steps.count("*") != 1 or path.steps[-1] != "*" or path.scope == "row":
            return None
        if path.scope == "dossier" and self.outer is not None:
            return self.outer.rows(path)
        value = self.value(Path(path.scope, path.steps[:-1]))
        return self.load(("rows", value), "l", f"{{v}} = {value}.values() if {value}.__class__ is dict else {value}")

    def slots(self, path: Path) -> str | None:
        if path.scope == "dossier" and self.outer is not None:
            return self.outer.slots(path)
        rows = self.rows(path)
        table = self.module.table("slots")
        collect = f"{{v}} = {{{table}.get(r.slot, r.slot) for r in {rows} or ()}}"
        return self.load(("slots", rows), "a", "try:", f"    {collect}", "except Exception:", "    {v} = None")


def question(job: Job, block: Block) -> str:
    """The expression that is true only where the arm has nothing to report."""
    scope = job.arm.scope
    block.item, block.item_path = scope.steps[len(job.loop) :] if scope is not None else (), scope
    when = job.arm.when
    try:
        check = fine(job.arm.check, block, job.rule)
        if when is None:
            return every([block.is_reached(), check])
        # A condition that cannot be told leaves the rule undetermined, whatever the check says.
        holds = "True" if settled(when, block) else sure(when, block, None)
        return every([block.is_reached(), either([never(when, block, None), every([holds, check])])])
    except NotImplementedError:
        return DOUBT


def failed_grade(job: Job, block: Block, asked: str) -> str:
    """An expression for the grade with which an arm has certainly failed once ``asked`` is false, or -1."""
    try:
        when = "True" if job.arm.when is None else sure(job.arm.when, block, None)
        failed = refuted(job.arm.check, block, job.rule)
        grade = _grade(job, block)
    except NotImplementedError:
        return UNSURE
    if DOUBT in (when, failed):
        return UNSURE
    certain = presuming_not(asked, every([block.is_reached(), when, failed]))
    return grade if certain == "True" else f"{grade} if {certain} else {UNSURE}"


def _grade(job: Job, block: Block) -> str:
    """The first grade whose condition holds, where every condition before it certainly does not."""
    *graded, last = enumerate(job.arm.grades)
    result = str(last[0])
    for number, grade in reversed(graded):
        assert grade.when is not None
        holds, fails = sure(grade.when, block, None), never(grade.when, block, None)
        result = f"({number} if {holds} else {result} if {fails} else {UNSURE})"
    return result


def generate(jobs: list[Job], module: Module, name: str) -> str:
    """The source of a function ``name(d, stage, hit)``."""
    root = Block(module)
    body = _asked([job for job in jobs if not job.loop], root, "()")
    for loop in dict.fromkeys(job.loop for job in jobs if job.loop):
        body += _loop(loop, [job for job in jobs if job.loop == loop], root)
    lines = [*root.loads, *body] or ["pass"]
    return "\n".join([f"def {name}(d, stage, hit):", *_indent(lines)])


def _loop(loop: Steps, jobs: list[Job], root: Block) -> list[str]:
    """One loop over the rows at ``loop``; lists within lists become loops within loops."""
    first = loop.index("*")
    rows = root.at(loop[:first])
    return _rows(rows, loop[first + 1 :], [], jobs, root)


def _rows(rows: str, rest: Steps, keys: list[str], jobs: list[Job], root: Block) -> list[str]:
    module = root.module
    key, row = module.fresh("k"), module.fresh("r")
    inner_keys = [*keys, key]
    everything = _hit_all(jobs, f"({', '.join(keys)},)" if keys else "()")
    unreadable = [
        f"        if {row}.__class__ is UNREADABLE:",
        *_indent(_hit_all(jobs, f"({', '.join(inner_keys)},)"), 3),
        "            continue",
    ]
    block = Block(module, root, row)
    if "*" in rest:
        at = rest.index("*")
        inner = _rows(block.at(rest[:at]), rest[at + 1 :], inner_keys, jobs, root)
        body = [*block.loads, *inner]
    else:
        block_body = _asked(jobs, block, f"({', '.join(inner_keys)},)")
        body = [*block.loads, *block_body]
    return [
        f"if {rows}.__class__ is tuple or {rows}.__class__ is dict:",
        f"    for {key}, {row} in (enumerate({rows}) if {rows}.__class__ is tuple else {rows}.items()):",
        *([] if module.clean else unreadable),
        *_indent(body, 2),
        f"elif {rows} is not None:",
        *_indent(everything),
    ]


def _hit_all(jobs: list[Job], key: str) -> list[str]:
    return [_hit(job, key) for job in jobs]


def _hit(job: Job, key: str, grade: str = UNSURE) -> str:
    return f"hit(({job.rule_number}, {job.arm_number}, {key}, {grade}))"


def _asked(jobs: list[Job], block: Block, key: str) -> list[str]:
    """The questions of one block, those of a later stage last."""
    lines: list[str] = []
    for rank, stage in enumerate(STAGES):
        asked = [line for job in jobs if job.rule.from_stage == stage for line in _ask(job, block, key)]
        if asked and rank:
            lines += [f"if stage >= {rank}:", *_indent(asked)]
        else:
            lines += asked
    return lines


def _ask(job: Job, block: Block, key: str) -> list[str]:
    hit = _hit(job, key)
    asked = question(job, block)
    if asked == DOUBT:
        return [hit]
    if asked == "True":
        return []
    sure_hit = _hit(job, key, failed_grade(job, block, asked))
    return ["try:", f"    if not ({asked}):", f"        {sure_hit}", "except Exception:", f"    {hit}"]


def _indent(lines: list[str], by: int = 1) -> list[str]:
    return ["    " * by + line for line in lines]


def environment(module: Module, sections: frozenset[type]) -> dict[str, Any]:
    """The names that generated code uses."""
    return {
        **module.constants,
        "SECTIONS": sections,
        "UNREADABLE": Unreadable,
        "UNREAD": frozenset({Unreadable, Placeholder}),
        "AS_TYPED": frozenset({Given, GivenNumber, Placeholder, Unreadable}),
        "BROKEN": Unreadable(None, "part"),
        "BROKEN_SECTION": Broken,
        "stand_in": stand_in,
        "all_differ": all_differ,
        "all_differ_and_readable": all_differ_and_readable,
        "distinct": distinct,
        "is_empty": is_empty,
    }
