"""Anything that tells of an event → an event: a bare name, a mapping, or a row of a dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: what, by whom and on which day, as far as that was said.

    ``event`` is None where nobody can tell what it was. An *implied* one is read off facts of the dossier,
    which do not say when it was. ``place`` is where it stands in the dossier.
    """

    event: str | None
    by: str | None = None
    at: date | None = None
    implied: bool = False
    place: tuple[int | str, ...] = ()


def read_event(given: Any, place: tuple[int | str, ...] = ()) -> Event:
    """Read an event; what cannot be read is not said. Never raises because of what stands in it."""
    if isinstance(given, Event):
        return given
    if isinstance(given, str):
        return Event(_text(given), place=place)
    if isinstance(given, Mapping):
        name, by, at = given.get("event"), given.get("by"), given.get("at")
    else:
        name, by, at = (getattr(given, part, None) for part in ("event", "by", "at"))
    return Event(_text(name), _text(by), _day(at), place=place)


def _text(value: Any) -> str | None:
    return str(value).strip() or None if isinstance(value, str) else None


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
