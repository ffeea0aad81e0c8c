"""A type of value and choices → something valid that somebody would type there."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from pmos_rules.formats import resident_id, uscc
from pmos_rules.strategies.choices import Choices

Draw = Callable[[Choices, str, date], Any]
"""Choices, the keys that lead to the field, the date of the check → what is typed."""

_REGISTRARS: Final = ("91420100", "91500000", "91320000", "91110108", "91150400", "9142D100", "92420103")
_DIVISIONS: Final = ("110101", "420102", "420106", "500112", "320102", "150402", "440305")
_SURNAMES: Final = "张李王刘陈杨赵黄周吴徐孙马朱胡郭何高林罗欧司"
_GIVEN: Final = ("三", "四", "明", "华", "建国", "晓东", "丽", "子涵", "德江", "宇轩", "雅·买买提")
_PLACES: Final = ("湖北", "江汉", "重庆", "江苏", "蒙东", "长江", "三峡")
_WORDS: Final = ("示例", "星火", "远景", "阳光", "绿源", "恒信", "华能智慧", "光明低碳综合能源服务")
_TRADES: Final = ("售电有限公司", "电力有限公司", "能源有限公司", "发电有限责任公司", "科技(集团)股份有限公司")
_COMPANIES: Final = tuple(place + word + trade for trade in _TRADES for word in _WORDS for place in _PLACES)
_REGIONS: Final = (
    "湖北省武汉市江岸区", "重庆市渝北区", "江苏省南京市玄武区", "湖北省仙桃市", "内蒙古自治区赤峰市红山区",
)  # fmt: skip
_TEXTS: Final = ("示例", "见附件", "一般情况", "经营正常，无异常", "武昌区中南路 1 号", "第 2 项（补充）", "甲" * 60)
_HOSTS: Final = ("example.org", "pmos.example.cn", "www.example.com")
_MATERIALS: Final = ("材料", "证明", "说明")


def person(choices: Choices, key: str, as_of: date) -> str:
    """A person's name."""
    return choices.pick(_SURNAMES) + choices.pick(_GIVEN)


def company(choices: Choices, key: str, as_of: date) -> str:
    """A company's name in full, from ten to about twenty-five characters."""
    number = choices.number(0, len(_COMPANIES) - 1) + choices.serial()
    return _COMPANIES[number % len(_COMPANIES)]


def short_name(choices: Choices, key: str, as_of: date) -> str:
    """A company's short name."""
    return choices.pick(_PLACES) + choices.pick(_WORDS[:6])


def name(choices: Choices, key: str, as_of: date) -> str:
    """A name of whoever the field is about, as far as its key tells."""
    if key.endswith("short_name"):
        return short_name(choices, key, as_of)
    of_a_person = any(word in key for word in ("staff", "contact_name", "legal_rep", "person"))
    return (person if of_a_person else company)(choices, key, as_of)


def text(choices: Choices, key: str, as_of: date) -> str:
    """A few words, now and then many."""
    return choices.pick(_TEXTS)


def code(choices: Choices, key: str, as_of: date) -> str:
    """A code of letters and digits."""
    letters = choices.pick("ABCXYZ0123456789") + choices.pick("ABCXYZ0123456789")
    return f"{letters}{choices.number(10, 99999999) + choices.serial()}"


def credit_code(choices: Choices, key: str, as_of: date) -> str:
    """A unified social credit code: check characters of the whole and of the organisation code in it are right."""
    body = choices.pick(_REGISTRARS) + with_check(_organisation(choices.number(0, 20**8 - 1) + choices.serial()))
    return next(body + last for last in uscc.ALPHABET if uscc.is_valid(body + last))


