"""What we say of a dossier and what a checker says of it → where the two agree, and where they do not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from pmos_rules.findings import Outcome, Severity, Verdict
from pmos_rules.testing.kit.answer import Answer, Claim
from pmos_rules.testing.kit.codes import Codes
from pmos_rules.testing.kit.entry import Expected, ExpectedFinding

How = Literal["missed", "invented", "elsewhere"]
"""A rule that fails by us and not by them; by them and not by us; by both, at different places."""

Point = tuple[str | None, How]
"""A rule, or None where only the verdicts differ, and how."""

_LIGHTEST_FIRST = (Severity.INFO, Severity.WARNING, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Opinions:
    """The rules on which the two agree, the points on which they do not, and codes that mean no rule."""

    agreed: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    unknown: tuple[str, ...] = field(default=())


def opinions(expected: Expected, answer: Answer, codes: Codes, least: Severity = Severity.INFO) -> Opinions:
    """Compare finding by finding where the answer names rules, else the verdicts.

    Findings that weigh less than ``least`` need not be found. Of a rule that is undetermined by us, anything may be
    said. A checker that names no rules and rejects has found whatever there was to find.
    """
    if answer.claims is None:
        return _of_verdicts(expected, answer.verdict)
    failing = _failing(expected)
    wanted = [rule for rule, found in failing.items() if any(_weighs(finding, least) for finding in found)]
    meant = [(claim, codes.rules_of(claim.code)) for claim in answer.claims]
    said = {rule: [claim for claim, rules in meant if rule in rules] for rule in wanted}
    missed = [rule for rule in wanted if not said[rule]]
    astray = [rule for rule in wanted if said[rule] and not _meet(failing[rule], said[rule])]
    invented = dict.fromkeys(_invented(expected, failing, meant))
    points: list[Point] = [(rule, "missed") for rule in missed]
    points += [(rule, "elsewhere") for rule in astray]
    points += [(rule, "invented") for rule in invented]
    return Opinions(
        agreed=tuple(rule for rule in wanted if rule not in missed and rule not in astray),
        points=tuple(points or _of_verdicts(expected, answer.verdict, rules=()).points),
        unknown=tuple(dict.fromkeys(claim.code for claim, rules in meant if not rules)),
    )


def _failing(expected: Expected) -> dict[str, list[ExpectedFinding]]:
    failing: dict[str, list[ExpectedFinding]] = {}
    for finding in expected.with_outcome(Outcome.FAIL):
        failing.setdefault(finding.rule, []).append(finding)
    return failing


def _weighs(finding: ExpectedFinding, least: Severity) -> bool:
    return _LIGHTEST_FIRST.index(finding.severity) >= _LIGHTEST_FIRST.index(least)


def _meet(found: list[ExpectedFinding], claims: list[Claim]) -> bool:
    """Whether some claim is about a place of ours, or one above or below it, or about none in particular."""
    return any(
        claim.path is None or _is_within(claim.path, finding.path) or _is_within(finding.path, claim.path)
        for finding in found
        for claim in claims
    )


def _is_within(path: str, other: str) -> bool:
    return f"{path}/".startswith(f"{other}/")


def _invented(
    expected: Expected, failing: dict[str, list[ExpectedFinding]], meant: list[tuple[Claim, frozenset[str]]]
) -> Iterator[str]:
    """The rules of every claim of which none fails; one that we cannot judge gives no ground to object."""
    unjudged = {finding.rule for finding in expected.with_outcome(Outcome.UNDETERMINED, Outcome.ERROR)}
    for _, rules in meant:
        if rules.isdisjoint(failing) and rules.isdisjoint(unjudged):
            yield from sorted(rules)


def _of_verdicts(expected: Expected, verdict: Verdict | None, rules: tuple[str, ...] | None = None) -> Opinions:
    """What follows from the verdicts alone, for the rules that make us reject; or for none in particular."""
    if verdict is None or expected.verdict is Verdict.UNDETERMINED:
        return Opinions()
    if rules is None:
        failing = _failing(expected)
        rules = tuple(rule for rule, found in failing.items() if any(_weighs(one, Severity.ERROR) for one in found))
    if verdict is expected.verdict:
        return Opinions(agreed=rules)
    if expected.verdict is Verdict.REJECT:
        return Opinions(points=tuple((rule, "missed") for rule in rules) or ((None, "missed"),))
    return Opinions(points=((None, "invented"),))
