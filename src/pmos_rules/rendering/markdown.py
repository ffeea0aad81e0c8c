"""Turns a text into one of which Markdown reads nothing as its own."""

import re

from pmos_rules.rendering.layout import clean

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def plain(text: str) -> str:
    """The text as it is to be read, without what a terminal would obey or hide.

    >>> print(plain("a_b * [c]"))
    a\\_b \\* \\[c\\]
    """
    return _SPECIAL.sub(r"\\\1", clean(text))
