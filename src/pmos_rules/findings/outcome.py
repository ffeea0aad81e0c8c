"""The closed lists that a report is made of: outcomes, severities, verdicts."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one rule on one dossier."""

    PASS = "pass"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"
    FAIL = "fail"
    ERROR = "error"


class Severity(StrEnum):
    """How much a failed rule weighs: sent back, worth a look, for information."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """What the trading centre would do with the dossier, as far as rules can say."""

    ACCEPT = "accept"
    UNDETERMINED = "undetermined"
    REJECT = "reject"


_RISING = (Outcome.NOT_APPLICABLE, Outcome.PASS, Outcome.UNDETERMINED, Outcome.FAIL, Outcome.ERROR)
_WEIGHT = {outcome: weight for weight, outcome in enumerate(_RISING)}


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the worst of the outcomes of a rule's items; of none, ``not_applicable``.

    >>> worst([Outcome.PASS, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE])
    <Outcome.UNDETERMINED: 'undetermined'>
    """
    return max(outcomes, key=_WEIGHT.__getitem__, default=Outcome.NOT_APPLICABLE)
