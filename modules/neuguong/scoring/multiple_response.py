"""Multiple response: scored by the rule of `selection`."""

from dataclasses import dataclass

from .selection import Selection


@dataclass(frozen=True, slots=True)
class MultipleResponse(Selection):
    """Two or more choices are keyed, one or more are not."""

    correct: frozenset[str]
    kind = "multiple_response"
