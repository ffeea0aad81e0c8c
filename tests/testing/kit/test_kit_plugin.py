"""The kit under pytest: by options, a test for each rule; by a mark, one's own test once for each rule."""

import pytest

from pmos_rules.testing.kit import line_of
from tests.testing.kit.standin import CODE, SHARES, STAFF, small_kit

pytest_plugins = ["pytester"]

CHECKER = """
from tests.testing.kit.standin import report as right

def accepts(dossier):
    return True

def nine(dossier):
    few = len(dossier.get("staff") or []) < 9
    return ["E1" if found.rule == CODE else found.rule for found in right(dossier).failures if found.rule != STAFF or few]
"""


@pytest.fixture
def kit(pytester: pytest.Pytester) -> str:
    """A kit's file, beside the checkers."""
    pytester.makepyfile(platform_rules=f"CODE, STAFF = {CODE!r}, {STAFF!r}\n{CHECKER}")
    lines = [line_of(entry) for entry in small_kit().entries + small_kit(STAFF, SHARES, CODE, number=2).entries]
    (pytester.path / "kit.jsonl").write_text("\n".join(lines), "utf-8")
    (pytester.path / "codes.yaml").write_text(f"E1: {CODE}\n", "utf-8")
    return "kit.jsonl"


def test_a_checker_that_agrees_passes_a_test_for_each_rule(pytester: pytest.Pytester, kit: str) -> None:
    result = pytester.runpytest("--pmos-kit", kit, "--pmos-checker", "platform_rules:right", "-v")
    result.assert_outcomes(passed=4)
    result.stdout.fnmatch_lines(
        [
            "pmos-kit/kit.jsonl::compliant PASSED*",
            f"pmos-kit/kit.jsonl::{STAFF} PASSED*",
            f"pmos-kit/kit.jsonl::{SHARES} PASSED*",
            f"pmos-kit/kit.jsonl::{CODE} PASSED*",
        ]
    )


def test_one_that_does_not_is_shown_the_smallest_dossier_and_no_traceback(pytester: pytest.Pytester, kit: str) -> None:
    result = pytester.runpytest(
        "--pmos-kit", kit, "--pmos-checker", "platform_rules:nine", "--pmos-codes", "codes.yaml"
    )
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        [
            f"*_ kit: {STAFF} _*",
            f"missed: {STAFF} Enough staff",
            "  the number of staff is 9 and should be at least 10, 1 short",
            "  by Guide to registration on the Hubei power trading platform, 2.3",
            f"  seen on {STAFF}-1, {STAFF}-2",
            "  smallest dossier (* tried):",
            "    {",
            '      "market": "hubei",',
            "platform_rules:nine: 2 dossiers, disagrees on 1 rules",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "pmos_rules/testing" not in result.stdout.str()


def test_a_rule_is_chosen_as_any_test_is(pytester: pytest.Pytester, kit: str) -> None:
    result = pytester.runpytest("--pmos-kit", kit, "--pmos-checker", "platform_rules:accepts", "-k", "shareholders or compliant")
    result.assert_outcomes(passed=1, failed=1, deselected=2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--pmos-kit", "hubei/retailer"], "--pmos-kit needs --pmos-checker: a URL of this machine, a command, or module:function"),
        (["--pmos-kit", "hubei", "--pmos-checker", "json:loads"], "--pmos-kit hubei: expected a market and a kind, such as hubei/retailer"),
        (["--pmos-kit", "hubai/retailer", "--pmos-checker", "json:loads"], "--pmos-kit hubai/retailer: *did you mean `hubei`?"),
        (["--pmos-kit", "hubei/retailer", "--pmos-checker", "http://example.cn/"], "--pmos-kit hubei/retailer: `http://example.cn/` is on `example.cn`, *"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_told(pytester: pytest.Pytester, arguments: list[str], message: str) -> None:
    result = pytester.runpytest(*arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {message}"])


def test_a_test_of_ones_own_runs_once_for_each_rule(pytester: pytest.Pytester, kit: str) -> None:
    pytester.makepyfile(
        test_platform=f"""
        from datetime import date

        import pytest
        from platform_rules import accepts, right

        @pytest.fixture
        def platform():
            return right

        @pytest.mark.pmos_kit("hubei", "retailer", violate=({SHARES!r}, {CODE!r}), number=2, as_of=date(2026, 11, 21))
        def test_platform(pmos_kit, platform):
            assert len(pmos_kit.entries) == 2
            pmos_kit.must_agree(lambda dossier: [found.rule for found in platform(dossier).failures])

        @pytest.mark.pmos_kit("hubei", "retailer", violate={CODE!r})
        def test_that_fails(pmos_kit):
            pmos_kit.must_agree(accepts)
        """
    )
    result = pytester.runpytest("-v", "--strict-markers")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            f"test_platform.py::test_platform[[]{SHARES}] PASSED*",
            f"test_platform.py::test_platform[[]{CODE}] PASSED*",
            f"E * missed: {CODE} Check digit of the credit code",
        ]
    )


def test_the_fixture_needs_the_mark(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_platform(pmos_kit):\n    pass\n")
    result = pytester.runpytest()
    result.stdout.fnmatch_lines(["*UsageError: a test that uses `pmos_kit` has the mark `pmos_kit(market, kind)`"])


def test_a_mark_that_means_nothing_is_told(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import pytest\n@pytest.mark.pmos_kit('hubei', 'aggregation')\ndef test_platform(pmos_kit):\n    pass\n"
    )
    result = pytester.runpytest()
    result.stdout.fnmatch_lines(["pmos_kit('hubei', 'aggregation'): *"])
    assert "Traceback" not in result.stdout.str()
