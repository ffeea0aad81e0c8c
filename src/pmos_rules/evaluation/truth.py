"""Four truths and how they combine: Kleene's three, and one for what does not concern the dossier.

A condition is true, false or undetermined. A check can also be *not applicable*: a value is missing, and the
rule says that it then has nothing to say. Both of the latter are unknown to `all`, `any` and `not`, and of the
two `UNDETERMINED` is the stronger.
"""

from collections.abc import Iterable
from typing import Final

FALSE: Final = 0
TRUE: Final = 1
NOT_APPLICABLE: Final = 2
UNDETERMINED: Final = 3


def conjunction(truths: Iterable[int]) -> int:
    """False where one is false, else the strongest unknown, else true."""
    result = TRUE
    for truth in truths:
        if truth == FALSE:
            return FALSE
        result = max(result, truth)
    return result


def disjunction(truths: Iterable[int]) -> int:
    """True where one is true, else the strongest unknown, else false."""
    result = FALSE
    for truth in truths:
        if truth == TRUE:
            return TRUE
        result = max(result, truth)
    return result


def negation(truth: int) -> int:
    """The other of true and false; what is unknown stays so."""
    return 1 - truth if truth <= TRUE else truth
