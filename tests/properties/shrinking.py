"""Something that does not keep a promise → the smallest part of it that still does not."""

from collections.abc import Callable
from copy import deepcopy
from time import monotonic
from typing import Any

from tests.evaluation.odd_dossiers import at, places


def smallest(dossier: dict[str, Any], fails: Callable[[dict[str, Any]], bool], seconds: float) -> dict[str, Any]:
    """The dossier without whatever may be missing from it, as far as there is time."""
    until, shrinks = monotonic() + seconds, True
    while shrinks and monotonic() < until:
        shrinks = False
        for place in sorted(places(dossier), key=len):
            smaller = deepcopy(dossier)
            try:
                del at(smaller, place[:-1])[place[-1]]
            except (KeyError, IndexError, TypeError):
                continue  # it went with something else
            if monotonic() < until and fails(smaller):
                dossier, shrinks = smaller, True
    return dossier


def shortest(content: bytes, fails: Callable[[bytes], bool], seconds: float) -> bytes:
    """The text without whatever lines may be missing from it: first halves, then less and less."""
    until, lines = monotonic() + seconds, content.splitlines(keepends=True)
    size = len(lines) // 2
    while size:
        for start in range(0, len(lines), size):
            fewer = lines[:start] + lines[start + size :]
            if monotonic() < until and fails(b"".join(fewer)):
                lines = fewer
                break
        else:
            size //= 2
    return b"".join(lines)
