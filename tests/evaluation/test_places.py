"""What the form calls a place in a dossier, and where it lies in the input as given."""

from collections.abc import Mapping
from typing import Any

import pytest

from pmos_rules.api import schema
from pmos_rules.evaluation.labels import Key, Places
from pmos_rules.findings import Text

ENGLISH: Mapping[str, Any] = {
    "basic": {"full_name": "甲"},
    "staff": [{"name": "张三"}],
    "attachments": [{"slot": "工商营业执照"}, {"slot": ["x"]}],
}
CHINESE: Mapping[str, Any] = {"基本信息": {"企业全称": "甲"}, "附件信息": [{"附件栏": "工商营业执照"}], "别的": 1}


def places(given: Any) -> Places:
    return Places(schema(), {"basic.full_name": "公司全称"}, lambda: given)


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        ((), "申报档案", "the dossier"),
        (("basic", "full_name"), "基本信息 › 公司全称", "basic › full name"),
        (("staff", 0, "name"), "从业人员 › 第 1 位 › 姓名", "staff › 1 › name"),
        (("units", 1), "单元信息 › 第 2 项", "units › 2"),
        (("attachments", 0), "附件信息 › 工商营业执照（第 1 项）", "attachments › 工商营业执照 (1)"),
        (("attachments", 1), "附件信息 › 第 2 项", "attachments › 2"),
        (("attachments", 2), "附件信息 › 第 3 项", "attachments › 3"),
    ],
)
def test_a_place_is_called_as_on_the_form(place: Key, zh: str, en: str) -> None:
    assert places(ENGLISH).label(place) == Text(zh, en)


@pytest.mark.parametrize(
    ("given", "place", "pointer"),
    [
        (ENGLISH, ("basic", "full_name"), "/basic/full_name"),
        (ENGLISH, ("basic", "region"), "/basic/region"),
        (ENGLISH, ("business", "uscc"), "/business/uscc"),
        (ENGLISH, ("staff", 7, "name"), "/staff/7/name"),
        (CHINESE, ("basic", "full_name"), "/基本信息/企业全称"),
        (CHINESE, ("basic", "region"), "/基本信息/地理区域"),
        (CHINESE, ("attachments", 0, "slot"), "/附件信息/0/附件栏"),
        ({}, ("basic", "full_name"), "/basic/full_name"),
        (None, ("basic", "full_name"), "/basic/full_name"),
        ({"别的": 1}, ("basic",), "/basic"),
    ],
)
def test_a_place_is_spelt_as_its_neighbours_are(given: Any, place: Key, pointer: str) -> None:
    assert places(given).pointer(place) == pointer
    assert places(given).key(place) == pointer.rpartition("/")[2]


def test_a_pointer_escapes_what_stands_in_a_key() -> None:
    assert places({}).pointer(("a/b~c",)) == "/a~1b~0c"


def test_a_place_has_the_type_of_its_field() -> None:
    for place, name in ((("basic", "full_name"), "name"), (("staff", 0, "id_number"), "resident_id")):
        found = places({}).type_at(place)
        assert found is not None
        assert found.name == name
    assert places({}).type_at(("basic",)) is None
    assert places({}).type_at(("basic", "nothing", "below")) is None
