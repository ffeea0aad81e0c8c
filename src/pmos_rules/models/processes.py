"""What happens to a dossier: events, reviews, tickets, work orders, contracts and confirmations."""

from typing import ClassVar

from pmos_rules.models.fields import (
    Code,
    Date,
    EndDate,
    Money,
    Name,
    Periods,
    PersonalCode,
    Rows,
    Text_,
    TextByName,
    Uscc,
    YesNo,
    field,
)
from pmos_rules.models.section import Section


class Event(Section):
    """Something that happened (办理事件): a mapping, or its bare name where nobody says who did it."""

    BARE: ClassVar[str | None] = "event"

    event: Text_ = field("事件")
    by: Text_ = field("操作人")
    at: Date = field("发生日期")


class Review(Section):
    """The trading centre's review (审核)."""

    status: Text_ = field("审核状态")
    at: Date = field("审核日期")


class Bond(Section):
    """A performance bond or insurance (履约保函、保险)."""

    type: Text_ = field("担保类型")
    amount: Money = field("担保金额")
    valid_to: EndDate = field("有效期至", "失效日期")


class BindingParty(Section):
    """A retailer or consumer that is bound to the other (绑定双方)."""

    name: Name = field("企业名称", "名称")
    uscc: Uscc = field("统一社会信用代码")
    account_state: Text_ = field("账号状态")
    consumer_type: Text_ = field("用户类型")


class WorkOrder(Section):
    """Another work order about the same resource (工单)."""

    number: Code = field("工单号")
    name: Text_ = field("工单名称")
    status: Text_ = field("工单状态", "处理状态")


class Resource(Section):
    """The distributed resource that is to be aggregated (分布式新能源)."""

    name: Name = field("分布式新能源名称", "名称")
    uscc: Uscc = field("统一社会信用代码")
    aggregated: YesNo = field("是否聚合")
    effective_periods: Periods = field("聚合周期")
    other_orders: Rows[WorkOrder] = field("其他工单")


class Ticket(Section):
    """The number drawn in the trading hall (取号)."""

    allocated: YesNo = field("已分配号码")
    confirmed: YesNo = field("已确认取号")
    sent: YesNo = field("已发送至手机")
    phone: PersonalCode = field("手机号", "手机号码")
    contact_name: Name = field("授权联系人", "姓名")


class Contract(Section):
    """The contract as it is filled in online (聚合合同)."""

    fields: TextByName = field("合同填写项", "填写项")


class Confirmation(Section):
    """The other party's answer (分布式新能源确认)."""

    by: Text_ = field("确认方")
    decision: Text_ = field("确认意见", "意见")
    reason: Text_ = field("不同意原因", "原因")
    at: Date = field("确认日期")
