"""Under pytest: the case files of rule packs, and the conformance kit → test items, one for each case or rule.

It is loaded wherever pytest runs and pmos-rules is installed, so it does nothing, and loads nothing else of
pmos_rules, until it is asked:

- by ``--pmos-rules-pack PATH``, or by ``pmos_rules_packs = true`` in pytest's ini file, which collects
  ``cases/*.yaml`` of every folder with a ``pack.yaml`` that pytest comes by;
- by ``--pmos-kit MARKET/KIND --pmos-checker CHECKER``, which holds a checker to the rules, a test for each rule;
- by a test with the mark ``pmos_kit(market, kind)``, which then runs once for each rule.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from pmos_rules.source import Diagnostic
    from pmos_rules.testing import Case, CaseResult
    from pmos_rules.testing.kit import Checker, Kit, KitPlan

_FOLDERS: Final = pytest.StashKey[frozenset[Path]]()
"""The folders of cases that were asked for by `--pmos-rules-pack`."""
_COLLECTED: Final = pytest.StashKey[dict[Path, "tuple[list[Case], list[Diagnostic]]"]]()
"""What was read, by pack: bases and rules are shared by all of its files."""
_PLANS: Final = pytest.StashKey[dict[tuple[object, ...], "KitPlan"]]()
"""The kits that tests are marked with: rules and generators are shared by all of their tests."""
_MARK: Final = (
    "pmos_kit(market, kind, number=1, seed=0, violate='all', as_of=None): run the test once for each rule that can "
    "be broken; the fixture `pmos_kit` is then a kit of dossiers that break it"
)


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
    _add_kit_options(parser.getgroup("pmos-rules-kit", "a platform's own checker, held to the rules"))


def _add_kit_options(group: pytest.OptionGroup) -> None:
    group.addoption(
        "--pmos-kit",
        action="append",
        default=[],
        metavar="MARKET/KIND",
        help="test a checker with dossiers made from the rules, such as hubei/retailer, or with those of a kit's "
        "file; a test for each rule; may be repeated",
    )
    group.addoption(
        "--pmos-checker",
        metavar="CHECKER",
        help="what is tested: a URL of this machine, a command, or module:function",
    )
    group.addoption(
        "--pmos-lines", action="store_true", help="give a command a dossier a line, not one each time"
    )
    group.addoption("--pmos-codes", metavar="FILE", help="what the checker's own codes mean: code to rule")
    group.addoption(
        "--pmos-number", type=int, default=1, metavar="N", help="so many dossiers for each rule (default: 1)"
    )
    group.addoption("--pmos-seed", type=int, default=0, metavar="S", help="the same seed, the same dossiers")
    group.addoption(
        "--pmos-timeout", type=float, default=10.0, metavar="SECONDS", help="for each dossier (default: 10)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Go to the packs that are asked for, besides wherever pytest goes."""
    config.addinivalue_line("markers", _MARK)
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


# -- the conformance kit -----------------------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)  # so that -k and -m choose among them as well
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add a test for each rule of the kits that are asked for on the command line."""
    for name in config.getoption("--pmos-kit"):
        collector: KitItems = KitItems.from_parent(session, name=name, nodeid=f"pmos-kit/{name}")
        items.extend(collector.collect())


class KitItems(pytest.Collector):
    """One kit, and the checker that it is laid before."""

    def collect(self) -> Iterator[pytest.Item]:
        """An item for the dossiers that break no rule, and one for each rule; a usage error where there is no kit."""
        from pmos_rules.errors import PmosRulesError
        from pmos_rules.testing.kit import checker_named

        option = self.config.getoption
        if option("--pmos-checker") is None:
            raise pytest.UsageError(
                "--pmos-kit needs --pmos-checker: a URL of this machine, a command, or module:function"
            )
        try:
            kit = self._kit()
            checker = checker_named(
                option("--pmos-checker"), timeout=option("--pmos-timeout"), lines=option("--pmos-lines")
            )
        except PmosRulesError as error:
            raise pytest.UsageError(f"--pmos-kit {self.name}: {error}") from None
        for rule in kit.rules:
            yield KitItem.from_parent(self, name=rule or "compliant", kit=kit, rule=rule, checker=checker)

    def _kit(self) -> "Kit | KitPlan":
        from pmos_rules import load_ruleset
        from pmos_rules.testing.kit import plan_kit, read_kit

        if Path(self.name).is_file():
            return read_kit(Path(self.name))
        market, slash, kind = self.name.rpartition("/")
        if not slash:
            raise pytest.UsageError(
                f"--pmos-kit {self.name}: expected a market and a kind, such as hubei/retailer"
            )
        option = self.config.getoption
        return plan_kit(
            load_ruleset(market), kind, number=option("--pmos-number"), seed=option("--pmos-seed")
        )


class KitItem(pytest.Item):
    """What a checker says of the dossiers that were made for one rule."""

    def __init__(self, *, kit: "Kit | KitPlan", rule: str | None, checker: "Checker", **given: Any) -> None:
        super().__init__(**given)
        self.kit = kit
        self.rule = rule
        self.checker = checker

    def runtest(self) -> None:
        """Lay them before the checker; it fails with the points on which it differs."""
        codes = self.config.getoption("--pmos-codes")
        _made(self.kit.part(self.rule)).must_agree(self.checker, codes=None if codes is None else Path(codes))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What differs, with the smallest dossier; of an accident in between, where it happened."""
        if isinstance(excinfo.value, AssertionError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """There is no file to point at."""
        return self.path, None, f"kit: {self.name}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that is marked once for each rule."""
    mark = metafunc.definition.get_closest_marker("pmos_kit")
    if mark is not None and "pmos_kit" in metafunc.fixturenames:
        plan = _planned(metafunc.config, *mark.args, **mark.kwargs)
        metafunc.parametrize(
            "pmos_kit",
            [(plan, rule) for rule in plan.rules],
            ids=[rule or "compliant" for rule in plan.rules],
            indirect=True,
        )


def _planned(config: pytest.Config, market: str, kind: str, **options: Any) -> "KitPlan":
    """The kit that a mark describes, planned once; ``violate`` may be one rule or several."""
    from pmos_rules import load_ruleset
    from pmos_rules.errors import PmosRulesError
    from pmos_rules.testing.kit import plan_kit

    rules = options.pop("violate", "all")
    options["violate"] = (rules,) if isinstance(rules, str) else tuple(rules)
    known = config.stash.setdefault(_PLANS, {})
    asked = (market, kind, *sorted(options.items()))
    if asked not in known:
        try:
            known[asked] = plan_kit(load_ruleset(market), kind, **options)
        except PmosRulesError as error:
            pytest.fail(f"pmos_kit({market!r}, {kind!r}): {error}", pytrace=False)
    return known[asked]


@pytest.fixture
def pmos_kit(request: pytest.FixtureRequest) -> "Kit":
    """The dossiers that break one rule: of a test with the mark `pmos_kit`, which runs once for each rule."""
    if not hasattr(request, "param"):
        raise pytest.UsageError("a test that uses `pmos_kit` has the mark `pmos_kit(market, kind)`")
    plan, rule = request.param
    return _made(plan.part(rule))


def _made(kit: "Kit") -> "Kit":
    """The kit; where no dossier was found for it, there is nothing to test."""
    if not kit.entries:
        pytest.skip("no dossier was found that breaks this rule and no other")
    return kit
