"""A file's name into its stem and extension, and a stem of the form 公司名称_材料名称 into its two halves.

>>> stem("湖北示例_公司章程.v2.pdf"), extension("湖北示例_公司章程.v2.pdf")
('湖北示例_公司章程.v2', 'pdf')
>>> company("湖北示例_公司章程.pdf"), material("湖北示例_公司章程.pdf"), material("公司章程.pdf")
('湖北示例', '公司章程', None)
"""

from pmos_rules.formats.normalise import read_name, read_text


def stem(name: str) -> str | None:
    """What stands before the last dot; all of it where there is none."""
    return name.rpartition(".")[0] or (None if name.startswith(".") else name) if "." in name else name


def extension(name: str) -> str | None:
    """What stands after the last dot, as typed; `None` where there is no dot or nothing after it."""
    return name.rpartition(".")[2] or None if "." in name else None


def company(name: str) -> str | None:
    """What stands before the underscore of the stem; `None` unless there is exactly one."""
    halves = _halves(name)
    found = read_name(halves[0]) if halves else None
    return found if isinstance(found, str) else None


def material(name: str) -> str | None:
    """What stands after the underscore of the stem; `None` unless there is exactly one."""
    halves = _halves(name)
    found = read_text(halves[1]) if halves else None
    return found if isinstance(found, str) else None


def _halves(name: str) -> tuple[str, str] | None:
    halves = (stem(name) or "").split("_")
    return (halves[0], halves[1]) if len(halves) == 2 else None
