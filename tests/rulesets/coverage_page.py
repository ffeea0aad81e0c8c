"""Statements, rulesets and their cases → `docs/reference/coverage.md`: where each statement of a source is held.

``python -m tests.rulesets.coverage_page`` writes the page; ``--check`` tells whether it is current. Either fails
where a statement has neither a rule nor guidance.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pmos_rules.findings import Outcome, Text
from tests.built_in import PACKS, case_run, ruleset
from tests.rulesets.statements import COVERED, Statement, read_statements

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "coverage.md"
OUTCOMES = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED)

HEAD = """\
# Coverage

Every statement of the source documents, and what holds it: a *rule* judges dossiers by it; *guidance* tells it to
applicants where no program can decide. A rule or guidance entry has the id of its statement, so that `pmos-rules
explain ID` says more about it. *Outcomes in cases* counts the cases that speak of the rule, by what they say
becomes of it. A *reading* says how a clause was understood that can be read in more than one way.

This page is generated: `python -m tests.rulesets.coverage_page` writes it, and CI fails when it is stale or when a
statement has neither rule nor guidance.
"""


@dataclass(frozen=True, slots=True)
class Holder:
    """The rule or guidance entry that holds a statement."""

    what: str
    severities: tuple[str, ...] = ()
    reading: Text | None = None


def holders() -> dict[str, Holder]:
    """What holds a statement, by its id, in the rulesets of every market."""
    found: dict[str, Holder] = {}
    for market in dict.fromkeys(market for market, _ in COVERED):
        for rule in ruleset(market).rules:
            found[rule.id] = Holder("rule", tuple(map(str, rule.severities)), rule.reading)
        for entry in ruleset(market).guidance:
            found[entry.id] = Holder("guidance", reading=entry.reading)
    return found


def cases() -> Mapping[str, Counter[Outcome]]:
    """How often the cases of the packs speak of each rule, by its outcome in them."""
    counted: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for pack in PACKS:
        for result in case_run(pack).results:
            for rule, outcome in result.observed.items():
                counted[rule][outcome] += 1
    return counted


def page(statements: Sequence[Statement], held: Mapping[str, Holder], shown: Mapping[str, Counter[Outcome]]) -> str:
    """The text of the page; raises `LookupError` naming the statements that nothing holds."""
    lost = [found.id for found in statements if found.emits != "meta" and found.id not in held]
    if lost:
        raise LookupError(f"neither a rule nor guidance holds {', '.join(lost)}")
    return "\n".join([HEAD, *summary(statements, shown), *sections(statements, held, shown)]) + "\n"


def summary(statements: Sequence[Statement], shown: Mapping[str, Counter[Outcome]]) -> Iterator[str]:
    yield "| | statements | rules | guidance | outcomes in cases |"
    yield "|---|--:|--:|--:|--:|"
    for pack, group in _grouped(statements, 1):
        yield _row(f"[{pack}](#{pack})", *map(str, _counts(group, shown)))
    yield _row("all", *map(str, _counts(statements, shown)))


def _counts(statements: Sequence[Statement], shown: Mapping[str, Counter[Outcome]]) -> tuple[int, int, int, int]:
    kinds = Counter(found.emits for found in statements)
    spoken_of = sum(shown[found.id].total() for found in statements if found.id in shown)
    return len(statements), kinds["finding"], kinds["none"], spoken_of


def sections(
    statements: Sequence[Statement], held: Mapping[str, Holder], shown: Mapping[str, Counter[Outcome]]
) -> Iterator[str]:
    for pack, of_pack in _grouped(statements, 1):
        yield f"\n## {pack}"
        for section, group in _grouped(of_pack, 2):
            yield f"\n### {section}\n"
            yield "| statement | section | says | held by | outcomes in cases | reading |"
            yield "|---|---|---|---|---|---|"
            for found in group:
                yield statement_row(found, held.get(found.id), shown.get(found.id, Counter()))


def statement_row(found: Statement, holder: Holder | None, shown: Counter[Outcome]) -> str:
    """One statement; without a holder it is the engine's own."""
    name, says = f"`{found.id}`", f"{found.zh}<br>{found.en}"
    if holder is None:
        return _row(name, found.section, says, "[the engine](../explanation/outcomes.md)", "", "")
    by = holder.what if not holder.severities else f"{holder.what}, {' or '.join(holder.severities)}"
    if found.basis != "stated":
        by += f" ({found.basis})"
    counts = " · ".join(f"{shown[outcome]} {outcome.value.replace('_', ' ')}" for outcome in OUTCOMES if shown[outcome])
    reading = f"{holder.reading.zh}<br>{holder.reading.en}" if holder.reading else ""
    return _row(name, found.section, says, by, counts, reading)


def _grouped(statements: Sequence[Statement], segments: int) -> Iterator[tuple[str, list[Statement]]]:
    def key(found: Statement) -> str:
        return ".".join(found.id.split(".")[:segments])

    order = list(dict.fromkeys(map(key, statements)))
    for name, group in groupby(sorted(statements, key=lambda found: order.index(key(found))), key):
        yield name, list(group)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def main(arguments: Sequence[str]) -> int:
    """Write the page; with ``--check`` tell instead whether it is stale, and exit with 1."""
    try:
        text = page(read_statements(), holders(), cases())
    except LookupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if "--check" not in arguments:
        PAGE.write_text(text, "utf-8", newline="\n")
        return 0
    if PAGE.is_file() and PAGE.read_text("utf-8") == text:
        return 0
    sys.stderr.write(f"{PAGE.name} is stale: run `python -m tests.rulesets.coverage_page`\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
