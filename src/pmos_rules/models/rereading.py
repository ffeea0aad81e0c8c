"""What Python is handed while JSON text is read at once, into whether the text has to be read again with care.

Read at once, text becomes sections without a detour through Python values. What no fast path takes Python is
handed all the same, and by then numbers with a fraction have become `float` and may have lost digits.
"""

from contextvars import ContextVar
from typing import Final

AT_ONCE: Final[ContextVar[bool]] = ContextVar("AT_ONCE", default=False)


class ReadAgainError(Exception):
    """JSON text that has to be read again by way of plain Python values."""


def refuse_inexact(value: object) -> None:
    """Raise ReadAgainError where a value from JSON text is a `float`, or may hold one."""
    if isinstance(value, float | list | dict) and AT_ONCE.get():
        raise ReadAgainError
