"""What the board's card is told: the questions once, the numbers whenever they change, a key where it was asked for.

Knows nothing of logs or of what may be shown; puts findings into words and plain values. Only trainers get here, and
what they see may be on a wall: nothing that tells a key goes out before a trainer opens it.
"""

from collections.abc import Collection, Sequence

from ..analysis.distribution import ChoiceTally, ItemDistribution
from ..analysis.requirement_scores import ItemsScore
from ..disclosure.sessions import Session
from ..items import Item, Pack, Scenario, Topic, spell_passage
from ..scoring import scorer_of
from ..text import say
from .findings import ItemFinding, TopicFindings, scenarios_of
from .periods import PERIODS
from .wire import (
    ChoiceCounts,
    Content,
    ItemCounts,
    ItemKey,
    ItemPoints,
    ItemText,
    ResultRow,
    ScenarioText,
)


def build_content(pack: Pack, topic: str, *, units: Sequence[str], sessions: Sequence[Session]) -> Content:
    """All that does not change while people answer: what can be chosen, and the topic's questions."""
    return {
        "periods": [{"id": period, "label": say(f"board.period_{period}")} for period in PERIODS],
        "sessions": [{"id": one.identifier, "label": one.label} for one in sessions],
        "units": list(units),
        "topics": [{"id": one.identifier, "label": topic_label(one)} for one in pack.topics.values()],
        "topic": topic,
        "scenarios": [_scenario(pack, scenario) for scenario in scenarios_of(pack, topic)],
    }


def topic_label(topic: Topic) -> str:
    """The topic's title; on screen it says by itself that it is shown as totals only."""
    return say("board.sensitive_topic", title=topic.title) if topic.sensitive else topic.title


def build_rows(pack: Pack, findings: TopicFindings) -> list[ResultRow]:
    """The rows by requirement."""
    tested = [one.item.requirements[0] for one in findings.items]
    return [
        _row(score, of=tested.count(score.name), label=score.name, title=pack.requirements[score.name].title)
        for score in findings.requirements
    ]


def build_parts(findings: TopicFindings) -> list[ResultRow]:
    """The rows by part of a lesson."""
    several = len({one.lesson for one in findings.parts}) > 1
    return [
        _row(one.score, of=one.items, label=one.lesson if several else "", title=one.score.name)
        for one in findings.parts
    ]


def build_items(findings: TopicFindings, *, opened: Collection[str]) -> list[ItemCounts]:
    """The numbers of every item, in the order of `build_content`; with its key where it is among the opened."""
    return [_counts(one, is_opened=one.item.identifier in opened) for one in findings.items]


def key_text(item: Item, choice: str) -> str | None:
    """What the key does with a choice, in words; None for a choice it leaves aside."""
    return scorer_of(item).describe_key(choice)


def mean_text(tally: ChoiceTally, item: Item) -> str | None:
    """A choice's mean place or point, in words."""
    if tally.mean is None:
        return None
    return say(scorer_of(item).mean_words, mean=f"{tally.mean:.1f}".replace(".", ","))


def percent(share: float) -> int:
    """A share in whole per cent; what is below guessing shows as 0."""
    return round(100 * max(0.0, share))


def _scenario(pack: Pack, scenario: Scenario) -> ScenarioText:
    return {
        "title": scenario.title,
        "stimulus": scenario.stimulus,
        "items": [_item(pack, item) for item in scenario.items],
    }


def _item(pack: Pack, item: Item) -> ItemText:
    requirement = pack.requirements[item.requirements[0]]
    return {
        "id": item.identifier,
        "kind": say(f"board.kind_{item.interaction.kind}"),
        "prompt": item.question,
        "passage": spell_passage(item),
        "requirement": f"{requirement.identifier} · {requirement.title}",
        "choices": [choice.text for choice in item.choices],
    }


def _row(score: ItemsScore, *, of: int, label: str, title: str) -> ResultRow:
    return {
        "id": label,
        "title": title,
        "n": score.n,
        "items": score.items,
        "of": of,
        "percent": None if score.share is None else percent(score.share),
        "few": score.counts_only,
    }


def _counts(finding: ItemFinding, *, is_opened: bool) -> ItemCounts:
    distribution = finding.distribution
    return {
        "id": finding.item.identifier,
        "state": finding.state,
        "n": distribution.n if distribution else None,
        "shares": distribution is not None and not distribution.counts_only,
        "choices": [_choice_counts(tally, finding.item) for tally in distribution.choices] if distribution else [],
        "key": _key(finding.item, distribution) if is_opened else None,
    }


def _choice_counts(tally: ChoiceTally, item: Item) -> ChoiceCounts:
    return {
        "mean": mean_text(tally, item),
        "bars": [
            {"label": measure.label, "count": measure.count} for measure in tally.measures if not measure.tells_key
        ],
    }


def _key(item: Item, distribution: ItemDistribution | None) -> ItemKey:
    right = {tally.choice: tally.right for tally in distribution.choices} if distribution else {}
    return {
        "choices": [
            {
                "key": key_text(item, choice.identifier),
                "feedback": choice.feedback,
                "right": right.get(choice.identifier),
            }
            for choice in item.choices
        ],
        "rationale": item.rationale,
        "points": _points(distribution) if distribution else None,
    }


def _points(distribution: ItemDistribution) -> ItemPoints:
    facility = distribution.facility
    return {
        "full": distribution.full,
        "score": round(distribution.score, 2),
        "max": round(distribution.max_score, 2),
        "percent": None if distribution.counts_only or facility is None else percent(facility),
    }
