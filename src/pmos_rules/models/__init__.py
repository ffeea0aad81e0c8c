"""A mapping into a `Dossier`."""

from pmos_rules.models.dossier import Dossier

__all__ = ["Dossier"]
