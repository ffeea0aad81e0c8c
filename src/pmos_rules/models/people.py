"""The lists of people and shareholders: 股东信息 and 从业人员."""

from pmos_rules.models.fields import Code, Count, Date, Name, Percent, ResidentId, Text_, field
from pmos_rules.models.section import Section


class Shareholder(Section):
    """One shareholder (股东)."""

    name: Name = field("股东名称", "名称")
    percent: Percent = field("持股比例", "持股比率", "持股比例(%)", "持股比例（%）")


class StaffMember(Section):
    """One member of staff (从业人员)."""

    name: Name = field("姓名")
    position: Text_ = field("职务")
    age: Count = field("年龄")
    education: Text_ = field("学历")
    professional_title: Text_ = field("职称", "专业技术职称")
    experience: Text_ = field("工作经历", "经历")
    hired_on: Date = field("入职日期")
    id_number: ResidentId = field("身份证号", "身份证号码")
    id_type: Text_ = field("证件类型")
    certificate_number: Code = field("证书编号", "职称证书编号")
