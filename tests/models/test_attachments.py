"""What can be read off an attachment's first bytes and other facts."""

from decimal import Decimal
from typing import Any

import pytest

from pmos_rules.formats import Unreadable
from pmos_rules.models.attachments import Attachment, FileFacts, Upload

IS_PDF = FileFacts.PARTS["content.is_pdf"]

HEADS = [
    ("%PDF-1.7", True),
    ("hex:255044462D312E37", True),
    ("hex:25 50 44 46 2d", True),
    ("\ufeff%PDF-1.4", True),
    ("x" * 1019 + "%PDF-", True),
    ("x" * 1020 + "%PDF-", False),
    ("hex:" + "00" * 1019 + "255044462d", True),
    ("hex:" + "00" * 1020 + "255044462d", False),
    ("hex:FFD8FF", False),
    ("hex:", False),
    ("%pdf-1.7", False),
    ("PK", False),
    ("hex:xyz", None),
    (None, None),
    ("", None),
]


@pytest.mark.parametrize(("head", "answer"), HEADS)
def test_first_bytes_tell_whether_a_file_is_a_pdf(head: Any, answer: bool | None) -> None:
    assert IS_PDF.read(Attachment(head=head)) is answer


def test_first_bytes_that_cannot_be_read_tell_nothing() -> None:
    assert isinstance(IS_PDF.read(Attachment.model_validate({"head": ["%PDF-"]})), Unreadable)


def test_nobody_having_looked_is_unknown_only_for_first_bytes() -> None:
    assert IS_PDF.supplied
    assert [part.name for part in FileFacts.PARTS.values() if not part.supplied] == [
        "content.opens",
        "content.encrypted",
        "content.pages",
        "content.text_layer",
        "content.image_only_pages",
    ]


def test_facts_of_a_scan_are_read_off_attachments_and_uploads_alike() -> None:
    facts = {"opens": True, "encrypted": "否", "pages": 3, "text_layer": False, "image_only_pages": "2"}
    for file in (Attachment.model_validate(facts), Upload.model_validate(facts)):
        read = {name.removeprefix("content."): part.read(file) for name, part in type(file).PARTS.items()}
        assert read == {
            "is_pdf": None,
            "opens": True,
            "encrypted": False,
            "pages": Decimal(3),
            "text_layer": False,
            "image_only_pages": Decimal(2),
        }
