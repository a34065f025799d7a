"""How many answers it takes to say something. Knows nothing of what is said.

At n = 30 a correlation of .30 has a 95 % interval of [−.07, .60], and shares waver as much.
"""

COUNTS_ONLY_BELOW = 30
"""Fewer answers are only counted."""
JUDGED_FROM = 100
"""From so many a judgement may follow, and only where the whole interval is on the bad side."""
