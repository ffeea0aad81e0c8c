"""A personal value into what may be shown of it."""

import re
from typing import Final

SECRET: Final = "******"
"""What stands for a secret: always as long, so that not even its length is told."""

_MOBILE = re.compile(r"(?<![0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9])", re.ASCII)


def mask(value: str, type_name: str) -> str:
    """What may be shown of a personal value of a type.

    Of an identity number the first three and last two characters, of a mobile number (also one inside a text)
    the first three and last four, of anything else long enough the last four, and of a secret nothing.

    >>> mask("110101197503120215", "resident_id"), mask("13800000001", "code"), mask("42001000000001", "code")
    ('110*************15', '138****0001', '**********0001')
    >>> mask("Abc123!x", "secret")
    '******'
    """
    if type_name == "secret":
        return SECRET
    if type_name == "resident_id":
        return _hide(value, 3, 2)
    if _MOBILE.search(value):
        return _MOBILE.sub(r"\1****\2", value)
    return _hide(value, 0, 4)


def _hide(value: str, first: int, last: int) -> str:
    hidden = len(value) - first - last
    if hidden < max(first + last, 4):
        return "*" * len(value)
    return value[:first] + "*" * hidden + value[-last:]
