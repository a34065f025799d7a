"""How well something sits after a series of answers, by FSRS. Knows nothing of what was asked.

FSRS-6 as the package `fsrs` has it, with its default parameters and retention, graded by right and wrong alone: right
is Good, wrong is Again. (Log loss 0.339 so; 0.363 for a constant: srs-benchmark, 350 million reviews.) Its steps of
minutes within a day are left out: what is due is told by calendar days. So is its random shift of the due day, for a
replay must give the same day again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple, TypeVar

from fsrs import Card, Rating, Scheduler

from ..clock import LOCAL_ZONE

Key = TypeVar("Key")


class Review(NamedTuple):
    """One answer: when it was given, aware; whether every point was earned."""

    at: datetime
    right: bool


def replay(reviews: Iterable[Review]) -> datetime | None:
    """When it is due after these answers, in UTC; None without any. In order of time, whatever order they come in."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card: Card | None = None
    for review in sorted(reviews):
        moment = review.at.astimezone(UTC)
        card = card or Card(card_id=1, due=moment)
        card, _ = scheduler.review_card(card, Rating.Good if review.right else Rating.Again, moment)
    return None if card is None else card.due


def days_due(reviews: Mapping[Key, Sequence[Review]]) -> dict[Key, date]:
    """The day in Vietnam on which each of them is due; what was never answered is left out."""
    due = {key: replay(series) for key, series in reviews.items()}
    return {key: moment.astimezone(LOCAL_ZONE).date() for key, moment in due.items() if moment is not None}
