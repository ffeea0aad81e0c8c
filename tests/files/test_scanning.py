"""A folder's files become facts in its dossier, whatever the files are, and what is amiss is named."""

import hashlib
import json
import os
import unicodedata
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from pmos_rules.errors import InputError
from pmos_rules.files import FileFacts, Limits, Scan, inspector, scan_file, scan_folder
from pmos_rules.files.limits import USUAL
from pmos_rules.findings import InputProblem
from pmos_rules.models import Dossier
from tests.files import pdfs

MIB = 1024 * 1024
PAGE = pdfs.text_page()
FACTS = {
    "size_bytes": len(PAGE),
    "head": "%PDF-1.7",
    "sha256": hashlib.sha256(PAGE).hexdigest(),
    "file_type": "pdf",
    "opens": True,
    "encrypted": False,
    "pages": 1,
    "text_layer": True,
    "image_only_pages": 0,
    "signatures": 0,
}


def scanned(folder: Path, dossier: dict[str, Any], limits: Limits = USUAL, **files: bytes) -> Scan:
    (folder / "dossier.json").write_text(json.dumps(dossier))
    for name, content in files.items():
        (folder / f"{name}.pdf").write_bytes(content)
    return scan_folder(folder, limits=limits)


def one(folder: Path, content: bytes, limits: Limits = USUAL) -> FileFacts:
    (folder / "file").write_bytes(content)
    return scan_file(folder / "file", limits=limits)


def attach(*names: str) -> dict[str, Any]:
    return {"attachments": [{"slot": "其他", "filename": name} for name in names]}


# -- where facts go


def test_facts_take_the_place_of_what_was_typed_and_the_rest_stays(tmp_path: Path) -> None:
    typed = {
        "slot": "公司章程",
        "filename": "a.pdf",
        "size_bytes": 1,
        "head": "x",
        "sha256": "x",
        "signed": True,
        "note": 1,
    }
    scan = scanned(tmp_path, {"attachments": [typed | {"resolution_dpi": 300}], "kind": "retailer"}, a=PAGE)
    assert scan == Scan({"attachments": [typed | FACTS], "kind": "retailer"}, ())


def test_a_row_in_the_labels_of_the_form_gets_facts_under_the_labels_that_it_uses(tmp_path: Path) -> None:
    scan = scanned(tmp_path, {"附件": [{"文件名": "a.pdf", "文件大小": 1, "可打开": None}]}, a=PAGE)
    facts = {fact: value for fact, value in FACTS.items() if fact not in ("size_bytes", "opens")}
    assert scan.given == {"附件": [{"文件名": "a.pdf", "文件大小": len(PAGE), "可打开": True} | facts]}
    assert scan.problems == ()


def test_units_and_the_uploaded_contract_have_files_too(tmp_path: Path) -> None:
    row = {"filename": "a.pdf"}
    dossier = {"用电单元": [{"attachments": [row]}, {"附件": [row]}], "upload": row, "confirmation": row}
    scan = scanned(tmp_path, dossier, a=PAGE)
    full = row | FACTS
    assert scan.given == {
        "用电单元": [{"attachments": [full]}, {"附件": [full]}],
        "upload": full,
        "confirmation": row,
    }


def test_the_dossier_takes_the_facts_as_they_are(tmp_path: Path) -> None:
    scan = scanned(tmp_path, attach("a.pdf"), a=pdfs.scan_page())
    dossier = Dossier.model_validate(scan.given)
    assert dossier.notes == frozenset()
    assert dossier.attachments is not None
    facts = {name: getattr(dossier.attachments[0], name) for name in asdict(scan_file(tmp_path / "a.pdf"))}
    assert facts == asdict(scan_file(tmp_path / "a.pdf"))


@pytest.mark.parametrize(
    "rows",
    [None, [], {}, "a.pdf", ["a.pdf"], [None], [[{"filename": "a.pdf"}]], [{"filename": None}], [{"filename": 1}],
     [{"filename": " "}], [{"slot": "其他"}], {"a": {"filename": "a.pdf"}}],
)  # fmt: skip
def test_what_names_no_file_is_passed_over(tmp_path: Path, rows: Any) -> None:
    scan = scanned(tmp_path, {"attachments": rows, "units": rows, "upload": rows})
    assert scan == Scan({"attachments": rows, "units": rows, "upload": rows}, ())


# -- what is amiss


def test_a_file_that_is_not_there_leaves_its_row_as_typed(tmp_path: Path) -> None:
    dossier = {"attachments": [{"文件名": "a/b.pdf", "size_bytes": 7}]}
    assert scanned(tmp_path, dossier) == Scan(
        dossier, (InputProblem("input.file_missing", "/attachments/0/文件名", {"filename": "a/b.pdf"}),)
    )


def test_keys_with_signs_of_their_own_are_escaped_in_pointers(tmp_path: Path) -> None:
    scan = scanned(tmp_path, {"units": [{"attachments": [{"filename": "a~/b.pdf"}]}]})
    assert [problem.pointer for problem in scan.problems] == ["/units/0/attachments/0/filename"]


