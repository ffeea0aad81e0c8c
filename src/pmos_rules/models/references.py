"""What the caller may know besides the dossier: reference sets, and what other systems and documents say."""

from pmos_rules.models.applicant import BasicInformation, BusinessInformation, Contact
from pmos_rules.models.attachments import Attachment
from pmos_rules.models.facilities import NetworkLevel, Unit
from pmos_rules.models.fields import NameByCode, Names, One, Raw, Regions, Rows, Texts, YesNo, field
from pmos_rules.models.people import Shareholder, StaffMember
from pmos_rules.models.section import Section


class Reference(Section):
    """Reference sets (参照数据). A set that is absent is unknown; one that is given but empty is given.

    Where a caller has an object to ask instead of a set, each field names the method that answers for it.
    """

    taken_logins: Texts = field("已占用登录名", supplied=True, asks="login_taken")
    catalog: Names = field("准入目录", supplied=True, asks="in_catalog")
    authorised_contacts: Names = field("授权联系人名单", supplied=True, asks="contact_authorised")
    dispatch_names: NameByCode = field("调度简称名录", supplied=True, asks="dispatch_name")
    regions: Regions = field("地理区域名录", supplied=True, asks="region")
    # One answer about this dossier, where the others are sets: who asks sends three things, and gets a yes or no.
    identity_confirmed: YesNo = field("姓名、身份证号、手机号码核验", supplied=True)


class PartialDossier(Section):
    """The parts of a dossier that a document or another system speaks of."""

    basic: One[BasicInformation] = field("基本信息")
    business: One[BusinessInformation] = field("商务信息")
    contact: One[Contact] = field("联系信息")
    shareholders: Rows[Shareholder] = field("股东信息")
    staff: Rows[StaffMember] = field("从业人员", "从业人员信息")
    distribution_network: Rows[NetworkLevel] = field("配电网基本信息")
    attachments: Rows[Attachment] = field("附件信息", "附件")
    units: Rows[Unit] = field("用电单元", "机组信息", "机组")


class SharedInformation(Section):
    """What trading centres share about a retailer (共享信息)."""

    business_licence: Raw = field("营业执照")
    staff: Rows[StaffMember] = field("从业人员", "从业人员信息")
    premises: Raw = field("经营场所", "场所")
