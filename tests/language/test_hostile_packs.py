"""A pack that means harm does none: nothing runs, nothing outside is read, and what is too much is refused."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pmos_rules.api import check_pack, load_ruleset
from pmos_rules.source import Diagnostic
from pmos_rules.testing.linting import lint_pack

MANIFEST = """schema: pmos-rules/1
pack: evil
title: {zh: 大, en: Big}
version: "1"
markets: {evil: {title: {zh: 大, en: Big}, kinds: [retailer]}}
instruments: {g: {title: {zh: 指南, en: Guide}}}
"""
HEAD = "schema: pmos-rules/1\nruleset: evil\ninstrument: g\n"
CASES = "schema: pmos-rules-cases/1\nmarket: evil\nbase: {base}\ncases: [{{case: one, fails: {{evil.r: /basic}}}}]\n"
STATUS = "{basic.status: 入市}"


def rule(name: object = "r", more: str = "", check: str = STATUS) -> str:
    return (
        f'- {{id: evil.{name}, title: {{zh: 规, en: R}}, check: {check}, if_missing: fail, cite: "1"{more}}}\n'
    )


def pack(folder: Path, rules: str = "rules: []\n", manifest: str = MANIFEST) -> Path:
    (folder / "evil" / "cases" / "dossiers").mkdir(parents=True)
    (folder / "evil" / "pack.yaml").write_text(manifest, "utf-8")
    (folder / "evil" / "rules.yaml").write_text(HEAD + rules, "utf-8")
    return folder / "evil"


def told(diagnostics: list[Diagnostic]) -> list[tuple[str, str, str]]:
    return [(str(found.span), found.code, found.message) for found in diagnostics]


# -- nothing outside the pack ----------------------------------------------------------------------------


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.yaml"
    file.write_text("root: [x\n", "utf-8")
    return file


@pytest.mark.parametrize("name", ["rules.yaml", "pack.yaml", "cases/evil.yaml"])
def test_a_link_that_leads_out_of_the_pack_is_not_read(name: str, tmp_path: Path, secret: Path) -> None:
    folder = pack(tmp_path)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    (found,) = lint_pack(folder)
    assert (found.code, found.message) == ("outside-pack", "this is a link that leads out of the pack")
    assert found.span.source.name.endswith(f"evil/{name}")
    assert found.help == "put the file itself here"


def test_a_base_dossier_is_not_read_through_a_link(tmp_path: Path, secret: Path) -> None:
    folder = pack(tmp_path, "rules:\n" + rule())
    (folder / "cases" / "cases.yaml").write_text(CASES.format(base="good"), "utf-8")
    (folder / "cases" / "dossiers" / "good.yaml").symlink_to(secret)
    assert [found.code for found in lint_pack(folder)] == ["outside-pack"]


def test_a_link_within_the_pack_is_followed(tmp_path: Path) -> None:
    folder = pack(tmp_path, "rules:\n" + rule())
    (folder / "more").mkdir()
    (folder / "rules.yaml").rename(folder / "more" / "rules.yaml")
    (folder / "rules.yaml").symlink_to(folder / "more" / "rules.yaml")
    assert check_pack(folder) == []


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    os.mkfifo(folder / "more.yaml")
    assert told(check_pack(folder)) == [("evil/more.yaml", "source-unreadable", "this is no file")]


def test_a_path_is_no_base(tmp_path: Path) -> None:
    folder = pack(tmp_path, "rules:\n" + rule())
    (folder / "cases" / "cases.yaml").write_text(CASES.format(base="../../../../etc/passwd"), "utf-8")
    assert [found.message for found in lint_pack(folder)] == ["there is no base dossier `../../../../etc/passwd`"]


@pytest.mark.parametrize("name", ["../../../etc", "/etc/passwd"])
def test_a_path_is_no_pack(name: str, tmp_path: Path) -> None:
    folder = pack(tmp_path, manifest=f"{MANIFEST}extends: [{name}]\n")
    assert [found.code for found in check_pack(folder)] == ["bad-name"]


def test_a_path_is_no_instrument(tmp_path: Path) -> None:
    folder = pack(tmp_path, "rules:\n" + rule().replace('cite: "1"', 'cite: {instrument: ../../etc, section: "1"}'))
    assert [found.message for found in check_pack(folder)] == ["there is no instrument `../../etc`"]


# -- nothing runs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code"),
    [("!!python/object/apply:os.system [exit]", "yaml-tag"), ("*bomb", "yaml-alias"), ("&bomb [x, x]", "yaml-anchor")],
)
def test_what_could_make_objects_or_grow_is_refused(written: str, code: str, tmp_path: Path) -> None:
    folder = pack(tmp_path, f"labels: {written}\n")
    assert code in [found.code for found in check_pack(folder)]


def test_text_never_becomes_code(tmp_path: Path) -> None:
    trap = "\"'''\\n\\\\' + __import__('os').abort() + '{0}%s"
    folder = pack(tmp_path, "rules:\n" + rule(check="{basic.full_name: {mentions: ['" + trap.replace("'", "''") + "']}}"))
    dossier = {"market": "evil", "kind": "retailer", "basic": {"full_name": trap}}
    assert load_ruleset(folder).evaluate(dossier, as_of=date(2026, 1, 1)).outcomes["evil.r"] == "pass"


# -- nothing grows -----------------------------------------------------------------------------------------


def chain_of_terms() -> str:
    terms = "".join(f"  t{n}: t{n + 1}\n" for n in range(3000))
    return f"terms:\n{terms}  t3000: {STATUS}\nrules:\n{rule(more=', when: t0')}"


def bomb_of_terms() -> str:
    terms = "".join(f"  t{n}: {{any: [t{n + 1}, t{n + 1}]}}\n" for n in range(30))
    return f"terms:\n{terms}  t30: {STATUS}\nrules:\n{rule(more=', when: t0')}"


def family(members: int, check: str = "{$each: 入市}", value: str = "basic.status") -> str:
    each = ", ".join(f"m{n}: {value}" for n in range(members))
    return (
        f"rules:\n- {{family: evil.f, title: {{zh: 规, en: R}}, check: {check}, if_missing: fail, "
        f'cite: "1", each: {{{each}}}}}\n'
    )


def scopes() -> str:
    return "rules:\n" + rule(more=f", for: [{', '.join(['shareholders.*'] * 6000)}]", check="{name: 甲}")


TOO_MUCH: dict[Callable[[], str], tuple[str, str]] = {
    chain_of_terms: ("too-deep", "conditions nest deeper than 40 here"),
    bomb_of_terms: ("too-large", "this rule has more than 5000 conditions, those in its terms among them"),
    scopes: ("too-large", "this rule has more than 5000 conditions, those in its terms among them"),
    lambda: family(10_001): ("too-large", "the pack and those that it builds on have more than 10000 rules"),
    lambda: family(300, "{basic.status: {mentions: [" + "$each" * 2000 + "]}}", "z" * 1000): (
        "too-large",
        "the families, written out, have more than 16777216 characters",
    ),
    lambda: "rules:\n" + "".join(rule(n) for n in range(30_000)): (
        "yaml-too-large",
        "the document has more than 200000 values",
    ),
    lambda: "rules:\n" + "#" * 5_000_000: ("source-too-large", "the file is larger than 4 MiB"),
    lambda: "rules:\n" + rule(check="{not: " * 60 + "x" + "}" * 60): (
        "yaml-too-deep",
        "lists and mappings nest deeper than 40",
    ),
    lambda: "rules:\n" + rule(check="{basic.full_name: {matches: '(a+)+'}}"): (
        "slow-pattern",
        "`(a+)+` could take long: what is repeated can be read in more than one way",
    ),
}


@pytest.mark.parametrize("written", TOO_MUCH)
def test_what_is_too_much_is_refused(written: Callable[[], str], tmp_path: Path) -> None:
    found = check_pack(pack(tmp_path, written()))
    assert TOO_MUCH[written] in [(each.code, each.message) for each in found]
    assert len(found) < 5


def test_so_many_mistakes_are_told_and_no_more(tmp_path: Path) -> None:
    found = check_pack(pack(tmp_path, family(2000, "{basic.statos: 入市}") + rule(more=f", breaks_with: [{', '.join(f'evil.q{n}' for n in range(2000))}]")))
    last = next(each for each in found if each.code == "too-many-mistakes")
    assert last.message == "200 mistakes are told, and the rest is not looked for"
    assert len(found) == 201


def test_a_pack_has_only_so_many_files(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    for number in range(500):
        (folder / f"r{number}.yaml").write_text(HEAD, "utf-8")
    assert told(check_pack(folder)) == [("evil", "too-large", "the pack has more than 500 files")]


def test_a_pack_has_only_so_many_characters(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    for number in range(3):
        (folder / f"r{number}.yaml").write_text(HEAD + "#" * 4_000_000, "utf-8")
    assert told(check_pack(folder)) == [
        ("evil/r2.yaml", "too-large", "the files of the pack have more than 8388608 characters")
    ]


def test_rules_may_wait_for_one_another_in_a_long_chain(tmp_path: Path) -> None:
    rules = "".join(rule(n, f", depends_on: evil.{n + 1}") for n in range(1200))
    assert check_pack(pack(tmp_path, f"rules:\n{rules}{rule(1200)}")) == []


def test_packs_may_build_on_one_another_in_a_long_chain_and_in_a_circle(tmp_path: Path) -> None:
    for number in range(1100):
        (tmp_path / f"p{number}").mkdir()
        manifest = MANIFEST.replace("pack: evil", f"pack: p{number}").replace("markets:", "#")
        following = f"extends: [p{(number + 1) % 1100}]\n"
        (tmp_path / f"p{number}" / "pack.yaml").write_text(manifest + following, "utf-8")
    assert {found.code for found in check_pack(tmp_path / "p0")} == {"cyclic-packs"}


# -- numbers, dates, names ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1e999999999", "9" * 5000, "-1E+400", "Infinity", "NaN", "１０", "0x7fffffff"])
def test_a_number_is_written_out_and_of_a_size(number: str, tmp_path: Path) -> None:
    folder = pack(tmp_path, "rules:\n" + rule(check=f"{{bond.amount: {{at_least: {number}}}}}"))
    assert [found.message for found in check_pack(folder)] == [f"`{number}` is not a number"]


@pytest.mark.parametrize("day", ["0000-00-00", "0000-01-01", "9999-99-99", "10000-01-01", "２０２６-01-01"])
def test_a_date_is_a_day_of_the_calendar(day: str, tmp_path: Path) -> None:
    folder = pack(tmp_path, "rules:\n" + rule(more=f", effective: {{from: {day}}}"))
    assert [found.code for found in check_pack(folder)] == ["bad-date"]


def test_a_name_may_be_very_long(tmp_path: Path) -> None:
    folder = pack(tmp_path, "rules:\n" + rule("x" * 100_000) + rule("y" * 100_000, f", depends_on: evil.{'z' * 100_000}"))
    assert [found.code for found in check_pack(folder)] == ["unknown-rule"]


@pytest.mark.parametrize("amount", ["1e999999999", "-1e999999999", "9" * 5000, "1" + "0" * 400 + ".5"])
def test_a_dossier_may_have_any_number(amount: str, tmp_path: Path) -> None:
    ruleset = load_ruleset(pack(tmp_path, "rules:\n" + rule(check="{bond.amount: {at_least: 3, whole: true}}")))
    report = ruleset.evaluate({"market": "evil", "kind": "retailer", "bond": {"amount": amount}}, as_of=date(2026, 1, 1))
    assert report.outcomes["evil.r"] in ("pass", "fail", "undetermined")
    assert len(report.to_json()) < 50_000
