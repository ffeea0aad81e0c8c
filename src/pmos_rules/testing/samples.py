"""The cases of a pack → samples of what each rule passes and fails, for its catalogue."""

from collections.abc import Iterable, Iterator, Mapping

from pmos_rules.findings import Outcome
from pmos_rules.rendering.catalogue import Sample
from pmos_rules.testing.case import Case


def samples_of(cases: Iterable[Case]) -> Iterator[Sample]:
    """One for each case, as the case says that it comes out."""
    for case in cases:
        outcomes = _outcomes(case)
        yield Sample(
            name="" if _is_made_up(case, outcomes) else case.name,
            base_name=case.base.name,
            base=case.base.dossier,
            dossier=case.dossier,
            outcomes=outcomes,
        )


def _is_made_up(case: Case, rules: Iterable[str]) -> bool:
    """Whether nobody has given the case its name: the base as it stands, or a row of a table, which tells its value."""
    return case.expected is None or any(case.name.startswith(f"{rule} ") for rule in rules)


def _outcomes(case: Case) -> Mapping[str, Outcome]:
    """What a case says of rules; of a base as it stands, what they say of it."""
    if case.expected is None:
        return case.base.report.outcomes
    return {**dict.fromkeys(case.expected.fails, Outcome.FAIL), **case.expected.also}
