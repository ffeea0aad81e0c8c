"""What a rule finds fault with in a draft → the draft mended."""

from pmos_rules.strategies.mending.forms import FORMS
from pmos_rules.strategies.mending.mender import Kept, Mender, Site, kept_by

__all__ = ["FORMS", "Kept", "Mender", "Site", "kept_by"]
