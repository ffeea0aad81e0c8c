"""A checker of a dozen rules as somebody writes it who has read the guide once. Every mistake in it is on purpose.

It answers with the codes of its own platform; `CODES` says which rules they mean.
"""

from collections.abc import Iterator
from typing import Any

CODES = {
    "E101": "hubei.retailer.shareholders_sum_100",
    "E201": ["hubei.retailer.staff_total_no_grid", "hubei.retailer.staff_total_with_grid"],
    "E202": ["hubei.retailer.staff_senior_no_grid", "hubei.retailer.staff_senior_with_grid"],
    "E301": "hubei.file.max_size",
    "E302": "hubei.file.name_length",
    "E401": ["common.uscc.format", "common.uscc.checksum"],
    "E501": "hubei.retailer.business_scope",
    "E601": "hubei.account.user_name_equals_full_name",
}


def check(dossier: dict[str, Any]) -> list[str]:
    """The codes of what is wrong."""
    return list(_codes(dossier))


def _codes(dossier: dict[str, Any]) -> Iterator[str]:
    basic, staff = dossier.get("basic") or {}, dossier.get("staff") or []

    # Floats: 33.33 + 33.33 + 33.34 need not be 100.0, and a tolerance would let 99.99 pass.
    if sum(float(row.get("percent") or 0) for row in dossier.get("shareholders") or []) != 100.0:
        yield "E101"

    # Off by one, and the other type of retailer, which needs twice as many, is forgotten.
    if len(staff) < 9:
        yield "E201"

    # Titles as they stand on one form: no 正高级, no traditional characters, nothing typed in another way.
    if sum(row.get("professional_title") == "高级工程师" for row in staff) < 1:
        yield "E202"

    for file in dossier.get("attachments") or []:
        # “10 M” taken for ten million bytes.
        if int(file.get("size_bytes") or 0) > 10_000_000:
            yield "E301"
        # Characters counted in bytes, of which a Chinese one has three.
        if len(str(file.get("filename") or "").encode()) > 20:
            yield "E302"

    # The shape of the code and not its check digit; and no NFKC, so that a full-width digit is refused.
    code = str((dossier.get("business") or {}).get("uscc") or "")
    if len(code) != 18 or not code.isascii() or not code.isalnum():
        yield "E401"

    # A search for the word: “零售电子产品” has it too.
    if "售电" not in str(basic.get("business_scope") or ""):
        yield "E501"

    # Brackets typed in another width make another name.
    if (dossier.get("account") or {}).get("user_name") != basic.get("full_name"):
        yield "E601"

    # That a licence must have a number is not asked at all.
