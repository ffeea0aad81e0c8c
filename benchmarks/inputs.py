"""The dossiers that the benchmarks read and judge, and a plain pydantic model to read them with."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, create_model

from pmos_rules.formats import types
from pmos_rules.formats.resident_id import check_character
from pmos_rules.formats.types import ValueType
from pmos_rules.models.fields import section_of
from pmos_rules.models.section import Section

ROOT = Path(__file__).parent.parent
DAY = date(2026, 11, 21)


def accepted(name: str = "hb_retailer") -> dict[str, Any]:
    """A dossier that breaks no rule, as a backend would post it: yes and no and small counts are no texts."""
    file = ROOT / "tests" / "data" / "dossiers" / f"{name}.yaml"
    dossier: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return dossier


def refused() -> dict[str, Any]:
    """The retailer's dossier with mistakes that make twelve findings."""
    dossier = deepcopy(accepted())
    dossier["shareholders"][1]["percent"] = "39.99"
    dossier["staff"][9]["id_number"] = dossier["staff"][8]["id_number"]
    dossier["attachments"][0]["filename"] = "湖北示例售电有限公司_信用承诺书正本扫描件二.pdf"
    dossier["attachments"][1]["head"] = "hex:FFD8FF"
    del dossier["attachments"][7]
    dossier["business"]["uscc"] = "91420100MA4K2B3C06"
    dossier["account"] |= {"password": "Abc12345", "user_name": "示例售电"}
    dossier["basic"]["business_scope"] = "零售电子产品；合同能源管理"
    dossier["contact"]["mobile"] = "12345"
    return dossier


def with_staff(times: int) -> dict[str, Any]:
    """The retailer's dossier with so many times as many people, no two of them the same."""
    dossier = accepted()
    dossier["staff"] = [_another(person, number) for person in dossier["staff"] for number in range(times)]
    return dossier


def _another(person: dict[str, Any], number: int) -> dict[str, Any]:
    identity = f"{person['id_number'][:14]}{number:03}"
    return {
        **person,
        "name": f"{person['name']}{number:03}",
        "id_number": identity + check_character(identity + "0"),
        "certificate_number": person["certificate_number"] and f"{person['certificate_number']}{number:03}",
    }


@cache
def plain_model(section: type[Section]) -> type[BaseModel]:
    """A plain pydantic model with a section's fields, of one who only wants the values."""
    fields: dict[str, Any] = {}
    for name, info in section.model_fields.items():
        reading = next(each for each in info.metadata if hasattr(each, "shape"))
        fields[name] = (_plain_field(info.annotation, reading), None)
    return create_model(section.__name__, **fields)


def _plain_field(annotation: Any, reading: Any) -> Any:
    match reading.shape:
        case "section":
            return plain_model(section_of(annotation)) | None
        case "rows":
            row = plain_model(section_of(annotation))
            return list[row | str] | None if row.__name__ == "Event" else list[row] | None
        case "values":
            return list[_plain_type(reading.value_type)] | None
        case "mapping":
            return dict[str, _plain_type(reading.value_type)] | None
        case _:
            return _plain_type(reading.value_type) | None


def _plain_type(value_type: ValueType) -> Any:
    if value_type.order == "number":
        return Decimal
    if value_type.order == "date":
        return date
    return {types.YES_NO: bool | str, types.PERIOD: str | dict[str, Any], types.RAW: Any}.get(value_type, str)
