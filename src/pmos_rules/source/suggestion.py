"""Turns a word that is not known into the known one that was probably meant."""

from collections.abc import Iterable
from itertools import islice

_LONGEST = 200
_MOST = 5_000
"""How long a word and how many candidates are looked at: a mistake must not take longer to tell than to make."""


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `word`, or None where nothing is near.

    A difference of case, or between `-`, `_` and a space, does not count. Otherwise a third of the
    characters may differ (one of two, in a Chinese word of two). Where no word is near, a path
    whose last segment is `word` is taken if there is just one. Ties go to the first candidate.

    >>> suggest("shareholder.*.percnt", ["shareholders.*.name", "shareholders.*.percent"])
    'shareholders.*.percent'
    >>> suggest("percent", ["shareholders.*.name", "shareholders.*.percent"])
    'shareholders.*.percent'
    """
    known = list(islice(candidates, _MOST))
    if len(word) > _LONGEST:
        return None
    folded = _fold(word)
    best, least = None, max(len(word) // 3, 1 if len(word) > 1 else 0) + 1
    for candidate in known:
        distance = _distance(folded, _fold(candidate), least)
        if distance < least:
            best, least = candidate, distance
    return best if best is not None else _by_last_segment(word, known)


def _by_last_segment(word: str, known: list[str]) -> str | None:
    ending = [candidate for candidate in known if candidate.endswith("." + word)]
    return ending[0] if len(ending) == 1 else None


def _fold(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def _distance(one: str, other: str, limit: int) -> int:
    """How many letters to insert, drop, change or swap; `limit` where it would be that or more."""
    if abs(len(one) - len(other)) >= limit:
        return limit
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if before and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
        before, last = last, row
    return min(last[-1], limit)
