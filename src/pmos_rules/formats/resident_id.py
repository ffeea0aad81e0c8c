"""Resident identity numbers (GB 11643-1999): shape, birth date, check character.

The region in the first six digits is not looked up: regions are merged and renamed, and a table that dates
them refuses numbers that people really carry.
"""

from datetime import date
from typing import Final

# ISO 7064 mod 11-2 weighs the digits with powers of 2; 13 is 2 mod 11, so int() in base 13 is that sum.
_CHECK: Final = "10X98765432"


def is_valid(number: str) -> bool:
    """Whether a number has 18 characters, a birth date that exists and the right check character.

    >>> is_valid("110101197503120215"), is_valid("110101197502300215")
    (True, False)
    """
    return birth_date(number) is not None and closes(number)


def closes(number: str) -> bool:
    """Whether the last character of a number with a birth date agrees with the 17 digits before it."""
    return number[17] == _CHECK[2 * int(number[:17], 13) % 11]


def check_character(number: str) -> str:
    """The character that should close a well-shaped number, of which only the first 17 digits count."""
    # loaded when a message asks for it: its import costs more than a whole evaluation
    from stdnum.cn import ric

    return str(ric.calc_check_digit(number))


def birth_date(number: str) -> date | None:
    """The birth date at places 7 to 14, or `None` where there is no such day."""
    if len(number) != 18 or not (number.isascii() and number[:17].isdigit()):
        return None
    try:
        return date.fromisoformat(number[6:14])
    except ValueError:
        return None


def age(number: str, as_of: date) -> int | None:
    """Whole years from the birth date to `as_of`; negative where the birth lies ahead."""
    born = birth_date(number)
    if born is None:
        return None
    return years(born, as_of)


def years(born: date, as_of: date) -> int:
    """Whole years between two days; negative where the first lies after the second."""
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))
