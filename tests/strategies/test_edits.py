"""Edits on a base: what they make of it, and what does not fit."""

import pytest

from pmos_rules.strategies.edits import Edit, EditError, apply

BASE = {
    "basic": {"full_name": "甲公司"},
    "staff": [{"id": "1"}, {"id": "2"}, {"id": "3"}],
    "attachments": None,
}

GOOD = {
    "a value is set": ([Edit("set", "basic.full_name", "乙")], {"basic": {"full_name": "乙"}}),
    "a value in a list is set": (
        [Edit("set", "staff.1.id", "9")],
        {"staff": [{"id": "1"}, {"id": "9"}, {"id": "3"}]},
    ),
    "a star sets every item": (
        [Edit("set", "staff.*.id", "9")],
        {"staff": [{"id": "9"}, {"id": "9"}, {"id": "9"}]},
    ),
    "missing mappings are made": (
        [Edit("set", "account.certificate.authority", "CFCA")],
        {"account": {"certificate": {"authority": "CFCA"}}},
    ),
    "removed places are places in the base": (
        [Edit("remove", "staff.0"), Edit("remove", "staff.2")],
        {"staff": [{"id": "2"}]},
    ),
    "a key is removed": ([Edit("remove", "basic.full_name")], {"basic": {}}),
    "an item is added": (
        [Edit("add", "staff", {"id": "4"})],
        {"staff": [{"id": "1"}, {"id": "2"}, {"id": "3"}, {"id": "4"}]},
    ),
    "several items are added": ([Edit("add", "attachments", ["a", "b"])], {"attachments": ["a", "b"]}),
    "a missing list is begun": ([Edit("add", "units", {"id": "U1"})], {"units": [{"id": "U1"}]}),
    "setting comes before removing and adding": (
        [Edit("add", "staff", {"id": "4"}), Edit("remove", "staff.0"), Edit("set", "staff.0.id", "9")],
        {"staff": [{"id": "2"}, {"id": "3"}, {"id": "4"}]},
    ),
}

BAD = {
    "a key that is not there": (
        Edit("remove", "basic.full_nmae"),
        "the base has no `basic.full_nmae`",
        "did you mean `basic.full_name`?",
    ),
    "a section that is not there": (
        Edit("remove", "bosic.full_name"),
        "the base has no `bosic`",
        "did you mean `basic`?",
    ),
    "an index past the end": (
        Edit("set", "staff.3.id", "4"),
        "`staff` has 3 items in the base, so there is no `3`",
        "items count from 0; `add` appends one",
    ),
    "a name in a list": (
        Edit("set", "staff.id", "4"),
        "`staff` is a list in the base, so `id` should be a number",
        "items count from 0",
    ),
    "a step into text": (
        Edit("set", "basic.full_name.zh", "甲"),
        "`basic.full_name` is a single value in the base, so there is no `zh` in it",
        None,
    ),
    "an item for what is no list": (
        Edit("add", "basic", "x"),
        "`basic` is no list in the base, so nothing can be added to it",
        None,
    ),
    "a star on text": (
        Edit("set", "basic.full_name.*", "x"),
        "`basic.full_name` is no list and no mapping in the base, so it has no `*`",
        None,
    ),
}


@pytest.mark.parametrize(("edits", "expected"), GOOD.values(), ids=GOOD)
def test_edits_change_a_copy(edits: list[Edit], expected: dict[str, object]) -> None:
    before = repr(BASE)
    assert apply(tuple(edits), BASE) == BASE | expected
    assert repr(BASE) == before


@pytest.mark.parametrize(("edit", "message", "help"), BAD.values(), ids=BAD)
def test_an_edit_that_does_not_fit_says_why(edit: Edit, message: str, help: str | None) -> None:
    with pytest.raises(EditError) as caught:
        apply((edit,), BASE)
    assert (caught.value.message, caught.value.help) == (message, help)
