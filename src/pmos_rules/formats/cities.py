"""A city's name into the level at which it stands, from a table: the one ending that does not tell.

Of a region that ends in 区, 县 or 旗 the name says that nothing is below it; 市 ends the names of prefectures
(宜昌市) as well as of what lies in them (枝江市). `cities.csv` holds every 市 below the provinces since 1981
with its code and the years in which it was in use, taken from the yearly codes of the Ministry of Civil
Affairs as collected, under CC0, in https://github.com/yescallop/areacodes (commit eed219a of 2025-11-04).
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

CityLevel = Literal["prefecture", "undivided", "county"]
"""`undivided` is a prefecture-level city without districts, such as 东莞市."""

# What may stand before a city's own name.
_AROUND: Final = ("", "省", "自治区", "市", "州", "盟", "地区", "行政区划")


@lru_cache(maxsize=1)
def cities() -> Mapping[str, CityLevel]:
    """Every city by its name, at the level where it stands or stood last."""
    table = files("pmos_rules.formats").joinpath("cities.csv").read_text("utf-8")
    rows = [line.split(",") for line in table.splitlines()[1:]]
    latest: dict[str, tuple[str, str]] = {}
    for _, _, name, level, _, until in rows:
        latest[name] = max(latest.get(name, ("", "")), (until or "in use", level))
    return {name: level for name, (_, level) in latest.items()}  # type: ignore[misc]  # the table has no others


def city_level(region: str) -> CityLevel | None:
    """The level of the city that a region's name ends with; None for one that is not in the table.

    >>> [city_level(name) for name in ("湖北省宜昌市", "湖北省宜昌市枝江市", "广东省东莞市", "某市")]
    ['prefecture', 'county', 'undivided', None]
    """
    known = cities()
    for start in range(len(region)):
        name = region[start:]
        if name in known and any(_ends(region[:start], around) for around in _AROUND):
            return known[name]
    return None


def _ends(before: str, around: str) -> bool:
    return before.endswith(around) if around else not before
