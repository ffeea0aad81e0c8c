"""What a dossier says of a file → a real file of which that is true: a small PDF, a broken one, or none at all."""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from pmos_rules.formats.values import Unreadable
from pmos_rules.models.attachments import FileFacts, is_pdf

MOST_BYTES: Final = 256 * 1024 * 1024
"""No file is made larger, whatever size is asked for; zeros take no room on the disk where the system can help it."""

_HEAD: Final = "%PDF-1.7"
_LINE: Final = b"Specimen of a file that does not exist otherwise"
_DOT: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
_A4_INCHES: Final = (8.27, 11.69)
_USUAL_DPI: Final = 150
_MOST_PAGES: Final = 500
_FIRST_PAGE: Final = 5
_PADDING: Final = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
"""What fills up a password, by ISO 32000-1, 7.6.3.3."""
_PERMISSIONS: Final = -4


class Specimen(NamedTuple):
    """The content of a file: a beginning, so many zeros, an end."""

    beginning: bytes
    zeros: int
    end: bytes

    def write(self, path: Path) -> None:
        """Write it there."""
        with path.open("wb") as file:
            file.write(self.beginning)
            file.truncate(len(self.beginning) + self.zeros)
            file.seek(0, 2)
            file.write(self.end)


def specimen(facts: FileFacts) -> Specimen:
    """A file with the size, the first bytes and the content that are asked for, as far as they go together.

    What is not said is that of a PDF of one page with a text layer. A PDF that opens cannot be smaller than it is.
    Files of which the dossier gives the same digest have the same content, others differ by their names.
    """
    size = _number(facts.size_bytes)
    head = facts.head if isinstance(facts.head, str) else _HEAD
    if size == 0:
        return Specimen(b"", 0, b"")
    if is_pdf(head) is not True or (facts.opens is False and facts.encrypted is not True):
        return _other(_bytes(head) + _mark(facts), size)
    return _pdf(_bytes(head) + b"%" + _mark(facts), facts, size)


def _mark(facts: FileFacts) -> bytes:
    """What makes one file different from another."""
    known = facts.sha256 if isinstance(facts.sha256, str) else facts.filename
    return b"%s\n" % hashlib.sha256(str(known).encode("utf-8", "replace")).hexdigest()[:16].encode()


def _number(value: object) -> int | None:
    """A count, or None where none is given; the largest file has bounds."""
    if value is None or isinstance(value, Unreadable | str):
        return None
    return max(0, min(int(str(value).partition(".")[0]), MOST_BYTES))


def _bytes(head: str) -> bytes:
    """The bytes that a dossier's ``head`` means."""
    if head.startswith("hex:"):
        with suppress(ValueError):
            return bytes.fromhex(head.removeprefix("hex:"))
    return head.encode("utf-8", "replace") + b"\n"


def _other(head: bytes, size: int | None) -> Specimen:
    """No PDF, or one of which the rest is lost."""
    size = len(head) if size is None else size
    return Specimen(head[:size], max(0, size - len(head)), b"")


def _pdf(head: bytes, facts: FileFacts, size: int | None) -> Specimen:
    bodies, trailer = _objects(facts)
    bare = _laid_out(head, bodies, trailer, None)
    if size is None or size <= len(bare.beginning):
        return bare
    padded = _laid_out(head, bodies, trailer, 0)
    return _laid_out(head, bodies, trailer, max(0, size - len(padded.beginning) - len(padded.end)))


def _objects(facts: FileFacts) -> tuple[list[bytes], bytes]:
    """The objects by number from 1 on, and what stands in the trailer."""
    pages = _number(facts.pages)
    count = 1 if pages is None else min(pages, _MOST_PAGES)
    scans = min(_number(facts.image_only_pages) or 0, count)
    dpi = _number(facts.resolution_dpi) or _USUAL_DPI
    width, height = (int(inches * dpi) for inches in _A4_INCHES)
    kids = b" ".join(b"%d 0 R" % (_FIRST_PAGE + number) for number in range(count))
    sealed = facts.encrypted is True
    is_blank = facts.text_layer is False or sealed
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ %s ] /Count %d /MediaBox [ 0 0 595 842 ] >>" % (kids, count),
        _stream(b"" if is_blank else b"BT /F 12 Tf 72 760 Td (%s) Tj ET" % _LINE),
        _stream(_DOT, b"/Type /XObject /Subtype /Image /Width %d /Height %d /Filter /DCTDecode" % (width, height)),
        *(_page(is_scan=number >= count - scans) for number in range(count)),
    ]
    trailer = b"/Root 1 0 R"
    if sealed:
        trailer += b" /Encrypt %d 0 R /ID [ <%s> <%s> ]" % (len(bodies) + 1, _identifier(), _identifier())
        bodies.append(_locked("" if facts.opens is True else "specimen"))
    return bodies, trailer


def _page(*, is_scan: bool) -> bytes:
    if is_scan:
        resources = b"/XObject << /I 4 0 R >>"
        return b"<< /Type /Page /Parent 2 0 R /Resources << %s >> >>" % resources
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return b"<< /Type /Page /Parent 2 0 R /Resources << %s >> /Contents 3 0 R >>" % font


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _laid_out(head: bytes, bodies: list[bytes], trailer: bytes, zeros: int | None) -> Specimen:
    """The objects one after another, a last one of nothing but zeros if asked for, and where each stands.

    Numbers are written with ten digits, so that the rest is as long however many zeros there are.
    """
    written, places = head, []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    closing = b""
    if zeros is not None:
        places.append(len(written))
        written += b"%d 0 obj\n<< /Length %010d >>\nstream\n" % (len(places), zeros)
        closing = b"\nendstream\nendobj\n"
    table = len(written) + (zeros or 0) + len(closing)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    end = closing + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d %s >>\nstartxref\n%010d\n%%%%EOF\n" % (
        size,
        entries,
        size,
        trailer,
        table,
    )
    return Specimen(written, zeros, end) if zeros is not None else Specimen(written + end, 0, b"")


# -- a password, by the oldest and shortest of the ways that there are


def _identifier() -> bytes:
    return b"706D6F732D72756C6573206B69740000"


def _locked(password: str) -> bytes:
    """The dictionary of a PDF that opens with the password only; with an empty one, for everybody."""
    owner = _PADDING
    seed = (password.encode() + _PADDING)[:32] + owner
    seed += _PERMISSIONS.to_bytes(4, "little", signed=True) + bytes.fromhex(_identifier().decode())
    user = _rc4(hashlib.md5(seed, usedforsecurity=False).digest()[:5], _PADDING)
    strings = owner.hex().encode(), user.hex().encode()
    return b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P %d /O <%s> /U <%s> >>" % (_PERMISSIONS, *strings)


def _rc4(key: bytes, data: bytes) -> bytes:
    state, at = list(range(256)), 0
    for number in range(256):
        at = (at + state[number] + key[number % len(key)]) % 256
        state[number], state[at] = state[at], state[number]
    written, one, other = bytearray(), 0, 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        written.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(written)
