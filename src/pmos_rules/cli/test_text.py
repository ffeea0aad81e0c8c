"""Turns what became of a pack's cases, and what they leave out, into lines."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pmos_rules.testing import CaseRun, FireMatrix, MutationRun, RuleCoverage

_OUTCOMES = (("pass", "pass"), ("fail", "fail"), ("not_applicable", "n/a"), ("undetermined", "undet."))


def run_lines(run: "CaseRun") -> list[str]:
    """What is wrong with case files, and each case that is not as it says, with its differences."""
    from pmos_rules.source import render_diagnostic

    lines = [f"{render_diagnostic(diagnostic)}\n" for diagnostic in run.diagnostics]
    for failed in run.failures:
        lines += [f"{failed.file}:{failed.line}: {failed.name}"]
        lines += [f"    {difference}" for difference in failed.differences]
        lines += [""]
    return lines


# -- coverage ------------------------------------------------------------------------------------------------


def coverage_lines(rows: Sequence["RuleCoverage"]) -> list[str]:
    """A table, what of it is not seen below each rule, and the totals in percent."""
    head = ("rule", *(word for _, word in _OUTCOMES), "branches", "bounds")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [_laid_out(head, widths)]
    for row, of_row in zip(rows, cells[1:], strict=True):
        lines.append(_laid_out(of_row, widths))
        lines += [f"    never: {branch}" for branch in row.branches_unseen]
        lines += [f"    one side only: {bound}" for bound in row.bounds_unseen]
    return [*lines, *_totals(rows), ""]


def _cells(row: "RuleCoverage") -> tuple[str, ...]:
    outcomes = {outcome.value: times for outcome, times in row.outcomes.items()}
    return (
        row.rule,
        *(str(outcomes.get(name, "-")) for name, _ in _OUTCOMES),
        _of(row.branches_seen, row.branches),
        _of(row.bounds_seen, row.bounds),
    )


def _of(seen: int, total: int) -> str:
    return f"{seen}/{total}" if total else "-"


def _laid_out(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])


def _totals(rows: Sequence["RuleCoverage"]) -> Iterator[str]:
    both = sum({"pass", "fail"} <= {outcome.value for outcome in row.outcomes} for row in rows)
    for name, seen, total in (
        ("rules that pass and fail", both, len(rows)),
        ("branches", sum(row.branches_seen for row in rows), sum(row.branches for row in rows)),
        ("bounds on both sides", sum(row.bounds_seen for row in rows), sum(row.bounds for row in rows)),
    ):
        yield f"{name}: {seen} of {total}, {percent(seen, total)}"


def percent(seen: int, total: int) -> str:
    """A share in percent, never rounded up to all.

    >>> percent(999, 1000), percent(1999, 2000), percent(0, 0)
    ('99.9 %', '99.9 %', '100 %')
    """
    return "100 %" if seen == total else f"{1000 * seen // total / 10:.1f} %"


# -- the fire matrix -------------------------------------------------------------------------------------------


def fire_matrix_lines(matrix: "FireMatrix") -> list[str]:
    """For each base dossier how many rules one change breaks; then what none breaks, and what else changes."""
    lines = [
        f"{dossier}: {row.broken} of {row.asked} rules broken by a change, {row.edits} by several edits at once, "
        f"{row.groundless} have no field there"
        for dossier, row in matrix.counts.items()
    ]
    lines += [f"no change breaks {row.rule} on {row.dossier}" for row in matrix.unbroken]
    for firing, effects in matrix.undeclared:
        said = ", ".join(f"{rule} {outcome}" for rule, outcome in effects.items())
        lines.append(f"breaking {firing.rule} on {firing.dossier} also makes {said}: {written(firing.edits)}")
    return [*lines, ""]


def written(edits: Sequence[object]) -> str:
    """Edits in the words of a case."""
    return " and ".join(_edit(edit) for edit in edits)


def _edit(edit: object) -> str:
    from textwrap import shorten

    verb, path, value = (getattr(edit, name) for name in ("verb", "path", "value"))
    return f"{verb} {path}" + ("" if verb == "remove" else f": {shorten(repr(value), 60)}")


# -- changes to rules ----------------------------------------------------------------------------------------


def mutation_lines(run: "MutationRun", lang: Literal["zh", "en"]) -> list[str]:
    """Each change that no case notices, by file and line, and how many are noticed."""
    lines = [f"{lost.file}:{lost.line}: {lost.rule}: {getattr(lost.says, lang)}" for lost in run.unnoticed]
    share = percent(run.noticed, len(run.mutants))
    total = len(run.mutants)
    if lang == "zh":
        return [*lines, f"{run.pack}：规则改动 {total} 处，用例发现 {run.noticed} 处（{share}）"]
    return [*lines, f"{run.pack}: {run.noticed} of {total} changes to its rules noticed, {share}"]
