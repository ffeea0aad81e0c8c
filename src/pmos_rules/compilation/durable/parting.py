"""A predicate with too many ways through it → the same, its parts to be decided on facts of their own."""

from dataclasses import replace
from typing import Any as Anything
from typing import Final

from pmos_rules.compilation.durable.deciding import Part
from pmos_rules.language.ir import All, Any, Condition, FirstOf, Not, Predicate
from pmos_rules.language.ruleset import Arm

_FEW: Final = 2


def in_parts(node: Predicate) -> Anything:
    """The predicate with parts in the place of what it is made of; one that has none is itself."""
    match node:
        case All(of) if len(of) > _FEW:
            return All((_part(All(of[: len(of) // 2])), _part(All(of[len(of) // 2 :]))))
        case Any(of) if len(of) > _FEW:
            return Any((_part(Any(of[: len(of) // 2])), _part(Any(of[len(of) // 2 :]))))
        case All(of) | Any(of):
            return replace(node, of=tuple(map(_part, of)))
        case Not(of=one):
            return replace(node, of=_part(one))
        case Condition(of=one):
            return replace(node, of=_part(one))
        case FirstOf(branches):
            return FirstOf(tuple((_part(when), _part(then)) for when, then in branches))
        case _:
            return node


def arm_in_parts(arm: Arm) -> Arm:
    """An arm whose condition, check and grades are parts."""
    when: Anything = None if arm.when is None else _part(arm.when)
    grades = tuple(replace(grade, when=None if grade.when is None else _part(grade.when)) for grade in arm.grades)
    return replace(arm, when=when, check=_part(arm.check), grades=grades)


def _part(node: Anything) -> Anything:
    """A single member of a conjunction stands for itself."""
    if isinstance(node, All | Any) and len(node.of) == 1:
        return _part(node.of[0])
    return node if isinstance(node, Part) else Part(node)
