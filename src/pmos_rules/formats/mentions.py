"""Whether a text speaks of something: a word that is not merely part of another word."""

from collections.abc import Iterable, Iterator


def mentions(
    text: str, words: tuple[str, ...], not_within: tuple[str, ...] = (), unless: tuple[str, ...] = ()
) -> bool:
    """Whether one of the words occurs in the text outside every word of ``not_within``.

    An occurrence that lies within a word of ``not_within`` counts all the same where that word in turn lies
    within one of ``unless``, as 售电 does in 销售电力.

    >>> mentions("零售电子产品", ("售电",), ("零售电",)), mentions("销售电力", ("售电",), ("销售电",), ("销售电力",))
    (False, True)
    """
    if not any(word in text for word in words):
        return False
    wide = [word for word in not_within if word in text]
    if not wide:
        return True
    kept = list(_spans(text, [word for word in unless if word in text]))
    hidden = [span for span in _spans(text, wide) if not any(_inside(span, outer) for outer in kept)]
    return any(not any(_inside(span, outer) for outer in hidden) for span in _spans(text, words))


def _inside(span: tuple[int, int], wide: tuple[int, int]) -> bool:
    return wide[0] <= span[0] and span[1] <= wide[1]


def _spans(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Every occurrence of every word, overlapping ones too."""
    for word in words:
        start = text.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = text.find(word, start + 1)
