"""The parts of the form in which an applicant describes itself: 账户信息, 基本信息, 商务信息, 联系信息."""

from pmos_rules.models.fields import (
    Code,
    Date,
    EndDate,
    Kind,
    Money,
    Name,
    One,
    OrganisationCode,
    PeriodOfDays,
    PersonalCode,
    Region,
    ResidentId,
    Secret,
    Text_,
    Url,
    Uscc,
    YesNo,
    field,
)
from pmos_rules.models.section import Section


class Certificate(Section):
    """The digital certificate (数字证书) with which an account logs in."""

    authority: Text_ = field("发证机构")
    valid_to: EndDate = field("有效期至", "失效日期")


class Account(Section):
    """An account on the platform (账户信息)."""

    login_name: Text_ = field("登录名", "登录账号", "登陆名")
    user_name: Name = field("用户名")
    legal_rep_id: ResidentId = field("法人证件号码", "法人代表证件号码")
    legal_rep_id_type: Text_ = field("法人证件类型")
    password: Secret = field("密码")
    password_supplied: YesNo = field("已设密码")
    state: Text_ = field("账号状态")
    certificate: One[Certificate] = field("数字证书", "CFCA证书")
    real_name_verified: YesNo = field("实名认证", "已实名认证")
    legal_rep_authorised: YesNo = field("法定代表人授权", "法定代表人已授权")


class BasicInformation(Section):
    """基本信息, for every kind of applicant; each kind fills in what its form asks for."""

    full_name: Name = field("企业全称", "企业名称")
    short_name: Name = field("企业简称", "简称")
    region: Region = field("地理区域")
    address: Text_ = field("地址")
    retailer_type: Text_ = field("售电公司类型")
    business_types: Text_ = field("业务范围")
    industry: Text_ = field("所属行业")
    nature: Text_ = field("企业性质")
    operating_period: PeriodOfDays = field("营业期限")
    legal_rep_id: ResidentId = field("法人代表证件号")
    business_scope: Text_ = field("企业经营范围", "经营范围")
    consumer_type: Text_ = field("用户类型")
    dispatch_name: Name = field("调度简称")
    status: Text_ = field("状态")
    industry_nature: Text_ = field("行业性质")


class BusinessInformation(Section):
    """商务信息: registration, bank, capital and licence."""

    uscc: Uscc = field("统一社会信用代码")
    founded_on: Date = field("成立日期")
    legal_name: Name = field("法人名称")
    registered_address: Text_ = field("企业注册地址")
    legal_rep_name: Name = field("法人代表姓名")
    organisation_code: OrganisationCode = field("组织机构代码")
    bank_name: Name = field("开户银行")
    bank_account_name: Name = field("开户名称")
    bank_account_number: PersonalCode = field("开户账号", "账户账号")
    tax_number: Code = field("税务登记证号")
    registered_capital: Money = field("注册资本(万元)", "注册资本（万元）", "注册资本")
    total_assets: Money = field("资产总额(万元)", "资产总额（万元）", "资产总额")
    paid_in_capital: Money = field("实缴资本(万元)", "实缴资本（万元）", "实缴资本")
    pboc_institution_code: Code = field("人民银行机构信用代码", "中国人民银行机构信用代码")
    credit_report_number: Code = field("企业信用信息查询报告编号")
    licence_number: Code = field("电力业务许可证编号")
    licence_valid_from: Date = field("许可证生效日期")
    licence_valid_to: EndDate = field("许可证失效日期")
    licence_exempt: YesNo = field("许可证是否豁免")
    licence_expected_date: Date = field("豁免时间", "许可证预计取得日期")


class Contact(Section):
    """联系信息: how to reach the applicant."""

    postal_address: Text_ = field("通信地址", "通讯地址")
    postcode: Code = field("邮政编码")
    mobile: PersonalCode = field("手机号码")
    email: Text_ = field("电子邮件", "电子邮箱")
    contact_name: Name = field("联系人姓名")
    contact_title: Text_ = field("联系人职务")
    office_phone: Code = field("办公电话")
    fax: Code = field("传真")
    website: Url = field("网址")


class LegalRepresentativeAuthorisation(Section):
    """The legal representative's authorisation (法定代表人授权) for somebody to act."""

    real_name: YesNo = field("实名授权", "是否实名")
    authorised_at: Date = field("授权日期")


class Initiator(Section):
    """Who starts a process (发起方)."""

    kind: Kind = field("发起方类型")
    role: Text_ = field("发起方角色")
    name: Name = field("发起方名称")
