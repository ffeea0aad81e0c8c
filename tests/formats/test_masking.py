"""What may be shown of a personal value."""

import pytest

from pmos_rules.formats.masking import mask


@pytest.mark.parametrize(
    ("value", "type_name", "shown"),
    [
        ("110101197503120215", "resident_id", "110*************15"),
        ("11010119", "resident_id", "********"),
        ("", "resident_id", ""),
        ("13800000001", "code", "138****0001"),
        ("赵六 13900000018", "text", "赵六 139****0018"),
        ("42001000000000001", "code", "*************0001"),
        ("12345678", "code", "****5678"),
        ("1234567", "code", "*******"),
        ("1234567890", "resident_id", "123*****90"),
        ("123456789", "resident_id", "*********"),
        ("12345", "code", "*****"),
        ("1380000000", "code", "******0000"),
        ("Abc123!x", "secret", "******"),
        ("", "secret", "******"),
        ("x" * 99, "secret", "******"),
    ],
)
def test_a_personal_value_is_masked(value: str, type_name: str, shown: str) -> None:
    assert mask(value, type_name) == shown
