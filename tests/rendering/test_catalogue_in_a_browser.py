"""The catalogue of Hubei as a browser shows it: search, filters, addresses, keys, languages, widths."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from tests.rendering.test_catalogues_of_the_packs import catalogue, html

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed, and none is named by $CHROMIUM")

SEEN = """
const seen = (element) => !!element && getComputedStyle(element).display !== "none" && element.offsetParent !== null;
const shown = () => [...document.querySelectorAll(".card")].filter(seen).map((card) => card.id);
const opened = () => [...document.querySelectorAll(".card")].filter((card) => seen(card.querySelector(".body"))).map((card) => card.id);
const press = (key, on = document.body) => on.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
const type = (text) => { search.value = text; search.dispatchEvent(new Event("input", {bubbles: true})); };
const address = () => decodeURIComponent(location.hash);
"""

Look = Callable[..., Any]


class Rule(NamedTuple):
    """What a filter asks of an entry of the page."""

    id: str
    severities: list[str]
    kinds: tuple[str, ...]
    sections: list[str]


OWN = [
    Rule(rule.id, [s.value for s in rule.severities], rule.kinds, [cite.section for cite in rule.cites])
    for rule in (catalogue("hubei").rules if BROWSER else ())
    if rule.pack == "hubei"
]


def tell(expression: str, do: str = "") -> str:
    """A script that writes into the page what an expression is after something was done there."""
    return (
        "<script>window.addEventListener('load', () => setTimeout(() => { let found;"
        f"try {{ {do}; found = {expression}; }} catch (error) {{ found = String(error); }}"
        "const told = document.createElement('pre'); told.id = 'told';"
        "told.textContent = JSON.stringify(found); document.body.append(told); }, 20));</script>"
    )


@pytest.fixture
def dumped(tmp_path: Path) -> Look:
    """Opens a page at an address, and gives what its script tells."""

    def opened(page: str, at: str = "") -> Any:
        file = tmp_path / "page.html"
        file.write_text(page, "utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1280,900")
        timing = ("--virtual-time-budget=3000", "--dump-dom", f"--user-data-dir={tmp_path / 'profile'}")
        said = subprocess.run(
            [str(BROWSER), *options, *timing, f"{file.as_uri()}#{at}"], capture_output=True, timeout=120, check=True
        )
        told = re.search(r'<pre id="told">(.*?)</pre>', said.stdout.decode("utf-8"), re.DOTALL)
        assert told is not None
        return json.loads(unescape(told[1]))

    return opened


@pytest.fixture
def look(dumped: Look) -> Look:
    """Opens the catalogue at an address, does something there, and gives what an expression then is."""

    def looked(expression: str, *, at: str = "", do: str = "", language: str = "zh") -> Any:
        return dumped(html("hubei", language).replace("</body>", tell(expression, SEEN + do) + "</body>"), at)

    return looked


def test_at_first_the_packs_own_entries_are_shown_and_none_is_open(look: Look) -> None:
    shown, opened, count = look("[shown(), opened(), count.textContent]")
    assert [name for name in shown if name in {rule.id for rule in catalogue("hubei").rules}] == [r.id for r in OWN]
    assert opened == []
    total = sum(map(int, re.findall(r"\d+", count)[1:]))
    assert count == f"显示 {len(shown)} / {total} 项"


def test_a_search_in_the_address_is_done(look: Look) -> None:
    shown, field, count = look("[shown(), search.value, count.dataset.shown]", at=f"q={quote('配网运营权 人数')}")
    assert field == "配网运营权 人数"
    assert {"hubei.retailer.staff_total_no_grid", "hubei.retailer.staff_total_with_grid"} <= set(shown)
    assert "hubei.retailer.shareholders_sum_100" not in shown
    assert int(count) == len(shown)


def test_a_search_finds_either_language_any_width_and_any_case(look: Look) -> None:
    found = look(
        "['SHAREHOLDINGS ADD UP', 'ｓｈａｒｅｈｏｌｄｅｒｓ＿ｓｕｍ', '持股比例合计'].map((text) => (type(text), shown()))"
    )
    assert all("hubei.retailer.shareholders_sum_100" in shown for shown in found)


def test_what_is_typed_and_chosen_stands_in_the_address(look: Look) -> None:
    do = (
        "type('股东'); const box = document.querySelector('[name=severity][value=error]'); box.click();"
        "filters.elements.kind.value = 'retailer';"
        "filters.elements.kind.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    assert look("address()", do=do) == "#q=股东&kind=retailer&severity=error"


def test_filters_in_the_address_are_set(look: Look) -> None:
    at = "severity=warning,info&kind=consumer&clause=hubei-guide-2018%203.3"
    rules = [
        rule.id
        for rule in OWN
        if {"warning", "info"} & {*rule.severities}
        and "consumer" in rule.kinds
        and any(section == "3.3" or section.startswith("3.3 ") for section in rule.sections)
    ]
    assert rules
    assert look("shown()", at=at) == rules


def test_inherited_rules_are_shown_when_they_are_asked_for(look: Look) -> None:
    shown = look("shown()", at="pack=common&severity=error,warning,info")
    inherited = [rule.id for rule in catalogue("hubei").rules if rule.pack == "common"]
    assert [name for name in shown if not name.startswith("input.")] == inherited


def test_nothing_found_is_said(look: Look) -> None:
    assert look("[shown(), seen(none), [...document.querySelectorAll('h2')].filter(seen).length]", at="q=zzzz") == [
        [],
        True,
        0,
    ]


def test_clearing_shows_everything_again(look: Look) -> None:
    do = "const some = shown().length; filters.reset(); filters.dispatchEvent(new Event('input'))"
    some, every, field = look("[some, shown().length, search.value]", at="q=zzzz", do=do)
    assert (some, field) == (0, "")
    assert every >= len(OWN)


@pytest.mark.parametrize(
    "name", ["hubei.retailer.staff_total_no_grid", "common.contact.mobile", "parameter.staff_total"]
)
def test_the_address_of_an_entry_opens_it_also_where_it_is_inherited(look: Look, name: str) -> None:
    opened, near = look(f"[opened(), document.getElementById('{name}').getBoundingClientRect().top < 900]", at=name)
    assert (opened, near) == ([name], True)


def test_a_click_on_a_title_opens_an_entry_and_another_closes_it(look: Look) -> None:
    do = (
        "const title = document.querySelector('.card .opener'), card = title.closest('.card').id; title.click();"
        "const first = [opened(), title.getAttribute('aria-expanded'), address()]; title.click()"
    )
    card, first, then = look("[card, first, [opened(), title.getAttribute('aria-expanded')]]", do=do)
    assert first == [[card], "true", f"#{card}"]
    assert then == [[], "false"]


def test_a_slash_goes_to_the_search_and_escape_clears_it(look: Look) -> None:
    do = (
        "press('/'); const at = document.activeElement.id; type('zzzz'); const none = shown().length;"
        "press('Escape', search)"
    )
    at, none, value, shown = look("[at, none, search.value, shown().length]", do=do)
    assert (at, none, value) == ("search", 0, "")
    assert shown >= len(OWN)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_opens_in_one_language_and_can_be_read_in_the_other(look: Look, language: str) -> None:
    other = "en" if language == "zh" else "zh"
    do = (
        "const said = () => [document.querySelector('h1').innerText, document.documentElement.lang, document.title];"
        f"const first = said(); document.querySelector('[data-to={other}]').click()"
    )
    zh, en = "湖北电力交易平台注册：规则目录", "Hubei: catalogue of rules"
    first, then = look("[first, said()]", do=do, language=language)
    assert {"zh": [zh, "zh-Hans", zh], "en": [en, "en", en]} == {language: first, other: then}


def test_nothing_is_wider_than_the_screen_even_with_all_open(dumped: Look) -> None:
    """In frames, since a window of the browser has a least width."""
    frames = "".join(
        f'<iframe width="{width}" height="800" srcdoc="{escape(html("hubei", language))}"></iframe>'
        for width in (390, 1280)
        for language in ("zh", "en")
    )
    over = """[...document.querySelectorAll("iframe")].map((frame) => {
        const page = frame.contentDocument, screen = frame.contentWindow.innerWidth;
        page.getElementById("expand").click();
        const wide = [...page.querySelectorAll("main *")].filter((element) => !element.closest(".scrolled") &&
            element.offsetParent && element.getBoundingClientRect().right > screen);
        return [screen, page.documentElement.scrollWidth <= screen, wide.map((element) => element.outerHTML)];
    })"""
    told = dumped(f"<!doctype html><body>{frames}{tell(over)}</body>")
    assert told == [[390, True, []], [390, True, []], [1280, True, []], [1280, True, []]]


def test_without_scripts_everything_can_be_seen(tmp_path: Path) -> None:
    """Without the class that the first script sets nothing is hidden but the other language."""
    text = html("hubei", "zh")
    style = text.split("<style>")[1].split("</style>")[0]
    hiding = [line for line in style.splitlines() if "display: none" in line and "@media" not in line]
    assert [line.split("{")[0].strip() for line in hiding] == [
        '[data-language="zh"] .en, [data-language="en"] .zh',
        ".languages",
        "form",
        "#more > summary",
        '#expand .on, #expand[aria-pressed="true"] .off',
        ".scripted .card:not(.open) > .body",
        "[hidden]",
        "aside, .languages",
    ]
    assert re.findall(r"<[^>]* hidden[ >]", text.split("<body>")[1].split("<script>")[0]) == ['<p id="none" hidden>']
