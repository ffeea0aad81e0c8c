"""The example folders hold what their README says, and what the script makes."""

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pmos_rules.files import scan_file, scan_folder
from pmos_rules.files.attachments import rows_of
from pmos_rules.findings import InputProblem, Report, Verdict
from pmos_rules.formats.registry import FORMATS
from pmos_rules.models import Dossier
from tests.built_in import ruleset

EXAMPLES = Path(__file__).parents[2] / "examples"
KIB = 1024

PDF = {"file_type": "pdf", "head": "%PDF-1.7", "opens": True, "encrypted": False, "pages": 1, "signatures": 0}
SCAN = PDF | {"text_layer": False, "image_only_pages": 1, "resolution_dpi": 150}
TEXT = PDF | {"text_layer": True, "image_only_pages": 0, "pages": 2}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that makes the files."""
    spec = importlib.util.spec_from_file_location("make_pdfs", EXAMPLES / "make_pdfs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files as the script makes them now."""
    folder = tmp_path_factory.mktemp("examples")
    script.make(folder)
    return folder


def files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix.lower() == ".pdf"
    )


def judged(folder: str) -> Report:
    scan = scan_folder(EXAMPLES / folder)
    return ruleset("hubei").evaluate(scan.given, as_of=date(2026, 11, 21), problems=scan.problems)


def content(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts without those that another version of the image library may change, and without the unknown."""
    left_out = ("size_bytes", "sha256", "slot", "filename", "signed", "stamped")
    return {name: value for name, value in facts.items() if name not in left_out and value is not None}


def test_the_script_makes_the_files_that_lie_here(made: Path) -> None:
    assert files(EXAMPLES) == files(made)
    differing = [name for name in files(made) if (EXAMPLES / name).read_bytes() != (made / name).read_bytes()]
    # Another version of Pillow may pack the same pictures differently; what the files are stays the same.
    for name in differing:
        here, there = (content(asdict(scan_file(folder / name))) for folder in (EXAMPLES, made))
        assert here == there, name


def test_the_script_makes_the_same_bytes_each_time(script: ModuleType) -> None:
    for name in (
        "hubei-retailer/星桥售电_公司章程.pdf",
        "hubei-retailer-rejected/远帆售电_银行开户许可证.pdf",
    ):
        assert script.RECIPES[name](name) == script.RECIPES[name](name)


def test_the_files_are_small() -> None:
    sizes = [(EXAMPLES / name).stat().st_size for name in files(EXAMPLES)]
    assert max(sizes) <= 60 * KIB
    assert sum(sizes) <= 1000 * KIB


@pytest.mark.parametrize("folder", ["hubei-retailer", "hubei-retailer-rejected"])
def test_every_key_is_known_and_nothing_is_misread(folder: str) -> None:
    dossier = Dossier.model_validate(scan_folder(EXAMPLES / folder).given)
    assert dossier.notes == frozenset()


def test_nothing_is_amiss_with_the_files_of_the_accepted_one() -> None:
    scan = scan_folder(EXAMPLES / "hubei-retailer")
    assert scan.problems == ()
    facts = {row["slot"]: content(row) for row in scan.given["attachments"]}
    assert facts.pop("公司章程") == TEXT
    assert len(facts) == 8
    assert list(facts.values()) == [SCAN] * 8


def test_the_files_of_the_rejected_one_have_the_faults_they_are_said_to_have() -> None:
    scan = scan_folder(EXAMPLES / "hubei-retailer-rejected")
    assert scan.problems == (
        InputProblem("input.file_missing", "/附件信息/2/文件名", {"filename": "远帆售电_资产总额证明.pdf"}),
        InputProblem("input.file_not_listed", "", {"filename": "扫描备份.pdf"}),
    )
    told = ("附件栏", "文件名", "已签字", "已盖章")
    facts = {
        row["附件栏"]: content({name: value for name, value in row.items() if name not in told})
        for row in scan.given["附件信息"]
    }
    assert facts == {
        "信用承诺书": SCAN,
        "工商营业执照": SCAN,
        "资产总额证明": {},
        "场所信息": {"file_type": "jpeg", "head": "hex:FFD8FFE000104A46", "opens": False},
        "银行开户许可证": {"file_type": "pdf", "head": "%PDF-1.3", "opens": False, "encrypted": True},
        "信用中国公示材料": SCAN,
        "公司章程": {"file_type": "pdf", "head": "%PDF-1.7", "opens": False},
        "电力业务许可证": SCAN,
    }


def test_the_rules_find_nothing_in_the_accepted_one() -> None:
    report = judged("hubei-retailer")
    assert (report.verdict, report.findings) == (Verdict.ACCEPT, ())


def test_the_rules_find_in_the_rejected_one_what_the_readme_lists_and_nothing_else() -> None:
    report = judged("hubei-retailer-rejected")
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"`((?:input|common|national|hubei)\.[a-z0-9_.]+)`", readme)
    assert report.verdict is Verdict.REJECT
    assert {finding.rule for finding in report.findings} == set(listed)


def test_file_names_keep_to_twenty_characters_but_for_one() -> None:
    names = [row.filename for folder in ("hubei-retailer", "hubei-retailer-rejected")
             for row in rows_of(scan_folder(EXAMPLES / folder).given)]  # fmt: skip
    assert {name: len(Path(name).stem) for name in names if len(Path(name).stem) > 20} == {
        "湖北远帆样例售电有限公司_信用中国公示材料.pdf": 21
    }


def test_check_digits_are_right_but_for_one() -> None:
    accepted, rejected = (
        Dossier.model_validate(scan_folder(EXAMPLES / folder).given)
        for folder in ("hubei-retailer", "hubei-retailer-rejected")
    )
    for dossier in (accepted, rejected):
        people = [dossier.account.legal_rep_id, *(person.id_number for person in dossier.staff)]
        assert [number for number in people if not FORMATS["resident_id"].check(number)] == []
    assert FORMATS["uscc"].check(accepted.business.uscc)
    assert not FORMATS["uscc"].check(rejected.business.uscc)
    assert FORMATS["uscc"].check(rejected.business.tax_number)