@pytest.mark.parametrize("name", ["/etc/passwd", "../dossier.json", "C:\\a.pdf"])
def test_a_name_that_leads_out_is_not_followed(tmp_path: Path, name: str) -> None:
    assert scanned(tmp_path, attach(name)).problems == (
        InputProblem("input.file_outside_folder", "/attachments/0/filename", {"filename": name}),
    )


def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    folder.mkdir()
    (tmp_path / "secret.pdf").write_bytes(PAGE)
    (folder / "a.pdf").symlink_to("../secret.pdf")
    assert scanned(folder, attach("a.pdf")).problems == (
        InputProblem("input.file_outside_folder", "/attachments/0/filename", {"filename": "a.pdf"}),
    )


def test_pipes_and_folders_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pdf")
    (tmp_path / "b.pdf").mkdir()
    reason = {"reason_zh": "不是普通文件", "reason_en": "it is no regular file"}
    assert scanned(tmp_path, attach("a.pdf", "b.pdf")).problems == (
        InputProblem("input.file_unreadable", "/attachments/0/filename", {"filename": "a.pdf"} | reason),
        InputProblem("input.file_unreadable", "/attachments/1/filename", {"filename": "b.pdf"} | reason),
    )


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (PermissionError(13, "Permission denied"), "没有读取权限", "permission is denied"),
        (OSError(5, "Input/output error"), "读取时系统报错", "the system says: input/output error"),
        (FileNotFoundError(2, "No such file"), "文件不存在", "there is no such file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, zh: str, en: str
) -> None:
    def refuse(path: object, flags: int) -> int:
        raise error

    (tmp_path / "dossier.json").write_text(json.dumps(attach("a.pdf")))
    (tmp_path / "a.pdf").write_bytes(PAGE)
    monkeypatch.setattr("pmos_rules.files.content.os.open", refuse)
    assert scan_folder(tmp_path) == Scan(
        attach("a.pdf"),
        (
            InputProblem(
                "input.file_unreadable",
                "/attachments/0/filename",
                {"filename": "a.pdf", "reason_zh": zh, "reason_en": en},
            ),
        ),
    )
    with pytest.raises(InputError) as caught:
        scan_file(tmp_path / "a.pdf")
    assert (caught.value.zh, str(caught.value)) == (
        f"文件 {tmp_path / 'a.pdf'} 无法读取：{zh}",
        f"`{tmp_path / 'a.pdf'}` cannot be read: {en}",
    )


def test_a_name_in_another_unicode_form_is_the_same_file_and_is_mentioned(tmp_path: Path) -> None:
    typed, found = (unicodedata.normalize(form, "Café.pdf") for form in ("NFC", "NFD"))
    (tmp_path / found).write_bytes(PAGE)
    scan = scanned(tmp_path, attach(typed))
    assert scan.given["attachments"] == [{"slot": "其他", "filename": typed} | FACTS]
    assert scan.problems == (
        InputProblem("input.file_name_form", "/attachments/0/filename", {"filename": typed, "found": found}),
    )


def test_of_two_files_for_one_name_one_is_read_and_the_other_is_not_listed(tmp_path: Path) -> None:
    typed, other = (unicodedata.normalize(form, "Café.pdf") for form in ("NFC", "NFD"))
    (tmp_path / typed).write_bytes(PAGE)
    (tmp_path / other).write_bytes(b"")
    scan = scanned(tmp_path, attach(typed))
    assert scan.given["attachments"][0]["opens"] is True
    assert scan.problems == (InputProblem("input.file_not_listed", "", {"filename": other}),)


def test_files_that_no_row_names_are_mentioned_up_to_a_number(tmp_path: Path) -> None:
    files = dict.fromkeys("abcde", b"")
    scan = scanned(tmp_path, attach("c.pdf"), Limits(unlisted=3), **files)
    assert [problem.values["filename"] for problem in scan.problems] == ["a.pdf", "b.pdf", "d.pdf"]
    assert {problem.id for problem in scan.problems} == {"input.file_not_listed"}


def test_a_file_in_two_rows_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []
    inspect = inspector.Inspector.inspect

    def counted(self: inspector.Inspector, data: bytes, *, seconds: float) -> Any:
        looked_at.append(data)
        return inspect(self, data, seconds=seconds)

    monkeypatch.setattr(inspector.Inspector, "inspect", counted)
    scan = scanned(tmp_path, attach("a.pdf", "a.pdf", "./a.pdf"), a=PAGE)
    assert looked_at == [PAGE]
    assert [row["sha256"] for row in scan.given["attachments"]] == [FACTS["sha256"]] * 3


# -- hostile files


