"""Rule packs: how they are found, and what they are made of."""

from pmos_rules.packs.installed import PackFolder, UnknownMarketError, find_pack, installed_packs, with_bases

__all__ = ["PackFolder", "UnknownMarketError", "find_pack", "installed_packs", "with_bases"]
