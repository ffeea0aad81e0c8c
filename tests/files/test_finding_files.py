"""The name in a dossier finds its file in the folder, and nothing outside of it."""

import os
import unicodedata
from pathlib import Path

import pytest

from pmos_rules.files.place import Fault, Place, find_file, other_files, real_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dossier folder beside which lies a file that is none of its business."""
    (tmp_path / "secret.pdf").write_text("secret")
    (tmp_path / "dossier").mkdir()
    return tmp_path / "dossier"


def lay(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


@pytest.mark.parametrize(
    ("name", "on_disk", "found"),
    [
        ("甲_章程.pdf", "甲_章程.pdf", None),
        ("材料/甲_章程.pdf", "材料/甲_章程.pdf", None),
        ("材料\\甲_章程.pdf", "材料/甲_章程.pdf", None),
        ("./材料//甲_章程.pdf", "材料/甲_章程.pdf", None),
        (unicodedata.normalize("NFC", "Café_章程.pdf"), unicodedata.normalize("NFD", "Café_章程.pdf"), "NFD"),
        (unicodedata.normalize("NFD", "Café_章程.pdf"), unicodedata.normalize("NFC", "Café_章程.pdf"), "NFC"),
        ("甲（湖北）_章程.pdf", "甲(湖北)_章程.pdf", "甲(湖北)_章程.pdf"),
        ("甲_章程.pdf", "甲_章程.PDF", "甲_章程.PDF"),
        ("甲_章程.pdf ", "甲_章程.pdf", "甲_章程.pdf"),
    ],
)
def test_a_name_finds_its_file(folder: Path, name: str, on_disk: str, found: str | None) -> None:
    lay(folder, on_disk)
    written = on_disk if found in ("NFC", "NFD") else found
    assert find_file(folder, name) == Place(folder / on_disk, written)


def test_of_two_files_for_one_name_the_one_to_the_letter_is_meant(folder: Path) -> None:
    composed, decomposed = (unicodedata.normalize(form, "Café.pdf") for form in ("NFC", "NFD"))
    lay(folder, composed, decomposed, "café.pdf")
    assert find_file(folder, composed) == Place(folder / composed)
    assert find_file(folder, decomposed) == Place(folder / decomposed)


def test_of_two_files_equally_close_the_first_in_order_is_meant(folder: Path) -> None:
    lay(folder, "A.PDF", "a.PDF")
    assert find_file(folder, "a.pdf") == Place(folder / "A.PDF", "A.PDF")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.pdf",
        "材料/../../secret.pdf",
        "..\\secret.pdf",
        "/etc/passwd",
        "\\\\server\\share",
        "C:secret.pdf",
        "C:\\a",
    ],
)
def test_a_name_that_leads_out_is_outside(folder: Path, name: str) -> None:
    assert find_file(folder, name) is Fault.OUTSIDE


@pytest.mark.parametrize(
    "name", ["甲.pdf", "没有/甲.pdf", ".", "./", "a" * 300, "a\0b", "a\nb", "\udcff.pdf"]
)
def test_a_name_without_a_file_is_missing(folder: Path, name: str) -> None:
    assert find_file(folder, name) is Fault.MISSING


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    lay(folder, "甲.pdf")
    (folder / "乙.pdf").symlink_to("甲.pdf")
    assert find_file(folder, "乙.pdf") == Place(folder / "乙.pdf")


def test_a_link_out_of_the_folder_is_outside(folder: Path) -> None:
    (folder / "甲.pdf").symlink_to("../secret.pdf")
    (folder / "材料").symlink_to("..")
    assert find_file(folder, "甲.pdf") is Fault.OUTSIDE
    assert find_file(folder, "材料/secret.pdf") is Fault.OUTSIDE


def test_links_to_nowhere_and_in_a_circle_are_missing(folder: Path) -> None:
    (folder / "甲.pdf").symlink_to("nowhere.pdf")
    (folder / "乙.pdf").symlink_to("乙.pdf")
    assert find_file(folder, "甲.pdf") is Fault.MISSING
    assert find_file(folder, "乙.pdf") is Fault.MISSING


def test_what_is_no_regular_file_is_none(folder: Path) -> None:
    (folder / "材料.pdf").mkdir()
    os.mkfifo(folder / "管道.pdf")
    assert find_file(folder, "材料.pdf") is Fault.NO_FILE
    assert find_file(folder, "管道.pdf") is Fault.NO_FILE


def test_files_that_nobody_named_are_listed_without_what_systems_leave(folder: Path) -> None:
    lay(
        folder,
        "dossier.yaml",
        "甲.pdf",
        "乙.pdf",
        "材料/丙.pdf",
        ".DS_Store",
        "Thumbs.db",
        "~$甲.docx",
        ".git/x",
        "__MACOSX/甲.pdf",
    )
    known = frozenset({real_path(folder / "dossier.yaml"), real_path(folder / "甲.pdf")})
    assert other_files(folder, known, [], at_most=10) == ["乙.pdf", "材料/丙.pdf"]
    assert other_files(folder, known, [], at_most=1) == ["乙.pdf"]
    assert other_files(folder, known, ["./材料\\丙.pdf"], at_most=10) == ["乙.pdf"]


def test_a_name_that_is_no_utf_8_is_shown_with_escapes(folder: Path) -> None:
    (folder / os.fsdecode(b"\xbc\xd7.pdf")).write_text("GBK")
    assert other_files(folder, frozenset(), [], at_most=10) == ["\\udcbc\\udcd7.pdf"]
