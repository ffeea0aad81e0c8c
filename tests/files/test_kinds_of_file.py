"""What a file is, its first bytes say, whatever it is called."""

import pytest

from pmos_rules.files.kinds import KINDS, head_of, kind_of
from pmos_rules.models.attachments import is_pdf

ZIP = b"PK\x03\x04\x14\x00"

BEGINNINGS = [
    ("pdf", b"%PDF-1.7\n%\xe2\xe3", "%PDF-1.7"),
    ("pdf", b"%PDF-1.4\r\n1 0 obj", "%PDF-1.4"),
    ("pdf", b"\xef\xbb\xbf%PDF-1.7\n", "hex:EFBBBF255044462D312E37"),
    ("pdf", b"\n\n%PDF-1.7\n", "hex:0A0A255044462D312E37"),
    ("pdf", b"x" * 1019 + b"%PDF-", "x" * 1019 + "%PDF-"),
    ("text", b"x" * 1020 + b"%PDF-", "x" * 8),
    ("jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "hex:FFD8FFE000104A46"),
    ("jpeg", b"\xff\xd8\xff\xe0\x00\x10%PDF-1.7", "hex:FFD8FFE000102550"),
    ("png", b"\x89PNG\r\n\x1a\n\x00\x00", "hex:89504E470D0A1A0A"),
    ("tiff", b"II*\x00\x08\x00\x00\x00", "hex:49492A0008000000"),
    ("tiff", b"MM\x00*\x00\x00\x00\x08", "hex:4D4D002A00000008"),
    ("gif", b"GIF89a\x01\x00\x01\x00", "hex:4749463839610100"),
    ("bmp", b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00", "hex:424D360000000000"),
    ("text", b"BMW owners' club", "BMW owne"),
    ("webp", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "hex:5249464624000000"),
    ("unknown", b"RIFF\x24\x00\x00\x00WAVEfmt ", "hex:5249464624000000"),
    ("zip", ZIP + b"photo.jpg", "hex:504B030414007068"),
    ("docx", ZIP + b"[Content_Types].xml word/document.xml", "hex:504B030414005B43"),
    ("xlsx", ZIP + b"[Content_Types].xml xl/workbook.xml", "hex:504B030414005B43"),
    ("pptx", ZIP + b"[Content_Types].xml ppt/slides", "hex:504B030414005B43"),
    ("ofd", ZIP + b"OFD.xml", "hex:504B030414004F46"),
    ("ole", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "hex:D0CF11E0A1B11AE1"),
    ("html", b"  <!DOCTYPE html><html>%PDF-", "hex:20203C21444F4354"),
    ("html", b"<html>", "<html>"),
    ("text", "湖北".encode(), "hex:E6B996E58C97"),
    ("text", "湖北".encode()[:5], "hex:E6B996E58C"),
    ("unknown", "湖北".encode("gbk"), "hex:BAFEB1B1"),
    ("text", b"hex:0A", "hex:6865783A3041"),
    ("unknown", b"\x00\x01\x02", "hex:000102"),
    ("empty", b"", "hex:"),
]


@pytest.mark.parametrize(("kind", "first", "head"), BEGINNINGS)
def test_a_file_is_known_by_its_first_bytes(kind: str, first: bytes, head: str) -> None:
    assert (kind_of(first), head_of(first)) == (kind, head)
    assert kind in KINDS


@pytest.mark.parametrize(("kind", "first", "head"), BEGINNINGS)
def test_the_head_tells_a_rule_what_the_kind_tells_the_scan(kind: str, first: bytes, head: str) -> None:
    assert is_pdf(head) is (kind == "pdf")


def test_the_directory_at_the_end_of_an_archive_tells_what_it_holds() -> None:
    assert kind_of(ZIP + b"_rels/.rels", b"PK\x01\x02 word/document.xml") == "docx"
