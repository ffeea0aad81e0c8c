"""Registered Python checks: what the vocabulary of the language cannot say, by name."""

from collections.abc import Callable, Iterable, Mapping, Sequence

CustomCheck = Callable[[Sequence[object], Mapping[str, tuple[str, ...]]], bool | None]
Proposals = Callable[[Sequence[object], Mapping[str, tuple[str, ...]], bool], Iterable[tuple[int, object]]]
CUSTOM: dict[str, CustomCheck] = {}
PROPOSALS: dict[str, Proposals] = {}


def register_check(name: str, check: CustomCheck, proposals: Proposals | None = None) -> None:
    """Make a Python check known to rulesets as ``{custom: name, of: path, …}``.

    ``check`` is given the values of the paths, in order, and the further keys as tuples of text; it returns
    True, False, or None where it cannot tell. A name can be registered once.

    ``proposals`` makes test data: it is given what was typed at each path (a list for one that ends in `*`), the
    further keys, and whether the check should hold; it names values to type instead, each with the number of its
    path, the likeliest first. Without it dossiers that break the check are looked for blindly.
    """
    if name in CUSTOM:
        raise ValueError(f"a custom check `{name}` is registered already")
    CUSTOM[name] = check
    if proposals is not None:
        PROPOSALS[name] = proposals
