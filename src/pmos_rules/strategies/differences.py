"""Two dossiers → the edits that make the second of the first."""

from collections.abc import Iterator
from typing import Any

from pmos_rules.strategies.edits import Edit, Steps


def differences(one: Any, other: Any) -> tuple[Edit, ...]:
    """The edits, each as far down as the two have the same shape.

    >>> differences({"basic": {"status": "入市"}}, {"basic": {"status": "退市"}})
    (Edit(verb='set', path='basic.status', value='退市'),)
    """
    return tuple(_differences(one, other, ()))


def _differences(one: Any, other: Any, steps: Steps) -> Iterator[Edit]:
    if one == other:
        return
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one | other:
            yield from _of_key(one, other, (*steps, str(key)))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, (before, after) in enumerate(zip(one, other, strict=True)):
            yield from _differences(before, after, (*steps, str(at)))
    else:
        yield Edit("set", ".".join(steps), other)


def _of_key(one: dict[str, Any], other: dict[str, Any], steps: Steps) -> Iterator[Edit]:
    key = steps[-1]
    if key not in other:
        yield Edit("remove", ".".join(steps))
    elif key not in one:
        yield Edit("set", ".".join(steps), other[key])
    else:
        yield from _differences(one[key], other[key], steps)
