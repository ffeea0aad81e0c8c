"""What was typed for yes or no into `bool`."""

from typing import Final
from unicodedata import normalize

from pmos_rules.formats.normalise import PLACEHOLDERS, sanitise, trim
from pmos_rules.formats.values import Placeholder, Unreadable

_WORDS: Final = {"是": True, "否": False, "TRUE": True, "FALSE": False, "YES": True, "NO": False}


def read_yes_no(raw: object) -> bool | Placeholder | Unreadable | None:
    """Yes or no: 是 and 否, `true` and `false`, `yes` and `no`, in any case and width."""
    if raw is None or isinstance(raw, bool):
        return raw
    if not isinstance(raw, str):
        return Unreadable(raw, "yes_no" if isinstance(raw, int) else "shape")
    text = trim(normalize("NFKC", sanitise(raw))).upper()
    if not text:
        return None
    if text in PLACEHOLDERS:
        return Placeholder(text, sanitise(raw))
    return _WORDS[text] if text in _WORDS else Unreadable(raw, "yes_no")
