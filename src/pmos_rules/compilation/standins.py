"""What generated code calls: a stand-in for a section that is not there, and a test that values differ."""

from typing import Any, Final

from pmos_rules.formats.values import Unreadable


class _Nothing:
    """A section that was not given: every field of it is missing."""

    def __getattr__(self, name: str) -> Any:
        return None


class Broken:
    """A section that cannot be read: no field of it can be."""

    def __init__(self, value: Unreadable) -> None:
        self._value = value

    def __getattr__(self, name: str) -> Any:
        return self._value


NOTHING: Final = _Nothing()


def stand_in(value: Any) -> Any:
    """Something whose fields can be read as those of the section that is missing or unreadable."""
    return Broken(value) if isinstance(value, Unreadable) else NOTHING


def all_differ(values: list[Any]) -> bool:
    """Whether no two of the given values are equal."""
    return len(set(values)) == len(values) or distinct(values) == len(values)


def all_differ_and_readable(values: list[Any]) -> bool:
    """Whether no two of the given values are equal, and all of them could be read."""
    return Unreadable not in {value.__class__ for value in values} and all_differ(values)


def distinct(keys: list[Any]) -> int:
    """How many rows there are when those with the same key are one; a row without a key is one of its own.

    >>> distinct(["a", "a", None, None])
    3
    """
    missing = keys.count(None)
    return len(set(keys)) + (missing - 1 if missing else 0)
