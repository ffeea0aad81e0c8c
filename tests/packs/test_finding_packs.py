"""A pack is found by its name, by a market, or by its folder; a name that means nothing is told with what was meant."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from pmos_rules.errors import PmosRulesError
from pmos_rules.packs import UnknownMarketError, find_pack, installed, installed_packs
from tests.packs.folders import SICHUAN, write


@pytest.fixture
def distributions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Distributions that bring packs from the folders of `tmp_path`, by package; one of them is not there."""
    points = [EntryPoint(name, name, installed.GROUP) for name in ("b_rules", "a_rules", "gone", "gone.deeper")]
    monkeypatch.setattr(installed, "entry_points", lambda group: points)
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("a_rules", "b_rules"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("", "utf-8")
    installed._installed.cache_clear()
    monkeypatch.setattr(installed, "installed_packs", installed._installed.__wrapped__)
    return tmp_path


def renamed(name: str) -> dict[str, str]:
    return {file: text.replace("pack: sichuan", f"pack: {name}") for file, text in SICHUAN.items()}


def test_the_built_in_packs_are_found_as_any_other() -> None:
    assert {"common", "national", "hubei"} <= set(installed_packs())
    assert (find_pack("hubei").title, find_pack("hubei").extends) == ("湖北电力交易平台注册", ("common", "national"))
    assert "retailer" in find_pack("hubei").markets["hubei"]


def test_a_folder_is_a_pack_whatever_it_is_called(tmp_path: Path) -> None:
    found = find_pack(write(tmp_path / "somewhere"))
    assert (found.name, found.path, found.markets) == ("sichuan", tmp_path / "somewhere", {"sichuan": ("retailer",)})


def test_packs_of_distributions_are_found_by_market_in_a_fixed_order(distributions: Path) -> None:
    write(distributions / "b_rules" / "south_west", renamed("plains"))
    assert find_pack("sichuan").path == distributions / "b_rules" / "south_west"
    write(distributions / "a_rules" / "mountains", renamed("mountains"))
    assert list(installed.installed_packs()) == ["mountains", "plains"]


def test_two_packs_that_answer_for_one_market_must_be_named(distributions: Path) -> None:
    for name in ("one", "two"):
        write(distributions / "a_rules" / name, renamed(name))
    with pytest.raises(UnknownMarketError) as caught:
        find_pack("sichuan")
    assert str(caught.value) == "several packs answer for `sichuan`: one, two; name the pack"
    assert caught.value.zh == "负责“sichuan”的规则包不止一个：one、two，应写明规则包的名称"
    assert find_pack("two").name == "two"


def test_two_packs_of_one_name_are_refused(distributions: Path) -> None:
    first, second = (write(distributions / name / "sichuan") for name in ("a_rules", "b_rules"))
    with pytest.raises(PmosRulesError) as caught:
        find_pack("sichuan")
    assert str(caught.value) == f"two installed packs are called `sichuan`: {first} and {second}"


def test_a_name_that_is_nearly_right_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownMarketError) as caught:
        find_pack("hubie")
    assert (
        str(caught.value) == "no installed pack is called `hubie` or answers for such a market; did you mean `hubei`?"
    )
    assert caught.value.zh == "没有名为“hubie”的规则包，也没有规则包负责这样的交易中心，是否应为“hubei”"


def test_a_name_that_means_nothing_is_told_what_there_is() -> None:
    with pytest.raises(UnknownMarketError) as caught:
        find_pack("atlantis")
    listed = ", ".join(sorted({*installed_packs(), *(m for p in installed_packs().values() for m in p.markets)}))
    assert str(caught.value) == (
        "no installed pack is called `atlantis` or answers for such a market; "
        f"known are {listed}, or the path of a folder with a pack.yaml"
    )


def test_a_folder_without_a_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownMarketError) as caught:
        find_pack(tmp_path)
    assert (str(caught.value), caught.value.zh) == (
        f"the folder `{tmp_path}` has no pack.yaml",
        f"文件夹“{tmp_path}”中没有 pack.yaml",
    )
