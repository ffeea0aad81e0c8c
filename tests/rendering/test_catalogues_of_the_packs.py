"""The catalogue of every built-in pack: nothing is left out, nothing is told twice, both formats hold together."""

import re
import subprocess
import sys
from collections import Counter
from functools import cache
from html.parser import HTMLParser

import pytest

from pmos_rules.api import Ruleset, load_rulesets
from pmos_rules.evaluation.intake import INPUT_RULES
from pmos_rules.packs import installed_packs
from pmos_rules.rendering.catalogue import Catalogue, catalogue_markdown
from pmos_rules.rendering.catalogue.html import catalogue_html
from pmos_rules.testing import samples_of
from tests.built_in import cases

PACKS = pytest.mark.parametrize("pack", ["common", "national", "hubei", "chongqing", "jiangsu"])
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@cache
def rulesets(pack: str) -> tuple[Ruleset, ...]:
    return load_rulesets(installed_packs()[pack].path)


@cache
def catalogue(pack: str) -> Catalogue:
    first, *others = rulesets(pack)
    return first.catalogue(*others, samples=samples_of(cases(pack)))


@cache
def html(pack: str, language: str) -> str:
    return catalogue_html(catalogue(pack), language=language)  # type: ignore[arg-type] # zh or en


def anchors(pack: str) -> Counter[str]:
    """What must have an entry of its own."""
    found = {rule.id for ruleset in rulesets(pack) for rule in ruleset.rules}
    found |= {guidance.id for ruleset in rulesets(pack) for guidance in ruleset.guidance}
    for ruleset in rulesets(pack):
        rules = ruleset._rules
        found |= {f"parameter.{name}" for name in rules.parameters}
        found |= {f"codelist.{name}" for name in rules.codelists}
        found |= {f"process.{name}" for name in rules.processes}
    return Counter([*found, *INPUT_RULES])


class Page(HTMLParser):
    """Reads a page, and sees to it that each element is closed."""

    VOID = frozenset({"meta", "input", "br", "link", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.count: Counter[str] = Counter()
        self.ids: list[str] = []
        self.cards: list[str] = []
        self.links: set[str] = set()
        self.loaded: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] += 1
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if given.get("class", "") in ("card", "card disabled"):
            self.cards.append(given.get("id") or "")
        if tag == "a":
            self.links.add(given["href"] or "")
        self.loaded += [name for name in given if name in ("src", "srcset", "action", "style", "onclick")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@PACKS
def test_every_entry_stands_in_it_once(pack: str) -> None:
    assert Counter(Page(html(pack, "zh")).cards) == anchors(pack)


@PACKS
@LANGUAGES
def test_a_page_is_whole_and_needs_nothing_besides_itself(pack: str, language: str) -> None:
    text = html(pack, language)
    page = Page(text)
    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert {f"#{name}" for name in page.ids} >= page.links
    assert (page.count["h1"], page.count["link"], page.count["img"], page.loaded) == (1, 0, 0, [])
    shown = re.sub(r"<(code|p|span|td)[^>]*>[^<]*</\1>", "", text)
    assert not re.search(r"https?://|url\(|@import|fetch\(|XMLHttpRequest", shown)


@PACKS
@LANGUAGES
def test_markdown_has_every_entry_once_and_no_link_leads_nowhere(pack: str, language: str) -> None:
    text = catalogue_markdown(catalogue(pack), language=language)  # type: ignore[arg-type] # zh or en
    found = re.findall('<a id="([^"]+)"></a>', text)
    parts = {"rules", "guidance", "processes", "parameters", "codelists", "input"}
    assert Counter(name for name in found if name not in parts) == anchors(pack)
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(found)
    assert "\n\n\n" not in text
    assert text.endswith("\n")


@PACKS
def test_both_languages_are_said_everywhere(pack: str) -> None:
    text = html(pack, "zh")
    assert text.count('<span class="zh"') == text.count('<span class="en"')
    assert not re.search(r'<span class="(zh|en)"[^>]*></span>', text)
    assert not re.search(r">None<|‹", text.split("<script>")[1].split("</script>", 1)[1])


@PACKS
def test_every_rule_of_the_pack_has_an_example_that_passes_and_one_that_fails(pack: str) -> None:
    own = [rule for rule in catalogue(pack).rules if rule.pack == pack]
    lacking = [rule.id for rule in own if {example.outcome for example in rule.examples} != {"pass", "fail"}]
    assert lacking == []


@PACKS
def test_no_example_shows_personal_data(pack: str) -> None:
    assert not re.search(r"(?<![0-9*])[1-9][0-9]{5}(19|20)[0-9]{9}[0-9Xx](?![0-9])", html(pack, "zh"))
    assert not re.search(r"(?<![0-9a-f*])1[3-9][0-9]{9}(?![0-9])", html(pack, "zh"))


def test_only_html_needs_a_template_engine() -> None:
    code = (
        "import sys, pmos_rules.rendering.catalogue\nprint('jinja2' in sys.modules)\n"
        "import pmos_rules.rendering.catalogue.html\nprint('jinja2' in sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False\nTrue\n"
