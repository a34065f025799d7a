"""When something ought to be asked again: what FSRS says of answers, and a calendar with an end to each day.

Pure. Knows nothing of items, requirements, logs or clocks: moments are passed in, and nothing is kept. Whoever asks
again later replays the answers; there is no second truth beside the log.
"""

from .calendar import spread
from .memory import Review, days_due, replay

__all__ = ["Review", "days_due", "replay", "spread"]
