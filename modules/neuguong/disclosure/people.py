"""Who counts as a person. Knows nothing of groups or logs.

A token costs nothing: a browser makes a new one for every private window. What costs a little is to behave like
somebody who studies: to give several answers, and to need time for it. In a hall the trainer lets people in by their
faces, and only members answer there: every member counts, from the first answer.
"""

from datetime import timedelta

from ..store import HALLS, Occasion, Waiting

ANSWERS_MIN = 3
MINUTES_MIN = timedelta(minutes=5)


def is_person(answer: Waiting, occasion: Occasion) -> bool:
    """Whether the giver of an answer counts.

    In a hall always, for whoever stores there is a member. Elsewhere once the giver has given at least `ANSWERS_MIN`
    first answers, over at least `MINUTES_MIN` by the clock of the log, which whoever answers cannot set.
    """
    if occasion.context in HALLS:
        return True
    return answer.given >= ANSWERS_MIN and answer.until - answer.since >= MINUTES_MIN
