"""Rules about attachments → the slots to fill, what may stand in them instead, and what is asked of every file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pmos_rules.findings import Text
from pmos_rules.language.ir import Attached, Literal, Path, Predicate, Test
from pmos_rules.language.ruleset import Arm, Code, Rule
from pmos_rules.language.schema import SectionSchema
from pmos_rules.language.walking import steps_of, tests_of
from pmos_rules.rendering.checklist.blocks import Placed, blocks_of, unless_said
from pmos_rules.rendering.checklist.model import Entry, Group, Need, Point, Substitute
from pmos_rules.rendering.checklist.places import Steps, holds_file, is_in_file
from pmos_rules.rendering.checklist.wording import Asked, condition, conditions, ground, without_each


@dataclass(slots=True)
class Slot:
    """One slot for attachments: the rules that want something in it, and those about what lies there."""

    over: Steps
    name: str
    wanted: list[tuple[Rule, Arm]] = field(default_factory=list)
    about: list[tuple[Rule, Arm, Test]] = field(default_factory=list)


@dataclass(slots=True)
class Slots:
    """The slots that the rules of a kind know, in the order in which rules name them."""

    known: dict[tuple[Steps, str], Slot] = field(default_factory=dict)

    def slot(self, over: Steps, name: str) -> Slot:
        """The slot of a name in a list of attachments."""
        return self.known.setdefault((over, name), Slot(over, name))

    def take(self, rule: Rule) -> bool:
        """Whether a rule is about one slot, which then knows it."""
        arm = rule.arms[0] if len(rule.arms) == 1 else None
        if arm is None:
            return False
        if isinstance(arm.check, Attached) and arm.check.slot is not None:
            self.slot(steps_of(arm, arm.check.over), arm.check.slot).wanted.append((rule, arm))
            return True
        named = _slot_asked(arm)
        if named is None or arm.scope is None or not holds_file(arm.scope.shape):
            return False
        self.slot(arm.scope.steps, str(named.right.value)).about.append((rule, arm, named))  # type: ignore[union-attr]
        return True


def _slot_asked(arm: Arm) -> Test | None:
    """The condition by which a rule is about the files of one slot."""
    for part in conditions(arm):
        if (
            isinstance(part, Test)
            and part.operator == "equals"
            and part.left.steps == ("slot",)
            and isinstance(part.right, Literal)
        ):
            return part
    return None


def is_about_files(rule: Rule, schema: SectionSchema) -> bool:
    """Whether all that a rule asks is asked of files, or of lists of them."""
    read = [steps_of(arm, path) for arm in rule.arms for path in _own(arm)]
    return bool(read) and all(is_in_file(steps, schema) for steps in read)


def list_asked(rule: Rule) -> Steps | None:
    """The list of files of which a rule asks that it be given, whatever lies in it."""
    arm = rule.arms[0] if len(rule.arms) == 1 else None
    check = arm.check if arm is not None else None
    if arm is None or not isinstance(check, Test) or check.operator != "present" or check.left.shape.element is None:
        return None
    return (*steps_of(arm, check.left), "*") if holds_file(check.left.shape.element) else None


def _own(arm: Arm) -> Iterable[Path]:
    """What a check is about: not what it compares that with, and not the rows, which are below their list."""
    return [path for path in tests_of(arm.check) if path.scope in ("item", "dossier") and not _is_compared(path, arm)]


def _is_compared(path: Path, arm: Arm) -> bool:
    return arm.scope is not None and holds_file(arm.scope.shape) and path.scope == "dossier"


def documents_of(
    slots: Slots,
    wholes: Mapping[Steps, list[Rule]],
    asked: Asked,
    examples: Mapping[tuple[Steps, str], str],
) -> tuple[Group, ...]:
    """The slots of each list of attachments and what is asked of the list, the applicant's own first."""
    by_list: dict[Steps, list[Slot]] = {over: [] for over in wholes}
    for slot in slots.known.values():
        by_list.setdefault(slot.over, []).append(slot)
    return tuple(
        Group(
            without_each(asked.label(over[:-1])),
            blocks_of(_placed(slot, asked, examples.get((slot.over, slot.name))) for slot in by_list[over]),
            tuple(asked.point(rule) for rule in wholes.get(over, ())),
            repeats="*" in over[:-1],
        )
        for over in sorted(by_list, key=len)
    )


def _placed(slot: Slot, asked: Asked, example: str | None) -> Placed:
    """A slot, how much it is to be filled, and what else is asked of what lies there."""
    plain = next((one for one in slot.wanted if _where(one[1]) is None), None)
    demand = plain or next(iter(slot.wanted), None)
    need, told = Need(), tuple[str, ...]()
    points: list[Point] = []
    if demand is not None:
        point = asked.point(*demand)
        need = Need(point.severity, False, point.condition, point.grades, ground(demand[0]))
        if plain is not None:
            told = point.told
        else:
            points.append(replace(unless_said(point, need), reading=None))
    points += [unless_said(asked.point(rule, arm), need) for rule, arm in slot.wanted if (rule, arm) != demand]
    points += [_about(rule, arm, named, asked) for rule, arm, named in slot.about]
    code = code_of(slot.name, asked)
    entry = Entry(
        label=Text(slot.name, slot.name),
        path=".".join(slot.over),
        told=told,
        points=tuple(points),
        also=tuple(_other_names(slot.name, code)),
        substitutes=code.accepts,
        names=code.named,
        example=example,
    )
    return Placed(need, entry, demand[0].reading if demand is not None else None)


def _where(arm: Arm) -> Predicate | None:
    return arm.check.where if isinstance(arm.check, Attached) else None


def _about(rule: Rule, arm: Arm, named: Test, asked: Asked) -> Point:
    """What a rule asks of what lies in the slot, without saying again which slot that is."""
    return replace(asked.point(rule, arm), condition=condition(arm, asked.words(rule, arm), but=(named,)))


def code_of(slot: str, asked: Asked) -> Code:
    """What the code list of slots knows of one."""
    table = asked.market.codelists.get("slots")
    return table.entries.get(slot, Code()) if table is not None else Code()


def _other_names(slot: str, code: Code) -> Iterator[str]:
    """What else a slot is called, without the same name in another script or width."""
    told = [slot]
    for name in code.also:
        if not any(_is_same_word(name, known) for known in told):
            told.append(name)
            yield name


def _is_same_word(one: str, other: str) -> bool:
    """Whether two names differ in script or width only, as far as that can be told: 入市協議 is 入市协议."""
    return len(one) == len(other) and any(a == b for a, b in zip(one, other, strict=True))


def substitutes_of(documents: Iterable[Group]) -> tuple[Substitute, ...]:
    """The materials that may stand in several of the slots."""
    slots: dict[str, dict[str, None]] = {}
    for group in documents:
        for block in group.blocks:
            for entry in block.entries:
                for material in entry.substitutes:
                    slots.setdefault(material, {})[entry.label.zh] = None
    return tuple(Substitute(material, tuple(names)) for material, names in slots.items() if len(names) > 1)
