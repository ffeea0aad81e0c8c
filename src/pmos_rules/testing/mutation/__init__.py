"""The rules of a pack → each with one small change, and whether the pack's cases notice.

A case that still comes out as it says although a rule was changed does not hold the rule to that. What no case
notices is what the next hand may change without anybody seeing it.
"""

from pmos_rules.testing.mutation.run import Mutant, MutationRun, mutate

__all__ = ["Mutant", "MutationRun", "mutate"]
