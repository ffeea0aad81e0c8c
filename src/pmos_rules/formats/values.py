"""The normal form of a value: what every field of a dossier holds once it has been read.

A clean text is a plain `str`, a number a `Decimal`, a day a `date`, yes or no a `bool`, and what is missing
is `None`. The classes here are for what is left: text that normalising changed, text that cannot be read as
its type, placeholders, and periods.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

FOREVER: Final = date.max
"""The end date of what is valid for good (长期)."""


class Given(str):
    """A text in normal form, with the text as it was typed in `given`.

    >>> value = Given("MA4", "ｍａ４ ")
    >>> value == "MA4", value.given
    (True, 'ｍａ４ ')
    """

    __slots__ = ("given",)

    given: str

    def __new__(cls, text: str, given: str) -> "Given":
        self = super().__new__(cls, text)
        self.given = given
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.given)


class GivenNumber(Decimal):
    """A number that was typed with surrounding space or in full-width forms, with the text as typed in `given`."""

    __slots__ = ("given",)

    given: str

    def __new__(cls, number: Decimal, given: str) -> "GivenNumber":
        self = super().__new__(cls, number)
        self.given = given
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (Decimal(self), self.given)

    def __copy__(self) -> "GivenNumber":
        return self

    def __deepcopy__(self, memo: object) -> "GivenNumber":
        return self


class Placeholder(Given):
    """A text such as `/` or `无`, typed into a field that holds no text: there is nothing to say."""

    __slots__ = ()


class Unreadable:
    """A value that was given but cannot be read as its type.

    `given` is the value as typed; `reason` is `shape`, `number`, `date`, `date_serial` (the number by which a
    spreadsheet stores a date), `period` or `yes_no`. No value of it is ever shown by `repr`.
    """

    __slots__ = ("given", "reason")

    def __init__(self, given: object, reason: str) -> None:
        self.given = given
        self.reason = reason

    def __repr__(self) -> str:
        return f"Unreadable({self.reason})"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included; `None` is an end not given, `FOREVER` one that never comes."""

    start: date | None
    until: date | None


def is_empty(value: Any) -> bool:
    """Whether it is a list or a mapping with nothing in it, or a section that holds nothing but what is missing.

    >>> is_empty(()), is_empty({"取号": "1"}), is_empty("")
    (True, False, False)
    """
    if isinstance(value, tuple | dict):
        return not value
    if getattr(value, "model_fields_set", None) is None:
        return False
    return not value.model_extra and all(held is None or is_empty(held) for held in vars(value).values())
