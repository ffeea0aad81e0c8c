"""The built-in rule packs: one folder a pack, found through the entry point ``pmos_rules.packs``."""
