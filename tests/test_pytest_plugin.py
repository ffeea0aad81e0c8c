"""The cases of a pack under pytest: collected where they are asked for, told as `pmos-rules test` tells them."""

import shutil
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

WORLD = Path(__file__).parent / "cli" / "world"


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """An empty folder with a pack, and a test of somebody's."""
    shutil.copytree(WORLD / "pack", pytester.path / "pack")
    pytester.makepyfile(test_own="def test_own():\n    pass\n")
    return pytester.path


def test_who_does_not_ask_gets_nothing(pytester: pytest.Pytester, folder: Path) -> None:
    result = pytester.runpytest()
    result.assert_outcomes(passed=1)


def test_who_does_not_ask_loads_nothing(pytester: pytest.Pytester, folder: Path) -> None:
    pytester.makeconftest(
        """
        import sys

        def pytest_unconfigure():
            loaded = sorted(name for name in sys.modules if name.startswith(("pmos_rules", "pydantic", "yaml")))
            print("loaded:", loaded)
        """
    )
    result = pytester.run(sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["loaded: ['pmos_rules', 'pmos_rules.pytest_plugin']"])


def test_a_pack_that_is_named_is_run_besides(pytester: pytest.Pytester, folder: Path) -> None:
    result = pytester.runpytest("--pmos-rules-pack", "pack", "-v")
    result.assert_outcomes(passed=7, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*pack/cases/retailer.yaml::base good is accepted with no finding PASSED*",
            "*pack/cases/retailer.yaml::160 and 40 add up to 200 FAILED*",
            "*pack/cases/retailer.yaml::sample.retailer.required.business.uscc fails where business.uscc is missing PASSED*",
            "*test_own.py::test_own PASSED*",
        ]
    )


def test_a_failure_shows_the_place_and_what_differs_and_no_traceback(pytester: pytest.Pytester, folder: Path) -> None:
    result = pytester.runpytest("--pmos-rules-pack", "pack")
    result.stdout.fnmatch_lines(
        [
            "*_ case: 160 and 40 add up to 200 _*",
            "*pack/cases/retailer.yaml:5: 160 and 40 add up to 200",
            "    also changed but not listed: `sample.retailer.shareholder_ratio` from pass to fail at "
            "`/shareholders/0/percent`",
            "*= short test summary info =*",
        ],
        consecutive=True,
    )
    assert "Traceback" not in result.stdout.str()
    assert "plugin.py" not in result.stdout.str()


def test_every_pack_on_the_way_is_run_where_the_ini_file_says_so(pytester: pytest.Pytester, folder: Path) -> None:
    pytester.makeini("[pytest]\npmos_rules_packs = true\n")
    (folder / "cases").mkdir()
    (folder / "cases" / "other.yaml").write_text("not: a case file\n", "utf-8")
    pytester.runpytest().assert_outcomes(passed=7, failed=1)
    pytester.runpytest("pack/cases/retailer.yaml").assert_outcomes(passed=6, failed=1)
    pytester.runpytest("test_own.py").assert_outcomes(passed=1)


def test_cases_are_chosen_by_name_and_by_tag(pytester: pytest.Pytester, folder: Path) -> None:
    file = folder / "pack" / "cases" / "retailer.yaml"
    file.write_text(file.read_text("utf-8").replace("- case: a short", "- tags: [sums]\n  case: a short"), "utf-8")
    asked = ("--pmos-rules-pack", "pack")
    pytester.runpytest(*asked, "-k", "short and sum").assert_outcomes(passed=1, deselected=7)
    pytester.runpytest(*asked, "-k", "sums").assert_outcomes(passed=1, deselected=7)


def test_cases_of_one_name_are_numbered(pytester: pytest.Pytester, folder: Path) -> None:
    file = folder / "pack" / "cases" / "retailer.yaml"
    file.write_text(file.read_text("utf-8").replace("160 and 40 add up to 200", "a short sum fails"), "utf-8")
    result = pytester.runpytest("--pmos-rules-pack", "pack", "-v")
    result.stdout.fnmatch_lines(["*::a short sum fails FAILED*", "*::a short sum fails [[]2[]] PASSED*"])


def test_mistakes_in_a_case_file_are_shown_with_their_place(pytester: pytest.Pytester, folder: Path) -> None:
    file = folder / "pack" / "cases" / "retailer.yaml"
    file.write_text(file.read_text("utf-8").replace("shareholders_sum_100: /share", "shareholders_sum_10: /share"), "utf-8")
    result = pytester.runpytest("--pmos-rules-pack", "pack")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [
            "*retailer.yaml:7:11: error[[]unknown-rule]: there is no rule `sample.retailer.shareholders_sum_10` *",
            "*= help: did you mean `sample.retailer.shareholders_sum_100`?",
        ]
    )
    assert "Traceback" not in result.stdout.str()


def test_mistakes_in_the_rules_are_shown_with_their_place(pytester: pytest.Pytester, folder: Path) -> None:
    file = folder / "pack" / "retailer.yaml"
    file.write_text(file.read_text("utf-8").replace("at_most: 100", "at_mots: 100"), "utf-8")
    result = pytester.runpytest("--pmos-rules-pack", "pack")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["sample/retailer.yaml:23:23: error[[]unknown-operator]: *", "*= help: did you mean `at_most`?"])


def test_a_pack_that_there_is_not_is_a_wrong_option(pytester: pytest.Pytester, folder: Path) -> None:
    result = pytester.runpytest("--pmos-rules-pack", "jiangsuu")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --pmos-rules-pack jiangsuu: *did you mean `jiangsu`?*"])


def test_a_pack_without_cases_is_a_wrong_option(pytester: pytest.Pytester, folder: Path) -> None:
    shutil.rmtree(folder / "pack" / "cases")
    result = pytester.runpytest("--pmos-rules-pack", "pack")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: --pmos-rules-pack pack: the pack has no folder `cases`"])
