"""Every promise by its name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pmos_rules.strategies import Seeded
from tests.properties.additions import a_further_attachment, a_further_person, a_further_unit
from tests.properties.days import another_day_of_the_same_law
from tests.properties.keys import any_keys
from tests.properties.nothing import nothing_written_out
from tests.properties.order import order_of_lists
from tests.properties.patches import patches_mend
from tests.properties.personal import nothing_personal
from tests.properties.repeating import the_same_bytes
from tests.properties.round_trip import back_and_forth
from tests.properties.subjects import Subject

Promise = Callable[[Subject], Iterator[str]]

PROMISES: Final[Mapping[str, Promise]] = {
    "the order of rows is nothing": order_of_lists,
    "a further attachment is nothing": a_further_attachment,
    "a further person is nothing": a_further_person,
    "a further unit is nothing": a_further_unit,
    "patches mend": patches_mend,
    "the same bytes each time": the_same_bytes,
    "another day of the same law is nothing": another_day_of_the_same_law,
    "keys may be English or Chinese": any_keys,
    "nothing may be written out": nothing_written_out,
    "JSON is kept": back_and_forth,
    "nothing personal is said": nothing_personal,
}
OF_GOOD_ONES: Final = frozenset(
    {
        "a further attachment is nothing",
        "a further person is nothing",
        "a further unit is nothing",
        "another day of the same law is nothing",
    }
)
"""What is promised only of a dossier in which at most one rule is broken; the others hold of anything whatever."""


def broken(subject: Subject, name: str) -> Iterator[str]:
    """In which ways a promise is not kept; each promise makes the same choices whichever were asked before."""
    if subject.is_garbled and name in OF_GOOD_ONES:
        return
    try:
        yield from PROMISES[name](replace(subject, choices=Seeded(name)))
    except Exception as crash:  # noqa: BLE001 -- a promise that crashes is not kept, and it is told of which dossier
        yield f"{type(crash).__name__}: {crash}"
