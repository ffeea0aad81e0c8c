"""What somebody who is asked can say of a value, and what the dossier says where they cannot."""

from typing import Any

import pytest

from pmos_rules.api import schema
from pmos_rules.errors import InputError
from pmos_rules.evaluation.reference import Asked, with_reference
from pmos_rules.formats import Unreadable, types
from pmos_rules.models import Dossier

UNREADABLE = Unreadable(["x"], "shape")


@pytest.mark.parametrize(
    ("told", "otherwise", "value", "holds"),
    [
        (True, None, "甲", True),
        (False, ("甲",), "甲", False),
        (None, None, "甲", None),
        (None, ("甲",), "甲", True),
        (None, ("甲",), "乙", False),
        (None, ("甲", UNREADABLE), "甲", True),
        (None, ("甲", UNREADABLE), "乙", None),
        (True, None, 7, None),
        (True, ("甲",), 7, False),
    ],
)
def test_a_set_holds_a_value_or_nobody_can_say(told: Any, otherwise: Any, value: Any, holds: bool | None) -> None:
    assert Asked(lambda _: told, otherwise, types.NAME).holds(value) is holds


def test_nobody_is_asked_twice_or_about_what_is_no_text() -> None:
    asked: list[str] = []
    taken = Asked(asked.append, None, types.NAME)
    for value in ("甲", "甲", UNREADABLE):
        taken.holds(value)
    assert asked == ["甲"]


def test_an_answer_is_read_as_its_type() -> None:
    assert Asked(lambda _: " ａ1 ", None, types.CODE).gives("甲") == "A1"
    assert Asked(lambda _: None, None, types.CODE).gives("甲") is None


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        (
            "taken_logns",
            "参照数据中没有“taken_logns”，是否应为“taken_logins”",
            "reference data have no `taken_logns`; did you mean `taken_logins`?",
        ),
        ("qwxyz", "参照数据中没有“qwxyz”", "reference data have no `qwxyz`"),
    ],
)
def test_a_set_that_nobody_knows_is_refused_in_both_languages(key: str, zh: str, en: str) -> None:
    with pytest.raises(InputError) as raised:
        with_reference(Dossier.model_validate({}), {key: []}, schema())
    assert (raised.value.zh, raised.value.en) == (zh, en)
