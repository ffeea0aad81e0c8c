"""Sections, processes, sequences or functions that do not hold → what they read, told otherwise."""

from typing import Any as Anything

from pmos_rules.evaluation.checking import condition
from pmos_rules.evaluation.processing import course_of
from pmos_rules.evaluation.truth import TRUE
from pmos_rules.language.ir import (
    Agree,
    Custom,
    ProcessQuery,
    Sequence,
)
from pmos_rules.language.process_table import Process, Step
from pmos_rules.strategies.choices import Choices
from pmos_rules.strategies.edits import Steps
from pmos_rules.strategies.mending.mender import Mender, Site
from pmos_rules.strategies.violations import events
from pmos_rules.strategies.violations.forms import violate
from pmos_rules.strategies.violations.ground import Ground


def mend_sequence(mender: Mender, node: Sequence, at: Site, holds: bool) -> None:
    mender.try_one(violate(node, at.ground, holds), at.ground)


def mend_agree(mender: Mender, node: Agree, at: Site, holds: bool) -> None:
    """Say on the one side what the other says; or something else."""
    if not holds:
        mender.try_one(violate(node, at.ground, False), at.ground)
        return
    left, right = at.ground.steps(node.left), at.ground.steps(node.right)
    groups = list(at.ground.at(left) or {}) if "all" in node.on else list(node.on)
    for group in groups:
        told, other = at.ground.at((*left, group)), at.ground.at((*right, group))
        if told is not None and other is not None and told != other:
            _agree(mender, (*left, group), told, other, at.ground)


def _agree(mender: Mender, steps: Steps, told: Anything, other: Anything, ground: Ground) -> None:
    if isinstance(told, dict) and isinstance(other, dict):
        for key in told.keys() & other.keys():
            if told[key] != other[key]:
                _agree(mender, (*steps, key), told[key], other[key], ground)
    else:
        mender.put(steps, other, ground)


def mend_process(mender: Mender, node: ProcessQuery, at: Site, holds: bool) -> None:
    """Tell of another course, every step of it permitted; a status is set."""
    told, choices = node.told, mender.choices
    if holds and node.asks in ("agrees", "at_or_after"):
        _mend_status(mender, node, at)
        return
    if not holds:
        mender.try_one(violate(node, at.ground, holds), at.ground)
        return
    starts = [step.start[0] for step in told.process.steps_on(node.of)]
    state = node.of if node.asks == "state" else choices.pick(starts)
    courses = list(events.led_to(told.process, state))
    course = list(choices.pick(courses)) if courses else []
    if node.asks != "state":
        course.append(choices.pick(list(events.raised(told.process, node.of))))
        course += _walk(told.process, told.process.step(node.of, state), choices)
    implied = {fact.on for fact in told.implied if at.as_condition().truth(fact.when) == TRUE}
    mender.put(at.ground.steps(told.events), [event for event in course if event["event"] not in implied], at.ground)


def _mend_status(mender: Mender, node: ProcessQuery, at: Site) -> None:
    """Say of the process what its events say."""
    told, process = node.told, node.told.process
    now = course_of(told, at.frame, condition).replay.state
    states = [now] if node.asks == "agrees" else sorted(process.reachable(node.of))
    texts = [text for state in states for text in process.state(state).statuses]
    if told.status is not None:
        mender.put(at.ground.steps(told.status), mender.choices.pick(texts), at.ground)


def _walk(process: Process, after: Step | None, choices: Choices) -> list[dict[str, str]]:
    """Events after a step, each permitted where it comes, by somebody who may raise it."""
    state, course = after.to if after is not None else process.start, []
    for _ in range(choices.number(0, 6)):
        steps = list(process.steps_from(state))
        if not steps:
            break
        step = choices.pick(steps)
        course.append({"event": step.on, "by": process.actor(choices.pick(step.by)).title.zh})
        state = step.to
    return course


def mend_custom(mender: Mender, node: Custom, at: Site, holds: bool) -> None:
    mender.try_one(violate(node, at.ground, holds), at.ground)
