"""Each mistake that a rule author can make is told in one sentence, at its place, with a hint where there is one.

`diagnostics/<code>[-variant].yaml` is a rule file with a mistake (or a manifest, where it has a `pack:`) and
`<same>.txt` what is said of it. It lies in the pack `example` beside the names below; a line `# file: PATH`
begins another file. `REWRITE_DIAGNOSTICS=1 pytest tests/language/test_diagnostics.py` writes the texts anew, to
be read before they are kept.
"""

import os
import re
from pathlib import Path

import pytest

from pmos_rules.api import check_pack
from pmos_rules.language import custom
from pmos_rules.source import Diagnostic, render_diagnostic
from tests.docs.blocks import ROOT
from tests.language.example import MANIFEST, NAMES
from tests.language.test_json_schema import PACK, RULES, complaints

HERE = Path(__file__).parent / "diagnostics"
MISTAKES = sorted(HERE.glob("*.yaml"))
READER = ("reader.py", "syntax_errors.py")


@pytest.fixture(autouse=True)
def example_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(custom.CUSTOM, "example_check", lambda values, arguments: True)


def parts(mistake: Path) -> dict[str, str]:
    """The files of a mistake by their paths."""
    text, *others = re.split(r"^# file: ", mistake.read_text("utf-8"), flags=re.MULTILINE)
    name = "pack.yaml" if re.search(r"^pack:", text, re.MULTILINE) else "rules.yaml"
    return {f"example/{name}": text, **{path: text for path, _, text in (o.partition("\n") for o in others)}}


def told(mistake: Path, folder: Path) -> list[Diagnostic]:
    """All that is said of the pack in which the mistake is made."""
    files = {"example/pack.yaml": MANIFEST, "example/names.yaml": NAMES, **parts(mistake)}
    if "example/rules.yaml" not in files:
        del files["example/names.yaml"]
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return check_pack(folder / "example")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.stem)
def test_a_mistake_is_told_as_written(mistake: Path, tmp_path: Path) -> None:
    found = told(mistake, tmp_path)
    said = "".join(f"{render_diagnostic(diagnostic)}\n\n" for diagnostic in found)
    if os.environ.get("REWRITE_DIAGNOSTICS"):
        mistake.with_suffix(".txt").write_text(said, "utf-8")
    assert said == mistake.with_suffix(".txt").read_text("utf-8")
    assert len({(diagnostic.code, diagnostic.span) for diagnostic in found}) == len(found)


def test_the_pack_around_the_mistakes_has_none(tmp_path: Path) -> None:
    for name, text in (("pack.yaml", MANIFEST), ("names.yaml", NAMES)):
        (tmp_path / name).write_text(text, "utf-8")
    assert check_pack(tmp_path) == []


# -- every mistake has a text ---------------------------------------------------------------------------


ELSEWHERE = {"too-many-mistakes"}
"""Told in `test_hostile_packs.py`: it takes five hundred mistakes."""


def codes() -> set[str]:
    """Every code that checking a pack can give, read off the source."""
    found = {"empty"}
    for file in sorted((ROOT / "src" / "pmos_rules" / "language").glob("*.py")):
        if file.name not in READER:
            source = file.read_text("utf-8")
            found |= set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source))
            named = re.findall(r'(?:unknown|find)\(\s*"([a-z ]+)"', source)
            found |= {f"unknown-{name.replace(' ', '-')}" for name in named}
    return found


def codes_told(mistake: Path) -> list[str]:
    text = mistake.with_suffix(".txt")
    return re.findall(r"(?:error|warning)\[([a-z-]+)\]", text.read_text("utf-8")) if text.exists() else []


def test_every_code_has_a_text() -> None:
    told_of = {code for mistake in MISTAKES for code in codes_told(mistake)}
    assert sorted(codes() - told_of - ELSEWHERE) == []


def test_a_mistake_is_called_by_the_code_that_is_told_of_it() -> None:
    single = {mistake.stem: codes_told(mistake) for mistake in MISTAKES if "mistakes" not in mistake.stem}
    assert [stem for stem, told_of in single.items() if not all(map(stem.startswith, told_of))] == []


# -- what editors see -----------------------------------------------------------------------------------


SHAPES = {
    "bad-name", "empty", "lost-option", "missing-key", "no-citation", "no-id", "no-members", "two-names",
    "unknown-character-class", "unknown-key", "unknown-normal-form", "unknown-operator", "unknown-value",
    "wrong-shape",
}  # fmt: skip
NOT_SEEN = {
    "empty-in-a-change": "it is empty only when `$each` is filled in",
    "empty-member": "it is empty only when `$each` is filled in",
    "mistakes-of-yaml-come-first": "it is no YAML",
    "no-citation-of-a-deadline": "the process may cite for all of its deadlines",
    "no-citation-of-a-kind": "the kinds that a rule is about stand in the file and in the manifest",
}
"""Mistakes of shape that no schema can tell, with the reason."""


@pytest.mark.parametrize(
    "mistake",
    [mistake for mistake in MISTAKES if SHAPES & set(codes_told(mistake)) and mistake.stem not in NOT_SEEN],
    ids=lambda mistake: mistake.stem,
)
def test_the_schema_for_editors_refuses_a_mistake_of_shape(mistake: Path) -> None:
    files = parts(mistake).items()
    assert any(complaints(text, PACK if "pack.yaml" in path else RULES) for path, text in files)
