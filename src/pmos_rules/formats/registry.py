"""The formats that a rule can name: `{format: uscc}` into a test of a text and words that describe it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from pmos_rules.formats import contact, resident_id, uscc


class Wording(NamedTuple):
    """One thing said in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Format:
    """A named test of one text in normal form.

    Where a text has the format just if it has the part named `part` and `rest` holds of it, a rule that reads
    the part as well need not look for it twice. `closing` computes the check character with which a text should
    end, or None where the text is none that has one.

    `title` is what such a text is called and `requires` what it must look like; both can stand after 应为 and
    "should be".
    """

    name: str
    title: Wording
    check: Callable[[str], bool]
    requires: Wording
    part: str | None = None
    rest: Callable[[str], bool] | None = None
    closing: Callable[[str], str | None] | None = None


_FORMATS: Final[dict[str, Format]] = {}

FORMATS: Final[Mapping[str, Format]] = MappingProxyType(_FORMATS)
"""Every known format by its name, in the order in which they were registered."""


def register_format(form: Format) -> Format:
    """Make a format known to the rule language.

    Raises ValueError where another format already has the name: the meaning of a published rule must not
    change with what else happens to be installed.
    """
    if _FORMATS.setdefault(form.name, form) != form:
        raise ValueError(f"a format named `{form.name}` is already registered")
    return form


for _form in (
    Format(
        "uscc_text",
        Wording("统一社会信用代码", "a unified social credit code"),
        uscc.is_shaped,
        Wording(
            "18 位数字或大写字母（不含 I、O、S、V、Z）",
            "18 digits or capital letters other than I, O, S, V and Z",
        ),
    ),
    Format(
        "uscc",
        Wording(
            "校验位正确的统一社会信用代码", "a unified social credit code with the right check character"
        ),
        uscc.is_valid,
        Wording("末位与前 17 位相符的 18 位代码", "18 characters of which the last agrees with the first 17"),
        closing=uscc.check_character,
    ),
    Format(
        "resident_id",
        Wording("居民身份证号", "a resident identity number"),
        resident_id.is_valid,
        Wording(
            "18 位、出生日期存在且校验位正确的号码",
            "18 characters with a birth date that exists and the right check character",
        ),
        part="birth_date",
        rest=resident_id.closes,
    ),
    Format(
        "cn_mobile",
        Wording("手机号码", "a mobile number"),
        contact.is_mobile,
        Wording("以 13 至 19 开头的 11 位数字", "11 digits that begin with 13 to 19"),
    ),
    Format(
        "email",
        Wording("电子邮箱地址", "an e-mail address"),
        contact.is_email,
        Wording("“用户名@域名”的形式，域名含“.”", "a name, one @ and a domain with a dot"),
    ),
    Format(
        "cn_postcode",
        Wording("邮政编码", "a postcode"),
        contact.is_postcode,
        Wording("6 位数字", "6 digits"),
    ),
):
    register_format(_form)
