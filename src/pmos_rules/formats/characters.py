"""The classes of characters that a rule can ask for: `{only: [latin, digit]}`, `{has: [han]}`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import punctuation
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class CharacterClass:
    """A set of characters. `fragment` stands between the square brackets of a regular expression."""

    name: str
    fragment: str
    zh: str
    en: str


# Unified ideographs and 〇: the basic block, its extensions, and the compatibility block.
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"

CHARACTERS: Final[Mapping[str, CharacterClass]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            CharacterClass("han", _HAN, "汉字", "Chinese characters"),
            CharacterClass("latin", "A-Za-z", "英文字母", "Latin letters"),
            CharacterClass("digit", "0-9", "数字", "digits"),
            CharacterClass("ascii_symbol", re.escape(punctuation), "半角符号", "ASCII symbols"),
        )
    }
)


def only(classes: Iterable[str]) -> re.Pattern[str]:
    """A pattern whose `fullmatch` tells whether every character is of one of the classes.

    >>> bool(only(["latin", "digit"]).fullmatch("hbsl01")), bool(only(["latin", "digit"]).fullmatch("hb_01"))
    (True, False)
    """
    return re.compile(f"[{_fragment(classes)}]+")


def has(name: str) -> re.Pattern[str]:
    """A pattern whose `search` tells whether any character is of the class."""
    return re.compile(f"[{_fragment([name])}]")


def _fragment(classes: Iterable[str]) -> str:
    return "".join(CHARACTERS[name].fragment for name in classes)
