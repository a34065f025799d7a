"""Scenario file → the types of `items`. Knows nothing of files, faults or other scenarios."""

import hashlib
import json

from ..items import Choice, Contrast, Difficulty, Item, Scenario, Status, Step
from . import schema
from .interactions import ChoiceEntry, ItemEntry


def build_scenario(content: schema.ScenarioFile) -> Scenario:
    """The scenario as the rest of the kit knows it. A review counts only for what was reviewed."""
    return Scenario(
        identifier=content.id,
        version=content.version,
        topic=content.topic,
        status=Status(content.status),
        title=content.title,
        setting=content.setting,
        stimulus=" ".join(content.stimulus.split()),
        items=tuple(
            build_item(item, after) for item, after in zip(content.items, (None, *content.items), strict=False)
        ),
        open_questions=tuple(content.open_questions),
        signed=any(is_valid(review, content) for review in content.review),
    )


def is_valid(review: schema.ReviewEntry, content: schema.ScenarioFile) -> bool:
    """Whether a review is of the scenario as it stands now."""
    return review.version == content.version and review.content == digest_content(content)


def digest_content(content: schema.ScenarioFile) -> str:
    """12 hex digits over everything in a scenario file but its reviews: what a signature covers."""
    text = json.dumps(content.model_dump(mode="json", exclude={"review"}), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def build_item(content: ItemEntry, after: ItemEntry | None = None) -> Item:
    """The item; `after` is the one before it in its scenario, which its contrast is to."""
    return Item(
        identifier=content.id,
        version=content.version,
        interaction=content.build(),
        prompt=content.prompt,
        choices=tuple(_build_choice(one, content) for one in content.choices),
        requirements=tuple(content.requirements),
        skill=content.skill,
        rationale=" ".join(content.rationale.split()),
        legal_note=content.legal_note,
        difficulty=content.difficulty and Difficulty(content.difficulty),
        contrast=Contrast(after.id, content.contrast) if content.contrast and after else None,
    )


def _build_choice(one: ChoiceEntry, item: ItemEntry) -> Choice:
    told = " ".join((one.then or one.ending or "").split())
    step = Step(told, one.leads_to) if one.is_step else None
    return Choice(one.id, one.text, " ".join(one.feedback.split()), tuple(one.cites or item.requirements), step)
