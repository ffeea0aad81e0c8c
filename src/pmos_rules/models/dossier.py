"""A mapping into a dossier: all that is submitted for one filing (申报档案), in normal form."""

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator

from pmos_rules.formats.normalise import sanitise
from pmos_rules.models.applicant import (
    Account,
    BasicInformation,
    BusinessInformation,
    Contact,
    Initiator,
    LegalRepresentativeAuthorisation,
)
from pmos_rules.models.attachments import Attachment, Upload
from pmos_rules.models.commas import commas
from pmos_rules.models.direct_reading import read_at_once
from pmos_rules.models.facilities import ArchiveNode, NetworkLevel, Unit
from pmos_rules.models.fields import (
    Code,
    Codes,
    Count,
    Date,
    EndDate,
    Kind,
    Market,
    One,
    PeriodOfDays,
    PersonalText,
    Rows,
    Stage,
    Text_,
    Texts,
    Url,
    YesNo,
    field,
)
from pmos_rules.models.json_reading import encoded, read_json
from pmos_rules.models.labels import in_english
from pmos_rules.models.notes import NOTES, Note
from pmos_rules.models.people import Shareholder, StaffMember
from pmos_rules.models.processes import (
    BindingParty,
    Bond,
    Confirmation,
    Contract,
    Event,
    Resource,
    Review,
    Ticket,
)
from pmos_rules.models.references import PartialDossier, Reference, SharedInformation
from pmos_rules.models.renoting import note_sections
from pmos_rules.models.section import Section


class Dossier(Section):
    """All that is submitted for one filing (申报档案).

    It takes any mapping, in English keys or in the Chinese labels of the form, and never complains of what
    stands in it: what cannot be read is kept as `Unreadable` for the rules to judge. Only what is no mapping
    at all is refused, with pydantic's ValidationError.
    """

    market: Market = field("交易中心")
    kind: Kind = field("申报类型", "市场成员类型")
    stage: Stage = field("办理环节")
    as_of: Date = field("评估日期")
    submitted_at: Date = field("提交日期")
    notice_accepted: YesNo = field("已阅读注册须知并同意条款", "注册须知")
    portal_url: Url = field("平台网址")

    account: One[Account] = field("账户信息", "账号信息", "帐号信息")
    accounts: Rows[Account] = field("账号列表")
    basic: One[BasicInformation] = field("基本信息")
    business: One[BusinessInformation] = field("商务信息")
    contact: One[Contact] = field("联系信息")
    shareholders: Rows[Shareholder] = field("股东信息")
    staff: Rows[StaffMember] = field("从业人员", "从业人员信息")
    distribution_network: Rows[NetworkLevel] = field("配电网基本信息")
    attachments: Rows[Attachment] = field("附件信息", "附件")
    units: Rows[Unit] = field("单元信息", "用电单元", "机组信息", "机组")
    declared_unit_count: Count = field("申报机组数")
    declared_accounts: Codes = field("申报营销户号")
    legal_rep_authorisation: One[LegalRepresentativeAuthorisation] = field("法定代表人授权")
    review: One[Review] = field("审核信息")
    bond: One[Bond] = field("履约保函、保险", "履约保函")

    initiator: One[Initiator] = field("发起方")
    retailer: One[BindingParty] = field("售电公司")
    consumer: One[BindingParty] = field("零售用户")
    effective_from: Date = field("生效日期")
    effective_to: EndDate = field("失效日期")
    events: Rows[Event] = field("办理事件")
    status: Text_ = field("数据状态", "工单状态", "处理状态")

    mode: Text_ = field("参与方式")
    channel: Text_ = field("办理通道", "通道")
    resource: One[Resource] = field("分布式新能源")
    requested_period: PeriodOfDays = field("申请聚合周期")
    ticket: One[Ticket] = field("取号信息", "取号")
    contract: One[Contract] = field("聚合合同")
    counterparty_contact: PersonalText = field("对方授权联系人")
    order_number: Code = field("工单号")
    order_name: Text_ = field("工单名称")
    order_attachments: Texts = field("工单附件")
    confirmation: One[Confirmation] = field("分布式新能源确认", "确认信息")
    upload: One[Upload] = field("合同上传")

    reference: One[Reference] = field("参照数据")
    extracted: One[PartialDossier] = field("识别结果")
    synced: One[PartialDossier] = field("同步信息")
    shared_local: One[SharedInformation] = field("本地信息")
    shared_snapshot: One[SharedInformation] = field("共享信息")
    archive_nodes: Rows[ArchiveNode] = field("档案节点")

    @property
    def notes(self) -> frozenset[Note]:
        """What reading noticed of how the dossier was typed; empty for a clean one."""
        notes: frozenset[Note] = (self.__pydantic_private__ or {}).get("notes", frozenset())
        return notes

    @property
    def given(self) -> Mapping[str, Any]:
        """The mapping as it was given."""
        private = self.__pydantic_private__ or {}
        if "text" in private and "given" not in private:  # it was read at once, without the mapping
            private["given"] = read_json(private["text"])
        given: Mapping[str, Any] = private.get("given", {})
        return given

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, raw: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(raw, Mapping):
            return handler(raw)
        dossier, notes = _read_noting(raw, handler)
        if "extra" in notes and (english := in_english(cls, raw)) is not raw:
            dossier, notes = _read_noting(english, handler)
        # Declared private attributes would be set one by one through a slow path of pydantic's; copies and
        # pickles take these along all the same.
        object.__setattr__(dossier, "__pydantic_private__", {"notes": frozenset(notes), "given": raw})
        return dossier

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """A dossier from JSON text; numbers stay exact.

        Raises InputError where the text is no JSON, says one key twice, or is no mapping.
        """
        text = encoded(json_data)
        # A province's own fields may read otherwise from text than from Python values.
        dossier = cls._read_at_once(text) if cls is Dossier and not options else None
        return cls.model_validate(read_json(text), **options) if dossier is None else dossier

    @classmethod
    def _read_at_once(cls, text: bytes) -> Self | None:
        dossier, notes = read_at_once(cls, text)
        if dossier is None:
            return None
        private: dict[str, Any] = {"notes": frozenset(notes), "text": text}
        if notes or commas(dossier) != text.count(b","):
            private["given"] = given = read_json(text)  # raises where a key stands twice
            if "extra" in notes and in_english(cls, given) is not given:
                return None
        object.__setattr__(dossier, "__pydantic_private__", private)
        return dossier

    def __eq__(self, other: object) -> bool:
        """Whether two dossiers say the same; how each was typed takes no part."""
        if not isinstance(other, Dossier):
            return NotImplemented
        return self.__dict__ == other.__dict__ and self.__pydantic_extra__ == other.__pydantic_extra__


D = TypeVar("D", bound=Dossier)


def _read_noting(raw: Mapping[Any, Any], handler: ModelWrapValidatorHandler[D]) -> tuple[D, set[Note]]:
    notes: set[Note] = set()
    token = NOTES.set(notes)
    try:
        note_sections(raw.values())
        return handler(raw), notes
    except ValidationError:  # only a key that is no clean text can be the cause
        return handler({sanitise(str(key)): value for key, value in raw.items()}), notes
    finally:
        NOTES.reset(token)
