"""A predicate that does not hold of a draft → the draft changed so that it does: one function per form.

What is wrong is changed and nothing else; where it can be put right in several ways, a choice decides.
"""

from typing import Final

from pmos_rules.evaluation.truth import FALSE, NOT_APPLICABLE, TRUE, UNDETERMINED
from pmos_rules.language.ir import (
    Aggregate,
    Agree,
    All,
    Any,
    Attached,
    Condition,
    Constant,
    Custom,
    FirstOf,
    Not,
    ProcessQuery,
    Sequence,
    Test,
    Unique,
)
from pmos_rules.language.walking import tests_of
from pmos_rules.strategies.mending.lists import mend_aggregate, mend_attached, mend_unique
from pmos_rules.strategies.mending.mender import Forms, Mender, Site
from pmos_rules.strategies.mending.sections import mend_agree, mend_custom, mend_process, mend_sequence
from pmos_rules.strategies.mending.values import mend_test


def mend_all(mender: Mender, node: All, at: Site, holds: bool) -> None:
    if not holds:
        mender.mend(mender.choices.pick(node.of), at, False)
        return
    for part in node.of:
        if at.truth(part) not in (TRUE, NOT_APPLICABLE):
            mender.mend(part, at)


def mend_any(mender: Mender, node: Any, at: Site, holds: bool) -> None:
    if holds:
        mender.mend(mender.choices.pick(node.of), at)
        return
    for part in node.of:
        if at.truth(part) != FALSE:
            mender.mend(part, at, False)


def mend_not(mender: Mender, node: Not, at: Site, holds: bool) -> None:
    if holds and node.given is not None and at.rule is None:
        lacking = [spot for path in tests_of(node.of) for spot in at.ground.spots(path) if spot.raw is None]
        for spot in lacking:  # of what is not there the operator does not hold either
            mender.put(spot.steps, mender.draw(spot.steps), at.ground)
        if lacking:
            return
    mender.mend(node.of, at, not holds)


def mend_condition(mender: Mender, node: Condition, at: Site, holds: bool) -> None:
    mender.mend(node.of, at.as_condition(), holds)


def mend_first_of(mender: Mender, node: FirstOf, at: Site, holds: bool) -> None:
    for when, then in node.branches:
        truth = at.as_condition().truth(when)
        if truth == UNDETERMINED:
            mender.mend(when, at.as_condition(), not mender.choices.chance(2))
            return
        if truth == TRUE:
            mender.mend(then, at, holds)
            return


def mend_constant(mender: Mender, node: Constant, at: Site, holds: bool) -> None:
    """What is decided when a pack is loaded is not for a dossier to change."""


FORMS: Final[Forms] = {
    Test: mend_test,
    All: mend_all,
    Any: mend_any,
    Not: mend_not,
    Condition: mend_condition,
    FirstOf: mend_first_of,
    Constant: mend_constant,
    Aggregate: mend_aggregate,
    Unique: mend_unique,
    Sequence: mend_sequence,
    Attached: mend_attached,
    Agree: mend_agree,
    ProcessQuery: mend_process,
    Custom: mend_custom,
}
"""By the node of the typed representation."""
