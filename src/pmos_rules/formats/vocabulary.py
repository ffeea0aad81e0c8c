"""The words by which market, kind and stage are known: Chinese names into the code's names."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pmos_rules.formats.normalise import as_typed, trim
from pmos_rules.formats.values import Given, Unreadable

MARKETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "北京": "beijing", "天津": "tianjin", "河北": "hebei", "冀北": "jibei", "山西": "shanxi",
        "山东": "shandong", "蒙东": "mengdong", "蒙西": "mengxi",
        "辽宁": "liaoning", "吉林": "jilin", "黑龙江": "heilongjiang",
        "上海": "shanghai", "江苏": "jiangsu", "浙江": "zhejiang", "安徽": "anhui", "福建": "fujian",
        "湖北": "hubei", "湖南": "hunan", "河南": "henan", "江西": "jiangxi", "四川": "sichuan",
        "重庆": "chongqing", "陕西": "shaanxi", "甘肃": "gansu", "青海": "qinghai", "宁夏": "ningxia",
        "新疆": "xinjiang", "西藏": "xizang", "广东": "guangdong", "广西": "guangxi", "云南": "yunnan",
        "贵州": "guizhou", "海南": "hainan",
    }
)  # fmt: skip
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "售电公司": "retailer",
        "电力用户": "consumer",
        "发电企业": "generator",
        "售电公司绑定零售用户": "binding",
        "绑定零售用户": "binding",
        "分布式新能源聚合": "aggregation",
    }
)
STAGES: Final[Mapping[str, str]] = MappingProxyType({"保存": "save", "提交": "submit", "交易": "trade"})

_SUFFIXES: Final = ("有限公司", "电力交易中心", "省", "市")


def read_market(raw: object) -> str | Unreadable | None:
    """A market: `hubei`, 湖北, 湖北省 or 湖北电力交易中心有限公司; another text stays as it is."""
    typed = as_typed(raw)
    if not isinstance(typed, str):
        return typed
    name = trim(typed)
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return _read(typed, MARKETS.get(name))


def read_kind(raw: object) -> str | Unreadable | None:
    """A kind of filing: `retailer` or 售电公司; another text stays as it is."""
    return _read_word(raw, KINDS)


def read_stage(raw: object) -> str | Unreadable | None:
    """A stage: `submit` or 提交; another text stays as it is."""
    return _read_word(raw, STAGES)


def _read_word(raw: object, words: Mapping[str, str]) -> str | Unreadable | None:
    typed = as_typed(raw)
    return _read(typed, words.get(trim(typed))) if isinstance(typed, str) else typed


def _read(typed: str, known: str | None) -> str | None:
    word = known or trim(typed)
    if word.isascii():
        word = word.lower()
    if not word:
        return None
    return word if word == typed else Given(word, typed)
