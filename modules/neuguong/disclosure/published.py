"""Publishes what may be published, and reads it. Every number about groups that anybody is shown comes from here."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from random import Random, SystemRandom

from ..errors import InvalidResponseError
from ..items import Item, Pack
from ..scoring import parse_response
from ..store import STUDY, ItemCount, Occasion, ReleasedTotal, ResponseLog, Saying, Waiting, canonical_json
from ..store.days import local_day, week_of
from .groups import form_groups, group_size
from .noise import SENSITIVE_STEP, draw_noise

_GROUPS_AT_ONCE = 50
"""In one transaction: whoever answers meanwhile waits for it. Each group stands for itself."""


def read_numbers(
    log: ResponseLog,
    *,
    now: datetime,
    minimum: int,
    unit: str | None = None,
    period: str = "",
    occasion: Occasion = STUDY,
) -> list[ItemCount]:
    """What is published of ordinary items, after publishing the groups that can be formed now.

    `period` is a calendar week, a month or "" for all time, `unit` None for everybody. Groups are formed for every
    unit and period at once, whichever is looked at.
    """
    _publish_groups(log, log.fetch_waiting(occasion), now=now, minimum=minimum, occasion=occasion)
    return log.fetch_published(occasion, unit=unit, period=period)


def publish_past(log: ResponseLog, *, now: datetime, minimum: int) -> None:
    """Publish what can be published of the days before today, though nobody has looked; for quiet moments.

    Nobody waits then for the numbers of many answers, and a copy that is put back later loses few of them.
    """
    today = local_day(now)
    past = [answer for answer in log.fetch_waiting(STUDY) if local_day(answer.stored) < today]
    _publish_groups(log, past, now=now, minimum=minimum, occasion=STUDY)


def _publish_groups(
    log: ResponseLog, waiting: Iterable[Waiting], *, now: datetime, minimum: int, occasion: Occasion
) -> None:
    """Publish the groups that can be formed now of answers that wait."""
    formed = form_groups(waiting, this_week=week_of(local_day(now)), size=group_size(minimum))
    for start in range(0, len(formed.groups), _GROUPS_AT_ONCE):
        log.publish(occasion, formed.groups[start : start + _GROUPS_AT_ONCE])
    if formed.dropped:
        log.publish(occasion, (), dropped=formed.dropped)


def read_sensitive(
    log: ResponseLog, pack: Pack, *, occasion: Occasion = STUDY, chance: Random | None = None
) -> list[ReleasedTotal]:
    """What has been said of sensitive items, of everybody and all time; says more where enough new answers have come.

    `chance` is for tests; nobody may be able to guess it.
    """
    source = chance or SystemRandom()
    found = {(item.identifier, item.version): tuple(_responses(item)) for _, item in pack.live_items()}
    responses = {item: possible for item, possible in found.items() if possible}
    return log.fetch_released(occasion, Saying(responses, SENSITIVE_STEP, lambda: draw_noise(source)))


def _responses(item: Item) -> Iterator[str]:
    """Every possible response of an item whose responses are its choices; none of any other."""
    try:
        for choice in item.choice_ids:
            parse_response(item, choice)
    except InvalidResponseError:
        return
    yield from map(canonical_json, item.choice_ids)
