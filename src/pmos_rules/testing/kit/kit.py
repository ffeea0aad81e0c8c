"""Dossiers with known answers by one ruleset, to be laid before somebody's own checker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmos_rules.api import Ruleset, load_ruleset
from pmos_rules.errors import InputError
from pmos_rules.findings import Severity
from pmos_rules.testing.kit.checkers import Checker, checker_for
from pmos_rules.testing.kit.codes import codes_of, read_codes
from pmos_rules.testing.kit.comparison import Comparison, Progress, compare
from pmos_rules.testing.kit.comparison_text import comparison_text
from pmos_rules.testing.kit.entry import KitEntry
from pmos_rules.testing.kit.lines import read_entries


@dataclass(frozen=True)
class Kit:
    """Entries of one market, and the ruleset that their answers were taken from.

    ``unmade`` are the names of those that were planned and for which no dossier was found.
    """

    ruleset: Ruleset
    entries: tuple[KitEntry, ...]
    unmade: tuple[str, ...] = ()

    @property
    def is_of_this_edition(self) -> bool:
        """Whether the rules are still those by which every answer was taken."""
        return all(entry.edition.digest == self.ruleset.digest for entry in self.entries)

    @property
    def rules(self) -> tuple[str | None, ...]:
        """The rules that its dossiers were made to break, None among them for those that break none."""
        return tuple(dict.fromkeys(entry.violates for entry in self.entries))

    def part(self, rule: str | None) -> "Kit":
        """The dossiers that break one rule, or for None, none."""
        return Kit(self.ruleset, tuple(entry for entry in self.entries if entry.violates == rule))

    def must_agree(self, checker: Checker | Callable[[dict[str, Any]], Any], **options: Any) -> None:
        """Compare, as `compare` does with the same options; raises AssertionError that says what is amiss."""
        __tracebackhide__ = True
        comparison = self.compare(checker, **options)
        if not comparison.agrees:
            raise AssertionError(comparison_text(comparison, language="en", width=100, table=False))

    def compare(
        self,
        checker: Checker | Callable[[dict[str, Any]], Any],
        *,
        codes: Mapping[str, Any] | Path | None = None,
        least: Severity = Severity.INFO,
        shrink_tries: int = 300,
        progress: Progress | None = None,
    ) -> Comparison:
        """Ask a checker about every dossier: a function, or a `CommandChecker` or an `EndpointChecker`.

        ``codes`` are the checker's own, each with the rule that it means, as a mapping or a file; findings lighter
        than ``least`` need not be found; ``shrink_tries`` bounds the search for each smallest dossier.
        """
        known = read_codes(self.ruleset, codes) if isinstance(codes, Path) else codes_of(self.ruleset, codes)
        return compare(
            self.ruleset,
            self.entries,
            checker_for(checker),
            codes=known,
            least=least,
            shrink_tries=shrink_tries,
            progress=progress,
        )


def read_kit(path: Path, ruleset: Ruleset | None = None) -> Kit:
    """The kit in a file of JSON lines; without a ruleset, that of the market which it is about.

    Raises InputError where the file holds no kit, or one about several markets.
    """
    entries = tuple(read_entries(path))
    markets = sorted({entry.market for entry in entries})
    if len(markets) != 1:
        raise InputError(
            f"文件 {path} 涉及的交易中心为“{'、'.join(markets) or '无'}”，应恰为一个",
            f"`{path}` is about {', '.join(markets) or 'no market'}, expected one market",
            str(path),
        )
    return Kit(ruleset or load_ruleset(markets[0]), entries)
