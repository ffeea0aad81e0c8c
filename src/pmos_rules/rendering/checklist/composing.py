"""A market's rules, a kind and a day → the checklist for an applicant of that kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from pmos_rules.evaluation import Evaluator
from pmos_rules.findings import Citation, Text
from pmos_rules.language.ruleset import MarketRules, Rule
from pmos_rules.language.schema import SectionSchema
from pmos_rules.language.walking import steps_of, tests_of
from pmos_rules.rendering.checklist.documents import (
    Slots,
    documents_of,
    is_about_files,
    list_asked,
    substitutes_of,
)
from pmos_rules.rendering.checklist.examples import Examples
from pmos_rules.rendering.checklist.fields import Ask, asks_of, fields_of, is_about_writing, section_of
from pmos_rules.rendering.checklist.model import Checklist, Ground, Group, Point, walk
from pmos_rules.rendering.checklist.places import Steps
from pmos_rules.rendering.checklist.procedures import deadlines_of, procedures_of, process_of
from pmos_rules.rendering.checklist.wording import Asked

WRITING = Text("填写规范", "how entries are written")
GENERAL = Text("办理与申报", "the filing")
TOPICS = ("step", "deadline", "document", "permission", "advice", "background")
_MOST_NAMED = 4


@dataclass(slots=True)
class _Sorted:
    """The rules of a kind by what they are about: each is in one of these."""

    slots: Slots = field(default_factory=Slots)
    lists: dict[Steps, list[Rule]] = field(default_factory=dict)
    files: list[Rule] = field(default_factory=list)
    processes: list[Rule] = field(default_factory=list)
    writing: list[Rule] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    others: list[Rule] = field(default_factory=list)


def compose(market: MarketRules, schema: SectionSchema, kind: str, as_of: date) -> Checklist:
    """All that an applicant of the kind prepares, by the law of the day."""
    asked = Asked(market, schema, kind, as_of)
    found = _sort(asked)
    examples = Examples(asked, tuple(found.files), Evaluator(market, schema, as_of))
    named = examples.of_slots(found.slots)
    names = {key: example.name for key, example in named.items()}
    documents = documents_of(found.slots, found.lists, asked, names)
    fields, others = _sections(found, asked)
    checklist = Checklist(
        market=market.market,
        title=market.title,
        kind=kind,
        version=market.version,
        digest=market.digest,
        as_of=as_of,
        fields=fields,
        documents=documents,
        substitutes=substitutes_of(documents),
        files=tuple(_file_point(rule, asked) for rule in found.files),
        example=next(iter(named.values()), None) or examples.of_any(),
        others=others,
        procedures=procedures_of(asked, found.processes),
        deadlines=deadlines_of(asked),
        guidance=tuple((topic, points) for topic in TOPICS if (points := _topic(topic, asked))),
    )
    return replace(checklist, instruments=tuple(_instruments(checklist)))


def _topic(topic: str, asked: Asked) -> tuple[Point, ...]:
    return tuple(asked.advice(guidance) for guidance in asked.guidance if guidance.topic == topic)


def _instruments(checklist: Checklist) -> Iterable[Citation]:
    """Each instrument once, by its first citation."""
    cites = (part.cite for part in walk(checklist) if isinstance(part, Ground))
    found: dict[str, Citation] = {}
    for cite in cites:
        found.setdefault(cite.instrument, cite)
    return found.values()


# -- which rule is about what ---------------------------------------------------------------------------


def _sort(asked: Asked) -> _Sorted:
    found, several = _Sorted(), []
    for rule in asked.rules:
        if process_of(rule) is not None:
            found.processes.append(rule)
        elif found.slots.take(rule):
            continue
        elif (over := list_asked(rule)) is not None:
            found.lists.setdefault(over, []).append(rule)
        elif is_about_files(rule, asked.schema):
            found.files.append(rule)
        elif is_about_writing(rule):
            found.writing.append(rule)
        elif asks := asks_of(rule):
            if len(rule.arms) > 1:
                several.append((rule, asks))
            found.asks += asks if len(rule.arms) == 1 else []
        else:
            found.others.append(rule)
    _place_several(several, found)
    order = {rule.id: number for number, rule in enumerate(asked.rules)}
    found.asks.sort(key=lambda ask: (not ask.is_demand, order[ask.rule.id]))
    return found


def _place_several(several: list[tuple[Rule, list[Ask]]], found: _Sorted) -> None:
    """A rule about several fields stands at those that the form of this kind has, as the other rules show."""
    known = {ask.steps for ask in found.asks}
    for rule, asks in several:
        own = [ask for ask in asks if ask.steps in known]
        found.asks += own
        if not own:
            found.writing.append(rule)


# -- sections of the form -------------------------------------------------------------------------------


def _sections(found: _Sorted, asked: Asked) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The sections with fields to fill in, and what is asked besides of anything else."""
    asks: dict[Steps, list[Ask]] = {}
    for ask in found.asks:
        asks.setdefault(section_of(ask.steps), []).append(ask)
    points: dict[Steps, list[Point]] = {}
    for rule in found.others:
        points.setdefault(_section(rule, asked), []).append(asked.point(rule))
    order = ["", *asked.schema.fields]
    sections = sorted({**asks, **points}, key=lambda steps: order.index(steps[0] if steps else ""))
    groups = [_group(steps, asks.get(steps, []), points.get(steps, []), asked) for steps in sections]
    writing = Group(WRITING, points=tuple(_of_many(rule, asked) for rule in found.writing))
    others = [group for group in groups if not group.blocks]
    return tuple(group for group in groups if group.blocks), (*others, *([writing] if writing.points else []))


def _group(steps: Steps, asks: list[Ask], points: list[Point], asked: Asked) -> Group:
    title = asked.label(steps[:1]) if steps else GENERAL
    return Group(title, fields_of(asks, asked), tuple(points), repeats="*" in steps and bool(asks))


def _section(rule: Rule, asked: Asked) -> Steps:
    """The section that a rule is about: that of all it asks for, of the first that somebody fills in."""
    for arm in rule.arms:
        for path in tests_of(arm.check):
            steps = () if path.scope in ("row", "as_of") or path.supplied else steps_of(arm, path)
            if steps:
                return _listed(steps[:1], asked)
    return ()


def _listed(steps: Steps, asked: Asked) -> Steps:
    """The section as `section_of` names it."""
    known = asked.schema.fields.get(steps[0])
    if known is None or known.shape.kind == "value":
        return ()
    return (*steps, "*") if known.shape.repeats and known.shape.kind == "list" else steps


def _of_many(rule: Rule, asked: Asked) -> Point:
    """What is asked of any field, and of which: the first few by name."""
    point = asked.point(rule)
    labels = list(dict.fromkeys(asked.words(rule).label(arm.scope) for arm in rule.arms if arm.scope is not None))
    if not labels:
        return point
    zh, en = "、".join(x.zh for x in labels[:_MOST_NAMED]), ", ".join(x.en for x in labels[:_MOST_NAMED])
    more = len(labels) - _MOST_NAMED
    return replace(
        point, of=Text(f"{zh}等 {len(labels)} 栏", f"{en} and {more} more") if more > 0 else Text(zh, en), detail=None
    )


def _file_point(rule: Rule, asked: Asked) -> Point:
    """What is asked of a file; of several lists of files it is the same."""
    return replace(asked.point(rule, rule.arms[0]), told=(rule.id,))
