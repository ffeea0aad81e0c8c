"""Bytes become text, or a diagnostic says why not."""

from pathlib import Path

import pytest

from pmos_rules.source import Diagnostic, SourceText, decode_source, read_source, render_diagnostic
from pmos_rules.source.file import MOST_BYTES


@pytest.mark.parametrize("content", ["a: 值\r\n".encode(), b"\xef\xbb\xbf" + "a: 值\r\n".encode()])
def test_utf8_is_read_with_and_without_a_byte_order_mark(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(content)
    source = read_source(path, "rules.yaml")
    assert isinstance(source, SourceText)
    assert (source.name, source.text) == ("rules.yaml", "a: 值\r\n")


@pytest.mark.parametrize(
    ("content", "rendered"),
    [
        (
            "title: x\nname: 企业".encode("gbk"),
            "f:2:7: error[source-encoding]: byte `C6` is not UTF-8\n"
            "  2 | name: \ufffd\ufffdҵ\n"
            "    |       ^\n"
            "  = help: save the file as UTF-8; it looks like GBK",
        ),
        (
            b"a: \xff\xff\n",
            "f:1:4: error[source-encoding]: byte `FF` is not UTF-8\n"
            "  1 | a: \ufffd\ufffd\n"
            "    |    ^\n"
            "  = help: save the file as UTF-8",
        ),
        (
            b"\xef\xbb\xbf" + "证: ".encode() + b"\xff\n",
            "f:1:4: error[source-encoding]: byte `FF` is not UTF-8\n"
            "  1 | 证: \ufffd\n"
            "    |     ^\n"
            "  = help: save the file as UTF-8",
        ),
        (
            "a: 1".encode("utf-16"),
            "f: error[source-encoding]: the file is encoded in UTF-16, expected UTF-8\n"
            "  = help: save it as UTF-8",
        ),
        (
            b"#" * (MOST_BYTES + 1),
            "f: error[source-too-large]: the file is larger than 4 MiB\n"
            "  = help: split it into several files",
        ),
    ],
)
def test_other_bytes_are_refused(content: bytes, rendered: str) -> None:
    diagnostic = decode_source("f", content)
    assert isinstance(diagnostic, Diagnostic)
    assert render_diagnostic(diagnostic) == rendered


def test_a_file_that_is_not_there_is_a_diagnostic(tmp_path: Path) -> None:
    diagnostic = read_source(tmp_path / "none.yaml", "none.yaml")
    assert isinstance(diagnostic, Diagnostic)
    assert render_diagnostic(diagnostic) == "none.yaml: error[source-not-found]: there is no such file"


def test_a_folder_is_a_diagnostic(tmp_path: Path) -> None:
    diagnostic = read_source(tmp_path, "rules")
    assert isinstance(diagnostic, Diagnostic)
    assert render_diagnostic(diagnostic) == (
        "rules: error[source-unreadable]: this is a folder, expected a file"
    )
