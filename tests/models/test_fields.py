"""The fast path of every field against the reader of its type: both give the same value, of the same class."""

from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pmos_rules.formats import Unreadable, types
from pmos_rules.formats.types import ValueType
from pmos_rules.models.fields import ReadAs

EVERY = [each for each in vars(types).values() if isinstance(each, ValueType)]
ADAPTERS: dict[ValueType, TypeAdapter[Any]] = {
    each: TypeAdapter(Annotated[Any, ReadAs(each)]) for each in EVERY
}
TELLING = "aZ9xX -_./\n\t\x1c\x85\xa0\u200b\ufeff\u3000（）［］()Ａ１，％%,+eE甲乙至年月日é\u0301\uf900\u2126\U00020000"
TEXTS = (
    st.text(TELLING, max_size=8)
    | st.text(max_size=8)
    | st.from_regex(r"-?[0-9]{1,24}(\.[0-9]{1,24})?", fullmatch=True)
    | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True)
    | st.sampled_from(["true", "是", "hubei", "Hubei", "湖北", "submit", "0000-01-01"])
)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Unreadable):
        return isinstance(other, Unreadable) and one.reason == other.reason
    return (
        type(one) is type(other)
        and str(one) == str(other)
        and getattr(one, "given", None) == getattr(other, "given", None)
    )


@pytest.mark.parametrize("value_type", EVERY, ids=repr)
@settings(max_examples=100, deadline=None)
@given(
    raw=TEXTS
    | st.integers()
    | st.integers(-(10**45), 10**45)
    | st.booleans()
    | st.decimals()
    | st.floats()
    | st.none()
)
def test_the_fast_path_reads_what_the_reader_reads(value_type: ValueType, raw: Any) -> None:
    assert _same(ADAPTERS[value_type].validate_python(raw), value_type.read(raw))


@pytest.mark.parametrize("value_type", EVERY, ids=repr)
@pytest.mark.parametrize(
    "raw", ["", " ", "/", "甲 ", "2018-04-01", "60", 60, 33.33, True, None, [], {}, ["x"]]
)
def test_reading_twice_changes_nothing(value_type: ValueType, raw: Any) -> None:
    once = value_type.read(raw)
    if not isinstance(once, Unreadable):
        twice = value_type.read(once)
        assert twice == once
        assert getattr(twice, "given", None) == getattr(once, "given", None)
