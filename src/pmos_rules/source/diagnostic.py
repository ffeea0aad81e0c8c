"""Says what is wrong with a ruleset, where, and what its author may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pmos_rules.source.span import Span


@dataclass(frozen=True, slots=True)
class Note:
    """A second place, or a second sentence, that a diagnostic needs to be understood."""

    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a stable code, one sentence, the place, and what might help.

    `message` starts in lower case, ends without a full stop and has in backticks what the author
    wrote. `help` is the hint, `notes` are further places.
    """

    code: str
    message: str
    span: Span
    help: str | None = None
    notes: Sequence[Note] = ()
    level: Literal["error", "warning"] = "error"
