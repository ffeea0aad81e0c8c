"""What a PDF says of itself, and how one that lies or is broken is taken."""

from collections import ChainMap

import pytest

from pmos_rules.files import pdf
from tests.files import pdfs

GOOD = {"opens": True, "encrypted": False, "pages": 1, "signatures": 0}
TEXT = GOOD | {"text_layer": True, "image_only_pages": 0, "resolution_dpi": None}
EMPTY = TEXT | {"text_layer": False}
SCAN = EMPTY | {"image_only_pages": 1, "resolution_dpi": 150}

TEXT_TOO = b"BT /F 12 Tf (%s) Tj ET /I Do"


def inspected(data: bytes, page_limit: int = 50) -> dict[str, object]:
    return dict(ChainMap({}, *reversed(list(pdf.inspect(data, page_limit=page_limit)))))


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        pytest.param(pdfs.text_page(), TEXT, id="a page of text"),
        pytest.param(pdfs.text_page("x" * 20), TEXT, id="twenty characters are text"),
        pytest.param(pdfs.text_page("x" * 19 + "   "), EMPTY, id="nineteen and blanks are none"),
        pytest.param(pdfs.scan_page(), SCAN, id="a scanned page"),
        pytest.param(pdfs.scan_page(1754, 1240), SCAN, id="a page scanned lying on its side"),
        pytest.param(pdfs.scan_page(2480, 3508), SCAN | {"resolution_dpi": 300}, id="a fine scan"),
        pytest.param(pdfs.scan_page(count=3), SCAN | {"pages": 3, "image_only_pages": 3}, id="three scanned pages"),
        pytest.param(pdfs.scan_page(0, 0), SCAN | {"resolution_dpi": None}, id="an image without extent"),
        pytest.param(pdfs.pages(), EMPTY | {"pages": 0}, id="no pages"),
        pytest.param(pdfs.signed(value=True), EMPTY | {"signatures": 1}, id="a signature"),
        pytest.param(pdfs.signed(value=False), EMPTY, id="a field that waits for a signature"),
        pytest.param(pdfs.locked(pdfs.text_page(), "", "owner"), TEXT | {"encrypted": True}, id="an owner's password"),
        pytest.param(
            pdfs.locked(pdfs.text_page(), "user", "owner"), {"opens": False, "encrypted": True}, id="a user's password"
        ),
        pytest.param(b"", {"opens": False}, id="nothing"),
        pytest.param(b"%PDF-1.7\n", {"opens": False}, id="a head without a body"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 50, {"opens": False}, id="garbage"),
        pytest.param(pdfs.scan_page()[:400], {"opens": False}, id="cut off in the middle"),
        pytest.param(pdfs.circle(), {"opens": False}, id="a page tree in a circle"),
        pytest.param(pdfs.nested(), {"opens": False}, id="arrays nested without end"),
    ],
)  # fmt: skip
def test_a_pdf_gives_these_facts(data: bytes, facts: dict[str, object]) -> None:
    assert inspected(data) == facts


def test_a_bomb_opens_and_what_it_holds_stays_unknown() -> None:
    assert inspected(pdfs.bomb()) == GOOD


def test_only_the_first_pages_are_looked_at() -> None:
    assert inspected(pdfs.scan_page(count=3), page_limit=2) == SCAN | {"pages": 3, "image_only_pages": 2}


def test_one_unreadable_page_leaves_open_what_the_pages_hold() -> None:
    unreadable = pdfs.scan_page().replace(b"/Width 1240", b"/Width null")
    assert inspected(unreadable) == GOOD


def test_a_form_that_holds_itself_is_gone_through_once() -> None:
    form = pdfs.stream(
        b"/I Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /I 5 0 R /G 6 0 R >> >>"
    )
    image = pdfs.stream(pdfs.JPEG, b"/Type /XObject /Subtype /Image /Width 1240 /Height 1754")
    data = pdfs.pages(b"/I Do", resources=b"/XObject << /I 5 0 R >>", more=(form, image))
    assert inspected(data) == SCAN


def test_signature_fields_in_a_circle_are_counted_and_left() -> None:
    catalogue = b"/AcroForm << /Fields [ 5 0 R ] >>"
    field = b"<< /FT /Sig /T (a) /V << /Type /Sig >> /Kids [ 5 0 R ] >>"
    facts = inspected(pdfs.pages(b"", catalogue=catalogue, more=(field,)))
    assert facts["opens"] is True
    assert facts["signatures"] == 1
