"""A rule and a dossier that keeps to it → changes to the dossier that should break the rule.

The changes are found by the rule's structure: a required field is left out, a number put one step beyond its
bound, a check character changed. They are candidates: an evaluator tells which of them break the rule.
"""

from collections.abc import Iterator
from itertools import islice

from pmos_rules.compilation.generation import STAGES
from pmos_rules.formats.vocabulary import read_stage
from pmos_rules.language.ruleset import Arm, Rule
from pmos_rules.language.walking import tests_of
from pmos_rules.strategies.violations.forms import in_turn, violate
from pmos_rules.strategies.violations.ground import Change, Ground, together

__all__ = ["Change", "Ground", "violations"]

_TRIED = 12


def violations(rule: Rule, ground: Ground) -> Iterator[Change]:
    """Changes that should make the rule fail, each once, the likeliest first.

    The rule is one of a plan: its parameters and dates are those of a day. What its check says is broken wherever
    the rule is asked; then the rule is made to apply where it does not; then both at once. Where the rule is asked
    at a later stage only, the dossier is brought to that stage as well.
    """
    inside = [(arm, ground.at_item(place, arm.scope)) for arm in rule.arms for place in _items(arm, ground)]
    later = _at_stage(rule, ground)
    seen: set[str] = set()
    for stream in (_breaking, _applying, _both):
        for change in in_turn([stream(rule, arm, at) for arm, at in inside]):
            key = repr(change)
            if key not in seen:
                seen.add(key)
                yield together(later, change)


def _items(arm: Arm, ground: Ground) -> list[tuple[str, ...]]:
    return [()] if arm.scope is None else ground.places(arm.scope)


def _at_stage(rule: Rule, ground: Ground) -> Change:
    """The dossier at the stage from which the rule is asked; nothing where it is there already."""
    stage = read_stage(ground.at(("stage",)))
    now = STAGES.index(stage) if stage in STAGES else 1
    return () if STAGES.index(rule.from_stage) <= now else ground.put(("stage",), rule.from_stage)


def _breaking(rule: Rule, arm: Arm, ground: Ground) -> Iterator[Change]:
    yield from in_turn([violate(arm.check, ground), _emptying(rule, arm, ground)])


def _emptying(rule: Rule, arm: Arm, ground: Ground) -> Iterator[Change]:
    """Leave out what the check reads, where the rule says that it fails without."""
    for path in tests_of(arm.check, deciding=True):
        if rule.missing(path) == "fail":
            for spot in ground.spots(path):
                yield from ground.drop(spot.steps)


def _applying(rule: Rule, arm: Arm, ground: Ground) -> Iterator[Change]:
    if arm.when is not None:
        yield from violate(arm.when, ground, True)


def _both(rule: Rule, arm: Arm, ground: Ground) -> Iterator[Change]:
    for when in islice(_applying(rule, arm, ground), _TRIED):
        yield from (together(when, check) for check in islice(_breaking(rule, arm, ground), _TRIED))
