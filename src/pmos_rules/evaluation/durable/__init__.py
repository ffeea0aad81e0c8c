"""The second engine: a dossier → what durable-rules says of each rule and item, and where the engines differ.

durable-rules itself is only ever loaded in a process of its own, `pmos_rules.evaluation.durable.worker`.
"""

from pmos_rules.evaluation.durable.child import Broken, Child
from pmos_rules.evaluation.durable.comparing import Difference, compare
from pmos_rules.evaluation.durable.engine import DurableEngine, MissingEngineError, Opinion, Said

__all__ = ["Broken", "Child", "Difference", "DurableEngine", "MissingEngineError", "Opinion", "Said", "compare"]
