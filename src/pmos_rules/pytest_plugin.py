"""Under pytest: the case files of rule packs → test items, one for each case.

It is loaded wherever pytest runs and pmos-rules is installed, so it does nothing, and loads nothing else of
pmos_rules, until it is asked: by ``--pmos-rules-pack PATH``, or by ``pmos_rules_packs = true`` in pytest's ini file,
which collects ``cases/*.yaml`` of every folder with a ``pack.yaml`` that pytest comes by.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from pmos_rules.source import Diagnostic
    from pmos_rules.testing import Case, CaseResult

_FOLDERS: Final = pytest.StashKey[frozenset[Path]]()
"""The folders of cases that were asked for by `--pmos-rules-pack`."""
_COLLECTED: Final = pytest.StashKey[dict[Path, "tuple[list[Case], list[Diagnostic]]"]]()
"""What was read, by pack: bases and rules are shared by all of its files."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option and the line in the ini file."""
    group = parser.getgroup("pmos-rules", "cases of rule packs")
    group.addoption(
        "--pmos-rules-pack",
        action="append",
        default=[],
        metavar="PACK",
        help="also run the cases of a rule pack: its folder, or the name of an installed one; may be repeated",
    )
    parser.addini(
        "pmos_rules_packs",
        "run the cases of every rule pack among the collected folders: cases/*.yaml beside a pack.yaml",
        type="bool",
        default=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Go to the packs that are asked for, besides wherever pytest goes."""
    asked = config.getoption("--pmos-rules-pack")
    if asked:
        folders = [_cases_of(pack) for pack in asked]
        config.stash[_FOLDERS] = frozenset(folders)
        config.args += map(str, folders)


def _cases_of(pack: str) -> Path:
    """The folder of a pack's cases; a usage error where there is no such pack."""
    from pmos_rules.errors import PmosRulesError
    from pmos_rules.packs import find_pack

    try:
        folder = find_pack(pack).path.resolve() / "cases"
    except PmosRulesError as error:
        raise pytest.UsageError(f"--pmos-rules-pack {pack}: {error}") from None
    if not folder.is_dir():
        raise pytest.UsageError(f"--pmos-rules-pack {pack}: the pack has no folder `cases`")
    return folder


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CaseFileItems | None":
    """The case files of packs, and nothing else."""
    folder = file_path.parent
    if file_path.suffix != ".yaml" or folder.name != "cases" or not (folder.parent / "pack.yaml").is_file():
        return None
    asked = folder.resolve() in parent.config.stash.get(_FOLDERS, frozenset())
    if not asked and not parent.config.getini("pmos_rules_packs"):
        return None
    items: CaseFileItems = CaseFileItems.from_parent(parent, path=file_path)
    return items


class CaseFileItems(pytest.File):
    """One case file; what is wrong with it is told as `pmos-rules test` tells it."""

    def collect(self) -> Iterator[pytest.Item]:
        """An item for each case; cases of one name are numbered."""
        cases, problems = self._collected()
        here, pack = self.path.resolve(), self.path.parent.resolve()
        mine = [found for found in problems if _file_of(found) == here or _file_of(found).parent != pack]
        if mine:
            raise self.CollectError(_rendered(mine))
        times: Counter[str] = Counter()
        for case in cases:
            if Path(case.span.source.name).resolve() == here:
                times[case.name] += 1
                name = case.name if times[case.name] == 1 else f"{case.name} [{times[case.name]}]"
                yield CaseItem.from_parent(self, name=name.replace("::", ":"), case=case)

    def _collected(self) -> "tuple[list[Case], list[Diagnostic]]":
        from pmos_rules.errors import PmosRulesError
        from pmos_rules.source import RulesetError
        from pmos_rules.testing.pack import cases_and_problems

        pack = self.path.parent.parent.resolve()
        known = self.config.stash.setdefault(_COLLECTED, {})
        try:
            if pack not in known:
                known[pack] = cases_and_problems(pack)
        except RulesetError as error:
            raise self.CollectError(_rendered(error.diagnostics)) from None
        except PmosRulesError as error:
            raise self.CollectError(str(error)) from None
        return known[pack]


def _file_of(problem: "Diagnostic") -> Path:
    return Path(problem.span.source.name).resolve()


def _rendered(problems: "Iterable[Diagnostic]") -> str:
    from pmos_rules.source import render_diagnostic

    return "\n\n".join(map(render_diagnostic, problems))


class CaseItem(pytest.Item):
    """One case; `-k` finds it by its name, its file and its tags."""

    def __init__(self, *, case: "Case", **given: Any) -> None:
        super().__init__(**given)
        self.case = case
        self.extra_keyword_matches.update(case.tags)

    def runtest(self) -> None:
        """Run the case; it fails with what is not as it says."""
        from pmos_rules.testing import run_case

        result = run_case(self.case)
        if not result.passed:
            raise NotAsItSays(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What differs, at the place of the case; of an accident in between, where it happened."""
        if isinstance(excinfo.value, NotAsItSays):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case is written, in lines from 0; what stands before the name keeps its dots from being changed."""
        return self.path, self.case.span.line - 1, f"case: {self.name}"


class NotAsItSays(AssertionError):
    """A case that does not come out as it says."""

    def __init__(self, result: "CaseResult") -> None:
        place = f"{result.file}:{result.line}: {result.name}"
        super().__init__("\n".join([place, *(f"    {difference}" for difference in result.differences)]))
