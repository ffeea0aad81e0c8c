"""Small PDFs made by hand, good and bad, for tests to feed to the scan."""

import zlib
from functools import cache
from io import BytesIO

from pypdf import PdfReader, PdfWriter

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
LINE = "Articles of association of a company that does not exist"


def document(*bodies: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Number the bodies from 1, the first being the catalogue, and add the table of where they stand."""
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d %s >>\n" % (
        size,
        entries,
        size,
        trailer,
    )
    return written + table + b"startxref\n%d\n%%%%EOF\n" % len(written)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object's body."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def pages(
    *contents: bytes, resources: bytes = b"", catalogue: bytes = b"", more: tuple[bytes, ...] = ()
) -> bytes:
    """Return a document of A4 pages with these contents; ``more`` bodies follow the last page's contents."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * index) for index in range(len(contents)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [ %s ] /Count %d /MediaBox [ 0 0 595 842 ] >>" % (kids, len(contents)),
    ]
    for index, content in enumerate(contents):
        page = b"<< /Type /Page /Parent 2 0 R /Resources << %s >> /Contents %d 0 R >>"
        bodies += [page % (resources, 4 + 2 * index), stream(content)]
    return document(*bodies, *more)


def text_page(text: str = LINE) -> bytes:
    """Return a page with one line of text."""
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return pages(b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % text.encode(), resources=font)


def scan_page(width: int = 1240, height: int = 1754, content: bytes = b"/I Do", count: int = 1) -> bytes:
    """Return scanned pages: an image of so many pixels on each."""
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /Filter /DCTDecode" % (width, height)
    resources = b"/XObject << /I %d 0 R >>" % (3 + 2 * count)
    return pages(*[content] * count, resources=resources, more=(stream(JPEG, entries),))


def locked(pdf: bytes, user: str, owner: str) -> bytes:
    """Return the PDF encrypted with these passwords."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def signed(*, value: bool) -> bytes:
    """Return a page with a signature field whose type stands on its parent, signed or still empty."""
    kid = b"<< /T (a) /V << /Type /Sig >> >>" if value else b"<< /T (a) >>"
    form = b"/AcroForm << /Fields [ << /FT /Sig /T (parent) /Kids [ %s ] >> ] >>" % kid
    return pages(b"", catalogue=form)


@cache
def bomb(size: int = 300_000_000) -> bytes:
    """Return a page whose contents are a small stream that unpacks to so many bytes."""
    packer = zlib.compressobj(9)
    chunk = b" " * 1_000_000
    packed = b"".join(packer.compress(chunk) for _ in range(size // len(chunk))) + packer.flush()
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return document(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Resources << %s >> /Contents 4 0 R >>"
        % font,
        stream(packed, b"/Filter /FlateDecode"),
    )


def circle() -> bytes:
    """Return a document whose page tree is its own child."""
    return document(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [ 2 0 R ] /Count 1 >>")


def nested(depth: int = 20_000) -> bytes:
    """Return a document whose catalogue holds arrays within arrays."""
    return document(b"<< /Type /Catalog /Pages 2 0 R /Deep %s >>" % (b"[" * depth + b"]" * depth), b"null")
