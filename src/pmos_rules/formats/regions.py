"""A region's name into the level at which it stands, by the way it ends; and whether that is the lowest.

A name proves nothing about whether a region exists. `leaf` is the lowest level: a district, county, banner
or county-level city. A city that lies directly under its province (湖北省仙桃市) cannot be told from a
prefecture by its name and counts as `city`; `is_leaf` asks a table of cities.
"""

import re
from typing import Final, Literal

from pmos_rules.formats.cities import city_level

Level = Literal["province", "city", "leaf", "other"]

_PROVINCE: Final = re.compile(".*(?:省|自治区|特别行政区)|(?:北京|天津|上海|重庆)市?")
_CITY: Final = re.compile(".*(?:市辖区|省直辖县级行政区划|地区|自治州|盟)|(?:北京|天津|上海|重庆)市县")
_COUNTY_CITY: Final = re.compile(".*(?:市|州|盟|地区)[^市省]+市")
_LEAF: Final = re.compile(".*(?:区|县|旗)")
_CITY_ENDING: Final = re.compile(".*[市州]")
# Only what the ending of a name, or a municipality's own, is written with.
_SIMPLIFIED: Final = str.maketrans("區縣轄慶別", "区县辖庆别")


def level(region: str) -> Level:
    """`province`, `city`, `leaf`, or `other` where the ending says nothing.

    >>> [level(name) for name in ("重庆市", "重庆市市辖区", "重庆市渝北区", "湖北省武汉市", "渝北")]
    ['province', 'city', 'leaf', 'city', 'other']
    >>> [level(name) for name in ("重慶市", "重慶市市轄區", "重慶市渝北區", "重庆市县")]
    ['province', 'city', 'leaf', 'city']
    """
    region = region.translate(_SIMPLIFIED)
    if _PROVINCE.fullmatch(region):
        return "province"
    if _CITY.fullmatch(region):
        return "city"
    if _LEAF.fullmatch(region) or _COUNTY_CITY.fullmatch(region):
        return "leaf"
    return "city" if _CITY_ENDING.fullmatch(region) else "other"


def is_leaf(region: str) -> bool | None:
    """Whether a region has no other below it on the form; None where nothing tells.

    A functional area such as 两江新区 is one by its ending. A city that the table does not know is newer than
    the table, and taken for one only where it is written below a prefecture.

    >>> [is_leaf(name) for name in ("重庆市渝北区", "重庆市市辖区", "湖北省仙桃市", "湖北省武汉市", "渝北")]
    [True, False, True, False, None]
    """
    region = region.translate(_SIMPLIFIED)
    if not region.endswith("市") or _PROVINCE.fullmatch(region):
        return {"leaf": True, "other": None}.get(level(region), False)
    known = city_level(region)
    if known is not None:
        return known != "prefecture"
    return True if _COUNTY_CITY.fullmatch(region) else None
