"""The items of one workshop as everybody there sees them: one order of choices, letters, and the key in words.

Knows nothing of answers, nor of when a key may be shown.
"""

from dataclasses import dataclass, field
from typing import Any, cast

from ..errors import UnknownItemError
from ..items import Item, Pack, Presentation, Scenario, Status, present_item
from ..scoring import scorer_of
from ..study.feedback import describe_requirement
from ..study.shapes import FeedbackView
from ..text import say
from .grids import columns_of
from .views import Choice, ItemOnScreen, KeyView, ScenarioOnScreen


@dataclass(frozen=True)
class Asking:
    """An item as it is asked in this workshop."""

    scenario: Scenario
    shown: Presentation
    sensitive: bool

    @property
    def item(self) -> Item:
        return self.shown.item

    @property
    def columns(self) -> tuple[str, ...]:
        return columns_of(self.item)


@dataclass(frozen=True)
class Showing:
    """What the pack says, in the order of this workshop."""

    pack: Pack
    workshop_id: str
    secret: bytes
    feedback: dict[tuple[str, str], FeedbackView] = field(default_factory=dict)
    """By item and response: a hall gives few different ones."""
    _known: dict[str, Asking | None] = field(default_factory=dict)

    def is_live(self, item_id: str) -> bool:
        """Whether it may be asked."""
        asking = self.find(item_id)
        return asking is not None and asking.scenario.status is Status.LIVE and asking.item.stands_alone

    def find(self, item_id: str | None) -> Asking | None:
        """None for an item that the pack holds no longer."""
        if item_id is None:
            return None
        if item_id not in self._known:
            self._known[item_id] = self._read(item_id)
        return self._known[item_id]

    def _read(self, item_id: str) -> Asking | None:
        try:
            scenario, item = self.pack.get_item(item_id)
        except UnknownItemError:
            return None
        shown = present_item(item, seed=self.workshop_id, secret=self.secret)
        return Asking(scenario, shown, self.pack.is_sensitive(scenario))


def letter(position: int) -> str:
    """What people call a choice: A, B, C …

    >>> letter(0), letter(5)
    ('A', 'F')
    """
    return chr(ord("A") + position)


def show_scenario(asking: Asking) -> ScenarioOnScreen:
    scenario = asking.scenario
    return {"title": scenario.title, "stimulus": scenario.stimulus, "sensitive": asking.sensitive}


def show_item(asking: Asking) -> ItemOnScreen:
    """What may be seen before the key is released."""
    public = asking.shown.public()
    choices = cast(list[dict[str, str]], public["choices"])
    lettered = [{**one, "letter": letter(n)} for n, one in enumerate(choices)]
    return cast(ItemOnScreen, {**public, "choices": lettered, "columns": list(asking.columns)})


def show_options(options: tuple[str, ...]) -> list[Choice]:
    """The answers of a poll, under tokens and letters."""
    return [{"token": str(n), "letter": letter(n), "text": text} for n, text in enumerate(options)]


def show_key(pack: Pack, asking: Asking) -> KeyView:
    """What is right, why, and where it stands."""
    item, scorer = asking.item, scorer_of(asking.item)
    choices: list[dict[str, Any]] = []
    for n, identifier in enumerate(asking.shown.order):
        choice = item.choice(identifier)
        choices.append(
            {
                "token": str(n), "letter": letter(n), "text": choice.text, "key": scorer.describe_key(identifier),
                "feedback": choice.feedback, "cites": list(choice.cites),
            }
        )  # fmt: skip
    cited = dict.fromkeys((*item.requirements, *(cite for choice in item.choices for cite in choice.cites)))
    return {
        "rationale": item.rationale,
        "choices": choices,
        "requirements": {name: describe_requirement(pack, name) for name in cited},
        "legal_note": say("study.legal_note") if item.legal_note else None,
    }
