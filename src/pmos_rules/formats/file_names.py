"""A file's name into its stem and extension, and a stem of the form 公司名称_材料名称 into its two halves.

>>> stem("湖北示例_公司章程.v2.pdf"), extension("湖北示例_公司章程.v2.pdf")
('湖北示例_公司章程.v2', 'pdf')
>>> company("湖北示例_公司章程.pdf"), material("湖北示例_公司章程.pdf"), material("公司章程.pdf")
('湖北示例', '公司章程', None)
"""

import re
from collections.abc import Callable
from typing import Final

from pmos_rules.formats.normalise import read_name, read_text

# Text that is in normal form already, so that the common case costs no reading.
_PLAIN: Final = re.compile("[0-9A-Za-z\u4e00-\u9fa5]+")


def stem(name: str) -> str | None:
    """What stands before the last dot; all of it where there is none."""
    return name.rpartition(".")[0] or (None if name.startswith(".") else name) if "." in name else name


def extension(name: str) -> str | None:
    """What stands after the last dot, as typed; `None` where there is no dot or nothing after it."""
    return name.rpartition(".")[2] or None if "." in name else None


def company(name: str) -> str | None:
    """What stands before the underscore of the stem; `None` unless there is exactly one."""
    first, found, second = (stem(name) or "").partition("_")
    return _read(first, read_name) if found and "_" not in second else None


def material(name: str) -> str | None:
    """What stands after the underscore of the stem; `None` unless there is exactly one."""
    _, found, second = (stem(name) or "").partition("_")
    return _read(second, read_text) if found and "_" not in second else None


def _read(text: str, read: Callable[[object], object]) -> str | None:
    if _PLAIN.fullmatch(text) is not None:
        return text
    found = read(text)
    return found if isinstance(found, str) else None
