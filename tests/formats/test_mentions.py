"""Whether a text speaks of something."""

import pytest

from pmos_rules.formats.mentions import mentions


@pytest.mark.parametrize(
    ("text", "not_within", "holds"),
    [
        ("购售电业务", (), True),
        ("购电业务", (), False),
        ("零售电子产品", ("零售电",), False),
        ("售电，零售电子产品", ("零售电",), True),
        ("零售电子产品，售电", ("零售电",), True),
        ("零售电子产品，售电，零售电线", ("零售电",), True),
        ("零售电子产品，零售电线", ("零售电",), False),
        ("售电子产品", ("电子产品",), True),
    ],
)
def test_a_word_counts_where_it_is_not_part_of_another(text: str, not_within: tuple[str, ...], holds: bool) -> None:
    assert mentions(text, ("售电",), not_within) is holds


def test_occurrences_may_overlap() -> None:
    assert mentions("零售售售", ("售售",), ("零售售",))


def test_a_word_counts_inside_another_that_is_part_of_a_third() -> None:
    assert mentions("销售电力", ("售电",), ("销售电",), ("销售电力",))
    assert not mentions("销售电力，销售电线", ("电线",), ("销售电线",), ("销售电力",))
    assert mentions("销售电力，销售电线", ("售电",), ("销售电",), ("销售电力",))
