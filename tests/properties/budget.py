"""How much tests try that are about anything whatever: little each time, and as often as a variable says more."""

import os

TIMES = int(os.environ.get("PMOS_RULES_PROPERTIES", "1"))
"""`PMOS_RULES_PROPERTIES=20 pytest tests/properties` tries twenty times as much."""

SUBJECTS = 12 * TIMES
"""Dossiers of each kind of filing that each promise is asked of."""

SHRUNK = 12 * TIMES
"""Dossiers that Hypothesis draws for each promise, and shrinks where it is not kept."""

DOSSIERS = 40 * TIMES
"""Hostile and garbled dossiers of each kind of filing."""

PACKS = 30 * TIMES
"""Packs with something broken in one of their files."""
