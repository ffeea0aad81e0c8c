"""Every sort of odd input is in the cases of every market in which it can occur, and each such case has it."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from pmos_rules.testing import Case
from tests.built_in import PACKS, cases

TABLE = Path(__file__).with_name("odd_input.yaml")
Entry = tuple[str, Any]


def read_table() -> dict[str, Any]:
    node, faults = read_yaml(SourceText(TABLE.name, TABLE.read_text("utf-8")))
    assert node is not None
    assert faults == []
    table: dict[str, Any] = to_plain(node)
    return table


SORTS = read_table()
WANTED = [(sort, market) for sort, row in SORTS.items() for market in row["markets"]]


@cache
def odd_cases() -> list[Case]:
    return [case for pack in PACKS for case in cases(pack) if case.tags]


# -- what a case changes ----------------------------------------------------------------------------


def changed(case: Case) -> list[Entry]:
    """The key and the value of everything that the base does not have in the same place."""
    before = dict(entries(case.base.dossier))
    return [(place[-1], value) for place, value in entries(case.dossier) if place not in before or before[place] != value]


def entries(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if place:
        yield place, value if not isinstance(value, dict) else ...
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from entries(item, (*place, str(key)))


def containing(characters: str) -> Callable[[list[Entry]], bool]:
    return lambda found: any(re.search(f"[{characters}]", text) for _, text in texts(found))


def matching(pattern: str, *keys: str) -> Callable[[list[Entry]], bool]:
    return lambda found: any(re.fullmatch(pattern, text) for key, text in texts(found) if not keys or key in keys)


def texts(found: list[Entry]) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in found if isinstance(value, str))


def is_decomposed(found: list[Entry]) -> bool:
    return any(key == "filename" and text != unicodedata.normalize("NFC", text) for key, text in texts(found))


def is_from_nowhere(found: list[Entry]) -> bool:
    return any(re.fullmatch("[0-9]{17}[0-9X]", text) and not is_known(text) for _, text in texts(found))


def is_known(number: str) -> bool:
    try:
        ric.get_birth_place(number)
    except (InvalidComponent, KeyError):  # the latter where its table has the city and not the district
        return False
    return True


def has_no_such_day(found: list[Entry]) -> bool:
    days = (re.findall(r"(\d{4})[-年](\d{1,2})[-月](\d{1,2})", text) for _, text in texts(found))
    return any(not is_a_day(*map(int, day)) for of_text in days for day in of_text)


def is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


SHOWN: dict[str, Callable[[list[Entry]], bool]] = {
    "full_width": containing("\uff01-\uff5e"),
    "ideographic_space": containing("\u3000"),
    "no_break_space": containing("\u00a0"),
    "traditional": containing("無電戶慶參"),
    "upper_case_extension": matching(r".*\.(PDF|Pdf)", "filename"),
    "other_unicode_form": is_decomposed,
    "decimal_as_text": matching(r"\d+\.\d+"),
    "fraction_for_percentage": matching(r"0\.\d+%?", "percent"),
    "negative_ratio": matching("[-－].*", "percent"),
    "rounded_thirds": lambda found: [value for key, value in found if key == "percent"].count("33.33") >= 2,
    "lower_case_x": matching("[0-9]{17}x"),
    "new_district": is_from_nowhere,
    "letters_i_and_o": matching("(?=.*I|.*O)[0-9A-Z]{18}", "uscc"),
    "leading_letter": matching("[A-Z][0-9A-Z]{17}", "uscc"),
    "null": lambda found: any(value is None for _, value in found),
    "empty_list": lambda found: any(value == [] for _, value in found),
    "slash": matching(r"\s*[/／]\s*"),
    "nothing": matching("[无無]"),
    "impossible_date": has_no_such_day,
}


def test_every_sort_of_odd_input_can_be_told() -> None:
    assert SHOWN.keys() == SORTS.keys()


@pytest.mark.parametrize(("sort", "market"), WANTED)
def test_a_market_has_a_case_of_odd_input(sort: str, market: str) -> None:
    assert any(sort in case.tags and case.base.dossier["market"] == market for case in odd_cases())


@pytest.mark.parametrize("case", odd_cases(), ids=str)
def test_a_case_has_the_odd_input_that_it_is_tagged_with(case: Case) -> None:
    assert case.tags <= SORTS.keys()
    assert [sort for sort in sorted(case.tags) if not SHOWN[sort](changed(case))] == []
