"""What may be said of a round of a hall: decided once, when its box is counted, and kept in the event that says so.

Pure; knows nothing of boards, logs or screens. Its source of randomness is passed in.

A round's result is JSON and never changes, so that two looks at it are the same for ever:
    {"n": 41, "counts": {"\"bao-cao\"": 30, "\"im-lang\"": 11}, "transition": None, "approximate": False}
`counts` is by response (canonical JSON), `n` their sum. None is: nothing may be said.

Ordinary items, polls
---------------------
Everybody's answers together, never a part of them: not by unit, not by group, not of whoever came late. A first round
is told from `group_size(minimum)` answers on. Four accomplices among them who subtract their own answers see the sum of
at least the group minimum of others.

A second round is told over the very people whose answers the first one showed. Whoever of them does not answer again
counts as before, and so does whoever was erased since; whoever came in between is in the log and in no number. So the
sums of the first round stay what they were, and the two rounds and the table between them (how many were right and
stayed so, and so on) differ by what the people did who answered again. These too must be `group_size(minimum)`, or
nothing is said of the second round: else who saw that one phone was used again would read its answer off the
difference. Where the first round had too few to be shown, the second stands alone, of all who answered it. Counts typed
in from paper cards are of nobody known: a second round by phone then stands alone as well.

Sensitive items
---------------
Only where the responses are the choices, from `SENSITIVE_STEP` answers on, and each count with noise (`noise`). Of
their second round nothing is said: noise would be drawn twice for the same people, and there is nobody to tell it over,
for no answer leads to a person.

What this does not stop
-----------------------
Who sees all hands sees all answers; where everybody answers alike, any count tells it, and where everybody who answered
again changed their mind, what did not change is what the few answered who did not; who holds five phones or more learns
about fewer others. Members of two workshops cannot be known to be the same people, on purpose: if the same hall
but one votes on the same item twice, and nobody changes their mind, the difference is that one. Who keeps the machine
can read the ballots of a box that was not counted.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .groups import group_size
from .noise import SENSITIVE_STEP

Result = dict[str, Any]
"""See the module."""


@dataclass(frozen=True, slots=True)
class FirstRound:
    """A first round that was counted from phones: what was said of it, and the answers by member that the log still
    holds (`ResponseLog.fetch_statements(occasion=…)`, of this item)."""

    result: Mapping[str, Any]
    responses: Mapping[str, str]


def tell_first(responses: Sequence[str], *, minimum: int) -> Result | None:
    """What may be said of the answers (canonical JSON) of an ordinary item's first round, or of a poll.

    ValueError for a group minimum below `GROUP_FLOOR`.
    """
    if len(responses) < group_size(minimum):
        return None
    return _result(Counter(responses))


def tell_second(
    responses: Mapping[str, str], *, first: FirstRound | None, is_full: Callable[[str], bool], minimum: int
) -> Result | None:
    """What may be said of the answers by member of an ordinary item's second round. `first` None: nothing was said of
    the first one, or it was typed in. `is_full`: whether a response earns every point."""
    if first is None:
        return tell_first(list(responses.values()), minimum=minimum)
    again = responses.keys() & first.responses.keys()
    if len(again) < group_size(minimum):
        return None
    shown = Counter(first.result["counts"])
    before = Counter(first.responses[member] for member in again)
    pairs = Counter((first.responses[member], responses[member]) for member in again)
    pairs += Counter({(response, response): n for response, n in (shown - before).items()})
    transition = dict.fromkeys(("right_right", "right_wrong", "wrong_right", "wrong_wrong"), 0)
    for (one, other), n in pairs.items():
        transition["_".join("right" if is_full(response) else "wrong" for response in (one, other))] += n
    after: Counter[str] = Counter()
    for (_, response), n in pairs.items():
        after[response] += n
    return _result(after, transition={"n": pairs.total(), **transition})


def tell_sensitive(
    responses: Sequence[str], *, possible: Sequence[str], number: int, noise: Callable[[], int]
) -> Result | None:
    """What may be said of the answers to a sensitive item in round `number`. `possible`: every response there is, where
    they are the choices; empty for any other item. `noise()` draws a new whole number for each of them."""
    if not possible or number > 1 or len(responses) < SENSITIVE_STEP:
        return None
    counts = Counter(responses)
    noisy = {response: counts[response] + noise() for response in possible}
    return _result(Counter({response: n for response, n in noisy.items() if n > 0}), approximate=True)


def _result(counts: Counter[str], *, transition: dict[str, int] | None = None, approximate: bool = False) -> Result:
    """Sorted by response, so that not even the order of a text follows who came first."""
    ordered = dict(sorted(counts.items()))
    return {"n": sum(ordered.values()), "counts": ordered, "transition": transition, "approximate": approximate}
