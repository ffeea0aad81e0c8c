"""JSON text into plain Python values, with every number exact and no key said twice."""

from collections.abc import Mapping
from typing import Any

import jiter

from pmos_rules.errors import InputError


def read_json(data: str | bytes | bytearray, where: str = "") -> Mapping[str, Any]:
    """The mapping that JSON text says; numbers with a fraction or an exponent are `Decimal`.

    Raises InputError where the text is no JSON or not in UTF-8, says one key twice, or is no mapping.
    """
    try:
        value = jiter.from_json(encoded(data), float_mode="decimal", catch_duplicate_keys=True)
    except ValueError as error:
        raise InputError(f"JSON 无法读取（{error}）", f"the JSON cannot be read: {error}", where) from None
    if not isinstance(value, dict):
        raise InputError("申报档案应为键值结构", "the dossier should be a mapping", where)
    return value


def encoded(data: str | bytes | bytearray) -> bytes:
    """JSON text in bytes, without a byte order mark."""
    text = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)
    return text.removeprefix(b"\xef\xbb\xbf")
