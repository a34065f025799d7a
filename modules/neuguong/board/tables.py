"""The board's findings as two tables for offices: by requirement and by item, and a note on how to read them.

Knows nothing of files or of what may be shown: findings hold only that.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from ..analysis.requirement_scores import ItemsScore
from ..disclosure import SENSITIVE_STEP, group_size
from ..interchange import Cell, Table
from ..items import Pack, Topic
from ..text import say
from .findings import ItemFinding, TopicFindings
from .picture import Picture
from .view import key_text, percent

SCOPE = ("column_topic", "column_period", "column_unit")
REQUIREMENT_COLUMNS = (
    *SCOPE, "column_requirement_id", "column_requirement", "column_items", "column_n", "column_percent", "column_note",
)  # fmt: skip
PART_COLUMNS = (
    *SCOPE, "column_lesson", "column_part", "column_items", "column_n", "column_percent", "column_note",
)  # fmt: skip
ITEM_COLUMNS = (
    *SCOPE, "column_requirement_id", "column_item_id", "column_version", "column_kind",
    "column_prompt", "column_n", "column_full", "column_score", "column_max", "column_facility", "column_choice",
    "column_key", "column_measure", "column_count", "column_share", "column_mean", "column_note",
)  # fmt: skip


class Scope(NamedTuple):
    """What the numbers of ordinary topics are of, in words."""

    period: str
    unit: str
    is_session: bool = False


def build_tables(
    pack: Pack,
    findings: Sequence[TopicFindings],
    *,
    scope: Scope,
    picture: Picture,
    minimum: int,
    moment: datetime,
) -> list[Table]:
    """Sheets "Theo yêu cầu", "Theo phần", "Theo câu hỏi" and "Cách đọc". `moment` is local time. Shares are in per
    cent."""

    def place_of(topic: Topic) -> tuple[Cell, ...]:
        if topic.sensitive:
            return (
                topic.title,
                scope.period if scope.is_session else say("board.period_all"),
                say("board.sensitive_scope"),
            )
        return topic.title, scope.period, scope.unit

    requirement_rows: list[tuple[Cell, ...]] = []
    part_rows: list[tuple[Cell, ...]] = []
    item_rows: list[tuple[Cell, ...]] = []
    for found in findings:
        place = place_of(pack.topics[found.topic])
        part_rows += ((*place, one.lesson, one.score.name, *_score(one.score)) for one in found.parts)
        requirement_rows += (place + row for row in _requirement_rows(pack, found))
        for one in found.items:
            item_rows += (place + row for row in _item_rows(one))
    return [
        Table(say("board.sheet_requirements"), _heads(REQUIREMENT_COLUMNS), requirement_rows),
        Table(say("board.sheet_parts"), _heads(PART_COLUMNS), part_rows),
        Table(say("board.sheet_items"), _heads(ITEM_COLUMNS), item_rows),
        Table(say("board.sheet_notes"), (say("board.column_note"),), list(_notes(pack, picture, minimum, moment))),
    ]


def _heads(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(say(f"board.{key}") for key in keys)


def _requirement_rows(pack: Pack, found: TopicFindings) -> Iterator[tuple[Cell, ...]]:
    for score in found.requirements:
        yield score.name, pack.requirements[score.name].title, *_score(score)


def _score(score: ItemsScore) -> tuple[Cell, ...]:
    share = None if score.share is None else percent(score.share)
    return score.items, score.n, share, say("board.few_row") if score.counts_only else None


def _item_rows(finding: ItemFinding) -> Iterator[tuple[Cell, ...]]:
    """One row per choice and measure; one alone for an item of which nothing may be shown."""
    item, distribution = finding.item, finding.distribution
    kind = say(f"board.kind_{item.interaction.kind}")
    place = (item.requirements[0], item.identifier, item.version, kind, item.question)
    if distribution is None:
        yield *place, *(None,) * 11, say(f"board.item_{finding.state}")
        return
    n, facility = distribution.n, distribution.facility
    shares_are_said = not distribution.counts_only and facility is not None
    points = (n, distribution.full, round(distribution.score, 2), round(distribution.max_score, 2))
    said = percent(facility) if shares_are_said and facility is not None else None
    for tally in distribution.choices:
        mean = None if tally.mean is None else round(tally.mean, 2)
        for measure in tally.measures:
            share = round(100 * measure.count / n) if shares_are_said else None
            label = measure.label or say("board.chosen")
            choice = (item.choice(tally.choice).text, key_text(item, tally.choice), label)
            yield *place, *points, said, *choice, measure.count, share, mean, None


def _notes(pack: Pack, picture: Picture, minimum: int, moment: datetime) -> Iterator[tuple[Cell, ...]]:
    yield (pack.title,)
    yield (say("board.exported_at", moment=f"{moment:%d/%m/%Y %H:%M}"),)
    if picture.answers is not None:
        yield (say("board.exported_answers", answers=picture.answers),)
    people = say("board.withheld") if picture.people is None else picture.people
    yield (say("board.exported_people", people=people),)
    for key in ("how_percent", "how_people", "how_minimum", "how_counts", "how_sensitive"):
        yield (say(f"board.{key}", minimum=minimum, size=group_size(minimum), step=SENSITIVE_STEP),)
