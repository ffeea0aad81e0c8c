"""A dossier and choices → the dossier after a few edits that nobody would make: any JSON value at any place."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from pmos_rules.strategies import Choices
from tests.evaluation.odd_dossiers import ODD, SCHEMA, WORDS, at, places, section_at

VALUES: tuple[Any, ...] = (
    *WORDS,
    *(value for value in ODD if value == value and value not in (float("inf"),)),
    "99999999999999999999",
    "1e999999",
    "9999-12-30",  # the last day of all is 长期 once it is dumped
    "0001-01-01",
    "2026-01-01至2020-01-01",
    "1" * 3000,
    "１１０１０１１９７５０３１２０２１５",
    "a\nb\r\tc\x1b[31m",
    "‹actual›",
    "{}{0}%s$each",
    10**400,
    -(10**30),
    1.5e-300,
    [[[[[[[[]]]]]]]],
    {"基本信息": {"企业全称": {"x": []}}},
    [{"slot": "其他"}, None, "x", 3, [], {"filename": {}}],
    [1, "1", True, None],
    {"from": "2026-13-01", "to": []},
)


def garbled(dossier: dict[str, Any], choices: Choices) -> dict[str, Any]:
    """The dossier after one to six edits."""
    dossier = deepcopy(dossier)
    for _ in range(choices.number(1, 6)):
        found = list(places(dossier))
        if not found:
            break
        place = choices.pick(found)
        EDITS[choices.number(0, len(EDITS) - 1)](dossier, place, choices)
    return dossier


def _put(dossier: Any, place: Any, choices: Choices) -> None:
    at(dossier, place[:-1])[place[-1]] = deepcopy(choices.pick(VALUES))


def _remove(dossier: Any, place: Any, choices: Choices) -> None:
    del at(dossier, place[:-1])[place[-1]]


def _copy(dossier: Any, place: Any, choices: Choices) -> None:
    at(dossier, place[:-1])[place[-1]] = deepcopy(at(dossier, choices.pick(list(places(dossier)))))


def _repeat(dossier: Any, place: Any, choices: Choices) -> None:
    holder = at(dossier, place[:-1])
    if isinstance(holder, list):
        holder.append(deepcopy(holder[place[-1]]))


def _add(dossier: Any, place: Any, choices: Choices) -> None:
    holder, section = at(dossier, place[:-1]), section_at(place[:-1])
    if isinstance(holder, dict):
        holder[choices.pick(list((section or SCHEMA).fields))] = deepcopy(choices.pick(VALUES))


def _pad(dossier: Any, place: Any, choices: Choices) -> None:
    value = at(dossier, place)
    if isinstance(value, str):
        at(dossier, place[:-1])[place[-1]] = f"　{value}\u200b "


EDITS: tuple[Callable[[Any, Any, Choices], None], ...] = (_put, _put, _put, _remove, _copy, _repeat, _add, _pad)
