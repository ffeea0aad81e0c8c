"""Facts of a dossier → whether they hold: the checks that built-in rules need and the language cannot say."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pmos_rules.language.custom import register_check


def tree_order(values: Sequence[object], arguments: Mapping[str, tuple[str, ...]]) -> bool | None:
    """Whether every node hangs below a node of a higher level.

    ``values`` is the list of nodes, each with an ``id``, a ``level`` and a ``parent``; ``order`` names the
    levels from the top. With ``steps: one`` the parent is of the very next level above. None where the parent
    is not in the list, or twice with two levels, or a level is not in the order.
    """
    (nodes,) = values
    assert isinstance(nodes, tuple)
    ranks = {level: rank for rank, level in enumerate(arguments["order"])}
    levels: dict[object, int | None] = {}
    for node in nodes:
        rank = ranks.get(node.level)
        levels[node.id] = rank if levels.get(node.id, rank) == rank else None
    hung = [(ranks.get(node.level), levels.get(node.parent)) for node in nodes if node.parent is not None]
    one = arguments.get("steps") == ("one",)
    truths = [
        None if rank is None or above is None else above == rank - 1 if one else above < rank
        for rank, above in hung
    ]
    return False if False in truths else None if None in truths else True


def as_many(values: Sequence[object], arguments: Mapping[str, tuple[str, ...]]) -> bool | None:
    """Whether a list has as many rows as a number says."""
    rows, number = values
    assert isinstance(rows, tuple)
    return len(rows) == number if isinstance(number, Decimal) else None


def trees(
    typed: Sequence[object], arguments: Mapping[str, tuple[str, ...]], holds: bool
) -> Iterator[tuple[int, object]]:
    """Nodes each of which hangs below one of the level above; or one that hangs below a level that is not above."""
    levels = arguments["order"]
    chain: list[dict[str, str]] = [{"id": "N1", "level": levels[0]}]
    for number, level in enumerate(levels[1:], 2):
        chain.append({"id": f"N{number}", "level": level, "parent": f"N{number - 1}"})
    if holds:
        yield from ((0, chain[:length]) for length in (len(chain), 1, 2))
        return
    yield 0, [*chain[:-1], chain[-1] | {"parent": chain[0]["id"]}]
    yield 0, [chain[0], chain[1] | {"parent": "N3"}, *chain[2:]]


def as_many_as_there_are(
    typed: Sequence[object], arguments: Mapping[str, tuple[str, ...]], holds: bool
) -> Iterator[tuple[int, object]]:
    """The number of rows that there are; or one more, one fewer, many more."""
    rows, _ = typed
    number = len(rows) if isinstance(rows, list) else 0
    yield from ((1, number + step) for step in ((0,) if holds else (1, -1, 10)) if number + step >= 0)


register_check("tree_order", tree_order, trees)
register_check("as_many", as_many, as_many_as_there_are)
