"""Publishes what may be published, and reads it. Every number about groups that anybody is shown comes from here."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import accumulate, groupby, islice, zip_longest
from random import Random, SystemRandom

from ..items import Item, Pack
from ..scoring import takes_one_choice
from ..store import STUDY, Group, ItemCount, Occasion, ReleasedTotal, ResponseLog, Saying, Waiting, canonical_json
from ..store.days import local_day, week_began, week_of
from .groups import form_groups, group_size, may_form
from .noise import SENSITIVE_STEP, draw_noise

_ANSWERS_AT_ONCE = 5000
"""Published in one transaction, or one group if that is larger: whoever answers meanwhile waits for it."""


def read_numbers(
    log: ResponseLog,
    *,
    now: datetime,
    minimum: int,
    unit: str | None = None,
    period: str = "",
    occasion: Occasion = STUDY,
) -> list[ItemCount]:
    """What is published of ordinary items, after publishing groups that can be formed now: some, where there are many
    answers, and the others as `log.fetch_mark` has moved. Each group stands for itself.

    `period` is a calendar week, a month or "" for all time, `unit` None for everybody. Groups are formed for every
    unit and period at once, whichever is looked at.
    """
    publish_new(log, now=now, minimum=minimum, occasion=occasion)
    return read_published(log, unit=unit, period=period, occasion=occasion)


def publish_new(log: ResponseLog, *, now: datetime, minimum: int, occasion: Occasion = STUDY) -> int:
    """Publish as `read_numbers` does, and tell how many answers are published: another number where another group is.

    Costs next to nothing where no group can be formed, however long the log is.
    """
    counts = log.count_waiting(occasion, week_began=week_began(local_day(now)))
    items = may_form(counts, size=group_size(minimum))
    waiting = log.fetch_waiting(occasion, items=items) if items else []
    for groups, dropped in islice(_steps(waiting, occasion, now=now, minimum=minimum), 1):
        log.publish(occasion, groups, dropped=dropped)
    return log.count_published(occasion)


def read_published(
    log: ResponseLog, *, unit: str | None = None, period: str = "", occasion: Occasion = STUDY
) -> list[ItemCount]:
    """What is published already, as `read_numbers` tells it: for a page that looks at many units and periods."""
    return log.fetch_published(occasion, unit=unit, period=period)


def publish_past(log: ResponseLog, *, now: datetime, minimum: int) -> None:
    """Publish what can be published of the days before today, though nobody has looked; for quiet moments.

    Nobody waits then for the numbers of many answers, and a copy that is put back later loses few of them.
    """
    today = local_day(now)
    past = [answer for answer in log.fetch_waiting(STUDY) if local_day(answer.stored) < today]
    for groups, dropped in _steps(past, STUDY, now=now, minimum=minimum):
        log.publish(STUDY, groups, dropped=dropped)


def _steps(
    waiting: Iterable[Waiting], occasion: Occasion, *, now: datetime, minimum: int
) -> Iterator[tuple[list[Group], list[str]]]:
    """The groups that can be formed now of answers that wait, and those that never will be in one, by transactions."""
    formed = form_groups(waiting, occasion, this_week=week_of(local_day(now)), size=group_size(minimum))
    dropped = sorted(formed.dropped)
    by_size = accumulate((len(group.attempt_ids) for group in formed.groups), initial=0)
    steps = groupby(zip(formed.groups, by_size, strict=False), key=lambda pair: pair[1] // _ANSWERS_AT_ONCE)
    batches = [[group for group, _ in pairs] for _, pairs in steps]
    rest = [dropped[start : start + _ANSWERS_AT_ONCE] for start in range(0, len(dropped), _ANSWERS_AT_ONCE)]
    yield from zip_longest(batches, rest, fillvalue=[])


def read_sensitive(
    log: ResponseLog, pack: Pack, *, occasion: Occasion = STUDY, chance: Random | None = None
) -> list[ReleasedTotal]:
    """What has been said of sensitive items, of everybody and all time; says more where enough new answers have come.

    `chance` is for tests; nobody may be able to guess it.
    """
    source = chance or SystemRandom()
    found = {(item.identifier, item.version): list_responses(item) for _, item in pack.live_items()}
    responses = {item: possible for item, possible in found.items() if possible}
    return log.fetch_released(occasion, Saying(responses, SENSITIVE_STEP, lambda: draw_noise(source)))


def is_ever_told(item: Item) -> bool:
    """Whether anything is ever said of an item of a sensitive topic: only where one choice is the answer. Others have
    so many possible answers that the noise added to each would drown them."""
    return bool(list_responses(item))


def list_responses(item: Item) -> tuple[str, ...]:
    """Every possible response, in canonical JSON, of an item whose responses are its choices; none of any other."""
    return tuple(map(canonical_json, item.choice_ids)) if takes_one_choice(item) else ()
