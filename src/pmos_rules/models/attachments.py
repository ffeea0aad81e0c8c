"""Files as they are attached: the facts of a file, and what can be read off its first bytes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from pmos_rules.formats.types import COUNT, YES_NO, Part
from pmos_rules.formats.values import Unreadable
from pmos_rules.models.fields import Count, Date, FileName, Text_, Texts, YesNo, field
from pmos_rules.models.section import Section

MAGIC_WITHIN = 1024
"""How many first bytes may stand before a PDF's signature, as readers of PDF files allow."""


def is_pdf(head: str) -> bool | None:
    """Whether a file's first bytes are those of a PDF: text, or `hex:` and the bytes in hexadecimal digits.

    `None` where the digits are none.

    >>> is_pdf("%PDF-1.7"), is_pdf("hex:255044462d312e37"), is_pdf("hex:FFD8FF"), is_pdf("hex:xyz")
    (True, True, False, None)
    """
    if not head.startswith("hex:"):
        return "%PDF-" in head[:MAGIC_WITHIN]
    try:
        return b"%PDF-" in bytes.fromhex(head[4:])[:MAGIC_WITHIN]
    except ValueError:
        return None


def _is_pdf(file: "FileFacts") -> bool | Unreadable | None:
    return is_pdf(file.head) if isinstance(file.head, str) else file.head


def _fact(name: str) -> Part:
    def read(file: Any) -> Any:
        return getattr(file, name)

    return Part(f"content.{name}", COUNT if name in ("pages", "image_only_pages") else YES_NO, read, attribute=name)


class FileFacts(Section):
    """What is known of one file; what only a look into the file can tell is missing until somebody looked."""

    PARTS: ClassVar[Mapping[str, Part]] = MappingProxyType(
        {
            part.name: part
            for part in (
                Part("content.is_pdf", YES_NO, _is_pdf, supplied=True, direct=is_pdf, attribute="head"),
                *map(_fact, ("opens", "encrypted", "pages", "text_layer", "image_only_pages")),
            )
        }
    )

    filename: FileName = field("文件名", "文件名称")
    size_bytes: Count = field("文件大小(字节)", "文件大小（字节）", "文件大小")
    head: Text_ = field("文件头")
    sha256: Text_ = field("文件摘要")
    file_type: Text_ = field("文件类型")
    opens: YesNo = field("可打开")
    encrypted: YesNo = field("已加密")
    pages: Count = field("页数")
    text_layer: YesNo = field("含文字层")
    image_only_pages: Count = field("纯图像页数")
    resolution_dpi: Count = field("分辨率(DPI)", "分辨率")
    signatures: Count = field("电子签名数")


class Attachment(FileFacts):
    """A file in one of the form's slots (附件栏)."""

    slot: Text_ = field("附件栏", "栏目")
    material: Text_ = field("材料名称", "材料")
    signed: YesNo = field("已签字")
    stamped: YesNo = field("已盖章")


class Upload(FileFacts):
    """The contract that one of the parties uploads (合同上传)."""

    by: Text_ = field("上传方")
    at: Date = field("上传日期")
    signed: YesNo = field("已签字")
    sealed: YesNo = field("已盖章")
    ca_signed_by: Texts = field("电子签章方")
