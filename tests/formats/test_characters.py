"""The classes of characters."""

from string import punctuation

import pytest

from pmos_rules.formats.characters import CHARACTERS, has, only


@pytest.mark.parametrize(
    ("classes", "text", "holds"),
    [
        (["latin", "digit"], "hbsl01", True),
        (["latin", "digit"], "湖北sl01", False),
        (["latin", "digit"], "hb_sl", False),
        (["latin", "digit"], "ｈｂ０１", False),
        (["latin", "digit"], "hb 01", False),
        (["latin", "digit"], "hb01\n", False),
        (["latin", "digit"], "", False),
        (["han"], "湖北示例售電有限公司〇㐀\U00020000", True),
        (["han", "digit"], "3中国", True),
        (["han", "digit"], "3X中国", False),
        (["han"], "3M中国", False),
        (["ascii_symbol"], punctuation, True),
        (["ascii_symbol"], "！", False),
        (["latin", "ascii_symbol"], "a]^-\\b", True),
    ],
)
def test_a_text_is_of_some_classes_only(classes: list[str], text: str, holds: bool) -> None:
    assert bool(only(classes).fullmatch(text)) is holds


@pytest.mark.parametrize(
    ("name", "text", "holds"),
    [
        ("digit", "a1!", True),
        ("digit", "a１！", False),
        ("ascii_symbol", "Abc12345！", False),
        ("latin", "1234!", False),
        ("han", "HB 电", True),
    ],
)
def test_a_text_has_a_class(name: str, text: str, holds: bool) -> None:
    assert bool(has(name).search(text)) is holds


def test_the_classes_do_not_overlap() -> None:
    text = "".join(map(chr, range(0x3000)))
    for character in text:
        assert sum(bool(has(name).search(character)) for name in CHARACTERS) <= 1
