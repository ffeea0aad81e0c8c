"""Rules → which of them say of a field that it is not given, or cannot be read: what causes others' doubts."""

from collections.abc import Iterator, Sequence
from typing import Any

from pmos_rules.language.ir import All, Test
from pmos_rules.language.ruleset import Rule

Steps = tuple[str, ...]


class Readers:
    """The rules that ask whether a field is given (`present`) or can be read (`readable`), by the field's steps."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.found: dict[tuple[Steps, str], list[Rule]] = {}
        for rule in rules:
            for arm in rule.arms:
                for test in asked(arm.check):
                    start = arm.scope.steps if arm.scope is not None else ()
                    start = {"item": start, "beside": start[:-1]}.get(test.left.scope, ())
                    rules_here = self.found.setdefault(((*start, *test.left.steps), test.operator), [])
                    rules_here.append(rule)

    def of(self, steps: Steps, operator: str) -> list[Rule]:
        """The rules that ask it of a field."""
        return self.found.get((steps, operator), [])


def asked(check: Any) -> Iterator[Test]:
    """The tests for `present` and `readable` that must hold."""
    if isinstance(check, All):
        for part in check.of:
            yield from asked(part)
    elif isinstance(check, Test) and check.operator in ("present", "readable"):
        yield check
