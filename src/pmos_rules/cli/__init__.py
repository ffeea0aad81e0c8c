"""The command line: one file per verb, and nothing imported before a verb needs it."""

from pmos_rules.cli.program import main

__all__ = ["main"]
