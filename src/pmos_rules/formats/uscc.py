"""Unified social credit codes (GB 32100-2015): shape, check character, the organisation code inside."""

import re
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: the digits and the capitals without I, O, S, V and Z, which look like others."""

SHAPE: Final = re.compile("[0-9A-HJ-NPQRTUWXY]{18}")

# The weights are 3^i mod 31, so that the weighted sum is a number whose digits in base 3 are the characters'
# values, the first one last; 34 is 3 mod 31 and large enough for each value to be one digit. int() sums up.
_BASE: Final = 34
_DIGITS: Final = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstu")


def is_shaped(code: str) -> bool:
    """Whether a code has 18 characters, all of the alphabet."""
    return SHAPE.fullmatch(code) is not None


def is_valid(code: str) -> bool:
    """Whether a code has the right shape and its check character agrees with the others.

    >>> is_valid("91420100MA4K2B3C05"), is_valid("91420100MA4K2B3C06")
    (True, False)
    """
    return is_shaped(code) and code[17] == ALPHABET[-int(code[16::-1].translate(_DIGITS), _BASE) % 31]


def check_character(code: str) -> str | None:
    """The character that should close a well-shaped code, of which only the first 17 count; else None."""
    if not is_shaped(code):
        return None
    # loaded when a message asks for it: its import costs more than a whole evaluation
    from stdnum.cn import uscc

    return str(uscc.calc_check_digit(code[:17]))


def organisation_code(code: str) -> str | None:
    """The organisation code that stands at places 9 to 17, or `None` where the code is too short for it."""
    return code[8:17] if len(code) == 18 else None
