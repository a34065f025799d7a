"""What the board's card is told: the questions with their keys once, the numbers whenever they change.

Knows nothing of logs or of what may be shown; puts findings into words and plain values. Only trainers get here.
"""

from collections.abc import Sequence

from ..analysis.distribution import ChoiceTally, ItemDistribution
from ..analysis.requirement_scores import RequirementScore
from ..items import Item, Pack, Requirement, Scenario, Topic
from ..items.presentation import MARKER
from ..scoring import scorer_of
from ..text import say
from .findings import ItemFinding, TopicFindings, scenarios_of
from .periods import PERIODS


def build_content(pack: Pack, topic: str, *, units: Sequence[str], minimum: int) -> dict[str, object]:
    """All that does not change while people answer: what can be chosen, and the topic's questions with their keys."""
    return {
        "minimum": minimum,
        "periods": [{"id": period, "label": say(f"board.period_{period}")} for period in reversed(PERIODS)],
        "units": list(units),
        "topics": [{"id": one.identifier, "label": topic_label(one)} for one in pack.topics.values()],
        "topic": topic,
        "scenarios": [_scenario(pack, scenario) for scenario in scenarios_of(pack, topic)],
    }


def topic_label(topic: Topic) -> str:
    """The topic's title; on screen it says by itself that it is shown as totals only."""
    return say("board.sensitive_topic", title=topic.title) if topic.sensitive else topic.title


def build_numbers(pack: Pack, findings: TopicFindings) -> dict[str, object]:
    """The rows by requirement and the numbers of every item, in the order of `build_content`."""
    tested = [one.item.requirements[0] for one in findings.items]
    return {
        "rows": [
            _row(pack.requirements[score.requirement], score, tested.count(score.requirement))
            for score in findings.requirements
        ],
        "items": [_item_numbers(one) for one in findings.items],
    }


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


def _scenario(pack: Pack, scenario: Scenario) -> dict[str, object]:
    return {
        "title": scenario.title,
        "stimulus": scenario.stimulus,
        "items": [_item(pack, item) for item in scenario.items],
    }


def _item(pack: Pack, item: Item) -> dict[str, object]:
    requirement = pack.requirements[item.requirements[0]]
    return {
        "id": item.identifier,
        "kind": say(f"board.kind_{item.interaction.kind}"),
        "prompt": item.prompt,
        "passage": _passage(item),
        "requirement": f"{requirement.identifier} · {requirement.title}",
        "rationale": item.rationale,
        "choices": [
            {"text": choice.text, "key": key_text(item, choice.identifier), "feedback": choice.feedback}
            for choice in item.choices
        ],
    }


def _passage(item: Item) -> str | None:
    passage = item.interaction.passage
    return None if passage is None else MARKER.sub(lambda found: f"[{item.choice(found[1]).text}]", passage)


def _row(requirement: Requirement, score: RequirementScore, items: int) -> dict[str, object]:
    return {
        "id": requirement.identifier,
        "title": requirement.title,
        "n": score.n,
        "items": score.items,
        "of": items,
        "percent": None if score.share is None else percent(score.share),
        "few": score.counts_only,
    }


def _item_numbers(finding: ItemFinding) -> dict[str, object]:
    if finding.distribution is None:
        return {"id": finding.item.identifier, "state": finding.state, "n": None if finding.state == "few" else 0}
    return {"id": finding.item.identifier, "state": "shown", **_numbers(finding.distribution)}


def _numbers(distribution: ItemDistribution) -> dict[str, object]:
    facility = distribution.facility
    return {
        "n": distribution.n,
        "score": round(distribution.score, 2),
        "max": round(distribution.max_score, 2),
        "full": distribution.full,
        "percent": None if distribution.counts_only or facility is None else percent(facility),
        "choices": [
            {
                "mean": mean_text(tally, distribution.item),
                "bars": [
                    {"label": measure.label, "count": measure.count, "key": measure.is_key}
                    for measure in tally.measures
                ],
            }
            for tally in distribution.choices
        ],
    }
