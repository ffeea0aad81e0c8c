"""Paragraphs are broken as Chinese and English are typeset."""

import pytest

from pmos_rules.rendering.layout import clean, width_of, wrap


def test_a_full_width_character_takes_two_columns() -> None:
    assert wrap("一二三四五六七八", 8) == ["一二三四", "五六七八"]
    assert width_of("一二，ab") == 8


@pytest.mark.parametrize("mark", "，。；：、！？）”’》】％")
def test_no_line_begins_with_a_closing_mark(mark: str) -> None:
    assert wrap(f"一二三四{mark}五六", 8) == ["一二三", f"四{mark}五六"]


@pytest.mark.parametrize("mark", "（“‘《【")
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    assert wrap(f"一二三{mark}四五六", 8) == ["一二三", f"{mark}四五六"]


def test_a_word_or_a_number_is_not_broken() -> None:
    assert wrap("合计为 99.99%，应为 100%", 16) == ["合计为 99.99%，", "应为 100%"]


def test_a_number_keeps_the_mark_that_follows_it() -> None:
    assert wrap("比例合计为 99.99%，应为", 18) == ["比例合计为", "99.99%，应为"]


def test_a_word_wider_than_a_line_is_broken() -> None:
    assert wrap("规则 hubei.retailer.required", 10) == ["规则", "hubei.reta", "iler.requi", "red"]


def test_marks_that_fill_a_line_are_broken_too() -> None:
    assert wrap("》" * 9, 8) == ["》》》》", "》》》》", "》"]


def test_lines_after_the_first_hang() -> None:
    assert wrap("一二三四五六", 12, first="10. ") == ["10. 一二三四", "    五六"]
    assert wrap("一二三四五六", 12, first="- ", rest="    ") == ["- 一二三四", "    五六"]


def test_blanks_at_a_break_are_dropped_and_a_line_break_is_kept() -> None:
    assert wrap("one two  three\nfour", 8) == ["one two", "three", "four"]


def test_an_empty_text_is_an_empty_line() -> None:
    assert wrap("", 20) == [""]
    assert wrap("", 20, first="1. ") == ["1."]


def test_a_combining_character_stays_with_its_letter() -> None:
    assert wrap("e\u0301" * 5, 8) == ["e\u0301" * 5]
    assert wrap("一" * 4 + "\u0301", 8) == ["一" * 4 + "\u0301"]


def test_what_a_terminal_would_obey_is_shown_as_a_mark() -> None:
    assert clean("a\x1b[31mb\u202ec\td\u200b") == "a\ufffd[31mb\ufffdc d\ufffd"
    assert wrap("企\x07业", 20) == ["企\ufffd业"]
