"""What a learner is told once an answer is scored, and only then. Knows nothing of storing or navigating."""

from collections.abc import Iterable
from typing import Any

from ..items import Item, Pack, Presentation
from ..scoring import Outcome, Told, Verdict, response_as_tokens, scorer_of
from ..text import say
from .shapes import ChoiceFeedback, FeedbackView, RequirementView

WRONG = frozenset({Verdict.WRONG, Verdict.PART})


def build_feedback(pack: Pack, shown: Presentation, response: Any, outcome: Outcome) -> FeedbackView:
    """The card's feedback object: verdict and explanation of every choice, in the order they are to be read.

    `open` choices are read first: what was got wrong or missed; without a mistake, what was chosen among others. The
    rest may wait. Where several choices are explained in the same words, one of them is (an open one, if any is) and
    the others say nothing.
    """
    item, scorer = shown.item, scorer_of(shown.item)
    verdicts = scorer.judge(item, response)
    order = scorer.reading_order(item, shown.order, response)
    told = {choice: scorer.describe(choice, response) for choice in order}
    among_others = not all(one.chosen for one in told.values())
    mistakes = [one for one in order if verdicts[one] in WRONG]
    opened = mistakes or [one for one in order if among_others and told[one].chosen]
    explained = _first_of_each(item, (*opened, *order))
    cited = dict.fromkeys((*item.requirements, *(cite for choice in item.choices for cite in choice.cites)))
    return {
        "percent": round(100 * min(1.0, max(0.0, outcome.corrected))),
        "score": round(outcome.score, 4),
        "max_score": outcome.max_score,
        "chance": round(outcome.chance, 1) if scorer.tells_chance else None,
        "level": outcome.level,
        "headline": say(f"study.level_{outcome.level}"),
        "ordered": scorer.key_is_order,
        "choices": [
            _explain(shown, one, verdicts[one], told[one], is_open=one in opened, silent=one not in explained)
            for one in order
        ],
        "rationale": item.rationale,
        "legal_note": say("study.legal_note") if item.legal_note else None,
        "requirements": {identifier: describe_requirement(pack, identifier) for identifier in cited},
        "response": response_as_tokens(shown, response),
    }


def describe_requirement(pack: Pack, identifier: str) -> RequirementView:
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


def _first_of_each(item: Item, choices: Iterable[str]) -> frozenset[str]:
    """The choices whose explanation no earlier one gives in the same words."""
    owners: dict[str, str] = {}
    for choice in choices:
        owners.setdefault(item.choice(choice).feedback, choice)
    return frozenset(owners.values())


def _explain(
    shown: Presentation, identifier: str, verdict: Verdict, told: Told, *, is_open: bool, silent: bool
) -> ChoiceFeedback:
    choice = shown.item.choice(identifier)
    return {
        "token": shown.token_of(identifier),
        "text": choice.text,
        "chosen": told.chosen,
        "verdict": verdict.value,
        "open": is_open,
        "yours": told.yours,
        "key": told.key,
        "feedback": "" if silent else choice.feedback,
        "cites": [] if silent else list(choice.cites),
    }
