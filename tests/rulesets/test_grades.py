"""A rule whose severity depends on the dossier has the one that its statement says."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pmos_rules.language.nodes import to_plain
from pmos_rules.language.reader import read_yaml
from pmos_rules.source import SourceText
from pmos_rules.strategies.edits import Edit, apply
from tests.built_in import ruleset

DOSSIERS = Path(__file__).parents[2] / "rulesets" / "hubei" / "cases" / "dossiers"
AS_OF = date(2026, 11, 21)


class Grade(NamedTuple):
    """A change to a base dossier, and the severity with which a rule then fails."""

    sentence: str
    rule: str
    severity: str
    change: Mapping[str, Any] = {}
    remove: tuple[str, ...] = ()
    base: str = "hb_retailer"


GRADES = [
    Grade("a notice that nobody mentions", "hubei.notice.read_and_accept", "warning", remove=("notice_accepted",)),
    Grade("a notice that is not accepted", "hubei.notice.read_and_accept", "error", {"notice_accepted": False}),
    Grade("a licence number missing without a grid", "hubei.retailer.required.business.licence_number", "warning",
          remove=("business.licence_number",)),
    Grade("a licence number missing with a grid", "hubei.retailer.required.business.licence_number", "error",
          remove=("business.licence_number",), base="hb_retailer_grid"),
    Grade("a licence date missing without a grid", "hubei.retailer.required.business.licence_valid_to", "warning",
          remove=("business.licence_valid_to",)),
    Grade("a licence date missing with a grid", "hubei.retailer.required.business.licence_valid_to", "error",
          remove=("business.licence_valid_to",), base="hb_retailer_grid"),
    Grade("no licence file without a grid", "hubei.retailer.attachment.power_licence", "warning", remove=("attachments.8",)),
    Grade("no licence file with a grid", "hubei.retailer.attachment.power_licence", "error", remove=("attachments.8",),
          base="hb_retailer_grid"),
    Grade("no licence file and no type", "hubei.retailer.attachment.power_licence", "warning",
          remove=("attachments.8", "basic.retailer_type")),
    Grade("an expired licence without a grid", "national.lifecycle.material_valid", "warning",
          {"business.licence_valid_to": "2026-11-20"}),
    Grade("an expired licence with a grid", "national.lifecycle.material_valid", "error",
          {"business.licence_valid_to": "2026-11-20"}, base="hb_retailer_grid"),
    Grade("an expired operating period without a grid", "national.lifecycle.material_valid", "error",
          {"basic.operating_period": "2018-01-01至2026-11-20"}),
    Grade("neither word in the business scope", "hubei.retailer.business_scope", "error", {"basic.business_scope": "电力工程施工"}),
    Grade("the words inside another in the business scope", "hubei.retailer.business_scope", "warning",
          {"basic.business_scope": "零售电子产品；出售电影票"}),
    Grade("a share of nothing", "hubei.retailer.shareholder_ratio_range", "warning", {"shareholders.0.percent": "0"}),
    Grade("a negative share", "hubei.retailer.shareholder_ratio_range", "error", {"shareholders.0.percent": "-10"}),
    Grade("an intermediate title short and no senior one to spare", "hubei.retailer.staff_intermediate_no_grid", "error",
          {"staff.3.professional_title": "无"}),
    Grade("an intermediate title short and a senior one to spare", "hubei.retailer.staff_intermediate_no_grid", "warning",
          {"staff.3.professional_title": "高级会计师"}),
    Grade("intermediate titles short without any senior one", "hubei.retailer.staff_intermediate_no_grid", "error",
          {"staff.0.professional_title": "无", "staff.3.professional_title": "无"}),
    Grade("an intermediate title short with a grid", "hubei.retailer.staff_intermediate_with_grid", "error",
          {"staff.6.professional_title": "无"}, base="hb_retailer_grid"),
    Grade("a senior title to spare with a grid", "hubei.retailer.staff_intermediate_with_grid", "warning",
          {"staff.6.professional_title": "高级工程师"}, base="hb_retailer_grid"),
    Grade("somebody listed as senior and as intermediate who is one person", "hubei.retailer.staff_intermediate_no_grid", "error",
          {"staff.1.id_number": "110101198001151016", "staff.3.professional_title": "无"}),
    Grade("a user name with Chinese characters that is not the full name", "hubei.account.user_name_han", "info",
          {"account.user_name": "示例售电2"}),
    Grade("a user name without Chinese characters", "hubei.account.user_name_han", "error", {"account.user_name": "HB Power"}),
    Grade("an image by another name", "hubei.file.pdf_content", "error", {"attachments.1.head": "hex:FFD8FFE0"}),
    Grade("a PDF that does not open", "hubei.file.pdf_content", "error", {"attachments.1.opens": False}),
    Grade("a PDF that needs a password", "hubei.file.pdf_content", "warning",
          {"attachments.1.opens": False, "attachments.1.encrypted": True}),
    Grade("a PDF that is encrypted and opens", "hubei.file.pdf_content", "warning",
          {"attachments.1.opens": True, "attachments.1.encrypted": True, "attachments.1.pages": 1}),
    Grade("a PDF without pages", "hubei.file.pdf_content", "warning",
          {"attachments.1.opens": True, "attachments.1.encrypted": False, "attachments.1.pages": 0}),
    Grade("a capital that cannot be read", "common.number.parse", "error", {"business.total_assets": "两亿"}),
    Grade("a share that cannot be read", "common.number.parse", "error", {"shareholders.0.percent": "六成"}),
    Grade("a file size that cannot be read", "common.number.parse", "error", {"attachments.1.size_bytes": "不详"}),
    Grade("an age that cannot be read", "common.number.parse", "warning", {"staff.0.age": "四十六"}),
    Grade("a founding date that cannot be read", "common.date.parse", "error", {"business.founded_on": "去年"}),
    Grade("an operating period that cannot be read", "common.date.parse", "error", {"basic.operating_period": "三十年"}),
    Grade("a hiring date that cannot be read", "common.date.parse", "warning", {"staff.0.hired_on": "2020年夏"}),
    Grade("a licence date that cannot be read without a grid", "common.date.parse", "warning",
          {"business.licence_valid_to": "2038-02-30"}),
    Grade("a licence date that cannot be read with a grid", "common.date.parse", "error",
          {"business.licence_valid_to": "2038-02-30"}, base="hb_retailer_grid"),
    Grade("a certificate's date that cannot be read", "common.date.parse", "error",
          {"account.certificate": {"authority": "CFCA", "valid_to": "明年"}}),
    Grade("a licence that cannot be read of a generator", "common.date.parse", "error", {"business.licence_valid_to": "2038-02-30"},
          base="hb_generator"),
    Grade("a licence that cannot be read of an exempt generator", "common.date.parse", "warning",
          {"business.licence_valid_to": "2038-02-30"}, base="hb_generator_exempt"),
    Grade("an expected date that cannot be read", "common.date.parse", "warning", {"business.licence_expected_date": "明年"},
          base="hb_generator_in_process"),
    Grade("a number of units that cannot be read", "common.number.parse", "warning", {"declared_unit_count": "一台"},
          base="hb_generator"),
    Grade("an expired licence of a generator", "national.lifecycle.material_valid", "error",
          {"business.licence_valid_to": "2026-11-20"}, base="hb_generator"),
    Grade("an expired licence of an exempt generator", "national.lifecycle.material_valid", "warning",
          {"business.licence_valid_to": "2026-11-20"}, base="hb_generator_exempt"),
    Grade("a notice that a consumer does not accept", "hubei.notice.read_and_accept", "error", {"notice_accepted": False},
          base="hb_consumer"),
    Grade("no old licence beside a merged certificate", "hubei.generator.attachment.business_licence", "warning",
          remove=("attachments.0",), base="hb_generator"),
    Grade("no tax certificate beside a merged certificate", "hubei.generator.attachment.tax_cert", "warning",
          remove=("attachments.3",), base="hb_generator"),
    Grade("no old licence beside what lies in the slot for merged certificates", "hubei.generator.attachment.business_licence",
          "warning", remove=("attachments.0", "attachments.2", "attachments.3", "attachments.4.material"), base="hb_generator"),
    Grade("no old licence and no merged certificate", "hubei.generator.attachment.business_licence", "error",
          remove=("attachments.0", "attachments.2", "attachments.3", "attachments.4"), base="hb_generator"),
    Grade("no merged certificate anywhere", "hubei.generator.attachment.uscc_cert", "error",
          remove=("attachments.0", "attachments.2", "attachments.3", "attachments.4"), base="hb_generator"),
    Grade("a merged certificate of a company whose code is wrong", "hubei.generator.attachment.org_code_cert", "error",
          {"business.uscc": "91420500MA4F7G1H5X"}, remove=("attachments.2",), base="hb_generator"),
    Grade("no proof of exemption", "hubei.generator.exemption_proof", "error", remove=("attachments.1",),
          base="hb_generator_exempt"),
    Grade("some other file as proof of exemption", "hubei.generator.exemption_proof", "warning",
          {"attachments.1.material": "情况说明"}, base="hb_generator_exempt"),
    Grade("a unit without its approval", "hubei.generator.unit_attachment.construction_approval", "error",
          remove=("units.0.attachments.0",), base="hb_generator"),
    Grade("a unit with an explanation instead of its approval", "hubei.generator.unit_attachment.construction_approval",
          "warning", {"units.0.attachments.0.material": "情况说明"}, base="hb_generator"),
    Grade("an archive upside down", "national.shandong.entity_model", "warning",
          {"archive_nodes": [{"id": "P1", "level": "项目", "parent": "U1"}, {"id": "U1", "level": "机组"}]}, base="hb_generator"),
    Grade("an archive that skips a level", "national.shandong.entity_model", "info",
          {"archive_nodes": [{"id": "E1", "level": "主体"}, {"id": "U1", "level": "机组", "parent": "E1"}]}, base="hb_generator"),
]  # fmt: skip


def dossier(grade: Grade) -> dict[str, Any]:
    file = DOSSIERS / f"{grade.base}.yaml"
    node, faults = read_yaml(SourceText(file.name, file.read_text("utf-8")))
    assert node is not None
    assert faults == []
    base: Any = to_plain(node)
    setting = (Edit("set", path, value) for path, value in grade.change.items())
    return apply((*setting, *(Edit("remove", path) for path in grade.remove)), base)


@pytest.mark.parametrize("grade", GRADES, ids=lambda grade: grade.sentence)
def test_a_rule_weighs_as_much_as_its_statement_says(grade: Grade) -> None:
    report = ruleset("hubei").evaluate(dossier(grade), as_of=AS_OF)
    assert [found.severity.value for found in report.failures if found.rule == grade.rule] == [grade.severity]
