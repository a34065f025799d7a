"""Scoring an old log again after a key was corrected. Pure: the log itself is never changed.

Knows nothing of where statements come from or go.
"""

from collections.abc import Iterable, Iterator

from ..errors import InvalidResponseError, UnknownItemError
from ..items import Pack
from ..scoring import parse_response, score_response
from ..store import Statement, amended


def rescore_statements(statements: Iterable[Statement], pack: Pack) -> Iterator[Statement]:
    """The statements with score, max_score and chance as the pack's present keys give them.

    A statement is passed on as it is where the pack cannot judge it: the item is gone, its meaning has changed (another
    version), or the response no longer fits its choices. `content_revision` becomes the pack's where it was rescored.
    """
    for statement in statements:
        try:
            _, item = pack.get_item(statement.item_id)
            response = parse_response(item, statement.response)
        except (UnknownItemError, InvalidResponseError):
            yield statement
            continue
        if item.version != statement.item_version:
            yield statement
            continue
        outcome = score_response(item, response)
        yield amended(
            statement,
            score=outcome.score,
            max_score=outcome.max_score,
            chance=outcome.chance,
            content_revision=pack.revision,
        )
