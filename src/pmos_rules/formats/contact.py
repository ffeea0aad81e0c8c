"""How to reach somebody: the shapes of mobile numbers, e-mail addresses and postcodes of mainland China."""

import re
from typing import Final

_SEPARATORS: Final = str.maketrans("", "", " -")
_MOBILE: Final = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}", re.ASCII)
_EMAIL: Final = re.compile(r"[^@\s.][^@\s]*@[^@\s.]+(?:\.[^@\s.]+)+")
_POSTCODE: Final = re.compile("[0-9]{6}", re.ASCII)


def is_mobile(text: str) -> bool:
    """Whether a text is a mobile number of 11 digits; spaces, hyphens and a leading +86 do not matter.

    >>> is_mobile("13800000000"), is_mobile("+86 138-0000-0000"), is_mobile("12345")
    (True, True, False)
    """
    return _MOBILE.fullmatch(text.translate(_SEPARATORS)) is not None


def is_email(text: str) -> bool:
    """Whether a text is one name, one @ and a domain with a dot; real addresses vary too much for more."""
    return _EMAIL.fullmatch(text) is not None


def is_postcode(text: str) -> bool:
    """Whether a text is six digits."""
    return _POSTCODE.fullmatch(text) is not None
