"""The rules of a plan → the definition of a second engine: durable-rules over facts that are exact.

Nothing here imports durable-rules; that happens in a process of its own, see `pmos_rules.evaluation.durable`.
"""

from pmos_rules.compilation.durable.definition import Definition, FactType, Precomputed, Rows
from pmos_rules.compilation.durable.lowering import lower

__all__ = ["Definition", "FactType", "Precomputed", "Rows", "lower"]
