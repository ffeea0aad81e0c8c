"""The how-to pages: the rule loads, the cases pass, the manifest is one, and every link leads somewhere."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from pmos_rules.language.decoding import decode
from pmos_rules.language.reader import read_yaml
from pmos_rules.language.syntax import PackFile
from pmos_rules.packs import find_pack
from pmos_rules.packs.laying_out import new_pack
from pmos_rules.source import SourceText
from pmos_rules.testing import run_cases
from tests.docs.blocks import ROOT, block

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
HEAD = "schema: pmos-rules/1\nruleset: hubei\ninstrument: hubei-guide-2018\nrules:\n"
CASES = "schema: pmos-rules-cases/1\nmarket: hubei\nbase: hb_retailer\nbase_findings: allowed\n"


def test_the_rule_and_its_cases_do_what_the_page_says(tmp_path: Path) -> None:
    page = "docs/how-to/add-a-rule.md"
    hubei = find_pack("hubei").path
    pack = tmp_path / "hubei"
    shutil.copytree(hubei / "cases" / "dossiers", pack / "cases" / "dossiers")
    for file in ("pack.yaml", "files.yaml"):
        shutil.copy(hubei / file, pack)
    (pack / "rule.yaml").write_text(HEAD + block(page, "yaml", "rule"), "utf-8")
    (pack / "cases" / "cases.yaml").write_text(CASES + block(page, "yaml", "cases"), "utf-8")
    run = run_cases(pack)
    assert [(result.name, result.differences) for result in run.failures] == []
    assert run.passed


def test_the_manifest_is_one() -> None:
    node, problems = read_yaml(SourceText("pack.yaml", block("docs/how-to/write-a-pack.md", "yaml")))
    assert node is not None
    assert decode(PackFile, node, problems) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target, _, anchor in (link.partition("#") for link in re.findall(r"\]\(([^)\s]+)\)", text)):
        if target.startswith("http"):
            continue
        there = page if not target else page.parent / target
        assert there.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.MULTILINE)
            assert anchor in [heading.lower().replace(" ", "-") for heading in headings]


def test_the_paths_that_the_editor_page_names_are_there_in_a_new_pack() -> None:
    files = new_pack("sichuan", "sichuan", today=date(2026, 11, 22))
    mapped = json.loads(block("docs/how-to/editor.md", "json", "vscode"))["yaml.schemas"]
    assert {Path(schema).as_posix() for schema in mapped} <= files.keys()
    first_line = block("docs/how-to/editor.md", "yaml").rstrip("\n")
    assert files["pmos_rules_sichuan/sichuan/retailer.yaml"].startswith(f"{first_line}\n")


def test_the_strategies_do_what_the_page_shows() -> None:
    tested, seeded, registered = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs/how-to/property-based-tests.md").read_text("utf-8"), re.M | re.S
    )
    names: dict[str, object] = {}
    for part in (tested, seeded, registered):
        exec(part, names)
    for name in [name for name in names if name.startswith("test_")]:
        names[name]()  # type: ignore[operator]
    assert len(names["dossiers"]) == 100  # type: ignore[arg-type]
    assert list(names["doubles"](["3", None], {}, True)) == [(1, 6)]  # type: ignore[operator]
