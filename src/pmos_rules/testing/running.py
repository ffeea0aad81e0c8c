"""A case → its result."""

from collections.abc import Iterator

from pmos_rules.errors import PmosRulesError
from pmos_rules.findings import Outcome
from pmos_rules.testing.case import Case, CaseResult, Expectation, day_of
from pmos_rules.testing.comparison import (
    ReportLike,
    all_outcomes,
    changed,
    not_clean,
    not_failed,
    not_so,
    weighed_otherwise,
)


def run_case(case: Case) -> CaseResult:
    """Evaluate the case's dossier and say what is not as expected."""
    place = (case.span.source.name, case.span.line)
    if case.expected is None:
        report = case.base.report
        return CaseResult(case.name, *place, tuple(not_clean(report)), all_outcomes(report), case)
    try:
        report = case.base.rules.evaluate(case.dossier, day_of(case.dossier))
    except (ValueError, PmosRulesError) as error:
        return CaseResult(case.name, *place, (str(error),))
    observed = {
        rule: outcome
        for rule, outcome in all_outcomes(report).items()
        if rule in _named(case.expected)
    }
    return CaseResult(case.name, *place, tuple(unlike(case.expected, case.base.report, report)), observed, case)


def unlike(expected: Expectation, base: ReportLike, report: ReportLike) -> Iterator[str]:
    """Say in which ways a report is not as expected of a change to what ``base`` is about."""
    yield from not_failed(report, expected.fails)
    yield from not_so(report, expected.also)
    yield from weighed_otherwise(report, expected.severities)
    if expected.others == "anything":
        return
    for rule, outcome, sentence in changed(base, report):
        if rule in _named(expected):
            continue
        if expected.others == "unchanged" or outcome is not Outcome.NOT_APPLICABLE:
            yield sentence


def _named(expected: Expectation) -> frozenset[str]:
    """The rules that an expectation says something of."""
    return frozenset((*expected.fails, *expected.also, *expected.severities))
