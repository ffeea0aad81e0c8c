"""A base dossier and a case's ``set``, ``remove`` and ``add`` → the dossier that the case is about.

Indices mean places in the base: first every ``set``, then ``remove`` from the last place to the first, then
``add``. ``*`` in a path stands for each item that the base has there.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pmos_rules.source import suggest

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One step: what is done, the dotted path, the value."""

    verb: str
    path: str
    value: Any = None


class EditError(Exception):
    """An edit that does not fit the base; ``help`` says what might have been meant."""

    def __init__(self, edit: Edit, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.edit = edit
        self.message = message
        self.help = help


def apply(edits: tuple[Edit, ...], base: Mapping[str, Any]) -> dict[str, Any]:
    """Return a changed copy of the base; raises `EditError` where an edit does not fit.

    >>> edits = Edit("remove", "staff.*.name"), Edit("add", "staff", {"name": "李四"})
    >>> apply(edits, {"staff": [{"name": "张三"}]})
    {'staff': [{}, {'name': '李四'}]}
    """
    dossier = deepcopy(dict(base))
    make(edits, dossier)
    return dossier


def make(edits: tuple[Edit, ...], dossier: dict[str, Any]) -> None:
    """As `apply`, in the dossier itself."""
    for edit in _of("set", edits):
        for steps in _places(edit, dossier):
            _set(edit, dossier, steps)
    removals = [(steps, edit) for edit in _of("remove", edits) for steps in _places(edit, dossier)]
    for steps, edit in sorted(removals, key=lambda removal: _order(removal[0]), reverse=True):
        _remove(edit, dossier, steps)
    for edit in _of("add", edits):
        _add(edit, dossier)


def _of(verb: str, edits: tuple[Edit, ...]) -> Iterator[Edit]:
    return (edit for edit in edits if edit.verb == verb)


def _order(steps: Steps) -> tuple[tuple[int, str], ...]:
    return tuple((int(step), "") if step.isdecimal() else (-1, step) for step in steps)


def _places(edit: Edit, dossier: Any) -> list[Steps]:
    """Replace each ``*`` by the places that are there."""
    found: list[tuple[Steps, Any]] = [((), dossier)]
    for step in edit.path.split("."):
        found = [place for steps, value in found for place in _one_step(edit, steps, value, step)]
    return [steps for steps, _ in found]


def _one_step(edit: Edit, steps: Steps, value: Any, step: str) -> Iterator[tuple[Steps, Any]]:
    if step != "*":
        yield (*steps, step), _look(value, step)
    elif isinstance(value, list):
        yield from (((*steps, str(index)), item) for index, item in enumerate(value))
    elif isinstance(value, dict):
        yield from (((*steps, key), item) for key, item in value.items())
    else:
        raise EditError(edit, f"`{'.'.join(steps)}` is no list and no mapping in the base, so it has no `*`")


def _look(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        return value[int(step)]
    return None


def _set(edit: Edit, dossier: dict[str, Any], steps: Steps) -> None:
    container = _container(edit, dossier, steps)
    key = _key(edit, container, steps)
    container[key] = deepcopy(edit.value)


def _remove(edit: Edit, dossier: dict[str, Any], steps: Steps) -> None:
    container = _container(edit, dossier, steps, create=False)
    key = _key(edit, container, steps)
    if isinstance(container, dict) and key not in container:
        raise _absent(edit, steps, container)
    del container[key]


def _add(edit: Edit, dossier: dict[str, Any]) -> None:
    for steps in _places(edit, dossier):
        container = _container(edit, dossier, steps)
        key = _key(edit, container, steps)
        if isinstance(container, dict) and container.get(key) is None:
            container[key] = []
        target = container[key]
        if not isinstance(target, list):
            message = f"`{'.'.join(steps)}` is no list in the base, so nothing can be added to it"
            raise EditError(edit, message)
        target.extend(deepcopy(edit.value) if isinstance(edit.value, list) else [deepcopy(edit.value)])


def _container(edit: Edit, dossier: dict[str, Any], steps: Steps, *, create: bool = True) -> Any:
    """Walk to what holds the last step; mappings on the way that are missing are made, or are a mistake."""
    value: Any = dossier
    for depth in range(1, len(steps)):
        key = _key(edit, value, steps[:depth])
        if isinstance(value, dict) and value.get(key) is None:
            if not create:
                raise _absent(edit, steps[:depth], value)
            value[key] = {}
        value = value[key]
    return value


def _key(edit: Edit, container: Any, steps: Steps) -> Any:
    """The key or index that the last step means in the container."""
    *before, step = steps
    where = ".".join(before)
    if isinstance(container, dict):
        return step
    if not isinstance(container, list):
        raise EditError(edit, f"`{where}` is a single value in the base, so there is no `{step}` in it")
    if not step.isdecimal():
        message = f"`{where}` is a list in the base, so `{step}` should be a number"
        raise EditError(edit, message, "items count from 0")
    if int(step) >= len(container):
        message = f"`{where}` has {len(container)} items in the base, so there is no `{step}`"
        raise EditError(edit, message, "items count from 0; `add` appends one")
    return int(step)


def _absent(edit: Edit, steps: Steps, container: dict[str, Any]) -> EditError:
    meant = suggest(steps[-1], container)
    help = None if meant is None else f"did you mean `{'.'.join((*steps[:-1], meant))}`?"
    return EditError(edit, f"the base has no `{'.'.join(steps)}`", help)