def _organisation(number: int) -> str:
    """Eight characters for a number."""
    return "".join(uscc.ALPHABET[number // 20**place % 20] for place in range(7, -1, -1))


def with_check(organisation: str) -> str:
    """Eight characters and the check character of GB 11714.

    >>> with_check("MA4K2B3C"), with_check("00000000")
    ('MA4K2B3C0', '000000000')
    """
    weighed = zip((3, 7, 9, 10, 5, 8, 4, 2), organisation, strict=True)
    rest = -sum(weight * int(character, 36) for weight, character in weighed) % 11
    return organisation + "0123456789X"[rest]


def identity_number(choices: Choices, key: str, as_of: date) -> str:
    """A resident identity number of somebody of working age, with the right check character."""
    born = as_of - timedelta(days=choices.number(20 * 366, 64 * 365))
    body = f"{choices.pick(_DIVISIONS)}{born:%Y%m%d}{(choices.number(1, 999) + choices.serial()) % 1000:03}"
    return next(body + last for last in "0123456789X" if resident_id.closes(body + last))


def secret(choices: Choices, key: str, as_of: date) -> str:
    """A password of letters, digits and signs."""
    return choices.pick(("Ab1!", "xY7#", "示1a_")) + str(choices.number(0, 99999)) + choices.pick("!@#$%^&*-_")


def money(choices: Choices, key: str, as_of: date) -> str:
    """An amount, whole or with decimals, now and then none or a very large one."""
    scale = choices.pick((0, 2, 4))
    return _decimal(choices.number(0, choices.pick((100, 20_000, 10**9))), scale)


def percent(choices: Choices, key: str, as_of: date) -> str:
    """A percentage from 0.01 to 100."""
    return _decimal(choices.number(1, 10_000), 2)


def _decimal(number: int, scale: int) -> str:
    return f"{Decimal(number).scaleb(-scale).normalize():f}"


def count(choices: Choices, key: str, as_of: date) -> int:
    """A whole number."""
    return choices.number(1, choices.pick((9, 99, 1_000_000)))


def day(choices: Choices, key: str, as_of: date) -> str:
    """A day before, on or after the date of the check, written in one of the ways that are read."""
    days = choices.pick((0, -1, 1, -30, 30, -365, 365, -3650, 3650)) + choices.number(0, 20)
    return _written(as_of + timedelta(days=days), choices)


def _written(when: date, choices: Choices) -> str:
    form = choices.pick(("{0}", "{0}", "{0}", "{0:%Y}年{0.month}月{0.day}日", "{0:%Y/%m/%d}", "{0:%Y%m%d}"))
    return form.format(when)


def last_day(choices: Choices, key: str, as_of: date) -> str:
    """A day on which something ends, or 长期."""
    return "长期" if choices.chance(4) else day(choices, key, as_of)


def period(choices: Choices, key: str, as_of: date) -> str:
    """A first and a last day."""
    first = as_of - timedelta(days=choices.number(0, 7000))
    last = choices.pick(("长期", f"{as_of + timedelta(days=choices.number(0, 7000))}"))
    return f"{first}{choices.pick(('至', '~', ' 至 '))}{last}"


def yes_no(choices: Choices, key: str, as_of: date) -> bool | str:
    """Yes or no, as a truth value or in words."""
    written: tuple[bool | str, ...] = (True, False, "是", "否")
    return choices.pick(written)


def url(choices: Choices, key: str, as_of: date) -> str:
    """An address of a page."""
    return f"{choices.pick(('https', 'http'))}://{choices.pick(_HOSTS)}/"


def file_name(choices: Choices, key: str, as_of: date) -> str:
    """A name of a PDF file."""
    return f"{short_name(choices, key, as_of)}_{choices.pick(_MATERIALS)}.{choices.pick(('pdf', 'PDF'))}"


def region(choices: Choices, key: str, as_of: date) -> str:
    """A region down to its lowest level."""
    return choices.pick(_REGIONS)


TYPES: Final[Mapping[str, Draw]] = {
    "name": name,
    "text": text,
    "code": code,
    "uscc": credit_code,
    "resident_id": identity_number,
    "secret": secret,
    "money": money,
    "percent": percent,
    "count": count,
    "date": day,
    "end_date": last_day,
    "period": period,
    "yes_no": yes_no,
    "url": url,
    "file_name": file_name,
    "region": region,
}
"""By the name of a type; of what is read as it stands there is nothing to say."""


def of_classes(classes: Iterable[str], choices: Choices) -> str:
    """A short word with characters of each class, and of no other."""
    return "".join(choices.pick(_OF_CLASS[name]) + str(choices.number(1, 999)) * (name == "digit") for name in classes)


_OF_CLASS: Final = {
    "han": ("示例", "汉字", "用户名"),
    "latin": ("hb", "sales", "Hubei"),
    "digit": ("0", "1", ""),
    "ascii_symbol": ("_", "!", "#-"),
}


def mobile(choices: Choices, key: str, as_of: date) -> str:
    """A mobile number."""
    return f"1{choices.number(3, 9)}{choices.number(0, 999_999_999):09}"


def email(choices: Choices, key: str, as_of: date) -> str:
    """An e-mail address."""
    return f"{choices.pick(('a', 'office', 'sales.01'))}@{choices.pick(_HOSTS)}"


def postcode(choices: Choices, key: str, as_of: date) -> str:
    """A postcode."""
    return f"{choices.number(10000, 859999):06}"


FORMATS: Final[Mapping[str, Draw]] = {
    "uscc": credit_code,
    "uscc_text": credit_code,
    "resident_id": identity_number,
    "cn_mobile": mobile,
    "email": email,
    "cn_postcode": postcode,
}
"""By the name of a registered format; of others its examples are taken."""
