"""Text as written → the characters in it that look like others: letters of another script, full-width, invisible."""

import re
from unicodedata import category, name, normalize

# Letters of other scripts that a reader takes for Latin ones; of those that a Chinese or Russian keyboard gives.
_LATIN = str.maketrans("аеорсухіјѕԁһӏвкмнт" "αβγεικνορτυχ" "‐‑‒–—−。", "aeopcyxijsdhlbkmht" "abyeiknoptux" "------.")
HIDDEN = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0]"
)
"""Characters that take no room, or turn the direction of what follows: nobody sees that they are there."""

_HIDDEN = re.compile(HIDDEN)


def meant_by(character: str) -> str | None:
    """The ASCII letter, digit or sign that a character looks like; None for those that are like none.

    >>> meant_by("а"), meant_by("ａ"), meant_by("电")
    ('a', 'a', None)
    """
    alike = normalize("NFKC", character.lower().translate(_LATIN))
    if not alike.isascii() or character.isascii():
        return None
    return alike.upper() if character.isupper() else alike


def look_of(text: str) -> str:
    """The text with everything that looks alike written alike: two texts with one look are hard to tell apart."""
    return "".join(normalize("NFKC", _HIDDEN.sub("", text)).split()).casefold()


def as_meant(text: str) -> str:
    """The text with ASCII for every character that looks like it, and without what cannot be seen."""
    return "".join(meant_by(character) or character for character in _HIDDEN.sub("", text))


def did_you_mean(written: str, near: str) -> str:
    """A hint that also names the first character which is not what it looks like.

    >>> did_you_mean("bаsic", "basic")
    'did you mean `basic`? character 2 is U+0430 CYRILLIC SMALL LETTER A, not `a`'
    """
    hint = f"did you mean `{near}`?"
    for at, character in enumerate(written, 1):
        meant = meant_by(character)
        if meant is not None and character not in near:
            return f"{hint} character {at} is {point_of(character)}, not `{meant}`"
    return hint


def odd_letter(text: str) -> str | None:
    """A letter or digit that is full-width, or of another script among Latin ones; brackets are often full-width."""
    among_latin = any(character.isascii() and character.isalpha() for character in text)
    for character in text:
        if character.isalnum() and meant_by(character) and (among_latin or "\uff10" <= character <= "\uff5a"):
            return character
    return None


def point_of(character: str) -> str:
    """A character by number and name."""
    return f"U+{ord(character):04X} {name(character, category(character))}"
