"""The page about publishing a catalogue: its Python runs as it stands, and its addresses lead to entries."""

import re
from typing import Any

from tests.docs.blocks import ROOT, block

PAGE = "docs/how-to/publish-a-catalogue.md"


def test_its_python_runs_and_the_entries_that_it_names_are_there() -> None:
    told: dict[str, Any] = {}
    exec(block(PAGE, "python"), told)
    assert told["text"].startswith("# 湖北电力交易平台注册：规则目录\n")
    (named,) = re.findall(r"rules\.html#([a-z0-9_.]+)`", (ROOT / PAGE).read_text("utf-8"))
    assert f'<article class="card" id="{named}"' in told["page"]


def test_the_parts_that_it_tells_of_are_those_of_the_page() -> None:
    told: dict[str, Any] = {}
    exec(block(PAGE, "python"), told)
    titles = re.findall(r'<h2><span class="zh"[^>]*>[^<]*</span><span class="en"[^>]*>([^<]*)', told["page"])
    parts = re.findall(r"^\| ([A-Z][^|]*) \|", (ROOT / PAGE).read_text("utf-8"), re.MULTILINE)
    assert titles == parts
