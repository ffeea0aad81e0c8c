"""Every field takes its English key or the label of the platform's form."""

import json
import re
from typing import Any

import pytest
from pydantic import AliasChoices

from pmos_rules.models import Dossier
from pmos_rules.models.labels import in_english, names_by_label, sections_by_name
from pmos_rules.models.section import Section
from tests.models.given import NAMES, given


def _sections(section: type[Section]) -> dict[str, type[Section]]:
    found = {section.__name__: section}
    for inner in sections_by_name(section).values():
        found |= _sections(inner)
    return found


SECTIONS = list(_sections(Dossier).values())


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_every_field_has_a_chinese_label_and_no_two_share_one(section: type[Section]) -> None:
    labels = []
    for name, info in section.model_fields.items():
        assert isinstance(info.validation_alias, AliasChoices)
        english, *chinese = info.validation_alias.choices
        assert english == name
        assert info.title == chinese[0]
        assert all(isinstance(label, str) and re.search("[\u4e00-\u9fff]", label) for label in chinese)
        labels += chinese
    assert len(labels) == len(set(labels))


def _in_chinese(section: type[Section], mapping: dict[str, Any], which: int) -> dict[str, Any]:
    chinese: dict[str, Any] = {}
    for key, value in mapping.items():
        labels = [label for label, name in names_by_label(section).items() if name == key != label]
        inner = sections_by_name(section).get(key)
        chinese[labels[which % len(labels)]] = _translated(inner, value, which) if inner else value
    return chinese


def _translated(section: type[Section], value: Any, which: int) -> Any:
    if isinstance(value, list):
        return [_translated(section, row, which) for row in value]
    return _in_chinese(section, value, which) if isinstance(value, dict) else value


@pytest.mark.parametrize("which", [0, -1], ids=["first label", "last label"])
@pytest.mark.parametrize("name", NAMES)
def test_a_dossier_in_chinese_says_the_same_as_in_english(name: str, which: int) -> None:
    english = given(name)
    chinese = _in_chinese(Dossier, english, which)
    assert "market" not in chinese
    dossier = Dossier.model_validate(chinese)
    assert dossier == Dossier.model_validate(english)
    assert dossier.notes == frozenset()
    assert dossier.given == chinese
    assert Dossier.model_validate_json(json.dumps(chinese)) == dossier
    assert Dossier(**chinese) == dossier


def test_english_and_chinese_keys_may_stand_side_by_side() -> None:
    dossier = Dossier.model_validate(
        {"market": "湖北", "股东信息": [{"name": "甲", "持股比率": "60"}, {"股东名称": "乙"}]}
    )
    assert dossier == Dossier.model_validate(
        {"market": "hubei", "shareholders": [{"name": "甲", "percent": 60}, {"name": "乙"}]}
    )
    assert dossier.notes == frozenset()


@pytest.mark.parametrize(
    ("raw", "name", "left"),
    [
        ({"full_name": "甲", "企业全称": "乙"}, "甲", {"企业全称": "乙"}),
        ({"企业全称": "乙", "full_name": "甲"}, "甲", {"企业全称": "乙"}),
        ({"企业名称": "乙", "企业全称": "甲"}, "乙", {"企业全称": "甲"}),
    ],
)
def test_of_two_keys_for_one_field_the_english_one_or_else_the_first_counts(
    raw: dict[str, Any], name: str, left: dict[str, Any]
) -> None:
    dossier = Dossier.model_validate({"基本信息": raw})
    assert dossier.basic is not None
    assert getattr(dossier.basic, "full_name") == name  # noqa: B009 - it may be unreadable, as far as types tell
    assert dossier.basic.model_extra == left  # type: ignore[union-attr]
    assert dossier.notes == {"extra"}


def test_what_has_no_chinese_key_is_not_copied() -> None:
    raw = given("hb_retailer")
    assert in_english(Dossier, raw) is raw
