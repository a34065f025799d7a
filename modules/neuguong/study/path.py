"""Where one learner is on their way through a lesson: which screen they see, and what lies before and behind it.

Knows nothing of browsers, of the log, or of who the learner is. A part is its introduction, its items in order, what is
asked in parallel, and a summary; what was answered can be read again on the way back.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..items import Item, Presentation
from .progress import Progress
from .shapes import DecisionView, FeedbackView, Screen


@dataclass(frozen=True, slots=True)
class OnScreen:
    """The item on screen: a try of its own, answered where there is `feedback`; `again`: not the first one; `earlier`:
    on the way back, an answer of before."""

    attempt_id: str
    presentation: Presentation
    again: bool = False
    feedback: FeedbackView | DecisionView | None = None
    earlier: bool = False

    @property
    def item(self) -> Item:
        return self.presentation.item


class Path:
    """The learner's place, and every step from there."""

    def __init__(
        self,
        progress: Progress,
        *,
        present: Callable[[Item, str], Presentation],
        recall: Callable[[Item], OnScreen | None],
        new_id: Callable[[], uuid.UUID],
    ) -> None:
        """`present` shuffles an item for an attempt; `recall` finds an answer of before this page, None if it cannot be
        read any more."""
        self.progress = progress
        self.screen: Screen = "summary"
        self.on_screen: OnScreen | None = None
        self.ahead: OnScreen | None = None
        """On an introduction the first item to come, under the attempt it will be asked under."""
        self._present, self._recall, self._new_id = present, recall, new_id
        self._attempts: dict[str, str] = {}
        """Under which attempt an item was shown that is still open: it is shuffled once."""
        self._told: dict[str, OnScreen] = {}
        """The latest explanation of each item on this page."""
        self.open_current()

    @property
    def item(self) -> Item | None:
        return self.on_screen.item if self.on_screen else None

    @property
    def asks_open_item(self) -> bool:
        """Whether an item is on screen that the part being studied still asks."""
        return self.item in self._steps() and self.item is not None and self.progress.is_open(self.item)

    # --- to a place

    def open_contents(self) -> None:
        self._turn_to("contents", None)

    def open_summary(self) -> None:
        self._turn_to("summary", None)

    def _turn_to(self, screen: Screen, shown: OnScreen | None, *, ahead: OnScreen | None = None) -> None:
        self.screen, self.on_screen, self.ahead = screen, shown, ahead

    def _open_intro(self) -> None:
        """What the part teaches; the item it leads to goes with it, for a page that loses its line there."""
        item = self.progress.find_next_item()
        self._turn_to("intro", None, ahead=self._ask(item) if item else None)

    def open_part(self, identifier: str) -> None:
        """Where the learner is in that part; UnknownItemError if there is none."""
        self.progress.open_part(identifier)
        self.open_current()

    def open_current(self) -> None:
        """Of the part being studied its introduction if it is new; else the item that is open; the summary if none
        is."""
        current = self.progress.current
        if current is not None and current.has_intro and not self.progress.has_begun(current):
            self._open_intro()
        else:
            self.open_next()

    def open_next(self, *, after: Item | None = None) -> None:
        """Show the next open item of the part; the summary if none is left."""
        item = self.progress.find_next_item(after=after)
        if item is not None:
            self.show(item)
        else:
            self.open_summary()

    def show(self, item: Item, *, attempt_id: str | None = None, again: bool = False) -> None:
        """Ask an item, under the attempt it is open under already if it is."""
        self.progress.enter(item)
        self._turn_to("item", self._ask(item, attempt_id=attempt_id, again=again))

    def _ask(self, item: Item, *, attempt_id: str | None = None, again: bool = False) -> OnScreen:
        if attempt_id is None:
            attempt_id = str(self._new_id()) if again else self._attempts.get(item.identifier) or str(self._new_id())
        self._attempts[item.identifier] = attempt_id
        return OnScreen(attempt_id, self._present(item, attempt_id), again)

    def keep_attempt(self, item: Item, attempt_id: str) -> None:
        """The item was asked under this attempt before the page came back, and is to be when it is shown."""
        self._attempts[item.identifier] = attempt_id

    def tell(self, shown: Presentation, feedback: FeedbackView | DecisionView) -> None:
        """The item on screen has been answered."""
        assert self.on_screen is not None
        self.on_screen = replace(self.on_screen, presentation=shown, feedback=feedback)
        self._told[shown.item.identifier] = self.on_screen
        self._attempts.pop(shown.item.identifier, None)

    # --- a step

    def go_on(self) -> None:
        """One step forward: from an answer of before to what comes behind it, else to the next open item."""
        if self.screen == "contents":
            if (part := self.progress.find_part_to_go_on_with()) is not None:
                self.open_part(part.part.identifier)
        elif self.on_screen is not None and self.on_screen.earlier:
            self._go_on_from(self.on_screen.item)
        else:
            self.open_next(after=self.item)

    def _go_on_from(self, item: Item) -> None:
        steps = self._steps()
        for step in steps[steps.index(item) + 1 :]:
            if self.progress.is_open(step):
                return self.show(step)
            if self._read(step):
                return None
        return self.open_next()

    def go_back(self) -> None:
        """One step back: to the answer before, at last to the introduction. Nothing where there is none."""
        for step in self._before():
            if self._read(step):
                return
        if self.screen in ("item", "summary") and self.progress.current and self.progress.current.has_intro:
            self._open_intro()

    @property
    def leads_back(self) -> bool:
        """Whether something lies before what is on screen."""
        current = self.progress.current
        if self.screen not in ("item", "summary") or current is None:
            return False
        return current.has_intro or any(self._is_readable(step) for step in self._before())

    @property
    def lost(self) -> int:
        """How many answers to the part being studied were given that nobody can show again."""
        return sum(not self.progress.is_open(step) and self._find_told(step) is None for step in self._steps())

    def forget(self) -> None:
        """Somebody else sits here now, of whom nothing is known yet."""
        self._attempts, self._told = {}, {}
        self.open_current()

    def _steps(self) -> list[Item]:
        return self.progress.steps(self.progress.current) if self.progress.current else []

    def _before(self) -> Iterable[Item]:
        """The steps before what is on screen, the nearest first."""
        steps = self._steps()
        end = len(steps) if self.screen == "summary" else steps.index(self.item) if self.item in steps else 0
        return reversed(steps[:end])

    def _is_readable(self, item: Item) -> bool:
        return not self.progress.is_open(item) and self._find_told(item) is not None

    def _find_told(self, item: Item) -> OnScreen | None:
        return self._told.get(item.identifier) or self._recall(item)

    def _read(self, item: Item) -> bool:
        """Show the explanation of an item that was answered; False if it cannot be."""
        told = None if self.progress.is_open(item) else self._find_told(item)
        if told is None:
            return False
        self._turn_to("item", replace(told, again=False, earlier=True))
        return True
