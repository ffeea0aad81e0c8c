"""What is known of one real file, as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Facts of one file; ``None`` means unknown, never "no".

    ``size_bytes``        size in bytes.
    ``head``              its first bytes as text (``%PDF-1.7``) or as ``hex:FFD8FFE0…``; see `kinds.head_of`.
    ``sha256``            of the whole content, lower-case hex; unknown for a file too large to be hashed.
    ``file_type``         what the bytes are, whatever the name says: one of `kinds.KINDS`.
    ``opens``             it opens as a PDF without a password. False for what is no PDF, is broken, needs a
                          password, or brought its reader down; unknown for a file too large to be tried.
    ``encrypted``         the PDF is encrypted; with an owner password only it still opens.
    ``pages``             number of pages; 0 is possible.
    ``text_layer``        one of the pages looked at has at least 20 characters of text.
    ``image_only_pages``  how many of the pages looked at have an image and less text than that: scans.
    ``resolution_dpi``    the lowest resolution among those pages, taking the largest image to fill its page;
                          unknown where there is no such page.
    ``signatures``        how many signature fields are signed; whether a signature is valid is not asked.
    """

    size_bytes: int
    head: str
    sha256: str | None = None
    file_type: str = "unknown"
    opens: bool | None = None
    encrypted: bool | None = None
    pages: int | None = None
    text_layer: bool | None = None
    image_only_pages: int | None = None
    resolution_dpi: int | None = None
    signatures: int | None = None
