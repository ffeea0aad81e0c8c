"""The checks that built-in rules call by name say yes, no, or that they cannot tell."""

from decimal import Decimal
from typing import NamedTuple

import pytest

from pmos_rules.checks import as_many, tree_order

ORDER = ("主体", "场站", "项目", "机组", "户号")


class Node(NamedTuple):
    """A node of an archive."""

    id: str | None
    level: str | None
    parent: str | None = None


TREES = [
    ("a node on its own hangs nowhere", (Node("E", "主体"),), True, True),
    ("a site hangs below its entity", (Node("E", "主体"), Node("S", "场站", "E")), True, True),
    ("a unit below its entity skips two levels", (Node("E", "主体"), Node("U", "机组", "E")), False, True),
    ("a unit below a unit", (Node("U", "机组"), Node("V", "机组", "U")), False, False),
    ("a project below a unit", (Node("U", "机组"), Node("P", "项目", "U")), False, False),
    ("a parent that is not in the list", (Node("U", "机组", "P"),), None, None),
    ("a level that is not in the order", (Node("E", "主体"), Node("X", "车间", "E")), None, None),
    ("a parent twice in the list, with two levels", (Node("E", "主体"), Node("E", "项目"), Node("S", "场站", "E")), None, None),
    ("the other one of them first", (Node("E", "项目"), Node("E", "主体"), Node("S", "场站", "E")), None, None),
    ("a parent twice in the list, with one level", (Node("E", "主体"), Node("E", "主体"), Node("S", "场站", "E")), True, True),
    ("one fault among what cannot be told", (Node("U", "机组", "U"), Node("V", "机组", "P")), False, False),
]


@pytest.mark.parametrize(
    ("nodes", "stepwise", "upright"), [row[1:] for row in TREES], ids=[row[0] for row in TREES]
)
def test_an_archive_hangs_together(
    nodes: tuple[Node, ...], stepwise: bool | None, upright: bool | None
) -> None:
    assert tree_order([nodes], {"order": ORDER, "steps": ("one",)}) is stepwise
    assert tree_order([nodes], {"order": ORDER}) is upright


def test_rows_are_as_many_as_a_number_says() -> None:
    assert as_many([(1, 2), Decimal(2)], {}) is True
    assert as_many([(1, 2), Decimal("1.5")], {}) is False
