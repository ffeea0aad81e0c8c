"""A new pack: complete as it is made, quiet under lint and test, and found as the built-in ones are once installed."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

import pytest

from pmos_rules import InputError
from pmos_rules.api import check_pack
from pmos_rules.packs.laying_out import new_pack, schemas
from pmos_rules.testing import run_cases, untested_rules
from tests.cli.conftest import Run
from tests.language.test_json_schema import PACK as MANIFEST
from tests.language.test_json_schema import RULES, complaints

TODAY = date(2026, 11, 22)
PACK = Path("pmos_rules_sichuan/sichuan")


def lay_down(root: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def announce(distribution: Path) -> None:
    """The few lines by which an installer makes a distribution known, read from its pyproject.toml."""
    project = tomllib.loads((distribution / "pyproject.toml").read_text("utf-8"))["project"]
    info = distribution / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    points = project["entry-points"]["pmos_rules.packs"]
    lay_down(
        info,
        {
            "METADATA": f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n",
            "entry_points.txt": "[pmos_rules.packs]\n" + "".join(f"{key} = {value}\n" for key, value in points.items()),
        },
    )


def with_it_installed(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the command line, or Python after `-c`, says where the pack lies on the path."""
    program = ["-c", "from pmos_rules.cli import main; main()"] if arguments[0] != "-c" else []
    return subprocess.run(
        [sys.executable, *program, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=place.parent,
        env={**os.environ, "PYTHONPATH": str(place), "PYTHONUTF8": "1"},
    )


@pytest.fixture
def sichuan(tmp_path: Path) -> Path:
    return lay_down(tmp_path / "pmos-rules-sichuan", new_pack("sichuan", "sichuan", today=TODAY))


def test_it_has_nothing_for_lint_to_say(sichuan: Path) -> None:
    assert check_pack(sichuan / PACK) == []


@pytest.mark.parametrize("today", [TODAY, date(2026, 1, 1), date(2027, 12, 31), date(2028, 2, 29)], ids=str)
def test_its_cases_come_out_as_they_say_whenever_it_is_made(tmp_path: Path, today: date) -> None:
    pack = lay_down(tmp_path, new_pack("sichuan", "sichuan", today=today)) / PACK
    run = run_cases(pack)
    assert run.passed
    assert (run.diagnostics, untested_rules(pack, run)) == ((), ())


def test_it_may_answer_for_a_market_of_another_name(tmp_path: Path) -> None:
    pack = lay_down(tmp_path, new_pack("ours_2", "gansu", today=TODAY)) / "pmos_rules_ours_2" / "ours_2"
    assert check_pack(pack) == []
    assert run_cases(pack).passed
    assert "title: {zh: 甘肃电力交易平台注册, en: Registration on the Gansu power trading platform}" in (
        pack / "pack.yaml"
    ).read_text("utf-8")


def test_once_installed_it_is_listed_and_loaded_as_the_built_in_packs_are(sichuan: Path) -> None:
    announce(sichuan)
    listed = with_it_installed(sichuan, "list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout.splitlines()[-1].split() == ["sichuan", "四川电力交易平台注册", "售电公司"]
    code = "from pmos_rules import load_ruleset as r; print(r('sichuan').version, len(r('sichuan').rules) > 30)"
    assert with_it_installed(sichuan, "-c", code).stdout == "2026.11 True\n"
    explained = with_it_installed(sichuan, "explain", "sichuan.retailer.staff_total", "--lang", "en")
    assert explained.stdout.startswith("sichuan.retailer.staff_total\n  asks: Enough staff\n")


def test_its_own_test_passes(sichuan: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=sichuan,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
    )
    assert ended.returncode == 0, ended.stdout
    assert " passed in " in ended.stdout.splitlines()[-1]


def test_pip_installs_it_without_a_network_and_takes_all_its_files_along(sichuan: Path, tmp_path: Path) -> None:
    pytest.importorskip("setuptools", minversion="77", reason="pip would have to fetch it")
    place = tmp_path / "installed"
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check", "--target"]
    ended = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, str(place), str(sichuan)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    made = {path.relative_to(sichuan) for path in (sichuan / "pmos_rules_sichuan").rglob("*") if path.is_file()}
    taken = {path.relative_to(place) for path in (place / "pmos_rules_sichuan").rglob("*") if path.is_file()}
    assert {path for path in taken if path.suffix != ".pyc"} == made
    assert "四川电力交易平台注册" in with_it_installed(place, "list").stdout


def test_every_rule_file_leads_an_editor_to_a_schema(sichuan: Path) -> None:
    for file in (sichuan / PACK).glob("*.yaml"):
        line = file.read_text("utf-8").splitlines()[0]
        mark, _, schema = line.partition("$schema=")
        assert mark == "# yaml-language-server: "
        assert (file.parent / schema).read_text("utf-8") == schemas()[Path(schema).name]
    assert all(json.loads(text)["$schema"] for text in schemas().values())


def test_an_editor_underlines_nothing_in_it(sichuan: Path) -> None:
    for file in (sichuan / PACK).glob("*.yaml"):
        assert complaints(file.read_text("utf-8"), MANIFEST if file.name == "pack.yaml" else RULES) == []


def test_schemas_are_written_where_they_are_asked_for(pmos_rules: Run) -> None:
    said = pmos_rules("schema", "folder/below")
    assert (said.code, said.err) == (0, "")
    for name, text in schemas().items():
        assert Path("folder/below", name).read_text("utf-8") == text


def test_its_packaging_takes_every_file_of_the_pack(sichuan: Path) -> None:
    patterns = tomllib.loads((sichuan / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]["*"]
    for file in (sichuan / "pmos_rules_sichuan").rglob("*.*"):
        assert file.suffix == ".py" or any(fnmatch(file.name, pattern) for pattern in patterns), file


def test_a_folder_that_is_there_already_is_left_alone(pmos_rules: Run) -> None:
    Path("pmos-rules-sichuan").mkdir()
    said = pmos_rules("new", "sichuan")
    assert (said.code, said.out) == (2, "")
    assert said.err == "pmos-rules-sichuan 已经存在，不作改动；可用 --dir 换一处，或取别的名称\n"
    said = pmos_rules("new", "sichuan", "--lang", "en")
    assert said.err == (
        "`pmos-rules-sichuan` exists and is left as it is; choose another name, or another place with --dir\n"
    )
    assert list(Path("pmos-rules-sichuan").iterdir()) == []


@pytest.mark.parametrize("name", ["", "9lives", "a-b", "a.b", "四川", "a" * 41, "../evil", "a\n", "_a", "a_"])
def test_a_name_that_no_pack_can_have_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="is no name of a pack, expected at most 40 lower-case letters"):
        new_pack(name, "sichuan", today=TODAY)
    with pytest.raises(InputError, match="is no name of a market, expected at most 40 lower-case letters"):
        new_pack("sichuan", name, today=TODAY)


def test_a_market_cannot_be_called_as_an_installed_pack() -> None:
    with pytest.raises(InputError) as caught:
        new_pack("sichuan", "national", today=TODAY)
    assert (caught.value.zh, caught.value.en) == (
        "已经安装了规则包“national”，交易中心应取别的名称",
        "a pack `national` is installed, choose another name for the market",
    )
