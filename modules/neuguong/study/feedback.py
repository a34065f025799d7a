"""What a learner is told once an answer is scored, and only then. Knows nothing of storing or navigating."""

from collections.abc import Callable, Mapping

from ..items import (
    BestWorst,
    BestWorstResponse,
    Choice,
    Hottext,
    Item,
    Matching,
    MultipleResponse,
    Pack,
    Presentation,
    Ranking,
    Rating,
    Response,
    SingleChoice,
)
from ..scoring import Outcome, judge_choices
from ..text import say

Told = tuple[bool, str | None, str | None]
"""For one choice: was it chosen, what was done with it in words, what the key does with it in words."""


def build_feedback(pack: Pack, shown: Presentation, response: Response, outcome: Outcome) -> dict[str, object]:
    """The card's feedback object: verdict and explanation of every choice, in the order they were shown."""
    item = shown.item
    verdicts = judge_choices(item, response)
    tell = _teller(item, response)
    level = "full" if outcome.is_full else "part" if outcome.score > outcome.chance + 1e-9 else "none"
    cited = dict.fromkeys((*item.requirements, *(cite for choice in item.choices for cite in choice.cites)))
    return {
        "score": round(outcome.score, 4),
        "max_score": outcome.max_score,
        "chance": None if isinstance(item.interaction, SingleChoice) else round(outcome.chance, 1),
        "level": level,
        "headline": say(f"study.level_{level}"),
        "choices": [
            _explain(shown, item.choice(identifier), verdicts[identifier].value, tell(identifier))
            for identifier in shown.order
        ],
        "rationale": item.rationale,
        "legal_note": say("study.legal_note") if item.legal_note else None,
        "requirements": {identifier: describe_requirement(pack, identifier) for identifier in cited},
        "response": _as_tokens(shown, response),
    }


def describe_requirement(pack: Pack, identifier: str) -> dict[str, object]:
    """A requirement as a learner may read it: our words, literal key phrases, where it stands and with what status."""
    requirement = pack.requirements[identifier]
    norm = pack.norms[requirement.source]
    cite = norm.cite_as
    where = (
        say("study.where", paragraph=requirement.paragraph, cite=cite)
        if requirement.paragraph is not None
        else say("study.where_no_paragraph", cite=cite)
    )
    return {
        "label": identifier,
        "title": requirement.title,
        "summary": requirement.summary,
        "quotes": list(requirement.quotes),
        "where": where,
        "status": None if norm.status == "in_force" else say(f"study.status_{norm.status}"),
        "note": requirement.note,
    }


def _explain(shown: Presentation, choice: Choice, verdict: str, told: Told) -> dict[str, object]:
    chosen, yours, key = told
    return {
        "token": shown.token_of(choice.identifier),
        "text": choice.text,
        "chosen": chosen,
        "verdict": verdict,
        "yours": yours,
        "key": key,
        "feedback": choice.feedback,
        "cites": list(choice.cites),
    }


def _teller(item: Item, response: Response) -> Callable[[str], Told]:
    match item.interaction, response:
        case SingleChoice(), str():
            return lambda choice: (choice == response, None, None)
        case ((MultipleResponse(correct=keys) | Hottext(correct=keys)), frozenset()):
            return lambda choice: (
                choice in response,
                say("study.marked" if choice in response else "study.not_marked"),
                say("study.should_mark" if choice in keys else "study.should_not_mark"),
            )
        case Ranking(correct=order), tuple():
            return lambda choice: (
                True,
                say("study.place", n=response.index(choice) + 1),
                say("study.place", n=order.index(choice) + 1),
            )
        case BestWorst(best=best, worst=worst), BestWorstResponse():
            return lambda choice: (
                choice in (response.best, response.worst),
                _extreme(choice, response.best, response.worst),
                _extreme(choice, best, worst),
            )
        case Rating(correct=points), Mapping():
            return lambda choice: (
                True,
                say(f"study.scale_{response[choice]}"),
                say(f"study.scale_{points[choice]}"),
            )
        case Matching(targets=targets, correct=pairs), Mapping():
            texts = {target.identifier: target.text for target in targets}
            return lambda choice: (True, texts[str(response[choice])], texts[pairs[choice]])
    raise TypeError(f"{item.identifier}: response of another interaction")


def _extreme(choice: str, best: str, worst: str) -> str | None:
    return say("study.best") if choice == best else say("study.worst") if choice == worst else None


def _as_tokens(shown: Presentation, response: Response) -> object:
    token = shown.token_of
    match response:
        case str():
            return token(response)
        case frozenset() | tuple():
            return [token(choice) for choice in (sorted(response) if isinstance(response, frozenset) else response)]
        case BestWorstResponse():
            return {"best": token(response.best), "worst": token(response.worst)}
    if isinstance(shown.item.interaction, Matching):
        targets = [target.identifier for target in shown.item.interaction.targets]
        return {token(choice): str(targets.index(str(target))) for choice, target in response.items()}
    return {token(choice): point for choice, point in response.items()}
