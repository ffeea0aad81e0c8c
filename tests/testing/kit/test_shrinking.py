"""A dossier with a property is made smaller and keeps it."""

from typing import Any

from pmos_rules.testing.kit.shrinking import shrink
from tests.testing.kit.standin import SHARES, dossier, failing, small_kit


def test_keys_items_and_characters_are_left_out() -> None:
    given = {"a": {"b": [1, {"c": "xyz"}, 3], "d": 4}, "e": []}
    found = shrink(given, lambda one: "y" in str(one.get("a", {}).get("b")))
    assert (found.dossier, found.is_minimal) == ({"a": {"b": [{"c": "y"}]}}, True)


def test_a_number_becomes_a_simple_one() -> None:
    assert shrink({"a": 17}, lambda one: one.get("a", -1) >= 0).dossier == {"a": 0}
    assert shrink({"a": 17}, lambda one: one.get("a", 0) > 0).dossier == {"a": 1}


def test_what_is_to_be_kept_stays_as_it_is() -> None:
    assert shrink({"market": "hubei", "kind": "x", "a": 1}, lambda _: True, keep=("market",)).dossier == {
        "market": "hubei"
    }


def test_the_tries_are_bounded_and_each_is_new() -> None:
    seen: list[str] = []

    def holds(one: dict[str, Any]) -> bool:
        seen.append(repr(one))
        return len(one) > 5

    found = shrink({str(number): number for number in range(40)}, holds, most=10)
    assert (len(seen), len(set(seen)), found.tried, found.is_minimal) == (10, 10, 10, False)


def test_without_tries_it_stays_as_it_is() -> None:
    found = shrink({"a": 1}, lambda _: True, most=0)
    assert (found.dossier, found.tried, found.is_minimal) == ({"a": 1}, 0, False)


def test_nothing_is_changed_in_what_is_given() -> None:
    given = small_kit(SHARES).entries[0].dossier
    before = repr(given)

    def holds(one: dict[str, Any]) -> bool:
        found = SHARES in failing(one)
        one.clear()
        return found

    shrink(given, holds, most=50)
    assert repr(given) == before


def test_it_is_the_same_each_time() -> None:
    once, twice = (shrink(dossier(), lambda one: "staff" in one, most=200) for _ in range(2))
    assert once == twice
