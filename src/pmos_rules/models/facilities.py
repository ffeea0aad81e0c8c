"""What is built: the distribution network, the units that use or generate power, and their archive."""

from pmos_rules.models.attachments import Attachment
from pmos_rules.models.fields import Code, Count, Name, Rows, Text_, YesNo, field
from pmos_rules.models.section import Section


class NetworkLevel(Section):
    """The distribution network at one voltage (配电网基本信息)."""

    voltage_kv: Count = field("电压等级(kV)", "电压等级（kV）", "电压等级(KV)", "电压等级")
    substations: Count = field("变电站数量(座)", "变电站数量（座）", "变电站数量")
    transformers: Count = field("主变数量(台)", "主变数量（台）", "主变数量")
    capacity_mva: Count = field("主变容量(MVA)", "主变容量（MVA）", "主变容量")
    line_km: Count = field("线路长度(km)", "线路长度（km）", "线路长度(KM)", "线路长度")
    remark: Text_ = field("备注")


class Unit(Section):
    """A unit that uses power (用电单元) or generates it (机组)."""

    name: Name = field("单元名称", "用电单元名称", "机组名称")
    type: Text_ = field("单元类型", "用电单元类型", "机组类型")
    subtype: Text_ = field("机组子类型", "子类型")
    source: Text_ = field("生成方式")
    utility_account_number: Code = field("营销户号")
    query_password_supplied: YesNo = field("已提供查询密码")
    metering_point_number: Code = field("计量点编号")
    participates: YesNo = field("参加直接交易")
    high_energy_category: Text_ = field("高耗能行业类别", "高耗能类别")
    attachments: Rows[Attachment] = field("附件信息", "附件")


class ArchiveNode(Section):
    """A node of the archive of entities, sites, projects, units and accounts (档案节点)."""

    id: Code = field("编号")
    level: Text_ = field("层级")
    parent: Code = field("上级编号")
