"""The first and last bytes of a file in, what kind of file it is out, whatever its name says."""

FIRST = 4096
LAST = 4096
PDF_MARK = b"%PDF-"
PDF_MARK_WITHIN = 1024

KINDS = (
    "pdf", "jpeg", "png", "tiff", "gif", "bmp", "webp", "zip", "docx", "xlsx", "pptx", "ofd", "ole", "html",
    "text", "empty", "unknown",
)  # fmt: skip

_MAGIC = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),  # doc, xls and ppt before 2007
)
# Names inside a zip archive that tell what it holds; the directory at its end lists them all.
_MEMBERS = ((b"OFD.xml", "ofd"), (b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")
_HEAD_BYTES = 8


def kind_of(first: bytes, last: bytes = b"") -> str:
    """Return one of `KINDS`, judged by content alone.

    ``first`` is at least the first 1024 bytes (`FIRST` are better), ``last`` the last `LAST` ones.
    A file that begins as something else is that, though ``%PDF-`` should come later in it.

    >>> kind_of(b"%PDF-1.7\\n"), kind_of(b"\\xff\\xd8\\xff\\xe0"), kind_of(b"")
    ('pdf', 'jpeg', 'empty')
    """
    if not first:
        return "empty"
    return _by_magic(first) or _by_zip(first, last) or _by_text(first)


def head_of(first: bytes) -> str:
    """Return the beginning of a file as a dossier writes it in ``head``.

    Plain ASCII stands as it is, anything else as ``hex:`` and upper-case digits, an empty file as a bare
    ``hex:``. Where the mark of a PDF comes late (within the first 1024 bytes), everything up to it is kept.

    >>> head_of(b"%PDF-1.7\\n%..."), head_of(b"\\xff\\xd8\\xff\\xe0\\x00\\x10JFIF"), head_of(b"")
    ('%PDF-1.7', 'hex:FFD8FFE000104A46', 'hex:')
    """
    mark = first.find(PDF_MARK, 0, PDF_MARK_WITHIN) if kind_of(first) == "pdf" else -1
    beginning = first[: max(mark, 0) + _HEAD_BYTES]
    line = beginning if mark > 0 else beginning.partition(b"\n")[0].rstrip(b"\r")
    return line.decode("ascii") if _is_plain(line) else "hex:" + beginning.hex().upper()


def _is_plain(beginning: bytes) -> bool:
    if not beginning.isascii() or beginning.startswith(b"hex:"):
        return False
    text = beginning.decode("ascii")
    return bool(text) and text.isprintable() and text == text.strip()


def _by_magic(first: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if first.startswith(magic):
            return kind
    if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        return "webp"
    # "BM" alone begins many a text; a bitmap goes on with four reserved zero bytes.
    if first[:2] == b"BM" and first[6:10] == b"\0\0\0\0":
        return "bmp"
    return None


def _by_zip(first: bytes, last: bytes) -> str | None:
    if not first.startswith(_ZIP):
        return None
    return next((kind for name, kind in _MEMBERS if name in first or name in last), "zip")


def _by_text(first: bytes) -> str:
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_HTML):
        return "html"
    if PDF_MARK in first[:PDF_MARK_WITHIN]:
        return "pdf"
    return "text" if _reads_as_text(first) else "unknown"


def _reads_as_text(first: bytes) -> bool:
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in first):
        return False
    try:
        # A character may be cut in two at the end of what was read.
        first.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and error.end == len(first)
    return True
