"""Events that happened → where a process stands, what was not permitted, and what may come next."""

from pmos_rules.processes import wording
from pmos_rules.processes.arranging import arrange
from pmos_rules.processes.calendar import working_day_after
from pmos_rules.processes.events import Event, read_event
from pmos_rules.processes.replaying import Due, Misstep, Permitted, Replay, Turn, replay

__all__ = [
    "Due",
    "Event",
    "Misstep",
    "Permitted",
    "Replay",
    "Turn",
    "arrange",
    "read_event",
    "replay",
    "wording",
    "working_day_after",
]
