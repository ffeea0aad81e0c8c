"""What a platform's own codes mean."""

from pathlib import Path

import pytest

from pmos_rules import InputError
from pmos_rules.testing.kit.codes import codes_of, read_codes
from tests.testing.kit.standin import SHARES, STAFF, hubei


def test_a_rule_means_itself_and_a_code_what_it_is_said_to_mean() -> None:
    codes = codes_of(hubei(), {"E1": SHARES, "E2": [SHARES, STAFF], "E3": "input.*"})
    assert codes.rules_of(SHARES) == {SHARES}
    assert codes.rules_of("E1") == {SHARES}
    assert codes.rules_of("E2") == {SHARES, STAFF}
    assert {"input.unknown_key", "input.file_missing"} < codes.rules_of("E3")
    assert codes.rules_of("E4") == frozenset()


def test_a_family_is_all_its_rules() -> None:
    codes = codes_of(hubei(), {"E1": "hubei.retailer.attachment.*"})
    assert "hubei.retailer.attachment.credit_letter" in codes.rules_of("E1")
    assert all(rule.startswith("hubei.retailer.attachment.") for rule in codes.rules_of("E1"))


def test_codes_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "codes.yaml"
    file.write_text(f"E1: {SHARES}\n1002: [{STAFF}]\n", "utf-8")
    assert read_codes(hubei(), file).rules_of("1002") == {STAFF}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "E1: hubei.retailer.shareholders_sum",
            "the code `E1` in `{file}` means `hubei.retailer.shareholders_sum`, which is no rule; "
            "did you mean `hubei.retailer.shareholders_sum_100`?",
        ),
        ("E1: hubei.nothing.*", "the code `E1` in `{file}` means `hubei.nothing.*`, which is no rule"),
        ("- E1", "`{file}` holds no mapping, expected a rule for each code"),
        ("E1: a\nE1: b", "`{file}` cannot be read:\n{file}:2:1: error["),
    ],
)
def test_what_is_wrong_with_the_codes_is_told(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "codes.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_codes(hubei(), file)
    assert caught.value.en.startswith(message.format(file=file))
