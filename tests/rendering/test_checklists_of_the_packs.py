"""The checklists of every market and kind: nothing is left out, nothing is told twice, every format holds together."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser

import pytest

from pmos_rules.api import NotInForceError, UnknownKindError, installed_markets
from pmos_rules.rendering.checklist import Checklist, checklist_markdown, checklist_text
from pmos_rules.rendering.checklist.html import checklist_html
from pmos_rules.rendering.checklist.model import Entry, Group, Point, walk
from pmos_rules.rendering.layout import width_of
from tests.built_in import ruleset

AS_OF = date(2026, 11, 21)
KINDS = [(market, kind) for market, pack in installed_markets().items() for kind in pack.markets[market]]
PAIRS = pytest.mark.parametrize(("market", "kind"), KINDS)


@cache
def checklist(market: str, kind: str) -> Checklist:
    return ruleset(market).checklist(kind, as_of=AS_OF)


def entries(part: object) -> Iterator[Entry]:
    return (found for found in walk(part) if isinstance(found, Entry))


def ids(part: object) -> set[str]:
    return {name for found in walk(part) if isinstance(found, Entry | Point) for name in found.told}


@PAIRS
def test_every_rule_and_all_guidance_is_in_it(market: str, kind: str) -> None:
    known = ruleset(market)
    in_force = known.at(AS_OF).evaluate({"market": market, "kind": kind}).outcomes
    rules = {rule.id for rule in known._rules.rules[kind] if rule.effective.holds(AS_OF)} & in_force.keys()
    guidance = {one.id for one in known.guidance if one.kinds is None or kind in one.kinds}
    assert rules
    assert checklist(market, kind).told == rules | guidance


@PAIRS
def test_a_rule_is_told_in_one_part_and_there_once_at_each_place(market: str, kind: str) -> None:
    made = checklist(market, kind)
    sections = [*made.fields, *made.documents, made.files, *made.others, made.procedures, made.guidance]
    parts = [made.fields, made.documents, made.files, made.others, made.procedures, made.guidance]
    twice = [name for name, times in Counter(name for part in parts for name in ids(part)).items() if times > 1]
    assert twice == []
    for section in sections:
        points = [point.told for point in section.points] if isinstance(section, Group) else []
        assert len(set(points)) == len(points)
    for entry in entries(made):
        told = [name for point in entry.points for name in point.told]
        assert len(set(told)) == len(told)


@PAIRS
def test_a_field_stands_in_it_once(market: str, kind: str) -> None:
    paths = Counter(entry.path for entry in entries(checklist(market, kind).fields))
    assert [path for path, times in paths.items() if times > 1] == []


@PAIRS
def test_every_file_name_that_it_shows_complies(market: str, kind: str) -> None:
    made, known = checklist(market, kind), ruleset(market)
    company = made.example.company if made.example is not None else None
    for entry in entries(made.documents):
        assert entry.example is not None
        attachment = {"slot": entry.label.zh, "filename": entry.example, "size_bytes": 1000, "head": "%PDF-1.7"}
        unit = {"units": [{"attachments": [attachment]}]}
        dossier = {
            "market": market,
            "kind": kind,
            "basic": {"full_name": "示例能源销售有限公司", "short_name": company},
            **(unit if entry.path.startswith("units.") else {"attachments": [attachment]}),
        }
        report = known.at(AS_OF).evaluate(dossier)
        assert [found.rule for found in report.findings if found.path.endswith("/filename")] == []
        outcomes = [report.outcomes[rule] for point in made.files for rule in point.told]
        assert "pass" in outcomes


def test_a_name_that_does_not_comply_would_not_be_shown() -> None:
    dossier = {"attachments": [{"slot": "公司章程", "filename": "公司章程.pdf"}], "market": "hubei", "kind": "retailer"}
    failed = [found.rule for found in ruleset("hubei").at(AS_OF).evaluate(dossier).failures]
    assert "hubei.file.name_format" in failed
    names = {entry.label.zh: entry.example for entry in entries(checklist("hubei", "retailer").documents)}
    assert names["公司章程"] == "示例能源_公司章程.pdf"


def test_the_merged_certificate_may_stand_in_several_slots() -> None:
    found = {one.material: one.slots for one in checklist("hubei", "generator").substitutes}
    assert found["统一社会信用代码证"] == (
        "企业法人工商营业执照",
        "组织机构代码证",
        "税务登记证",
        "营业执照(三证合一)",
    )


def test_a_process_names_its_steps_and_what_they_need() -> None:
    (binding,) = checklist("hubei", "binding").procedures
    assert [step.event.zh for step in binding.steps][:2] == ["保存", "提交"]
    assert [need.zh for need in binding.steps[1].needs] == ["填有生效日期和失效日期，且先后无误", "至少上传一份附件"]
    assert checklist("hubei", "retailer").procedures == ()
    (deadline,) = checklist("jiangsu", "aggregation").deadlines
    assert (deadline.at_least, deadline.working_days, deadline.usual) == (2, 3, True)


# -- formats --------------------------------------------------------------------------------------------


@PAIRS
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_of_text_is_too_long_or_unfinished(market: str, kind: str, language: str) -> None:
    text = checklist_text(checklist(market, kind), language=language, width=72)  # type: ignore[arg-type] # zh or en
    assert [line for line in text.splitlines() if width_of(line) > 72] == []
    assert not re.search(r"\bNone\b|‹|›\s*›|\{\}|\$\w|应应|“”", text)


class Page(HTMLParser):
    """Counts the elements of a page, and sees to it that each is closed."""

    VOID = frozenset({"meta", "input", "br", "hr", "link", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.count: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] += 1
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@PAIRS
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_is_whole_and_needs_nothing_besides_itself(market: str, kind: str, language: str) -> None:
    made = checklist(market, kind)
    text = checklist_html(made, language=language)  # type: ignore[arg-type] # zh or en
    page = Page(text)
    assert (page.count["h1"], page.count["script"], page.count["link"], page.count["img"]) == (1, 0, 0, 0)
    assert "://" not in re.sub(r"“[^”]*”|https?://[\w.]+", "", text)
    ticked = [point for part in (made.files, made.topic("document")) for point in part]
    ticked += [point for group in (*made.fields, *made.documents, *made.others) for point in group.points]
    assert page.count["input"] == len([*entries(made)]) + len(ticked)
    anchors = [value for name, value in page.attributes if name == "href"]
    assert anchors
    assert {f"#{value}" for name, value in page.attributes if name == "id"} >= set(anchors)


@PAIRS
def test_markdown_has_a_box_for_each_entry(market: str, kind: str) -> None:
    made = checklist(market, kind)
    text = checklist_markdown(made)
    for entry in entries(made):
        assert "- [ ] **" + re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", entry.label.zh) + "**\n" in text
    assert text.startswith("# ")
    assert "\n\n\n" not in text


def test_only_html_needs_a_template_engine() -> None:
    code = (
        "import sys, pmos_rules.rendering.checklist\nprint('jinja2' in sys.modules)\n"
        "import pmos_rules.rendering.checklist.html\nprint('jinja2' in sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False\nTrue\n"


# -- asking for one ----------------------------------------------------------------------------------------


def test_a_kind_has_a_chinese_name_too() -> None:
    made = ruleset("hubei").checklist("发电企业", as_of=datetime(2026, 11, 21, 8, 0))
    assert made == checklist("hubei", "generator")
    assert (made.kind, made.as_of, made.digest) == ("generator", AS_OF, ruleset("hubei").digest)


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        (
            "retialer",
            "“hubei”没有申报类型“retialer”，应为“retailer”",
            "`hubei` has no kind of filing `retialer`, did you mean `retailer`?",
        ),
        (
            "aggregation",
            "“hubei”没有申报类型“aggregation”，应为其中之一：retailer、consumer、generator、binding",
            "`hubei` has no kind of filing `aggregation`, expected one of retailer, consumer, generator, binding",
        ),
    ],
)
def test_a_kind_that_the_market_does_not_cover_is_told(kind: str, zh: str, en: str) -> None:
    with pytest.raises(UnknownKindError) as error:
        ruleset("hubei").checklist(kind, as_of=AS_OF)
    assert (error.value.zh, error.value.en) == (zh, en)


def test_before_the_law_there_is_no_checklist() -> None:
    with pytest.raises(NotInForceError):
        ruleset("hubei").checklist("retailer", as_of=date(2018, 3, 31))
