"""Registered Python checks: what the vocabulary of the language cannot say, by name."""

from collections.abc import Callable, Mapping, Sequence

CustomCheck = Callable[[Sequence[object], Mapping[str, tuple[str, ...]]], bool | None]
CUSTOM: dict[str, CustomCheck] = {}


def register_check(name: str, check: CustomCheck) -> None:
    """Make a Python check known to rulesets as ``{custom: name, of: path, …}``.

    ``check`` is given the values of the paths, in order, and the further keys as tuples of text; it returns
    True, False, or None where it cannot tell. A name can be registered once.
    """
    if name in CUSTOM:
        raise ValueError(f"a custom check `{name}` is registered already")
    CUSTOM[name] = check
