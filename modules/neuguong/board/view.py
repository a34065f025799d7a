"""What the board's card is told: the questions with their keys once, the numbers whenever they change.

Knows nothing of logs or of what may be shown; puts findings into words and plain values. Only trainers get here.
"""

from collections.abc import Sequence

from ..analysis.distribution import ChoiceTally, ItemDistribution
from ..analysis.requirement_scores import RequirementScore
from ..items import (
    BestWorst,
    Hottext,
    Item,
    Matching,
    MultipleResponse,
    Pack,
    Ranking,
    Rating,
    Requirement,
    Scenario,
    SingleChoice,
    Topic,
)
from ..items.presentation import MARKER
from ..text import say
from .findings import ItemFinding, TopicFindings, scenarios_of
from .periods import PERIODS

MEASURE_WORDS = {
    "best": "study.best",
    "worst": "study.worst",
    "right_place": "board.right_place",
    "right_target": "board.right_target",
    **{f"scale_{point}": f"study.scale_{point}" for point in (1, 2, 3, 4)},
}


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
    match item.interaction:
        case SingleChoice(correct=key):
            return say("board.key") if choice == key else None
        case MultipleResponse(correct=keys) | Hottext(correct=keys):
            return say("study.should_mark") if choice in keys else None
        case Ranking(correct=order):
            return say("board.key_is", key=say("study.place", n=order.index(choice) + 1))
        case BestWorst(best=best, worst=worst):
            extremes = {best: say("study.best"), worst: say("study.worst")}
            return say("board.key_is", key=extremes[choice]) if choice in extremes else None
        case Rating(correct=points):
            return say("board.key_is", key=say(f"study.scale_{points[choice]}"))
        case Matching(targets=targets, correct=pairs):
            texts = {target.identifier: target.text for target in targets}
            return say("board.key_is", key=texts[pairs[choice]])


def measure_text(name: str) -> str | None:
    """The label of a measure; None where a choice has only the one and it needs none."""
    return say(MEASURE_WORDS[name]) if name in MEASURE_WORDS else None


def mean_text(tally: ChoiceTally, item: Item) -> str | None:
    """A choice's mean place or point, in words."""
    if tally.mean is None:
        return None
    key = "board.mean_place" if isinstance(item.interaction, Ranking) else "board.mean_point"
    return say(key, mean=f"{tally.mean:.1f}".replace(".", ","))


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
        "kind": say(f"board.kind_{item.interaction.kind.value}"),
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
    if not isinstance(item.interaction, Hottext):
        return None
    return MARKER.sub(lambda found: f"[{item.choice(found[1]).text}]", item.interaction.passage)


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
                    {"label": measure_text(measure.name), "count": measure.count, "key": measure.is_key}
                    for measure in tally.measures
                ],
            }
            for tally in distribution.choices
        ],
    }
