"""Offsets become lines and columns."""

import pytest

from pmos_rules.source import SourceText, Span


@pytest.mark.parametrize(
    ("offset", "position"),
    [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (3, 1)), (8, (4, 1)), (9, (4, 2))],
)
def test_every_sort_of_line_break_ends_one_line(offset: int, position: tuple[int, int]) -> None:
    assert SourceText("f", "ab\n\r\n中\n\n𠀀b"[:3] + "c\r" + "中\r\n" + "𠀀b").position(offset) == position


def test_a_line_is_shown_without_its_line_break() -> None:
    source = SourceText("f", "一\r\n二\n三")
    assert [source.line(number) for number in (1, 2, 3)] == ["一", "二", "三"]


def test_the_text_is_loaded_when_it_is_first_needed_and_only_once() -> None:
    loads: list[str] = []

    def load() -> str:
        loads.append("loaded")
        return "a\nbc"

    span = Span(SourceText("f.yaml", load), 2, 4)
    assert loads == []
    assert (str(span), span.text, span.line, span.column) == ("f.yaml:2:1", "bc", 2, 1)
    assert loads == ["loaded"]


def test_spans_of_one_source_are_equal_where_they_cover_the_same_characters() -> None:
    source = SourceText("f", "text")
    assert Span(source, 0, 1) == Span(source, 0, 1) != Span(source, 0, 2)
    assert Span(source, 0, 1) != Span(SourceText("f", "text"), 0, 1)
