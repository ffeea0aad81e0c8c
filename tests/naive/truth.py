"""Two truths → what `all` and `any` make of them: the tables of the reference, copied out.

`T` true, `F` false, `U` cannot be told, `N` does not apply.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

Place = tuple[int | str, ...]

_ALL = """
    T N U F
T   T N U F
N   N N U F
U   U U U F
F   F F F F
"""
_ANY = """
    T N U F
T   T T T T
N   T N U N
U   T U U U
F   T N U F
"""


@dataclass(slots=True)
class Why:
    """What decided a truth: a part of the predicate, the place in the dossier, and what is the matter there.

    ``matter`` is `holds` or `differs` of a value that was looked at, `missing`, `unreadable` or `unknown` of one that
    could not be, `unsure` where a function in Python could not tell.
    """

    node: object
    place: Place
    matter: str
    value: object = None
    path: object = None
    here: object = None
    negated: bool = False
    more: object = None


@dataclass(slots=True)
class Answer:
    """A truth and what decided it, the most important first."""

    truth: str
    why: tuple[Why, ...] = ()


def read_table(text: str) -> dict[tuple[str, str], str]:
    """A table as it is written in the reference → the truth of each pair."""
    head, *lines = text.split("\n")[1:-1]
    columns = head.split()
    return {
        (row, column): cell
        for row, *cells in map(str.split, lines)
        for column, cell in zip(columns, cells, strict=True)
    }


ALL, ANY = read_table(_ALL), read_table(_ANY)


def all_of(answers: Iterable[Answer]) -> Answer:
    """Every one holds."""
    return _combined(ALL, "T", answers)


def any_of(answers: Iterable[Answer]) -> Answer:
    """One holds."""
    return _combined(ANY, "F", answers)


def _combined(table: Mapping[tuple[str, str], str], start: str, answers: Iterable[Answer]) -> Answer:
    """All that come to the same decide; of several that cannot be told, the first."""
    found, truth = [], start
    for answer in answers:
        found.append(answer)
        truth = table[truth, answer.truth]
    deciding = [answer.why for answer in found if answer.truth == truth and answer.why]
    if truth in "FT":
        return Answer(truth, tuple(why for whys in deciding for why in whys))
    return Answer(truth, deciding[0] if deciding else ())


def opposite(answer: Answer) -> Answer:
    """It does not hold: true and false change places."""
    why = tuple(replace(one, negated=not one.negated) for one in answer.why)
    return Answer({"T": "F", "F": "T"}.get(answer.truth, answer.truth), why)