def test_no_file_keeps_the_others_from_being_read(tmp_path: Path) -> None:
    hostile = {
        "empty": b"",
        "garbage": b"%PDF-1.7\n" + os.urandom(10_000),
        "half": pdfs.scan_page()[:400],
        "circle": pdfs.circle(),
        "nested": pdfs.nested(),
        "locked": pdfs.locked(PAGE, "user", "owner"),
        "picture": pdfs.JPEG,
        "bomb": pdfs.bomb(),
        "good": PAGE,
    }
    scan = scanned(tmp_path, attach(*(f"{name}.pdf" for name in hostile)), **hostile)
    assert scan.problems == ()
    opens = {row["filename"]: row["opens"] for row in scan.given["attachments"]}
    assert opens == {f"{name}.pdf": name in ("bomb", "good") for name in hostile}
    assert scan.given["attachments"][-1] == {"slot": "其他", "filename": "good.pdf"} | FACTS
    assert "text_layer" not in scan.given["attachments"][-2]


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    nothing = hashlib.sha256().hexdigest()
    assert one(tmp_path, b"") == FileFacts(0, "hex:", nothing, "empty", opens=False)


def test_a_large_file_is_hashed_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"%PDF-1.7\n")
    with (tmp_path / "file").open("r+b") as file:
        file.truncate(100 * MIB)
    facts = scan_file(tmp_path / "file")
    digest = hashlib.sha256(b"%PDF-1.7\n".ljust(100 * MIB, b"\0")).hexdigest()
    assert facts == FileFacts(100 * MIB, "%PDF-1.7", digest, "pdf", opens=None)


def test_a_file_past_all_limits_is_only_measured(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"%PDF-1.7\n")
    with (tmp_path / "file").open("r+b") as file:
        file.truncate(1024 * 1024 * MIB)
    assert scan_file(tmp_path / "file") == FileFacts(1024 * 1024 * MIB, "%PDF-1.7", None, "pdf")


def test_limits_count_to_the_byte(tmp_path: Path) -> None:
    whole = one(tmp_path, PAGE, Limits(pdf_bytes=len(PAGE), hashed_bytes=len(PAGE)))
    assert asdict(whole) == FACTS | {"resolution_dpi": None}
    unopened = one(tmp_path, PAGE, Limits(pdf_bytes=len(PAGE) - 1))
    assert unopened == FileFacts(len(PAGE), "%PDF-1.7", whole.sha256, "pdf")
    unhashed = one(tmp_path, PAGE, Limits(hashed_bytes=len(PAGE) - 1))
    assert unhashed == replace(unopened, sha256=None)


def test_when_the_time_is_over_files_are_only_measured(tmp_path: Path) -> None:
    scan = scanned(tmp_path, attach("a.pdf"), Limits(seconds_in_all=0), a=PAGE)
    assert scan.given["attachments"] == [
        {"slot": "其他", "filename": "a.pdf", "size_bytes": len(PAGE), "head": "%PDF-1.7", "file_type": "pdf"}
    ]
    assert scan.problems == ()


@pytest.mark.parametrize(("in_all", "opens"), [(3600, False), (0.5, None)])
def test_a_file_that_hangs_is_held_against_it_only_if_it_had_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_all: float, opens: bool | None
) -> None:
    hangs = tmp_path / "hangs.py"
    hangs.write_text("import time\nprint('{\"ready\": true}', flush=True)\ntime.sleep(3600)\n")
    monkeypatch.setattr(inspector, "_SCRIPT", hangs)
    limits = Limits(seconds_per_file=1, seconds_in_all=in_all)
    assert one(tmp_path, PAGE, limits).opens is opens


def test_facts_that_the_scan_does_not_know_are_not_left_as_typed(tmp_path: Path) -> None:
    typed = {"filename": "a.pdf", "opens": True, "页数": 3, "sha256": "typed"}
    scan = scanned(tmp_path, {"attachments": [typed]}, Limits(seconds_in_all=0), a=PAGE)
    assert scan.given["attachments"] == [
        {"filename": "a.pdf", "size_bytes": len(PAGE), "head": "%PDF-1.7", "file_type": "pdf"}
    ]


def test_altered_bytes_give_facts_and_nothing_else(tmp_path: Path) -> None:
    pages = (pdfs.text_page(), pdfs.scan_page(), pdfs.signed(value=True))
    altered = {}
    for number in range(60):
        page = bytearray(pages[number % 3])
        for place in range(number, len(page), 61):
            page[place] = (page[place] * 31 + number) % 256
        altered[f"f{number}"] = bytes(page)
    scan = scanned(tmp_path, attach(*(f"{name}.pdf" for name in altered)), **altered)
    assert scan.problems == ()
    for row, content in zip(scan.given["attachments"], altered.values(), strict=True):
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert row["opens"] in (True, False)


def test_the_facts_are_those_that_the_dossier_knows() -> None:
    from pmos_rules.models.attachments import FileFacts as Known

    assert {*FileFacts.__dataclass_fields__} == {*Known.model_fields} - {"filename"}
