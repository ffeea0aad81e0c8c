"""An open file in, what its bytes say without a PDF library out, in one pass and bounded memory."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pmos_rules.files.kinds import FIRST, LAST, head_of, kind_of
from pmos_rules.files.limits import Limits

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Content:
    """Size, kind, beginning and digest; and, for a PDF within the limits, all its bytes."""

    size_bytes: int
    head: str
    file_type: str
    sha256: str | None
    pdf: bytearray | None


def read_content(path: Path, limits: Limits, *, in_time: Callable[[], bool]) -> Content:
    """Read a regular file once, no more than the limits allow.

    A file over ``hashed_bytes`` has only its ends read, and so has every file once ``in_time`` says no.
    Raises `OSError` where it cannot be read, also where it is no regular file.
    """
    with _open(path) as file:
        size = os.fstat(file.fileno()).st_size
        first = file.read(FIRST)
        last = _tail(file, size)
        kind = kind_of(first, last)
        whole = size <= limits.hashed_bytes and in_time()
        kept = kind == "pdf" and size <= limits.pdf_bytes and whole
        sha256, size, pdf = _whole(file, limits, keep=kept) if whole else (None, size, None)
    return Content(size, head_of(first), kind, sha256, pdf)


def _open(path: Path) -> BinaryIO:
    # Without O_NONBLOCK, opening a pipe put there since it was looked at would wait for its other end.
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError("not a regular file")
    return os.fdopen(file, "rb")


def _tail(file: BinaryIO, size: int) -> bytes:
    file.seek(max(0, size - LAST))
    return file.read(LAST)


def _whole(file: BinaryIO, limits: Limits, *, keep: bool) -> tuple[str, int, bytearray | None]:
    """Digest, size and, if kept, bytes, all of the same reading, though somebody should be writing to it."""
    digest, size, kept = hashlib.sha256(), 0, bytearray()
    for chunk in _chunks(file, limits.pdf_bytes if keep else limits.hashed_bytes):
        digest.update(chunk)
        size += len(chunk)
        if keep:
            kept += chunk
    return digest.hexdigest(), size, kept if keep else None


def _chunks(file: BinaryIO, at_most: int) -> Iterator[bytes]:
    file.seek(0)
    while at_most > 0 and (chunk := file.read(min(_CHUNK, at_most))):
        at_most -= len(chunk)
        yield chunk
