"""A mutant in the place of the real function, in a process that is thrown away → the test that notices it."""

import gc
import sys
from collections.abc import Iterator, Sequence
from types import CodeType, FunctionType

from tests.mutation.mutants import Mutant
from tests.mutation.session import Tests

UNFIT = "unfit"


class Functions:
    """The engine's functions as they are in memory, by module and qualified name.

    The objects themselves are changed, so that tables of functions, decorated functions and methods of classes that a
    decorator made anew are all reached.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[FunctionType]] = {}
        for found in gc.get_objects():
            if isinstance(found, FunctionType) and str(found.__module__).startswith("pmos_rules."):
                self._found.setdefault((found.__module__, found.__code__.co_qualname), []).append(found)

    def replace(self, mutant: Mutant) -> None:
        """Let a mutant take its function's place; a ValueError where it cannot."""
        changed = _compiled(mutant)
        for original in self._found[mutant.module, mutant.function]:
            inner = zip(_inner(original.__code__), _inner(changed.__code__), strict=False)
            self._replace_inner(mutant, dict(inner))
            original.__code__ = changed.__code__
            original.__defaults__ = changed.__defaults__
            original.__kwdefaults__ = changed.__kwdefaults__

    def _replace_inner(self, mutant: Mutant, codes: dict[CodeType, CodeType]) -> None:
        """Functions that the original has already made and given away; a ValueError for one with other free names."""
        prefix = f"{mutant.function}.<locals>."
        for (module, name), made in self._found.items():
            if module == mutant.module and name.startswith(prefix):
                for function in made:
                    function.__code__ = codes.get(function.__code__, function.__code__)


def _compiled(mutant: Mutant) -> FunctionType:
    names = dict(vars(sys.modules[mutant.module]))
    exec(compile(mutant.source, f"<{mutant.function}>", "exec"), names)
    owner, _, name = mutant.function.rpartition(".")
    made = vars(names[owner])[name] if owner else names[name]
    function = made.__func__ if isinstance(made, staticmethod | classmethod) else made
    assert isinstance(function, FunctionType)
    return function


def _inner(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _inner(constant)


def noticed_by(mutant: Mutant, functions: Functions, tests: Tests, ids: Sequence[str], most: float) -> str | None:
    """The first of these tests that fails with a mutant in place, of those that can be asked in so many seconds.

    `unfit` where the mutant cannot be put there.
    """
    try:
        functions.replace(mutant)
    except ValueError:
        return UNFIT
    return tests.first_to_fail(ids, most)
