"""Turns the recipes below into the files of the example folders: invented scans, and a few that are broken.

    python examples/make_pdfs.py            # writes into examples/
    python examples/make_pdfs.py FOLDER     # writes the same folders below FOLDER

Needs Pillow and pypdf (``pip install -e '.[test]'``) and no fonts. The pages stand for A4 sheets on an office
scanner: toned paper, a slight turn, specks of dust, bars for lines of print, a red stamp. The same version of
Pillow makes the same bytes each time.
"""

import math
import random
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject

DPI = 150
A4_INCHES = (8.27, 11.69)
A4_POINTS = (595, 842)
PAPER, INK, PALE, STAMP = (246, 243, 235), (96, 96, 100), (196, 192, 184), (200, 62, 58)

Box = tuple[float, float, float, float]


# -- a page as a scanner sees it; all lengths in inches


class Sheet:
    """An A4 sheet to draw on; ``seed`` makes its dust and its print different from any other's."""

    def __init__(self, seed: str) -> None:
        self.dice = random.Random(seed)
        self.image = Image.new("RGB", (_dots(A4_INCHES[0]), _dots(A4_INCHES[1])), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def title(self, text: str, *, top: float = 1.2, size: float = 0.3) -> None:
        """Print a line of Latin text in the middle."""
        font = ImageFont.load_default(_dots(size))
        self.draw.text((self.image.width / 2, _dots(top)), text, INK, font, anchor="mm")

    def print(self, box: Box, *, line: float = 0.45) -> None:
        """Fill a box with bars that look like lines of print from afar."""
        left, top, right, bottom = box
        while top < bottom:
            at = left + self.dice.choice((0, 0, 0.3))
            while at < right:
                word = self.dice.uniform(0.3, 1.1)
                self._bar(at, top, min(at + word, right))
                at += word + 0.14
            top += line

    def frame(self, box: Box) -> None:
        """Draw a double frame, as round a certificate or a card."""
        for inset in (0, 0.06):
            edges = (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset)
            self.draw.rounded_rectangle([_dots(edge) for edge in edges], _dots(0.1), outline=INK, width=2)

    def stamp(self, x: float, y: float, radius: float = 0.75) -> None:
        """Press a round red stamp with a star upon it."""
        self._circle(x, y, radius, width=5)
        self.draw.polygon(
            [(_dots(x + across), _dots(y - up)) for across, up in _star(radius / 3)], fill=STAMP
        )
        self._circle(x, y, radius * 0.62, width=1)

    def photo(self, box: Box) -> None:
        """Leave the grey oval of a portrait."""
        self.draw.ellipse([_dots(edge) for edge in box], fill=PALE, outline=INK)

    def scanned(self) -> Image.Image:
        """Return the sheet as scanned: turned a little, with dust and the shadow of the lid."""
        turned = self.image.rotate(self.dice.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor=PAPER)
        draw = ImageDraw.Draw(turned)
        for _ in range(160):
            draw.point((self.dice.randrange(turned.width), self.dice.randrange(turned.height)), INK)
        for column in range(12):
            draw.line((column, 0, column, turned.height), tuple(tone - 48 + 4 * column for tone in PAPER))
        return turned

    def _bar(self, left: float, top: float, right: float) -> None:
        if right > left:
            box = (_dots(left), _dots(top), _dots(right), _dots(top + 0.11))
            self.draw.rounded_rectangle(box, _dots(0.04), fill=INK)

    def _circle(self, x: float, y: float, radius: float, *, width: int) -> None:
        box = (_dots(x - radius), _dots(y - radius), _dots(x + radius), _dots(y + radius))
        self.draw.ellipse(box, outline=STAMP, width=width)


def _star(radius: float) -> Iterator[tuple[float, float]]:
    """The ten corners of a star with one point up, across and up from its middle."""
    for corner in range(10):
        angle, reach = math.pi * corner / 5, radius * (0.382 if corner % 2 else 1)
        yield reach * math.sin(angle), reach * math.cos(angle)


def _dots(inches: float) -> int:
    return round(inches * DPI)


# -- what the sheets show


def letter(seed: str) -> Image.Image:
    """A letter, signed and stamped."""
    sheet = Sheet(seed)
    sheet.title("SPECIMEN LETTER")
    sheet.print((1, 2, 7.2, 8))
    sheet.print((4.6, 9, 6.8, 9.8))
    sheet.stamp(5.6, 9.3)
    return sheet.scanned()


def certificate(seed: str) -> Image.Image:
    """A certificate in a frame."""
    sheet = Sheet(seed)
    sheet.frame((0.7, 0.9, 7.5, 10.6))
    sheet.title("SPECIMEN", top=2, size=0.4)
    sheet.print((1.5, 3.2, 6.7, 7.6), line=0.6)
    sheet.stamp(5.4, 9)
    return sheet.scanned()


def cards(seed: str) -> Image.Image:
    """Both sides of an identity card on one sheet."""
    sheet = Sheet(seed)
    for top in (2, 6):
        sheet.frame((2.4, top, 5.8, top + 2.2))
        sheet.print((2.7, top + 0.5, 4.2, top + 1.8), line=0.34)
    sheet.photo((4.5, 2.5, 5.4, 3.7))
    sheet.title("SPECIMEN", top=5.1, size=0.2)
    return sheet.scanned()


def table(seed: str) -> Image.Image:
    """A page of figures."""
    sheet = Sheet(seed)
    sheet.title("SPECIMEN STATEMENT")
    for column in (1, 3.4, 5.6):
        sheet.print((column, 2.2, column + 1.4, 8.6), line=0.5)
    sheet.stamp(6.2, 9.4)
    return sheet.scanned()


# -- wrapping pages as PDF


def scan(*pages: Image.Image) -> bytes:
    """Return a PDF of scanned pages: one JPEG on each, and not a letter of text."""
    bodies: list[bytes] = []
    for page in pages:
        number = len(bodies) + 3  # 1 is the catalogue, 2 the page tree
        width, height = A4_POINTS
        drawing = f"q {width} 0 0 {height} 0 0 cm /Scan Do Q".encode()
        image = (
            f"/Type /XObject /Subtype /Image /Width {page.width} /Height {page.height} /ColorSpace /DeviceRGB"
        )
        bodies += [
            _page(f"/Resources << /XObject << /Scan {number + 2} 0 R >> >> /Contents {number + 1} 0 R"),
            _stream("", drawing),
            _stream(f"{image} /BitsPerComponent 8 /Filter /DCTDecode", jpeg(page)),
        ]
    return _document(bodies, pages=range(3, 3 + len(bodies), 3))


def text(*pages: str) -> bytes:
    """Return a PDF with a text layer: Chinese in a font that readers bring along, nothing embedded."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts "
        b"[ << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor "
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [ -25 -254 1000 880 ] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
    )
    bodies = [font]
    for page in pages:
        resources = f"/Resources << /Font << /Song 3 0 R >> >> /Contents {len(bodies) + 4} 0 R"
        bodies += [_page(resources), _stream("", _typeset(page))]
    return _document(bodies, pages=range(4, 4 + 2 * len(pages), 2))


def locked(pdf: bytes, password: str) -> bytes:
    """Return the PDF encrypted, so that it opens with a password only."""
    writer = _Repeatable(clone_from=PdfReader(BytesIO(pdf)))
    writer.encrypt(user_password=password, owner_password=password, algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


class _Repeatable(PdfWriter):
    """Writes the same bytes each time: pypdf would draw the identifiers that enter the key at random."""

    def generate_file_identifiers(self) -> None:
        self._ID = ArrayObject([ByteStringObject(b"pmos-rules sample")] * 2)


def cut_short(pdf: bytes) -> bytes:
    """Return the first half, as a broken upload leaves it."""
    return pdf[: len(pdf) // 2]


def jpeg(page: Image.Image) -> bytes:
    """Return the page as an office scanner would store it."""
    written = BytesIO()
    page.save(written, "JPEG", quality=30, optimize=True, dpi=(DPI, DPI))
    return written.getvalue()


def _typeset(page: str) -> bytes:
    lines = (f"<{line.encode('utf-16-be').hex().upper()}> Tj T*" for line in page.strip().splitlines())
    return "\n".join(["BT /Song 12 Tf 24 TL 72 760 Td", *lines, "ET"]).encode("ascii")


def _page(rest: str) -> bytes:
    return f"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 {A4_POINTS[0]} {A4_POINTS[1]} ] {rest} >>".encode()


def _stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _document(bodies: list[bytes], *, pages: range) -> bytes:
    """Number the objects from 3 on, put page tree and catalogue behind them, and list where each stands."""
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects = dict(enumerate(bodies, start=3))
    objects[2] = f"<< /Type /Pages /Kids [ {kids} ] /Count {len(pages)} >>".encode()
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    written, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    for number, body in objects.items():
        places[number] = len(written)
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    entries = "".join(f"{places[number]:010} 00000 n \n" for number in sorted(places))
    size = len(places) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{entries}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return written + f"{end}startxref\n{len(written)}\n%%EOF\n".encode()


# -- which file is what

ARTICLES = (
    """
湖北星桥样例售电有限公司章程

第一条　本章程为示例，公司与人名均系虚构。
第二条　公司经营范围：售电；合同能源管理；节能技术咨询。
第三条　公司注册资本为人民币贰亿零壹佰万元。
""",
    """
第四条　股东按认缴的出资比例行使表决权。
第五条　股东会为公司的权力机构。
第六条　本章程自工商登记之日起生效。
""",
)

RECIPES: dict[str, Callable[[str], bytes]] = {
    "hubei-retailer/湖北星桥样例售电有限公司_信用承诺书.pdf": lambda name: scan(letter(name)),
    "hubei-retailer/湖北星桥样例售电有限公司_营业执照.pdf": lambda name: scan(certificate(name)),
    "hubei-retailer/湖北星桥样例售电有限公司_资产总额证明.pdf": lambda name: scan(table(name)),
    "hubei-retailer/湖北星桥样例售电有限公司_场所信息.pdf": lambda name: scan(table(name)),
    "hubei-retailer/星桥售电_银行开户许可证.pdf": lambda name: scan(certificate(name)),
    "hubei-retailer/星桥售电_企业法人代表身份证扫描件.pdf": lambda name: scan(cards(name)),
    "hubei-retailer/星桥售电_信用中国公示材料.pdf": lambda name: scan(table(name)),
    "hubei-retailer/星桥售电_公司章程.pdf": lambda _: text(*ARTICLES),
    "hubei-retailer/星桥售电_电力业务许可证.pdf": lambda name: scan(certificate(name)),
    "hubei-retailer-rejected/远帆售电_信用承诺书.pdf": lambda name: scan(letter(name)),
    "hubei-retailer-rejected/远帆售电_营业执照.pdf": lambda name: scan(certificate(name)),
    "hubei-retailer-rejected/远帆售电_场所信息.PDF": lambda name: jpeg(table(name)),
    "hubei-retailer-rejected/远帆售电_银行开户许可证.pdf": lambda name: locked(
        scan(cards(name)), "yuanfan2026"
    ),
    "hubei-retailer-rejected/湖北远帆样例售电有限公司_信用中国公示材料.pdf": lambda name: scan(letter(name)),
    "hubei-retailer-rejected/远帆售电_公司章程.pdf": lambda name: cut_short(scan(letter(name))),
    "hubei-retailer-rejected/远帆售电_电力业务许可证.pdf": lambda name: scan(certificate(name)),
    "hubei-retailer-rejected/扫描备份.pdf": lambda name: scan(cards(name)),
}


def make(into: Path) -> None:
    """Write every file of `RECIPES` below a folder."""
    for name, recipe in RECIPES.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(recipe(name))


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
