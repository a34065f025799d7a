"""A stored answer in words: what was asked, what was chosen, how it went, when. For whoever it belongs to, and nobody
else. Knows nothing of logs, tokens or pages.
"""

from typing import Any

from typing_extensions import TypedDict

from ..clock import LOCAL_ZONE
from ..errors import InvalidResponseError, UnknownItemError
from ..items import Item, Pack
from ..scoring import Outcome, parse_response, scorer_of
from ..store import Statement
from ..text import say
from .forms import read_phase

CERTAINTIES = (1, 2, 3)


class ToldItem(TypedDict):
    """Where an item stands, and its question."""

    lesson: str
    situation: str
    question: str


class ToldAnswer(ToldItem):
    """`day` (ISO) and `time` in Vietnam. `chosen`: one line a choice; none where the item has changed so much that the
    answer cannot be read any more, and `changed` says so."""

    chosen: list[str]
    result: str
    day: str
    time: str
    occasion: str
    attempt: int
    certainty: str | None
    changed: bool


def tell_item(pack: Pack, identifier: str) -> ToldItem | None:
    """None for an item that the pack does not have (any more)."""
    try:
        scenario, item = pack.get_item(identifier)
    except UnknownItemError:
        return None
    titles = (one.title for one in pack.lessons.values() for part in one.parts if scenario.identifier in part.scenarios)
    lesson = next(titles, pack.topics[scenario.topic].title)
    return {"lesson": lesson, "situation": scenario.title, "question": item.question}


def tell_answer(pack: Pack, statement: Statement) -> ToldAnswer:
    """The answer in words, as the item now stands."""
    asked = tell_item(pack, statement.item_id)
    chosen = _tell_chosen(pack, statement) if asked is not None else None
    moment = statement.timestamp.astimezone(LOCAL_ZONE)
    lost: ToldItem = {"lesson": say("mydata.gone_lesson"), "situation": "", "question": say("mydata.gone_question")}
    return {
        **(asked or lost),
        "chosen": chosen or [],
        "result": say(f"mydata.result_{Outcome(statement.score, statement.max_score, statement.chance).level}"),
        "day": moment.date().isoformat(),
        "time": f"{moment:%H:%M}",
        "occasion": _tell_occasion(statement),
        "attempt": statement.attempt_number,
        "certainty": say(f"card.certainty_{statement.confidence}") if statement.confidence in CERTAINTIES else None,
        "changed": chosen is None,
    }


def spell_response(item: Item, response: Any) -> list[str]:
    """A response in words, one line a choice that something was done with; in the order that was given, if one was."""
    scorer = scorer_of(item)
    order = response if isinstance(response, tuple) else item.choice_ids
    told = [(item.choice(one).text, scorer.describe(one, response)) for one in order]
    return [f"{text}: {one.yours}" if one.yours else text for text, one in told if one.chosen]


def _tell_chosen(pack: Pack, statement: Statement) -> list[str] | None:
    _, item = pack.get_item(statement.item_id)
    if item.version != statement.item_version:
        return None
    try:
        return spell_response(item, parse_response(item, statement.response))
    except InvalidResponseError:
        return None


def _tell_occasion(statement: Statement) -> str:
    phase = read_phase(statement.context_id) if statement.context_id and statement.context == "test" else None
    return say(f"mydata.in_{statement.context}_{phase}" if phase else f"mydata.in_{statement.context}")
