"""Processes → who takes which step, what must be in order before it, and which deadline it starts."""

from collections.abc import Iterable, Iterator

from pmos_rules.findings import Text
from pmos_rules.language.ir import ProcessQuery, Told
from pmos_rules.language.process_table import Process
from pmos_rules.language.process_table import Step as Taken
from pmos_rules.language.ruleset import Rule
from pmos_rules.language.walking import nodes_of
from pmos_rules.processes import wording
from pmos_rules.rendering.checklist.model import Deadline, Ground, Point, Procedure, Step
from pmos_rules.rendering.checklist.wording import Asked


def process_of(rule: Rule) -> str | None:
    """The process that a rule's check asks about, if any."""
    queries = nodes_of(ProcessQuery, tuple(arm.check for arm in rule.arms))
    return next((query.told.process.name for query in queries), None)


def procedures_of(asked: Asked, told: Iterable[Rule]) -> tuple[Procedure, ...]:
    """The processes that this kind goes through, each with the rules that ask about it."""
    rules = list(told)
    return tuple(
        Procedure(
            process.process.name,
            process.process.title,
            tuple(_step(step, process.process, asked) for step in process.process.steps),
            tuple(_point(rule, asked) for rule in rules if process_of(rule) == process.process.name),
        )
        for process in concerned(asked)
    )


def _point(rule: Rule, asked: Asked) -> Point:
    return asked.point(rule)


def concerned(asked: Asked) -> list[Told]:
    """The processes of the market whose steps name rules of this kind; those that name none concern everybody."""
    own = {rule.id for rule in asked.rules}
    processes = asked.market.processes.values()
    return [told for told in processes if not (named := set(_named(told.process))) or named & own]


def _named(process: Process) -> Iterator[str]:
    yield from (rule for _, _, rule in process.rules)
    for step in process.steps:
        yield from step.needs
        yield from (rule for rule in (step.order_rule, step.actor_rule) if rule is not None)


def _step(step: Taken, process: Process, asked: Asked) -> Step:
    titles = {rule.id: rule.title for rule in asked.rules}
    cite = step.cite or process.cite
    return Step(
        event=process.event(step.on).title,
        by=wording.who(process, step.by),
        start=_or(process.state(name).title for name in step.start),
        to=process.state(step.to).title,
        needs=tuple(titles[name] for name in step.needs if name in titles),
        starts=process.deadline(step.starts).title if step.starts is not None else None,
        ground=Ground(cite) if cite is not None else None,
    )


def _or(titles: Iterable[Text]) -> Text:
    found = list(titles)
    return Text("”或“".join(title.zh for title in found), "” or “".join(title.en for title in found))


def deadlines_of(asked: Asked) -> tuple[Deadline, ...]:
    """The deadlines that the steps of these processes start."""
    return tuple(
        Deadline(
            deadline.title,
            told.process.actor(deadline.of).title,
            deadline.at_least,
            deadline.working_days,
            deadline.usual,
            Ground(deadline.cite),
        )
        for told in concerned(asked)
        for deadline in told.process.deadlines
    )
