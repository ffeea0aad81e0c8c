"""Turns the bytes of a file into a source text, or says why they are none."""

import codecs
from pathlib import Path

from pmos_rules.source.diagnostic import Diagnostic
from pmos_rules.source.span import Span
from pmos_rules.source.text import SourceText

MOST_BYTES = 4 * 1024 * 1024
"""How large a file may be: a rule pack of several thousand rules has less than one mebibyte."""


def read_source(path: Path, name: str | None = None) -> SourceText | Diagnostic:
    """The text of a file, called `name` in messages (else the path as given)."""
    name = str(path) if name is None else name
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        return _unreadable(name, error)
    return decode_source(name, content)


def decode_source(name: str, content: bytes) -> SourceText | Diagnostic:
    """The text that the bytes stand for: UTF-8, with or without a byte order mark, and nothing else."""
    if len(content) > MOST_BYTES:
        return about_file(
            "source-too-large",
            f"the file is larger than {MOST_BYTES >> 20} MiB",
            name,
            "split it into several files",
        )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return about_file(
            "source-encoding", "the file is encoded in UTF-16, expected UTF-8", name, "save it as UTF-8"
        )
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return SourceText(name, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _not_utf8(name, content, error.start)


def _unreadable(name: str, error: OSError) -> Diagnostic:
    if isinstance(error, FileNotFoundError):
        return about_file("source-not-found", "there is no such file", name)
    if isinstance(error, IsADirectoryError):
        return about_file("source-unreadable", "this is a folder, expected a file", name)
    reason = (error.strerror or "unknown reason").lower()
    return about_file("source-unreadable", f"the file cannot be read: {reason}", name)


def about_file(code: str, message: str, name: str, hint: str | None = None) -> Diagnostic:
    """What is wrong with a file as a whole, of which no text can be shown."""
    return Diagnostic(code, message, Span(SourceText(name, ""), 0, 0), hint)


def _not_utf8(name: str, content: bytes, start: int) -> Diagnostic:
    """Points at the first byte that is no UTF-8, and guesses what the file was saved as."""
    source = SourceText(name, content.decode("utf-8", errors="replace"))
    at = len(content[:start].decode("utf-8"))
    message = f"byte `{content[start]:02X}` is not UTF-8"
    return Diagnostic("source-encoding", message, Span(source, at, at + 1), _encoding_hint(content))


def _encoding_hint(content: bytes) -> str:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "save the file as UTF-8"
    return "save the file as UTF-8; it looks like GBK"
