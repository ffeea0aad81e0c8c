"""Whether a text speaks of something: a word that is not merely part of another word."""

import re
from collections.abc import Iterator
from functools import lru_cache


def mentions(text: str, words: tuple[str, ...], not_within: tuple[str, ...] = (), unless: tuple[str, ...] = ()) -> bool:
    """Whether one of the words occurs in the text outside every word of ``not_within``.

    An occurrence that lies within a word of ``not_within`` counts all the same where that word in turn lies
    within one of ``unless``, as 售电 does in 销售电力.

    >>> mentions("零售电子产品", ("售电",), ("零售电",)), mentions("销售电力", ("售电",), ("销售电",), ("销售电力",))
    (False, True)
    """
    hidden = [span for span in _spans(text, not_within) if not any(_inside(span, wide) for wide in _spans(text, unless))]
    return any(not any(_inside(span, wide) for wide in hidden) for span in _spans(text, words))


def _inside(span: tuple[int, int], wide: tuple[int, int]) -> bool:
    return wide[0] <= span[0] and span[1] <= wide[1]


def _spans(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Every occurrence of every word, overlapping ones too."""
    for word in words:
        for found in _finder(word).finditer(text):
            yield found.start(), found.start() + len(word)


@lru_cache(maxsize=512)
def _finder(word: str) -> re.Pattern[str]:
    return re.compile(f"(?={re.escape(word)})")
