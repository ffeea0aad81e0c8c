"""Dossier folders with real files: the check of a folder gives what its entry says."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pmos_rules import InputError
from pmos_rules.files import read_dossier, scan_file
from pmos_rules.files.scan import scan_folder
from pmos_rules.models.attachments import FileFacts
from pmos_rules.strategies.edits import Edit, apply
from pmos_rules.testing.kit import KitEntry, write_folder
from pmos_rules.testing.kit.expecting import expect
from pmos_rules.testing.kit.specimens import specimen
from pmos_rules.testing.kit.yaml_text import yaml_text
from tests.testing.kit.standin import AS_OF, CONTENT, SIZE, dossier, hubei, small_kit


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ({}, {"head": "%PDF-1.7", "opens": True, "encrypted": False, "pages": 1, "text_layer": True}),
        ({"head": "%PDF-1.4", "size_bytes": 204800}, {"head": "%PDF-1.4", "size_bytes": 204800, "opens": True}),
        ({"size_bytes": 10485761}, {"size_bytes": 10485761, "opens": True}),
        ({"size_bytes": 1}, {"opens": True}),
        ({"size_bytes": 0}, {"size_bytes": 0, "file_type": "empty"}),
        ({"size_bytes": "许多"}, {"opens": True}),
        ({"head": "hex:FFD8FFE000104A46", "size_bytes": 5000},
         {"head": "hex:FFD8FFE000104A46", "size_bytes": 5000, "file_type": "jpeg", "opens": False}),
        ({"head": "PK", "size_bytes": 3}, {"size_bytes": 3, "head": "PK", "opens": False}),
        ({"head": "hex:xyz"}, {"file_type": "text"}),
        ({"head": "hex:6A756E6B20255044462D312E37", "size_bytes": 4000},
         {"head": "junk %PDF-1.7", "size_bytes": 4000, "opens": True}),
        ({"opens": False, "size_bytes": 3000}, {"file_type": "pdf", "size_bytes": 3000, "opens": False}),
        ({"encrypted": True, "size_bytes": 3000}, {"encrypted": True, "opens": False, "size_bytes": 3000}),
        ({"encrypted": True, "opens": True, "pages": 2}, {"encrypted": True, "opens": True, "pages": 2}),
        ({"pages": 0}, {"opens": True, "pages": 0}),
        ({"pages": 3, "image_only_pages": 2, "resolution_dpi": 300, "text_layer": False},
         {"pages": 3, "image_only_pages": 2, "resolution_dpi": 300, "text_layer": False}),
    ],
)  # fmt: skip
def test_a_file_is_as_the_dossier_says(asked: dict[str, Any], facts: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    specimen(FileFacts.model_validate(asked)).write(file)
    found = scan_file(file)
    assert {name: getattr(found, name) for name in facts} == facts


def test_files_differ_unless_the_dossier_says_that_they_do_not(tmp_path: Path) -> None:
    digests = []
    for number, asked in enumerate([{"filename": "a"}, {"filename": "b"}, {"sha256": "x", "filename": "c"}, {"sha256": "x"}]):
        file = tmp_path / f"{number}.pdf"
        specimen(FileFacts.model_validate(asked)).write(file)
        digests.append(scan_file(file).sha256)
    assert len(set(digests)) == 3
    assert digests[2] == digests[3]


def test_a_folder_is_judged_as_its_entry_says(tmp_path: Path) -> None:
    for entry in small_kit(SIZE, CONTENT).entries + small_kit().entries:
        written = write_folder(entry, tmp_path, hubei())
        assert written.expected == entry.expected
        scan = scan_folder(tmp_path / str(written.folder))
        assert scan.given == written.dossier
        assert expect(hubei(), scan.given, AS_OF, scan.problems) == written.expected
        assert len(list((tmp_path / entry.name).iterdir())) == 1 + len(entry.dossier["attachments"])


def test_the_dossier_leaves_to_the_files_what_they_say_themselves(tmp_path: Path) -> None:
    (entry,) = small_kit(SIZE).entries
    write_folder(entry, tmp_path, hubei())
    first = read_dossier(tmp_path / entry.name / "dossier.yaml")["attachments"][0]
    assert first == {
        "slot": "信用承诺书",
        "filename": "湖北示例售电有限公司_信用承诺书.pdf",
        "signed": "true",
        "stamped": "true",
    }


def entry_with(*edits: Edit) -> KitEntry:
    (entry,) = small_kit().entries
    return replace(entry, dossier=apply(edits, dossier()))


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/a.pdf", "a\0.pdf", "a" * 300 + ".pdf", "dossier.yaml", "a?.pdf", ".."])
def test_a_file_that_cannot_be_is_left_out_and_the_expected_findings_say_so(name: str, tmp_path: Path) -> None:
    entry = entry_with(Edit("set", "attachments.0.filename", name))
    written = write_folder(entry, tmp_path / "kit", hubei())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kit"]
    assert len(list((tmp_path / "kit" / entry.name).iterdir())) == len(entry.dossier["attachments"])
    if name != "dossier.yaml":
        assert {found.rule for found in written.expected.findings} & {"input.file_missing", "input.file_outside_folder"}


def test_files_may_lie_in_folders_and_two_rows_may_name_one(tmp_path: Path) -> None:
    names = ["扫描件/a.pdf", "扫描件\\b.pdf", "扫描件/a.pdf", "扫描件", "扫描件/a.pdf/c.pdf"]
    entry = entry_with(*(Edit("set", f"attachments.{at}.filename", name) for at, name in enumerate(names)))
    write_folder(entry, tmp_path, hubei())
    assert sorted(path.name for path in (tmp_path / entry.name / "扫描件").iterdir()) == ["a.pdf", "b.pdf"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (entry,) = small_kit().entries
    write_folder(entry, tmp_path, hubei())
    with pytest.raises(InputError) as caught:
        write_folder(entry, tmp_path, hubei())
    folder = tmp_path / "compliant-1"
    assert caught.value.en == f"the folder `{folder}` cannot be made (file exists), expected an empty folder to write to"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"a": {}, "b": [], "c": "", "d": "null", "e": "~", "f": "true", "g": "1:30", "h": "- a", "i": "a: b", "j": "# a"},
        {"a": [[], {}, ["x", ["y"]], {"b": [{"c": "d", "e": {"f": "g"}}]}]},
        {"注册资本: 万元": "“一”\n二\t三 ", "k\u3000": "\u200b\ufeff\x7f\x85\U0001f600", "l": "!tag &a *b %c @d `e"},
        {"long": "字" * 500, "012": "011000", "quote": "'\"\\"},
    ],
)
def test_yaml_reads_as_what_was_written(data: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "dossier.yaml"
    file.write_text(yaml_text(data), "utf-8", newline="\n")
    assert read_dossier(file) == data


def test_yaml_of_what_is_no_text_is_its_text(tmp_path: Path) -> None:
    file = tmp_path / "dossier.yaml"
    file.write_text(yaml_text({"a": True, "b": 3, "c": None, "d": [1.5, False, None]}), "utf-8")
    assert read_dossier(file) == {"a": "true", "b": "3", "c": None, "d": ["1.5", "false", None]}
