"""The name of a pack and its market → the files of a complete distribution of it, ready to be installed."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from string import Template

from pmos_rules.errors import InputError
from pmos_rules.formats.vocabulary import MARKETS
from pmos_rules.language.decoding import child
from pmos_rules.language.json_schema import FILES as SCHEMAS
from pmos_rules.language.json_schema import as_text
from pmos_rules.language.nodes import ScalarNode
from pmos_rules.language.reader import read_yaml
from pmos_rules.packs.installed import MANIFEST, installed_packs
from pmos_rules.source import SourceText, read_source

_BASES = ("common", "national")
_NAME = re.compile(r"[a-z](?:[a-z0-9_]{0,38}[a-z0-9])?")  # as in the language; no distribution ends with a hyphen
_CALENDAR = re.compile(r"(?P<year>20[0-9]{2})\.[0-9]+")
_CHINESE: Mapping[str, str] = {market: name for name, market in MARKETS.items()}

# What each file of the distribution is made from, a template in the folder `skeleton`.
_FILES: Mapping[str, str] = {
    ".github/workflows/rules.yml": "workflow.yml",
    ".gitignore": "gitignore",
    "README.md": "README.md",
    "pyproject.toml": "pyproject.toml",
    "tests/test_cases.py": "test_cases.py",
    "{module}/__init__.py": "package.py",
    "{module}/{pack}/pack.yaml": "pack.yaml",
    "{module}/{pack}/retailer.yaml": "retailer.yaml",
    "{module}/{pack}/cases/retailer.yaml": "cases.yaml",
    "{module}/{pack}/cases/dossiers/{pack}_retailer.yaml": "dossier.yaml",
}


class _Template(Template):
    """`§{name}`: YAML has the braces, the rule language the dollar, and a percent sign stands in many a rule."""

    delimiter = "§"


def new_pack(pack: str, market: str, *, today: date) -> Mapping[str, str]:
    """The text of each file of a new distribution, by its path below the distribution's folder.

    Raises InputError where the pack or the market cannot be called so, or is there already.
    """
    _refuse_bad_names(pack, market)
    _refuse_known_names(pack, market)
    words = _words(pack, market, today)
    made = {path.format_map(words): _filled(template, words) for path, template in _FILES.items()}
    made |= {f"{words['module']}/{name}": text for name, text in schemas().items()}
    return dict(sorted(made.items()))


def schemas() -> Mapping[str, str]:
    """The JSON Schemas by which editors complete what is typed, by the name of the file."""
    return {name: as_text(make()) for name, make in SCHEMAS.items()}


def distribution_of(pack: str) -> str:
    """What the distribution of a pack is called, and its folder."""
    return "pmos-rules-" + pack.replace("_", "-")


def _filled(template: str, words: Mapping[str, str]) -> str:
    text = files("pmos_rules.packs").joinpath("skeleton", f"{template}.template").read_text("utf-8")
    return _Template(text).substitute(words)


def _words(pack: str, market: str, today: date) -> dict[str, str]:
    """What the templates are filled with."""
    return {
        "pack": pack,
        "market": market,
        "module": f"pmos_rules_{pack}",
        "distribution": distribution_of(pack),
        "name": _CHINESE.get(market, market),
        "english": market.replace("_", " ").title(),
        "version": f"{today:%Y}.{today.month}",
        "library": version("pmos-rules"),
        "extends": "{" + ", ".join(f'{base}: "{_range(base)}"' for base in _BASES) + "}",
        "from": f"{today.year}-01-01",
        "day": str(today),
        "next_day": str(today + timedelta(days=1)),
    }


@cache
def _range(base: str) -> str:
    """The versions of a base with which the new pack goes: from the one that is here to the end of its year."""
    source = read_source(installed_packs()[base].path / MANIFEST)
    node = child(read_yaml(source)[0], "version") if isinstance(source, SourceText) else None
    here = node.text if isinstance(node, ScalarNode) else "0"
    calendar = _CALENDAR.fullmatch(here)
    return f">={here}, <{int(calendar['year']) + 1}" if calendar else f">={here}"


def _refuse_bad_names(pack: str, market: str) -> None:
    for zh, en, name in (("规则包", "pack", pack), ("交易中心", "market", market)):
        if not _NAME.fullmatch(name):
            raise InputError(
                f"{zh}的名称为“{name}”，应为小写字母开头、不以下划线结尾、由小写字母、数字、下划线组成、"
                "不超过 40 个字符的名称，如 sichuan",
                f"`{name}` is no name of a {en}, expected at most 40 lower-case letters, digits and underscores "
                "that begin with a letter and do not end with an underscore, such as `sichuan`",
            )


def _refuse_known_names(pack: str, market: str) -> None:
    """Two packs of one name, or two that answer for a market, could not be told apart once both are installed."""
    packs = installed_packs()
    answering = {market: folder.name for folder in packs.values() for market in folder.markets}
    if pack in packs:
        raise InputError(
            f"已经安装了规则包“{pack}”，应取别的名称",
            f"a pack `{pack}` is installed, choose another name",
        )
    for name in dict.fromkeys((pack, market)):
        if name in answering:
            raise InputError(
                f"交易中心“{name}”已由规则包“{answering[name]}”负责，应取别的名称",
                f"the installed pack `{answering[name]}` answers for the market `{name}` already, choose another name",
            )
    if market in packs:
        raise InputError(
            f"已经安装了规则包“{market}”，交易中心应取别的名称",
            f"a pack `{market}` is installed, choose another name for the market",
        )
