"""Entries of a kit as lines of JSON, there and back."""

import json
from pathlib import Path

import pytest

from pmos_rules import InputError
from pmos_rules.testing.kit import line_of, read_kit
from pmos_rules.testing.kit.lines import entry_of
from tests.testing.kit.standin import SHARES, hubei, small_kit


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    kit = small_kit("all", number=2)
    file = tmp_path / "kit.jsonl"
    file.write_text("\n".join(map(line_of, kit.entries)) + "\n\n", "utf-8")
    assert read_kit(file, hubei()) == kit
    assert read_kit(file, hubei()).is_of_this_edition


def test_a_line_says_all_that_who_reads_it_needs() -> None:
    (entry,) = small_kit(SHARES, seed=7).entries
    data = json.loads(line_of(entry))
    given = data.pop("dossier")
    assert (given["market"], given["shareholders"][0]["percent"]) == ("hubei", "59.99")
    assert data == {
        "kit": "pmos-rules-kit/1",
        "market": "hubei",
        "kind": "retailer",
        "as_of": "2026-11-21",
        "number": 1,
        "seed": 7,
        "violates": SHARES,
        "edition": {"version": hubei().version, "digest": hubei().digest},
        "expected": {
            "verdict": "reject",
            "findings": [{"rule": SHARES, "outcome": "fail", "severity": "error", "path": "/shareholders"}],
        },
    }


def test_the_same_arguments_give_the_same_kit_and_another_seed_another() -> None:
    assert small_kit("all") == small_kit("all")
    assert small_kit("all") != small_kit("all", seed=1)


def test_an_entry_does_not_depend_on_what_else_is_made() -> None:
    assert small_kit(SHARES).entries[0] in small_kit("all", number=3).entries


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "a.jsonl:3: the line is no JSON"),
        ("[]", "a.jsonl:3: `kit` is `None`, expected `pmos-rules-kit/1`"),
        ('{"kit": "pmos-rules-kit/2"}', "a.jsonl:3: `kit` is `pmos-rules-kit/2`, expected `pmos-rules-kit/1`"),
        ('{"kit": "pmos-rules-kit/1"}', "a.jsonl:3: something is missing or misspelt: 'dossier'"),
    ],
)
def test_a_line_that_is_no_entry_is_told_with_its_place(line: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        entry_of(line, "a.jsonl:3")
    assert caught.value.en == message


def test_a_misspelt_outcome_is_told() -> None:
    line = line_of(small_kit(SHARES).entries[0]).replace('"outcome": "fail"', '"outcome": "fails"')
    with pytest.raises(InputError, match=r"misspelt: 'fails' is not a valid Outcome"):
        entry_of(line)


def test_a_file_is_about_one_market(tmp_path: Path) -> None:
    file = tmp_path / "kit.jsonl"
    line = line_of(small_kit(SHARES).entries[0])
    file.write_text(f"{line}\n{line.replace('hubei', 'jiangsu', 1)}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_kit(file)
    assert caught.value.en == f"`{file}` is about hubei, jiangsu, expected one market"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_kit(tmp_path / "kit.jsonl")
    assert caught.value.en == f"`{tmp_path / 'kit.jsonl'}` cannot be read, expected a kit in UTF-8"
