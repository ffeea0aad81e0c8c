"""A ruleset → dossiers that keep to it, dossiers that break one rule, and hostile ones."""
