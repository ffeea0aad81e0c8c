"""A rule as written → the rule with one small change, by what was changed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pmos_rules.findings import Severity, Text
from pmos_rules.language.ir import Path
from pmos_rules.language.ruleset import Arm, Grade, Policy, Rule, Stage
from pmos_rules.language.walking import tests_of
from pmos_rules.testing.mutation.forms import mutations
from pmos_rules.testing.mutation.mutation import Mutation, Parameters, Place, became, dropped, inside, put
from pmos_rules.testing.wording import words

Key = tuple[Place, str]
"""Where a rule was changed, and how; the same in every market, kind of applicant and field of its `for`."""

_POLICIES: Final[Mapping[Policy, Policy]] = {
    "not_applicable": "fail",
    "fail": "not_applicable",
    "undetermined": "fail",
}
_STAGES: Final[Mapping[Stage, Stage]] = {"save": "submit", "submit": "save", "trade": "submit"}
_SEVERITIES: Final[Mapping[Severity, Severity]] = {
    Severity.ERROR: Severity.WARNING,
    Severity.WARNING: Severity.ERROR,
    Severity.INFO: Severity.WARNING,
}


def mutated(rule: Rule, parameters: Parameters) -> dict[Key, tuple[Text, Rule]]:
    """Every rule that is one small change away, and what was changed.

    The rule is changed on all the fields that it stands for at once, as it would be where it is written.
    """
    found = _of_arms(rule, parameters)
    for mutation in (*_policies(rule), *_dependencies(rule), *_stage(rule)):
        found[mutation.place, mutation.name] = (mutation.says, mutation.node)
    return found


def _of_arms(rule: Rule, parameters: Parameters) -> dict[Key, tuple[Text, Rule]]:
    said: dict[Key, Text] = {}
    arms: dict[Key, dict[int, Arm]] = {}
    for at, arm in enumerate(rule.arms):
        for mutation in arm_mutations(arm, parameters):
            key = (mutation.place, mutation.name)
            said.setdefault(key, mutation.says)
            arms.setdefault(key, {})[at] = mutation.node
    return {
        key: (said[key], replace(rule, arms=tuple(changed.get(at, arm) for at, arm in enumerate(rule.arms))))
        for key, changed in arms.items()
    }


def arm_mutations(arm: Arm, parameters: Parameters) -> Iterator[Mutation]:
    """Every small change of what a rule is about, of its check, and of its severities."""
    if arm.when is not None:
        said = Text(f"去掉 when：{words(arm.when)}", f"without `when`: {words(arm.when)}")
        yield put("without when", said, replace(arm, when=None))
        yield from inside("when", mutations(arm.when, parameters), lambda new: replace(arm, when=new))
    yield from inside("check", mutations(arm.check, parameters), lambda new: replace(arm, check=new))
    if len(arm.grades) > 1:
        yield from inside("severity", _grades(arm.grades, parameters), lambda new: replace(arm, grades=new))


def _grades(grades: tuple[Grade, ...], parameters: Parameters) -> Iterator[Mutation]:
    for at, grade in enumerate(grades):
        rest = (*grades[:at], *grades[at + 1 :])
        name = f"{grade.severity.value}（{words(grade.when)}）" if at < len(rest) else grade.severity.value
        if at < len(rest):
            yield put(f"without {at}", dropped(name, "severity"), rest)
        other = _SEVERITIES[grade.severity]
        swapped = replace(grade, severity=other)
        yield put(f"swapped {at}", became(name, other.value, "severity"), (*grades[:at], swapped, *grades[at + 1 :]))
        if grade.when is not None and at < len(rest):
            for mutation in mutations(grade.when, parameters):
                changed = (*grades[:at], replace(grade, when=mutation.node), *grades[at + 1 :])
                yield replace(mutation, place=(at, *mutation.place), node=changed)


def _policies(rule: Rule) -> Iterator[Mutation]:
    """Another `if_missing` for each value of which the absence must be decided upon."""
    for text, policy in asked(rule).items():
        other = _POLICIES[policy]
        said = became(policy, other, f"if_missing: {text}")
        yield put(text, said, replace(rule, if_missing={**rule.if_missing, text: other}))


def asked(rule: Rule) -> dict[str, Policy]:
    """The values whose absence a rule decides upon, each with what it says."""
    paths: dict[str, Path] = {}
    for arm in rule.arms:
        paths |= {str(path): path for path in tests_of(arm.check, deciding=True) if path.scope != "as_of"}
    return {text: rule.missing(path) for text, path in paths.items()}


def _dependencies(rule: Rule) -> Iterator[Mutation]:
    for name in rule.depends_on:
        rest = tuple(other for other in rule.depends_on if other != name)
        yield put(f"without {name}", dropped(name, "depends_on"), replace(rule, depends_on=rest))


def _stage(rule: Rule) -> Iterator[Mutation]:
    other = _STAGES[rule.from_stage]
    yield put("from_stage", became(rule.from_stage, other, "from_stage"), replace(rule, from_stage=other))
