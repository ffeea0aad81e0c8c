"""Text as typed into values in normal form, and the named formats, types and character classes of values."""

from pmos_rules.formats.values import FOREVER, Given, Period, Placeholder, Unreadable

__all__ = ["FOREVER", "Given", "Period", "Placeholder", "Unreadable"]
