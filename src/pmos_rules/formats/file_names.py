"""A file's name into its stem and extension, and a stem of the form 公司名称_材料名称 into its two halves."""

import re
from collections.abc import Callable
from typing import Final

from pmos_rules.formats.normalise import read_name, read_text

# Text that is in normal form already, so that the common case costs no reading.
_PLAIN: Final = re.compile("[0-9A-Za-z\u4e00-\u9fa5]+")


def split(name: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Stem, extension, and what stands before and after the underscore of the stem.

    The stem is what stands before the last dot, all of the name where there is none. There are halves only
    where the stem has exactly one underscore.

    >>> split("湖北示例_公司章程.pdf")
    ('湖北示例_公司章程', 'pdf', '湖北示例', '公司章程')
    >>> split("公司章程.v2.pdf")
    ('公司章程.v2', 'pdf', None, None)
    """
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    first, found, second = stem.partition("_")
    if not found or "_" in second:
        return stem or None, extension or None, None, None
    return stem or None, extension or None, _read(first, read_name), _read(second, read_text)


def _read(text: str, read: Callable[[object], object]) -> str | None:
    if _PLAIN.fullmatch(text) is not None:
        return text
    found = read(text)
    return found if isinstance(found, str) else None
