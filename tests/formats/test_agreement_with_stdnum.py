"""The fast check digits of `formats` against python-stdnum: they agree, but for the listed divergences."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.cn import uscc as stdnum_uscc

from pmos_rules.formats import resident_id, uscc

LISTED = yaml.safe_load((Path(__file__).parent / "divergences.yaml").read_text(encoding="utf-8"))
OURS = {"uscc": uscc.is_valid, "resident_id": resident_id.is_valid}
THEIRS = {"uscc": stdnum_uscc.is_valid, "resident_id": ric.is_valid}
BEIJING = "110101"


@pytest.mark.parametrize(
    ("kind", "entry"), [(kind, entry) for kind, entries in LISTED.items() for entry in entries]
)
def test_each_listed_divergence_is_still_there_and_says_why(kind: str, entry: dict[str, Any]) -> None:
    assert entry["why"]
    assert OURS[kind](entry["code"]) is entry["formats"]
    if "raises" in entry:
        with pytest.raises(KeyError):
            THEIRS[kind](entry["code"])
        assert entry["raises"] == "KeyError"
    else:
        assert THEIRS[kind](entry["code"]) is entry["stdnum"]
        assert entry["stdnum"] is not entry["formats"]


@given(st.from_regex("[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}", fullmatch=True))
def test_credit_codes_that_begin_with_digits_are_judged_alike(code: str) -> None:
    right = code[:17] + stdnum_uscc.calc_check_digit(code[:17])
    assert uscc.check_character(code) == right[17]
    assert uscc.is_valid(right)
    assert uscc.is_valid(code) is stdnum_uscc.is_valid(code)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=16, max_size=19))
def test_credit_codes_of_any_letters_are_taken_only_where_stdnum_takes_them_or_the_first_eight_are_no_digits(
    code: str,
) -> None:
    assert uscc.is_valid(code) is stdnum_uscc.is_valid(code) or not code[:8].isdecimal()


@given(st.dates(date(1950, 1, 1), date(2025, 12, 31)), st.integers(0, 999), st.sampled_from("0123456789X"))
def test_identity_numbers_of_a_region_that_never_changed_are_judged_alike(
    born: date, serial: int, last: str
) -> None:
    number = f"{BEIJING}{born:%Y%m%d}{serial:03}"
    right = number + ric.calc_check_digit(number + "0")
    assert resident_id.check_character(number + "0") == right[17]
    assert resident_id.is_valid(right)
    assert resident_id.is_valid(number + last) is ric.is_valid(number + last)


@given(
    st.sampled_from(["19750230", "19751301", "19750100", "19750431", "20250229", "19000229"]),
    st.integers(0, 999),
)
def test_birth_dates_that_do_not_exist_are_refused_alike(born: str, serial: int) -> None:
    number = f"{BEIJING}{born}{serial:03}"
    right = number + ric.calc_check_digit(number + "0")
    assert not resident_id.is_valid(right)
    assert not ric.is_valid(right)
